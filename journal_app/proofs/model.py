"""Proofs, the nouns: the build report the compiler leaves, checked value by value; rounds of proofs and who saw what.

Nothing here reads or writes.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id
from journal_app.problems import Detail, Problem, Severity

# A path under build/: plain ASCII parts, none of which starts with a dot, so that none leads out.
_PART = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
BuiltPath = Annotated[str, Field(max_length=300, pattern=rf"^{_PART}(/{_PART})*$")]
Text = Annotated[str, Field(max_length=2000)]


class Told(BaseModel):
    """A table of the report: unknown keys are left aside, since a newer compiler may say more."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class BuiltPage(Told):
    """One page; width and height of the trim in mm."""

    folio: int = Field(ge=1, le=10_000)
    layout: Text = ""
    colour: bool
    reading: BuiltPath
    thumb: BuiltPath
    width: float = Field(gt=0, le=3000)
    height: float = Field(gt=0, le=3000)


class BuiltFit(Told):
    """How one language of an article sits in its slots, in lines."""

    article: Text
    title: Text
    language: Annotated[str, Field(max_length=40)]
    over: int = Field(ge=0, le=1_000_000)
    under: int = Field(ge=0, le=1_000_000)
    size_pt: float = Field(ge=0, le=1000)
    pages: list[int] = Field(max_length=1000)


class ToldDetail(Told):
    found: Text = ""
    allowed: Text = ""
    who: Text = ""
    title: Text = ""


class ToldProblem(Told):
    severity: Severity
    code: Annotated[str, Field(max_length=100, pattern=r"^[a-z0-9-]+$")]
    where: Text
    detail: ToldDetail = ToldDetail()

    def problem(self) -> Problem:
        """The same as the kernel's value, so that it can be said in any language."""
        return Problem(self.severity, self.code, self.where, Detail(**self.detail.model_dump()))


class BuiltFile(Told):
    """One file to take away; `kind` is press, proof, parcel, preflight, preflight-json, ticket or sums; or inks, a
    draft's own, for the viewer alone."""

    kind: Annotated[str, Field(max_length=40)]
    name: Annotated[str, Field(max_length=200, pattern=rf"^{_PART}$")]
    path: BuiltPath
    bytes: int = Field(ge=0)
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Report(Told):
    """report.json"""

    slug: Text = ""
    title: Text
    number: int
    date: date
    pages: list[BuiltPage] = Field(max_length=1000)
    fit: list[BuiltFit] = Field(default_factory=list, max_length=10_000)
    problems: list[ToldProblem] = Field(default_factory=list, max_length=10_000)
    files: list[BuiltFile] = Field(default_factory=list, max_length=1000)
    seconds: dict[str, float] = Field(default_factory=dict)


# --- the rows: what people do with a proof ---------------------------------------------------------------------------


class Round(Base):
    """A round of proofs: these people look at this build until then. The latest one that is not closed is open."""

    __tablename__ = "proof_round"
    __table_args__ = (UniqueConstraint("issue_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    number: Mapped[int]
    build_id: Mapped[str]  # no foreign key: kept until the issue is printed (store.kept_builds), then forgotten
    until: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    opened_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Reader(Base):
    """Somebody whom a round is for."""

    __tablename__ = "proof_reader"
    round_id: Mapped[str] = mapped_column(ForeignKey("proof_round.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)


class Seen(Base):
    """Somebody said that they saw a page. `page_mark` is the digest of what they saw: a page that changed is unseen."""

    __tablename__ = "proof_seen"
    round_id: Mapped[str] = mapped_column(ForeignKey("proof_round.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    folio: Mapped[int] = mapped_column(primary_key=True)
    page_mark: Mapped[str]
    at: Mapped[datetime]


class Ended(StrEnum):
    """Why a link opens nothing any more; each has a sentence, `proof-link:<why>`."""

    REVOKED = "revoked"  # by somebody of the desk
    WITHDRAWN = "withdrawn"  # a piece or picture on its pages was taken back
    ANSWER = "answer"  # an author said no to something on its pages
    EXPIRED = "expired"  # its day is past, and was seen to be


class ProofLink(Base):
    """A way to a round's light PDF for somebody without an account. Of its token only the hash is kept, of who comes by
    it nothing but how often the file was taken."""

    __tablename__ = "proof_link"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("proof_round.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]  # for whom, as the desk calls them
    sha256: Mapped[str]  # of the one file it gives
    taken: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(default="")


class PageRemark(Base):
    """A remark on what is no text: a picture, or a page of the flatplan. Those on texts are the review room's.

    `page_id` is no foreign key: a page that is dropped from the plan leaves what was said of it, listed apart.
    """

    __tablename__ = "page_remark"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    picture_id: Mapped[str | None] = mapped_column(ForeignKey("picture.id"), index=True)
    page_id: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
