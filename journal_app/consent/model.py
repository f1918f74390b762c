"""Consent, the nouns: one row for each answer an author gave, per work, use and language. Append-only.

The latest row of a work x use x language counts. What an author did not say yes to is no.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base


class Use(StrEnum):
    """What can be done with a work."""

    PRINT = "print"
    PDF = "pdf"
    WEB = "web"
    ARCHIVE = "archive"
    TRANSLATION = "translation"
    EDITS = "edits"
    NAME = "name"
    FACE = "face"


class How(StrEnum):
    """How an answer came to the desk."""

    SPOKEN = "spoken"  # read aloud by a facilitator, answered aloud
    PAPER = "paper"  # a signed form
    FOLDER = "folder"  # an issue folder that had been cleared before
    CODE = "code"  # by the author, with the return code


class Consent(Base):
    """One answer. `work_kind` is "piece" or "picture"; `language` "*" holds for all."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_work", "work_kind", "work_id"),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # two answers can share a moment
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    work_kind: Mapped[str]
    work_id: Mapped[str]
    use: Mapped[str]
    language: Mapped[str] = mapped_column(default="*")
    yes: Mapped[bool]
    how: Mapped[str]
    read_in: Mapped[str] = mapped_column(default="")  # the language it was read aloud in
    read_by: Mapped[str] = mapped_column(default="")  # who read the questions: "self", "team", "friend"; no name
    guardian: Mapped[str] = mapped_column(default="")  # "", "guardian", "referent": for a minor, who agreed as well
    wording: Mapped[str] = mapped_column(default="1")  # which version of the questions was asked
    noted_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
