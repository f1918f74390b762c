"""XLIFF 2, the constraints of a document, from its root to its units: ids, languages, spaces, extensions, references.

It runs on trees whose form is right. What a unit's words and codes must be is unit.py's, a module's own rules are
modules.py and its.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from journal_app.bitext.xliff2.fragments import REGISTERED, Fault, Index, Place, Want, fault
from journal_app.bitext.xliff2.grammar import SPACES, XML, modules_of, tag
from journal_app.bitext.xliff2.its import its
from journal_app.bitext.xliff2.modules import attributes, beside, modules, resources, variants
from journal_app.bitext.xliff2.told import LONG, WHO, Told, local, named
from journal_app.bitext.xliff2.unit import Around, unit
from journal_app.bitext.xliff2.values import token
from journal_app.prepress.characters import shown
from journal_app.problems import blocking, warning

_LANG, _SPACE, _ID = f"{{{XML}}}lang", f"{{{XML}}}space", f"{{{XML}}}id"
_PREFIXES = {space: prefix for prefix, space in SPACES.items()} | {SPACES["itsm"]: "its"}


def constraints(root: etree._Element, core: str, version: str, told: Told) -> None:
    """Say everything in a document of the right form that its specification forbids all the same."""
    document = _Document(told, core, modules_of(core, version))
    around = Around(root.get("srcLang") or "", root.get("trgLang"), root.get(_LANG), root.get(_SPACE) or "default")
    document.notes(root, Place(), around)
    for file in root.iterchildren(tag("file", core)):
        document.file(file, around)
    document.references()
    its(root, document.known, told)


@dataclass(slots=True)
class _Document:
    """One walk down, and what has been met on it."""

    told: Told
    core: str
    known: frozenset[str]
    index: Index = field(default_factory=Index)
    waiting: list[tuple[etree._Element, str, Want, Place]] = field(default_factory=list)  # references, told at the end
    flows: list[tuple[etree._Element, str]] = field(default_factory=list)

    def file(self, file: etree._Element, around: Around) -> None:
        """One file: its skeleton, what it holds, and the flows between its units."""
        place = Place(file=(file.get("id") or "").strip())
        self._unique(file, Place(), "f")
        for skeleton in file.iterchildren(tag("skeleton", self.core)):
            content(skeleton, self.told)
        profiles = file.find(tag("slr:profiles", self.core))
        around = replace(
            around,
            general=None if profiles is None else profiles.get("generalProfile"),
            storage=None if profiles is None else profiles.get("storageProfile"),
            resources=resources(file, self.core),
        )
        self._holder(file, place, _inherited(file, around))
        for element, name in self.flows:
            for one in name.split():
                if (place.file, one) not in self.index.units:
                    self.told.add(blocking("xliff2-reference", self.told.at(element), shown(one), "<unit>", WHO))
        self.flows.clear()

    def _holder(self, holder: etree._Element, place: Place, around: Around) -> None:
        """A file or a group: notes, modules, extensions, and the groups and units in it."""
        self.notes(holder, place, around)
        self._others(holder, place, around)
        attributes(holder, around, self.told)
        around = _sized(holder, around)
        for child in holder:
            kind = local(child) if isinstance(child.tag, str) and child.tag.startswith(f"{{{self.core}}}") else ""
            if kind == "group":
                self._unique(child, Place(file=place.file), "g")
                inner = replace(place, group=(child.get("id") or "").strip())
                self._holder(child, inner, _inherited(child, around))
            elif kind == "unit":
                self._unit(child, place, _inherited(child, around))

    def _unit(self, element: etree._Element, place: Place, around: Around) -> None:
        self._unique(element, Place(file=place.file), "u")
        identity = (element.get("id") or "").strip()
        self.index.units.add((place.file, identity))
        place = replace(place, unit=identity)
        self.notes(element, place, around)
        self._others(element, place, around)
        attributes(element, around, self.told, _sized(element, around))
        if "pgs" in self.known:
            variants(element, self.told)
        found = unit(element, self.core, around, self.told)
        for prefix, names in (("", found.sources), ("t", found.targets), ("d", found.data)):
            for name in names:
                self.index.add(place, prefix, name)
        self.flows += found.flows
        self.waiting += [(*reference, place) for reference in found.references]

    def notes(self, holder: etree._Element, place: Place, around: Around) -> None:
        """The notes of an element: each its own id, and what they refer to."""
        notes = holder.find(tag("notes", self.core))
        for note in () if notes is None else notes.iterchildren(tag("note", self.core)):
            if note.get("id") is not None:
                self._unique(note, place, "n")
            attributes(note, around, self.told)
            if (note.get("ref") or "").startswith("#"):
                self.waiting.append((note, note.get("ref"), Want.ANYTHING, place))

    def _unique(self, element: etree._Element, place: Place, prefix: str) -> None:
        if not self.index.add(place, prefix, element.get("id")):
            self.told.add(blocking("xliff2-id-twice", self.told.at(element), named(element), "", WHO))

    def _others(self, holder: etree._Element, place: Place, around: Around) -> None:
        """Modules and extensions of an element: each its rules, and all ids of one namespace once."""
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for child in holder:
            if not isinstance(child.tag, str) or child.tag.startswith(f"{{{self.core}}}"):
                continue
            space = child.tag[1:].rpartition("}")[0]
            prefix = _PREFIXES.get(space, "")
            if prefix in self.known:
                for inner in child.iter(f"{{{space}}}*"):
                    self.index.add(place, prefix, inner.get("id") or inner.get(_ID))
                references = modules(child, prefix, self.core, around, self.told)
                self.waiting += [(*reference, place) for reference in references]
                continue
            for inner, identity in _identified(child):
                self._extension(inner, identity, place, seen)

    def _extension(self, element: etree._Element, identity: str, place: Place, seen: dict[str, Counter[str]]) -> None:
        space = element.tag[1:].rpartition("}")[0] if element.tag[:1] == "{" else ""
        seen[space][identity] += 1
        at = self.told.at(element)
        if not token(identity):
            self.told.add(blocking("xliff2-value", at, f"id={shown(identity, 40)}", "a-z, 0-9, - . _ :", WHO))
        elif seen[space][identity] == 2:
            self.told.add(blocking("xliff2-id-twice", at, named(element), "", WHO))
        for prefix, start in REGISTERED.items():
            if space.startswith(start):
                self.index.add(place, prefix, identity)

    def references(self) -> None:
        """Say of every reference within the document what is wrong with it, once everything is known."""
        for element, reference, want, place in self.waiting:
            wrong = fault(reference, place, want, self.index)
            at, found = self.told.at(element), shown(reference, LONG)
            if wrong is Fault.SYNTAX:
                self.told.add(blocking("xliff2-reference-form", at, found, "#f=…/u=…/n=…", WHO))
            elif wrong is Fault.UNKNOWN and want is not Want.ANYTHING:
                self.told.add(blocking("xliff2-reference", at, found, named(element), WHO))
            elif wrong is Fault.UNKNOWN:
                self.told.add(warning("xliff2-reference-lost", at, found, named(element), WHO))


def content(element: etree._Element, told: Told) -> None:
    """`href` if and only if there is nothing inside: a skeleton, the source and target of a resource."""
    text = element.text or ""
    inside = text + "".join(child.tail or "" for child in element)
    elements = any(isinstance(child.tag, str) for child in element)
    linked = element.get("href") is not None
    if linked == bool(inside.strip() or elements) and (linked or not inside):
        told.add(blocking("xliff2-content-or-link", told.at(element), named(element), "href", WHO))


def _inherited(element: etree._Element, around: Around) -> Around:
    """What an element passes down: the language and the spaces it says, or those said above it."""
    lang, space = element.get(_LANG), element.get(_SPACE)
    return around if lang is space is None else replace(around, lang=lang or around.lang, space=space or around.space)


def _sized(holder: etree._Element, around: Around) -> Around:
    own = beside(holder)
    return replace(around, sized=(*around.sized, own)) if own else around


def _identified(top: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in top.iter(etree.Element):
        for name in ("id", _ID):
            if element.get(name) is not None:
                yield element, element.get(name).strip()
