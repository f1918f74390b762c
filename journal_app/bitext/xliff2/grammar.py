"""XLIFF 2, the grammar: which element holds which, and what each may say, for 2.0, 2.1 and 2.2 and their modules.

Written after the elements and attributes of the OASIS specifications. A line of CONTENT is a sequence: `a` once, `a?`
at most once, `a+` at least once, `a*` any number, `a|b+` of either, `*` elements of other namespaces. A line of
ATTRIBUTES is `name:kind` (values.py), `!` where it must be there; without a kind any text is right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from journal_app.bitext.xliff2.styles import words

CORE = "urn:oasis:names:tc:xliff:document:2.0"
CORE_22 = "urn:oasis:names:tc:xliff:document:2.2"
XML = "http://www.w3.org/XML/1998/namespace"
XSI = "http://www.w3.org/2001/XMLSchema-instance"  # any XML element may say where its schema is
SPACES: Mapping[str, str] = MappingProxyType(
    {
        "mtc": "urn:oasis:names:tc:xliff:matches:2.0",
        "gls": "urn:oasis:names:tc:xliff:glossary:2.0",
        "fs": "urn:oasis:names:tc:xliff:fs:2.0",
        "mda": "urn:oasis:names:tc:xliff:metadata:2.0",
        "res": "urn:oasis:names:tc:xliff:resourcedata:2.0",
        "ctr": "urn:oasis:names:tc:xliff:changetracking:2.0",
        "slr": "urn:oasis:names:tc:xliff:sizerestriction:2.0",
        "val": "urn:oasis:names:tc:xliff:validation:2.0",
        "its": "http://www.w3.org/2005/11/its",
        "itsm": "urn:oasis:names:tc:xliff:itsm:2.1",
        "pgs": "urn:oasis:names:tc:xliff:pgs:1.0",
    }
)
# The namespace says the grammar; one of 2.2 also holds files that say an older version, as its schema does.
VERSIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {CORE: frozenset({"2.0", "2.1"}), CORE_22: frozenset({"2.0", "2.1", "2.2"})}
)

_INLINE = "cp|ph|pc|sc|ec|mrk|sm|em*"
_CAN = "canCopy:yes-no canDelete:yes-no canReorder:first"
_CODE = f"{_CAN} copyOf:token dataRef:token disp equiv subFlows:tokens subType:subtype type:code"
_MARK = "id:token! translate:yes-no type:annotation ref value"
_PLACED = "canResegment:yes-no translate:yes-no srcDir:direction trgDir:direction xml:space:space"

CONTENT: Mapping[str, str] = MappingProxyType(
    {
        "xliff": "file+",
        "file": "skeleton? * notes? unit|group+",
        "skeleton": "*",
        "group": "* notes? unit|group*",
        "unit": "* notes? originalData? segment|ignorable+",
        "segment": "source target?",
        "ignorable": "source target?",
        "notes": "note+",
        "note": "",
        "originalData": "data+",
        "data": "cp*",
        "source": _INLINE,
        "target": _INLINE,
        "pc": _INLINE,
        "mrk": _INLINE,
        **dict.fromkeys(("cp", "ph", "sc", "ec", "sm", "em"), ""),
        "mtc:matches": "mtc:match+",
        "mtc:match": "mda:metadata? originalData? source target *",
        "gls:glossary": "gls:glossEntry+",
        "gls:glossEntry": "gls:term gls:translation* gls:definition? *",
        **dict.fromkeys(("gls:term", "gls:translation", "gls:definition"), ""),
        "mda:metadata": "mda:metaGroup+",
        "mda:metaGroup": "mda:metaGroup|mda:meta+",
        "mda:meta": "",
        "res:resourceData": "res:resourceItemRef|res:resourceItem*",
        "res:resourceItemRef": "",
        "res:resourceItem": "notes? res:source? res:target? res:reference*",
        "res:source": "*",
        "res:target": "*",
        "res:reference": "",
        "ctr:changeTrack": "ctr:revisions+",
        "ctr:revisions": "ctr:revision+",
        "ctr:revision": "ctr:item+",
        "ctr:item": "",
        "slr:profiles": "slr:normalization? *",
        "slr:normalization": "",
        "slr:data": "*",
        "val:validation": "val:rule+",
        "val:rule": "",
        "its:locQualityIssues": "its:locQualityIssue+",
        "its:locQualityIssue": "",
        "its:provenanceRecords": "its:provenanceRecord+",
        "its:provenanceRecord": "",
    }
)
_WHO_DID = "org orgRef person personRef revOrg revOrgRef revPerson revPersonRef revTool revToolRef tool toolRef"
_ISSUE = (
    "locQualityIssueComment locQualityIssueEnabled:yes-no locQualityIssueProfileRef locQualityIssueSeverity:percent"
)
ATTRIBUTES: Mapping[str, str] = MappingProxyType(
    {
        "xliff": "version! srcLang:language! trgLang:language xml:space:space",
        "file": f"id:token! original {_PLACED}",
        "skeleton": "href",
        "group": f"id:token! name type:pair {_PLACED}",
        "unit": f"id:token! name type:pair {_PLACED}",
        "segment": "id:token canResegment:yes-no state:state subState:substate",
        "ignorable": "id:token",
        "note": "id:token appliesTo:side category priority:priority",
        "data": "id:token! dir:direction xml:space:preserve",
        "source": "xml:lang:language xml:space:space",
        "target": "xml:lang:language xml:space:space order:positive",
        "cp": "hex:hex!",
        "ph": f"id:token! {_CODE}",
        "pc": f"id:token! {_CAN} canOverlap:yes-no copyOf:token dispEnd dispStart equivEnd equivStart dataRefEnd:token"
        " dataRefStart:token subFlowsEnd:tokens subFlowsStart:tokens subType:subtype type:code dir:direction",
        "sc": f"id:token! {_CODE} canOverlap:yes-no dir:direction isolated:yes-no",
        "ec": f"id:token {_CODE} canOverlap:yes-no dir:direction isolated:yes-no startRef:token",
        "mrk": _MARK,
        "sm": _MARK,
        "em": "startRef:token!",
        "mtc:match": "id:token matchQuality:percent matchSuitability:percent origin ref! reference:yes-no"
        " similarity:percent subType:pair type:match",
        "gls:glossEntry": "id:token ref",
        "gls:term": "source",
        "gls:translation": "id:token ref source",
        "gls:definition": "source",
        "mda:metadata": "id:token",
        "mda:metaGroup": "id:token category appliesTo:kept-side",
        "mda:meta": "type!",
        "res:resourceItemRef": "id:token ref:token!",
        "res:resourceItem": "id:token mimeType context:yes-no",
        "res:source": "href xml:lang:language",
        "res:target": "href xml:lang:language",
        "res:reference": "href! xml:lang:language",
        "ctr:revisions": "appliesTo:token! ref:token currentVersion:token",
        "ctr:revision": "author datetime version:token",
        "ctr:item": "property:token!",
        "slr:profiles": "generalProfile storageProfile",
        "slr:normalization": "general:form storage:form",
        "slr:data": "profile!",
        "val:rule": "isPresent occurs:positive isNotPresent startsWith endsWith existsInSource:yes-no"
        " caseSensitive:yes-no normalization:form disabled:yes-no",
        "its:locQualityIssues": "xml:id:token!",
        "its:locQualityIssue": f"locQualityIssueType:issue {_ISSUE}",
        "its:provenanceRecords": "xml:id:token!",
        "its:provenanceRecord": _WHO_DID,
    }
)
TEXTUAL = words("skeleton note data source target pc mrk gls:term gls:translation gls:definition mda:meta ctr:item")
# Who takes attributes of other namespaces, and which module's elements stand where (at most so often).
OPEN = words(
    "xliff file group unit note mrk sm mtc:match gls:glossEntry gls:term gls:translation gls:definition"
    " res:resourceItemRef res:resourceItem res:source res:target res:reference ctr:changeTrack ctr:revisions"
    " ctr:revision ctr:item slr:profiles slr:normalization slr:data val:validation val:rule"
)
NO_XML = frozenset({"mrk", "sm", "mtc:match"})  # the XML namespace must not be used at these extension points
_ANY = 1_000_000
_TOP = {"mda:metadata": 1, "slr:data": 1, "val:validation": 1, "its:provenanceRecords": _ANY, "ctr:changeTrack": _ANY}
MODULES: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "file": {**_TOP, "res:resourceData": 1, "slr:profiles": 1},
        "group": _TOP,
        "unit": {**_TOP, "res:resourceData": 1, "mtc:matches": 1, "gls:glossary": 1, "its:locQualityIssues": _ANY},
    }
)
_CODES, _MARKS, _HOLDERS = words("ph pc sc ec"), words("mrk sm"), words("file group unit")
_ITS = _HOLDERS | _MARKS | {"mtc:match", "ctr:revisions", "ctr:revision"}
MODULE_ATTRIBUTES: Mapping[str, tuple[frozenset[str], str]] = MappingProxyType(
    {
        "fs": (_HOLDERS | _CODES | _MARKS | {"note"}, "fs:style subFs:style-pairs"),
        "slr": (
            _HOLDERS | _CODES | _MARKS,
            "storageRestriction sizeRestriction equivStorage sizeInfo sizeInfoRef:token",
        ),
        "its": (
            _ITS,
            f"version:edition annotatorsRef allowedCharacters locQualityIssueType:issue {_ISSUE} locQualityIssuesRef"
            " locQualityRatingProfileRef locQualityRatingScore:percent locQualityRatingScoreThreshold:percent"
            " locQualityRatingVote:whole locQualityRatingVoteThreshold:whole localeFilterList:languages"
            f" localeFilterType:filter mtConfidence:share {_WHO_DID} provenanceRecordsRef taClassRef taConfidence:share"
            " taIdent taIdentRef taSource termConfidence:share",
        ),
        "itsm": (_ITS, "domains lang:language"),
        "pgs": (frozenset({"group", "unit", "segment"}), "switch case"),
    }
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a sequence: tags that may stand there, or any of another namespace (`tags` empty)."""

    tags: frozenset[str]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Form:
    """All that is known of one element, by its tag in Clark's notation."""

    key: str
    content: tuple[Slot, ...]
    textual: bool
    attributes: Mapping[str, str]
    required: tuple[str, ...]
    modules: Mapping[str, int]
    open: bool


@cache
def tag(key: str, core: str) -> str:
    """`mtc:match` -> `{urn:…}match`; a name without a prefix is of the core."""
    prefix, _, local = key.rpartition(":")
    return f"{{{SPACES.get(prefix, XML) if prefix else core}}}{local}"


def _slots(line: str, core: str) -> tuple[Slot, ...]:
    out: list[Slot] = []
    for word in line.split():
        names, many = (word[:-1], word[-1]) if word[-1] in "?+*" else (word, "")
        least, most = {"": (1, 1), "?": (0, 1), "+": (1, _ANY), "*": (0, _ANY)}[many]
        out.append(Slot(frozenset(tag(name, core) for name in names.split("|") if name), least, most))
    return tuple(out)


def _kinds(line: str) -> tuple[dict[str, str], tuple[str, ...]]:
    kinds: dict[str, str] = {}
    required: list[str] = []
    for word in line.split():
        word, must = word.removesuffix("!"), word.endswith("!")
        xml, word = word.startswith("xml:"), word.removeprefix("xml:")
        name, _, kind = word.partition(":")
        name = f"{{{XML}}}{name}" if xml else name
        kinds[name] = kind or "text"
        if must:
            required.append(name)
    return kinds, tuple(required)


def modules_of(core: str, version: str) -> frozenset[str]:
    """The prefixes of the modules that a version knows; what it does not know is anybody's extension."""
    known = set(SPACES)
    if core == CORE:
        known.discard("pgs")
    if core == CORE and version == "2.0":
        known -= {"its", "itsm"}
    return frozenset(known)


@cache
def forms(core: str, version: str) -> Mapping[str, Form]:
    """Every element of a version by its tag."""
    known = modules_of(core, version)
    out: dict[str, Form] = {}
    for key, line in CONTENT.items():
        prefix = key.rpartition(":")[0]
        if prefix and prefix not in known:
            continue
        said = ATTRIBUTES.get(key, "")
        if core == CORE_22:  # 2.2: notes and metadata of the whole document; a note may refer
            line = {"xliff": "notes? mda:metadata? file+"}.get(key, line)
            said += {"note": " ref"}.get(key, "")
        attributes, required = _kinds(said)
        modules = {tag(one, core): most for one, most in MODULES.get(key, {}).items()}
        form = Form(key, _slots(line, core), key in TEXTUAL, attributes, required, modules, key in OPEN)
        out[tag(key, core)] = form
    return MappingProxyType(out)


@cache
def module_attributes(core: str, version: str) -> Mapping[str, tuple[frozenset[str], Mapping[str, str]]]:
    """Which elements take a module's attributes, and of what kind they are, by the module's namespace."""
    known = modules_of(core, version)
    return MappingProxyType(
        {
            space: (MODULE_ATTRIBUTES[prefix][0], _kinds(MODULE_ATTRIBUTES[prefix][1])[0])
            if prefix in MODULE_ATTRIBUTES
            else (frozenset(), {})
            for prefix, space in SPACES.items()
            if prefix in known
        }
    )
