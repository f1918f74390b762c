"""Step 8, what is judged: the file, its pages with boxes and marks, and the limits. Reads the PDF; judges nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Pdf

from journal_app.prepress.preflight.content import Walker
from journal_app.prepress.preflight.geometry import Box, box_of, shared, touches
from journal_app.prepress.preflight.glyphs import Font
from journal_app.prepress.preflight.marks import Mark, PageMarks
from journal_app.prepress.preflight.xmp import packet, read_xmp
from journal_app.prepress.sheet import Minimums, PrinterSheet, Resolution
from journal_app.units import Rect, mm_to_pt, pt_to_mm

A3_PT: Box = (0, 0, 842, 1191)  # stands in for a media box that cannot be read


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed. Without a printer sheet: GWG 2015 sheet offset, and nothing about size, count or profile."""

    sheet: PrinterSheet | None = None
    flavour: str = ""  # pdfx4, pdfx1a, plain: what the sheet wants, or what a stranger's file claims

    @property
    def bleed(self) -> float:
        """The least bleed, mm (GWG 2015: 3 mm)."""
        return self.sheet.bleed if self.sheet else 3.0

    @property
    def bleed_most(self) -> float:
        """The widest bleed, mm: 5 unless the printer wants more."""
        return max(5.0, self.bleed)

    @property
    def safe(self) -> float:
        return self.sheet.safe if self.sheet else 5.0

    @property
    def ink(self) -> tuple[float, float]:
        """Total ink: warn above the first, stop above the second, %."""
        return (self.sheet.ink_warn, self.sheet.ink_limit) if self.sheet else (300.0, 300.0)

    @property
    def resolution(self) -> Resolution:
        return self.sheet.resolution if self.sheet else Resolution()

    @property
    def minimums(self) -> Minimums:
        return self.sheet.minimums if self.sheet else Minimums()

    @property
    def opaque(self) -> bool:
        """Whether the flavour is one without transparency: PDF/X-1a and PDF/X-3."""
        return self.flavour in ("pdfx1a", "pdfx3")


@dataclass(slots=True)
class PageFacts:
    """One page. Boxes in points of its user space, None where the page does not have them."""

    number: int
    obj: Any
    media: Box
    crop: Box | None
    bleed: Box | None
    trim: Box | None
    art: Box | None
    rotate: int
    unit: float
    in_colour: bool
    content: PageMarks = field(default_factory=PageMarks)
    visible: list[Mark] | None = None

    @property
    def finished(self) -> Box:
        """The trim; else the art, crop or media box, in that order."""
        return self.trim or self.art or self.crop or self.media

    @property
    def kept(self) -> Box:
        """What may reach the paper: the bleed box, else the trim."""
        return self.bleed or self.finished

    def rect(self, box: Box) -> Rect:
        """A box in mm from the trim's top left corner."""
        left, _, _, top = self.finished
        unit = self.unit
        return Rect(
            pt_to_mm(box[0] - left) * unit,
            pt_to_mm(top - box[3]) * unit,
            pt_to_mm(box[2] - box[0]) * unit,
            pt_to_mm(box[3] - box[1]) * unit,
        )

    def size(self) -> tuple[float, float]:
        """The finished size, mm."""
        rect = self.rect(self.finished)
        return rect.w, rect.h

    def printed(self, *kinds: str, masks: bool = False) -> Iterator[Mark]:
        """The marks that touch the trimmed page or its bleed; those of soft masks only when asked for."""
        if self.visible is None:
            kept = self.kept
            self.visible = [m for m in self.content.marks if touches(m.box, kept) or _flat(m.box, kept)]
        for mark in self.visible:
            if (not kinds or mark.kind in kinds) and (masks or mark.within != "softmask"):
                yield mark

    def seen(self, mark: Mark) -> Rect:
        """Where the mark is within the page and its bleed, mm."""
        return self.rect(shared(mark.box, self.kept) or mark.box)


def _flat(a: Box, b: Box) -> bool:
    """A line without thickness inside the box."""
    flat = a[0] == a[2] or a[1] == a[3]
    return flat and a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1]


@dataclass
class Subject:
    """The whole file."""

    pdf: Pdf
    pages: list[PageFacts]
    limits: Limits
    fonts: dict[Any, Font]

    @cached_property
    def claim(self) -> str:
        """The PDF/X the file says it is: `PDF/X-4`, `PDF/X-1a:2003` ... or nothing."""
        return claim_of(self.pdf)


def claim_of(pdf: Pdf) -> str:
    """GTS_PDFXConformance or GTS_PDFXVersion, from Info (ISO 15930-1, -4, -6) or XMP (ISO 15930-7, 6.7.9)."""
    info = pdf.trailer.get("/Info")
    for key in ("GTS_PDFXConformance", "GTS_PDFXVersion"):
        if isinstance(info, Dictionary) and f"/{key}" in info:
            return str(info[f"/{key}"])
    xmp = read_xmp(packet(pdf))
    said = (xmp.get(f"{room}:GTS_PDFX{key}", "") for key in ("Conformance", "Version") for room in ("pdfxid", "pdfx"))
    return next(filter(None, said), "")


def flavour_of(claim: str) -> str:
    """Our word for a claimed PDF/X version."""
    for start, name in (("PDF/X-1", "pdfx1a"), ("PDF/X-3", "pdfx3"), ("PDF/X-4", "pdfx4")):
        if claim.startswith(start):
            return name
    return "other" if claim else ""


def read(pdf: Pdf, sheet: PrinterSheet | None, folios: list[int]) -> Subject:
    """Every page read and its content walked."""
    fonts: dict[Any, Font] = {}
    flavour = sheet.flavour if sheet else flavour_of(claim_of(pdf))
    pages = []
    for number, page in enumerate(pdf.pages, 1):
        folio = folios[number - 1] if number <= len(folios) else number
        facts = _facts(number, page, sheet.in_colour(folio) if sheet else True)
        facts.content = Walker(fonts).page(page, facts.media)
        pages.append(facts)
    return Subject(pdf, pages, Limits(sheet, flavour), fonts)


def _facts(number: int, page: pikepdf.Page, in_colour: bool) -> PageFacts:
    obj = page.obj
    found = {key: box_from(_inherited(obj, key)) for key in ("/MediaBox", "/CropBox")}
    found |= {key: box_from(obj.get(key)) for key in ("/BleedBox", "/TrimBox", "/ArtBox")}
    rotate: Any = _inherited(obj, "/Rotate")
    unit: Any = obj.get("/UserUnit")
    return PageFacts(
        number,
        obj,
        found["/MediaBox"] or A3_PT,
        found["/CropBox"],
        found["/BleedBox"],
        found["/TrimBox"],
        found["/ArtBox"],
        int(rotate) % 360 if _number(rotate) else 0,
        float(unit) if _number(unit) else 1.0,
        in_colour,
    )


def _inherited(obj: Any, key: str) -> Any:
    for _ in range(30):  # page trees are a few levels deep; a loop must end
        if key in obj:
            return obj[key]
        obj = obj.get("/Parent")
        if obj is None:
            return None
    return None


def _number(value: Any) -> bool:
    try:
        return value is not None and float(value) == float(value)
    except (TypeError, ValueError):
        return False


def box_from(value: Any) -> Box | None:
    """A rectangle array as a box, its corners in order; None for anything else."""
    if not isinstance(value, Array) or len(value) != 4 or not all(_number(v) for v in value):
        return None
    a, b, c, d = (float(v) for v in value)
    return box_of([(a, b), (c, d)])


def mm_pt(mm: float, page: PageFacts) -> float:
    """Millimetres as points of the page's user space."""
    return mm_to_pt(mm) / page.unit
