r"""Translation, the marks: a paragraph's runs <-> words to be typed, its emphasis and links as signs to be kept. Pure.

A stretch that is marked in the source stands between ① and ❶, the next kind of mark between ② and ❷: one character
each, the same in every script and direction, so that it is moved whole and nothing inside it can be mistyped. A new
line is a line break. A footnote stands between its two signs where it is called. Words are never lost: a sign that
finds no partner is told and left out, what it stood around stays; a sign that is a word of its author stands after a \.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import permutations

from journal_app.prepress.model import Run
from journal_app.prepress.normal import normal_runs
from journal_app.problems import Problem, blocking, warning

OPEN = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
SHUT = "❶❷❸❹❺❻❼❽❾❿⓫⓬⓭⓮⓯⓰⓱⓲⓳⓴"
DEEP = 3  # marks in one another that are found again: emphasis in a stretch in another language in a link
MOST = len(OPEN)  # kinds of marks in one paragraph; further ones are left out and told
_SIGNS = re.compile(rf"(?<!\\)(\\*)([{OPEN}{SHUT}])")  # from the first \ on: else as many tries as there are
Token = tuple[str, int]  # "words", "br", "open" or "shut", with the place of the words or of the mark
_NOTE = Run("", note=(Run("*"),))


@dataclass(frozen=True, slots=True)
class Mark:
    """What a pair of signs stands for: a run without its words. `note`: a footnote."""

    run: Run
    note: bool = False

    @property
    def kept(self) -> bool:
        """Whether a translation must have it: a stretch in another language may be translated into its own."""
        return self.note or self.run.em or self.run.strong or bool(self.run.href)


@dataclass(frozen=True, slots=True)
class Marked:
    """Words with signs, and what the signs stand for, the first for ①."""

    text: str
    marks: tuple[Mark, ...]


def _bare(run: Run) -> Run:
    return replace(run, text="", br=False, note=(), nobreak=False)


def marked(runs: Iterable[Run], marks: Sequence[Mark] = ()) -> Marked:
    """Runs as words to be typed. `marks`: those of the source, whose signs are kept for the same marks."""
    known = list(marks)
    parts = [part for run in runs for part in _signed(run, known)]
    for here, (text, sign) in enumerate(parts):
        if not sign and here + 1 < len(parts) and parts[here + 1][1]:  # what is before a sign is not its escape
            parts[here] = text + "\\" * (len(text) - len(text.rstrip("\\"))), False
    return Marked("".join(text for text, _ in parts), tuple(known[:MOST]))


def _signed(run: Run, known: list[Mark]) -> list[tuple[str, bool]]:
    """The parts of a run, and whether each is a sign."""
    if run.br:
        return [("\n", False)]
    if run.note:
        places = [_place(Mark(_bare(_NOTE), note=True), known)]
        inside = [part for one in run.note for part in _signed(one, known)]
    else:
        inside = [(escaped(run.text), False)]
        if (plain := _bare(run)) == _bare(Run("")):
            return inside
        places = _nested(plain, known) or [_place(Mark(plain), known)]
    for place in reversed([place for place in places if place < MOST]):
        inside = [(OPEN[place], True), *inside, (SHUT[place], True)]
    return inside


def _nested(plain: Run, known: Sequence[Mark]) -> list[int]:
    """The known marks, the outermost first, that make a run in one another: its own, or as few as there are."""
    around = [place for place, mark in enumerate(known) if not mark.note and _both(mark.run, plain) == plain]
    for count in range(1, DEEP + 1):
        for places in permutations(around, count):
            if reduce(_both, (known[place].run for place in places)) == plain:
                return list(places)
    return []


def escaped(text: str) -> str:
    r"""Words whose own signs stand after a \, so that none is taken for a mark."""
    return _SIGNS.sub(lambda found: f"{found[1] * 2}\\{found[2]}", text)


def _place(mark: Mark, known: list[Mark]) -> int:
    if mark not in known:
        known.append(mark)
    return known.index(mark)


def runs_of(text: str, marks: Sequence[Mark], where: str) -> tuple[tuple[Run, ...], list[Problem]]:
    """What was typed as runs. Problems: `mark-alone` a sign without its partner, `mark-unknown` one that the source
    does not have, `mark-lost` emphasis, a link or a footnote that the translation lacks.
    """
    found = _Reader(marks, where)
    runs = found.read(text.replace("\r\n", "\n").replace("\r", "\n"))
    lost = [OPEN[place] for place, mark in enumerate(marks) if mark.kept and place not in found.used]
    problems = found.problems + ([warning("mark-lost", where, " ".join(lost))] if lost else [])
    return normal_runs(runs), problems


class _Reader:
    """Keeps the open marks; one pass over the characters."""

    def __init__(self, marks: Sequence[Mark], where: str) -> None:
        self.marks, self.where = marks, where
        self.used: set[int] = set()
        self.problems: list[Problem] = []

    def read(self, text: str) -> list[Run]:
        tokens = list(self._tokens(text))
        partners = self._partners(tokens)
        return self._runs(tokens, partners, 0, len(tokens), Run(""))

    def _tokens(self, text: str) -> Iterator[Token]:
        """(kind, place): "words" with the text's own place in it, "open", "shut" with the mark's."""
        self.words: list[str] = []
        for plain, sign in parts(text):
            yield from self._said(plain)
            place = OPEN.find(sign) if sign in OPEN else SHUT.find(sign)
            if sign and place < len(self.marks):
                yield ("open" if sign in OPEN else "shut", place)
            elif sign:
                self._tell("mark-unknown", sign)

    def _said(self, text: str) -> Iterator[Token]:
        for number, line in enumerate(text.split("\n")):
            if number:
                yield "br", 0
            if line:
                self.words.append(line)
                yield "words", len(self.words) - 1

    def _tell(self, code: str, sign: str) -> None:
        problem = blocking(code, self.where, sign)
        if problem not in self.problems:
            self.problems.append(problem)

    def _partners(self, tokens: list[Token]) -> dict[int, int]:
        """The pairs that stand in one another rightly; what crosses or is alone is told."""
        stack: list[int] = []
        pairs: dict[int, int] = {}
        for here, (kind, place) in enumerate(tokens):
            if kind == "open":
                stack.append(here)
            elif kind == "shut":
                begin = next((one for one in reversed(stack) if tokens[one][1] == place), None)
                if begin is None:
                    self._tell("mark-alone", SHUT[place])
                    continue
                while stack[-1] != begin:
                    self._tell("mark-alone", OPEN[tokens[stack.pop()][1]])
                pairs[stack.pop()] = here
        for here in stack:
            self._tell("mark-alone", OPEN[tokens[here][1]])
        self.used = {tokens[here][1] for here in pairs}
        return pairs

    def _runs(self, tokens: list[Token], pairs: dict[int, int], begin: int, end: int, around: Run) -> list[Run]:
        """The runs of some tokens. A mark in a mark adds to it; a footnote in a footnote is words in brackets."""
        out: list[Run] = []
        here = begin
        while here < end:
            kind, place = tokens[here]
            if kind == "words":
                out.append(replace(around, text=self.words[place]))
            elif kind == "br":
                out.append(Run("", br=True))
            elif here in pairs:
                mark, last = self.marks[place], pairs[here]
                inside = self._runs(tokens, pairs, here + 1, last, Run("") if mark.note else _both(around, mark.run))
                out += [Run("", note=tuple(inside))] if mark.note and inside else inside
                here = last
            here += 1
        return out


def parts(text: str) -> Iterator[tuple[str, str]]:
    r"""Words and the sign after them, those after a \ among the words; the last sign is empty."""
    plain, here = "", 0
    for found in _SIGNS.finditer(text):
        plain += text[here : found.start()] + "\\" * (len(found[1]) // 2)
        here = found.end()
        if len(found[1]) % 2:
            plain += found[2]
        else:
            yield plain, found[2]
            plain = ""
    yield plain + text[here:], ""


def _both(one: Run, other: Run) -> Run:
    """A run with the marks of two."""
    return replace(
        one, em=one.em or other.em, strong=one.strong or other.strong, lang=other.lang or one.lang,
        dir=other.dir or one.dir, isolate=one.isolate or other.isolate, href=other.href or one.href,
    )  # fmt: skip
