"""Reports, the reading: an issue, a year -> its account, by so many statements however many issues there are.

It reads what other rooms keep and decides nothing. Plans are read once: the same text is the same plan.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from journal_app.budget.parts import empty
from journal_app.costing.document import read
from journal_app.costing.model import Costing
from journal_app.costing.report import CostingReport, costing_report
from journal_app.distribution import store as distribution
from journal_app.funding import noting
from journal_app.funding import store as funding
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.reports import store
from journal_app.reports.figures import Account, Raised, Year
from journal_app.reports.making import Rows, issue_account, outside


@lru_cache(maxsize=128)
def _plan(text: str) -> Costing | None:
    return read(text)[0]


def plan_of(issue: Issue, today: date) -> Costing | None:
    """The plan of an issue; None while it cannot be read. One that says nothing has the two targets."""
    return _plan(issue.costing) if issue.costing.strip() else empty(today)


def report_of(issue: Issue, pages: int, today: date) -> CostingReport | None:
    """What an issue costs with so many pages; None while its plan or its printer sheet cannot be read."""
    costing, sheet = plan_of(issue, today), sheet_of(issue.printer)
    return costing_report(costing, sheet, pages, today) if costing and sheet else None


def one(db: Session, issue: Issue, today: date) -> Account:
    """The account of an issue, with those who wish to be thanked by name."""
    return _accounts(db, [issue], today, {issue.id: funding.named_givers(db, issue.id)})[0]


def year(db: Session, issues: Iterable[Issue], wanted: int, today: date) -> Year:
    """A year: of these issues those whose printed day is in it, and what no issue holds."""
    of_year = sorted((one for one in issues if one.date.year == wanted), key=lambda one: (one.date, one.number))
    return Year(wanted, tuple(_accounts(db, of_year, today, {})), _outside(db, wanted))


def years(db: Session, issues: Iterable[Issue]) -> list[int]:
    """The years that have something, the latest first."""
    waiting = {held.fund.dated.year for held in noting.held(db, None)}
    return sorted({one.date.year for one in issues} | store.years_outside(db) | waiting, reverse=True)


def _accounts(db: Session, issues: Sequence[Issue], today: date, thanked: dict[str, list[str]]) -> list[Account]:
    ids = [issue.id for issue in issues]
    bookings, given = store.bookings(db, ids), store.given(db, ids)
    pages, articles = store.pages(db, ids), store.articles(db, ids)
    totals = distribution.all_totals(db, ids) if ids else {}
    found = []
    for issue in issues:
        rows = Rows(bookings.get(issue.id), given.get(issue.id), pages.get(issue.id, 0), articles.get(issue.id, 0),
                    totals.get(issue.id), thanked.get(issue.id, ()))  # fmt: skip
        head = Account(issue.slug, issue.number, dict(issue.theme), issue.date, specimen=issue.specimen)
        found.append(issue_account(head, rows, plan_of(issue, today), report_of(issue, rows.pages, today)))
    return found


def _outside(db: Session, wanted: int) -> Account:
    """What was spent for no issue, and what waits for one, by the day that is noted with it."""
    parts = [part for held in noting.held(db, None) for part in held.parts
             if part.cents and part.dated.year == wanted]  # fmt: skip
    raised = [Raised(part.source, part.state, part.purpose, part.cents) for part in parts]
    return outside(wanted, store.outside(db, wanted), raised, {})
