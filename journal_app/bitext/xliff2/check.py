"""XLIFF 2, the check: a tree -> its version, and what is not as OASIS says for 2.0, 2.1 and 2.2. It changes nothing.

First the form (each element in its place, each attribute of its kind), by the tables of grammar.py; then, where it
is right, what no table says: ids, pairs, references (document.py). One walk each, so that time grows with size.
"""

from collections import Counter
from collections.abc import Mapping

from lxml import etree

from journal_app.bitext.xliff2.document import constraints
from journal_app.bitext.xliff2.grammar import (
    CORE_22,
    NO_XML,
    SPACES,
    VERSIONS,
    XML,
    XSI,
    Form,
    Slot,
    forms,
    module_attributes,
    tag,
)
from journal_app.bitext.xliff2.told import LONG, WHO, Told, named
from journal_app.bitext.xliff2.values import allowed, right
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking, warning

DEEPEST = 200  # groups and codes inside one another; the gate's parser stops at 256
_BLANK = " \t\r\n"
_META = tag("mda:meta", CORE_22)
_XML_KINDS = {f"{{{XML}}}lang": "language", f"{{{XML}}}space": "space", f"{{{XML}}}id": "token"}


def check(tree: etree._ElementTree, name: str) -> tuple[str, list[Problem]]:
    """The version ("2.0", "2.1", "2.2"; "" when it is no XLIFF 2) and what is wrong; `where` is `name:line`.

    What a MUST of the specification forbids blocks; what it only advises against warns.
    """
    root = tree.getroot()
    told = Told(name)
    core, _, element = root.tag[1:].rpartition("}")
    version = str(root.get("version") or "")
    if element != "xliff" or core not in VERSIONS:
        told.add(blocking("xliff2-other", told.at(root), shown(root.tag, LONG), " ".join(VERSIONS), WHO))
        return "", told.all()
    if version not in VERSIONS[core]:
        told.add(blocking("xliff2-version", told.at(root), shown(version), ", ".join(sorted(VERSIONS[core])), WHO))
        return "", told.all()
    _Form(told, core, version).walk(root, forms(core, version)[root.tag], 0)
    if not told.stops:
        constraints(root, core, version, told)
    return version, told.all()


class _Form:
    """The first walk: elements and attributes against the tables."""

    def __init__(self, told: Told, core: str, version: str) -> None:
        self.told, self.core = told, core
        self.forms = forms(core, version)
        self.spaces = module_attributes(core, version)

    def walk(self, element: etree._Element, form: Form, depth: int) -> None:
        """One element and all in it that the tables know."""
        if depth > DEEPEST:
            self.told.add(blocking("xliff2-deep", self.told.at(element), DEEPEST, "", WHO))
            return
        self._attributes(element, form)
        self._text(element, element.text, form)
        state, modules = _State(form.content), Counter[str]() if form.modules else None
        for child in element:
            self._text(child, child.tail, form)
            if not isinstance(child.tag, str):
                continue
            inner = self.forms.get(child.tag)
            if inner is None and child.tag == f"{{{self.core}}}meta" and form.key == "mda:metaGroup":
                # A file of the OASIS suite that is called valid writes its metadata so (Good-mda_top-level).
                self.told.add(warning("xliff2-metadata-space", self.told.at(child), named(child), "mda:meta", WHO))
                state.take(_META)
                continue
            space = child.tag[1:].rpartition("}")[0]
            if inner is None and (space == self.core or space in self.spaces):
                self.told.add(blocking("xliff2-element", self.told.at(child), named(child), named(element), WHO))
                continue
            if modules is not None and inner is not None and space != self.core:
                self._module(child, modules, form, element)
            for missing in state.take(child.tag, _foreign(space, form, self.core)):
                self._missing(element, missing)
            if state.wrong:
                self.told.add(blocking("xliff2-place", self.told.at(child), named(child), named(element), WHO))
                state.wrong = False
            if inner is not None:
                self.walk(child, inner, depth + 1)
        for missing in state.rest():
            self._missing(element, missing)

    def _missing(self, element: etree._Element, slot: Slot) -> None:
        names = " / ".join(sorted(f"<{one.rpartition('}')[2]}>" for one in slot.tags))
        self.told.add(blocking("xliff2-lacking", self.told.at(element), named(element), names, WHO))

    def _module(self, child: etree._Element, seen: Counter[str], form: Form, parent: etree._Element) -> None:
        """A module's element at an extension point: only some belong there, and most of them once."""
        seen[child.tag] += 1
        if seen[child.tag] > form.modules.get(child.tag, 0):
            self.told.add(blocking("xliff2-place", self.told.at(child), named(child), named(parent), WHO))

    def _text(self, element: etree._Element, text: str | None, form: Form) -> None:
        if text and not form.textual and text.strip(_BLANK):
            found = shown(text.strip(_BLANK), 40)
            self.told.add(blocking("xliff2-text", self.told.at(element), found, form.key, WHO))

    def _attributes(self, element: etree._Element, form: Form) -> None:
        attributes: Mapping[str, str] = element.attrib
        for name, value in attributes.items():
            kind = form.attributes.get(name)
            if kind is None and name[0] == "{":
                kind = self._foreign_attribute(element, name, form)
            elif kind is None:
                found = f"{name}={shown(value, 40)}"
                self.told.add(blocking("xliff2-attribute", self.told.at(element), found, named(element), WHO))
                continue
            if kind and not right(kind, value):
                found = f"{name.rpartition('}')[2]}={shown(value, 40)}"
                self.told.add(blocking("xliff2-value", self.told.at(element), found, allowed(kind), WHO))
        for name in form.required:
            if name not in attributes:
                found = name.rpartition("}")[2]
                self.told.add(blocking("xliff2-attribute-lacking", self.told.at(element), found, named(element), WHO))

    def _foreign_attribute(self, element: etree._Element, name: str, form: Form) -> str:
        """The kind of an attribute with a namespace; nothing where any value is right or it was told of."""
        space, _, short = name[1:].rpartition("}")
        if space in self.spaces:
            places, kinds = self.spaces[space]
            own = form.key.startswith("its:") and space == SPACES["its"]
            rooted = form.key == "xliff" and name == f"{{{SPACES['its']}}}version"
            if short in kinds and (form.key in places or own or rooted):
                return kinds[short]
        elif space == XSI or (space == XML and form.open and form.key not in NO_XML):
            return _XML_KINDS.get(name, "")
        elif space not in (XML, self.core) and form.open:
            return ""
        found = f"{short} ({shown(space, 60)})"
        self.told.add(blocking("xliff2-attribute", self.told.at(element), found, named(element), WHO))
        return ""


def _foreign(space: str, form: Form, core: str) -> bool:
    """Whether an element's namespace is another than its parent's, as the wildcard `*` asks."""
    prefix = form.key.rpartition(":")[0]
    return space != (SPACES[prefix] if prefix else core)


class _State:
    """How far along its parent's sequence a child stands."""

    def __init__(self, slots: tuple[Slot, ...]) -> None:
        self.slots, self.at, self.count, self.wrong = slots, 0, 0, False

    def take(self, tag: str, foreign: bool = False) -> list[Slot]:
        """Go on to where this child may stand; the slots that lacked something on the way. `wrong` when nowhere."""
        missing: list[Slot] = []
        for place in range(self.at, len(self.slots)):
            slot = self.slots[place]
            if tag in slot.tags or (not slot.tags and foreign):
                self.at, self.count = place, self.count + 1 if place == self.at else 1
                self.wrong = self.count > slot.most
                return missing
            if slot.least > (self.count if place == self.at else 0):
                missing.append(slot)
        self.wrong = True
        return []

    def rest(self) -> list[Slot]:
        """What still lacks at the end."""
        here = self.slots[self.at : self.at + 1]
        after = self.slots[self.at + 1 :]
        return [slot for slot in here if self.count < slot.least] + [slot for slot in after if slot.least]
