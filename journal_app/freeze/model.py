"""Freeze, the nouns: a folder that was written from the desk, and what was built from it. It decides nothing."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class FreezeKind(StrEnum):
    """Draft: instance/drafts/<slug>/, gates warn. Press: issues/<slug>/, gates refuse."""

    DRAFT = "draft"
    PRESS = "press"


class Freeze(Base):
    """One freeze. `manifest` is {path: sha256} of every file it wrote."""

    __tablename__ = "freeze"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    kind: Mapped[str]
    manifest: Mapped[dict[str, Any]]
    problems: Mapped[list[Any]] = mapped_column(default=list)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class Build(Base):
    """What a job made of a freeze: a folder of files, listed with their hashes."""

    __tablename__ = "build"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    freeze_id: Mapped[str] = mapped_column(ForeignKey("freeze.id"))
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"))
    folder: Mapped[str]  # relative to instance/: immutable once the row stands
    files: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]


class CurrentBuild(Base):
    """Which build of an issue is shown, per kind: the one pointer a finished job swaps."""

    __tablename__ = "current_build"
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    build_id: Mapped[str] = mapped_column(ForeignKey("build.id"))
