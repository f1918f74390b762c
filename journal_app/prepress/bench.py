"""The benchmark: how fast and how heavy the compiler is, one table from one run on one machine. Not a test.

Works on a copy of the issue, so that the changed sentence changes nothing that is kept.
"""

import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from time import perf_counter
from typing import Any

from journal_app.prepress import build as builds
from journal_app.prepress import engine
from journal_app.prepress.build import Build, Source, Workshop, build, quiet, write_press
from journal_app.prepress.proofs import page_picture
from journal_app.prepress.threads import threads

PREVIEW_DPI = 100


@contextmanager
def _timed(rows: list[dict[str, Any]], label: str) -> Iterator[None]:
    started = perf_counter()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts kB
    rows.append({"what": label, "seconds": round(perf_counter() - started, 3), "peak_mb": round(peak)})


def run(folder: Path, tell: builds.Progress = quiet) -> list[dict[str, Any]]:
    """The rows of the table: what, seconds, peak memory of this process so far in MB."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("build", "atelier"))
        out, cache = Path(temporary) / "out", Path(temporary) / "cache"
        with _timed(rows, "(a) whole issue, cold"):
            shop = Workshop(cache, workers=2)
            _press(copy, shop, out, tell)
        shop.close()
        shop = Workshop(cache, workers=1)
        engine.prepare_process()
        _forget_texts(cache)
        with _timed(rows, "(b) warm, pictures cached, one process"):
            _press(copy, shop, out, tell)
        _edit(copy)
        with _timed(rows, "(c) one sentence changed -> page PNG"):
            _preview(copy, shop)
        _edit(copy)
        with _timed(rows, "(d) one sentence changed -> press PDF"):
            _press(copy, shop, out, tell)
        shutil.rmtree(cache / "pictures")
        with _timed(rows, "(e) pictures prepared, one process"):
            _press(copy, shop, out, tell)
        with _timed(rows, "(e) pictures cached, nothing changed"):
            _press(copy, shop, out, tell)
        source, _ = builds.read(copy)
        assert source is not None
        html, css = whole_html(source)
        with _timed(rows, "(f) the same as one WeasyPrint document"):
            engine.whole_document(html, css, copy)
    return rows


def _press(folder: Path, shop: Workshop, out: Path, tell: builds.Progress) -> Build:
    source, _ = builds.read(folder)
    assert source is not None, "the issue cannot be read: journal check says why"
    made = build(source, shop, tell=tell)
    write_press(source, made, out, "bench")
    return made


def _forget_texts(cache: Path) -> None:
    for path in cache.glob("??/*"):
        path.unlink()


def _edited(folder: Path) -> Path:
    return sorted(folder.glob("articles/*/fr.html"))[0]


def _edit(folder: Path) -> None:
    path = _edited(folder)
    path.write_text(path.read_text("utf-8").replace("</p>", " Encore un mot.</p>", 1), "utf-8")


def _preview(folder: Path, shop: Workshop) -> None:
    """The new picture of the first page the changed article stands on."""
    source, _ = builds.read(folder)
    assert source is not None
    slug = _edited(folder).parent.name
    folio = next(t.folio for t in threads(source.issue, source.layouts) if t.article == slug)
    made = build(source, shop, marks=True)
    page_picture(made.pages[folio - 1], 0, PREVIEW_DPI).to_pil()


def whole_html(source: Source) -> tuple[str, tuple[str, ...]]:
    """The same texts and pictures as one flowing document: what tools made from HTML print."""
    parts = []
    issue = source.issue
    for thread in threads(issue, source.layouts):
        for language in thread.languages:
            text = issue.articles[thread.article].texts[language]
            body = "".join(f"<p>{escape(block.plain)}</p>" for block in text.blocks)
            parts.append(
                f'<section lang="{language}"><h1 class="headline">{escape(text.wording.headline)}</h1>{body}</section>'
            )
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


def table(rows: list[dict[str, Any]]) -> str:
    """The rows for people."""
    return "\n".join(f"{row['what']:<44}{row['seconds']:>9.3f} s{row['peak_mb']:>8} MB" for row in rows)
