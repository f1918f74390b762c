"""Step 3 of reading a Word file: the values of its XML, and what its parts refer to. It decides nothing."""

import posixpath
from urllib.parse import unquote

from lxml import etree

from journal_app.documents.gate import Package
from journal_app.documents.names import child, get

_OFF = {"0", "false", "off", "none"}


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
