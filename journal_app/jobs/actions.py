"""Jobs, what people do: ask for work, and take that back. It commits nothing and wakes nobody: the view does, after.

`job = enqueue(db, ...)` inside the transaction, `queue.wake(config, job.id)` once it is committed. Were the desk
killed in between, the worker finds the row by itself some seconds later.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.jobs import store
from journal_app.jobs.model import Job
from journal_app.problems import Refused


def enqueue(
    db: Session,
    actor: Actor | None,
    now: datetime,
    kind: str,
    key: str,
    arguments: dict[str, Any],
    issue_id: str | None = None,
) -> Job:
    """A job for the worker, or the one that already waits to make the same (`key`). `arguments` are plain values."""
    found = store.waiting(db, kind, key)
    if found is not None and found.arguments == arguments:
        return found
    made_by = actor.account_id if actor else None
    row = Job(kind=kind, key=key, arguments=arguments, issue_id=issue_id, made_by=made_by, made_at=now)
    return store.add(db, row)


def cancel(db: Session, now: datetime, job: Job) -> None:
    """Take it back. What runs stops at its next step and shows nothing. Refused when it is over."""
    if not store.cancel(db, job.id, now):
        raise Refused("job-over")
