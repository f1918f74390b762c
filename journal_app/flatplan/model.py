"""Flatplan, the nouns: the pages of an issue and what stands in their slots; what flatplan.toml will say."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class Page(Base):
    """A page of an issue, in reading order from 1."""

    __tablename__ = "page"
    __table_args__ = (UniqueConstraint("issue_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    number: Mapped[int]
    layout: Mapped[str]
    direction: Mapped[str] = mapped_column(default="ltr")
    language: Mapped[str] = mapped_column(default="fr")
    head: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shorter: Mapped[dict[str, Any]] = mapped_column(default=dict)  # slot -> lines its picture is lower than drawn
    version: Mapped[int] = mapped_column(default=1)


class Placement(Base):
    """What stands in one slot of a page: a piece in languages, a picture with its captions' languages, or words."""

    __tablename__ = "placement"
    __table_args__ = (UniqueConstraint("page_id", "slot"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    page_id: Mapped[str] = mapped_column(ForeignKey("page.id"), index=True)
    slot: Mapped[str]
    piece_id: Mapped[str | None] = mapped_column(ForeignKey("piece.id"), index=True)
    picture_id: Mapped[str | None] = mapped_column(ForeignKey("picture.id"), index=True)
    languages: Mapped[list[Any]] = mapped_column(default=list)
    continues: Mapped[bool] = mapped_column(default=False)
    quote: Mapped[int | None]
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)  # a few words of the page's own, per language
    hole: Mapped[bool] = mapped_column(default=False)  # what stood here was withdrawn
    tighter: Mapped[dict[str, Any]] = mapped_column(default=dict)  # way of copyfit -> how far beyond the layout


class Step(Base):
    """One change of the plan, with the pages it touched as they were and as they became: it can be undone.

    `number` counts an issue's steps from 1: they are in order whatever the clock says. `before` and `after` map a
    page's id to a value of steps.py, or to nothing where there was no such page.
    """

    __tablename__ = "plan_step"
    __table_args__ = (UniqueConstraint("issue_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    number: Mapped[int]
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    what: Mapped[str]  # the code of what happened, as in the history
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undone: Mapped[bool] = mapped_column(default=False)


class Lease(Base):
    """Who is at a page right now: others see it and wait a moment. It ends by itself."""

    __tablename__ = "plan_lease"
    page_id: Mapped[str] = mapped_column(ForeignKey("page.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    until: Mapped[datetime]
