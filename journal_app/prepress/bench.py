"""The benchmark: how fast and how heavy the compiler is, one table from one run on one machine. Not a test.

Works on a copy of the issue, so that what is changed is nobody's. Each row runs in a process of its own, so that its
peak memory is its own; what a row calls warm is made ready in that process before the clock starts: the modules and
faces read, the issue read once and built, as a desk that stays open holds it.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from journal_app.prepress import build as builds
from journal_app.prepress import engine, faces
from journal_app.prepress.build import Build, Source, Workshop, build, quiet, write_press
from journal_app.prepress.proofs import page_picture
from journal_app.prepress.threads import threads
from journal_app.processes import pool

PREVIEW_DPI = 100
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LIMIT_S = 600  # of another program's render


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run works: a copy of the issue, its cache, and a folder for what is made."""

    issue: Path
    cache: Path
    out: Path


def run(folder: Path, tell: builds.Progress = quiet) -> list[dict[str, Any]]:
    """The rows: `what`, `seconds`, `peak_mb` of the row's largest process; both None where there is no such tool."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as temporary:
        place = Place(Path(temporary) / folder.name, Path(temporary) / "cache", Path(temporary) / "out")
        shutil.copytree(folder, place.issue, ignore=shutil.ignore_patterns("build", "atelier"))
        place.out.mkdir()
        for number, (what, step) in enumerate(ROWS):
            tell("bench", number, len(ROWS))
            with pool() as one:
                seconds, peak = one.submit(_measured, step, place).result()
            rows.append({"what": what, "seconds": seconds, "peak_mb": peak})
        tell("bench", len(ROWS), len(ROWS))
    return rows


def _measured(step: Callable[[Place], float | None], place: Place) -> tuple[float | None, int | None]:
    seconds = step(place)
    if seconds is None:
        return None, None
    kept = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(seconds, 3), round(kept / 1024)  # Linux counts kB


def _press(place: Place, shop: Workshop) -> Build:
    source = _source(place)
    made = build(source, shop)
    write_press(source, made, place.out, "bench")
    return made


def _timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _open(place: Place) -> Workshop:
    """A workshop that has built the issue once."""
    shop = Workshop(place.cache, workers=1)
    _press(place, shop)
    return shop


def _cold(place: Place) -> float:
    with Workshop(place.cache, workers=2) as shop:
        return _timed(lambda: _press(place, shop))


def _pictures_kept(place: Place) -> float:
    for path in place.cache.glob("??/*"):  # texts and pages
        path.unlink()
    return _cold(place)


def _warm(place: Place) -> float:
    """The workers have set a page before, so their faces are read; nothing else is kept."""
    with Workshop(place.cache, workers=2) as shop:
        shutil.rmtree(place.cache)
        place.cache.mkdir()
        _press(place, shop)
        shutil.rmtree(place.cache)
        place.cache.mkdir()
        return _timed(lambda: _press(place, shop))


def _preview(place: Place) -> float:
    """As the desk shows it: pictures at screen resolution, no marks."""
    shop = _open(place)
    build(_source(place), shop, "proof", marks=False)

    def page(slug: str) -> None:
        source = _source(place)
        folio = next(t.folio for t in threads(source.issue, source.layouts) if t.article == slug)
        made = build(source, shop, "proof", marks=False)
        page_picture(made.pages[folio - 1], 0, PREVIEW_DPI).to_pil()

    return _median(place, page)


def _changed(place: Place) -> float:
    shop = _open(place)
    return _median(place, lambda _: _press(place, shop))


def _median(place: Place, work: Callable[[str], object]) -> float:
    """The work after one more sentence in one article, then in the next, for each of them: the median of the times."""
    times = []
    for path in sorted(place.issue.glob("articles/*/fr.html")):
        path.write_text(path.read_text("utf-8").replace("</p>", " Encore.</p>", 1), "utf-8")
        times.append(_timed(partial(work, path.parent.name)))
    return median(times)


def _pictures(place: Place) -> float:
    shop = _open(place)
    shutil.rmtree(place.cache / "pictures")
    return _timed(lambda: _press(place, shop))


def _unchanged(place: Place) -> float:
    shop = _open(place)
    return _timed(lambda: _press(place, shop))


def _whole(place: Place) -> float:
    html, css = whole_html(_source(place))
    return _timed(lambda: engine.whole_document(html, css, place.issue))


def _chromium(place: Place) -> float | None:
    program = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if program is None:
        return None
    html, css = whole_html(_source(place))
    page = place.issue / "whole.html"
    page.write_text(
        html.replace("<body>", f"<head><meta charset=utf-8><style>{''.join(css)}</style></head><body>"), "utf-8"
    )
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
               "--no-pdf-header-footer", f"--user-data-dir={place.out / 'profile'}",
               f"--print-to-pdf={place.out / 'chromium.pdf'}", page.as_uri()]  # fmt: skip
    return _timed(lambda: subprocess.run(command, check=True, capture_output=True, timeout=LIMIT_S))


def _typst(place: Place) -> float | None:
    """By Typst's Python package, where somebody installed it; in a process of its own, since it keeps its memory."""
    if find_spec("typst") is None:
        return None
    source = place.issue / "whole.typ"
    source.write_text(whole_typst(_source(place)), "utf-8")
    code = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"
    command = [sys.executable, "-c", code, str(source), str(place.out / "typst.pdf"), str(faces.INSTALLED)]
    return _timed(lambda: subprocess.run(command, check=True, capture_output=True, timeout=LIMIT_S))


def _source(place: Place) -> Source:
    source, _ = builds.read(place.issue)
    assert source is not None, "the issue cannot be read: journal check says why"
    return source


ROWS: tuple[tuple[str, Callable[[Place], float | None]], ...] = (
    ("(a) whole issue, cold", _cold),
    ("(a) whole issue, cold but pictures cached", _pictures_kept),
    ("(b) whole issue, warm, nothing cached", _warm),
    ("(c) one sentence changed -> page PNG", _preview),
    ("(d) one sentence changed -> press PDF", _changed),
    ("(e) pictures prepared, one process", _pictures),
    ("(e) pictures cached, nothing changed", _unchanged),
    ("(f) the same as one WeasyPrint document", _whole),
    ("(f) the same by headless Chromium", _chromium),
    ("(f) the same by Typst", _typst),
)


def whole_html(source: Source) -> tuple[str, tuple[str, ...]]:
    """The same texts and pictures as one flowing document: what tools made from HTML print."""
    parts = []
    issue = source.issue
    for thread in threads(issue, source.layouts):
        for language in thread.languages:
            text = issue.articles[thread.article].texts[language]
            body = "".join(f"<p>{escape(block.plain)}</p>" for block in text.blocks)
            head = f'<h1 class="headline">{escape(text.wording.headline)}</h1>'
            parts.append(f'<section lang="{language}">{head}{body}</section>')
    width, height = issue.sheet.page
    for picture in issue.pictures.values():
        parts.append(f'<img src="pictures/{escape(picture.meta.file)}" style="width:{width - 40}mm">')
    css = (
        source.house.palette(True),
        source.house.faces_css,
        f"@page{{size:{width}mm {height}mm;margin:15mm}}section{{columns:3;font-size:9.4pt;line-height:13pt}}"
        "img{break-before:page;display:block}",
    )
    return f"<html><body>{''.join(parts)}</body></html>", css


def whole_typst(source: Source) -> str:
    """The same texts and pictures as one Typst document."""
    issue = source.issue
    width, height = issue.sheet.page
    parts = [f"#set page(width: {width}mm, height: {height}mm, margin: 15mm)\n#set text(size: 9.4pt)\n"]
    for thread in threads(issue, source.layouts):
        for language in thread.languages:
            text = issue.articles[thread.article].texts[language]
            family = ", ".join(f'"{name}"' for name in faces.text_families(language))
            body = "\n\n".join(f"#{_quoted(block.plain)}" for block in text.blocks)
            title = f"#text(size: 33pt, {_quoted(text.wording.headline)})"
            parts.append(f"#[#set text(font: ({family},))\n{title}\n\n#columns(3)[{body}]]\n")
    for picture in issue.pictures.values():
        parts.append(f"#pagebreak()\n#image({_quoted('pictures/' + picture.meta.file)}, width: {width - 40}mm)\n")
    return "".join(parts)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def table(rows: list[dict[str, Any]]) -> str:
    """The rows for people."""
    lines = []
    for row in rows:
        told = f"{row['seconds']:>9.3f} s{row['peak_mb']:>8} MB" if row["seconds"] is not None else "   not installed"
        lines.append(f"{row['what']:<46}{told}")
    return "\n".join(lines)
