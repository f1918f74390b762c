"""Complement, step 5b: which glyphs a PDF draws and for which code points; those without one get a silent one.

A glyph without a code point is one that the letters beside it already tell: a dot, an accent (letters.py).
"""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, String

SILENT = 0x200B  # a space without width
MOST = 100  # entries that one block of a CMap may hold (Adobe Technical Note 5014)
_CODE = re.compile(r"<([0-9A-Fa-f]+)>\s*<[0-9A-Fa-f]+>\s")


def instructions(page: Any, names: str = "") -> Iterator[tuple[list[Any], Any]]:
    """What a page draws: operands, operator; only those of some names, if wanted."""
    for one in pikepdf.parse_content_stream(page, names):
        yield list(one.operands), one.operator


def codes(one: Any) -> list[bytes]:
    """The glyphs of a shown string: two bytes each; none of a move."""
    data = bytes(one) if isinstance(one, String) else b""
    return [data[at : at + 2] for at in range(0, len(data) - 1, 2)]


def line(operands: list[Any], operator: Any) -> list[Any]:
    """The glyphs and moves of a text instruction; nothing for any other."""
    word = str(operator)
    return list(operands[0]) if word == "TJ" else operands if word == "Tj" else []


def used(pdf: pikepdf.Pdf) -> list[tuple[Any, set[int]]]:
    """Every composite font, and the codes of it that are drawn."""
    found: dict[Any, tuple[Any, set[int]]] = {}
    for page in pdf.pages:
        named = {str(key): font for key, font in page.Resources.get("/Font", Dictionary()).items()}
        current: set[int] = set()
        for operands, operator in instructions(page, "Tf TJ Tj"):
            if str(operator) == "Tf":
                font = named[str(operands[0])]
                current = found.setdefault(font.objgen, (font, set()))[1]
            for one in line(operands, operator):
                current.update(int.from_bytes(code, "big") for code in codes(one))
    return [(font, drawn) for _, (font, drawn) in sorted(found.items()) if font.get("/Subtype") == Name.Type0]


def lacking(font: Any, drawn: set[int]) -> list[int]:
    """The drawn codes that stand for no code point."""
    told = font.ToUnicode.read_bytes().decode("latin-1") if "/ToUnicode" in font else ""
    return sorted(drawn - {int(code, 16) for code in _CODE.findall(told)})


def silence(pdf: pikepdf.Pdf) -> None:
    """Give each glyph that stands for nothing the silent code point."""
    for font, drawn in used(pdf):
        wanted = lacking(font, drawn) if "/ToUnicode" in font else []
        blocks = [wanted[at : at + MOST] for at in range(0, len(wanted), MOST)]
        added = "".join(
            f"{len(block)} beginbfchar\n" + "".join(f"<{code:04x}> <{SILENT:04x}>\n" for code in block) + "endbfchar\n"
            for block in blocks
        )
        if added:
            text = font.ToUnicode.read_bytes().decode("latin-1")
            font.ToUnicode.write(text.replace("endcmap", added + "endcmap", 1).encode("latin-1"))
