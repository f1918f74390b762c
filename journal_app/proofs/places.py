"""Proofs, the map of a page: where each paragraph, head and picture of a build landed, with the words printed there.

Read from the build's own folder: places.json and the articles that crossed the wall. It looks nothing up in the desk,
and what it cannot read is no spot: the page is then shown without.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from journal_app.prepress.reading import Folder
from journal_app.review.anchors import field_block, words_of
from journal_app.submissions.content import Content
from journal_app.units import Rect

HEAD = field_block("headline")
MOST_BYTES = 8_000_000  # of places.json: a thousand pages of sixty paragraphs are 6 MB
_BLOCK = re.compile(r"(?:(?P<language>[A-Za-z-]+)-)?b(?P<place>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing on a page that can be remarked on. `block`: of a text, as the review room counts (the head has a number
    below zero); `rects` in mm from the trim's top left, several where a paragraph goes on in the next column."""

    kind: str  # "text" or "picture"
    slug: str
    language: str
    block: int
    title: str
    words: str
    rects: tuple[Rect, ...]

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{self.kind}:{self.slug}:{self.language}:{self.block}"

    @property
    def of_text(self) -> tuple[str, str]:
        """Which text: the piece's slug and the language."""
        return self.slug, self.language


def spots(folder: Path, pdf: Path, folio: int) -> list[Spot]:
    """What stands on a page, texts in reading order, then pictures. `folder`: what was frozen, which became `pdf`."""
    try:
        items = _items(pdf, folio)
        texts: dict[tuple[str, str], Content] = {}
        found: dict[tuple[str, str, str, int], Spot] = {}
        for item in items:
            for slug, language, block, rect in _parts(item):
                known = (
                    texts.setdefault((slug, language), printed(folder, slug, language)) if block is not None else None
                )
                words = words_of(known, block) if known and block is not None else ""
                kind = "picture" if block is None else "text"
                spot = Spot(kind, slug, language, block or 0, str(item.get("title", "")), words, (rect,))
                key = (kind, slug, language, spot.block)
                before = found.get(key)
                found[key] = spot if before is None else _more(before, rect)
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
    return sorted(found.values(), key=lambda spot: spot.kind != "text")


def _items(pdf: Path, folio: int) -> list[dict[str, Any]]:
    place = pdf.with_name("places.json")
    try:
        return _map(place, place.stat().st_mtime_ns)[folio - 1] if folio > 0 else []
    except (OSError, IndexError):
        return []


@lru_cache(maxsize=16)
def _map(place: Path, _: int) -> tuple[list[dict[str, Any]], ...]:
    """The items of each page, read once for each state of the file; none from one that makes no sense."""
    try:
        if place.stat().st_size > MOST_BYTES:
            return ()
        read = json.loads(place.read_bytes())
        return tuple([item for item in page["items"] if isinstance(item, dict)] for page in read["pages"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()


def _more(spot: Spot, rect: Rect) -> Spot:
    rects = spot.rects if rect in spot.rects else (*spot.rects, rect)
    return Spot(spot.kind, spot.slug, spot.language, spot.block, spot.title, spot.words, rects)


def _parts(item: dict[str, Any]) -> list[tuple[str, str, int | None, Rect]]:
    """The slug, language, block and box of each part of an item; a picture has no block."""
    slug, languages = str(item["slug"]), str(item["language"]).split("+")
    if item["kind"] == "picture":
        return [(slug, "", None, Rect(*map(float, item["rect"])))]
    if not item["blocks"]:
        return [(slug, languages[0], HEAD, Rect(*map(float, item["rect"])))]
    found: list[tuple[str, str, int | None, Rect]] = []
    for block in item["blocks"]:
        if told := _BLOCK.fullmatch(str(block["id"])):
            rect = Rect(*map(float, block["rect"]))
            found.append((slug, told["language"] or languages[0], int(told["place"]), rect))
    return found


def printed(folder: Path, slug: str, language: str) -> Content:
    """What a text said when it was frozen; empty when its files cannot be read."""
    place = folder / "articles" / slug
    if not Folder(folder).inside(place):
        return Content()
    try:
        body = (place / f"{language}.html").read_text("utf-8")
        told = tomllib.loads((place / "article.toml").read_text("utf-8"))["text"][language]
        lines = {name: str(told.get(name, "")) for name in ("headline", "kicker", "standfirst", "short", "byline")}
        return Content(**lines, quotes=tuple(map(str, told.get("quotes", ()))), body=body.strip())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Content()


def slots(pdf: Path, folio: int) -> dict[str, tuple[str, str, str]]:
    """What stands in each slot of a page: (kind, slug, language), the first of several."""
    found: dict[str, tuple[str, str, str]] = {}
    for item in _items(pdf, folio):
        kind = "picture" if item["kind"] == "picture" else "text"
        found.setdefault(str(item["slot"]), (kind, str(item["slug"]), str(item["language"]).partition("+")[0]))
    return found
