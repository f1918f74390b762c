"""Bitext, the gate: a stranger's bytes -> an XML tree with its lines, or one plain sentence why not.

No entity is declared or fetched, no network, no file; size, depth and the number of elements are bounded before
anything looks at them. Comments and processing instructions stay: a file is written back with nothing lost.
"""

import codecs
import re

from lxml import etree

from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking

MOST_BYTES = 20_000_000  # a translation of a whole issue with matches takes 2 MB
MOST_ELEMENTS = 1_000_000
MOST_ATTRIBUTES = 500  # of one element: XLIFF 2 with all its modules and ITS knows some eighty
WHO = "translator"
_CROWDED = etree.XPath(f"(//*[count(@*) > {MOST_ATTRIBUTES}])[1]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_PROLOG = re.compile(r"\ufeff?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)  # what may stand before the root or a DOCTYPE
_OUTSIDE_ONLY = re.compile(r"<!DOCTYPE\s+[^\s>\[]+[^>\[]*>")  # it names a grammar and declares nothing


def parse(data: bytes, name: str, doctype: bool = False) -> tuple[etree._ElementTree | None, list[Problem]]:
    """The tree, or why not; `where` of a problem is `name:line`. `doctype`: one that names its grammar is let pass."""
    if len(data) > MOST_BYTES:
        return None, [blocking("xml-too-large", name, f"{len(data) / 1e6:.0f}", f"{MOST_BYTES / 1e6:.0f}", WHO)]
    text = _readable(data)
    place = _PROLOG.match(text).end()  # type: ignore[union-attr]  # it matches the empty text, too
    if text.startswith("<!DOCTYPE", place) and not (doctype and _OUTSIDE_ONLY.match(text, place)):
        return None, [blocking("xml-entities", f"{name}:{text.count(chr(10), 0, place) + 1}", "", "", WHO)]
    if data.count(b"<") - data.count(b"</") > MOST_ELEMENTS:
        return None, [blocking("xml-too-large", name, "", f"{MOST_ELEMENTS}", WHO)]
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        collect_ids=False,  # else an id that comes twice is no XML at all, though it may in two units (ITS)
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        return None, [blocking("xml-broken", f"{name}:{line}", shown(str(error.msg or ""), 160), "", WHO)]
    except (ValueError, LookupError) as error:
        return None, [blocking("xml-broken", f"{name}:1", shown(str(error), 160), "", WHO)]
    for crowded in _CROWDED(root):  # lxml takes the square of their number to list them
        where, found = f"{name}:{crowded.sourceline}", shown(etree.QName(crowded).localname, 60)
        return None, [blocking("xml-crowded", where, found, MOST_ATTRIBUTES, WHO)]
    tree = root.getroottree()
    declared = tree.docinfo.internalDTD
    if declared is not None and (not doctype or any(True for _ in declared.iterentities())):
        return None, [blocking("xml-entities", f"{name}:1", "", "", WHO)]
    return tree, []


def _readable(data: bytes) -> str:
    """The file's text as far as its own first bytes tell how to read it: to look for declarations, nothing else."""
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return data.decode(codec, "replace")
    if data[:2] == b"<\0" or data[:2] == b"\0<":
        return data.decode("utf-16-le" if data[0] else "utf-16-be", "replace")
    return data.decode("latin-1")

