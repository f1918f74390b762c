"""Step 7b: what stands on a page: pictures, drawings, furniture, then texts. It gathers; assemble.py writes.

A page has two layers: under (pictures, drawings, furniture) and over (texts). Nothing is drawn under a text, so that a
preview may keep the picture of the one and draw only the other.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journal_app.languages import is_rtl
from journal_app.prepress.assemble import Photo, Piece
from journal_app.prepress.boxes import boxes_of
from journal_app.prepress.cache import key_of
from journal_app.prepress.house import House
from journal_app.prepress.job import Job, Typeset
from journal_app.prepress.layouts import Layout
from journal_app.prepress.model import Issue, Picture
from journal_app.prepress.pictures import Half, Prepared, Purpose, crop_box, prepare
from journal_app.prepress.sheet import PrinterSheet
from journal_app.prepress.svg import draw
from journal_app.prepress.threads import Thread, fills
from journal_app.problems import Problem, note, warning
from journal_app.units import Rect

Made = tuple[str, Typeset]  # a typeset document and its key
Texts = Sequence[tuple[Thread, Made]]


WHOLE_KINDS = ("chart", "map")  # say something to their very edge: shown whole, as the engine shows an SVG
DRAWN_KINDS = ("drawing", "line")  # somebody chose where their edge is: what a box takes of them is told
TOLD, ASKED = 1 / 3, 1 / 2  # of a drawing: more is told; more than half is to be looked at before press


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a picture goes, and what `prepare` asks for (of a drawing only the picture itself)."""

    folio: int
    slot: str
    rect: Rect
    args: tuple[Any, ...]


Photos = Sequence[tuple[Spot, Prepared]]
Drawn = Sequence[tuple[Spot, Made]]


def photographs(
    issue: Issue, layouts: Mapping[str, Layout], house: House, profile: Path | None, purpose: Purpose, cache: Path,
    folios: Collection[int] | None = None,
) -> tuple[list[Spot], list[tuple[Spot, Job]], list[Problem]]:
    """The pictures of the issue, or of these pages: rasters to prepare, and drawings to typeset."""
    rasters: list[Spot] = []
    drawings: list[tuple[Spot, Job]] = []
    problems: list[Problem] = []
    sheet = issue.sheet
    for folio, page, name, slot, fill in fills(issue, layouts):
        if not fill.picture or slot.role != "picture" or (folios is not None and folio not in folios):
            continue
        picture = issue.pictures[fill.picture]
        rect = boxes_of(layouts[page.layout], page, sheet)[name].at
        assert rect is not None  # read_layout refuses a picture slot without a box
        if picture.meta.kind in WHOLE_KINDS and slot.half is None:
            rect = contained(rect, picture.size)
        colour = sheet.in_colour(folio)
        if picture.path.suffix.lower() == ".svg":
            drawing, found = draw(picture, sheet, profile, colour, cache)
            problems += found
            if drawing:
                box = f"width:{rect.w}mm;height:{rect.h}mm"
                html = f'<html><body style="margin:0"><div style="{box}">{drawing.markup}</div></body></html>'
                css = ("svg{display:block;width:100%;height:100%}", house.faces_css)
                drawings.append((Spot(folio, name, rect, (picture,)), Job(html, css, ((rect.w, rect.h),))))
            continue
        args = (picture, (round(rect.w, 3), round(rect.h, 3)), sheet, profile, colour, purpose, cache,
                half_of(slot.half, issue.file.languages[0]))  # fmt: skip
        rasters.append(Spot(folio, name, rect, args))
        if picture.meta.kind in DRAWN_KINDS and slot.half != "recto":  # a spread's is told once
            problems += cropped(picture, rect, sheet.bleed, slot.half is not None, f"p{folio}/{name}")
    return rasters, drawings, problems


def cropped(picture: Picture, rect: Rect, bleed: float, spread: bool, where: str) -> list[Problem]:
    """What a drawing loses in its box, when that is more than a third of it: in % from either side. `spread`: the box
    is one half of two."""
    if not all(picture.size):
        return []
    frame = (2 * (rect.w - bleed), rect.h) if spread else (rect.w, rect.h)
    (width, height), (left, top, right, bottom) = picture.size, crop_box(picture.size, frame, picture.meta.focal)
    across, down = (left / width, 1 - right / width), (top / height, 1 - bottom / height)
    code, lost = ("drawing-cropped-across", across) if sum(across) > sum(down) else ("drawing-cropped-down", down)
    if sum(lost) <= TOLD:
        return []
    found = " + ".join(f"{round(100 * share)} %" for share in lost)
    make = warning if sum(lost) > ASKED else note
    return [make(code, where, found, f"{round(100 * TOLD)} %", "layout", picture.title())]


def contained(rect: Rect, size: tuple[int, int]) -> Rect:
    """The largest box of that shape in the middle of another, mm; the box itself for a drawing that has no pixels."""
    width, height = size
    if not width or not height:
        return rect
    scale = min(rect.w / width, rect.h / height)
    w, h = width * scale, height * scale
    return Rect(rect.x + (rect.w - w) / 2, rect.y + (rect.h - h) / 2, w, h)


def half_of(half: Half | None, language: str) -> Half | None:
    """The half of a spread's picture that a page shows, as pictures.py counts them: verso left, recto right. Where the
    issue is read from right to left, the verso lies on the right."""
    if half is None or not is_rtl(language):
        return half
    return "recto" if half == "verso" else "verso"


def prepare_one(args: tuple[Any, ...]) -> tuple[Prepared | None, list[Problem]]:
    """A raster spot's picture, in whatever process."""
    return prepare(*args)


@dataclass(frozen=True, slots=True)
class Parts:
    """All that stands on one page, bottom first, by layer."""

    photos: Photos
    below: tuple[tuple[str, Piece], ...]  # drawings, then furniture
    texts: tuple[tuple[str, Piece], ...]

    @property
    def under_key(self) -> str:
        """What the lower layer is made of."""
        photos = (f"{made.digest}{made.dictionary!r}{spot.rect}" for spot, made in self.photos)
        return key_of(*photos, _named(self.below))

    @property
    def over_key(self) -> str:
        """What the upper layer is made of."""
        return key_of(_named(self.texts))

    def images(self) -> list[Photo]:
        """The pictures, their streams read now."""
        return [Photo(made.data, made.dictionary, spot.rect) for spot, made in self.photos]

    def under(self) -> list[Piece]:
        return [piece for _, piece in self.below]

    def over(self) -> list[Piece]:
        return [piece for _, piece in self.texts]


def parts_of(folio: int, sheet: PrinterSheet, texts: Texts, furniture: Made, photos: Photos, drawn: Drawn) -> Parts:
    """What of all that is on one page."""
    width, height = sheet.page
    own = Rect(-sheet.bleed, -sheet.bleed, width + 2 * sheet.bleed, height + 2 * sheet.bleed)
    below = [(key, Piece(made.pdf, 0, spot.rect)) for spot, (key, made) in drawn if spot.folio == folio]
    below.append((furniture[0], Piece(furniture[1].pdf, 0, own)))
    over: list[tuple[str, Piece]] = []
    for thread, (key, made) in texts:
        if thread.head and made.has_head and thread.head.folio == folio:
            over.append((key, Piece(made.pdf, 0, thread.head.rect)))
        over += [(key, Piece(made.pdf, index + made.has_head, place.rect))
                 for index, place in enumerate(thread.frames[: made.frames]) if place.folio == folio]
    return Parts(tuple(one for one in photos if one[0].folio == folio), tuple(below), tuple(over))


def _named(pieces: Sequence[tuple[str, Piece]]) -> str:
    return "\n".join(f"{key} {piece.index} {piece.rect}" for key, piece in pieces)
