"""Beside the way: one page of a folder -> how each text on it fits, and which paragraphs could go. Nothing is kept.

The steps are those of a build: read, compose, typeset. What it says holds for the page as a build would set it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from journal_app.prepress import engine
from journal_app.prepress.build import LAYOUTS, read
from journal_app.prepress.compose import text_job
from journal_app.prepress.job import Job, Setting, Typeset
from journal_app.prepress.threads import Thread, threads
from journal_app.units import PT_PER_MM, Rect


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
    engine.remember_lines()
    source, _ = read(folder, layouts)
    if source is None:
        return None
    found = []
    for thread in threads(source.issue, source.layouts):
        if all(place.folio != folio for place in thread.frames):
            continue
        job, _ = text_job(source.issue, thread, source.house)
        made = _typeset(job)
        setting = made.setting or Setting(0, 0)
        ends = (job.ladder[0], job.ladder[-1]) if job.ladder else ()
        found.append(
            Trial(thread.article, thread.languages, _slot(thread, folio), dict(made.over), made.under, setting.size,
                  setting.leading, setting.tracking, ends, _paragraphs(made, thread))
        )  # fmt: skip
    return found


def _typeset(job: Job) -> Typeset:
    """The job set; one that does not even fit at its tightest is set once, and not step by step."""
    if not job.ladder:
        return engine.typeset(job, drawn=False)
    tightest = engine.typeset(replace(job, ladder=job.ladder[-1:], wished=0, grow=False), drawn=False)
    return tightest if tightest.over or tightest.broken else engine.typeset(job, drawn=False)


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
