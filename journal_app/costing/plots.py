"""Costing, the plots: plain values -> accessible SVG as text. Pure; the table behind a plot is its caller's to show.

Widths are shares of the whole, so that letters keep their size on a phone and on a wall; no style is written into it,
colours are `currentColor` until a style sheet says otherwise (plot-* classes), so that dark screens and paper both read
it. From right to left the picture is mirrored and the words are not. Labels are words: no number is formatted here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from itertools import pairwise

from journal_app.messages import isolated

TALL = 260  # px of a plot with two axes
ROW, THICK = 48, 20  # px of a bar's row with its words, and of the bar
TOP, FOOT = 46, 28  # px above and below the plane: the words of marks stand above, those of the axis below
START, END = 15, 2  # percent kept free where reading begins, for the words of the axis, and at the other side
CLEAR = 18  # px: a tick that is nearer to a level than that says nothing
FLAT = 1  # px: points that are no further off a straight line are not drawn, so that dashes stay dashes
DASHES = ("", "9 6", "1 6", "14 5 2 5")  # lines are told apart without colours: whole, dashed, dotted, both
FILLS = ("1", ".55", ".28", ".8")  # and bars by how full they are


@dataclass(frozen=True, slots=True)
class Frame:
    """What a plot is called: `ident` begins its element ids (one a page), `desc` says in words what it shows."""

    ident: str
    title: str
    desc: str
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A place: two whole numbers (copies, days, cents...), as the axes count them."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A value on an axis, and its words."""

    at: int
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """A line through points in the order of x. `name` is a class (plot-<name>), `dash` a place in DASHES.

    `stepped`: level until the next point.
    """

    name: str
    points: Sequence[Point]
    dash: int = 0
    stepped: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A dot; its words stand above the plane, so that no line crosses them."""

    point: Point
    words: str


@dataclass(frozen=True, slots=True)
class Level:
    """A line across at one value, with words: a target."""

    at: int
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its words, its parts from the start on, and what stands behind it (`1 260 €`)."""

    words: str
    parts: Sequence[int]
    shown: str


def ticks(most: int, say: Callable[[int], str], about: int = 5) -> tuple[Tick, ...]:
    """Round values from 0 to at least `most`: steps of 1, 2 or 5 and zeros, about so many of them and two at least."""
    step, size = 1, 1
    while step * about < most:
        step = next(one for one in (2 * size, 5 * size, 10 * size) if one > step)
        size = step if step == 10 * size else size
    return tuple(Tick(place * step, say(place * step)) for place in range(max(-(-most // step), 1) + 1))


def lines_plot(
    frame: Frame,
    series: Sequence[Series],
    across: Sequence[Tick],
    up: Sequence[Tick],
    marks: Sequence[Mark] = (),
    levels: Sequence[Level] = (),
) -> str:
    """Lines over two axes; the axes end at their outer ticks (two at least of each), and nothing outside is drawn."""
    plane = _Plane(frame.rtl, (across[0].at, across[-1].at), (up[0].at, up[-1].at))
    taken = [plane.y(level.at) for level in levels]
    body = []
    for tick in up:
        silent = any(abs(plane.y(tick.at) - y) < CLEAR for y in taken)
        body += _rule(plane, tick.at, "" if silent else tick.words, "grid", 1)
    body += [one for place, tick in enumerate(across) for one in _foot(plane, tick, place, len(across))]
    for level in levels:
        body += _rule(plane, level.at, level.words, "level", 3)
    for one in series:
        body += _drawn(plane, one)
    for mark in marks:
        body += _dot(plane, mark)
    return _svg(frame, TALL, body)


def bars_plot(frame: Frame, bars: Sequence[Bar], longest: int = 0) -> str:
    """Rows of bars, one under the other, each with its words above it; as long as what they stand for.

    `longest` is what the whole width stands for; 0: the longest of them.
    """
    whole = max(longest, max((sum(bar.parts) for bar in bars), default=0), 1)
    body = []
    near, far = ("100%", "0") if frame.rtl else ("0", "100%")
    for number, bar in enumerate(bars):
        top = number * ROW
        ends = ("end", "start") if frame.rtl else ("start", "end")
        body.append(_text(near, top + 18, bar.words, "words", ends[0], frame.rtl))
        body.append(_text(far, top + 18, bar.shown, "figure", ends[1], frame.rtl))
        start = Fraction(0)
        for place, part in enumerate(bar.parts):
            width = Fraction(100 * max(part, 0), whole)
            left = 100 - start - width if frame.rtl else start
            fill = FILLS[place % len(FILLS)]
            if width:
                body.append(
                    f'<rect class="plot-bar plot-part-{place}" x="{_percent(left)}" y="{top + 24}" '
                    f'width="{_percent(width)}" height="{THICK}" fill="currentColor" fill-opacity="{fill}"/>'
                )
            start += width
        body.append(_line(("0", top + 24 + THICK), ("100%", top + 24 + THICK), "ground", 1))
    return _svg(frame, max(len(bars) * ROW, 1), body)


class _Plane:
    """From values to places: percent across, px down. What is outside the axes is drawn at their edge."""

    def __init__(self, rtl: bool, across: tuple[int, int], up: tuple[int, int]) -> None:
        self.rtl, self._across, self._up = rtl, across, up

    def share(self, value: int) -> Fraction:
        """Percent from the left."""
        share = START + (100 - START - END) * _part(value, *self._across)
        return 100 - share if self.rtl else share

    def x(self, value: int) -> str:
        return _percent(self.share(value))

    def y(self, value: int) -> int:
        return TALL - FOOT - round((TALL - TOP - FOOT) * _part(value, *self._up))


def _part(value: int, first: int, last: int) -> Fraction:
    return min(max(Fraction(value - first, max(last - first, 1)), Fraction(0)), Fraction(1))


def _rule(plane: _Plane, at: int, words: str, name: str, thick: int) -> list[str]:
    """A line across, and its words upon it where reading begins."""
    y = plane.y(at)
    place, anchor = ("100%", "end") if plane.rtl else ("0", "start")
    said = [_text(place, y - 6, words, f"{name}-words", anchor, plane.rtl)] if words else []
    return [_line(("0", y), ("100%", y), name, thick), *said]


def _foot(plane: _Plane, tick: Tick, place: int, many: int) -> list[str]:
    """A short line under the plane, and words that never leave the picture."""
    x, last = plane.x(tick.at), many - 1
    anchor = "middle" if place < last else "start" if plane.rtl else "end"
    foot = TALL - FOOT
    return [_line((x, foot), (x, foot + 5), "tick", 1), _text(x, TALL - 6, tick.words, "words", anchor, plane.rtl)]


def _drawn(plane: _Plane, series: Series) -> list[str]:
    pieces, dashes = [], DASHES[series.dash % len(DASHES)]
    for one, two in pairwise(series.points if series.stepped else _bends(plane, series.points)):
        corner = Point(two.x, one.y) if series.stepped else two
        pieces += [(one, corner), (corner, two)] if series.stepped else [(one, two)]
    return [
        _line((plane.x(one.x), plane.y(one.y)), (plane.x(two.x), plane.y(two.y)), f"line plot-{series.name}", 3, dashes)
        for one, two in pieces if one != two
    ]  # fmt: skip


def _bends(plane: _Plane, points: Sequence[Point]) -> list[Point]:
    """The points where a line really turns: those left out stand on the straight line between two that are kept."""
    kept, passed = list(points[:1]), list[Point]()
    for point, after in pairwise(points[1:]):
        passed.append(point)
        if not all(_between(plane, kept[-1], one, after) for one in passed):
            kept.append(point)
            passed = []
    return [*kept, *points[1:][-1:]]


def _between(plane: _Plane, first: Point, point: Point, last: Point) -> bool:
    run = Fraction(point.x - first.x, max(last.x - first.x, 1))
    return abs(plane.y(round(first.y + (last.y - first.y) * run)) - plane.y(point.y)) <= FLAT


def _dot(plane: _Plane, mark: Mark) -> list[str]:
    """A dot, its words above the plane and a thin line between them; the words go where there is room."""
    x, y = plane.x(mark.point.x), plane.y(mark.point.y)
    side = plane.share(mark.point.x)
    anchor = "start" if side < 25 else "end" if side > 75 else "middle"
    dot = f'<circle class="plot-mark" cx="{x}" cy="{y}" r="5" fill="currentColor"/>'
    return [_line((x, 20), (x, y), "pointer", 1), dot, _text(x, 14, mark.words, "mark-words", anchor, plane.rtl)]


def _line(one: tuple[str, int], two: tuple[str, int], name: str, thick: int, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    faint = ' stroke-opacity=".3"' if name == "grid" else ""
    return (
        f'<line class="plot-{name}" x1="{one[0]}" y1="{one[1]}" x2="{two[0]}" y2="{two[1]}" '
        f'stroke="currentColor" stroke-width="{thick}" stroke-linecap="round"{faint}{dashed}/>'
    )


def _text(x: str, y: int, words: str, name: str, anchor: str, rtl: bool) -> str:
    """Words with the direction of their own script, at a place that is mirrored already."""
    said = escape(isolated(words, "ar") if rtl else words)
    return f'<text class="plot-{name}" x="{x}" y="{y}" text-anchor="{anchor}" fill="currentColor">{said}</text>'


def _svg(frame: Frame, tall: int, body: Sequence[str]) -> str:
    ident, inside = escape(frame.ident), "\n".join(body)
    return (
        f'<svg class="plot" width="100%" height="{tall}" direction="ltr" role="img" '
        f'aria-labelledby="{ident}-title {ident}-desc">\n'
        f'<title id="{ident}-title">{escape(frame.title)}</title>\n'
        f'<desc id="{ident}-desc">{escape(frame.desc)}</desc>\n{inside}\n</svg>'
    )


def _percent(share: Fraction) -> str:
    """A share of the width with two decimals at most, as SVG reads it."""
    hundredths = round(share * 100)
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}%" if rest else f"{whole}%"
