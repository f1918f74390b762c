"""XLIFF 2, the way in: a checked tree -> a Bitext; and the same tree written back with nothing lost.

Ours and other tools' files alike: however a unit was cut into segments, it is one unit again, its target in the order
that the file gives it. What we do not know is passed over here and stays in the file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from journal_app.bitext.model import Article, Bitext, Match, Note, Part, State, Term, Unit, Words, joined, plain
from journal_app.bitext.xliff2.grammar import SPACES, XML, tag
from journal_app.bitext.xliff2.marks import BODY, CATEGORY, GENERAL, least, state_of
from journal_app.bitext.xliff2.told import WHO, Told, line_of, local, named
from journal_app.bitext.xliff2.words import Side, settled, spans, text_of
from journal_app.bitext.xliff2.write import NO_LANGUAGE, SIGNS
from journal_app.problems import Problem, warning

_SPACE = f"{{{XML}}}space"
_LIMIT = f"{{{SPACES['slr']}}}sizeRestriction"


def read(tree: etree._ElementTree, name: str) -> tuple[Bitext, list[Problem]]:
    """The values of a file that check.py has let pass, and what in it was left out."""
    root, told = tree.getroot(), Told(name)
    core = root.tag[1:].rpartition("}")[0]
    reader = _Reader(core, told, _language(root.get("srcLang")), _language(root.get("trgLang")))
    space = root.get(_SPACE) or "default"
    files = root.iterchildren(tag("file", core))
    articles = tuple(reader.article(file, file.get(_SPACE) or space) for file in files)
    return Bitext(reader.source, reader.target, articles, root.get("version") or ""), told.all()


def rewrite(tree: etree._ElementTree) -> bytes:
    """The tree as it was read, in UTF-8: comments, instructions, extensions and spaces with it; CDATA as text."""
    return bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=True))


def _language(said: str | None) -> str:
    return "" if said in (None, NO_LANGUAGE) else str(said)


@dataclass(slots=True)
class _Reader:
    """What holds for a whole file."""

    core: str
    told: Told
    source: str
    target: str
    limited: bool = False  # whether limits count signs, as ours do

    def article(self, file: etree._Element, space: str) -> Article:
        """One `<file>`."""
        profiles = file.find(tag("slr:profiles", self.core))
        self.limited = profiles is None or profiles.get("generalProfile") in (None, GENERAL)
        known = dict(self._known(file))
        notes, limit, units = list(self._notes(file)), None, list[Unit]()
        for holder, unit in self._units(file, space):
            if unit is not None:
                units.append(unit)
            else:
                notes += self._notes(holder)
                limit = self._limit(holder) if holder.get("id") == BODY and limit is None else limit
        return Article(
            file.get("id") or "",
            file.get("original") or "",
            known.get("source-language", self.source),
            known.get("target-language", self.target),
            known.get("title", ""),
            tuple(units),
            tuple(notes),
            limit,
        )

    def _units(self, holder: etree._Element, space: str) -> Iterator[tuple[etree._Element, Unit | None]]:
        """Groups (without a unit) and units, in the order of the file."""
        for child in holder:
            inner = child.get(_SPACE) or space if isinstance(child.tag, str) else space
            if child.tag == tag("group", self.core):
                yield child, None
                yield from self._units(child, inner)
            elif child.tag == tag("unit", self.core):
                yield child, self._unit(child, inner, holder)

    def _unit(self, unit: etree._Element, space: str, holder: etree._Element) -> Unit:
        known = dict(self._known(unit))
        parts = list(unit.iterchildren(tag("segment", self.core), tag("ignorable", self.core)))
        data = {one.get("id"): text_of(one) for one in unit.iterfind(f"{tag('originalData', self.core)}/*")}
        sides = _Sides(self, parts, space)
        found = spans(sides.elements(), data, frozenset(known.get("must", "").split()), self.core)
        key = known.get("key") or unit.get("name") or (BODY if holder.get("id") == BODY else "")
        target = sides.target()
        if sides.parted:
            self.told.add(warning("xliff2-part-untranslated", self.told.at(unit), named(unit), "", WHO))
        return Unit(
            unit.get("id") or "",
            key,
            sides.source(),
            target,
            sides.state(),
            found,
            tuple(self._notes(unit)),
            known.get("source-hash", ""),
            known.get("target-hash", ""),
            self._limit(unit),
            tuple(self._matches(unit, space)),
            tuple(self._terms(unit)),
            line_of(unit),
        )

    def together(self, elements: Sequence[etree._Element], space: str) -> Words:
        """The words of elements that follow one another; each keeps its spaces or does not."""
        words: list[Part] = []
        for number, element in enumerate(elements, 1):
            side = Side(self.core, self.told)
            side.take(element)
            kept = (element.get(_SPACE) or space) == "preserve"
            words += side.parts if kept else settled(side.parts, number == 1, number == len(elements))
        return joined(words)

    def _limit(self, element: etree._Element) -> int | None:
        most = (element.get(_LIMIT) or "").rpartition(",")[2].strip()
        return int(most) if self.limited and most.isascii() and most.isdigit() else None

    def _notes(self, holder: etree._Element) -> Iterator[Note]:
        for note in holder.iterfind(f"{tag('notes', self.core)}/{tag('note', self.core)}"):
            yield Note(text_of(note), note.get("category") or "", note.get("appliesTo") or "")

    def _known(self, holder: etree._Element) -> Iterator[tuple[str, str]]:
        """Our own metadata of an element."""
        for group in holder.iterfind(f"{tag('mda:metadata', self.core)}/{tag('mda:metaGroup', self.core)}"):
            if group.get("category") == CATEGORY:
                for meta in group.iterchildren(tag("mda:meta", self.core)):
                    yield meta.get("type") or "", text_of(meta)

    def _matches(self, unit: etree._Element, space: str) -> Iterator[Match]:
        for match in unit.iterfind(f"{tag('mtc:matches', self.core)}/{tag('mtc:match', self.core)}"):
            elements = [match.find(tag(side, self.core)) for side in ("source", "target")]
            sides = [plain(self.together([one] if one is not None else [], space)) for one in elements]
            percent = match.get("similarity") or match.get("matchQuality") or "0"
            yield Match(sides[0], sides[1], round(float(percent)), match.get("origin") or "")

    def _terms(self, unit: etree._Element) -> Iterator[Term]:
        for entry in unit.iterfind(f"{tag('gls:glossary', self.core)}/{tag('gls:glossEntry', self.core)}"):
            words = {"term": "", "definition": ""}
            targets: list[tuple[str, str]] = []
            for child in entry:
                if local(child) == "translation":
                    targets.append((text_of(child), "preferred"))
                elif local(child) in words and child.get("source") != SIGNS:
                    words[local(child)] = text_of(child)
            own = [(word, sort) for sort, word in self._known(entry)]
            yield Term(words["term"], tuple(own or targets), words["definition"])


@dataclass(slots=True)
class _Sides:
    """The parts of one unit, put together again."""

    reader: _Reader
    parts: list[etree._Element]
    space: str
    parted: bool = False  # some segments have a target and others none

    def _side(self, side: str) -> list[tuple[etree._Element | None, etree._Element]]:
        name = tag(side, self.reader.core)
        return [(part.find(name), part) for part in self.parts]

    def elements(self) -> Iterator[etree._Element]:
        """Every source, then every target."""
        for side in ("source", "target"):
            yield from (words for words, _ in self._side(side) if words is not None)

    def source(self) -> Words:
        """The words of the source."""
        return self.reader.together([words for words, _ in self._side("source") if words is not None], self.space)

    def target(self) -> Words | None:
        """The words of the target in the order the file wants; None when no segment has any."""
        segments = [(words, part) for words, part in self._side("target") if local(part) == "segment"]
        if all(words is None for words, _ in segments):
            return None
        self.parted = any(words is None for words, _ in segments)
        ordered: list[tuple[int, etree._Element]] = []
        for number, (words, part) in enumerate(self._side("target"), 1):
            if words is not None:
                ordered.append((int(words.get("order") or number), words))
            elif local(part) == "ignorable":  # what stands between segments is the same until somebody says otherwise
                ordered += [(number, one) for one in part.iterchildren(tag("source", self.reader.core))]
        return self.reader.together([words for _, words in sorted(ordered, key=lambda pair: pair[0])], self.space)

    def state(self) -> State:
        """How far the segment is that is least far."""
        return least(
            [
                state_of(part.get("state"), part.get("subState"), words is not None)
                for words, part in self._side("target")
                if local(part) == "segment"
            ]
        )
