"""Costing, the fit: shares of past prices -> one factor a share, kept within bounds, deaf to outliers. Pure, exact.

Least squares of relative errors (a quote of 900 counts as much as one of 3,000), each square weighted down when its
error is large (Huber), and dropped when it is enormous. A little holds each factor at the overall scale, so
that what the quotes do not tell apart (all had the same paper) is not made up. Decimals only: machines agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ONE, NONE = Decimal(1), Decimal(0)
ROUNDS, SWEEPS = 5, 15  # of weighing again, and of one factor after the other: both have settled long before
WIDEST = Decimal(2)  # a factor is between half and twice the overall scale
SCALES = (Decimal("0.25"), Decimal(4))  # the rates are no starting point when they are further off
PRIOR = Decimal("0.2")  # of a quote: how much the imaginary one weighs
CALM = Decimal("0.02")  # errors under 2 % are never held against a quote
DROPPED = 4  # times the usual error: a quote for something else, or a slip of the pen
ENOUGH = 4  # quotes from which one can be told to be the odd one


@dataclass(frozen=True, slots=True)
class Fit:
    """A factor for each share; `scale` is that of all together, `dropped` the places of what did not count."""

    factors: tuple[Decimal, ...]
    scale: Decimal
    dropped: tuple[int, ...] = ()

    def at(self, shares: Sequence[Decimal]) -> Decimal:
        """What is expected where the unscaled shares are these."""
        return sum((factor * share for factor, share in zip(self.factors, shares, strict=True)), NONE)


def fit(rows: Sequence[tuple[Sequence[Decimal], Decimal]], trust: Sequence[Decimal]) -> Fit:
    """Each row: the unscaled shares and what was really paid, above 0; `trust` weighs each row. At least one row."""
    relative = [[share / paid for share in shares] for shares, paid in rows]
    scale = _within(median([ONE / sum(shares) for shares in relative], trust), *SCALES)
    factors = [scale] * len(relative[0])
    weights = list(trust)
    for _ in range(ROUNDS):
        factors = _squares(relative, weights, factors, scale)
        errors = [abs(ONE - sum((f * x for f, x in zip(factors, row, strict=True)), NONE)) for row in relative]
        weights = [own * _heard(error, errors) for own, error in zip(trust, errors, strict=True)]
    return Fit(tuple(factors), scale, tuple(place for place, weight in enumerate(weights) if not weight))


def _heard(error: Decimal, errors: Sequence[Decimal]) -> Decimal:
    """How much a row counts, from 1 to 0, by its error among the errors of all."""
    usual = max(CALM, median(errors) * 3 / 2)
    if error <= usual:
        return ONE
    return NONE if len(errors) >= ENOUGH and error > DROPPED * usual else usual / error


def _squares(
    rows: Sequence[Sequence[Decimal]], weights: Sequence[Decimal], start: Sequence[Decimal], scale: Decimal
) -> list[Decimal]:
    """The factors within their bounds whose weighted squares are the least: one at a time, round and round."""
    size = range(len(start))
    mean = [sum((row[one] for row in rows), NONE) / len(rows) for one in size]
    gram = [[sum((w * r[a] * r[b] for w, r in zip(weights, rows, strict=True)), NONE) for b in size] for a in size]
    wanted = [sum((w * r[a] for w, r in zip(weights, rows, strict=True)), NONE) for a in size]
    found = list(start)
    for _ in range(SWEEPS):
        for one in size:
            prior = PRIOR * mean[one] * mean[one]
            whole = gram[one][one] + prior
            if whole:
                rest = sum((gram[one][other] * found[other] for other in size if other != one), NONE)
                best = (wanted[one] - rest + prior * scale) / whole
                found[one] = _within(best, max(scale / WIDEST, SCALES[0]), min(scale * WIDEST, SCALES[1]))
    return found


def _within(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return min(max(value, low), high)


def median(values: Sequence[Decimal], weights: Sequence[Decimal] = ()) -> Decimal:
    """The middle one by weight; where the weight is halved between two, their mean."""
    ordered = sorted(zip(values, weights or [ONE] * len(values), strict=True))
    half, passed = sum((weight for _, weight in ordered), NONE) / 2, NONE
    for place, (value, weight) in enumerate(ordered):
        passed += weight
        if passed == half and place + 1 < len(ordered):
            return (value + ordered[place + 1][0]) / 2
        if passed >= half:
            return value
    return ordered[-1][0]
