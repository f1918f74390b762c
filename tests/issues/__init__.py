"""Tests of the room where issues and residencies are made."""
