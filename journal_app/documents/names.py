"""Step 2 of reading a document: the short names of its XML, `w:p` or `text:p`. It reads no text and decides nothing.

Word's families, Transitional and Strict alike (ECMA-376), and OpenDocument's (OASIS, 1.3): no prefix means two things.
"""

from functools import lru_cache

from lxml import etree

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_WORD = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
_OPEN = {
    f"{_SPACE}office:1.0": "office", f"{_SPACE}text:1.0": "text", f"{_SPACE}table:1.0": "table",
    f"{_SPACE}drawing:1.0": "draw", f"{_SPACE}style:1.0": "style", f"{_SPACE}xsl-fo-compatible:1.0": "fo",
    f"{_SPACE}svg-compatible:1.0": "svg", f"{_SPACE}manifest:1.0": "manifest", f"{_SPACE}meta:1.0": "meta",
    "http://www.w3.org/1999/xlink": "xlink", "http://www.w3.org/1998/Math/MathML": "math",
    "http://www.w3.org/XML/1998/namespace": "xml",
}  # fmt: skip
_PREFIXES = _WORD | _OPEN


@lru_cache(maxsize=4096)
def _short(name: str) -> str:
    if not name.startswith("{"):
        return name
    space, local = name[1:].split("}", 1)
    return f"{_PREFIXES.get(space, '')}:{local}"


def tag(element: etree._Element) -> str:
    """`w:p`, `text:p`; `:name` where the namespace is none of a text's."""
    return _short(str(element.tag))


def get(element: etree._Element | None, name: str) -> str:
    """An attribute by its short name, `w:val`; empty when it is not there."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if _short(str(key)) == name), "")


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of this name."""
    return None if element is None else next((found for found in element if tag(found) == name), None)
