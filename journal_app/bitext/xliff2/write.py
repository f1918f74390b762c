"""XLIFF 2, the way out: a Bitext -> the bytes of an XLIFF 2.0, 2.1 or 2.2 file. The same values give the same bytes.

A file an article, a segment a unit. What XLIFF has no word for stands in metadata of ours; words of a glossary that
are not to be proposed do not stand where tools look for proposals.
"""

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from journal_app.bitext.model import Article, Bitext, Match, Note, Term, Unit, plain
from journal_app.bitext.xliff2.grammar import CORE, CORE_22, SPACES, XML, tag
from journal_app.bitext.xliff2.inline import Inline, ink, inline
from journal_app.bitext.xliff2.marks import BODY, CATEGORY, GENERAL, said
from journal_app.bitext.xliff2.values import token
from journal_app.bitext.xml_words import clean
from journal_app.languages import is_rtl

VERSIONS = {"2.0": CORE, "2.1": CORE, "2.2": CORE_22}
NO_LANGUAGE = "und"  # BCP 47: undetermined
SIGNS = f"{CATEGORY}-signs"  # a definition that stands in for translations that are not to be proposed
_PREFIXES = ("mtc", "gls", "mda", "slr", "fs")
_INSIDE, _ENDS = re.compile(r"[\t\r\n]|  "), re.compile(r"\A\s|\s\Z")  # what a tool may change where space is its own
_SHOWN = {"forbidden": "✗", "kept": "=", "spoken": "♪"}


def write(bitext: Bitext, version: str = "2.1") -> bytes:
    """The file, in UTF-8. `version`: "2.0", "2.1" or "2.2".

    Ids of articles and units have to be XML name tokens, each once where it counts: anything else is a ValueError.
    Characters that XML cannot hold are written as `<cp>` in words and left out elsewhere. XLIFF has no file without an
    article: what is written of none is not valid.
    """
    core = VERSIONS[version]
    spaces: dict[str | None, str] = {None: core, **{prefix: SPACES[prefix] for prefix in _PREFIXES}}
    root = etree.Element(tag("xliff", core), nsmap=spaces)
    root.set("version", version)
    root.set("srcLang", bitext.source or NO_LANGUAGE)
    translated = any(unit.target is not None for article in bitext.articles for unit in article.units)
    if bitext.target or translated:
        root.set("trgLang", bitext.target or NO_LANGUAGE)
    _distinct([article.id for article in bitext.articles])
    for article in bitext.articles:
        _Writer(core, bitext).article(root, article)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _distinct(ids: Sequence[str]) -> None:
    for one in ids:
        if not token(one) or one != one.strip():
            raise ValueError(f"not an id: {one!r}")
    if len(set(ids)) != len(ids):
        raise ValueError("an id that is there twice")


class _Writer:
    """One file's elements. Structural ones stand on lines of their own; nothing is put into words."""

    def __init__(self, core: str, bitext: Bitext) -> None:
        self.core, self.bitext = core, bitext

    def block(self, parent: etree._Element, key: str, text: str | None = None, **attributes: str) -> etree._Element:
        """An element on its own line; attributes that are empty are left out."""
        element = etree.SubElement(parent, tag(key, self.core))
        for name, value in attributes.items():
            if value:
                element.set(name, clean(value))
        element.text = None if text is None else clean(text)
        element.tail = "\n"
        parent.text = parent.text or "\n"
        return element

    def article(self, root: etree._Element, article: Article) -> None:
        """One `<file>`: what is known of it, its units, and those of the body in a group with their limit."""
        _distinct([unit.id for unit in article.units])
        file = self.block(root, "file", id=article.id, original=article.original)
        file.set("srcDir", "rtl" if is_rtl(article.source) else "ltr")
        file.set("trgDir", "rtl" if is_rtl(article.target) else "ltr")
        if article.limit is not None or any(unit.limit is not None for unit in article.units):
            self.block(file, "slr:profiles", generalProfile=GENERAL)
        self.metadata(
            file,
            ("title", article.title),
            ("source-language", article.source if article.source != self.bitext.source else ""),
            ("target-language", article.target if article.target != self.bitext.target else ""),
        )
        self.notes(file, article.notes)
        body = [unit for unit in article.units if unit.key == BODY]
        for unit in article.units:
            if unit.key != BODY:
                self.unit(file, unit)
        if body or article.limit is not None:
            group = self.block(file, "group", id=BODY)
            self.limit(group, article.limit)
            for unit in body:
                self.unit(group, unit)
        elif not article.units:
            self.block(file, "group", id=CATEGORY)  # a file has to hold a unit or a group

    def limit(self, element: etree._Element, limit: int | None) -> None:
        """How many signs the target may have."""
        if limit is not None:
            element.set(tag("slr:sizeRestriction", self.core), str(limit))

    def metadata(self, parent: etree._Element, *metas: tuple[str, str]) -> None:
        """Ours, where there is something to say."""
        known = [(kind, text) for kind, text in metas if clean(text)]
        if known:
            group = self.block(self.block(parent, "mda:metadata"), "mda:metaGroup", category=CATEGORY)
            for kind, text in known:
                self.block(group, "mda:meta", text, type=kind)

    def notes(self, parent: etree._Element, notes: Iterable[Note]) -> None:
        """Remarks, numbered."""
        every = list(notes)
        if every:
            group = self.block(parent, "notes")
            for number, note in enumerate(every, 1):
                self.block(group, "note", note.text, id=f"n{number}", appliesTo=note.about, category=note.by)

    def unit(self, parent: etree._Element, unit: Unit) -> None:
        """One unit with one segment."""
        names = {part.id for words in (unit.source, unit.target or ()) for part in words if not isinstance(part, str)}
        segment = next(name for name in (f"s{'-' * n}" for n in range(len(names) + 1)) if name not in names)
        codes = inline(unit, {segment})
        element = self.block(parent, "unit", id=unit.id, name=unit.key)
        if _delicate(unit):
            element.set(f"{{{XML}}}space", "preserve")
        self.limit(element, unit.limit)
        self.matches(element, unit.matches, segment)
        self.glossary(element, unit.terms)
        self.metadata(
            element,
            ("key", unit.key),
            ("source-hash", unit.source_hash),
            ("target-hash", unit.target_hash),
            ("must", " ".join(codes.unsaid)),
        )
        self.notes(element, unit.notes)
        self.words(element, unit, segment, codes)

    def words(self, parent: etree._Element, unit: Unit, segment: str, codes: Inline) -> None:
        """The data of the codes, and the segment with its source and target."""
        if codes.data:
            group = self.block(parent, "originalData")
            for text, identity in codes.data.items():
                ink(self.block(group, "data", id=identity), [text], self.core)
        state, sub = said(unit.state, unit.target is not None)
        element = self.block(parent, "segment", id=segment, state=state, subState=sub)
        ink(self.block(element, "source"), codes.source, self.core)
        if codes.target is not None:
            ink(self.block(element, "target"), codes.target, self.core)

    def matches(self, parent: etree._Element, matches: Sequence[Match], segment: str) -> None:
        """What a memory proposes for the segment."""
        group = self.block(parent, "mtc:matches") if matches else parent
        for number, match in enumerate(matches, 1):
            element = self.block(group, "mtc:match", id=f"m{number}", ref=f"#{segment}", type="tm", origin=match.origin)
            element.set("similarity", str(max(0, min(100, match.percent))))
            ink(self.block(element, "source"), [match.source], self.core)
            ink(self.block(element, "target"), [match.target], self.core)

    def glossary(self, parent: etree._Element, terms: Sequence[Term]) -> None:
        """Words to take are translations; where there are others, all are said again in metadata, each with its sort.

        A tool that knows no more than the module proposes what may be taken and nothing that is forbidden or only said.
        """
        group = self.block(parent, "gls:glossary") if terms else parent
        for term in terms:
            entry = self.block(group, "gls:glossEntry")
            self.block(entry, "gls:term", term.source)
            good = [word for word, sort in term.targets if sort in ("preferred", "kept")]
            for word in good:
                self.block(entry, "gls:translation", word)
            if term.definition:
                self.block(entry, "gls:definition", term.definition)
            elif not good:
                shown = ", ".join(f"{_SHOWN.get(sort, '')} {word}".strip() for word, sort in term.targets)
                self.block(entry, "gls:definition", shown, source=SIGNS)
            if any(sort != "preferred" for _, sort in term.targets):
                self.metadata(entry, *((sort, word) for word, sort in term.targets))


def _delicate(unit: Unit) -> bool:
    """Whether a line break or a space at an end has to be kept."""
    sides = [plain(words) for words in (unit.source, unit.target or ())]
    sides += [text for match in unit.matches for text in (match.source, match.target)]
    return any(_INSIDE.search(text) or _ENDS.search(text) for text in sides)
