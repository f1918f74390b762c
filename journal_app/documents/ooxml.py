"""Step 2 of reading a Word file: names and values of its XML, Transitional or Strict alike. It decides nothing."""

import posixpath
from functools import lru_cache
from urllib.parse import unquote

from lxml import etree

from journal_app.documents.gate import Package

_PREFIXES = {
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
_OFF = {"0", "false", "off", "none"}


@lru_cache(maxsize=4096)
def _short(name: str) -> str:
    if not name.startswith("{"):
        return name
    space, local = name[1:].split("}", 1)
    return f"{_PREFIXES.get(space, '')}:{local}"


def tag(element: etree._Element) -> str:
    """`w:p`, in both families of namespaces; `:name` where the namespace is none of a text's."""
    return _short(str(element.tag))


def get(element: etree._Element | None, name: str) -> str:
    """An attribute by its short name, `w:val`; empty when it is not there."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if _short(str(key)) == name), "")


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of this name."""
    return None if element is None else next((found for found in element if tag(found) == name), None)


def switch(element: etree._Element | None, name: str) -> bool | None:
    """A property that is on, off, or not said."""
    found = child(element, name)
    return None if found is None else get(found, "w:val").lower() not in _OFF


def whole(value: str, otherwise: int = 0) -> int:
    """A number as Word writes it; what is none counts as `otherwise`."""
    return int(value) if value.lstrip("-").isdecimal() and len(value) < 10 else otherwise


def relations(package: Package, part: str) -> dict[str, tuple[str, str, bool]]:
    """What a part refers to: id -> (last word of its type, target, whether it is outside the file)."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(path):
        return {}
    found: dict[str, tuple[str, str, bool]] = {}
    for one in package.xml(path):
        target = str(one.get("Target") or "")
        outside = one.get("TargetMode") == "External"
        if not outside:
            target = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/")
        found[str(one.get("Id") or "")] = (str(one.get("Type") or "").rsplit("/", 1)[-1], target, outside)
    return found
