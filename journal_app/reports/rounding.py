"""Reports, whole euros: amounts in cents -> euros whose sum is the sum of the cents, rounded. Pure.

Forms ask for whole euros and add them up again. Each amount is rounded down first; the euros that are then missing go
to the largest remainders (Hare's method), so that no amount is off by a euro or more and nothing comes from nothing.
"""

from collections.abc import Sequence

EURO = 100


def whole(cents: int) -> int:
    """Euros, half a euro going up (away from zero), as money does."""
    return (abs(cents) + EURO // 2) // EURO * (1 if cents >= 0 else -1)


def whole_euros(cents: Sequence[int]) -> list[int]:
    """Each amount in whole euros; they add up to the whole amount in whole euros.

    Of two equal remainders the larger amount gets the euro, then the one that stands first.
    """
    euros = [one // EURO for one in cents]
    owed = whole(sum(cents)) - sum(euros)
    order = sorted(range(len(cents)), key=lambda place: (-(cents[place] % EURO), -abs(cents[place]), place))
    for place in order[:owed]:
        euros[place] += 1
    return euros
