"""XLIFF 2, the constraints between inline codes: ids of both sides, starts and their ends, copies, what must stay.

Source and target are lists in the order of the file; everything is looked up, nothing is searched.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from journal_app.bitext.xliff2.grammar import SPACES
from journal_app.bitext.xliff2.told import WHO, Told, local, named
from journal_app.prepress.characters import shown
from journal_app.problems import blocking, warning

# Which elements may stand for the same thing on either side: a marker or a span can be written in two ways.
GROUPS = {"mrk": "marker", "sm": "marker", "pc": "span", "sc": "span", "ec": "span", "ph": "alone"}
_SAME = {"canCopy": "yes", "canDelete": "yes", "canOverlap": "yes", "canReorder": "yes"}  # and their defaults
_STATED = ("type", "subType", "copyOf")  # an end may leave them to its start
_LOOKS = tuple(  # an end has no style or size of its own, unless its start is elsewhere
    f"{{{SPACES[prefix]}}}{name}"
    for prefix, names in (("fs", ("fs", "subFs")), ("slr", ("equivStorage", "sizeInfo", "sizeInfoRef")))
    for name in names
)


class Code(NamedTuple):
    """A code or marker: its element's name, the element, and the number of its segment or ignorable."""

    kind: str
    element: etree._Element
    part: int

    @property
    def id(self) -> str | None:
        """Its own id, if it has one."""
        value = self.element.get("id")
        return None if value is None else value.strip()

    @property
    def start(self) -> str | None:
        """The id of the start that an end belongs to."""
        value = self.element.get("startRef")
        return None if value is None else value.strip()

    def can(self, what: str) -> str:
        """What may be done with it: canCopy, canDelete, canReorder, canOverlap; "yes" where nothing is said."""
        return str(self.element.get(what) or "yes")


def codes(
    parts: Sequence[etree._Element], source: Sequence[Code], target: Sequence[Code], told: Told
) -> tuple[list[str], list[str]]:
    """Say what is wrong between codes; the ids that the source (with its parts) and the target have.

    `parts`: segments and ignorables of a unit; none for a candidate, of which nothing has to be translated.
    """
    owners = _sources(parts, source, told)
    targets = _targets(target, owners, told)
    orders = _turns(parts)
    for side, turns in ((source, {}), (target, orders)):
        _ends(side, "sc", "ec", turns, told)
        _ends(side, "sm", "em", turns, told)
    _copies(source, target, told)
    if parts:
        for side in (source, target):
            _hints(side, told)
        _missing(parts, source, targets, told)
        _kept_in_order(source, target, told)
    return list(owners), list(targets)


def _sources(parts: Sequence[etree._Element], source: Sequence[Code], told: Told) -> dict[str, str]:
    owners: dict[str, str] = {}
    named_parts = [(part.get("id").strip(), part, "part") for part in parts if part.get("id") is not None]
    inline = [(code.id, code.element, GROUPS.get(code.kind, "")) for code in source if code.id is not None]
    for identity, element, group in (*named_parts, *inline):
        if identity in owners:
            told.add(blocking("xliff2-id-twice", told.at(element), named(element), "", WHO))
        owners.setdefault(str(identity), group)
    return owners


def _targets(target: Sequence[Code], owners: Mapping[str, str], told: Told) -> dict[str, Code]:
    """The target's ids: the source's where a code is the same, new ones otherwise."""
    seen: dict[str, Code] = {}
    for code in target:
        if code.id is None:
            continue
        if code.id in seen:
            told.add(blocking("xliff2-id-twice", told.at(code.element), named(code.element), "", WHO))
        elif owners.get(code.id, GROUPS.get(code.kind)) != GROUPS.get(code.kind):
            told.add(blocking("xliff2-id-other", told.at(code.element), named(code.element), "<source>", WHO))
        seen.setdefault(code.id, code)
    return seen


def _turns(parts: Sequence[etree._Element]) -> dict[int, int]:
    """The place that each part's target takes."""
    out: dict[int, int] = {}
    for number, part in enumerate(parts):
        for child in part:
            if local(child) == "target":
                out[number] = int(child.get("order") or number + 1)
    return out


def _ends(side: Sequence[Code], opening: str, closing: str, turns: Mapping[int, int], told: Told) -> None:
    """Each start one end after it, each end its start; one whose other half is in another unit says `isolated`."""
    starts = {code.id: (place, code) for place, code in enumerate(side) if code.kind == opening}
    ends: defaultdict[str | None, list[Code]] = defaultdict(list)
    for place, code in enumerate(side):
        if code.kind != closing:
            continue
        isolated = code.element.get("isolated") == "yes"
        if closing == "ec" and not _end(code, isolated, told):
            continue
        if isolated:
            continue
        begun = starts.get(code.start)
        if begun is None or begun[1].element.get("isolated") == "yes" or not _before(begun, (place, code), turns):
            told.add(blocking("xliff2-end-alone", told.at(code.element), shown(code.start), named(code.element), WHO))
        elif closing == "ec":
            _same(begun[1], code, told)
        ends[code.start].append(code)
    for identity, (_, code) in starts.items():
        wanted = 0 if code.element.get("isolated") == "yes" else 1
        if len(ends[identity]) != wanted:
            told.add(blocking("xliff2-start-alone", told.at(code.element), named(code.element), f"<{closing}>", WHO))


def _end(code: Code, isolated: bool, told: Told) -> bool:
    """An end names its start, or is isolated and has an id, a direction and looks of its own; never both."""
    element, at = code.element, told.at(code.element)
    if (code.id is not None, code.start is not None) != (isolated, not isolated):
        told.add(blocking("xliff2-end", at, named(element), "isolated, id / startRef", WHO))
        return False
    for name in () if isolated else ("dir", *_LOOKS):
        if element.get(name) is not None:
            told.add(blocking("xliff2-attribute", at, name.rpartition("}")[2], named(element), WHO))
    return True


def _before(start: tuple[int, Code], end: tuple[int, Code], turns: Mapping[int, int]) -> bool:
    """Whether a start stands before its end, in the file or in the order that the targets are to be read in."""
    first, second = turns.get(start[1].part, start[1].part + 1), turns.get(end[1].part, end[1].part + 1)
    return start[0] < end[0] or first < second


def _same(start: Code, end: Code, told: Told) -> None:
    for name, default in _SAME.items():
        first, second = start.element.get(name) or default, end.element.get(name) or default
        if name == "canReorder" and first == "firstNo":
            first = "no"
        if first != second:
            told.add(blocking("xliff2-ends-differ", told.at(end.element), f"{name}={second}", f"{name}={first}", WHO))
    for name in _STATED:
        said = end.element.get(name)
        if said is not None and said != start.element.get(name):
            found = f"{name}={shown(said, 40)}"
            told.add(blocking("xliff2-ends-differ", told.at(end.element), found, named(start.element), WHO))


def _copies(source: Sequence[Code], target: Sequence[Code], told: Told) -> None:
    """A copy is made of a code of the unit that may be copied and has no data; with data both refer to it."""
    bases = {code.id: code for code in (*target, *source) if GROUPS.get(code.kind) in ("span", "alone")}
    for code in (*source, *target):
        base = code.element.get("copyOf")
        if base is None:
            continue
        original = bases.get(base.strip())
        if original is None:
            told.add(blocking("xliff2-reference", told.at(code.element), shown(base), named(code.element), WHO))
        elif _has_data(code) or _has_data(original) or original.can("canCopy") == "no":
            told.add(blocking("xliff2-copy", told.at(code.element), named(code.element), named(original.element), WHO))


def _has_data(code: Code) -> bool:
    return any(code.element.get(name) is not None for name in ("dataRef", "dataRefStart", "dataRefEnd"))


def _hints(side: Sequence[Code], told: Told) -> None:
    """What may not be moved may not be copied or deleted; a row of such codes begins with `firstNo` and is unbroken."""
    row = False
    for code in side:
        if GROUPS.get(code.kind) not in ("span", "alone"):
            continue
        reorder = code.can("canReorder")
        if reorder != "yes" and (code.can("canCopy"), code.can("canDelete")) != ("no", "no"):
            told.add(blocking("xliff2-hints", told.at(code.element), named(code.element), f"canReorder={reorder}", WHO))
        if reorder == "no" and not row:
            told.add(blocking("xliff2-row", told.at(code.element), named(code.element), "firstNo", WHO))
        row = reorder == "firstNo" or (row and reorder == "no")


def _missing(parts: Sequence[etree._Element], source: Sequence[Code], targets: Mapping[str, Code], told: Told) -> None:
    """What must not be deleted is in the target, or its part has none yet."""
    translated = set(_turns(parts))
    for code in source:
        if code.id is None or code.can("canDelete") != "no" or code.id in targets or code.part not in translated:
            continue
        if local(parts[code.part]) == "segment":
            told.add(blocking("xliff2-code-missing", told.at(code.element), named(code.element), "<target>", WHO))
        else:
            told.add(warning("xliff2-code-missing", told.at(code.element), named(code.element), "<target>", WHO))


def _kept_in_order(source: Sequence[Code], target: Sequence[Code], told: Told) -> None:
    """A row that may not be re-ordered is the same row in the target of the same segment, nested in the same way."""
    if not any(code.can("canReorder") == "firstNo" for code in source):
        return
    rows: list[tuple[int, list[str]]] = []
    for part, name, reorder in _events(source):
        if reorder == "firstNo":
            rows.append((part, [name]))
        elif reorder == "no" and rows and rows[-1][0] == part:
            rows[-1][1].append(name)
    first = {(code.part, f"<{code.id}"): code for code in target}
    events: defaultdict[int, list[str]] = defaultdict(list)
    for part, name, _ in _events(target):
        events[part].append(name)
    owner = {(part, name): number for number, (part, row) in enumerate(rows) for name in row}
    found: defaultdict[int, list[str]] = defaultdict(list)
    for part, names in events.items():
        for name in names:
            if (part, name) in owner:
                found[owner[part, name]].append(name)
    for number, (part, row) in enumerate(rows):
        if found[number] and found[number] != row:
            element = first[part, found[number][0]].element if (part, found[number][0]) in first else target[0].element
            told.add(blocking("xliff2-row", told.at(element), named(element), "firstNo", WHO))


def _events(side: Sequence[Code]) -> list[tuple[int, str, str]]:
    """Where each code begins and a `<pc>` ends, with what may be done: (part, "<id" or ">id", canReorder)."""
    out: list[tuple[int, str, str]] = []
    opened: list[Code] = []
    for code in side:
        while opened and not _inside(code.element, opened[-1].element):
            out.append(_closing(opened.pop()))
        if GROUPS.get(code.kind) in ("span", "alone"):
            name = f"<{code.id}" if code.id is not None else f">{code.start}"
            out.append((code.part, name, code.can("canReorder")))
        if code.kind == "pc":
            opened.append(code)
    return out + [_closing(code) for code in reversed(opened)]


def _closing(code: Code) -> tuple[int, str, str]:
    reorder = code.can("canReorder")
    return code.part, f">{code.id}", "no" if reorder != "yes" else reorder


def _inside(element: etree._Element, outer: etree._Element) -> bool:
    above = element.getparent()
    while above is not None and local(above) in ("pc", "mrk"):
        if above is outer:
            return True
        above = above.getparent()
    return False
