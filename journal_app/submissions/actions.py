"""Submissions, the actions: what people do to pieces and their texts. They take who and when, and never commit."""

from journal_app.submissions.saving import Saved, Stale, keep, question, restore, save, settle

__all__ = ["Saved", "Stale", "keep", "question", "restore", "save", "settle"]
