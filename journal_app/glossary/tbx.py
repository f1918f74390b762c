"""Glossary, the exchange file: rows <-> TBX-Basic (ISO 30042:2019, dialect TBX-Basic, style DCA). Pure; lxml writes.

TBX-Basic has no word for a term that stays as it is, nor for one that is only spoken: they are written as preferred and
admitted, which is true, with the subset `kept` or `spoken` beside it (projectSubset), which other tools keep. Read is
also its first edition (martif, termEntry, langSet, tig), which most tools still write; any namespace; what else a file
says of a term (part of speech, contexts, who changed it) is left.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lxml import etree

from journal_app.bitext.parse import parse
from journal_app.glossary.concepts import MOST_WORDS, WHO, Status, one_line
from journal_app.glossary.importing import MOST_ROWS, Entry
from journal_app.problems import Problem, blocking

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TOLD = {
    Status.PREFERRED: "preferredTerm-admn-sts", Status.ADMITTED: "admittedTerm-admn-sts",
    Status.FORBIDDEN: "deprecatedTerm-admn-sts", Status.KEPT: "preferredTerm-admn-sts",
    Status.SPOKEN: "admittedTerm-admn-sts",
}  # fmt: skip
# as tools write it, without what they write differently: signs, case and the ending
_MEANT = {
    "preferred": Status.PREFERRED, "admitted": Status.ADMITTED, "deprecated": Status.FORBIDDEN,
    "superseded": Status.FORBIDDEN, "forbidden": Status.FORBIDDEN, "obsolete": Status.FORBIDDEN,
}  # fmt: skip
_ENTRY, _SECTION, _TERM = ("conceptEntry", "termEntry"), ("langSec", "langSet"), ("termSec", "tig", "ntig")


def write(entries: Iterable[Entry]) -> bytes:
    """A TBX file of these rows, which stand concept by concept."""
    root = etree.Element(_named("tbx"), {"type": "TBX-Basic", "style": "dca", _LANG: "fr"}, nsmap={None: NAMESPACE})
    description = _under(_under(root, "tbxHeader"), "fileDesc")
    _under(_under(description, "sourceDesc"), "p", "Journal des Jungles")
    body = _under(_under(root, "text"), "body")
    for name, rows in groupby(entries, key=lambda one: one.concept):
        _concept(body, name, list(rows))
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _named(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _under(parent: etree._Element, tag: str, text: str = "", **told: str) -> etree._Element:
    made = etree.SubElement(parent, _named(tag), told)
    made.text = text or None
    return made


def _concept(body: etree._Element, name: str, rows: Sequence[Entry]) -> None:
    """One concept; an id begins with a letter in XML, ours may not."""
    entry = _under(body, "conceptEntry", id=f"c{name}")
    if definition := next((row.definition for row in rows if row.definition), ""):
        _under(entry, "descrip", definition, type="definition")
    if note := next((row.note for row in rows if row.note), ""):
        _under(entry, "note", note)
    for tag in dict.fromkeys(row.language for row in rows):
        section = etree.SubElement(entry, _named("langSec"), {_LANG: tag})
        for row in (row for row in rows if row.language == tag):
            term, status = _under(section, "termSec"), Status(row.status)
            _under(term, "term", row.term)
            _under(term, "termNote", _TOLD[status], type="administrativeStatus")
            if status in (Status.KEPT, Status.SPOKEN):
                _under(term, "admin", status.value, type="projectSubset")


def read(data: bytes, name: str) -> tuple[list[Entry], list[Problem]]:
    """The rows of a TBX file, or why it cannot be read. Only the style DCA: the other has other names."""
    tree, problems = parse(data, name, doctype=True)
    if tree is None:
        return [], problems
    root = tree.getroot()
    if _tag(root) not in ("tbx", "martif") or root.get("style", "dca") != "dca":
        told = root.get("style") or _tag(root)
        return [], [blocking("glossary-not-tbx", f"{name}:{root.sourceline or 1}", told[:60], "TBX-Basic, dca", WHO)]
    found: list[Entry] = []
    for number, entry in enumerate(_all(root, _ENTRY), start=1):
        found += _entries(entry, re.sub(r"^c(?=\w{12}$)", "", entry.get("id") or f"entry {number}"))
        if len(found) > MOST_ROWS:
            return [], [blocking("glossary-too-long", name, "", MOST_ROWS, WHO)]
    return found, []


def _entries(entry: etree._Element, concept: str) -> Iterator[Entry]:
    definition = _first(entry, "descrip", "definition")
    note = next((_words(one) for one in entry if _tag(one) == "note"), "")
    for section in _all(entry, _SECTION):
        for term in _all(section, _TERM):
            words = next((_words(one) for one in _all(term, ("term",))), "")
            yield Entry(term.sourceline or 1, concept, section.get(_LANG) or section.get("lang") or "", words,
                        _status(term), definition, note)  # fmt: skip


def _status(term: etree._Element) -> str:
    subset = _first(term, "admin", "projectSubset")
    if subset in (Status.KEPT, Status.SPOKEN):
        return subset
    told = _first(term, "termNote", "administrativeStatus").casefold()
    return next((status.value for word, status in _MEANT.items() if told.startswith(word)), "")


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""  # else a comment


def _all(element: etree._Element, names: Sequence[str]) -> Iterator[etree._Element]:
    return (one for one in element.iter() if _tag(one) in names)


def _first(element: etree._Element, tag: str, kind: str) -> str:
    return next((_words(one) for one in _all(element, (tag,)) if one.get("type") == kind), "")


def _words(element: etree._Element) -> str:
    return one_line(str(element.xpath("string()")))[:MOST_WORDS]  # without comments
