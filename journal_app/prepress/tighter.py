"""Beside the way: the texts of one page that are too long -> what a tighter setting than the layout's would give,
within the limits of the house (copyfit.further). Nothing is kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from journal_app.prepress import engine
from journal_app.prepress.build import LAYOUTS, read
from journal_app.prepress.compose import text_job
from journal_app.prepress.copyfit import WAYS, Way, further
from journal_app.prepress.job import Job, Typeset
from journal_app.prepress.threads import Thread, threads
from journal_app.prepress.trial import LEAST_HELP, fewest, tightest

RISKY = 1.5  # how much more a tighter setting may give than its share: a line that breaks elsewhere saves a whole one
LETTER = 0.5  # em: how wide a letter is, about


@dataclass(frozen=True, slots=True)
class Closer:
    """A text that could be set tighter in one way: to `value` (size and leading in pt, tracking in 1/1000 em) where the
    layout allows `now`; `over` lines of it would be left.

    It begins in `slot` of page `folio`: that is where the flatplan says so.
    """

    article: str
    languages: tuple[str, ...]
    folio: int
    slot: str
    way: Way
    now: float
    value: float
    over: int


def closer_texts(folder: Path, folio: int, layouts: Path = LAYOUTS) -> list[Closer] | None:
    """For each text on this page that is too long: every way by itself, by as little as does the most. One that could
    give less than a third of what is wanted is no remedy, and not tried. Nothing when the folder cannot be read."""
    engine.remember_lines()
    source, _ = read(folder, layouts)
    if source is None:
        return None
    found = []
    for thread in threads(source.issue, source.layouts):
        if folio in {place.folio for place in thread.frames}:
            job, _ = text_job(source.issue, thread, source.house)
            drawn = source.layouts[source.issue.pages[thread.folio - 1].layout].file.slots[thread.frames[0].slot]
            found += list(_closer(thread, job, further(drawn, thread.languages)))
    return found


def _closer(thread: Thread, job: Job, values: Mapping[Way, Sequence[float]]) -> Iterator[Closer]:
    made, here = tightest(job), job.ladder[-1]
    over = max(made.over.values(), default=0)
    for way in WAYS if over and not made.broken else ():
        now = getattr(here, way)
        more = [value for value in values.get(way, ()) if value < now]
        if not more or LEAST_HELP * _at_most(made, way, now, more[-1]) < over:
            continue
        if (least := _over(job, way, more[-1])) >= over:
            continue
        value = fewest(more, partial(_enough, job, way, least))
        yield Closer(thread.article, thread.languages, thread.folio, thread.frames[0].slot, way, now, value, least)


def _at_most(made: Typeset, way: Way, now: float, then: float) -> float:
    """The lines that a text could give at most, from its lines alone."""
    lines = max((made.lines.get(tag, 0) + over for tag, over in made.over.items()), default=0)
    share = (now - then) / 1000 / LETTER if way == "tracking" else 1 - then / now
    return RISKY * lines * share


def _over(job: Job, way: Way, value: float) -> int:
    """The lines over at the tightest setting with that one value; of texts side by side those of the longest."""
    setting = replace(job.ladder[-1], **{way: value})
    return max(tightest(replace(job, ladder=(setting,))).over.values(), default=0)


def _enough(job: Job, way: Way, least: int, value: float) -> bool:
    return _over(job, way, value) <= least
