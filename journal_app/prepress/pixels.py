"""Step 7e: two PDFs -> what differs on a page, in pixels; and a piece of a page as a picture. It changes no file.

Nothing a printer or a colleague sends is believed: pages are cut to their trim, and drawn at a size that was counted
before. pdfium draws one thing at a time in a process: whoever asks stands in line.
"""

import math
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageDraw

from journal_app.units import Rect, mm_to_pt, pt_to_mm

# A value (0 to 255, of red, green or blue) may be off by this much and be the same: an eighth of the range. An edge
# moved by a tenth of a pixel (0.03 mm at twice 50 dpi), as another program rounds it, changes its pixels by 26; JPEG
# again at a good quality by less than 16. A point of 8 pt text, split by bad luck over four pixels, changes each by 70.
TOLERANCE = 32
FINER = 2  # pages are drawn at twice the dpi asked: at 50 dpi alone that point would be four pixels of 17
SAME_SIZE_MM = 1.0  # programs round boxes to whole points (0.35 mm); a trim that is off by more is another trim
AROUND_MM = 60.0  # a page without TrimBox may carry bleed, marks and colour bars of 30 mm on each side
GRAIN_MM = 2.5  # what changed less than this apart is one region: a word and its neighbour, a line and the next
MOST_REGIONS = 20
SLIP = 1e-5  # pdfium keeps lengths in 32 bits: 200.00001 pixels are 200, not 201
MOST_PIXELS = 40_000_000  # of one drawing: 120 MB
CAME, LEFT = (0, 96, 176), (201, 78, 0)  # blue and vermilion: told apart by every kind of colour blindness
DRAWING = Lock()  # pdfium is not thread-safe; waitress answers in 32 threads

Pixels = npt.NDArray[np.uint8]  # rows x columns x blue, green, red
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Differing:
    """What differs on a page. `changed`: share of its pixels, 0 to 1. `boxes`: where, mm from the trim's top left."""

    changed: float
    boxes: tuple[Rect, ...]


def differing(ours: Path, theirs: Path, page: int, other: int, dpi: float = 50) -> Differing:
    """What of `page` of ours is not as on page `other` of theirs; both count from 1. A page that is not there, or whose
    trim has another size, differs wholly. Raises PdfiumError for a file that is no PDF."""
    with DRAWING:
        first, second, size = _pair(ours, theirs, page, other, dpi)
    if first is None or second is None:
        return Differing(1.0, (Rect(0, 0, *size),))
    far = _coarser(_far(first, second), FINER)
    return Differing(float(far.mean()), regions(far, 25.4 / dpi))


def overlay(ours: Path, theirs: Path, page: int, other: int, dpi: float = 50) -> bytes:
    """A PNG: the page in grey, what left (is in ours only) in vermilion in dashed boxes, what came in blue in whole
    ones. A page that is only in one of the two is all gone or all come."""
    with DRAWING:
        first, second, size = _pair(ours, theirs, page, other, dpi)
    if first is None and second is None:
        first = np.full((*_grid(size, dpi * FINER), 3), 255, dtype=np.uint8)
    have = first if first is not None else second
    assert have is not None
    nothing = np.full_like(have, 255)
    return _painted(have if first is not None else nothing, second if second is not None else nothing, dpi)


def piece(pdf: Path, page: int, box: Rect, dpi: float, quality: int = 80) -> bytes:
    """A WebP of a region of a page, mm from the trim's top left; bleed and marks around it can be asked for too.

    Raises IndexError where there is no such page, ValueError for a region off the page or with too many pixels.
    """
    with DRAWING, pypdfium2.PdfDocument(pdf) as document:
        found = document[_index(document, page)]
        left, bottom, right, top = found.get_trimbox(fallback_ok=False) or found.get_bbox()
        del bottom, right
        x, y = left + mm_to_pt(box.x), top - mm_to_pt(box.y)
        drawn = _drawn(found, (x, y - mm_to_pt(box.h), x + mm_to_pt(box.w), y), dpi)
    out = BytesIO()
    Image.fromarray(drawn[:, :, ::-1]).save(out, "WEBP", quality=quality, method=2)
    return out.getvalue()


# --- the two pages, drawn alike --------------------------------------------------------------------------------------


def _pair(
    ours: Path, theirs: Path, page: int, other: int, dpi: float
) -> tuple[Pixels | None, Pixels | None, tuple[float, float]]:
    """Both pages, trimmed, at FINER times the dpi, with the size in mm; None where there is nothing to compare."""
    with pypdfium2.PdfDocument(ours) as one, pypdfium2.PdfDocument(theirs) as two:
        first = one[page - 1] if 1 <= page <= len(one) else None
        second = two[other - 1] if 1 <= other <= len(two) else None
        known = first or second
        if known is None:
            return None, None, (0.0, 0.0)
        size = _size(known, _trim(known) or known.get_bbox())
        mm = (pt_to_mm(size[0]), pt_to_mm(size[1]))
        cuts = [_cut(each, size) if each else None for each in (first, second)]
        drawn = [
            _drawn(each, cut, dpi * FINER) if each and cut else None
            for each, cut in zip((first, second), cuts, strict=True)
        ]
        return drawn[0], drawn[1], mm


Box = tuple[float, float, float, float]  # left, bottom, right, top in points, as the file says, before rotation


def _trim(page: pypdfium2.PdfPage) -> Box | None:
    """The TrimBox, if the page says one."""
    box: Box | None = page.get_trimbox(fallback_ok=False)
    return box


def _turned(page: pypdfium2.PdfPage) -> bool:
    return page.get_rotation() in (90, 270)


def _size(page: pypdfium2.PdfPage, box: Box) -> tuple[float, float]:
    """Width and height as one looks at the page, in points."""
    width, height = abs(box[2] - box[0]), abs(box[3] - box[1])
    return (height, width) if _turned(page) else (width, height)


def _cut(page: pypdfium2.PdfPage, size: tuple[float, float]) -> Box | None:
    """A box of that size in the middle of the page's trim, or of the page; None when they are not of one size."""
    trim = _trim(page)
    box = trim or page.get_bbox()
    spare = [pt_to_mm(have - want) for have, want in zip(_size(page, box), size, strict=True)]
    if min(spare) < -SAME_SIZE_MM or max(spare) > (SAME_SIZE_MM if trim else AROUND_MM):
        return None
    width, height = (size[1], size[0]) if _turned(page) else size
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _grid(size: tuple[float, float], dpi: float) -> tuple[int, int]:
    """Rows and columns of a drawing of so many mm; one pixel at least."""
    rows, columns = (math.ceil(side / 25.4 * dpi * (1 - SLIP)) for side in size[::-1])
    return max(1, rows), max(1, columns)


def _drawn(page: pypdfium2.PdfPage, box: Box, dpi: float) -> Pixels:
    """What is printed inside the box, on white. Raises ValueError when that is too much, or nothing."""
    rows, columns = _grid((pt_to_mm(box[2] - box[0]), pt_to_mm(box[3] - box[1])), dpi)
    if rows * columns > MOST_PIXELS:
        raise ValueError(f"{rows} x {columns} pixels")
    page.set_cropbox(*box)  # of the page in memory: its drawing then begins exactly there, not at a whole pixel
    if page.get_width() <= 0 or page.get_height() <= 0:
        raise ValueError("outside the page")
    bitmap = page.render(scale=dpi / 72 * (1 - SLIP), may_draw_forms=False, draw_annots=False)
    return np.array(bitmap.to_numpy(), dtype=np.uint8)[:, :, :3]


def _index(document: pypdfium2.PdfDocument, page: int) -> int:
    if not 1 <= page <= len(document):
        raise IndexError(page)
    return page - 1


# --- what differs ----------------------------------------------------------------------------------------------------


def _same_shape(first: Pixels, second: Pixels) -> tuple[Pixels, Pixels]:
    """Cut to what both have: rounding may add a pixel at the far edge."""
    rows, columns = min(first.shape[0], second.shape[0]), min(first.shape[1], second.shape[1])
    return first[:rows, :columns], second[:rows, :columns]


def _far(first: Pixels, second: Pixels) -> Mask:
    """The pixels of which some colour is off by more than the tolerance."""
    first, second = _same_shape(first, second)
    off = np.maximum(first, second) - np.minimum(first, second)
    return np.asarray(off.max(axis=2) > TOLERANCE)


def _coarser(mask: Mask, times: int) -> Mask:
    """The same in larger pixels, each true where one of its own was."""
    rows, columns = (-(-side // times) for side in mask.shape)
    whole = np.zeros((rows * times, columns * times), dtype=np.bool_)
    whole[: mask.shape[0], : mask.shape[1]] = mask
    return np.asarray(whole.reshape(rows, times, columns, times).any(axis=(1, 3)))


def regions(mask: Mask, pixel: float) -> tuple[Rect, ...]:
    """Boxes in mm around what is true, what lies close in one; at most MOST_REGIONS. `pixel`: its side in mm."""
    if not mask.any():
        return ()
    grain = max(1, round(GRAIN_MM / pixel))
    while True:
        boxes = _joined([_tight(mask, cells, grain) for cells in _islands(_coarser(mask, grain))])
        if len(boxes) <= MOST_REGIONS:
            break
        grain *= 2
    return tuple(Rect(*(round(v * pixel, 2) for v in (x, y, w - x, h - y))) for x, y, w, h in sorted(boxes, key=_down))


Cells = list[tuple[int, int]]
Edges = tuple[int, int, int, int]  # first column, first row, past the last column, past the last row


def _down(box: Edges) -> tuple[int, int]:
    return box[1], box[0]


def _islands(mask: Mask) -> list[Cells]:
    """The true cells in groups of those that touch, corners too."""
    left = {(int(row), int(column)) for row, column in np.argwhere(mask)}
    found = []
    while left:
        island: Cells = []
        next_to = [left.pop()]
        while next_to:
            row, column = next_to.pop()
            island.append((row, column))
            beside = {(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)} & left
            left -= beside
            next_to += beside
        found.append(island)
    return found


def _tight(mask: Mask, cells: Cells, grain: int) -> Edges:
    """The box around what is true in these cells, in pixels."""
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    top, left = min(rows) * grain, min(columns) * grain
    inside = mask[top : (max(rows) + 1) * grain, left : (max(columns) + 1) * grain]
    down, across = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    return left + int(across[0]), top + int(down[0]), left + int(across[-1]) + 1, top + int(down[-1]) + 1


def _joined(boxes: list[Edges]) -> list[Edges]:
    """Boxes that lie over one another made one, until none do."""
    found: list[Edges] = []
    for box in boxes:
        while over := [one for one in found if _over(one, box)]:
            for one in over:
                found.remove(one)
                box = (min(one[0], box[0]), min(one[1], box[1]), max(one[2], box[2]), max(one[3], box[3]))
        found.append(box)
    return found


def _over(one: Edges, two: Edges) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


# --- the picture of it -----------------------------------------------------------------------------------------------


def _painted(first: Pixels, second: Pixels, dpi: float) -> bytes:
    first, second = _same_shape(first, second)
    far = _far(first, second)
    light_1, light_2 = first.mean(axis=2), second.mean(axis=2)
    left = far & (light_2 > light_1)  # lighter than before: ink left; else it came, or is another ink
    grey = (255 - (255 - (light_1 + light_2) / 2) * 0.4).astype(np.uint8)
    picture = np.repeat(grey[:, :, None], 3, axis=2)
    picture[left], picture[far & ~left] = LEFT, CAME
    image = Image.fromarray(picture)
    pen = ImageDraw.Draw(image)
    pixel = 25.4 / dpi
    for box in regions(_coarser(left, FINER), pixel):
        _frame(pen, box, FINER / pixel, 4, dashed=True)
    for box in regions(_coarser(far & ~left, FINER), pixel):
        _frame(pen, box, FINER / pixel, 2, dashed=False)
    out = BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()


def _frame(pen: ImageDraw.ImageDraw, box: Rect, scale: float, away: int, dashed: bool) -> None:
    """An outline so many pixels away from what it is around."""
    x0, y0, x1, y1 = box.x * scale - away, box.y * scale - away, box.right * scale + away, box.bottom * scale + away
    if not dashed:
        pen.rectangle((x0, y0, x1, y1), outline=CAME, width=1)
        return
    for x in np.arange(x0, x1, 8.0):
        for y in (y0, y1):
            pen.line((x, y, min(x + 4, x1), y), fill=LEFT)
    for y in np.arange(y0, y1, 8.0):
        for x in (x0, x1):
            pen.line((x, y, x, min(y + 4, y1)), fill=LEFT)
