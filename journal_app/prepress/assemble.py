"""Step 7b: typeset pieces and prepared pictures -> one page PDF with its boxes and marks. Only places; never alters."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from journal_app.prepress.sheet import PrinterSheet
from journal_app.units import Rect, mm_to_pt

SLUG_MM = 10.0  # room for marks outside the bleed
MARK_MM = 5.0
MARK_GAP_MM = 1.0  # between bleed and mark
MARK_PT = 0.25


@dataclass(frozen=True, slots=True)
class Piece:
    """A page of a typeset PDF placed at a box in mm from the trim's top left."""

    pdf: bytes
    index: int
    rect: Rect


@dataclass(frozen=True, slots=True)
class Photo:
    """An encoded picture placed at a box in mm. `dictionary` is the image XObject's own keys, as PDF source."""

    data: bytes
    dictionary: bytes
    rect: Rect
    ink: tuple[float, float, float, float] = (0, 0, 0, 1)  # what a 1-bit mask is painted in


def assemble(sheet: PrinterSheet, photos: Sequence[Photo], pieces: Sequence[Piece], marks: bool) -> bytes:
    """One page: pictures below, pieces above in the order given, marks in the slug when asked for."""
    width, height = sheet.page
    bleed = sheet.bleed
    around = bleed + (SLUG_MM if marks else 0)
    box = [0, 0, mm_to_pt(width + 2 * around), mm_to_pt(height + 2 * around)]
    trim = _box(around, width, height)
    page_height = height + 2 * around
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(box[2], box[3]))
    resources = Dictionary(XObject=Dictionary())
    content: list[str] = []
    for number, photo in enumerate(photos):
        name = f"/P{number}"
        image = pikepdf.Object.parse(photo.dictionary)
        resources.XObject[name] = _image(pdf, photo.data, image)
        x, y = mm_to_pt(photo.rect.x + around), mm_to_pt(page_height - around - photo.rect.bottom)
        paint = "{:.4f} {:.4f} {:.4f} {:.4f} k ".format(*photo.ink) if image.get("/ImageMask") else ""
        content.append(
            f"q {paint}{_n(mm_to_pt(photo.rect.w))} 0 0 {_n(mm_to_pt(photo.rect.h))} {_n(x)} {_n(y)} cm {name} Do Q"
        )
    opened: dict[int, Pdf] = {}
    for number, piece in enumerate(pieces):
        source = opened.setdefault(id(piece.pdf), Pdf.open(io.BytesIO(piece.pdf)))
        name = f"/T{number}"
        form = pdf.copy_foreign(source.pages[piece.index].as_form_xobject())
        if "/Group" in form:
            del form["/Group"]
        resources.XObject[name] = form
        x, y = mm_to_pt(piece.rect.x + around), mm_to_pt(page_height - around - piece.rect.bottom)
        content.append(f"q 1 0 0 1 {_n(x)} {_n(y)} cm {name} Do Q")
    if marks:
        content.append(_marks(pdf, resources, around, width, height, bleed))
    page.obj.Resources = resources
    page.obj.Contents = pdf.make_stream("\n".join(content).encode())
    page.obj.TrimBox = Array(trim)
    page.obj.BleedBox = Array(_box(around - bleed, width + 2 * bleed, height + 2 * bleed))
    page.obj.MediaBox = Array([0, 0, *(round(v, 4) for v in box[2:])])
    out = io.BytesIO()
    pdf.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _image(pdf: Pdf, data: bytes, dictionary: pikepdf.Object) -> pikepdf.Stream:
    stream = pdf.make_stream(b"")
    own = sorted(set(dictionary.keys()) - {"/Filter", "/DecodeParms", "/Length"})
    values = {name: dictionary[name] for name in own}
    coding, parms = dictionary.get("/Filter"), dictionary.get("/DecodeParms")
    stream.write(data, filter=coding, decode_parms=parms)  # type: ignore[arg-type]
    for key, value in values.items():
        stream[key] = value
    return stream


def _n(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


def _box(offset: float, width: float, height: float) -> list[float]:
    return [round(mm_to_pt(v), 4) for v in (offset, offset, offset + width, offset + height)]


def _marks(pdf: Pdf, resources: Dictionary, around: float, width: float, height: float, bleed: float) -> str:
    """Crop marks at the trim's corners and a register mark on each side, in /All so that every plate shows them."""
    tint = pdf.make_indirect(Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1))
    resources["/ColorSpace"] = Dictionary(Registration=Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))
    gap = bleed + MARK_GAP_MM
    lines: list[tuple[float, float, float, float]] = []
    for x in (0.0, width):
        out = -1 if x == 0 else 1
        for y in (0.0, height):
            down = -1 if y == 0 else 1
            lines.append((x + out * gap, y, x + out * (gap + MARK_MM), y))
            lines.append((x, y + down * gap, x, y + down * (gap + MARK_MM)))
    middle = bleed + MARK_GAP_MM + MARK_MM / 2
    for x, y in (
        (-middle, height / 2),
        (width + middle, height / 2),
        (width / 2, -middle),
        (width / 2, height + middle),
    ):
        lines += [(x - 2.5, y, x + 2.5, y), (x, y - 2.5, x, y + 2.5)]
    placed = ([_n(mm_to_pt(around + value)) for value in line] for line in lines)
    drawn = " ".join(f"{a} {b} m {c} {d} l S" for a, b, c, d in placed)
    return f"q /Registration CS 1 SCN {MARK_PT} w {drawn} Q"
