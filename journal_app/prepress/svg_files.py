"""Step 1g: a drawing in SVG -> what forbids its use. Nothing it refers to is ever read.

A drawing must stand alone: no address outside itself, no script, no entity, no picture inside (the press could not
judge its resolution and colour), and no `use` that multiplies itself.
"""

import re
from collections.abc import Iterator

from lxml import etree

from journal_app.prepress.characters import shown

MOST_ELEMENTS = 100_000  # drawn, each `use` counted with all it repeats
DEEPEST = 100
SVG = "{http://www.w3.org/2000/svg}"
REFUSED = frozenset(
    {
        "script",
        "foreignObject",
        "iframe",
        "audio",
        "video",
        "handler",
        "listener",
        "set",
        "animate",
        "animateMotion",
        "animateTransform",
        "discard",
    }
)
PICTURES = frozenset({"image", "feImage"})
_DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
# An address in a style that is not a place in the drawing itself; a backslash could hide one (CSS Syntax 3, 4.3.7).
_URL = re.compile(r"url\(\s*+[\"']?+\s*+(?!#)([^\"')]*)|@import\s*([^;]*)|expression\s*\(|\\", re.IGNORECASE)

Wrong = tuple[tuple[str, str, str], ...]


def inspect_svg(data: bytes) -> Wrong:
    """What is wrong with a drawing: (code, found, allowed) each; empty when it may be used."""
    if _DECLARED.search(data) or b"\0" in data:  # also keeps UTF-16, where a DOCTYPE would hide, out
        return (("svg-declaration", "<!DOCTYPE>", "<svg>"),)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        return (("svg-broken", shown(error, 100), ""),)
    if root.tag != f"{SVG}svg":
        return (("svg-broken", f"<{shown(root.tag)}>", '<svg xmlns="http://www.w3.org/2000/svg">'),)
    found = list(dict.fromkeys(_wrong(root)))
    if not root.get("viewBox") and not (_length(root.get("width")) and _length(root.get("height"))):
        found.append(("svg-without-size", "", "viewBox"))
    if not found and _drawn(root) > MOST_ELEMENTS:
        found.append(("svg-too-complex", f"> {MOST_ELEMENTS}", str(MOST_ELEMENTS)))
    return tuple(found)


def _length(text: str | None) -> bool:
    """Whether a width or height says how large the drawing is: a number, not a part of something unknown."""
    return bool(re.fullmatch(r"\s*[0-9]*\.?[0-9]+\s*(px|pt|mm|cm|in|pc)?\s*", text or ""))


def _wrong(root: etree._Element) -> Iterator[tuple[str, str, str]]:
    sibling = root.getprevious()
    while sibling is not None:
        if isinstance(sibling, etree._ProcessingInstruction):
            yield "svg-reference", f"<?{shown(sibling.target)}?>", "#id"
        sibling = sibling.getprevious()
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield "svg-reference", shown(element), "#id"
            continue
        kind = element.tag.rpartition("}")[2]
        line = f"l. {element.sourceline}: <{shown(kind)}>"
        if kind in REFUSED:
            yield "svg-script", line, ""
        if kind in PICTURES:
            yield "svg-picture-inside", line, ""
        if kind == "style" and (address := _URL.search(element.text or "")):
            yield "svg-reference", f"{line} {shown(address[0])}", "#id"
        for name, value in element.attrib.items():
            short = str(name).rpartition("}")[2]
            if short.lower().startswith("on"):
                yield "svg-script", f"{line} {shown(short)}", ""
            outward = short in ("href", "base", "src") and not value.strip().startswith("#") and kind not in PICTURES
            if outward or (short != "d" and _URL.search(value)):
                yield "svg-reference", f"{line} {shown(value)}", "#id"


def _drawn(root: etree._Element) -> int:
    """How many elements are drawn when every `use` is followed; more than MOST_ELEMENTS when one repeats itself."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[etree._Element, int] = {}
    open_: set[etree._Element] = set()

    def count(element: etree._Element, depth: int) -> int:
        if element in known:
            return known[element]
        if element in open_ or depth > DEEPEST:
            return MOST_ELEMENTS + 1
        open_.add(element)
        total = 1
        if element.tag == f"{SVG}use":
            link = element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or ""
            target = named.get(link.strip().removeprefix("#"))
            total += count(target, depth + 1) if target is not None else 0
        for child in element:
            total += count(child, depth + 1)
            if total > MOST_ELEMENTS:
                break
        open_.discard(element)
        known[element] = total
        return total

    return count(root, 0)
