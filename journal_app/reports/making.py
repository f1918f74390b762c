"""Reports, the making: an issue's plan, its report and the sums of its rows -> its account. Pure values.

Where nobody ever typed an expense, what the plan's text says was ordered and paid holds (as on the money's own page).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from journal_app.costing.model import Costing, FundState
from journal_app.costing.report import CostingReport
from journal_app.distribution.model import HELD, SERVED, PlaceKind
from journal_app.distribution.store import Totals
from journal_app.money import to_cents
from journal_app.reports.figures import Account, Amounts, Booking, Copies, Group, Post, Raised, Words

PRINTING, DELIVERY, OTHER = Group.PRINTING.value, Group.DELIVERY.value, Group.OTHER.value


@dataclass(frozen=True, slots=True)
class Rows:
    """What the tables know of an issue. `bookings`, `given`: None when nothing was ever typed."""

    bookings: Sequence[Booking] | None = None
    given: Mapping[str, int] | None = None
    pages: int = 0
    articles: int = 0
    totals: Totals | None = None
    thanked: Sequence[str] = ()


def issue_account(head: Account, rows: Rows, costing: Costing | None, report: CostingReport | None) -> Account:
    """The account of an issue; `head` says which it is. Without a report: what the rows alone say."""
    bookings = tuple(rows.bookings if rows.bookings is not None else _of_text(report))
    planned = dict(report.worth.used) if report else {}
    return replace(
        head, posts=tuple(_posts(bookings, report)), raised=tuple(_raised(costing)), bookings=bookings,
        targets=report.targets if report else (), printing=report.printing.kind if report else "unknown",
        pages=rows.pages, articles=rows.articles, copies=copies(report.copies if report else 0, rows.totals),
        worth_planned=planned,
        worth_given=dict(rows.given) if rows.given is not None else planned, thanked=tuple(rows.thanked),
        specimen=head.specimen or bool(report and report.specimen), readable=report is not None,
    )  # fmt: skip


def outside(year: int, bookings: Iterable[Booking], raised: Iterable[Raised], label: Words) -> Account:
    """What of a year no issue holds."""
    told = tuple(bookings)
    spent = _sum(told)
    posts = (Post(Group.OTHER, OTHER, {}, spent),) if told else ()
    return Account("", 0, label, date(year, 12, 31), posts, tuple(raised), told)


def _of_text(report: CostingReport | None) -> list[Booking]:
    lines = report.residency_lines if report else ()
    return [Booking(line.slug, "", line.committed, line.spent) for line in lines if line.committed or line.spent]


def _posts(bookings: Sequence[Booking], report: CostingReport | None) -> list[Post]:
    """Printing, the residency line by line, delivery, then what no line of the plan names."""
    found: list[Post] = []
    planned: list[tuple[Group, str, Words, int]] = []
    margins: dict[str, Amounts] = {}
    if report:
        planned.append((Group.PRINTING, PRINTING, {}, report.printing.price.gross))
        margins[PRINTING] = _margin(report)
        planned += [(Group.RESIDENCY, line.slug, line.label, line.cents) for line in report.residency_lines]
        planned.append((Group.DELIVERY, DELIVERY, {}, report.delivery.price.gross))
    else:
        planned += [(Group.PRINTING, PRINTING, {}, 0), (Group.DELIVERY, DELIVERY, {}, 0)]
    for group, key, label, cents in planned:
        spent = _sum(one for one in bookings if one.line == key)
        found.append(Post(group, key, label, Amounts(cents) + margins.get(key, Amounts()) + spent))
    known = {post.key for post in found}
    rest = [one for one in bookings if one.line not in known]
    if rest:
        found.append(Post(Group.OTHER, OTHER, {}, _sum(rest)))
    return found


def _margin(report: CostingReport) -> Amounts:
    """Between what the price of printing may be, where no quote says it."""
    one = report.printing
    if one.kind != "estimate":
        return Amounts()
    gross = one.price.gross
    return Amounts(guessed=gross, below=gross - one.low, above=one.high - gross)


def _sum(bookings: Iterable[Booking]) -> Amounts:
    return sum((Amounts(0, one.committed, one.spent) for one in bookings), Amounts())


def _raised(costing: Costing | None) -> list[Raised]:
    funds = costing.fund if costing else []
    return [Raised(one.source, FundState(one.state), one.purpose, to_cents(one.amount)) for one in funds]


def copies(ordered: int, totals: Totals | None) -> Copies:
    """Where the copies are, by what that means for a reader of the account."""
    if totals is None:
        return Copies(ordered)
    return Copies(
        ordered, totals.delivered, totals.at(*SERVED), totals.at(PlaceKind.HANDED_OUT), totals.at(*HELD),
        totals.at(PlaceKind.LEFT_OVER), totals.at(PlaceKind.RECYCLED), totals.at(PlaceKind.LOST), totals.people,
    )  # fmt: skip
