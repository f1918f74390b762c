"""Review, the reading: a text as a page shows it, its passages marked, remarks beside their block. Pure.

Everything is escaped here (submissions/blocks.inline); a template may print `html` as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markupsafe import Markup

from journal_app.languages import is_rtl
from journal_app.prepress.model import Block, Run
from journal_app.prepress.order import isolated
from journal_app.prepress.writing import inline
from journal_app.review.anchors import Passage
from journal_app.submissions.blocks import blocks_of

Mark = tuple[int, int]  # from and to, in the words of a block


@dataclass(frozen=True, slots=True)
class Shown:
    """A block on a page: its number, its shape, its direction, and its words as HTML."""

    place: int
    shape: str
    lang: str
    dir: str
    html: Markup
    bullet: str = ""
    level: int = 0


def way(language: str) -> str:
    """The direction of a language."""
    return "rtl" if is_rtl(language) else "ltr"


def reading(body: str, language: str, marks: Iterable[Passage] = ()) -> list[Shown]:
    """The blocks of a body. `marks`: passages to show in it."""
    wanted: dict[int, list[Mark]] = {}
    for one in marks:
        wanted.setdefault(one.block, []).append((one.start, one.end))
    return [_shown(place, block, language, wanted.get(place, [])) for place, block in enumerate(blocks_of(body))]


def _shown(place: int, block: Block, language: str, marks: Sequence[Mark]) -> Shown:
    lang = block.lang or language
    direction = block.dir or way(lang)
    runs = tuple(part for run in block.runs for part in _ordered(run)) if direction == "rtl" else block.runs
    html = _marked(runs, marks) if marks else inline(tuple(map(_facing, runs)))
    bullet = (f"{block.number}." if block.ordered else "•") if block.kind == "li" else ""
    return Shown(place, block.kind, lang, direction, Markup(html), bullet, block.level)


def _ordered(run: Run) -> Iterable[Run]:
    """A run of a right-to-left text, its numbers and Latin words in their own order."""
    return (run,) if run.br or run.note or run.lang or run.dir or run.isolate else isolated(run)


def _facing(run: Run) -> Run:
    """A run in another language with that language's direction: a screen does not know it by itself."""
    if run.note:
        return replace(run, note=tuple(map(_facing, run.note)))
    return replace(run, dir=way(run.lang), isolate=True) if run.lang and not run.dir else run


def _marked(runs: Sequence[Run], marks: Sequence[Mark]) -> str:
    """The runs, cut where a passage begins or ends."""
    out: list[str] = []
    here = 0
    for run in runs:
        length = 1 if run.br else sum(len(one.text) + one.br for one in run.note) + 3 if run.note else len(run.text)
        if run.br or run.note:
            inside = any(start < here + length and here < end for start, end in marks)
            html = inline((_facing(run),))
            out.append(f"<mark>{html}</mark>" if inside and run.note else html)
        else:
            out += _cut(_facing(run), here, marks)
        here += length
    return "".join(out)


def _cut(run: Run, here: int, marks: Sequence[Mark]) -> list[str]:
    edges = {0, len(run.text)}
    edges |= {edge - here for mark in marks for edge in mark if 0 < edge - here < len(run.text)}
    places = sorted(edges)
    out = []
    for first, last in pairwise(places):
        html = inline((replace(run, text=run.text[first:last]),))
        inside = any(start <= here + first and here + last <= end for start, end in marks)
        out.append(f"<mark>{html}</mark>" if inside else html)
    return out
