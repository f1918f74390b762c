"""Jobs, the rows: takes, renews and closes them, each in one statement that two workers cannot both win.

It never commits and never waits. A job is ready when it waits (and its pause is over) or when its lease ran out.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Update, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from journal_app.jobs.model import Job, JobState

BEGUN = (JobState.WAITING, JobState.RUNNING)


def job(db: Session, job_id: str) -> Job | None:
    """A job as it is now. Whether somebody may see it is its issue's to say."""
    return db.get(Job, job_id, populate_existing=True)


def waiting(db: Session, kind: str, key: str) -> Job | None:
    """The job that waits to make the same."""
    same = (Job.kind == kind, Job.key == key, Job.state == JobState.WAITING)
    return db.scalars(select(Job).where(*same).order_by(Job.made_at).limit(1)).first()


def latest(db: Session, kind: str, key: str) -> Job | None:
    """The last job of this kind and key, in any state."""
    return db.scalars(select(Job).where(Job.kind == kind, Job.key == key).order_by(Job.made_at.desc()).limit(1)).first()


def of_issue(db: Session, issue_id: str, limit: int = 20) -> Sequence[Job]:
    """The last jobs of an issue, newest first."""
    return db.scalars(select(Job).where(Job.issue_id == issue_id).order_by(Job.made_at.desc()).limit(limit)).all()


def add(db: Session, row: Job) -> Job:
    """A new job."""
    db.add(row)
    db.flush()
    return row


def _ready(now: datetime) -> Any:
    return or_(
        and_(Job.state == JobState.WAITING, or_(Job.lease_until.is_(None), Job.lease_until <= now)),
        and_(Job.state == JobState.RUNNING, Job.lease_until <= now),
    )


def ready(db: Session, now: datetime, limit: int = 100) -> Sequence[str]:
    """The jobs that a worker could take now, oldest first."""
    return db.scalars(select(Job.id).where(_ready(now)).order_by(Job.made_at).limit(limit)).all()


def take(db: Session, job_id: str, lease: str, now: datetime, until: datetime, most: int) -> Job | None:
    """The job, ours until then; None when it is not ready or was tried `most` times."""
    values = {"state": JobState.RUNNING, "lease": lease, "lease_until": until, "heartbeat": now}
    change = update(Job).where(Job.id == job_id, _ready(now), Job.attempts < most)
    return job(db, job_id) if _one(db, change.values(**values, attempts=Job.attempts + 1)) else None


def give_up(db: Session, job_id: str, now: datetime, most: int, error: str) -> bool:
    """Close a job that is ready and was tried `most` times; its own error stays when it has one."""
    row = job(db, job_id)
    change = update(Job).where(Job.id == job_id, _ready(now), Job.attempts >= most)
    values = {"state": JobState.FAILED, "finished_at": now, "lease_until": None}
    return row is not None and _one(db, change.values(**values, error=row.error or error))


def renew(db: Session, job_id: str, lease: str, now: datetime, until: datetime, **told: Any) -> bool:
    """Keep the lease and tell how far it is; False when the job is no longer ours."""
    return _one(db, _ours(job_id, lease).values(heartbeat=now, lease_until=until, **told))


def close(db: Session, job_id: str, lease: str, now: datetime, state: JobState, **told: Any) -> bool:
    """End our job; False when it is no longer ours: then nothing may be shown of it."""
    return _one(db, _ours(job_id, lease).values(state=state, finished_at=now, lease_until=None, **told))


def put_back(db: Session, job_id: str, lease: str, until: datetime, error: str) -> bool:
    """Let our job wait until then, to be tried again."""
    return _one(db, _ours(job_id, lease).values(state=JobState.WAITING, lease_until=until, error=error, lease=""))


def cancel(db: Session, job_id: str, now: datetime) -> bool:
    """Cancel a job that waits or runs; False when it is over."""
    over = {"state": JobState.CANCELLED, "finished_at": now, "lease_until": None}
    return _one(db, update(Job).where(Job.id == job_id, Job.state.in_(BEGUN)).values(**over))


def cancel_of_issue(db: Session, issue_id: str, now: datetime) -> None:
    """Cancel what waits or runs for an issue."""
    over = {"state": JobState.CANCELLED, "finished_at": now}
    db.execute(update(Job).where(Job.issue_id == issue_id, Job.state.in_(BEGUN)).values(**over))


def stale(db: Session, before: datetime) -> Sequence[Job]:
    """Jobs that have begun and of which nothing was heard since."""
    heard = or_(Job.heartbeat < before, and_(Job.heartbeat.is_(None), Job.made_at < before))
    return db.scalars(select(Job).where(Job.state.in_(BEGUN), heard)).all()


def forget(db: Session, before: datetime, but: Collection[str] = ()) -> int:
    """Delete what was over before then, but for those whose work is still shown; how many."""
    return _count(db, delete(Job).where(Job.finished_at < before, Job.id.not_in(but)))


def remove(db: Session, job_id: str) -> None:
    """Forget a job: when it was done would tell when somebody handed something in."""
    db.execute(delete(Job).where(Job.id == job_id))


def _ours(job_id: str, lease: str) -> Update:
    return update(Job).where(Job.id == job_id, Job.lease == lease, Job.state == JobState.RUNNING)


def _one(db: Session, change: Update) -> bool:
    return _count(db, change) == 1


def _count(db: Session, change: Any) -> int:
    done = cast("CursorResult[Any]", db.execute(change, execution_options={"synchronize_session": False}))
    return done.rowcount
