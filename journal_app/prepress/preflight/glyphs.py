"""Step 8, what a PDF font says of itself: name, subset tag, embedding, widths, and which codes have no glyph."""

import re
import struct
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, PdfError, Stream

_TAG = re.compile(r"^([A-Z]{6})\+(.+)$")


@dataclass(slots=True)
class Font:
    """One font as used in a file. Widths in thousandths of the size; `wide` fonts have two bytes a code."""

    key: tuple[int, int]
    name: str
    kind: str
    tag: str = ""
    embedded: bool = True
    wide: bool = False
    default_width: float = 0.0
    widths: dict[int, float] = field(default_factory=dict)
    program: bytes | None = None
    program_key: tuple[int, int] = (0, 0)
    glyph_count: int = 0
    gids: bytes | None = None  # a CIDToGIDMap stream
    nothing: frozenset[int] = frozenset()  # codes of a simple font that name no glyph
    procs: Any = None  # Type3: /CharProcs, with `codes` naming them
    codes: dict[int, str] = field(default_factory=dict)
    matrix: tuple[float, ...] = (0.001, 0, 0, 0.001, 0, 0)
    resources: Any = None

    def split(self, text: bytes) -> tuple[int, ...]:
        """The codes of a shown string."""
        if not self.wide:
            return tuple(text)
        return struct.unpack(f">{len(text) // 2}H", text[: len(text) & ~1])

    def width(self, codes: tuple[int, ...]) -> float:
        """The sum of the codes' widths, thousandths of the size."""
        get, default = self.widths.get, self.default_width
        return sum([get(code, default) for code in codes])

    def missing(self, codes: tuple[int, ...]) -> set[int]:
        """The codes that show nothing or the empty box of a missing glyph."""
        if not self.wide:
            return {code for code in codes if code in self.nothing}
        wrong = set()
        for code in set(codes):
            gid = self._gid(code)
            if gid == 0 or (self.glyph_count and gid >= self.glyph_count):
                wrong.add(code)
        return wrong

    def _gid(self, code: int) -> int:
        if self.gids is None:
            return code
        pair = self.gids[2 * code : 2 * code + 2]
        return int.from_bytes(pair, "big") if len(pair) == 2 else 0


def font_of(font: Any) -> Font:
    """What the font dictionary says; whatever it leaves out keeps a harmless default."""
    kind = str(font.get("/Subtype", "")).removeprefix("/")
    said = str(font.get("/BaseFont", font.get("/Name", "?"))).removeprefix("/")
    match = _TAG.match(said)
    here = Font(font.objgen, match[2] if match else said, kind, match[1] if match else "")
    if kind == "Type3":
        _type3(here, font)
    elif kind == "Type0":
        _composite(here, font)
    else:
        _simple(here, font)
    return here


def _descriptor(here: Font, holder: Any) -> None:
    descriptor = holder.get("/FontDescriptor")
    here.embedded = False
    if not isinstance(descriptor, Dictionary):
        return
    here.default_width = float(descriptor.get("/MissingWidth", 0))
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        stream = descriptor.get(key)
        if isinstance(stream, Stream):
            here.embedded = True
            here.program_key = stream.objgen
            try:
                here.program = stream.read_bytes()
            except (PdfError, RuntimeError):
                here.embedded = False  # a font program that cannot be decoded is none
            else:
                here.glyph_count = _glyph_count(here.program)


def _glyph_count(program: bytes) -> int:
    """numGlyphs of an sfnt's `maxp` table (OpenType, maxp); 0 where the program has none."""
    if len(program) < 12 or program[:4] not in (b"\0\1\0\0", b"true", b"OTTO"):
        return 0
    for number in range(int.from_bytes(program[4:6], "big")):
        row = program[12 + 16 * number : 28 + 16 * number]
        if row[:4] == b"maxp":
            at = int.from_bytes(row[8:12], "big")
            return int.from_bytes(program[at + 4 : at + 6], "big")
    return 0


def _composite(here: Font, font: Any) -> None:
    here.wide = True
    below = font.get("/DescendantFonts")
    if not isinstance(below, Array) or len(below) == 0:
        here.embedded = False
        return
    cid = below[0]
    _descriptor(here, cid)
    here.default_width = float(cid.get("/DW", 1000))
    mapped = cid.get("/CIDToGIDMap")
    if isinstance(mapped, Stream):
        here.gids = mapped.read_bytes()
    if cid.get("/Subtype") != Name.CIDFontType2:
        here.glyph_count = 0  # CIDs of a CFF are not glyph numbers: only CID 0 is known to be .notdef
    here.widths = _cid_widths(cid.get("/W"))


def _cid_widths(table: Any) -> dict[int, float]:
    """`c [w1 w2 ...]` and `first last w` (PDF 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    rows = list(table) if isinstance(table, Array) else []
    at = 0
    while at + 1 < len(rows):
        first = int(rows[at])
        if isinstance(rows[at + 1], Array):
            widths.update({first + n: float(w) for n, w in enumerate(rows[at + 1])})
            at += 2
        elif at + 2 < len(rows):
            last = min(int(rows[at + 1]), 65535)
            widths.update(dict.fromkeys(range(first, last + 1), float(rows[at + 2])))
            at += 3
        else:
            break
    return widths


def _simple(here: Font, font: Any) -> None:
    _descriptor(here, font)
    first = int(font.get("/FirstChar", 0))
    listed = font.get("/Widths")
    here.widths = {first + n: float(w) for n, w in enumerate(listed)} if isinstance(listed, Array) else {}
    if not here.widths:
        here.default_width = 500.0  # the standard 14 carry no widths: a middling one, only to place the box
    here.nothing = frozenset(code for code, name in _differences(font).items() if name == "/.notdef")


def _differences(font: Any) -> dict[int, str]:
    encoding = font.get("/Encoding")
    names: dict[int, str] = {}
    code = 0
    for entry in encoding.get("/Differences", []) if isinstance(encoding, Dictionary) else []:
        if isinstance(entry, Name):
            names[code] = str(entry)
            code += 1
        else:
            code = int(entry)
    return names


def _type3(here: Font, font: Any) -> None:
    here.codes = _differences(font)
    here.procs = font.get("/CharProcs")
    here.matrix = tuple(float(v) for v in font.get("/FontMatrix", [0.001, 0, 0, 0.001, 0, 0]))
    here.resources = font.get("/Resources")
    first = int(font.get("/FirstChar", 0))
    widths = font.get("/Widths")
    across = here.matrix[0] * 1000 if here.matrix else 1.0
    here.widths = {first + n: float(w) * across for n, w in enumerate(widths)} if isinstance(widths, Array) else {}
    known = set(here.procs.keys()) if isinstance(here.procs, Dictionary) else set()
    here.nothing = frozenset(code for code in range(256) if here.codes.get(code) not in known)
