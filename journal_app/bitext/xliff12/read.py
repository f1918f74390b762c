"""XLIFF 1.2, reading: a tree -> its articles, from our own files as from those of other tools. It refuses nothing.

What is wrong with a file is check.py's to say; here all words that can be found are found. Codes of every kind
(g, x, bx, ex, bpt, ept, ph, it) become codes; a mark (mrk) is its words, so that segments are read as one text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from journal_app.bitext.model import (
    Article,
    Bitext,
    Code,
    End,
    Kind,
    Match,
    Note,
    Part,
    Span,
    State,
    Term,
    Unit,
    Words,
    joined,
    plain,
)
from journal_app.bitext.xliff12.grammar import OLD_SPACES, OURS, SPACE, parted
from journal_app.bitext.xliff12.write import GLOSSARY, STATES, TYPES, told
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking, note

WHO = "translator"
MANY = "mul"  # ISO 639-2: several languages
_KINDS = {name: kind for kind, name in TYPES.items()}
_SAID = {state: meant for meant, (state, qualifier) in STATES.items() if not qualifier} | {
    "needs-review-translation": State.TRANSLATED, "needs-review-l10n": State.TRANSLATED,
    "needs-review-adaptation": State.TRANSLATED, "needs-l10n": State.NEEDS_WORK, "needs-adaptation": State.NEEDS_WORK,
}  # fmt: skip
_MACHINES = ("mt-suggestion", "leveraged-mt")
_MEMORIES = ("exact-match", "fuzzy-match", "id-match", "leveraged-tm", "leveraged-repository", "leveraged-inherited",
             "leveraged-glossary", "tm-suggestion")  # fmt: skip
_DRAFTS = ("", "new", "needs-translation", "needs-review-translation", "needs-review-l10n", "needs-review-adaptation")
_OWN = {one.value: one for one in State}
_O = f"{{{OURS}}}"
_ENDS = {"bpt": End.OPEN, "bx": End.OPEN, "ept": End.CLOSE, "ex": End.CLOSE}
_QUALITY = re.compile(r"\s*(\d{1,3})(?:[.,]\d+)?\s*%?\s*")


def read(tree: etree._ElementTree, name: str) -> tuple[Bitext, list[Problem]]:
    """What the file holds. A file whose root is no XLIFF 1.2 is empty, with its reason."""
    root = tree.getroot()
    space, local = parted(root.tag)
    if local != "xliff" or (space != SPACE and space not in OLD_SPACES):
        found = shown(f"{local} {space}".strip(), 120)
        return Bitext("", "", ()), [blocking("xliff12-other", f"{name}:{root.sourceline or 1}", found, SPACE, WHO)]
    reader = _Reader(f"{{{space}}}" if space else "", name)
    articles = tuple(reader.article(one) for one in root if one.tag == f"{reader.space}file")
    source, target = ({getattr(one, side) for one in articles} for side in ("source", "target"))
    version = str(root.get("version") or "")
    return Bitext(_one(source), _one(target), articles, version), reader.problems


def _one(languages: set[str]) -> str:
    return next(iter(languages)) if len(languages) == 1 else MANY if languages else ""


class _Reader:
    """One walk through a file. `space`: its namespace in braces, before each name."""

    def __init__(self, space: str, name: str) -> None:
        self.space, self.name = space, name
        self.problems: list[Problem] = []

    def _all(self, holder: etree._Element, *names: str) -> Iterator[etree._Element]:
        wanted = {f"{self.space}{one}" for one in names}
        return (one for one in holder if one.tag in wanted)

    def _first(self, holder: etree._Element, name: str) -> etree._Element | None:
        return next(self._all(holder, name), None)

    def article(self, file: etree._Element) -> Article:
        original = str(file.get("original") or "")
        header = self._first(file, "header")
        units = tuple(self._unit(one) for one in file.iter(f"{self.space}trans-unit"))
        for one in file.iter(f"{self.space}bin-unit"):
            found = shown(one.get("id") or "")
            self.problems.append(note("xliff12-binary", f"{self.name}:{one.sourceline or 1}", found, "", WHO))
        return Article(
            str(file.get(f"{_O}id") or original), original, str(file.get("source-language") or ""),
            str(file.get("target-language") or ""), str(file.get(f"{_O}title") or original), units,
            tuple(self._notes(header)) if header is not None else (), _whole(file.get(f"{_O}limit")),
        )  # fmt: skip

    def _unit(self, one: etree._Element) -> Unit:
        source, target = self._first(one, "source"), self._first(one, "target")
        spans: dict[str, Span] = {}
        words = self._words(source, spans) if source is not None else ()
        theirs = self._words(target, spans) if target is not None else None
        terms = tuple(_term(found) for found in one if found.tag == f"{_O}term")
        shown_terms = {told(term) for term in terms}
        notes = tuple(found for found in self._notes(one) if found.by != GLOSSARY or found.text not in shown_terms)
        limit = _whole(one.get("maxwidth")) if one.get("size-unit") == "char" else None
        return Unit(
            str(one.get("id") or ""), str(one.get("resname") or ""), words, theirs, _state(one, target, theirs), spans,
            notes, str(one.get(f"{_O}source-hash") or ""), str(one.get(f"{_O}target-hash") or ""), limit,
            tuple(self._matches(one)), terms, one.sourceline or 0,
        )  # fmt: skip

    def _notes(self, holder: etree._Element) -> Iterator[Note]:
        for one in self._all(holder, "note"):
            about = str(one.get("annotates") or "")
            yield Note(_text(one), str(one.get("from") or ""), about if about in ("source", "target") else "")

    def _matches(self, unit: etree._Element) -> Iterator[Match]:
        """What a memory proposes; earlier, rejected and merely similar translations are none of it."""
        for one in self._all(unit, "alt-trans"):
            target = self._first(one, "target")
            if target is None or one.get("alttranstype") not in (None, "proposal", "accepted"):
                continue
            source = self._first(one, "source")
            words = self._words(source if source is not None else self._first(unit, "source"), {})
            quality = _QUALITY.fullmatch(str(one.get("match-quality") or ""))
            percent = min(int(quality[1]), 100) if quality else 0
            yield Match(plain(words), plain(self._words(target, {})), percent, str(one.get("origin") or ""))

    # --- words and codes ---------------------------------------------------------------------------------------------

    def _words(self, text: etree._Element | None, spans: dict[str, Span]) -> Words:
        """The words of a text; what its codes stand for is added to `spans`, unless that is known already."""
        if text is None:
            return ()
        found = _Found([], spans)
        self._inside(text, found)
        for one in text.iter(f"{self.space}sub"):
            said = shown(_text(one))
            self.problems.append(note("xliff12-inner", f"{self.name}:{one.sourceline or 1}", said, "", WHO))
        return joined(found.parts)

    def _inside(self, top: etree._Element, found: "_Found") -> None:
        """Without recursion: a stranger's file may nest as deep as the gate lets it."""
        waiting: list[etree._Element | Part] = [top]
        while waiting:
            one = waiting.pop()
            if isinstance(one, (str, Code)):
                found.parts.append(one)
                continue
            local = self._local(one)
            after: list[etree._Element | Part] = [] if one is top or not one.tail else [str(one.tail)]
            if local in ("g", "mrk") or one is top:
                mark = str(one.get("id") or "")
                inside: list[etree._Element | Part] = [str(one.text)] if one.text else []
                inside += list(one)
                if local == "g":
                    found.meant(mark, one)
                    inside = [Code(mark, End.OPEN), *inside, Code(mark, End.CLOSE)]
                after = inside + after
            elif local in ("x", "ph", "bx", "ex", "bpt", "ept", "it"):
                found.single(one, local)
            waiting.extend(reversed(after))

    def _local(self, one: etree._Element) -> str:
        name = one.tag
        return name[len(self.space) :] if isinstance(name, str) and name.startswith(self.space) else ""


@dataclass
class _Found:
    """The parts of one text while it is read. `begun`: by kind and mark the id of what a closing code closes."""

    parts: list[Part]
    spans: dict[str, Span]
    begun: dict[tuple[bool, str], str] = field(default_factory=dict)

    def single(self, one: etree._Element, local: str) -> None:
        """A code that is one element. An end goes by the id of its beginning, whose `rid`, or id, it says."""
        end = _ENDS.get(local, End.ALONE)
        if local == "it":
            end = End.CLOSE if one.get("pos") == "close" else End.OPEN
        own = str(one.get("id") or one.get("rid") or "")
        key = local in ("bpt", "ept"), str(one.get("rid") or own)
        if local in ("bpt", "bx"):
            self.begun[key] = own
        elif local in ("ept", "ex"):
            own = self.begun.pop(key if key in self.begun or one.get("rid") is not None else self._nearest(key), own)
        self.parts.append(Code(own, end))
        self.meant(own, one, end, _text(one))

    def _nearest(self, key: tuple[bool, str]) -> tuple[bool, str]:
        """What an end without a name closes: of the same kind the last that was begun without one, too."""
        return next((one for one in reversed(self.begun) if one[0] == key[0] and one[1] == self.begun[one]), key)

    def meant(self, mark: str, one: etree._Element, end: End = End.ALONE, held: str = "") -> None:
        """What a code stands for, from its attributes, or from what it holds."""
        kind = str(one.get("ctype") or "")
        begins, ends = ("", held) if end is End.CLOSE else (held, "")
        made = Span(
            _KINDS.get(kind) or _KINDS.get(kind.removeprefix("x-"), Kind.FOREIGN),
            (str(one.get(f"{_O}shows") or ""), str(one.get(f"{_O}shows-end") or "")),
            (str(one.get(f"{_O}data") or begins), str(one.get(f"{_O}data-end") or ends)),
            str(one.get(f"{_O}href") or ""), one.get(f"{_O}must") == "yes",
        )  # fmt: skip
        known = self.spans.setdefault(mark, made)
        if end is End.CLOSE and not known.data[1] and made.data[1]:
            self.spans[mark] = replace(known, data=(known.data[0], made.data[1]))


def _text(element: etree._Element) -> str:
    return "".join(str(one) for one in element.itertext())


def _whole(value: str | None) -> int | None:
    return int(value) if value is not None and value.isdecimal() and value.isascii() and len(value) < 10 else None


def _term(element: etree._Element) -> Term:
    targets = tuple((str(one.get("word") or ""), str(one.get("status") or ""))
                    for one in element if one.tag == f"{_O}target")  # fmt: skip
    return Term(str(element.get("source") or ""), targets, str(element.get("definition") or ""))


def _state(unit: etree._Element, target: etree._Element | None, words: Words | None) -> State:
    """How far a unit has come. What no tool said is "initial": whoever brings the file says what that means.

    `approved` alone says translated and no more: some tools write it as soon as words are there.
    """
    if target is None:
        return _OWN.get(str(unit.get(f"{_O}state") or ""), State.INITIAL)
    state, qualifier = str(target.get("state") or ""), str(target.get("state-qualifier") or "")
    if qualifier.startswith("rejected-") and state not in ("signed-off", "final"):
        return State.NEEDS_WORK
    if state in _DRAFTS and qualifier in (*_MACHINES, *_MEMORIES):
        return State.MACHINE if qualifier in _MACHINES else State.MEMORY
    if state in _SAID:
        return _SAID[state]
    return State.TRANSLATED if words and unit.get("approved") == "yes" else State.INITIAL

