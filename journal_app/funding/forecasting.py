"""Funding, the forecast: what came in per month -> when an amount will be there, told plainly. Pure; no clock.

It promises nothing: a pace is the past, and three months of it are not much. An amount that takes 267 months is told as
267 months.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

WINDOW = 12  # months that a pace is taken from
FEW = 3  # months of history under which the pace is told as a guess
LILO_LEAST = 10_000  # cents: Lilo pays out "tous les mois, à partir de 100€"


@dataclass(frozen=True, slots=True)
class Pace:
    """Cents a month, over so many months."""

    cents: Decimal
    months: int

    @property
    def euros(self) -> Decimal:
        return self.cents.scaleb(-2).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def few(self) -> bool:
        return self.months < FEW


@dataclass(frozen=True, slots=True)
class Forecast:
    """In how many months an amount is there, by which month; None: at this pace never."""

    months: int | None
    by: date | None


def months_between(earlier: date, later: date) -> int:
    """Whole calendar months from one day's month to another's."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def after(today: date, months: int) -> date | None:
    """The first day of the month so many months on; None beyond the calendar."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, 1) if year <= date.max.year else None


def pace(by_month: Mapping[date, int], today: date) -> Pace:
    """What came in a month, over the last twelve whole months or since the first: months without a cent count.

    `by_month`: cents by the first day of a month. The month that is running is left out: it is not over.
    """
    past = {month: cents for month, cents in by_month.items() if months_between(month, today) > 0}
    if not past:
        return Pace(Decimal(0), 0)
    span = min(WINDOW, months_between(min(past), today))
    inside = sum(cents for month, cents in past.items() if months_between(month, today) <= span)
    return Pace(Decimal(max(0, inside)) / span, span)


def forecast(missing: Decimal | int, pace: Decimal, today: date) -> Forecast:
    """When `missing` cents are there at so many cents a month; a month that is begun is counted."""
    if missing <= 0:
        return Forecast(0, today)
    if pace <= 0:
        return Forecast(None, None)
    months = int((Decimal(missing) / pace).to_integral_value(ROUND_CEILING))
    return Forecast(months, after(today, months))


def first_payout(due: Decimal | int, pace: Decimal, today: date) -> Forecast:
    """When Lilo pays next: from 100 EUR on, and not before."""
    return forecast(Decimal(LILO_LEAST) - Decimal(due), pace, today)
