"""Budget, expenses as people type them: noted, changed, removed and brought back. Never commits.

After each change the plan's committed and spent follow (actions.follow), in the same transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.budget import store
from journal_app.budget.actions import follow
from journal_app.budget.model import Expense, Spending
from journal_app.problems import Refused


@dataclass(frozen=True, slots=True)
class Bill:
    """An expense as it was typed. `cents` TTC; `vat_cents` contained in it."""

    line: str
    label: str
    cents: int
    dated: date
    account: str
    supplier: str = ""
    vat_cents: int = 0
    state: Spending = Spending.COMMITTED
    spent_on: date | None = None


def note(db: Session, actor: Actor, now: datetime, issue_id: str | None, bill: Bill) -> Expense:
    """Note an expense."""
    row = Expense(issue_id=issue_id, made_by=actor.account_id, made_at=now)
    _put(row, bill)
    store.add(db, row)
    record(db, actor, now, "expense-noted", issue_id=issue_id, object_id=row.id)
    follow(db, actor, now, issue_id)
    return row


def change(db: Session, actor: Actor, now: datetime, row: Expense, version: int, bill: Bill) -> None:
    """Note it otherwise. Refused (`row-moved-on`) when somebody else did since the form was made."""
    if row.version != version or not store.next_version(db, Expense, row.id, version):
        raise Refused("row-moved-on")
    _put(row, bill)
    row.version = version + 1
    db.flush()
    record(db, actor, now, "expense-changed", issue_id=row.issue_id, object_id=row.id)
    follow(db, actor, now, row.issue_id)


def remove(db: Session, actor: Actor, now: datetime, row: Expense, *, back: bool = False) -> None:
    """Take an expense out, or bring it back; once is enough."""
    if (row.gone_at is None) == back:
        return
    row.gone_at = None if back else now
    db.flush()
    verb = "expense-back" if back else "expense-removed"
    record(db, actor, now, verb, issue_id=row.issue_id, object_id=row.id)
    follow(db, actor, now, row.issue_id)


def _put(row: Expense, bill: Bill) -> None:
    row.line, row.label, row.supplier = bill.line, bill.label, bill.supplier
    row.cents, row.vat_cents, row.dated, row.account = bill.cents, bill.vat_cents, bill.dated, bill.account
    row.state, row.spent_on = bill.state, bill.spent_on if bill.state is Spending.SPENT else None
