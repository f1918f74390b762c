"""Statements, comparing: the lines of a file with those that are there -> what becomes of each. Pure; it takes none.

A bank's line has no key that can be trusted: the same day, value day, amount and words, counted. A file that says it
three times and a desk that has it twice know two of them, and the third is asked. A payment has its own reference:
said again with another state it moves on. A page is one reading a day.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol

from journal_app.search.folding import fold
from journal_app.statements.model import Kind
from journal_app.statements.readers.model import Line, Reading
from journal_app.statements.states import MONTH, alike, part_given_back, shown


class Fate(StrEnum):
    """What becomes of a line; each has its word, `line-fate:<fate>`."""

    NEW = "new"
    KNOWN = "known"  # the very same is here
    MOVED = "moved"  # the payment is here, and has moved on
    ASKED = "asked"  # perhaps the same
    HELD = "held"  # would change what is reconciled, or gives back a part


KEYED = ("ofx", "camt053")  # whose lines have a key of the bank's own; a table's reference may be a mandate's


class Why(StrEnum):
    """Why a line is asked; each has its sentence, `line-why:<why>`."""

    OFTEN = "often"  # more often in the file than here
    VALUE = "value"  # the same words and amount, another day or value day
    REFERENCE = "reference"  # the same key of the bank's own and the same amount, another day or other words
    ELSEWHERE = "elsewhere"  # the same day and amount, in another kind of file, with other words
    SHORTER = "shorter"  # the same day and amount, and of one the words are a part of the other's


@dataclass(frozen=True, slots=True)
class There:
    """A line that is here, as far as it is compared."""

    id: str
    fingerprint: str
    dated: date
    valued: date | None
    cents: int
    label: str
    dialect: str = ""
    reference: str = ""
    settled_cents: int = 0
    said: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of the file and what becomes of it; `of`: the line that is here and is, or may be, the same."""

    line: Line
    fate: Fate
    base: str
    of: There | None = None
    why: Why | None = None
    said: Mapping[str, Any] | None = None
    shown: Mapping[str, Any] | None = None  # of what moves on: what the line shows then


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of a whole file. `known_of`: per base how many are here already."""

    kind: str
    judged: tuple[Judged, ...]
    known_of: Mapping[str, int]

    def of(self, fate: Fate) -> list[Judged]:
        return [one for one in self.judged if one.fate == fate]  # a page says the word

    @property
    def mark(self) -> str:
        """Changes when anything else would become of a line: what was shown is what is taken."""
        told = [(one.line.number, one.fate, one.of.id if one.of else "") for one in self.judged]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def bases(reading: Reading, account: str) -> list[str]:
    """What each line is known by, without its count."""
    if reading.kind == Kind.HELLOASSO:
        return [line.reference.casefold() for line in reading.lines]
    if reading.kind == Kind.LILO:
        return [f"{line.state} {line.dated:%Y-%m}" if line.state == MONTH else f"{line.state} {line.dated}"
                for line in reading.lines]  # fmt: skip
    return [base_of(account, line, line.label) for line in reading.lines]


class Moved(Protocol):
    """What a line of the bank is known by beside its words."""

    @property
    def dated(self) -> date: ...
    @property
    def valued(self) -> date | None: ...
    @property
    def cents(self) -> int: ...


def base_of(account: str, line: Moved, label: str) -> str:
    """What a line of the bank is known by, without its count."""
    told = "\x1f".join((plain(account), str(line.dated), str(line.valued or ""), str(line.cents), plain(label)))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


@lru_cache(maxsize=65536)
def plain(label: str) -> str:
    """Words as they are compared: without accents, case and the width of spaces."""
    return " ".join(fold(label).split())


def fingerprints(kind: str, every: Sequence[str]) -> list[str]:
    """What the lines of a file may be here under: of a bank's the first, the second, the third of a base..."""
    if kind != Kind.BANK:
        return list(dict.fromkeys(every))
    seen: dict[str, int] = defaultdict(int)
    found = []
    for base in every:
        found.append(print_of(base, seen[base]))
        seen[base] += 1
    return found


def print_of(base: str, place: int) -> str:
    """The fingerprint of the so-manieth line of a base, from 0."""
    return f"{base}-{place}"


def said(line: Line, read: date | None = None) -> dict[str, Any]:
    """What is said of a thing that moves on, as plain values."""
    return {
        "dated": line.dated.isoformat(), "cents": line.cents, "label": line.label, "state": line.state,
        "paid_out_on": line.paid_out_on.isoformat() if line.paid_out_on else None, "purpose": line.purpose,
        "raw": dict(line.raw), "read": read.isoformat() if read else "",
    }  # fmt: skip


def judge(
    reading: Reading, account: str, here: Mapping[str, There], near: Iterable[There], read: date
) -> Plan:  # fmt: skip
    """What becomes of each line. `here`: by fingerprint; `near`: lines of this account in the days of the file."""
    every = bases(reading, account)
    if reading.kind != Kind.BANK:
        judged = [_moving(line, base, here.get(base), read) for line, base in zip(reading.lines, every, strict=True)]
        return Plan(reading.kind, tuple(judged), {})
    return _bank(reading, every, here, near)


def _moving(line: Line, base: str, there: There | None, read: date) -> Judged:
    """A payment or a reading, against what is here of it."""
    told = said(line, read if line.state == MONTH else None)
    if there is None:
        return Judged(line, Fate.NEW, base, said=told)
    now = there.said or {}
    if part_given_back(now, told):
        return Judged(line, Fate.HELD, base, there, said=told)
    then = shown((now, told), now["purpose"] if there.settled_cents else None)
    if alike(then, now):
        return Judged(line, Fate.KNOWN, base, there, said=told)
    if there.settled_cents and then["cents"] != there.cents:
        return Judged(line, Fate.HELD, base, there, said=told)
    return Judged(line, Fate.MOVED, base, there, said=told, shown=then)


def _bank(reading: Reading, every: Sequence[str], here: Mapping[str, There], near: Iterable[There]) -> Plan:
    known_of = {base: 0 for base in every}
    for print_ in fingerprints(Kind.BANK, every):
        if print_ in here:
            known_of[print_.rpartition("-")[0]] += 1
    matched = {there.id for there in here.values()}
    others: dict[int, list[There]] = defaultdict(list)
    for one in near:
        if one.id not in matched:
            others[one.cents].append(one)
    seen: dict[str, int] = defaultdict(int)
    judged = []
    for line, base in zip(reading.lines, every, strict=True):
        place, seen[base] = seen[base], seen[base] + 1
        there = here.get(print_of(base, place))
        if place < known_of[base]:
            judged.append(Judged(line, Fate.KNOWN, base, there))
        elif known_of[base]:
            judged.append(Judged(line, Fate.ASKED, base, here[print_of(base, 0)], Why.OFTEN))
        else:
            judged.append(_like(line, base, others.get(line.cents, []), reading.dialect))
    return Plan(Kind.BANK, tuple(judged), known_of)


def _like(line: Line, base: str, others: list[There], dialect: str) -> Judged:
    """A line that is not here, unless it is one of these in other words or of another day; each is met once."""
    if not others:
        return Judged(line, Fate.NEW, base)
    label, days = plain(line.label), {line.dated, line.valued} - {None}
    for there in others:
        if plain(there.label) == label and days & {there.dated, there.valued}:
            others.remove(there)
            return Judged(line, Fate.ASKED, base, there, Why.VALUE)
    for there in others:
        if dialect in KEYED and there.dialect == dialect and line.reference and there.reference == line.reference:
            others.remove(there)
            return Judged(line, Fate.ASKED, base, there, Why.REFERENCE)
    for there in others:
        if there.dated == line.dated and there.dialect != dialect:
            others.remove(there)
            return Judged(line, Fate.ASKED, base, there, Why.ELSEWHERE)
    for there in others:
        if there.dated == line.dated and _part_of(plain(there.label), label):
            others.remove(there)
            return Judged(line, Fate.ASKED, base, there, Why.SHORTER)
    return Judged(line, Fate.NEW, base)


def _part_of(one: str, other: str) -> bool:
    """Whether one label is the other, shortened: an export that cuts its words, or leaves some out."""
    less, more = sorted((one, other), key=len)
    return bool(less) and (more.startswith(less) or set(less.split()) < set(more.split()))


def chosen(plan: Plan, taken: AbstractSet[int] | None) -> list[tuple[Judged, str]]:
    """The lines to be noted, with fingerprints. `taken`: the numbers of those asked that are; None: all of them."""
    count: dict[str, int] = defaultdict(int)
    found = []
    for one in plan.judged:
        if one.fate is Fate.HELD or (one.fate is Fate.ASKED and taken is not None and one.line.number not in taken):
            continue
        if plan.kind != Kind.BANK:
            found.append((one, one.base))
            continue
        found.append((one, print_of(one.base, count[one.base])))
        count[one.base] += 1
    return found
