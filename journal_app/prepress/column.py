"""Beside the way: one text while it is typed, set in its own frames in its own face -> lines over or left, a picture.

The folder holds the issue's facts, its pages with that text alone, and the text: what a freeze would write of it. The
same steps as a build's read, compose and typeset it; nothing is kept but where the last version ended, which saves
renders.
"""

import io
from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
from PIL import Image

from journal_app.prepress import engine
from journal_app.prepress.build import LAYOUTS, read
from journal_app.prepress.compose import text_job
from journal_app.prepress.job import Before, Job, Typeset
from journal_app.prepress.threads import threads

DPI = 72  # of the picture: columns are to be recognised, not read
GAP_PX = 12
MOST_PLACES = 200  # whose last rung is kept
_LAST: OrderedDict[str, Before] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Fitted:
    """How a language of a text sits in its frames: lines `over`, or whole lines left (`under`); `png` shows them."""

    over: int
    under: int
    size_pt: float
    pages: tuple[int, ...]
    png: bytes = b""


def measure(
    folder: Path, slug: str, language: str, layouts: Path = LAYOUTS, *, drawn: bool = True
) -> Fitted | None:
    """The fit of an article's text in a language; nothing when it stands in no slot, or cannot be set at all.

    Not `drawn`: there is no picture of it, which takes a third of the time.
    """
    engine.remember_lines()
    source, _ = read(folder, layouts)
    if source is None:
        return None
    found = [one for one in threads(source.issue, source.layouts) if one.article == slug and language in one.languages]
    if not found:
        return None
    job, _ = text_job(source.issue, found[0], source.house)
    made = _typeset(job, drawn)
    pages = tuple(dict.fromkeys(place.folio for place in found[0].frames))
    size = made.setting.size if made.setting else 0.0
    free = made.free.get(language, made.under)
    return Fitted(made.over.get(language, 0), free, size, pages, _picture(made) if drawn else b"")


def room(folder: Path, slug: str, language: str, signs: int, layouts: Path = LAYOUTS) -> int | None:
    """How many signs of this language's body its frames take at the tightest setting allowed; nothing without frames.

    The folder's text, of so many `signs`, is a measure: the like of what will stand there, best longer than there is
    room for.
    """
    source, _ = read(folder, layouts)
    found = threads(source.issue, source.layouts) if source else []
    mine = [one for one in found if one.article == slug and language in one.languages]
    if source is None or not mine:
        return None
    job, _ = text_job(source.issue, mine[0], source.house)
    made = engine.typeset(replace(job, ladder=job.ladder[-1:], wished=0, grow=False), drawn=False)
    lines, over = made.lines.get(language, 0), made.over.get(language, 0)
    if made.broken or not lines:
        return None
    return int(signs * (lines + (0 if over else made.under)) / (lines + over))


def _typeset(job: Job, drawn: bool) -> Typeset:
    """The job set, with what is known of the same place from a moment ago."""
    place = repr(replace(job, html=""))
    made = engine.typeset(job, _LAST.pop(place, None), drawn=drawn)
    if made.rung is not None:
        _LAST[place] = Before(made.rung, made.rise)
        while len(_LAST) > MOST_PLACES:
            _LAST.popitem(last=False)
    return made


def _picture(made: Typeset) -> bytes:
    """The frames beside one another, the head first, as a PNG in greys."""
    document = pypdfium2.PdfDocument(made.pdf)
    pages = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]
    document.close()
    width = sum(page.width for page in pages) + GAP_PX * (len(pages) - 1)
    sheet, left = Image.new("L", (max(1, width), max((page.height for page in pages), default=1)), 255), 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width + GAP_PX
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
