"""Reports, the plots: figures -> accessible SVG by costing's own hand. Pure; every word and amount is given as words.

Three of them: what was ordered and paid over time, what each kind of thing costs, what more or fewer copies would cost.
The table behind each is the page's. Lines are told apart by dashes, parts of a bar by how full they are and by words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from journal_app.costing.choices import Choice, Slider
from journal_app.costing.curve import Curve, curve
from journal_app.costing.plots import Bar, Frame, Level, Mark, Point, Series, Tick, bars_plot, lines_plot, ticks
from journal_app.reports.figures import Amounts
from journal_app.reports.store import Days

ENGAGED, PAID = "engaged", "paid"
MOST_STEPS = 90  # of a line: more are summed by month, since a phone shows no finer
MARKS = 4  # dates under the plane


@dataclass(frozen=True, slots=True)
class Speech:
    """How the reader's language writes an amount of cents, a number and a day."""

    money: Callable[[int], str]
    number: Callable[[int], str]
    day: Callable[[date], str]


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which something was ordered or paid, and the sums up to then, in cents."""

    day: date
    engaged: int
    paid: int
    engaged_so_far: int
    paid_so_far: int


def steps(engaged: Days, paid: Days) -> list[Step]:
    """Both, day by day, with their running sums."""
    ordered, spent = dict(engaged), dict(paid)
    days = sorted({*ordered, *spent})
    first = accumulate(ordered.get(day, 0) for day in days)
    second = accumulate(spent.get(day, 0) for day in days)
    return [
        Step(day, ordered.get(day, 0), spent.get(day, 0), one, two)
        for day, one, two in zip(days, first, second, strict=True)
    ]


def by_month(told: Sequence[Step]) -> list[Step]:
    """The same with a step a month, on the day of its last one."""
    found: list[Step] = []
    for step in told:
        if found and (found[-1].day.year, found[-1].day.month) == (step.day.year, step.day.month):
            last = found.pop()
            step = Step(step.day, last.engaged + step.engaged, last.paid + step.paid, step.engaged_so_far,
                        step.paid_so_far)  # fmt: skip
        found.append(step)
    return found


def few(told: Sequence[Step]) -> list[Step]:
    """As many steps as a picture and its table can show."""
    return list(told) if len(told) <= MOST_STEPS else by_month(told)


def over_time(frame: Frame, told: Sequence[Step], planned: int, speech: Speech, level: str) -> str:
    """Two stairs: what was ordered (paid or not) and what was paid; what was planned is a line across."""
    begin, end = told[0].day - timedelta(days=1), told[-1].day + timedelta(days=1)
    most = max(planned, *(step.engaged_so_far for step in told), *(step.paid_so_far for step in told))
    lines = []
    for name, dash, sums in (
        (ENGAGED, 1, [step.engaged_so_far for step in told]),
        (PAID, 0, [step.paid_so_far for step in told]),
    ):
        points = [Point(begin.toordinal(), 0)]
        points += [Point(step.day.toordinal(), cents) for step, cents in zip(told, sums, strict=True)]
        lines.append(Series(name, [*points, Point(end.toordinal(), sums[-1])], dash, stepped=True))
    levels = [Level(planned, level)] if planned else []
    return lines_plot(frame, lines, _days(begin, end, speech), ticks(most, speech.money), levels=levels)


def _days(begin: date, end: date, speech: Speech) -> list[Tick]:
    """Some days, evenly, the first and the last among them."""
    long = (end - begin).days
    many = min(MARKS, long + 1)
    found = [begin + timedelta(days=round(long * place / (many - 1))) for place in range(many)]
    return [Tick(day.toordinal(), speech.day(day)) for day in found]


def by_kind(frame: Frame, rows: Sequence[tuple[str, Amounts]], shown: Callable[[Amounts], str]) -> str:
    """A bar for each kind of thing: paid, ordered, and what of the plan is left."""
    bars = [Bar(words, (one.spent, one.committed, max(0, one.left)), shown(one)) for words, one in rows]
    return bars_plot(frame, bars)


@dataclass(frozen=True, slots=True)
class Priced:
    """What the run would cost at other lengths, and at the one that is planned."""

    curve: Curve
    now: Choice

    @property
    def guessed(self) -> bool:
        """Whether any of its prices is an estimate, and no quote's."""
        return any(one.kind == "estimate" for one in self.curve.choices)

    @property
    def loose(self) -> bool:
        """Whether any of its prices has a range."""
        return any(one.low != one.high for one in self.rows)

    @property
    def rows(self) -> list[Choice]:
        """Some of its points for the table behind: a quarter of them, and the planned one."""
        told = self.curve.choices
        apart = max(1, len(told) // 8)
        return [one for place, one in enumerate(told)
                if place % apart == 0 or one.need.copies == self.now.need.copies]  # fmt: skip


def priced(slider: Slider) -> Priced:
    """The curve of an issue as it is planned."""
    return Priced(curve(slider, [slider.now.need.copies]), slider.now)


def against_copies(frame: Frame, found: Priced, target: int, speech: Speech, words: tuple[str, str]) -> str:
    """The price against the copies; the planned run is marked, the target a line across: with these words."""
    now = found.now
    most = max((one.need.copies for one in found.curve.choices), default=1)
    mark = Mark(Point(now.need.copies, now.price.gross), words[0])
    top = max(found.curve.dearest, target)
    return lines_plot(frame, found.curve.series(), ticks(most, speech.number), ticks(top, speech.money), [mark],
                      [Level(target, words[1])])  # fmt: skip
