"""TMX, reading: a tree, or a file piece by piece -> pairs of segments. Names of people are not read at all.

Versions 1.1 to 1.4b as OmegaT (both its levels), Trados, Okapi and Weblate write them. A unit in more than two
languages is a pair for each language with the source.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree

from journal_app.bitext import parse as gate
from journal_app.bitext.model import Code, End, Kind, Part, Span, Words, joined
from journal_app.bitext.xliff12.grammar import LANGUAGE, XML, parted
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking, note, warning

WHO = "translator"
ALL = "*all*"  # a memory whose units have no source of their own
MOST_BYTES = 400_000_000  # of a file that is read piece by piece: a million pairs of sentences
MOST_TOLD = 200
TYPES = {Kind.EMPHASIS: "italic", Kind.STRONG: "bold", Kind.LINK: "link", Kind.NOTE: "fnote", Kind.OTHER: "struct",
         Kind.BREAK: "lb"}  # fmt: skip
_KINDS = {name: kind for kind, name in TYPES.items()}
# Properties that say who: they are neither read nor written.
PERSONAL = re.compile(r"user|author|creator|translator|revis|review|owner|contact|mail|(creation|change).?id"
                      r"|(used|modified|changed|created).?by", re.IGNORECASE)  # fmt: skip
_PROLOG_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Segment:
    """A text in two languages. Both sides' codes of one id are the same; `spans` says what they stand for.

    `created`, `changed`: of the translation, in UTC; `line`: where it was read, from 1.
    """

    source_language: str
    target_language: str
    source: Words
    target: Words
    spans: Mapping[str, Span] = field(default_factory=dict)
    note: str = ""
    created: datetime | None = None
    changed: datetime | None = None
    tuid: str = ""
    props: tuple[tuple[str, str], ...] = ()
    line: int = 0


def read(tree: etree._ElementTree, name: str, source: str = "") -> tuple[list[Segment], list[Problem]]:
    """All pairs of a memory. `source`: the language to take as the source where the file names none (`*all*`)."""
    root = tree.getroot()
    if root.tag != "tmx":
        return [], [_other(root, name)]
    header = root.find("header")
    reader = Reader(name, source, str(header.get("srclang") or "") if header is not None else "")
    segments = [one for unit in root.iterfind("body/tu") for one in reader.unit(unit)]
    return segments, reader.told()


def stream(data: bytes, name: str, source: str = "") -> Iterator[Segment | Problem]:
    """The same, a unit at a time: memory stays that of the file's own bytes. Problems come where they are met.

    The gate is `parse`'s but for the size; what breaks off later is told after what stood before it.
    """
    if len(data) > MOST_BYTES:
        yield blocking("xml-too-large", name, f"{len(data) / 1e6:.0f}", f"{MOST_BYTES / 1e6:.0f}", WHO)
        return
    head = gate._readable(data[:_PROLOG_BYTES])
    prolog = gate._PROLOG.match(head)
    place = prolog.end() if prolog else 0
    if head.startswith("<!DOCTYPE", place) and not gate._OUTSIDE_ONLY.match(head, place):
        yield blocking("xml-entities", f"{name}:{head.count(chr(10), 0, place) + 1}", "", "", WHO)
        return
    try:
        yield from _streamed(data, name, source)
    except etree.XMLSyntaxError as error:
        yield blocking("xml-broken", f"{name}:{error.lineno or 1}", shown(str(error.msg or ""), 160), "", WHO)
    except (ValueError, LookupError) as error:
        yield blocking("xml-broken", f"{name}:1", shown(str(error), 160), "", WHO)


def _streamed(data: bytes, name: str, source: str) -> Iterator[Segment | Problem]:
    events = etree.iterparse(BytesIO(data), ("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
                             huge_tree=False)  # fmt: skip
    reader, met = Reader(name, source, ""), 0
    for event, one in events:
        if event == "start" and one.getparent() is None:
            declared = one.getroottree().docinfo.internalDTD
            if declared is not None and any(True for _ in declared.iterentities()):
                yield blocking("xml-entities", f"{name}:1", "", "", WHO)
                return
            if one.tag != "tmx":
                yield _other(one, name)
                return
        elif event == "end" and one.tag == "header":
            reader.language = str(one.get("srclang") or "")
        elif event == "end" and one.tag == "tu":
            yield from reader.unit(one)
            yield from reader.problems[met:]
            met = len(reader.problems)
            one.clear()
            above = one.getparent()
            while above is not None and one.getprevious() is not None:
                del above[0]
    yield from reader.told()[met:]


def _other(root: etree._Element, name: str) -> Problem:
    return blocking("tmx-other", f"{name}:{root.sourceline or 1}", shown(parted(root.tag)[1]), "tmx", WHO)


class Reader:
    """What one file says of all its units, and what was met in them."""

    def __init__(self, name: str, source: str, language: str) -> None:
        self.name, self.source, self.language = name, source, language
        self.problems: list[Problem] = []
        self.more = 0

    def told(self) -> list[Problem]:
        return self.problems + ([note("tmx-more", self.name, self.more, "", WHO)] if self.more else [])

    def _tell(self, problem: Problem) -> None:
        if len(self.problems) < MOST_TOLD:
            self.problems.append(problem)
        else:
            self.more += 1

    def unit(self, unit: etree._Element) -> list[Segment]:
        """The pairs of one `<tu>`."""
        sides = self._sides(unit)
        wanted = str(unit.get("srclang") or self.language)
        begin = _source(sides, self.source if wanted.lower() in ("", ALL) else wanted, wanted.lower() in ("", ALL))
        if begin is None or len(sides) < 2:
            found = " ".join(language for language, _ in sides)
            self._tell(note("tmx-skipped", self._at(unit), shown(found), shown(wanted), WHO))
            return []
        texts = _Texts(any(one.get("x") is not None for one in unit.iter(etree.Element)))
        language, first = begin
        source = texts.words(first.find("seg"))
        made = [(other, side, texts.words(side.find("seg"))) for other, side in sides if side is not first]
        return [self._pair(unit, side, Segment(language, other, source, words, texts.of(source, words)))
                for other, side, words in made]  # fmt: skip

    def _pair(self, unit: etree._Element, side: etree._Element, pair: Segment) -> Segment:
        notes = [_said(one) for holder in (unit, side) for one in holder.iterfind("note")]
        props = [(str(one.get("type") or ""), _said(one)) for holder in (unit, side) for one in holder.iterfind("prop")]
        return replace(
            pair, note="\n".join(notes), tuid=str(unit.get("tuid") or ""), line=unit.sourceline or 0,
            created=day(side.get("creationdate")) or day(unit.get("creationdate")),
            changed=day(side.get("changedate")) or day(unit.get("changedate")),
            props=tuple(one for one in props if not PERSONAL.search(one[0])),
        )  # fmt: skip

    def _sides(self, unit: etree._Element) -> list[tuple[str, etree._Element]]:
        found: list[tuple[str, etree._Element]] = []
        for one in unit.iterfind("tuv"):
            said = str(one.get(f"{{{XML}}}lang") or one.get("lang") or "").strip().replace("_", "-")
            if not LANGUAGE.fullmatch(said):
                self._tell(warning("tmx-language", self._at(one), shown(said), "", WHO))
            elif one.find("seg") is not None:
                found.append((tidy(said), one))
        return found

    def _at(self, one: etree._Element) -> str:
        return f"{self.name}:{one.sourceline or 1}"


def _source(
    sides: list[tuple[str, etree._Element]], wanted: str, any_: bool
) -> tuple[str, etree._Element] | None:
    """The side in this language, else in the same without its region; of a memory without a source the first."""
    low = wanted.replace("_", "-").lower()
    for said in (str.lower, lambda tag: tag.lower().partition("-")[0]):
        for side in sides:
            if low and said(side[0]) == said(low):
                return side
    return sides[0] if any_ and sides else None


def tidy(language: str) -> str:
    """A tag as RFC 5646 2.1.1 would have it written: `fr-FR`, `uz-Arab-AF`."""
    parts = language.lower().split("-")
    for place, part in enumerate(parts[1:], 1):
        if len(parts[place - 1]) == 1:
            break
        parts[place] = part.upper() if len(part) == 2 else part.title() if len(part) == 4 and part.isalpha() else part
    return "-".join(parts)


def day(value: str | None) -> datetime | None:
    """`20260131T101500Z` as a moment; nothing when it is none."""
    try:
        found = datetime.fromisoformat(str(value or "").strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _said(element: etree._Element) -> str:
    return "".join(str(one) for one in element.itertext()).strip()


# --- words and codes -------------------------------------------------------------------------------------------------


class _Texts:
    """The texts of one unit: their codes are told apart, and known again on the other sides, by `x`, else by `i`."""

    def __init__(self, crossed: bool) -> None:
        self.crossed = crossed  # whether any code says an x
        self.ids: dict[tuple[str, str], str] = {}
        self.spans: dict[str, Span] = {}

    def of(self, *texts: Words) -> dict[str, Span]:
        used = {part.id for words in texts for part in words if isinstance(part, Code)}
        return {mark: span for mark, span in self.spans.items() if mark in used}

    def words(self, seg: etree._Element | None) -> Words:
        parts: list[Part] = []
        begun: dict[str, str] = {}
        alone = 0
        waiting: list[etree._Element | Part] = [] if seg is None else [*_inner(seg)]
        waiting.reverse()
        while waiting:
            one = waiting.pop()
            if isinstance(one, (str, Code)):
                parts.append(one)
                continue
            after: list[etree._Element | Part] = [str(one.tail)] if one.tail else []
            mark, name = str(one.get("i") or ""), one.tag
            alone += name in ("ph", "ut", "hi", "it") and one.get("x") is None
            if name == "hi":
                known = self._id("pair", one, f"h{alone}")
                self._meant(known, one)
                after = [Code(known, End.OPEN), *_inner(one), Code(known, End.CLOSE), *after]
            elif name == "bpt":
                begun[mark] = self._id("pair", one, f"i{mark}" if self.crossed else mark)
                parts.append(self._meant(begun[mark], one, End.OPEN))
            elif name == "ept":
                known = begun.pop(mark, "") or self._id("pair", one, f"i{mark}" if self.crossed else mark)
                parts.append(self._meant(known, one, End.CLOSE))
            elif name == "it":
                end = End.CLOSE if one.get("pos") == "end" else End.OPEN
                parts.append(self._meant(self._id("pair", one, f"t{alone}"), one, end))
            elif name in ("ph", "ut"):
                parts.append(self._meant(self._id("alone", one, f"p{alone}"), one))
            elif isinstance(name, str):  # none of TMX: its words are words
                after = [*_inner(one), *after]
            waiting.extend(reversed(after))
        return joined(parts)

    def _id(self, kind: str, one: etree._Element, otherwise: str) -> str:
        key = kind, str(one.get("x") or otherwise)
        if key not in self.ids:
            taken = key[1] in self.ids.values()
            self.ids[key] = f"{key[1]}-{kind}" if taken else key[1]
        return self.ids[key]

    def _meant(self, mark: str, one: etree._Element, end: End = End.ALONE) -> Code:
        held = "" if one.tag == "hi" else "".join(str(text) for text in one.itertext())
        made = ("", held) if end is End.CLOSE else (held, "")
        known = self.spans.setdefault(mark, Span(_KINDS.get(str(one.get("type") or ""), Kind.FOREIGN), data=made))
        data = known.data[0] or made[0], known.data[1] or made[1]
        kind = known.kind if known.kind is not Kind.FOREIGN else _KINDS.get(str(one.get("type") or ""), Kind.FOREIGN)
        self.spans[mark] = replace(known, data=data, kind=kind)
        return Code(mark, end)


def _inner(element: etree._Element) -> list[etree._Element | Part]:
    return [*([str(element.text)] if element.text else []), *element]
