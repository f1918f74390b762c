"""Submissions, the actions: what people do to pieces and their texts. They take who and when, and never commit."""

from journal_app.submissions.pieces import Facts, claim, create_piece, describe, release, say_original, want
from journal_app.submissions.saving import Saved, Stale, keep, question, restore, save, settle

__all__ = [
    "Facts", "Saved", "Stale", "claim", "create_piece", "describe", "keep", "question", "release", "restore", "save",
    "say_original", "settle", "want",
]  # fmt: skip
