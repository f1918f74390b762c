"""Complement, step 3a: a drawing in SVG -> the same for a screen, without what else its file tells. Fetches nothing.

Built again from what draws: comments, editors' own elements, titles and hidden data stay behind. What it may hold was
judged when the folder was read (prepress/svg_files.py): no script, no address, no picture inside.
"""

import re
from pathlib import Path

from lxml import etree

from journal_app.prepress.svg import ATTRIBUTES, ELEMENTS, PROPERTIES
from journal_app.prepress.svg_files import SVG, inspect_svg

DRAWN = ELEMENTS | {"linearGradient", "radialGradient", "stop", "style", "textPath"}
KEPT = ATTRIBUTES | PROPERTIES | {
    "class", "style", "offset", "stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "fx", "fy",
    "spreadMethod", "startOffset",
}  # fmt: skip
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SANS = "sans-serif"  # what a screen takes where it does not have the drawing's face


def drawing(path: Path) -> tuple[bytes, tuple[int, int]]:
    """The drawing's bytes, and its width and height in px. Raises ValueError for one that may not be used."""
    data = path.read_bytes()
    if inspect_svg(data):
        raise ValueError(path.name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    made = _copied(root)
    width, height = _size(root)
    made.set("width", f"{width}")
    made.set("height", f"{height}")
    if not made.get("viewBox"):
        made.set("viewBox", f"0 0 {width} {height}")
    return etree.tostring(made), (width, height)


def _copied(element: etree._Element) -> etree._Element:
    made = etree.Element(element.tag, nsmap={None: SVG[1:-1]})
    for key, value in element.attrib.items():
        name = "href" if key == XLINK_HREF else str(key)
        if name in KEPT and (name != "href" or str(value).startswith("#")):
            made.set(name, f"{value}, {SANS}" if name == "font-family" else str(value))
    local = str(element.tag).removeprefix(SVG)
    if local in ("text", "tspan", "textPath", "style"):
        made.text = _COMMENT.sub("", element.text or "") if local == "style" else element.text
    for child in element:
        if isinstance(child.tag, str) and child.tag.startswith(SVG) and child.tag.removeprefix(SVG) in DRAWN:
            copy = _copied(child)
            copy.tail = child.tail if local in ("text", "tspan", "textPath") else None
            made.append(copy)
    return made


def _size(root: etree._Element) -> tuple[int, int]:
    box = [float(value) for value in re.split(r"[\s,]+", (root.get("viewBox") or "").strip()) if value]
    if len(box) != 4 or min(box[2:]) <= 0:
        box = [0, 0, *(float(re.sub(r"[^0-9.]", "", root.get(key) or "") or 100) for key in ("width", "height"))]
    return max(1, round(box[2])), max(1, round(box[3]))
