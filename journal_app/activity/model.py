"""Activity, the nouns: one row for each thing somebody did that others may ask about. Append-only.

It names accounts, pieces and codes, never a text, a real name, an address or a machine.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base


class Activity(Base):
    """Who did what to what, when and why. `verb` has a sentence, `did:<verb>`, in journal_app/messages."""

    __tablename__ = "activity"
    __table_args__ = (Index("ix_activity_issue", "issue_id", "at"), Index("ix_activity_piece", "piece_id", "at"))
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # two things can share a moment
    at: Mapped[datetime]
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    verb: Mapped[str]
    issue_id: Mapped[str | None] = mapped_column(ForeignKey("issue.id"))
    piece_id: Mapped[str | None] = mapped_column(ForeignKey("piece.id"))
    object_id: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)  # plain facts for the sentence
    reason: Mapped[str] = mapped_column(default="")
