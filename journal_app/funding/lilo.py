"""Funding, Lilo: lines of its page -> the last reading and the pace, with all four digits. Pure but for one question.

Lilo writes four decimals and a `$` beside a rule in EUR: what is counted is the cents of the statement, what is told of
the pace is not rounded at all.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from journal_app.funding import store
from journal_app.funding.following import Reading
from journal_app.funding.forecasting import Pace, pace
from journal_app.statements.states import DUE, ESTIMATE, MONTH

_AMOUNT = re.compile(r"\d+(?:[.,]\d+)?")


class Said(NamedTuple):
    """A line of the page: what it is of, its cents as statements keep them, and how it was written."""

    dated: date
    state: str
    cents: int
    raw: Mapping[str, Any]


def last_reading(db: Session) -> Reading | None:
    """What the last page says; None when there is none."""
    return reading(said(db))


def said(db: Session) -> list[Said]:
    """What its pages said."""
    return [Said(row.dated, row.state, row.cents, row.raw) for row in store.lilo_lines(db)]


def reading(lines: Iterable[Said]) -> Reading | None:
    """The reading of the last day, whatever the order of the lines."""
    known = [one for one in lines if _of(one)]
    if not known:
        return None
    day = max(one.dated for one in known)
    last = {_of(one): one.cents for one in known if one.dated == day}
    return Reading(day, last.get("estimated", 0), last.get("due", 0))


def month_pace(lines: Iterable[Said], today: date) -> Pace:
    """What Lilo brings a month: over the months its page lists, else what it estimates for the one that is running."""
    known = list(lines)
    past: dict[date, int] = {one.dated.replace(day=1): one.cents for one in known if one.state == MONTH}
    if (listed := pace(past, today)).months:
        return listed
    running = [one for one in known if _of(one) == "estimated"]
    return Pace(exact(max(running, key=lambda one: one.dated)), 1) if running else Pace(Decimal(0), 0)


def _of(line: Said) -> str:
    return {ESTIMATE: "estimated", DUE: "due"}.get(line.state, "")


def exact(line: Said) -> Decimal:
    """The cents as written, with their fractions: "7.8659 $" is 786.59. What cannot be read is what statements kept."""
    for value in line.raw.values():
        found = _AMOUNT.findall(str(value))
        if len(found) == 1:
            cents = Decimal(found[0].replace(",", ".")) * 100
            if abs(cents - line.cents) <= 1:
                return cents
    return Decimal(line.cents)
