"""Beside the way: an issue that is being worked on -> its pages and their pictures, only what changed made anew.

It writes only to its cache, where all is named by what it is made of: who asks again for the same pages gets the same
files, and nothing grows with the number of times they were asked for. The steps are those of a build.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

import pikepdf

from journal_app.prepress import engine
from journal_app.prepress.build import LAYOUTS, Build, Fit, Source, Workshop, build, read, write_press
from journal_app.prepress.cache import Cache
from journal_app.prepress.naming import file_name
from journal_app.prepress.pictures import Purpose
from journal_app.prepress.proofs import page_picture
from journal_app.problems import Problem, any_blocking, blocking
from journal_app.units import pt_to_mm

PAGE = "page.pdf"  # how the file of a page ends in the cache
DPI = {"reading": 100, "thumb": 32}  # as those of a proof (outputs.py)
# Somebody waits for these pictures, and looks at them once. A page of the specimen to read: as JPEG 6 ms and 350 kB, as
# WebP 53 ms and 300 kB; small: 0.7 ms and 43 kB, 10 ms and 42 kB.
FORM, QUALITY = "jpeg", 70


@dataclass(frozen=True, slots=True)
class LivePage:
    """A page as it is now. `key` names its picture, and changes with it; sizes of the trim in mm."""

    folio: int
    key: str
    layout: str
    colour: bool
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Live:
    """All pages of an issue as they are now, with what was found on the way. `places` as places.json."""

    pages: tuple[LivePage, ...]
    fit: tuple[Fit, ...]
    places: dict[str, Any]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Making:
    """Not there yet: so many documents of so many are done, and kept for the next time it is asked."""

    done: int
    total: int


class _Enough(Exception):
    """The time for one answer is over; what was made is in the cache."""


def _built(
    folder: Path, cached: Path, purpose: Purpose, patience_s: float, layouts: Path
) -> tuple[Source | None, Build | None, Making | None, list[Problem]]:
    """The folder read and built, as far as the patience lasts; printers' marks only on what is for the press."""
    engine.remember_lines()
    source, problems = read(folder, layouts)
    if source is None:
        return None, None, None, problems
    told = [0, 0]
    late = monotonic() + patience_s

    def tell(_: str, done: int, total: int) -> None:
        told[:] = done, total
        if done < total and monotonic() > late:
            raise _Enough

    try:
        made = build(source, _shop(cached), purpose, marks=purpose == "press", tell=tell)
    except _Enough:
        return source, None, Making(*told), problems
    return source, made, None, problems


def refresh(
    folder: Path, cached: Path, patience_s: float, layouts: Path = LAYOUTS
) -> tuple[Live | Making | None, list[Problem]]:
    """The pages of an issue folder, from the cache but for what changed. After `patience_s` it says how far it is.

    Nothing, and why, for a folder that cannot be read at all.
    """
    source, made, making, problems = _built(folder, cached, "proof", patience_s, layouts)
    if source is None or made is None:
        return making, problems
    sheet = source.issue.sheet
    pages = tuple(
        LivePage(folio, _key(path), page.layout, sheet.in_colour(folio), *sheet.page)
        for folio, (path, page) in enumerate(zip(made.pages, source.issue.pages, strict=True), 1)
    )
    return Live(pages, made.fit, made.places, tuple(dict.fromkeys([*problems, *made.problems]))), []


@dataclass(frozen=True, slots=True)
class Pressed:
    """The press PDF of an issue as it is now, not signed by anybody. `sha256` of its bytes."""

    path: Path
    sha256: str
    pages: int
    problems: tuple[Problem, ...]


def press(
    folder: Path, cached: Path, out: Path, patience_s: float, layouts: Path = LAYOUTS
) -> tuple[Pressed | Making | None, list[Problem]]:
    """The press PDF in the folder `out`, finished, its structure checked; what blocks a print keeps it from being made.

    Each page is checked once, when it is new (its syntax, its boxes); of the whole file what only the whole can have
    wrong: that it opens, its pages and their size, its output intent. The full preflight is the parcel's.
    """
    source, made, making, problems = _built(folder, cached, "press", patience_s, layouts)
    if source is None or made is None:
        return making, problems
    problems = list(dict.fromkeys([*problems, *made.problems]))
    if any_blocking(problems):
        return None, problems
    path, digest = write_press(source, made, out, file_name(source.issue, state="BROUILLON"))
    problems += _structure(source, made.pages, path, Cache(cached))
    if any_blocking(problems):
        path.unlink()
        return None, problems
    return Pressed(path, digest, len(made.pages), tuple(problems)), []


def _structure(source: Source, pages: Sequence[Path], path: Path, kept: Cache) -> list[Problem]:
    wrong = [told for page in pages for told in _page_wrong(page, kept)]
    sheet, trims = source.issue.sheet, set()
    with pikepdf.open(path) as pdf:
        if len(pdf.pages) != len(pages):
            wrong.append(f"{len(pdf.pages)} / {len(pages)}")
        for one in pdf.pages:
            left, bottom, right, top = (float(value) for value in one.trimbox.as_list())
            trims.add((round(pt_to_mm(right - left), 1), round(pt_to_mm(top - bottom), 1)))
        if trims != {(round(sheet.page[0], 1), round(sheet.page[1], 1))}:
            wrong.append(f"TrimBox {sorted(trims)}")
        if source.profile and "/OutputIntents" not in pdf.Root:
            wrong.append("OutputIntents")
    return [blocking("pdf-structure", path.name, told, "", "technician") for told in wrong]


def _page_wrong(page: Path, kept: Cache) -> list[str]:
    """What is wrong with the syntax of one page's file; asked once, since its name is what it is made of."""
    key = _key(page)
    if kept.has(key, "sound"):
        return []
    with pikepdf.open(page) as pdf:
        wrong = [str(told)[:160] for told in pdf.check_pdf_syntax()]
    if not wrong:
        kept.put(key, "sound", b"")
    return wrong


@cache
def _shop(cached: Path) -> Workshop:
    """One for each cache and process, with one worker: this process itself."""
    return Workshop(cached, 1)


def _key(page: Path) -> str:
    return page.name.partition(".")[0]


def page_file(cached: Path, key: str) -> Path:
    """The PDF of a page, with its bleed and without marks."""
    return Cache(cached).path(key, PAGE)


def picture_file(cached: Path, key: str, kind: str) -> Path:
    """Where the picture of a page is, once it was drawn. `kind`: "reading" or "thumb"."""
    return Cache(cached).path(key, f"{DPI[kind]}.{FORM}")


def draw(cached: Path, key: str, kind: str, bleed_mm: float) -> None:
    """Draw the picture of a page, if nobody has yet. Raises OSError when there is no such page."""
    path = picture_file(cached, key, kind)
    if path.exists():
        return
    picture: Any = page_picture(page_file(cached, key), 0, DPI[kind], bleed_mm).to_pil()
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    picture.save(aside, format=FORM, quality=QUALITY)
    aside.replace(path)


def forget(cached: Path, key: str) -> None:
    """Take a page and its pictures out of the cache."""
    pictures = [picture_file(cached, key, kind) for kind in DPI]
    for path in (page_file(cached, key), Cache(cached).path(key, "sound"), *pictures):
        path.unlink(missing_ok=True)
