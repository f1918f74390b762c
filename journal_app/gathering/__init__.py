"""Gathering: the pages of contributors, from a borrowed phone to a safe, consented piece, and back with a code."""
