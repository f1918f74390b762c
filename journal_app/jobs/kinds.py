"""Jobs, the shape of a kind of work: a function of its arguments that makes something durable. It knows no kind.

A kind's function makes its output first (a folder, a blob: durable, under a name nobody looks at yet) and returns
`Made(result, swap)`; the runner calls `swap(db, job, now)` in the one transaction that also closes the job. So what
it made is seen whole or not at all, and not at all when the job was cancelled meanwhile. It may run twice (the
worker was killed after the work and before the swap): the second run makes the same again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from journal_app.jobs.model import Job


class Stopped(Exception):
    """The job was cancelled, or another worker has it: leave it, change nothing."""


class Progress(Protocol):
    """Tells how far the work is; raises Stopped when nobody wants it any more."""

    def __call__(self, label: str, done: int = 0, total: int = 0) -> None: ...


@dataclass(frozen=True, slots=True)
class Made:
    """What the work made: plain values for the job's page, and the change of rows that shows it."""

    result: dict[str, Any] = field(default_factory=dict)
    swap: Callable[[Session, Job, datetime], None] | None = None
    after: Callable[[], None] | None = None  # once the change is committed: what is not needed any more is taken away


Kind = Callable[[Any, Job, Progress], Made]
