"""Upkeep: looks after the desk as a machine: tidies, examines, backs up and restores. It reads no text."""
