"""Reports, the sums: what many issues spent, were given and hold, each by one statement. It writes nothing."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, case, extract, func, select
from sqlalchemy.orm import Session

from journal_app.budget.model import Expense, InKind, Spending
from journal_app.flatplan.model import Page, Placement
from journal_app.reports.figures import Booking

_HERE = Expense.gone_at.is_(None)


def _cents(*where: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(_HERE, *where), Expense.cents), else_=0))


def bookings(db: Session, issue_ids: Sequence[str]) -> dict[str, list[Booking]]:
    """By issue, what was ordered and paid by line and account. An issue for which nothing was ever typed is left out;
    one whose expenses were all removed has bookings of nothing."""
    committed, spent = (_cents(Expense.state == state) for state in (Spending.COMMITTED, Spending.SPENT))
    asked = select(Expense.issue_id, Expense.line, Expense.account, committed, spent).group_by(
        Expense.issue_id, Expense.line, Expense.account
    )
    found: dict[str, list[Booking]] = {}
    for issue_id, line, account, ordered, paid in db.execute(asked.where(Expense.issue_id.in_(issue_ids))):
        found.setdefault(str(issue_id), []).append(Booking(line, account, int(ordered), int(paid)))
    return found


def outside(db: Session, year: int) -> list[Booking]:
    """What was spent in a year for no issue, by line and account."""
    committed, spent = (_cents(Expense.state == state) for state in (Spending.COMMITTED, Spending.SPENT))
    asked = select(Expense.line, Expense.account, committed, spent).where(
        Expense.issue_id.is_(None), _HERE, Expense.dated >= date(year, 1, 1), Expense.dated <= date(year, 12, 31)
    )
    return [Booking(line, account, int(one), int(two))
            for line, account, one, two in db.execute(asked.group_by(Expense.line, Expense.account))]  # fmt: skip


def years_outside(db: Session) -> set[int]:
    """The years in which something was spent for no issue."""
    asked = select(extract("year", Expense.dated)).where(Expense.issue_id.is_(None), _HERE)
    return {int(year) for year in db.scalars(asked.distinct())}


def given(db: Session, issue_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """By issue, what was given in kind by account, in cents; what was removed counts as nothing."""
    cents = func.sum(case((InKind.gone_at.is_(None), InKind.cents), else_=0))
    asked = select(InKind.issue_id, InKind.account, cents).group_by(InKind.issue_id, InKind.account)
    found: dict[str, dict[str, int]] = {}
    for issue_id, account, worth in db.execute(asked.where(InKind.issue_id.in_(issue_ids))):
        found.setdefault(issue_id, {})[account] = int(worth)
    return found


def pages(db: Session, issue_ids: Sequence[str]) -> dict[str, int]:
    """The last page's number of each issue."""
    asked = select(Page.issue_id, func.max(Page.number)).where(Page.issue_id.in_(issue_ids))
    return {issue_id: int(last) for issue_id, last in db.execute(asked.group_by(Page.issue_id))}


def articles(db: Session, issue_ids: Sequence[str]) -> dict[str, int]:
    """How many pieces stand on the pages of each issue."""
    asked = select(Page.issue_id, func.count(Placement.piece_id.distinct())).join(
        Placement, Placement.page_id == Page.id
    )
    asked = asked.where(Page.issue_id.in_(issue_ids)).group_by(Page.issue_id)
    return {issue_id: int(count) for issue_id, count in db.execute(asked)}


Days = list[tuple[date, int]]


def engaged_by_day(db: Session, issue_id: str) -> Days:
    """What was ordered (paid since or not) by the day of its order, in cents, the earliest first."""
    asked = select(Expense.dated, func.sum(Expense.cents)).where(Expense.issue_id == issue_id, _HERE)
    return [(day, int(cents)) for day, cents in db.execute(asked.group_by(Expense.dated).order_by(Expense.dated))]


def paid_by_day(db: Session, issue_id: str) -> Days:
    """What was paid by the day it was paid; where no day was noted, the day of the order."""
    day = func.coalesce(Expense.spent_on, Expense.dated)
    asked = select(day, func.sum(Expense.cents)).where(
        Expense.issue_id == issue_id, _HERE, Expense.state == Spending.SPENT
    )
    return [(when, int(cents)) for when, cents in db.execute(asked.group_by(day).order_by(day))]
