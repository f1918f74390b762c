"""Budget, expenses as people type them: noted, changed, removed and brought back. Never commits.

After each change the plan's committed and spent follow (actions.follow), in the same transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.budget import rows, store
from journal_app.budget.model import Expense, Spending


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
    rows.told(db, actor, now, row, "expense-noted")
    return row


def change(db: Session, actor: Actor, now: datetime, row: Expense, version: int, bill: Bill) -> None:
    """Note it otherwise. Refused (`row-moved-on`) when somebody else did since the form was made."""
    rows.next_of(db, row, version, lambda: _put(row, bill))
    rows.told(db, actor, now, row, "expense-changed")


def remove(db: Session, actor: Actor, now: datetime, row: Expense, *, back: bool = False) -> None:
    """Take an expense out, or bring it back; once is enough."""
    rows.remove(db, actor, now, row, ("expense-removed", "expense-back"), back)


def _put(row: Expense, bill: Bill) -> None:
    row.line, row.label, row.supplier = bill.line, bill.label, bill.supplier
    row.cents, row.vat_cents, row.dated, row.account = bill.cents, bill.vat_cents, bill.dated, bill.account
    row.state, row.spent_on = bill.state, bill.spent_on if bill.state is Spending.SPENT else None
