"""Step 8, the map of a press PDF: which article or picture lies where, from places.json. Knows nothing of PDF."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from journal_app.problems import Problem, note
from journal_app.units import Rect


@dataclass(frozen=True, slots=True)
class Item:
    """An article or picture on a page, in mm from the trim's top left corner."""

    slot: str
    kind: str
    slug: str
    language: str
    title: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Places:
    """Items per PDF page, counted from 1."""

    pages: tuple[tuple[Item, ...], ...]
    folios: tuple[int, ...] = field(default=())

    def folio(self, page: int) -> int:
        """The folio printed on the PDF's page number `page`; the same number when the map does not say."""
        return self.folios[page - 1] if 0 < page <= len(self.folios) else page

    def item(self, page: int, box: Rect | None) -> Item | None:
        """The item a box belongs to: the smallest that holds most of it, else the one it touches most."""
        if box is None or not 0 < page <= len(self.pages):
            return None
        touched = [(overlap(item.rect, box), item) for item in self.pages[page - 1]]
        area = max(box.w * box.h, 1e-6)
        holders = [item for shared, item in touched if shared >= 0.5 * area]
        if holders:
            return min(holders, key=lambda item: item.rect.w * item.rect.h)
        shared, item = max(touched, key=lambda t: t[0], default=(0.0, None))
        return item if shared > 0 else None


def overlap(a: Rect, b: Rect) -> float:
    """The shared area in mm2; a line or a point inside counts as a sliver."""
    w = min(a.right, b.right) - max(a.x, b.x)
    h = min(a.bottom, b.bottom) - max(a.y, b.y)
    return max(w, 1e-4) * max(h, 1e-4) if w >= 0 and h >= 0 else 0.0


def read_places(path: Path) -> tuple[Places | None, list[Problem]]:
    """The map the compiler wrote beside the PDF; one that cannot be read is a note, and pages are named by number."""
    try:
        data = json.loads(path.read_text("utf-8"))
        pages = tuple(tuple(_item(raw) for raw in page.get("items", [])) for page in data["pages"])
        folios = tuple(int(page.get("folio", n)) for n, page in enumerate(data["pages"], 1))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return None, [note("places-unreadable", "places.json", found=type(error).__name__, who="technician")]
    return Places(pages, folios), []


def _item(raw: dict[str, object]) -> Item:
    x, y, w, h = (float(v) for v in raw["rect"])  # type: ignore[attr-defined]
    words = {key: str(raw.get(key, "")) for key in ("kind", "slug", "language", "title")}
    return Item(slot=str(raw["slot"]), rect=Rect(x, y, w, h), **words)
