"""Budget, rows that people type: changed from the version they saw, taken out and brought back. Never commits.

What is noted of a change is the room's verb; the plan's sums follow where the row counts in them (actions.follow).
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.budget import store
from journal_app.budget.actions import follow
from journal_app.budget.model import Expense, InKind, MailQuote
from journal_app.problems import Refused


def next_of(db: Session, row: Expense | InKind | MailQuote, version: int, put: Callable[[], None]) -> None:
    """Let `put` write on the row as it was seen. Refused (`row-moved-on`) when somebody else did since."""
    if row.version != version or not store.next_version(db, type(row), row.id, version):
        raise Refused("row-moved-on")
    put()
    row.version = version + 1
    db.flush()


def told(db: Session, actor: Actor, now: datetime, row: Expense | InKind, verb: str) -> None:
    """Note what was done, and let the plan follow."""
    record(db, actor, now, verb, issue_id=row.issue_id, object_id=row.id)
    follow(db, actor, now, row.issue_id)


def remove(db: Session, actor: Actor, now: datetime, row: Expense | InKind, verbs: tuple[str, str], back: bool) -> None:
    """Take a row out, or bring it back; once is enough. `verbs`: for the one and for the other."""
    if (row.gone_at is None) == back:
        return
    row.gone_at = None if back else now
    db.flush()
    told(db, actor, now, row, verbs[back])
