"""Distribution, the sharing: what is asked x what there is -> what each gets, and why. Pure whole numbers.

Who comes first gets all of it: the law's copies, the archive, the authors. The others share the rest: a small request
is met whole up to a floor, what is above it is met in the same proportion for all, in tens, because people count by
tens. Who asked for more never gets less than who asked for less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST = 20  # copies: fewer are not worth a parcel; everybody gets so many first, as far as there are
STEP = 10  # copies: counted out by tens


@dataclass(frozen=True, slots=True)
class Ask:
    """What one place asks for. `first`: before all others."""

    key: str
    copies: int
    first: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """What each gets, and what is kept for later. `percent`: of what those who share had asked for; 100 is all."""

    given: dict[str, int]
    kept: int
    percent: int

    @property
    def enough(self) -> bool:
        return self.percent == 100


def share(there: int, asks: Sequence[Ask]) -> Shared:
    """Share out what there is. The sum of what is given and kept is always what there is."""
    given: dict[str, int] = {}
    left = max(0, there)
    for ask in (one for one in asks if one.first):
        given[ask.key] = min(ask.copies, left)
        left -= given[ask.key]
    others = [one for one in asks if not one.first]
    wanted = sum(one.copies for one in others)
    among = {one.key: one.copies for one in others} if wanted <= left else _short(left, others)
    got = sum(among.values())
    short = sum(one.copies for one in asks if one.first) > there
    percent = 0 if short and not wanted else got * 100 // wanted if wanted else 100
    return Shared(given | among, left - got, percent)


def _short(left: int, asks: Sequence[Ask]) -> dict[str, int]:
    """There are fewer than are asked for."""
    floors = {one.key: min(one.copies, LEAST) for one in asks}
    step = STEP
    if sum(floors.values()) > left:
        floors, step = {one.key: 0 for one in asks}, 1
    rest = left - sum(floors.values())
    above = {one.key: one.copies - floors[one.key] for one in asks}
    whole = sum(above.values())
    given = {key: floors[key] + rest * more // whole // step * step for key, more in above.items()}
    part = {key: rest * more % (whole * step) for key, more in above.items()}  # what rounding down took from each
    return _the_last(left - sum(given.values()), asks, given, part, step)


def _the_last(
    left: int, asks: Sequence[Ask], given: dict[str, int], part: Mapping[str, int], step: int
) -> dict[str, int]:
    """The last copies go, a step each, to those from whom rounding took most; what makes no step is kept."""
    waiting = sorted(asks, key=lambda one: (-part[one.key], -one.copies))
    while left:
        before = left
        for one in waiting:
            more = min(step, one.copies - given[one.key])
            if more > left:
                return given
            given[one.key] += more
            left -= more
        if left == before:
            break
    return given
