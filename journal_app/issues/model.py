"""Issues, the nouns: an issue being made and the residency it comes from. It decides nothing.

An issue row holds what issue.toml will say (prepress.model.IssueFile); a place is as precise as people chose.
"""

import datetime as clock
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class IssueState(StrEnum):
    """Where an issue stands as a whole."""

    OPEN = "open"
    ARCHIVED = "archived"  # printed, or given up: read only


class Precision(StrEnum):
    """How exactly a place may be named in print and on the desk; the exact site is never stored if not wanted."""

    COUNTRY = "country"
    REGION = "region"
    TOWN = "town"
    SITE = "site"


class Residency(Base):
    """A few days near a camp, where the texts of an issue are written."""

    __tablename__ = "residency"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]  # how the team calls it
    place: Mapped[str]  # as precise as `precision` says, and no more
    precision: Mapped[str] = mapped_column(default=Precision.TOWN)
    starts: Mapped[date]
    ends: Mapped[date]
    languages: Mapped[list[Any]]  # BCP 47 tags spoken there
    created_at: Mapped[datetime]


class PenName(Base):
    """A name somebody of a residency signs with. Nothing says who that is."""

    __tablename__ = "pen_name"
    __table_args__ = (UniqueConstraint("residency_id", "name"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    residency_id: Mapped[str] = mapped_column(ForeignKey("residency.id"), index=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="")


class GuardedName(Base):
    """A real name that must never be printed, as a keyed hash of its folded words: it can be met, never read."""

    __tablename__ = "guarded_name"
    __table_args__ = (UniqueConstraint("residency_id", "digest"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    residency_id: Mapped[str] = mapped_column(ForeignKey("residency.id"), index=True)
    digest: Mapped[str]  # HMAC-SHA-256 of the folded words with the desk's pepper
    words: Mapped[int]  # how many words it has: windows of that many are compared
    added_at: Mapped[datetime]


class Issue(Base):
    """An issue of the paper. `slug` names its folder and its address."""

    __tablename__ = "issue"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    number: Mapped[int]
    date: Mapped[date]  # the day printed on the page
    theme: Mapped[dict[str, Any]]
    languages: Mapped[list[Any]]
    printer: Mapped[dict[str, Any]]  # {"preset": ..., and the keys it overrides}
    masthead: Mapped[dict[str, Any]]
    inclusive: Mapped[str] = mapped_column(default="low-dot")
    specimen: Mapped[bool] = mapped_column(default=False)
    second_eyes: Mapped[bool] = mapped_column(default=True)  # a translation is reviewed by somebody who did not make it
    costing: Mapped[str] = mapped_column(default="")  # costing.toml as text, until the money has its rooms
    press_close: Mapped[datetime | None]
    printed_on: Mapped[clock.date | None]  # from then on only further sharing can be stopped; retention counts from it
    state: Mapped[str] = mapped_column(default=IssueState.OPEN)
    residency_id: Mapped[str | None] = mapped_column(ForeignKey("residency.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    archived_at: Mapped[datetime | None]

    @property
    def house(self) -> list[str]:
        """The house's own languages, the first two of the issue: each piece appears in them, beside its author's."""
        return [str(tag) for tag in self.languages[:2]]
