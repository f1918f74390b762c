"""Funding, what imports say: lines of HelloAsso and Lilo, summed -> which funds there should be. Pure.

A fund is what a campaign's form collected and has not sent on (due), or one payout of it (paid out): never a donor's
payment, so that no row of ours is a person and ten years of gifts are some hundred funds. Of Lilo it is what the page
says is estimated for the month, and what is still to be paid.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from journal_app.costing.model import FundState
from journal_app.funding.model import Source
from journal_app.statements.states import COUNTED, REFUNDED

NOT_SENT = "reste"  # sorts behind every day: what is not sent on gives first when something is lacking
ESTIMATE = "lilo|estimation"


@dataclass(frozen=True, slots=True)
class Sum:
    """Payments of one form, one payout and one state together. `positive` and `negative` are signed cents."""

    words: str  # the form's
    paid_out_on: date | None
    state: str
    positive: int
    negative: int
    count: int
    last: date


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fund as the imports have it."""

    reference: str
    cents: int
    state: FundState
    dated: date
    payments: int


def helloasso(sums: Iterable[Sum]) -> dict[str, dict[str, Wanted]]:
    """Funds by form and reference. What was given back is taken off where it had been counted."""
    found: dict[str, dict[str, Wanted]] = {}
    for one in sums:
        cents, count = _counted(one)
        if not count:
            continue
        part = one.paid_out_on.isoformat() if one.paid_out_on else NOT_SENT
        key = f"{Source.HELLOASSO}|{one.words}|{part}"
        state = FundState.PAID_OUT if one.paid_out_on else FundState.DUE
        dated = one.paid_out_on or one.last
        form = found.setdefault(one.words, {})
        was = form.get(key)
        form[key] = Wanted(
            key, cents + (was.cents if was else 0), state, max(dated, was.dated) if was else dated,
            count + (was.payments if was else 0),
        )  # fmt: skip
    return found


def _counted(one: Sum) -> tuple[int, int]:
    """What these payments add, and how many they are. A payment that was given back adds nothing; where only the
    row that gives back (negative) was ever brought, it takes off."""
    if one.state in COUNTED:
        return one.positive + one.negative, one.count
    if one.state == REFUNDED and one.negative:
        return one.negative, one.count
    return 0, 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The last Lilo page: what it estimates for its month, and what it still owes; cents, as the statement has them."""

    dated: date
    estimated: int
    due: int


def lilo(reading: Reading | None, current: str, settled: int, seen_since: int) -> dict[str, Wanted]:
    """Lilo's two funds. `current`: the reference of the one that is not wholly settled, or a new one's; `settled` of
    it; `seen_since`: what the bank received of Lilo from the day of the reading on, which the reading still counts."""
    if reading is None:
        return {current: Wanted(current, settled, FundState.DUE, date.min, 0)} if settled else {}
    found = {}
    owed = settled + max(0, reading.due - seen_since)
    if owed:
        found[current] = Wanted(current, owed, FundState.DUE, reading.dated, 0)
    if reading.estimated:
        found[ESTIMATE] = Wanted(ESTIMATE, reading.estimated, FundState.ESTIMATED, reading.dated, 0)
    return found


def amounts(wanted: Mapping[str, Wanted]) -> dict[str, int]:
    """Cents by reference."""
    return {key: one.cents for key, one in wanted.items()}
