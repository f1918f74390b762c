"""Step 7: HTML -> PDF; the only importer of weasyprint. It reads no file and no network while it renders.

One call typesets one document: either a page's furniture, or a text whose pages are the frames it flows through.
A text comes with a ladder of settings from loose to tight; the engine starts at the wished rung and climbs or
descends to the loosest that fits, so the same input always ends on the same rung.
"""

import io
import logging
import math
import os
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from journal_app.prepress import faces

os.environ["FONTCONFIG_FILE"] = str(faces.private_fontconfig())  # before Pango asks fontconfig for the first time

import weasyprint
from weasyprint.layout import inline
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from journal_app.prepress.job import BROKEN, Before, Box, Job, Setting, Typeset
from journal_app.prepress.measuring import Measure, counted, free_lines, lines_of, measured
from journal_app.units import PT_PER_MM, Rect, px_to_mm

VERSION = "8"  # part of every cache key: raise it when the same job would give other bytes
Limits = Mapping[int, float]
NO_LIMITS: Limits = {}
FAR_OVER = 2  # times its frames: no ladder makes up for that; only the tightest rung is tried
BALANCE_TRIES = 8  # a widow or an unbreakable block can ask for a few lines more than the mean


class _Log(logging.Handler):
    """Collects what the engine says of one document: its missing glyphs and unusable resources are findings."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append((record.levelname.lower(), record.getMessage()))


class _Nothing(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Serves nothing, whatever a document asks for: no file, no network, not even data: addresses."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        raise ValueError(f"nothing is fetched while rendering: {url[:120]}")


class _Folder(URLFetcher):  # type: ignore[misc]
    """Serves the files of one folder and nothing else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self.folder = folder.resolve()

    def fetch(self, url: str, headers: Any = None) -> Any:
        path = Path(unquote(urlsplit(url).path)).resolve()
        if urlsplit(url).scheme != "file" or self.folder not in path.parents:
            raise ValueError(f"outside the folder: {url[:120]}")
        return super().fetch(url, headers)


_NOTHING = _Nothing(allowed_protocols=(), allow_redirects=False)


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()  # one a process: a new one per render leaks and re-reads every face


@cache
def _stylesheet(css: str) -> weasyprint.CSS:
    return weasyprint.CSS(string=css, font_config=_fonts(), url_fetcher=_NOTHING)


def _page_css(job: Job, limits: Limits) -> str:
    """The frames as the pages of one document: page k of the text is frame k; what follows is overset.

    `limits` are heights in mm that a frame (from 0) may be filled to; the rest stays white.
    """

    def size(box: Box, limit: float | None = None) -> str:
        white = 0 if limit is None else max(0.0, box[1] - limit)
        return f"{{size:{box[0]:.4f}mm {box[1]:.4f}mm;margin:0 0 {white:.4f}mm}}"

    rules = [f"@page{size(job.frames[0])}@page text{size(job.frames[-1])}"]
    rules += [f"@page text:nth({n + 1} of text){size(box, limits.get(n))}" for n, box in enumerate(job.frames)]
    if job.head:
        rules.append(f"@page head{size(job.head)}")
    return "".join(rules) + ".body{page:text}.head{page:head}"


@lru_cache(maxsize=2)
def _parsed(html: str) -> weasyprint.HTML:
    return weasyprint.HTML(string=html, url_fetcher=_NOTHING)  # read once for all rungs of a text


def _render(job: Job, setting: Setting | None, limits: Limits = NO_LIMITS) -> weasyprint.Document:
    css = _page_css(job, limits) + (setting.css(job.factors) if setting else "")
    sheets = [_stylesheet(text) for text in job.css] + [
        weasyprint.CSS(string=css, font_config=_fonts(), url_fetcher=_NOTHING)
    ]
    return _parsed(job.html).render(stylesheets=sheets, font_config=_fonts())


def _fit(job: Job, hint: int | None) -> tuple[weasyprint.Document, int | None, Measure]:
    """The loosest rung that fits, from the wished one on, or from the very loosest where the text may grow.

    `hint` is where the same text ended before: two renders prove it right, since what fits on a rung fits on every
    tighter one (measured: 18 texts of eight lengths each, every rung). It changes how soon, never which one.
    """
    if not job.ladder:
        document = _render(job, None)
        measure = Measure({}, 0, False)
        if len(document.pages) > len(job.frames):
            measure = Measure({"": len(document.pages) - len(job.frames)}, 0, False)
        return document, None, measure
    tried: dict[int, tuple[weasyprint.Document, Measure]] = {}

    def fits(rung: int) -> bool:
        if rung not in tried:
            document = _render(job, job.ladder[rung])
            tried[rung] = (document, measured(job, document, job.ladder[rung]))
        return tried[rung][1].fits

    low, high = 0 if job.grow else job.wished, len(job.ladder) - 1
    probes: tuple[int, ...] = (low, job.wished)  # a text that may grow has mostly room for the loosest rung
    if hint is not None and low <= hint <= high:
        if fits(hint):
            high, probes = hint, (hint - 1, hint - 2)  # a sentence moves it by a rung or two
        else:
            low, probes = min(hint + 1, high), (hint + 1,)
    elif not fits(job.wished) and _pages(tried[job.wished][0]) > FAR_OVER * len(job.frames) and not fits(high):
        low = high  # a text far too long is told so after two renders
    best = _first(low, high, fits, probes)
    fits(best)
    document, measure = tried[best]
    return _balanced(job, job.ladder[best], document, measure), best, measure


def _pages(document: weasyprint.Document) -> int:
    return len(_texts(document))


def _texts(document: weasyprint.Document) -> list[Any]:
    return [page for page in document.pages if page._page_box.page_type.name != "head"]


def _balanced(job: Job, setting: Setting, document: weasyprint.Document, measure: Measure) -> weasyprint.Document:
    """The document with the columns where the text ends equally long, within a line or two; else as it was."""
    pages = _texts(document)
    band = [n for n, name in enumerate(job.bands) if name == job.bands[min(len(pages), len(job.frames)) - 1]]
    if len(band) < 2 or not measure.fits or measure.under < len(band):
        return document
    line = setting.leading * (job.factors[0][2] if len(job.factors) == 1 else 1.0) / PT_PER_MM
    used = sum(_depth(pages[n]) for n in band if n < len(pages))
    first = math.ceil(used / len(band) / line - 0.05)
    for lines in range(first, first + BALANCE_TRIES):
        limits = {n: lines * line + 0.01 for n in band}
        if all(limit >= job.frames[n][1] for n, limit in limits.items()):
            break
        tried = _render(job, setting, limits)
        if len(_texts(tried)) <= band[-1] + 1:
            return tried
    return document


def _depth(page: Any) -> float:
    """How far down, in mm, the lines of a frame reach."""
    return px_to_mm(max((box.position_y + box.height for box, _ in lines_of(page)), default=0.0))


def _rise(job: Job) -> float:
    """By how many mm the frames under the head may rise: the whole lines that the head leaves of its box."""
    if not job.head or not job.rising or not job.line:
        return 0.0
    return max(0, int((job.head[1] - _head_depth(job.head_html, job.css, job.head)) / job.line)) * job.line


def _risen(job: Job, rise: float) -> tuple[Job, float]:
    """The job with its rising frames taller by that much."""
    frames = tuple((w, h + rise) if n in job.rising else (w, h) for n, (w, h) in enumerate(job.frames))
    return replace(job, frames=frames), rise


@lru_cache(maxsize=64)
def _head_depth(html: str, css: tuple[str, ...], head: Box) -> float:
    """How far down, in mm, a head reaches in its box; kept, since a text is changed more often than its head."""
    return _depth(_render(Job(html, css, (head,), head), None).pages[0])


def _first(low: int, high: int, fits: Callable[[int], bool], probes: Sequence[int]) -> int:
    """The first rung in low..high that fits; the tightest when none does. Probes first, then by bisection."""
    while low < high:
        rung = next((rung for rung in probes if low <= rung < high), (low + high) // 2)
        if fits(rung):
            high = rung
        else:
            low = rung + 1
    return high


def _blocks(texts: Sequence[Any], frames: int) -> tuple[tuple[str, int, Rect], ...]:
    found = []
    for index, page in enumerate(texts[:frames]):
        for box in page._page_box.descendants():
            element = getattr(box, "element", None)
            name = element.get("id") if element is not None and hasattr(element, "get") else None
            if name and type(box).__name__ in ("BlockBox", "TableCellBox", "BlockReplacedBox", "FlexBox"):
                found.append(
                    (
                        name,
                        index,
                        Rect(
                            *(
                                round(px_to_mm(v), 2)
                                for v in (
                                    box.border_box_x(),
                                    box.border_box_y(),
                                    box.border_width(),
                                    box.border_height(),
                                )
                            )
                        ),
                    )
                )
    return tuple(found)


def typeset(job: Job, before: Before | None = None, *, drawn: bool = True) -> Typeset:
    """Typeset one document. A pure function of the job and the installed faces; one at a time in a process.

    `before` saves renders and changes nothing else. Not `drawn`: it is measured, and there is no PDF of it.
    """
    log = _Log()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(log)
    logger.propagate = False
    try:
        job, rise = _risen(job, before.rise if before else _rise(job))
        document, rung, measure = _fit(job, before.rung if before else None)
        heads = [p for p in document.pages if p._page_box.page_type.name == "head"]
        texts = _texts(document)
        kept = heads[:1] + texts[: len(job.frames)]
        pdf = io.BytesIO()
        if drawn:
            document.copy(kept).write_pdf(pdf, output_intent="device-cmyk")
    finally:
        logger.removeHandler(log)
    unique = tuple(dict.fromkeys((level, _brief(message)) for level, message in log.said))
    return Typeset(
        pdf.getvalue(),
        len(texts[: len(job.frames)]),
        bool(heads),
        None if rung is None else job.ladder[rung],
        measure.over,
        measure.under,
        measure.head_over,
        _blocks(texts, len(job.frames)),
        unique,
        rise,
        rung,
        counted(texts[: len(job.frames)], job),
        free_lines(texts, job, None if rung is None else job.ladder[rung], measure.over),
    )


def broken(job: Job, error: Exception) -> Typeset:
    """What stands for a document on which the engine broke off: an empty page, and why."""
    empty = typeset(Job("<html><body></body></html>", (), job.frames[:1]))
    return replace(empty, log=((BROKEN, _brief(f"{type(error).__name__} {error}")),))


def _brief(message: str) -> str:
    return re.sub(r"\s+", " ", message)[:300]


# What breaking a line looks at, beside its words and its width: text/line_break.py and text/fonts.py of WeasyPrint 70.
_LINE = (
    "direction", "lang", "font_language_override", "font_family", "font_size", "font_style", "font_weight",
    "font_stretch", "font_kerning", "font_variation_settings", "font_feature_settings", "font_variant_alternates",
    "font_variant_caps",
    "font_variant_east_asian", "font_variant_ligatures", "font_variant_numeric", "font_variant_position",
    "text_decoration_line", "word_spacing", "letter_spacing", "overflow_wrap", "word_break", "white_space", "tab_size",
    "hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone", "line_height",
)  # fmt: skip
_KEPT_LINES = 20_000  # about 20 MB: the lines of ten long articles, each on two rungs


def remember_lines() -> None:
    """Let this process break no line twice: of a text that is typed on, all paragraphs but one are as they were.

    Shaping a line is two thirds of a render. A line that was broken before is the same object without what Pango made
    of it, which WeasyPrint makes again when it draws.
    """
    if getattr(inline.split_first_line, "remembers", False):
        return
    broken_before: OrderedDict[Any, Any] = OrderedDict()
    break_line = inline.split_first_line

    def remembering(text: str, style: Any, context: Any, *rest: Any, **more: Any) -> Any:
        said = (style[name] for name in _LINE)
        key = text, rest, *more.values(), *(one if isinstance(one, str | int | float) else repr(one) for one in said)
        if (found := broken_before.get(key)) is None:
            found = broken_before[key] = break_line(text, style, context, *rest, **more)
            if len(broken_before) > _KEPT_LINES:
                broken_before.popitem(last=False)
        return copy(found[0]), *found[1:]

    remembering.remembers = True  # type: ignore[attr-defined]
    inline.split_first_line = remembering


def prepare_process(css: Sequence[str] = ()) -> None:
    """Warm a process: its faces and shared stylesheets are read once, before the first job."""
    for text in css:
        _stylesheet(text)
    typeset(Job("<p class=body>a</p>", tuple(css), ((50, 50),)))


def whole_document(html: str, css: Sequence[str], folder: Path, **options: Any) -> bytes:
    """A plain whole-document render, as tools made from HTML do: what the bench compares with; and the tagged PDF.

    Pictures are read from `folder` only. `options` are the engine's own; without any it is in process colours.
    """
    sheets = [weasyprint.CSS(string=text, font_config=_fonts()) for text in css]
    document = weasyprint.HTML(string=html, url_fetcher=_Folder(folder), base_url=folder.resolve().as_uri() + "/")
    options = options or {"output_intent": "device-cmyk"}
    return bytes(document.write_pdf(stylesheets=sheets, font_config=_fonts(), **options))
