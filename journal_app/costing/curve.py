"""Costing, price against copies: a slider -> the points of the plot, with the steps of a quote's quantities. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from journal_app.costing.choices import Choice, Slider
from journal_app.costing.plots import Point, Series


@dataclass(frozen=True, slots=True)
class Curve:
    """Choices in the order of their copies; where a price leaps, there is one on each side of the leap."""

    choices: tuple[Choice, ...]

    @property
    def dearest(self) -> int:
        """TTC cents, of the upper bounds too."""
        return max((one.high for one in self.choices), default=0)

    def series(self) -> list[Series]:
        """What the quote says and what is estimated, apart; then the bounds, where there are any."""
        found = []
        for sure, run in _runs(self.choices, lambda one: one.kind == "quote" and one.low == one.high):
            points = [Point(one.need.copies, one.price.gross) for one in run]
            found.append(Series("quote" if sure else "estimate", points, dash=0 if sure else 1))
        for loose, run in _runs(self.choices, lambda one: one.low != one.high):
            if loose:
                found.append(Series("low", [Point(one.need.copies, one.low) for one in run], dash=2))
                found.append(Series("high", [Point(one.need.copies, one.high) for one in run], dash=2))
        return found


def curve(slider: Slider, quantities: Sequence[int] = ()) -> Curve:
    """The price at every mark of the copies' slider, and on both sides of each quantity of the quote."""
    marks = {*slider.copy_steps(), *quantities}
    leaps = {copies + side for copies in slider.quantities if copies < max(marks) for side in (-1, 1)}
    return Curve(tuple(slider.at(copies=copies) for copies in sorted(marks | leaps) if copies > 0))


def _runs(choices: Sequence[Choice], what: Callable[[Choice], bool]) -> Iterator[tuple[bool, list[Choice]]]:
    """Neighbours of a kind; each run begins where the one before it ended, so that the line has no hole."""
    before: list[Choice] = []
    for kind, run in groupby(choices, key=what):
        found = [*before[-1:], *run]
        yield kind, found
        before = found
