"""Review, the nouns: comments, suggestions, decisions, the author's yes. It decides nothing.

A passage is an anchor: the revision it was made on, the block, and a span of that block's plain text; review/anchors.py
carries it through later revisions.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class SuggestionState(StrEnum):
    """What became of a suggestion."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    GONE = "gone"  # its passage is no longer there


class Answer(StrEnum):
    """What an author said to a text as it now stands."""

    YES = "yes"
    NO = "no"
    TALK = "talk"


class Comment(Base):
    """A remark, on a passage or on the whole text (block -1); an answer to another one has `parent_id`."""

    __tablename__ = "comment"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    block: Mapped[int] = mapped_column(default=-1)
    start: Mapped[int] = mapped_column(default=0)
    end: Mapped[int] = mapped_column(default=0)
    passage: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("comment.id"))
    imported: Mapped[bool] = mapped_column(default=False)  # came with a document; its author is not named
    to_author: Mapped[bool] = mapped_column(default=False)  # a question that the piece's author reads and may answer
    by_author: Mapped[bool] = mapped_column(default=False)  # the author's own words, with the return code
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


class Suggestion(Base):
    """Other words for a passage, to accept or refuse. `reason` is "words" or "typography"."""

    __tablename__ = "suggestion"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    block: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    passage: Mapped[str]
    replacement: Mapped[str]
    reason: Mapped[str] = mapped_column(default="words")
    state: Mapped[str] = mapped_column(default=SuggestionState.OPEN)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]


class AuthorAnswer(Base):
    """The author's yes (or no, or "let us talk") to one revision. Append-only; the latest for the head counts."""

    __tablename__ = "author_answer"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # two answers can share a moment
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"))
    answer: Mapped[str]
    read_in: Mapped[str] = mapped_column(default="")  # the language it was read aloud in
    how: Mapped[str] = mapped_column(default="")  # consent.model.How
    note: Mapped[str] = mapped_column(default="")
    noted_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Decision(Base):
    """A change of a piece's stage, with its reason; an undo is a decision that names the one it takes back."""

    __tablename__ = "decision"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # two decisions can share a moment
    id: Mapped[str] = mapped_column(unique=True, default=new_id)
    piece_id: Mapped[str] = mapped_column(ForeignKey("piece.id"), index=True)
    verb: Mapped[str]  # review/stages.py
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    undoes: Mapped[str | None] = mapped_column(ForeignKey("decision.id"))
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
