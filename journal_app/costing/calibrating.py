"""Costing, calibration: dated rates x quotes of the past -> the same rates, scaled to what printers really asked.

Pure values. The answer is an estimate with its range, whatever it was fitted on: it never becomes a price. The range
is how far the fit was off for quotes it had not seen, and never narrower than so few quotes allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from journal_app.costing.estimated import counts
from journal_app.costing.fitting import NONE, ONE, SCALES, Fit, fit
from journal_app.costing.model import Basis, Estimate, EstimateLine
from journal_app.costing.need import Need
from journal_app.money import to_decimal

SHARES: dict[Basis, str] = {
    Basis.RUN: "set-up", Basis.SECTION: "set-up", Basis.PLACE: "set-up",
    Basis.PAGE: "inks", Basis.COLOUR_PAGE: "inks", Basis.GREY_PAGE: "inks",
    Basis.KG: "paper",
    Basis.THOUSAND: "run", Basis.SECTION_THOUSAND: "run",
}  # fmt: skip
TIMES = " × "  # parts where the rates come from and what they were scaled on
NAMES = ("set-up", "inks", "paper", "run")
MOST = 16  # the latest quotes: older ones say little of today's paper
AGE = Decimal(1000)  # days after which a quote counts half
NARROWEST = ((1, 20), (2, 15), (3, 12), (4, 10), (8, 6), (16, 5))  # from so many quotes on: percent
WIDEST = 60  # percent: beyond that nobody should plan by it
COVERED = Decimal("0.8")  # of the quotes not seen stand within the range


@dataclass(frozen=True, slots=True)
class Past:
    """What was quoted before: the need, and HT cents."""

    need: Need
    net: int
    dated: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The scaled estimate, how many quotes it rests on, and by how much each share of the rates moved.

    `aside`: quotes that did not count, being far from all others or for nothing; `older`: how many were too old.
    """

    estimate: Estimate
    used: int = 0
    aside: tuple[Past, ...] = ()
    older: int = 0
    factors: dict[str, Decimal] | None = None


def calibrated(estimate: Estimate, past: Sequence[Past]) -> Calibration:
    """The estimate as past quotes would have it; without one that says anything, as it was."""
    usable = [one for one in past if _usable(estimate, one)]
    unusable = tuple(one for one in past if one not in usable)
    latest = sorted(usable, key=lambda one: (one.dated, one.net), reverse=True)[:MOST]
    if not latest:
        return Calibration(estimate, aside=unusable)
    found = _fit(estimate, latest)
    kept = [one for place, one in enumerate(latest) if place not in found.dropped]
    factors = dict(zip(NAMES, found.factors, strict=True))
    made = estimate.model_copy(
        update={
            "dated": latest[0].dated,
            "source": f"{estimate.source.partition(TIMES)[0]}{TIMES}{len(kept)} devis",
            "range_percent": _range(estimate, kept),
            "line": [_scaled(line, factors[SHARES[line.per]]) for line in estimate.line],
        }
    )
    dropped = tuple(latest[place] for place in found.dropped)
    moved = {name: factor.quantize(Decimal("0.001")) for name, factor in factors.items()}
    return Calibration(made, len(kept), unusable + dropped, len(usable) - len(latest), moved)


def _usable(estimate: Estimate, past: Past) -> bool:
    """Whether it is a price of ours: four times the rates, or a quarter, is a price of something else."""
    expected = sum(_shares(estimate, past.need))
    low, high = SCALES
    return past.net > 0 and past.need.copies > 0 and expected * low <= to_decimal(past.net) <= expected * high


def _fit(estimate: Estimate, past: Sequence[Past]) -> Fit:
    newest = max(one.dated for one in past)
    trust = [ONE / (1 + (newest - one.dated).days / AGE) for one in past]
    return fit([(_shares(estimate, one.need), to_decimal(one.net)) for one in past], trust)


def _shares(estimate: Estimate, need: Need) -> list[Decimal]:
    """What the estimate says of a need, euros HT, by kind of cost."""
    each = counts(estimate, need)
    found = dict.fromkeys(NAMES, NONE)
    for line in estimate.line:
        found[SHARES[line.per]] += each[line.per] * (1 + line.waste_percent / 100) * line.net
    return list(found.values())


def _scaled(line: EstimateLine, factor: Decimal) -> EstimateLine:
    return line.model_copy(update={"net": (line.net * factor).quantize(Decimal("0.0001"), ROUND_HALF_UP)})


def _range(estimate: Estimate, past: Sequence[Past]) -> Decimal:
    """Whole percent: the error that most quotes stayed within when the fit had not seen them."""
    errors = []
    for place, one in enumerate(past):
        others = [*past[:place], *past[place + 1 :]]
        if others:
            expected = _fit(estimate, others).at(_shares(estimate, one.need))
            errors.append(abs(to_decimal(one.net) - expected) / expected * 100)
    least = Decimal([percent for many, percent in NARROWEST if many <= len(past)][-1])
    if not errors:
        return min(max(least, estimate.range_percent), Decimal(WIDEST))
    rank = min(len(errors), int((COVERED * (len(errors) + 1)).to_integral_value(ROUND_CEILING)))
    seen = sorted(errors)[rank - 1].to_integral_value(ROUND_CEILING)
    return min(max(least, seen), Decimal(WIDEST))
