"""Jobs, the answer to a withdrawal: nothing goes on that was begun with what is withdrawn in it."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, Withdrawn
from journal_app.jobs import store


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Cancel the issue's jobs that wait or run; a worker that finishes one finds it cancelled and swaps nothing."""
    if isinstance(fact, Withdrawn):
        store.cancel_of_issue(db, fact.issue_id, now)
