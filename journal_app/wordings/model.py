"""Wordings, the nouns: one row for each time somebody read a sentence of the contributors' pages. Append-only.

The latest row of a language x sentence counts, as long as the sentence is still the one that was read: a catalogue that
says it differently is unread again. Contributors never see any of this.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base


class Verdict(StrEnum):
    """What a reader said of a sentence."""

    RIGHT = "right"  # signed off: it says what the French says, as people say it
    BETTER = "better"  # it should be said in other words, which the row holds
    OPEN = "open"  # taken back: it is to be read again


class Reading(Base):
    """One sentence read by one person. `said` is what stood in the catalogue then."""

    __tablename__ = "wording_reading"
    __table_args__ = (Index("ix_wording_reading_language", "language", "number"),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # two can share a moment
    language: Mapped[str]
    key: Mapped[str]  # the sentence's msgid in gathering.po
    said: Mapped[str]
    verdict: Mapped[str]
    better: Mapped[str] = mapped_column(default="")
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
