"""Costing, parcels: so many copies of such a weight x the carriers' grids -> the cheapest parcels. Pure, exact.

Only full parcels and one rest need be thought of: a parcel's price depends on the step of the grid it falls in, so that
each step is worth filling. The cheapest split of every number of copies is found from those of the smaller numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from journal_app.costing.model import Carrier
from journal_app.money import to_cents


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one carrier's grid: a parcel of up to so many copies, TTC cents."""

    carrier: Carrier
    cents: int
    copies: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one parcel holds, and who carries it for how much (TTC cents)."""

    carrier: Carrier
    copies: int
    milligrams: int
    cents: int

    @property
    def kilograms(self) -> Decimal:
        return Decimal(self.milligrams).scaleb(-6)


class Splitter:
    """The cheapest parcels for any number of copies of one weight; what was found once is kept.

    `copy_mg` is one copy's (or one bundle's) weight, `box_mg` an empty parcel's, `most_mg` what a back carries.
    """

    def __init__(self, carriers: Sequence[Carrier], copy_mg: int, most_mg: int, box_mg: int = 0) -> None:
        self.copy_mg, self.box_mg = copy_mg, box_mg
        self.steps = _steps(carriers, copy_mg, most_mg, box_mg)
        self._best: list[tuple[int, int, Step | None]] = [(0, 0, None)]  # cents, parcels, the last parcel's step

    def cents(self, copies: int) -> int | None:
        """What so many copies cost to send, TTC; None when no parcel holds even one."""
        if not self.steps:
            return None if copies else 0
        return (self._best if copies < len(self._best) else self._known_to(copies))[copies][0]

    def parcels(self, copies: int) -> tuple[Parcel, ...] | None:
        """The cheapest parcels, of equals the fewest, the fullest first; None when no parcel holds even one copy."""
        if copies and not self.steps:
            return None
        found = []
        while copies:
            step = self._known_to(copies)[copies][2]
            assert step is not None
            held = min(step.copies, copies)
            found.append(Parcel(step.carrier, held, held * self.copy_mg + self.box_mg, step.cents))
            copies -= held
        return tuple(sorted(found, key=lambda parcel: -parcel.copies))

    def _known_to(self, copies: int) -> list[tuple[int, int, Step | None]]:
        best = self._best
        for number in range(len(best), copies + 1):
            found: tuple[int, int, Step | None] | None = None
            for step in self.steps:
                rest = best[number - step.copies] if number > step.copies else best[0]
                cents, parcels = rest[0] + step.cents, rest[1] + 1
                if found is None or (cents, parcels) < found[:2]:
                    found = (cents, parcels, step)
            assert found is not None
            best.append(found)
        return best


def _steps(carriers: Sequence[Carrier], copy_mg: int, most_mg: int, box_mg: int) -> tuple[Step, ...]:
    """The steps that hold a copy at least and that no other holds as many for less."""
    every = [
        Step(carrier, to_cents(step.price), (min(int(step.kg * 1_000_000), most_mg) - box_mg) // max(1, copy_mg))
        for carrier in carriers
        for step in carrier.grid
    ]
    kept: list[Step] = []
    for step in sorted(every, key=lambda one: (-one.copies, one.cents)):
        if step.copies >= 1 and (not kept or step.cents < kept[-1].cents):
            kept.append(step)
    return tuple(kept)
