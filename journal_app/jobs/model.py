"""Jobs, the nouns: a piece of long work as a row. The row is the truth; the queue only carries its id.

Lease, attempts and heartbeat in our table; a job is a pure function of its arguments; its output
is durable first, then one transaction swaps the pointer to it.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Base):
    """One job. `key` names what it would make: a second one with the same key that waits is not added."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_lease", "state", "lease_until"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)
    arguments: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default=JobState.WAITING)
    label: Mapped[str] = mapped_column(default="")  # the step it is at, a message id
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    heartbeat: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    lease: Mapped[str] = mapped_column(default="")  # which worker run holds it
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[str] = mapped_column(default="")  # a code, when it failed
    issue_id: Mapped[str | None] = mapped_column(ForeignKey("issue.id"), index=True)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
