"""BAT, the nouns: a version bound to the bytes of one press file, and who signed what of it. It decides nothing.

Rows are added, never rewritten: a signature that no longer holds keeps its words and says why and since when.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id

WHOLE = 0  # the folio of a signature over the whole file


class State(StrEnum):
    """Where a version stands."""

    OPEN = "open"  # its pages are being signed
    SIGNED = "signed"  # the whole is signed, the parcel lies in issues/<slug>/bat/
    VOID = "void"  # another file took its place, or something in it was withdrawn


class Verdict(StrEnum):
    """What somebody says of a page, or of the whole, in the words of the trade."""

    GOOD = "good"  # bon à tirer
    AFTER = "after"  # bon après corrections
    REFUSED = "refused"  # refusé


class Why(StrEnum):
    """Why a version or a signature holds no longer; each has a sentence, `bat-void:<why>`."""

    REPLACED = "replaced"  # another press file was made
    PAGE = "page"  # the page's bytes changed
    FILE = "file"  # a byte of the file changed
    TAKEN_BACK = "taken-back"  # by who signed, or set aside by a coordinator, with a reason in the history
    WITHDRAWN = "withdrawn"  # something in it was withdrawn before printing: its files will be erased
    ANSWER = "answer"  # an author said no to something in it before printing: nothing is erased, it is signed no more
    REFUSED = "refused"  # by a coordinator after it was signed, before printing: nothing is erased, nothing handed out
    ANSWER_LATE = "answer-late"  # the same after printing: archived, handed out no more
    WITHHELD = "withheld"  # something in it was withdrawn after printing: archived, handed out no more


class Bat(Base):
    """One version: v01, v02... `files` is {name: sha256} of the parcel as it was built, SHA256SUMS included."""

    __tablename__ = "bat"
    __table_args__ = (UniqueConstraint("issue_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    number: Mapped[int]  # from 1; the order of versions, whatever a clock says
    build_id: Mapped[str] = mapped_column(ForeignKey("build.id"))
    pdf: Mapped[str]  # the press file's name
    sha256: Mapped[str]  # of the press file
    digests: Mapped[list[Any]]  # one for each page, from the first
    files: Mapped[dict[str, Any]]
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)  # {folio: share of its pixels that moved} since before
    before_id: Mapped[str | None] = mapped_column(ForeignKey("bat.id"))  # the version its pages were compared with
    state: Mapped[str] = mapped_column(default=State.OPEN)
    made_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    folder: Mapped[str] = mapped_column(default="")  # of the signed parcel, relative to the issues' folder
    printed_at: Mapped[datetime | None]  # confirmed by a coordinator: from then on its files are archived, never erased
    void_at: Mapped[datetime | None]
    void_why: Mapped[str] = mapped_column(default="")
    erased_at: Mapped[datetime | None]  # its bytes are gone; the hashes above stay


class Signature(Base):
    """What one person said of one page, or of the whole (folio 0), over its digest."""

    __tablename__ = "bat_signature"
    __table_args__ = (Index("ix_bat_signature_bat", "bat_id", "folio"),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # the order of signing: a clock may jump
    bat_id: Mapped[str] = mapped_column(ForeignKey("bat.id"))
    folio: Mapped[int]
    digest: Mapped[str]  # of the page, or the SHA-256 of the file
    verdict: Mapped[str]
    conditions: Mapped[str] = mapped_column(default="")
    reasons: Mapped[dict[str, Any]] = mapped_column(default=dict)  # {a warning's code: covering.kept}
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]  # as it was shown when it was signed
    at: Mapped[datetime]
    carried_from: Mapped[int | None] = mapped_column(ForeignKey("bat_signature.number"))  # same page, earlier version
    void_at: Mapped[datetime | None]
    void_why: Mapped[str] = mapped_column(default="")
