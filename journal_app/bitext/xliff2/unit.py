"""XLIFF 2, the constraints of a unit: its parts, their order, languages and states, and what its annotations refer to.

How codes stand to one another is codes.py'. A translation candidate (`<mtc:match>`) is looked at in the same way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from journal_app.bitext.xliff2.codes import Code, codes
from journal_app.bitext.xliff2.fragments import Want
from journal_app.bitext.xliff2.grammar import XML, tag
from journal_app.bitext.xliff2.told import WHO, Told, local, named
from journal_app.prepress.characters import shown
from journal_app.problems import blocking, warning

_LANG, _SPACE = f"{{{XML}}}lang", f"{{{XML}}}space"
SUBTYPES = {  # the values that the prefix xlf has, and the type each belongs to
    **dict.fromkeys(("xlf:lb", "xlf:pb", "xlf:b", "xlf:i", "xlf:u"), "fmt"),
    "xlf:var": "ui",
}
_DATA = ("dataRef", "dataRefStart", "dataRefEnd")
_FLOWS = ("subFlows", "subFlowsStart", "subFlowsEnd")
Reference = tuple[etree._Element, str, Want]


@dataclass(frozen=True, slots=True)
class Around:
    """What a unit inherits: languages as the document says them, those of xml:lang and xml:space, and its profiles."""

    source: str
    target: str | None
    lang: str | None = None
    space: str = "default"
    general: str | None = None
    storage: str | None = None
    sized: tuple[frozenset[str], ...] = ()  # ids in the size data beside it and beside what encloses it
    resources: frozenset[str] = frozenset()  # ids of the file's resources


@dataclass(slots=True)
class Found:
    """What a unit has that others may name, and what it names itself."""

    sources: list[str] = field(default_factory=list)  # ids of parts and of codes in the source
    targets: list[str] = field(default_factory=list)
    data: dict[str, None] = field(default_factory=dict)
    flows: list[tuple[etree._Element, str]] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)


def unit(element: etree._Element, core: str, around: Around, told: Told) -> Found:
    """Say what is wrong in one unit whose form is right."""
    kinds = (tag("segment", core), tag("ignorable", core))
    parts = list(element.iterchildren(*kinds))
    if not any(part.tag == kinds[0] for part in parts):
        told.add(blocking("xliff2-lacking", told.at(element), named(element), "<segment>", WHO))
    for part in parts:
        _languages(part, core, around, told)
        _state(part, core, told)
    _orders(parts, core, told)
    return _words(element, parts, core, told)


def match(element: etree._Element, core: str, around: Around, told: Told) -> None:
    """Say what is wrong in the words of a translation candidate: its ids and data are its own."""
    free = element.get("reference") == "yes"  # its target may be in any language
    for side, wanted in (("source", around.source), ("target", None if free else around.target)):
        for words in element.iterchildren(tag(side, core)):
            lang = words.get(_LANG)
            if lang is not None and wanted is not None and lang.lower() != wanted.lower():
                told.add(blocking("xliff2-language", told.at(words), shown(lang, 40), shown(wanted, 40), WHO))
    _words(element, [element], core, told)


def _words(holder: etree._Element, parts: Sequence[etree._Element], core: str, told: Told) -> Found:
    found = Found(data=_originals(holder, core, told))
    sides = {side: _side(parts, side, core) for side in ("source", "target")}
    for code in (*sides["source"], *sides["target"]):
        _refers(code.element, found, told)
        if code.kind in ("mrk", "sm"):
            _annotation(code.element, found, told)
        else:
            _subtype(code.element, told)
    parted = holder.tag != tag("mtc:match", core)
    found.sources, found.targets = codes(parts if parted else (), sides["source"], sides["target"], told)
    return found


def _side(parts: Sequence[etree._Element], side: str, core: str) -> list[Code]:
    """All codes and markers of one side, in the order of the file."""
    return [
        Code(local(inner), inner, number)
        for number, part in enumerate(parts)
        for words in part.iterchildren(tag(side, core))
        for inner in words.iterdescendants(etree.Element)
        if inner.tag != tag("cp", core)
    ]


def _originals(holder: etree._Element, core: str, told: Told) -> dict[str, None]:
    out: dict[str, None] = {}
    originals = holder.find(tag("originalData", core))
    for data in () if originals is None else originals.iterchildren(tag("data", core)):
        identity = data.get("id").strip()
        if identity in out:
            told.add(blocking("xliff2-id-twice", told.at(data), named(data), "", WHO))
        out[identity] = None
    return out


def _languages(part: etree._Element, core: str, around: Around, told: Told) -> None:
    spaces: list[str] = []
    for words in part.iterchildren(tag("source", core), tag("target", core)):
        wanted = around.source if words.tag == tag("source", core) else around.target
        lang = words.get(_LANG) or around.lang
        spaces.append(words.get(_SPACE) or around.space)
        if wanted is None:
            told.add(blocking("xliff2-target-language", told.at(words), named(words), "trgLang", WHO))
        elif lang is not None and lang.strip().lower() != wanted.strip().lower():
            told.add(blocking("xliff2-language", told.at(words), shown(lang, 40), shown(wanted, 40), WHO))
    if len(set(spaces)) > 1:
        told.add(blocking("xliff2-space", told.at(part), spaces[1], spaces[0], WHO))


def _state(part: etree._Element, core: str, told: Told) -> None:
    state = part.get("state")
    if part.get("subState") is not None and state is None:
        told.add(blocking("xliff2-needs", told.at(part), "subState", "state", WHO))
    if state not in (None, "initial") and part.find(tag("target", core)) is None:
        told.add(blocking("xliff2-state", told.at(part), state, "initial", WHO))


def _orders(parts: Sequence[etree._Element], core: str, told: Told) -> None:
    """Each target its own place; one that says none stands where its source does."""
    taken: set[int] = set()
    for number, part in enumerate(parts, 1):
        target = part.find(tag("target", core))
        if target is None:
            continue
        order = int(target.get("order") or number)
        if order in taken or order > len(parts):
            told.add(blocking("xliff2-order", told.at(target), order, f"1–{len(parts)}", WHO))
        taken.add(order)


def _refers(element: etree._Element, found: Found, told: Told) -> None:
    """Data and sub-flows that a code names: data of its own unit, units of its own file."""
    for name in _DATA:
        value = element.get(name)
        if value is not None and value.strip() not in found.data:
            told.add(blocking("xliff2-reference", told.at(element), shown(value), "<data>", WHO))
    for name in _FLOWS:
        if element.get(name) is not None:
            found.flows.append((element, element.get(name)))


def _subtype(element: etree._Element, told: Told) -> None:
    kind, sub = element.get("type"), element.get("subType")
    if sub is not None and kind is None:
        told.add(blocking("xliff2-needs", told.at(element), "subType", "type", WHO))
    elif sub is not None and sub.startswith("xlf:") and SUBTYPES.get(sub) != kind:
        told.add(blocking("xliff2-subtype", told.at(element), f"type={kind} subType={shown(sub, 40)}", "", WHO))


def _annotation(element: etree._Element, found: Found, told: Told) -> None:
    """A comment has a value or a note, a candidate no reference, a generic marker something to say."""
    kind, reference, at = element.get("type") or "generic", element.get("ref"), told.at(element)
    if kind == "comment":
        if (reference is None) == (element.get("value") is None):
            told.add(blocking("xliff2-comment", at, named(element), "value / ref", WHO))
        elif reference is not None:
            found.references.append((element, reference, Want.NOTE))
        return
    if kind == "mtc:match" and reference is not None:
        told.add(blocking("xliff2-attribute", at, "ref", named(element), WHO))
    elif reference is not None:
        found.references.append((element, reference, Want.ANYTHING))
    if kind == "generic" and not any(name == "translate" or name[0] == "{" for name in element.attrib):
        told.add(warning("xliff2-marker-idle", at, named(element), "translate", WHO))
