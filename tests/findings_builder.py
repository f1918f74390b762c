"""A press PDF without a fault, small enough to read, and the means to spoil it: each folder of tests/findings/ is a
rule's code, and its make.py spoils one thing. Files are drawn when the tests run; none is committed.

The page is 100 x 140 mm with 3 mm of bleed and 10 mm of slug. It carries a line of black text, a photograph that
bleeds, a rule line and crop marks in registration colour. Everything about it is PDF/X-4.
"""

import importlib.util
import io
import struct
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from journal_app.prepress.sheet import PrinterSheet, from_table

FINDINGS = Path(__file__).parent / "findings"
WIDTH, HEIGHT, BLEED, SLUG = 100.0, 140.0, 3.0, 10.0  # mm
AROUND = BLEED + SLUG
PT = 72 / 25.4
FOX, NOTDEF = "<0001000200010002>", "<0000>"  # shown glyphs of the test face


def sheet(**changes: Any) -> PrinterSheet:
    """A printer sheet that the clean file satisfies."""
    table = {"preset": "tabloid-offset", "page": [WIDTH, HEIGHT], "pages_multiple": 1, "condition": "FOGRA39"}
    return from_table(table | changes)


def pt(mm: float) -> float:
    return round(mm * PT, 4)


def x(mm: float) -> float:
    """A place right of the trim's left edge, in points."""
    return pt(AROUND + mm)


def y(mm: float) -> float:
    """A place below the trim's top edge, in points."""
    return pt(AROUND + HEIGHT - mm)


def box(*mm: float) -> Array:
    return Array([pt(v) for v in mm])


class Draft:
    """The file being made. `content` is what the page paints, in order, by name; a recipe replaces or adds to it."""

    def __init__(self) -> None:
        self.pdf = Pdf.new()
        self.version = "1.6"
        self.info: dict[str, str] = {
            "Title": "Fichier sain",
            "Creator": "Journal",
            "Producer": "Journal",
            "Trapped": "/False",
            "CreationDate": "D:20260501000000Z",
            "ModDate": "D:20260501000000Z",
        }
        self.xmp: dict[str, str] = {
            "dc:title": "Fichier sain",
            "xmp:CreatorTool": "Journal",
            "pdf:Producer": "Journal",
            "pdf:Trapped": "False",
            "xmp:CreateDate": "2026-05-01T00:00:00Z",
            "xmp:ModifyDate": "2026-05-01T00:00:00Z",
            "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion": "PDF/X-4",
        }
        self.save: dict[str, Any] = {"static_id": True, "object_stream_mode": pikepdf.ObjectStreamMode.disable}
        self.raw: Callable[[bytes], bytes] = bytes  # a last change to the finished bytes
        self.add_page()
        self.intent()

    def add_page(self) -> pikepdf.Page:
        """One more clean page; `page`, `content` and `resources` then speak of it."""
        whole = (WIDTH + 2 * AROUND, HEIGHT + 2 * AROUND)
        page = self.pdf.add_blank_page(page_size=(pt(whole[0]), pt(whole[1])))
        page.obj.MediaBox = box(0, 0, *whole)
        page.obj.TrimBox = box(AROUND, AROUND, AROUND + WIDTH, AROUND + HEIGHT)
        page.obj.BleedBox = box(SLUG, SLUG, SLUG + WIDTH + 2 * BLEED, SLUG + HEIGHT + 2 * BLEED)
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
        page.obj.Resources = Dictionary(
            Font=Dictionary(F=self.font()),
            XObject=Dictionary(Photo=self.image(1300, 700, b"\x20\x10\x30\x05")),
            ExtGState=Dictionary(Black=Dictionary(op=True, OP=True, OPM=1)),
            ColorSpace=Dictionary(Registration=Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])),
        )
        self.page, self.resources = page, page.obj.Resources
        self.content: dict[str, str] = {
            "photo": f"q {pt(WIDTH + 2 * BLEED)} 0 0 {pt(53)} {x(-BLEED)} {y(50)} cm /Photo Do Q",
            "text": self.text(20, 80, 10),
            "line": f"0 0 0 1 K 0.5 w {x(20)} {y(90)} m {x(80)} {y(90)} l S",
            "marks": f"/Registration CS 1 SCN 0.25 w {pt(2)} {y(0)} m {pt(8)} {y(0)} l S",
        }
        page.obj.Contents = self.pdf.make_stream(b"")
        self.contents = getattr(self, "contents", [])
        self.contents.append((page, self.content))
        return page

    def text(
        self,
        left: float,
        down: float,
        size: float,
        colour: str = "0 0 0 1 k",
        shown: str = FOX,
        state: str = "Black",
        font: str = "F",
    ) -> str:
        """A short line of text, its baseline `down` mm below the trim's top."""
        return f"q /{state} gs BT {colour} /{font} {size} Tf {x(left)} {y(down)} Td {shown} Tj ET Q"

    def rectangle(self, left: float, top: float, width: float, height: float, paint: str) -> str:
        """A filled rectangle; `paint` sets its colour."""
        return f"q {paint} {x(left)} {y(top + height)} {pt(width)} {pt(height)} re f Q"

    def place(self, name: str, left: float, top: float, width: float, height: float) -> str:
        """A picture in a box in mm from the trim's top left corner."""
        return f"q {pt(width)} 0 0 {pt(height)} {x(left)} {y(top + height)} cm /{name} Do Q"

    def image(self, width: int, height: int, pixel: bytes, **entries: Any) -> pikepdf.Stream:
        """A plain picture of one colour, compressed; CMYK unless said otherwise."""
        values = {
            "Type": Name.XObject,
            "Subtype": Name.Image,
            "Width": width,
            "Height": height,
            "ColorSpace": Name.DeviceCMYK,
            "BitsPerComponent": 8,
        } | entries
        stream = self.pdf.make_stream(b"")
        stream.write(zlib.compress(pixel * (width * height), 9), filter=Name.FlateDecode)
        for key, value in values.items():
            stream[f"/{key}"] = value
        return stream

    def form(self, content: str, **entries: Any) -> pikepdf.Stream:
        """A form XObject as large as the page."""
        stream = self.pdf.make_stream(content.encode())
        for key, value in (
            {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 1000, 1000])} | entries
        ).items():
            stream[f"/{key}"] = value
        return stream

    def font(self, letters: int = 2, tag: str = "ABCDEF", **entries: Any) -> pikepdf.Object:
        """The test face: squares, embedded as a CID TrueType with Identity-H."""
        program = self.pdf.make_stream(face(letters))
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{tag}+Squares"),
            Flags=4,
            FontBBox=Array([0, 0, 600, 700]),
            ItalicAngle=0,
            Ascent=700,
            Descent=0,
            CapHeight=700,
            StemV=80,
            FontFile2=program,
        )
        below = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{tag}+Squares"),
            DW=600,
            CIDToGIDMap=Name.Identity,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=self.pdf.make_indirect(descriptor),
        )
        return self.pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name(f"/{tag}+Squares"),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([self.pdf.make_indirect(below)]),
                **entries,
            )
        )

    def intent(self, profile: bytes | None = None, n: int = 4, **entries: Any) -> None:
        """The output intent, with a tiny CMYK profile unless another is given."""
        stream = self.pdf.make_stream(profile or icc(b"CMYK"))
        stream.N = n
        values = {
            "Type": Name.OutputIntent,
            "S": Name.GTS_PDFX,
            "OutputConditionIdentifier": String("FOGRA39"),
            "RegistryName": String("http://www.color.org"),
            "Info": String("FOGRA39"),
            "DestOutputProfile": stream,
        }
        values |= entries
        self.pdf.Root.OutputIntents = Array([Dictionary({f"/{k}": v for k, v in values.items() if v is not None})])

    def write(self, path: Path) -> Path:
        """The finished file."""
        for page, content in self.contents:
            page.obj.Contents = self.pdf.make_stream("\n".join(content.values()).encode())
        if self.info:
            entries = {
                f"/{k}": Name(v) if v.startswith("/") and k == "Trapped" else String(v) for k, v in self.info.items()
            }
            self.pdf.trailer.Info = self.pdf.make_indirect(Dictionary(entries))
        if self.xmp:
            with self.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
                for key, value in self.xmp.items():
                    xmp[key] = [value] if key == "dc:creator" else value
        out = io.BytesIO()
        self.pdf.save(out, force_version=self.version, **self.save)
        path.write_bytes(self.raw(out.getvalue()))
        return path


@cache
def face(letters: int = 2) -> bytes:
    """A TrueType face with .notdef and `letters` squares."""
    order = [".notdef", *(f"square{n}" for n in range(letters))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({65 + n: name for n, name in enumerate(order[1:])})
    glyphs = {}
    for number, name in enumerate(order):
        pen = TTGlyphPen(None)
        side = 500 - 20 * number
        pen.moveTo((50, 0))
        pen.lineTo((50, side))
        pen.lineTo((50 + side, side))
        pen.lineTo((50 + side, 0))
        pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (600, 50) for name in order})
    builder.setupHorizontalHeader(ascent=700, descent=0)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


@cache
def icc(space: bytes = b"CMYK") -> bytes:
    """The smallest profile with a header that says its colour space (ICC.1, 7.2) and no table worth converting by."""
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(90),
        b"cprt": b"text" + bytes(4) + b"none\0\0\0\0",
    }
    table, data = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(data), len(value))
        data += value
    size = start + len(data)
    header = struct.pack(">I4sI4s4s4s", size, b"none", 0x02100000, b"prtr", space, b"Lab ") + bytes(12) + b"acsp"
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


def jpeg(draft: Draft, exif: dict[int, Any] | None = None, gps: dict[int, Any] | None = None) -> pikepdf.Stream:
    """A grey JPEG of 300 x 150 pixels with the EXIF and GPS entries given."""
    tags = Image.Exif()
    tags.update(exif or {})
    if gps:
        tags.get_ifd(0x8825).update(gps)
    out = io.BytesIO()
    Image.new("L", (300, 150), 120).save(out, "JPEG", exif=tags)
    return _encoded(draft, out.getvalue(), Name.DCTDecode)


def jpeg2000(draft: Draft) -> pikepdf.Stream:
    """The same in JPEG 2000."""
    out = io.BytesIO()
    Image.new("L", (300, 150), 120).save(out, "JPEG2000")
    return _encoded(draft, out.getvalue(), Name.JPXDecode)


def _encoded(draft: Draft, data: bytes, kind: Name) -> pikepdf.Stream:
    stream = draft.image(300, 150, b"", ColorSpace=Name.DeviceGray)
    stream.write(data, filter=kind)
    return stream


def recipe(code: str) -> ModuleType:
    """The make.py of a rule's folder."""
    spec = importlib.util.spec_from_file_location(f"finding_{code.replace('-', '_')}", FINDINGS / code / "make.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(code)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def codes() -> list[str]:
    """Every rule that has a folder."""
    return sorted(path.parent.name for path in FINDINGS.glob("*/make.py"))


def build(code: str, path: Path) -> tuple[Path, PrinterSheet | None]:
    """The spoiled file of a rule and the sheet it is judged by, if its recipe names one."""
    made = recipe(code)
    draft = Draft()
    made.spoil(draft)
    return draft.write(path), getattr(made, "SHEET", None)
