"""Costing, the price's lines: a slider -> the points of the plots against copies and against pages, with the steps of a
quote's quantities and of the press's sections. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from journal_app.costing.choices import Choice, Slider
from journal_app.costing.plots import Point, Series

Value = Callable[[Choice], int]


@dataclass(frozen=True, slots=True)
class Curve:
    """Choices in the order of their copies; where a price leaps, there is one on each side of the leap."""

    choices: tuple[Choice, ...]

    @property
    def dearest(self) -> int:
        """TTC cents, of the upper bounds too."""
        return _dearest(self.choices)

    def series(self) -> list[Series]:
        """What the quote says and what is estimated, apart; then the bounds, where there are any."""
        found = []
        for sure, run in _runs(self.choices, _is_sure):
            points = [Point(one.need.copies, one.price.gross) for one in run]
            found.append(Series("quote" if sure else "estimate", points, dash=0 if sure else 1))
        for loose, run in _runs(self.choices, _is_loose):
            if loose:
                found.append(Series("low", [Point(one.need.copies, one.low) for one in run], dash=2))
                found.append(Series("high", [Point(one.need.copies, one.high) for one in run], dash=2))
        return found


def curve(slider: Slider, quantities: Sequence[int] = ()) -> Curve:
    """The price at every mark of the copies' slider, and on both sides of each quantity of the quote."""
    marks = {*slider.copy_steps(), *quantities}
    leaps = {copies + side for copies in slider.quantities if copies < max(marks) for side in (-1, 1)}
    return Curve(tuple(slider.at(copies=copies) for copies in sorted(marks | leaps) if copies > 0))


@dataclass(frozen=True, slots=True)
class Stairs:
    """Choices in the order of their pages. Nobody prints five pages: up to each number of pages the line is level, and
    it climbs much where a section of the press begins, little where one is only filled."""

    choices: tuple[Choice, ...]

    @property
    def dearest(self) -> int:
        """TTC cents, of the upper bounds too."""
        return _dearest(self.choices)

    def series(self) -> list[Series]:
        """The treads that a quote says and those that are estimated, apart; then the bounds, where there are any."""
        return [
            *self._lines("estimate", 1, lambda one: not _is_sure(one), _gross),
            *self._lines("quote", 0, _is_sure, _gross),
            *self._lines("low", 2, _is_loose, lambda one: one.low),
            *self._lines("high", 2, _is_loose, lambda one: one.high),
        ]

    def _lines(self, name: str, dash: int, which: Callable[[Choice], bool], value: Value) -> Iterator[Series]:
        """One line for each run of neighbours of that kind."""
        start = 0
        for told, run in groupby(self.choices, key=which):
            treads = list(run)
            ends = [one.need.pages for one in treads]
            if told:
                levels = [Point(at, value(one)) for at, one in zip([start, *ends], treads, strict=False)]
                yield Series(name, [*levels, Point(ends[-1], levels[-1].y)], dash, stepped=True)
            start = ends[-1]


def stairs(slider: Slider, most: int) -> Stairs:
    """The price of every number of pages up to so many, and of what is planned."""
    return Stairs(tuple(slider.at(pages=pages) for pages in slider.page_steps() if pages <= max(most, slider.pages)))


def _gross(one: Choice) -> int:
    return one.price.gross


def _is_loose(one: Choice) -> bool:
    return one.low != one.high


def _is_sure(one: Choice) -> bool:
    return one.kind == "quote" and not _is_loose(one)


def _dearest(choices: Sequence[Choice]) -> int:
    return max((one.high for one in choices), default=0)


def _runs(choices: Sequence[Choice], what: Callable[[Choice], bool]) -> Iterator[tuple[bool, list[Choice]]]:
    """Neighbours of a kind; each run begins where the one before it ended, so that the line has no hole."""
    before: list[Choice] = []
    for kind, run in groupby(choices, key=what):
        found = [*before[-1:], *run]
        yield kind, found
        before = found
