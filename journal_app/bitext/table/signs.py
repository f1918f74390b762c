r"""Word table, the signs: words and codes <-> paragraphs with ①…❶ as they stand in a cell. Pure.

A line break is a line end in a paragraph, the end of a paragraph a paragraph's end. A sign that is an author's own word
stands after a \, as on the desk.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from journal_app.bitext.model import Code, End, Kind, Part, Span, Unit, Words, joined
from journal_app.problems import Problem, warning

OPEN = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
SHUT = "❶❷❸❹❺❻❼❽❾❿⓫⓬⓭⓮⓯⓰⓱⓲⓳⓴"
LINE = Span(Kind.BREAK, ("↵", ""), ("<br>", ""))
PARAGRAPH = Span(Kind.BREAK, ("¶", ""), ("</p><p>", ""))
# What turns words around unseen: Word and LibreOffice add and drop it as they like.
_TURNS = dict.fromkeys([0x200E, 0x200F, 0x61C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def bare(text: str) -> str:
    """What is the same in two cells that say the same: without marks of direction, each space one."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_TURNS)).split())


def ends_paragraph(span: Span) -> bool:
    """Whether a break is a paragraph's end and not a line's."""
    return span.kind is Kind.BREAK and "<p" in span.data[0]


def signs_of(unit: Unit) -> dict[str, tuple[str, str]]:
    """The signs of each code of a unit: its own, else the next that are free."""
    parts = [part for part in (*unit.source, *(unit.target or ())) if isinstance(part, Code)]
    spans = {part.id: unit.spans.get(part.id, Span(Kind.FOREIGN)) for part in parts} | dict(unit.spans)
    said = {sign for span in spans.values() for sign in span.shows}
    free = iter([(one, other) for one, other in zip(OPEN, SHUT, strict=True) if one not in said and other not in said])
    found: dict[str, tuple[str, str]] = {}
    for name, span in spans.items():
        if span.kind is not Kind.BREAK:
            found[name] = span.shows if span.shows[0] else next(free, ("", ""))
    return found


def _pattern(signs: Mapping[str, tuple[str, str]]) -> re.Pattern[str]:
    own = sorted({sign for pair in signs.values() for sign in pair if sign and sign not in OPEN + SHUT}, key=len)
    return re.compile(rf"(\\*)({'|'.join([f'[{OPEN}{SHUT}]', *map(re.escape, reversed(own))])})")


def paragraphs_of(words: Words, unit: Unit) -> list[str]:
    """Words as the paragraphs of a cell."""
    signs = signs_of(unit)
    pattern = _pattern(signs)
    out: list[list[tuple[str, bool]]] = [[]]
    for part in words:
        span = unit.spans.get(part.id, Span(Kind.FOREIGN)) if isinstance(part, Code) else None
        if isinstance(part, str):
            text = pattern.sub(lambda found: f"{found[1] * 2}\\{found[2]}", part.replace("\n", " "))
            out[-1].append((text, False))
        elif span is not None and ends_paragraph(span):
            out.append([])
        elif span is not None and span.kind is Kind.BREAK:
            out[-1].append(("\n", False))
        else:
            out[-1].append((signs.get(part.id, ("", ""))[part.end is End.CLOSE], True))
    return ["".join(_before_signs(parts)) for parts in out]


def _before_signs(parts: Sequence[tuple[str, bool]]) -> list[str]:
    r"""The texts; the \ at the end of one that a sign follows is written twice, so that it is not its escape."""
    out: list[str] = []
    for place, (text, sign) in enumerate(parts):
        follows = place + 1 < len(parts) and parts[place + 1][1]
        more = len(text) - len(text.rstrip("\\")) if follows and not sign else 0
        out.append(text + "\\" * more)
    return out


@dataclass(frozen=True, slots=True)
class Typed:
    """What a cell says: its words, what its codes stand for, and the signs that could not be matched."""

    words: Words
    spans: dict[str, Span]
    problems: tuple[Problem, ...] = ()


def typed(paragraphs: Sequence[str], unit: Unit, where: str) -> Typed:
    """A cell's paragraphs as words, by the signs of a unit. Signs that are alone or unknown are told and left out."""
    return _Reader(unit, where).read(paragraphs)


@dataclass(slots=True)
class _Reader:
    unit: Unit
    where: str
    problems: list[Problem] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)  # how often a sign, or a kind of break, came

    def read(self, paragraphs: Sequence[str]) -> Typed:
        self.spans = dict(self.unit.spans)
        signs = signs_of(self.unit)
        meant: dict[str, tuple[list[str], End]] = {}
        for name, (begin, end) in signs.items():
            alone = self._alone(name)
            meant.setdefault(begin, ([], End.ALONE if alone else End.OPEN))[0].append(name)
            if end and not alone:
                meant.setdefault(end, ([], End.CLOSE))[0].append(name)
        parts: list[Part] = []
        for number, paragraph in enumerate(paragraphs):
            if number:
                parts.append(self._break(self._ends_as_line()))
            for place, line in enumerate(paragraph.split("\n")):
                if place:
                    parts.append(self._break(line=True))
                self._line(line, meant, _pattern(signs), parts)
        words = joined(self._paired(parts, signs))
        self._lost(words, signs)
        return Typed(words, self.spans, tuple(self.problems))

    def _lost(self, words: Words, signs: Mapping[str, tuple[str, str]]) -> None:
        """A sign that stands in the source and is nowhere here; how often it comes is the translator's."""
        there = {signs[part.id] for part in words if isinstance(part, Code) and part.id in signs}
        asked = dict.fromkeys(part.id for part in self.unit.source if isinstance(part, Code))
        needed = [name for name in asked if name in signs and name in self.unit.spans and self.unit.spans[name].must]
        if lost := list(dict.fromkeys(signs[name][0] for name in needed if signs[name] not in there)):
            self.problems.append(warning("mark-lost", self.where, " ".join(lost)))

    def _alone(self, name: str) -> bool:
        return any(isinstance(part, Code) and part.id == name and part.end is End.ALONE
                   for part in (*self.unit.source, *(self.unit.target or ())))  # fmt: skip

    def _ends_as_line(self) -> bool:
        """Whether a paragraph's end is meant for a line's: in a short text, or where the source has lines alone."""
        kinds = {ends_paragraph(span) for span in self.unit.spans.values() if span.kind is Kind.BREAK}
        return self.unit.key != "body" or kinds == {False}

    def _break(self, line: bool) -> Code:
        ids = [name for name, span in self.unit.spans.items()
               if span.kind is Kind.BREAK and ends_paragraph(span) is not line]  # fmt: skip
        kind = "br" if line else "para"
        count = self.used[kind] = self.used.get(kind, 0) + 1
        if count <= len(ids):
            return Code(ids[count - 1])
        name = kind
        while name in self.spans:
            name = f"{kind}.{count}"
            count += 1
        self.spans[name] = LINE if line else PARAGRAPH
        return Code(name)

    def _line(
        self, text: str, meant: Mapping[str, tuple[list[str], End]], pattern: re.Pattern[str], parts: list[Part]
    ) -> None:
        here = 0
        for found in pattern.finditer(text):
            parts.append(text[here : found.start()] + "\\" * (len(found[1]) // 2))
            here = found.end()
            sign = found[2]
            if len(found[1]) % 2:
                parts.append(sign)
            elif sign in meant:
                ids, end = meant[sign]
                count = self.used[sign] = self.used.get(sign, 0) + 1
                parts.append(Code(ids[min(count, len(ids)) - 1], end))
            else:
                self._tell(warning("mark-unknown", self.where, sign))
        parts.append(text[here:])

    def _tell(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def _paired(self, parts: Sequence[Part], signs: Mapping[str, tuple[str, str]]) -> list[Part]:
        """Ends by the signs of their beginnings; what crosses or is alone is told and left out, its words stay."""
        out: list[Part | None] = list(parts)
        begun: list[int] = []
        for place, part in enumerate(parts):
            if isinstance(part, str) or part.end is End.ALONE:
                continue
            if part.end is End.OPEN:
                begun.append(place)
                continue
            mine = next((one for one in reversed(begun) if self._shuts(parts[one], part, signs)), None)
            if mine is None:
                self._tell(warning("mark-alone", self.where, signs[part.id][1]))
                out[place] = None
                continue
            while begun[-1] != mine:
                self._drop(out, begun.pop(), signs)
            opened = parts[begun.pop()]
            out[place] = Code(opened.id, End.CLOSE) if isinstance(opened, Code) else None
        for place in begun:
            self._drop(out, place, signs)
        return [part for part in out if part is not None]

    def _shuts(self, opened: Part, shut: Code, signs: Mapping[str, tuple[str, str]]) -> bool:
        return isinstance(opened, Code) and signs[opened.id][1] == signs[shut.id][1]

    def _drop(self, out: list[Part | None], place: int, signs: Mapping[str, tuple[str, str]]) -> None:
        part = out[place]
        if isinstance(part, Code):
            self._tell(warning("mark-alone", self.where, signs[part.id][0]))
        out[place] = None
