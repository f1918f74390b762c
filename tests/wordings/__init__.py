"""Wordings, tested."""
