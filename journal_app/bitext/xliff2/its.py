"""XLIFF 2.1 and 2.2, the constraints of the ITS module: which of its attributes go together and where records stand.

Written after the module's Constraints and its Schematron; values alone are checked by the grammar.
"""

from collections import defaultdict
from collections.abc import Mapping

from lxml import etree

from journal_app.bitext.xliff2.grammar import SPACES, XML
from journal_app.bitext.xliff2.styles import words
from journal_app.bitext.xliff2.told import WHO, Told, local, named
from journal_app.prepress.characters import shown
from journal_app.problems import blocking

_ITS, _ITSM = f"{{{SPACES['its']}}}", f"{{{SPACES['itsm']}}}"
_ID = f"{{{XML}}}id"
CATEGORIES = words(
    "allowed-characters directionality domain elements-within-text external-resource id-value language-information"
    " locale-filter localization-note localization-quality-issue localization-quality-rating mt-confidence"
    " preserve-space provenance storage-size target-pointer terminology text-analysis translate"
)
_ISSUE = ("Type", "Comment", "Severity", "ProfileRef", "Enabled")
_AGENTS = ("org", "person", "revOrg", "revPerson", "revTool", "tool")
_BY = tuple(name + end for name in _AGENTS for end in ("", "Ref"))
# What must not stand beside an attribute.
_NOT_WITH: Mapping[str, tuple[str, ...]] = {
    "locQualityIssuesRef": tuple(f"locQualityIssue{name}" for name in _ISSUE),
    "locQualityRatingScore": ("locQualityRatingVote",),
    "taIdentRef": ("taSource", "taIdent"),
    "provenanceRecordsRef": _BY,
    **{name: (f"{name}Ref",) for name in _AGENTS},
}
# What must stand beside it, or on what encloses it.
_WITH = {"taSource": "taIdent", "taIdent": "taSource"}
_UNDER = {
    "locQualityRatingScoreThreshold": "locQualityRatingScore",
    "locQualityRatingVoteThreshold": "locQualityRatingVote",
}
_NEEDS_TOOL = {"mtConfidence": "mt-confidence", "taConfidence": "text-analysis", "termConfidence": "terminology"}
_TERMS = frozenset({"its:term-no", "term"})  # the annotations that a term's confidence may stand on


def its(root: etree._Element, known: frozenset[str], told: Told) -> None:
    """Say what of ITS in a document is against the module; nothing where the version does not know it."""
    if "its" not in known:
        return
    records = _records(root, told)
    for element in root.iter(etree.Element):
        if any(name.startswith((_ITS, _ITSM)) for name in element.attrib):
            _attributes(element, records, told)
        if element.tag == f"{_ITS}locQualityIssue":
            _some(element, ("locQualityIssueType", "locQualityIssueComment"), told)
        elif element.tag == f"{_ITS}provenanceRecord":
            _some(element, _BY, told)


def _some(element: etree._Element, names: tuple[str, ...], told: Told) -> None:
    if not any(element.get(name) is not None or element.get(_ITS + name) is not None for name in names):
        told.add(blocking("xliff2-attribute-lacking", told.at(element), " / ".join(names[:3]), named(element), WHO))


def _records(root: etree._Element, told: Told) -> dict[etree._Element, set[tuple[str, str]]]:
    """The ids of stand-off records by the element they belong to; each once there."""
    out: defaultdict[etree._Element, set[tuple[str, str]]] = defaultdict(set)
    seen: set[tuple[etree._Element, str]] = set()
    for element in root.iter(f"{_ITS}locQualityIssues", f"{_ITS}provenanceRecords"):
        holder, identity = element.getparent(), element.get(_ID).strip()
        if (holder, identity) in seen:
            told.add(blocking("xliff2-id-twice", told.at(element), shown(f"<{local(element)} {identity}>"), "", WHO))
        seen.add((holder, identity))
        out[holder].add((local(element), identity))
    return out


def _attributes(element: etree._Element, records: Mapping[etree._Element, set[tuple[str, str]]], told: Told) -> None:
    said = {name.rpartition("}")[2]: value for name, value in element.attrib.items() if name.startswith((_ITS, _ITSM))}
    at = told.at(element)
    if not any(one.get(f"{_ITS}version") is not None for one in (element, *element.iterancestors())):
        told.add(blocking("xliff2-attribute-lacking", at, "its:version", named(element), WHO))
    for name, others in _NOT_WITH.items():
        for other in others:
            if name in said and other in said:
                told.add(blocking("xliff2-either", at, name, other, WHO))
    for name, other in _WITH.items():
        if name in said and other not in said:
            told.add(blocking("xliff2-needs", at, name, other, WHO))
    for name, other in _UNDER.items():
        if name in said and not any(one.get(_ITS + other) is not None for one in (element, *element.iterancestors())):
            told.add(blocking("xliff2-needs", at, name, other, WHO))
    _tools(element, said, told)
    _references(element, said, records, told)
    if local(element) in ("mrk", "sm"):
        _marker(element, said, told)


def _marker(element: etree._Element, said: Mapping[str, str], told: Told) -> None:
    """ITS on a marker is ITS's own annotation, or one of the core that it says more of; never another's."""
    kind = element.get("type")
    alone = said.keys() - {"version", "termConfidence"}
    fitting = ("its:generic", *_TERMS) if not alone or alone == {"annotatorsRef"} else ("its:generic",)
    if kind is not None and alone and kind not in fitting:
        told.add(blocking("xliff2-value", told.at(element), f"type={shown(kind, 40)}", "its:generic", WHO))


def _tools(element: etree._Element, said: Mapping[str, str], told: Told) -> None:
    """`category|IRI category|IRI`: each category once; a confidence names the tool that was so sure."""
    at = told.at(element)
    if "annotatorsRef" in said:
        pairs = [part.partition("|") for part in said["annotatorsRef"].split()]
        names = [name for name, _, _ in pairs]
        right = all(name in CATEGORIES and bar and where for name, bar, where in pairs)
        if not right or len(set(names)) != len(names) or not names:
            found = f"annotatorsRef={shown(said['annotatorsRef'], 60)}"
            told.add(blocking("xliff2-value", at, found, "mt-confidence|https://…", WHO))
    for name, category in _NEEDS_TOOL.items():
        if name in said:
            above = [one.get(f"{_ITS}annotatorsRef") or "" for one in (element, *element.iterancestors())]
            if not any(part.startswith(f"{category}|") for value in above for part in value.split()):
                told.add(blocking("xliff2-needs", at, name, f"annotatorsRef={category}|…", WHO))


def _references(
    element: etree._Element,
    said: Mapping[str, str],
    records: Mapping[etree._Element, set[tuple[str, str]]],
    told: Told,
) -> None:
    """Records are named as `#its=id` and belong to what encloses the marker."""
    for name, kind in (("locQualityIssuesRef", "locQualityIssues"), ("provenanceRecordsRef", "provenanceRecords")):
        if name not in said:
            continue
        identity = said[name].rpartition("its=")[2] if said[name].startswith("#") and "its=" in said[name] else ""
        holders = (element, *element.iterancestors())
        if not any((kind, identity) in records.get(one, ()) for one in holders):
            told.add(blocking("xliff2-reference", told.at(element), shown(said[name]), f"<{kind}>", WHO))
