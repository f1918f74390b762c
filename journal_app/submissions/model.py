"""Submissions, the nouns: a piece, its texts, and their revisions. It decides nothing.

A piece is one work of one author for one issue: words in an original language and in the languages it is translated
into, with or without pictures. A text is a piece in one language; what it says stands in its revisions, which are
only ever added. No column exists for a contributor's real name, phone, e-mail, nationality, status, IP or device.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class Stage(StrEnum):
    """Where a piece stands. Which decision leads where is the one table of review/stages.py."""

    RECEIVED = "received"  # reçu: nobody has judged it
    IN_REVIEW = "in-review"  # en relecture
    NEEDS_CHANGES = "needs-changes"  # à reprendre
    NEEDS_CONFIRMATION = "needs-confirmation"  # attend le oui de l'auteur·rice
    ACCEPTED = "accepted"  # accepté: may be printed once nothing is missing
    REJECTED = "rejected"  # écarté
    WITHDRAWN = "withdrawn"  # retiré by its author


class Origin(StrEnum):
    """How a piece or a revision came."""

    TYPED = "typed"
    IMPORTED = "imported"  # from a .docx or .odt
    FOLDER = "folder"  # from an issue folder
    CONTRIBUTOR = "contributor"  # with a return code


class Moment(StrEnum):
    """Why a revision has a name in the history; an autosave has none, and is folded into the next named one."""

    NONE = ""
    RECEIVED = "received"
    SAVED = "saved"
    MERGED = "merged"
    SUGGESTION = "suggestion"  # a suggestion was accepted
    RESTORED = "restored"
    IMPORTED = "imported"
    TYPOGRAPHY = "typography"
    ASIDE = "aside"  # could not be merged: its maker has yet to choose; never the head


class Piece(Base):
    """A work on its way to a page."""

    __tablename__ = "piece"
    __table_args__ = (UniqueConstraint("issue_id", "slug"), Index("ix_piece_board", "issue_id", "stage"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    residency_id: Mapped[str | None] = mapped_column(ForeignKey("residency.id"), index=True)
    slug: Mapped[str]  # names its folder in the issue: a-z0-9-
    title: Mapped[str]  # what the team calls it; the printed headline is in the texts
    kind: Mapped[str] = mapped_column(default="essay")  # prepress.model.Kind
    original: Mapped[str]  # BCP 47 tag of the language its author wrote in
    author: Mapped[str] = mapped_column(default="")  # pen name
    place: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="print")  # or "web"
    web: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default=Origin.TYPED)
    by_contributor: Mapped[bool] = mapped_column(default=True)  # false: the team's own words, no author's yes needed
    stage: Mapped[str] = mapped_column(default=Stage.RECEIVED)
    holder_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    held_since: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)  # raised by every change of this row: a stale form is told so
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]
    card_id: Mapped[str | None] = mapped_column(ForeignKey("card.id"), index=True)  # whose code opens it
    before: Mapped[str] = mapped_column(default="")  # the stage it was withdrawn from: where it comes back to
    erase_after: Mapped[datetime | None]  # a withdrawn piece's: until then its author may change their mind


class Text(Base):
    """A piece in one language. `head_id` is its latest revision."""

    __tablename__ = "text"
    __table_args__ = (UniqueConstraint("piece_id", "language"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    piece_id: Mapped[str] = mapped_column(ForeignKey("piece.id"), index=True)
    language: Mapped[str]
    head_id: Mapped[str | None]  # no foreign key: the two tables would need each other to begin
    reviewed: Mapped[bool] = mapped_column(default=False)  # somebody who reads the language has proofread it
    source_id: Mapped[str | None]  # a translation's: the revision of the original it was last brought in line with
    translator: Mapped[str] = mapped_column(default="")  # as printed
    wanted: Mapped[bool] = mapped_column(default=True)  # false: this language is given up for this issue


class Revision(Base):
    """What a text said at one moment. Append-only; `content` is submissions.content.Content as JSON.

    `folded_into` names what took its place: the next autosave, or the merge of one set aside.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("text_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    number: Mapped[int]  # from 1
    base_id: Mapped[str | None]  # the revision its maker had before them
    content: Mapped[dict[str, Any]]
    digest: Mapped[str]  # SHA-256 of the content: saving the same twice adds nothing
    moment: Mapped[str] = mapped_column(default=Moment.NONE)
    origin: Mapped[str] = mapped_column(default=Origin.TYPED)
    minor: Mapped[bool] = mapped_column(default=False)  # a typing mistake: makes no translation stale, asks no yes
    note: Mapped[str] = mapped_column(default="")
    folded_into: Mapped[str | None]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class Receipt(Base):
    """What a repeated request is answered with: the same, for seven days."""

    __tablename__ = "receipt"
    key: Mapped[str] = mapped_column(primary_key=True)  # the form's own random key, with the account's id
    answer: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
