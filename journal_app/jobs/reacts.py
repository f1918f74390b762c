"""Jobs, the answer to a withdrawal: nothing goes on that was begun with what is withdrawn in it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from journal_app.facts import Fact
from journal_app.jobs.model import Job, JobState


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Cancel the issue's jobs that wait or run; a worker that finishes one finds it cancelled and swaps nothing."""
    begun = Job.state.in_([JobState.WAITING, JobState.RUNNING])
    over = {"state": JobState.CANCELLED, "finished_at": now}
    db.execute(update(Job).where(Job.issue_id == fact.issue_id, begun).values(**over))
