"""Funding, the bar as a drawing: two targets on one bar, five kinds of money drawn apart -> shapes. Pure; no format.

Each kind differs by its pattern, not by its colour alone. The svg and the png are written from the same shapes, so that
they cannot tell two things. Lengths are pixels of a picture 800 wide; geometry is float, amounts are not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import escape

from journal_app.costing.model import FundState
from journal_app.costing.targets import laid

WIDTH, HEIGHT = 800, 340
ALONE = 76  # the height of the bar without words
SWATCH = (28, 18)
LEFT, RIGHT = 32.0, 768.0
TOP, BOTTOM = 116.0, 172.0
PAPER, INK, SOFT, LINE, VERMILION = "#f6efe0", "#16130f", "#5c5347", "#d8ccb4", "#c63d22"
BASE = {
    FundState.RECONCILED: "#1f4f4c", FundState.PAID_OUT: "#cfe0d8", FundState.DUE: "#f0c987",
    FundState.PLEDGED: "#fbe9c4", FundState.ESTIMATED: "#fffaf0",
}  # fmt: skip
STROKE = {
    FundState.PAID_OUT: "#1f4f4c", FundState.DUE: "#8a5407", FundState.PLEDGED: "#8a5407",
}  # fmt: skip


_WIDE = {False: 0.48, True: 0.53}  # of its size: a letter in the mean, plain and bold, of the widest of our faces
_ISOLATES = "\u2066\u2067\u2068\u2069"


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 1.5


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    radius: float
    fill: str


@dataclass(frozen=True, slots=True)
class Words:
    """Text; `anchor` is start, middle or end of the line in reading order."""

    x: float
    y: float
    size: float
    text: str
    colour: str = INK
    anchor: str = "start"
    bold: bool = False


Shape = Box | Stroke | Dot | Words


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn. `said` are sentences in the reader's language, amounts already written."""

    printing: int
    whole: int
    states: Mapping[FundState, int]  # what the whole has, the surest first
    title: str
    sentence: str
    printing_said: str
    whole_said: str
    legend: Sequence[tuple[FundState, str]]
    foot: str
    rtl: bool = False
    can_print: Mapping[FundState, int] | None = None  # what the printing has; none: the same


def drawn(bar: Bar) -> list[Shape]:
    """The whole picture, the lowest shape first. Right to left the bar grows from the right, too."""
    found = [
        Box(0, 0, WIDTH, HEIGHT, PAPER),
        *(Box(x, 0, w, 8, c) for x, w, c in ((0, 400, VERMILION), (400, 160, "#e0a63c"), (560, 240, "#1f4f4c"))),
        _fitted(Words(LEFT, 46, 26, bar.title, bold=True), 16, cut=True),
        _fitted(Words(LEFT, 76, 18, bar.sentence), 11),
        *_bar(bar, LEFT, RIGHT, TOP, BOTTOM),
        *_target(_at(bar, bar.printing, LEFT, RIGHT), bar.printing_said, TOP - 12),
        *_target(_at(bar, bar.whole, LEFT, RIGHT), bar.whole_said, BOTTOM + 26),
        *_legend(bar), _fitted(Words(LEFT, 324, 15, bar.foot, SOFT), 11),
    ]  # fmt: skip
    return [_mirrored(one) for one in found] if bar.rtl else found


def alone(bar: Bar) -> list[Shape]:
    """The bar without words, as wide as the picture and `ALONE` high: in a page its words stand beside it."""
    found = list(_bar(bar, 2, WIDTH - 2, 10, ALONE - 10))
    return [_mirrored(one) for one in found] if bar.rtl else found


def swatch(state: FundState) -> list[Shape]:
    """What one kind of money looks like, in `SWATCH`."""
    return list(_stretch(state, 1, SWATCH[0] - 1, 1, SWATCH[1] - 1))


def _at(bar: Bar, cents: int, left: float, right: float) -> float:
    """Where an amount is on a bar between these two ends."""
    return round(left + (right - left) * cents / max(bar.whole, sum(bar.states.values()), 1), 2)


def _bar(bar: Bar, left: float, right: float, top: float, bottom: float) -> Iterator[Shape]:
    yield Box(left, top, right - left, bottom - top, LINE)
    for one in laid(bar.printing, bar.states if bar.can_print is None else bar.can_print, bar.states):
        start, end = _at(bar, one.start, left, right), _at(bar, one.start + one.cents, left, right)
        yield from _stretch(one.state, start, end, top, bottom)
    yield Box(left, top, right - left, bottom - top, "", INK)
    for cents in sorted({bar.printing, bar.whole} - {0}):
        x = _at(bar, cents, left, right)
        yield Stroke(x, top - 8, x, bottom + 8, VERMILION, 4)


def _legend(bar: Bar) -> Iterator[Shape]:
    for place, (state, words) in enumerate(bar.legend):
        x, y = LEFT + (place % 2) * 368, 216 + (place // 2) * 29
        yield from _stretch(state, x, x + 26, y, y + 18)
        yield Words(x + 34, y + 15, 15, words)


def _target(x: float, words: str, y: float) -> Iterator[Shape]:
    """A target's words, on the side where there is room."""
    if not words:
        return
    far = x > (LEFT + RIGHT) / 2
    yield Words(x, y, 16, words, bold=True, anchor="end" if far else "start")


def _fitted(words: Words, least: float, cut: bool = False) -> Words:
    """The same words in smaller letters where they would leave the picture; cut with "…" where that is too small."""
    wide = _WIDE[words.bold]
    many = sum(sign not in _ISOLATES for sign in words.text)
    size = max(least, min(words.size, int((RIGHT - LEFT) / wide / max(many, 1))))
    most = int((RIGHT - LEFT) / wide / size)
    return replace(words, size=size, text=_shortened(words.text, most) if cut and many > most else words.text)


def _shortened(text: str, most: int) -> str:
    """The first words, so many characters at most, with the isolates that are open closed."""
    kept, many = "", 0
    for sign in text:
        many += sign not in _ISOLATES
        if many >= most:
            break
        kept += sign
    kept = kept.rpartition(" ")[0] or kept
    return kept.rstrip(" ,·:;") + "…" + "\u2069" * (sum(map(kept.count, "\u2066\u2067\u2068")) - kept.count("\u2069"))


def _stretch(state: FundState, x: float, end: float, top: float = TOP, bottom: float = BOTTOM) -> Iterator[Shape]:
    """One kind of money: plain, close slants, wide slants, dots, an empty frame."""
    yield Box(x, top, round(end - x, 2), bottom - top, BASE[state])
    colour = STROKE.get(state, "")
    if state in (FundState.PAID_OUT, FundState.DUE):
        yield from _slants(x, end, top, bottom, 7 if state is FundState.PAID_OUT else 12, colour)
    elif state is FundState.PLEDGED:
        rows, columns = int((bottom - top) // 9), int((end - x) // 9)
        for row in range(rows):
            for column in range(columns):
                yield Dot(round(x + (end - x) * (column + 0.5) / columns, 2),
                          round(top + (bottom - top) * (row + 0.5) / rows, 2), 1.6, colour)  # fmt: skip
    yield Box(x, top, round(end - x, 2), bottom - top, "", INK)


def _slants(x: float, end: float, top: float, bottom: float, step: float, colour: str) -> Iterator[Shape]:
    """Slanted lines, cut where the stretch ends."""
    top, bottom = top + 1, bottom - 1  # ends of lines stay inside the frame
    high = bottom - top
    start = x - high + step
    while start < end:
        left, right = max(start, x), min(start + high, end)
        if right - left > 0.5:
            yield Stroke(round(left, 2), round(bottom - (left - start), 2), round(right, 2),
                         round(bottom - (right - start), 2), colour)  # fmt: skip
        start += step


def _mirrored(shape: Shape) -> Shape:
    if isinstance(shape, Box):
        return Box(WIDTH - shape.x - shape.width, shape.y, shape.width, shape.height, shape.fill, shape.stroke)
    if isinstance(shape, Stroke):
        return Stroke(WIDTH - shape.x1, shape.y1, WIDTH - shape.x2, shape.y2, shape.colour, shape.width)
    if isinstance(shape, Dot):
        return Dot(WIDTH - shape.x, shape.y, shape.radius, shape.fill)
    return Words(WIDTH - shape.x, shape.y, shape.size, shape.text, shape.colour, shape.anchor, shape.bold)


# --- as an SVG -------------------------------------------------------------------------------------------------------


def as_svg(shapes: Sequence[Shape], alt: str, language: str, rtl: bool, size: tuple[int, int] = (WIDTH, HEIGHT)) -> str:
    """The picture as text: no style, no script, no face and nothing from elsewhere. Without `alt` it only adorns."""
    if not alt:
        box = f'viewBox="0 0 {size[0]} {size[1]}" width="{size[0]}" height="{size[1]}"'
        return f'<svg {box} aria-hidden="true">{_all(shapes)}</svg>'
    direction = ' direction="rtl"' if rtl else ""
    face = 'font-family="system-ui, Noto Sans, Noto Sans Arabic, Liberation Sans, DejaVu Sans, sans-serif"'
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" width="{size[0]}" '
            f'height="{size[1]}" '
            f'role="img" aria-labelledby="t" lang="{escape(language)}"{direction} {face}>')  # fmt: skip
    return head + f'<title id="t">{escape(alt)}</title>' + _all(shapes) + "</svg>\n"


def _all(shapes: Sequence[Shape]) -> str:
    return "".join(map(_element, shapes))


def _element(shape: Shape) -> str:
    if isinstance(shape, Box):
        stroke = f' stroke="{shape.stroke}"' if shape.stroke else ""
        return (f'<rect x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}" '
                f'fill="{shape.fill or "none"}"{stroke}/>')  # fmt: skip
    if isinstance(shape, Stroke):
        return (f'<path d="M{shape.x1:g} {shape.y1:g}L{shape.x2:g} {shape.y2:g}" stroke="{shape.colour}" '
                f'stroke-width="{shape.width:g}"/>')  # fmt: skip
    if isinstance(shape, Dot):
        return f'<circle cx="{shape.x:g}" cy="{shape.y:g}" r="{shape.radius:g}" fill="{shape.fill}"/>'
    weight = ' font-weight="700"' if shape.bold else ""
    return (f'<text x="{shape.x:g}" y="{shape.y:g}" font-size="{shape.size:g}" fill="{shape.colour}" '
            f'text-anchor="{shape.anchor}"{weight}>{escape(shape.text)}</text>')  # fmt: skip
