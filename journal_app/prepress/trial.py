"""Beside the way: one page of a folder -> how each text on it fits, which paragraphs could go, and what a lower picture
would give. Nothing is kept.

The steps are those of a build: read, compose, typeset. What it says holds for the page as a build would set it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from pathlib import Path
from typing import TypeVar

from journal_app.prepress import engine
from journal_app.prepress.boxes import able, boxes_of
from journal_app.prepress.build import LAYOUTS, Source, read
from journal_app.prepress.compose import text_job
from journal_app.prepress.job import Job, Setting, Typeset
from journal_app.prepress.layouts import LINE_MM, Layout
from journal_app.prepress.model import PlannedPage
from journal_app.prepress.sheet import PrinterSheet
from journal_app.prepress.threads import Thread, threads
from journal_app.units import PT_PER_MM, Rect

Value = TypeVar("Value", int, float)

LEAST_HELP = 3  # a remedy gives at least one line of so many that are wanted


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of a text by its place in it, from 0, and the lines it takes."""

    place: int
    lines: int


@dataclass(frozen=True, slots=True)
class Trial:
    """How a text sits in its frames: lines `over` or left (`under`), at the size and tracking it came to.

    `tried`: the loosest and the tightest setting that were open to it. `paragraphs` are the text's, or the rows of
    texts that stand side by side: what goes of one goes of all.
    """

    article: str
    languages: tuple[str, ...]
    slot: str
    over: dict[str, int]
    under: int
    size_pt: float
    leading_pt: float
    tracking: float
    tried: tuple[Setting, ...]
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def fits(self) -> bool:
        return not any(self.over.values())


def try_page(folder: Path, folio: int, layouts: Path = LAYOUTS) -> list[Trial] | None:
    """Each text that begins or goes on on this page. Nothing when the folder cannot be read."""
    texts = _set_on(folder, {folio}, layouts)
    if texts is None:
        return None
    found = []
    for thread, job, made in texts:
        setting = made.setting or Setting(0, 0)
        ends = (job.ladder[0], job.ladder[-1]) if job.ladder else ()
        found.append(
            Trial(thread.article, thread.languages, _slot(thread, folio), dict(made.over), made.under, setting.size,
                  setting.leading, setting.tracking, ends, _paragraphs(made, thread))
        )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Jumped:
    """A text that goes on on another page: `lines` of it stand there, `over` find no room even so (of texts side by
    side the longest's), `under` are left."""

    article: str
    languages: tuple[str, ...]
    lines: int
    over: int
    under: int
    size_pt: float


def try_jump(folder: Path, folio: int, to: int, layouts: Path = LAYOUTS) -> list[Jumped] | None:
    """Each text that stands on this page and goes on on page `to`, as it would be set there. Nothing when the folder
    cannot be read."""
    texts = _set_on(folder, {folio, to}, layouts)
    if texts is None:
        return None
    found = []
    for thread, _, made in texts:
        over, size = max(made.over.values(), default=0), made.setting.size if made.setting else 0.0
        found.append(Jumped(thread.article, thread.languages, _lines_on(made, thread, to), over, made.under, size))
    return found


def _set_on(folder: Path, folios: set[int], layouts: Path) -> list[tuple[Thread, Job, Typeset]] | None:
    """Each text that stands on all of these pages, and how it is set. Nothing when the folder cannot be read."""
    engine.remember_lines()
    source, _ = read(folder, layouts)
    if source is None:
        return None
    there = [one for one in threads(source.issue, source.layouts) if folios <= {place.folio for place in one.frames}]
    jobs = [(one, text_job(source.issue, one, source.house)[0]) for one in there]
    return [(one, job, _typeset(job)) for one, job in jobs]


def _lines_on(made: Typeset, thread: Thread, folio: int) -> int:
    """The lines of a text on one of its pages, counted from how far down it stands in each of its frames there."""
    leading, feet = made.setting.leading if made.setting else 0, dict[int, float]()
    for _, frame, rect in made.blocks:
        feet[frame] = max(feet.get(frame, 0), rect.y + rect.h)
    here = [foot for frame, foot in feet.items() if thread.frames[frame].folio == folio]
    return sum(round(foot * PT_PER_MM / leading) for foot in here) if leading else 0


@dataclass(frozen=True, slots=True)
class Lower:
    """A picture that could be `lines` lower than now: `over` lines of the page's texts would be left.

    `wanted`: what the flatplan would say of it; `height_mm`: what it would measure.
    """

    slot: str
    lines: int
    wanted: int
    over: int
    height_mm: float


def lower_pictures(folder: Path, folio: int, now: int, layouts: Path = LAYOUTS) -> list[Lower] | None:
    """The pictures of this page that would give lines to a text too long for it, each by itself: by as few lines as do
    the most. One that could give less than a third of what is wanted is no remedy, and not tried: a text of four pages
    on one is set in seconds. `now`: the lines over, as `lines_over` tells. Nothing when the folder cannot be read."""
    engine.remember_lines()
    source, _ = read(folder, layouts)
    if source is None or not 1 <= folio <= len(source.issue.pages):
        return None
    page, sheet = source.issue.pages[folio - 1], source.issue.sheet
    layout, found = source.layouts[page.layout], []
    for slot in layout.file.slots if now else ():
        has = page.shorter.get(slot, 0)
        more = [lines for lines in able(layout, page, slot, sheet) if lines > has]
        if not more or LEAST_HELP * _more_room(layout, page, {slot: more[-1]}, sheet) < now:
            continue
        if (least := _over(source, folio, {slot: more[-1]})) >= now:
            continue
        lines = fewest(more, partial(_enough, source, folio, slot, least))
        there = boxes_of(layout, _shorter(page, {slot: lines}), sheet)[slot].at
        assert there is not None  # a picture that can be lower has a box
        found.append(Lower(slot, lines - has, lines, least, round(there.h, 1)))
    return found


def lines_over(trials: Sequence[Trial]) -> int:
    """The lines over of a page's texts; of texts side by side those of the longest."""
    return sum(max(one.over.values(), default=0) for one in trials)


def _more_room(layout: Layout, page: PlannedPage, lines: Mapping[str, int], sheet: PrinterSheet) -> int:
    """The lines of text that a page gains, at most, when a picture is so much lower."""
    before, after = (_high(layout, one, sheet) for one in (page, _shorter(page, lines)))
    return ceil((after - before) / LINE_MM)


def _high(layout: Layout, page: PlannedPage, sheet: PrinterSheet) -> float:
    """Of all columns of a page, mm."""
    return sum(frame.h for one in boxes_of(layout, page, sheet).values() for frame in one.frames)


def _shorter(page: PlannedPage, lines: Mapping[str, int]) -> PlannedPage:
    return page.model_copy(update={"shorter": {**page.shorter, **lines}})


def _over(source: Source, folio: int, lines: Mapping[str, int]) -> int:
    """The lines over of the page's texts (of texts side by side those of the longest), with some of its pictures so
    much lower than the layout draws them."""
    pages = [_shorter(one, lines) if at == folio else one for at, one in enumerate(source.issue.pages, 1)]
    issue = replace(source.issue, pages=tuple(pages))
    jobs = [text_job(issue, thread, source.house)[0] for thread in threads(issue, source.layouts)
            if any(place.folio == folio for place in thread.frames)]  # fmt: skip
    return sum(max(tightest(job).over.values(), default=0) for job in jobs)


def _enough(source: Source, folio: int, slot: str, least: int, lines: int) -> bool:
    return _over(source, folio, {slot: lines}) <= least


def fewest(able: Sequence[Value], enough: Callable[[Value], bool]) -> Value:
    """The first that is enough, by halves; the last is known to be."""
    low, high = 0, len(able) - 1
    while low < high:
        middle = (low + high) // 2
        if enough(able[middle]):
            high = middle
        else:
            low = middle + 1
    return able[high]


def tightest(job: Job) -> Typeset:
    return engine.typeset(replace(job, ladder=job.ladder[-1:], wished=0, grow=False), drawn=False)


def _typeset(job: Job) -> Typeset:
    """The job set; one that does not even fit at its tightest is set once, and not step by step."""
    if not job.ladder:
        return engine.typeset(job, drawn=False)
    close = tightest(job)
    return close if close.over or close.broken else engine.typeset(job, drawn=False)


def _slot(thread: Thread, folio: int) -> str:
    return next(place.slot for place in thread.frames if place.folio == folio)


def _paragraphs(made: Typeset, thread: Thread) -> tuple[Paragraph, ...]:
    """The blocks with the lines each takes, counted from its height in its frames."""
    leading = made.setting.leading if made.setting else 0
    if not leading:
        return ()
    heights: dict[str, float] = {}
    for name, _, rect in dict.fromkeys(made.blocks):  # one with a dropped letter is told twice
        heights[name] = heights.get(name, 0) + _height(rect)
    if len(thread.languages) == 1:
        return _counted(list(heights.values()), leading)
    rows: dict[int, float] = {}
    for name, height in heights.items():  # `fr-b3`: a row is as high as its highest text
        place = name.rpartition("-b")[2]
        if place.isdigit():
            rows[int(place)] = max(rows.get(int(place), 0), height)
    return _counted([rows.get(place, 0) for place in range(max(rows, default=-1) + 1)], leading)


def _height(rect: Rect) -> float:
    return rect.h * PT_PER_MM


def _counted(heights: Sequence[float], leading: float) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(place, max(1, round(height / leading))) for place, height in enumerate(heights))
