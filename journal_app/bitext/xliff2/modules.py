"""XLIFF 2, the constraints of the modules: candidates, glossary, metadata, resources, changes, sizes, rules, variants.

One function a module, each for its top element; `attributes` for what modules say on elements of the core. ITS has its
own file. Of change tracking only 2.0 is known: later versions took it out, and it came back as another namespace.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from journal_app.bitext.xliff2.fragments import Want
from journal_app.bitext.xliff2.grammar import SPACES, XML, tag
from journal_app.bitext.xliff2.told import WHO, Told, local, named
from journal_app.bitext.xliff2.unit import Around, Reference, match
from journal_app.prepress.characters import shown
from journal_app.problems import blocking, warning

_LANG = f"{{{XML}}}lang"
_FS, _SLR, _PGS = (f"{{{SPACES[prefix]}}}" for prefix in ("fs", "slr", "pgs"))
_LIMIT = re.compile(r"\*|\d{1,12}(?:,(?:\d{1,12}|\*))?", re.ASCII)  # size_restriction: [minsize,]maxsize
_NUMBER, _WHOLE = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII), re.compile(r"[+-]?\d+", re.ASCII)
_GENERAL = frozenset({"xliff:codepoints"})
_STORAGE = frozenset({"xliff:utf8", "xliff:utf16", "xliff:utf32"})
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?", re.ASCII)  # W3C NOTE-datetime
_RULES = ("isPresent", "isNotPresent", "startsWith", "endsWith")
_IN_SOURCE = ("isPresent", "startsWith", "endsWith")
_SWITCH = re.compile(r"(plural|ordinal|gender|select):[^\s,:]+")
_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


def modules(element: etree._Element, prefix: str, core: str, around: Around, told: Told) -> list[Reference]:
    """Say what is wrong in a module's top element of a file, group or unit; the references that are to be followed."""
    known: Mapping[str, Callable[[etree._Element, str, Around, Told], list[Reference]]] = {
        "mtc": _matches, "gls": _glossary, "mda": _metadata, "res": _resources, "ctr": _changes, "val": _validation,
    }  # fmt: skip
    return known[prefix](element, core, around, told) if prefix in known else []


def attributes(element: etree._Element, around: Around, told: Told, inside: Around | None = None) -> None:
    """Say what is wrong with module attributes of a holder or a note, and (`inside`) of all codes of a unit."""
    _attributes(element, around, told)
    if inside is not None:
        for one in element.iter("{*}pc", "{*}ph", "{*}sc", "{*}ec", "{*}mrk", "{*}sm"):
            _attributes(one, inside, told)


def _attributes(element: etree._Element, around: Around, told: Told) -> None:
    if any(name[0] == "{" for name in element.attrib):
        _style(element, told)
        _sizes(element, around, told)


def _style(element: etree._Element, told: Told) -> None:
    if element.get(f"{_FS}subFs") is not None and element.get(f"{_FS}fs") is None:
        told.add(blocking("xliff2-needs", told.at(element), "subFs", "fs", WHO))


def _sizes(element: etree._Element, around: Around, told: Told) -> None:
    """Limits, and what a code adds to a size, as the standard profiles write them; others write what they like."""
    at = told.at(element)
    limits = (("sizeRestriction", around.general, _GENERAL), ("storageRestriction", around.storage, _STORAGE))
    for name, profile, standard in limits:
        value = element.get(_SLR + name)
        if value is None:
            continue
        if profile in standard and not _LIMIT.fullmatch(value.strip()):
            told.add(blocking("xliff2-value", at, f"{name}={shown(value, 40)}", "120 / 10,120 / 10,* / *", WHO))
        elif profile is None:
            told.add(warning("xliff2-limit-idle", at, f"{name}={shown(value, 40)}", "slr:profiles", WHO))
    numbers = (("sizeInfo", around.general, _GENERAL), ("equivStorage", around.storage, _STORAGE))
    for name, profile, standard in numbers:
        value = (element.get(_SLR + name) or "").strip()
        # Without a profile nothing says what the value is; a number is then still taken for one.
        counted = profile in standard or (profile is None and _NUMBER.fullmatch(value))
        if value and counted and not _WHOLE.fullmatch(value):
            told.add(blocking("xliff2-value", at, f"{name}={shown(value, 40)}", "0, 1, 2…", WHO))
    reference = element.get(f"{_SLR}sizeInfoRef")
    if reference is not None and element.get(f"{_SLR}sizeInfo") is not None:
        told.add(blocking("xliff2-either", at, "sizeInfo", "sizeInfoRef", WHO))
    if reference is not None and not any(reference.strip() in ids for ids in around.sized):
        told.add(blocking("xliff2-reference", at, shown(reference), "<slr:data>", WHO))


def beside(holder: etree._Element) -> frozenset[str]:
    """The ids in the data that the size module keeps in a file, group or unit."""
    data = (one for data in holder.iterchildren(f"{_SLR}data") for one in data.iter(etree.Element))
    return frozenset(one.get("id").strip() for one in data if one.get("id") is not None)


def resources(file: etree._Element, core: str) -> frozenset[str]:
    """The ids of a file's resources, where those of its units may point."""
    every = file.iterchildren(tag("res:resourceData", core))
    items = (item for data in every for item in data.iterchildren(tag("res:resourceItem", core)))
    return frozenset(item.get("id").strip() for item in items if item.get("id") is not None)


def variants(unit: etree._Element, told: Told) -> None:
    """Plural, gender and select: every case says as many values as the switch has variables, each of its sort."""
    switch = unit.get(f"{_PGS}switch")
    variables = re.split(r"[\s,]+", switch.strip()) if switch is not None else []
    wrong = [one for one in variables if not _SWITCH.fullmatch(one)]
    if wrong:
        told.add(blocking("xliff2-value", told.at(unit), f"switch={shown(wrong[0], 40)}", "plural:a gender:b", WHO))
        return
    for part in unit:
        case = part.get(f"{_PGS}case") if isinstance(part.tag, str) else None
        if case is None:
            continue
        values = re.split(r"[\s,]+", case.strip())
        fits = len(values) == len(variables) and all(map(_fits, variables, values))
        if not fits:
            wanted = shown(switch or "switch", 60)
            told.add(blocking("xliff2-value", told.at(part), f"case={shown(case, 40)}", wanted, WHO))


def _fits(variable: str, value: str) -> bool:
    counts = variable.startswith(("plural:", "ordinal:"))
    return bool(value) and (not counts or value in _PLURALS or _NUMBER.fullmatch(value) is not None)


def _matches(matches: etree._Element, core: str, around: Around, told: Told) -> list[Reference]:
    _once(matches.iterchildren(), told)
    out: list[Reference] = []
    for one in matches.iterchildren(tag("mtc:match", core)):
        if one.get("subType") is not None and one.get("type") is None:
            told.add(blocking("xliff2-needs", told.at(one), "subType", "type", WHO))
        out.append((one, one.get("ref"), Want.SPAN))
        for metadata in one.iterchildren(tag("mda:metadata", core)):
            _metadata(metadata, core, around, told)
        match(one, core, around, told)
    return out


def _glossary(glossary: etree._Element, core: str, around: Around, told: Told) -> list[Reference]:
    entries, words = tag("gls:glossEntry", core), tag("gls:translation", core)
    _once(glossary.iter(entries, words), told)
    out: list[Reference] = []
    for entry in glossary.iterchildren(entries):
        if not any(local(child) in ("translation", "definition") for child in entry):
            told.add(blocking("xliff2-lacking", told.at(entry), named(entry), "<translation> / <definition>", WHO))
        for metadata in entry.iterchildren(tag("mda:metadata", core)):
            _metadata(metadata, core, around, told)
        for one in (entry, *entry.iterchildren(words)):
            if one.get("ref") is not None:
                out.append((one, one.get("ref"), Want.TERM))
    return out


def _metadata(metadata: etree._Element, core: str, around: Around, told: Told) -> list[Reference]:
    _once(metadata.iter(tag("mda:metadata", core), tag("mda:metaGroup", core)), told)
    return []


def _resources(data: etree._Element, core: str, around: Around, told: Told) -> list[Reference]:
    items = tag("res:resourceItem", core)
    _once(data.iterchildren(), told)
    here = {one.get("id").strip() for one in data.iterchildren(items) if one.get("id") is not None}
    for item in data.iterchildren():
        if local(item) == "resourceItemRef":
            reference = item.get("ref").strip()
            if reference not in here and reference not in around.resources:
                # The suite has a file with two of them and calls it valid (Good-res_source-has-no-content-and-href).
                told.add(warning("xliff2-reference-lost", told.at(item), shown(reference), named(item), WHO))
        elif local(item) == "resourceItem":
            _resource(item, around, told)
    return []


def _resource(item: etree._Element, around: Around, told: Told) -> None:
    full = False
    for child in item:
        side = local(child)
        if side not in ("source", "target"):
            continue
        inside = bool((child.text or "").strip()) or any(isinstance(one.tag, str) for one in child)
        full = full or inside
        if (child.get("href") is not None) == inside:
            told.add(blocking("xliff2-content-or-link", told.at(child), named(child), "href", WHO))
        lang, wanted = child.get(_LANG), around.source if side == "source" else around.target
        if lang is None or wanted is None or lang.strip().lower() == wanted.lower():
            continue
        if side == "source":
            told.add(blocking("xliff2-language", told.at(child), shown(lang, 40), shown(wanted, 40), WHO))
        else:  # a MUST that files which the suite calls valid break (the same)
            told.add(warning("xliff2-language", told.at(child), shown(lang, 40), shown(wanted, 40), WHO))
    if not full and item.get("mimeType") is None:
        told.add(blocking("xliff2-attribute-lacking", told.at(item), "mimeType", named(item), WHO))


def _changes(track: etree._Element, core: str, around: Around, told: Told) -> list[Reference]:
    """Change tracking 2.0: each revision belongs to one element that is there, and tells of what that element has."""
    if next(track.itersiblings(track.tag, preceding=True), None) is not None:
        return []  # the first one has spoken for all
    holder = track.getparent()
    inside: list[etree._Element] = []
    for child in holder.iterchildren():
        if child.tag != track.tag and local(child) not in ("unit", "group", "file"):
            inside += [one for one in child.iter(etree.Element)]
    by_id = {one.get("id").strip(): one for one in inside if one.get("id") is not None}
    by_name: defaultdict[str, list[etree._Element]] = defaultdict(list)
    for one in inside:
        by_name[local(one)].append(one)
    told_apart = {name for name, ones in by_name.items() if any(one.get("id") is not None for one in ones)}
    for revisions in holder.iterfind(f"{track.tag}/{tag('ctr:revisions', core)}"):
        about, reference = revisions.get("appliesTo"), revisions.get("ref")
        alike = by_name[about]
        owner = by_id.get(reference.strip()) if reference is not None else alike[0] if len(alike) == 1 else None
        if reference is not None and owner is None:
            told.add(blocking("xliff2-reference", told.at(revisions), shown(reference), named(revisions), WHO))
        elif reference is None and len(alike) > 1 and about in told_apart:
            told.add(blocking("xliff2-attribute-lacking", told.at(revisions), "ref", named(revisions), WHO))
        _revisions(revisions, owner, core, told)
    return []


def _revisions(revisions: etree._Element, owner: etree._Element | None, core: str, told: Told) -> None:
    known = list(revisions.iterchildren(tag("ctr:revision", core)))
    current = revisions.get("currentVersion")
    if current is not None and current not in {one.get("version") for one in known}:
        told.add(blocking("xliff2-reference", told.at(revisions), shown(current), "version", WHO))
    for revision in known:
        said = revision.get("datetime")
        if said is not None and not _DAY.fullmatch(said):
            told.add(warning("xliff2-day", told.at(revision), shown(said, 40), "2026-05-31T10:00:00+02:00", WHO))
        seen: Counter[str] = Counter()
        for item in revision.iterchildren(tag("ctr:item", core)):
            name = item.get("property").strip()
            seen[name] += 1
            if seen[name] > 1 or (name != "content" and owner is not None and owner.get(name) is None):
                told.add(blocking("xliff2-property", told.at(item), shown(name), named(revisions), WHO))


def _validation(validation: etree._Element, core: str, around: Around, told: Told) -> list[Reference]:
    """A rule says exactly one thing, in the module's words or in those of another namespace."""
    for rule in validation.iterchildren(tag("val:rule", core)):
        own = [name for name in _RULES if rule.get(name) is not None]
        others = any(name[0] == "{" for name in rule.attrib)
        at = told.at(rule)
        if len(own) + others != 1:
            told.add(blocking("xliff2-rule", at, ", ".join(own) or "–", ", ".join(_RULES), WHO))
        if rule.get("existsInSource") is not None and sum(name in own for name in _IN_SOURCE) != 1:
            told.add(blocking("xliff2-needs", at, "existsInSource", " / ".join(_IN_SOURCE), WHO))
        if rule.get("occurs") is not None and "isPresent" not in own:
            told.add(blocking("xliff2-needs", at, "occurs", "isPresent", WHO))
    return []


def _once(elements: Iterator[etree._Element], told: Told) -> None:
    """Every id among these once."""
    seen: set[str] = set()
    for element in elements:
        identity = element.get("id") if isinstance(element.tag, str) else None
        if identity is None:
            continue
        if identity.strip() in seen:
            told.add(blocking("xliff2-id-twice", told.at(element), named(element), "", WHO))
        seen.add(identity.strip())
