"""Budget, expenses as people type them: noted, changed, paid, removed and brought back. Never commits.

After each change the plan's committed and spent follow (actions.follow), in the same transaction. What the bank has
seen of an expense is not typed away: its match is undone first. Each takes the row for itself before it looks.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.budget import actions, rows, store
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
    row = Expense(issue_id=issue_id, settled_cents=0, made_by=actor.account_id, made_at=now)
    _put(row, bill)
    store.add(db, row)
    rows.told(db, actor, now, row, "expense-noted")
    return row


def change(db: Session, actor: Actor, now: datetime, row: Expense, version: int, bill: Bill) -> None:
    """Note it otherwise. Refused: `row-moved-on` when somebody else did since the form was made, `expense-below` for
    less than the bank has seen of it."""
    held = _held(db, row)
    if held.version == version and bill.cents < held.settled_cents:
        raise Refused("expense-below")
    rows.next_of(db, held, version, lambda: _put(held, bill))
    rows.told(db, actor, now, held, "expense-changed")


def paid(db: Session, actor: Actor, now: datetime, row: Expense, day: date | None) -> None:
    """Somebody says that it was paid on that day; None: that it was not. Refused (`expense-settled`) where the bank has
    seen all of it: then it was, and on the bank's day; `expense-gone` when it was removed meanwhile."""
    held = _held(db, row)
    if held.gone_at is not None:
        raise Refused("expense-gone")
    if held.seen_whole:
        raise Refused("expense-settled")
    if day is None:
        actions.unspend(db, actor, now, held)
    else:
        actions.spend(db, actor, now, held, day)


def remove(db: Session, actor: Actor, now: datetime, row: Expense, *, back: bool = False) -> None:
    """Take an expense out, or bring it back; once is enough. Refused (`expense-settled`) while a line of the bank
    stands for some of it."""
    held = _held(db, row)
    if held.settled_cents and not back:
        raise Refused("expense-settled")
    rows.remove(db, actor, now, held, ("expense-removed", "expense-back"), back)


def _held(db: Session, row: Expense) -> Expense:
    held = store.hold_expense(db, row.id)
    if held is None:
        raise Refused("row-moved-on")
    return held


def _put(row: Expense, bill: Bill) -> None:
    row.line, row.label, row.supplier = bill.line, bill.label, bill.supplier
    row.cents, row.vat_cents, row.dated, row.account = bill.cents, bill.vat_cents, bill.dated, bill.account
    if row.seen_whole:  # the bank's word, not the form's
        row.state, row.spent_on = Spending.SPENT, row.spent_on or bill.spent_on or bill.dated
    else:
        row.state, row.spent_on = bill.state, bill.spent_on if bill.state is Spending.SPENT else None
