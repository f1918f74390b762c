"""Funding, proposals: open bank lines beside what they may be, each with its reasons. Pure; nothing is applied here.

Amounts are signed cents as the bank writes them: a fund waits for a credit, an expense for a debit. Lines and targets
are met by amount, by day and by word through indexes, never each with each.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations

from journal_app.funding.words import words_of

NEAREST = 12  # candidates that are put together in search of a sum: 781 subsets of two to four
MOST_TOGETHER, MOST_LINES = 4, 3
EARLY, LATE = 60, 180  # days before and after its own that a target is looked for at the bank
SHOWN = 3
SURE, LIKELY = 85, 60
_FIRST = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Open:
    """What of a bank line is not settled yet. `seen`: what of it is, in signed cents; `account`: the team's word."""

    id: str
    dated: date
    cents: int
    label: str
    account: str = ""
    seen: int = 0


@dataclass(frozen=True)
class Target:
    """What waits for the bank: `key` is `fund:<id>` or `expense:<id>`; `words` may stand in the bank's label."""

    key: str
    cents: int
    day: date | None
    name: str
    words: frozenset[str] = frozenset()
    group: str = ""  # of what comes together: payouts of one platform on one day
    payments: int = 0

    @cached_property
    def at(self) -> int:
        return ((self.day or _FIRST) - _FIRST).days


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in words: a sentence `why:<code>` with these values."""

    code: str
    cents: int = 0
    day: date | None = None
    n: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """These lines are those targets. `score` of 100 orders proposals and is told as a word, never as a chance."""

    lines: tuple[Open, ...]
    targets: tuple[Target, ...]
    cents: int  # how much is settled, without sign
    score: int
    why: tuple[Reason, ...]

    @property
    def key(self) -> str:
        """The same for the same lines and targets."""
        return "|".join(sorted([*(one.id for one in self.lines), *(one.key for one in self.targets)]))


@dataclass
class Days:
    """Things sorted by day: those nearest to a day are found without looking at all."""

    of: list[tuple[int, str, Target | Open]] = field(default_factory=list)

    def near(self, day: int, early: int, late: int, most: int) -> list[Target | Open]:
        """Those from `early` days before to `late` after, the nearest first."""
        start, end = bisect_left(self.of, (day - late, "")), bisect_left(self.of, (day + early + 1, ""))
        if end - start > 4 * most:  # of a crowd only the middle can be among the nearest
            here = bisect_left(self.of, (day, ""), start, end)
            start, end = max(start, here - 2 * most), min(end, here + 2 * most)
        found = sorted(self.of[start:end], key=lambda one: (abs(one[0] - day), one[1]))
        return [one for _, _, one in found[:most]]


class _Index:
    """Targets and lines by what they can be found by."""

    def __init__(self, lines: Iterable[Open], targets: Iterable[Target]) -> None:
        self.amounts: dict[int, Days] = defaultdict(Days)
        self.words: dict[tuple[bool, str], Days] = defaultdict(Days)
        self.said: dict[tuple[bool, str], Days] = defaultdict(Days)  # lines by word
        self.same: dict[int, int] = defaultdict(int)  # open lines of an amount
        groups: dict[str, list[Target]] = defaultdict(list)
        for target in targets:
            place = (target.at, target.key, target)
            self.amounts[target.cents].of.append(place)
            for word in target.words:
                self.words[target.cents > 0, word].of.append(place)
            if target.group:
                groups[target.group].append(target)
        self.sums: dict[int, list[list[Target]]] = defaultdict(list)
        for members in groups.values():
            if len(members) > 1:
                self.sums[sum(one.cents for one in members)].append(members)
        known = {word for _, word in self.words}
        self.spoken: dict[str, frozenset[str]] = {}
        for line in lines:
            self.same[line.cents] += 1
            self.spoken[line.id] = words_of(line.label) & known
            for word in self.spoken[line.id]:
                self.said[line.cents > 0, word].of.append((_day(line), line.id, line))
        for days in (*self.amounts.values(), *self.words.values(), *self.said.values()):
            days.of.sort(key=lambda one: one[:2])


def propose(
    lines: Sequence[Open], targets: Sequence[Target], pool: Sequence[Open] | None = None,
    refused: frozenset[str] = frozenset(),
) -> dict[str, list[Proposal]]:  # fmt: skip
    """For each line at most three proposals, the best first. `pool`: all open lines, when only some are asked about."""
    if not lines:
        return {}
    days = [_day(one) for one in lines]
    first, last = min(days) - LATE, max(days) + LATE
    there = {one.id: one for one in (*(pool or ()), *lines) if first <= _day(one) <= last}
    index = _Index(there.values(), [one for one in targets if first <= one.at <= last])
    found = {}
    for line in lines:
        several = {one.key: one for one in _of_line(index, line) if one.key not in refused}
        best = sorted(several.values(), key=lambda one: (-one.score, one.key))
        if best:
            found[line.id] = best[:SHOWN]
    return found


def _of_line(index: _Index, line: Open) -> Iterator[Proposal]:
    exact = list(_exact(index, line))
    yield from exact
    if any(one.score >= SURE for one in exact):
        return  # nobody needs to be shown sums of four beside it
    together = list(_together(index, line))
    yield from together
    split = list(_split(index, line))
    yield from split
    if not (exact or together or split):
        yield from _partial(index, line)


def _exact(index: _Index, line: Open) -> Iterator[Proposal]:
    days = index.amounts.get(line.cents)
    found = days.near(_day(line), EARLY, LATE, SHOWN + 1) if days else []
    for target in found:
        assert isinstance(target, Target)
        code = "payout-sum" if target.payments else "same-amount"
        first = Reason(code, abs(target.cents), target.day, target.payments, target.name)
        rivals = len(found) > 1 or index.same[line.cents] > 1
        yield _made(index, (line,), (target,), 60, first, rivals=rivals)


def _together(index: _Index, line: Open) -> Iterator[Proposal]:
    """Several targets that are one line: what came together, then any few of which the label speaks."""
    for members in index.sums.get(line.cents, ()):
        payments = sum(one.payments for one in members)
        code = "payout-sum" if payments else "sum-of"
        yield _made(index, (line,), tuple(members), 60,
                    Reason(code, abs(line.cents), members[0].day, payments or len(members)))  # fmt: skip
    near = [one for one in _spoken_of(index, line) if abs(one.cents) < abs(line.cents)]
    for many in range(2, MOST_TOGETHER + 1):
        for some in combinations(near, many):
            if sum(one.cents for one in some) == line.cents:
                yield _made(index, (line,), some, 45, Reason("sum-of", abs(line.cents), n=many))


def _split(index: _Index, line: Open) -> Iterator[Proposal]:
    """One target that came in several lines, this one among them."""
    for target in _spoken_of(index, line):
        if abs(target.cents) <= abs(line.cents):
            continue
        others: dict[str, Open] = {}
        for word in target.words & index.spoken[line.id]:
            for one in index.said[line.cents > 0, word].near(_day(line), LATE, LATE, NEAREST):
                if isinstance(one, Open) and one.id != line.id:
                    others[one.id] = one
        near = sorted(others.values(), key=lambda one: (abs(_day(one) - _day(line)), one.id))[:NEAREST]
        for many in range(1, MOST_LINES):
            for some in combinations(near, many):
                if line.cents + sum(one.cents for one in some) == target.cents:
                    lines = tuple(sorted((line, *some), key=lambda one: (one.dated, one.id)))
                    yield _made(index, lines, (target,), 45,
                                Reason("lines-of", abs(target.cents), target.day, many + 1, target.name))  # fmt: skip


def _partial(index: _Index, line: Open) -> Iterator[Proposal]:
    """A target of which the label speaks, though the amounts differ: an instalment, or a part of what came in."""
    for target in _spoken_of(index, line)[:SHOWN]:
        less = abs(line.cents) < abs(target.cents)
        code = "part-of-target" if less else "part-of-line"
        yield _made(index, (line,), (target,), 15, Reason(code, abs(target.cents), target.day, words=target.name))


def _spoken_of(index: _Index, line: Open) -> list[Target]:
    """The targets whose words stand in the label, near in time; the same amount is another question."""
    found: dict[str, Target] = {}
    for word in index.spoken[line.id]:
        days = index.words.get((line.cents > 0, word))
        for one in days.near(_day(line), EARLY, LATE, NEAREST) if days else ():
            if isinstance(one, Target) and one.cents != line.cents:
                found[one.key] = one
    return sorted(found.values(), key=lambda one: (abs(one.at - _day(line)), one.key))[:NEAREST]


def _made(
    index: _Index, lines: tuple[Open, ...], targets: tuple[Target, ...], score: int, first: Reason, *,
    rivals: bool = False,
) -> Proposal:  # fmt: skip
    """A proposal with what speaks for it and against it."""
    why = [first, *(Reason("bank", abs(one.cents), one.dated, words=one.label) for one in lines)]
    if word := next((w for one in targets for w in sorted(one.words & index.spoken[lines[0].id])), ""):
        score += 20
        why.append(Reason("word", words=word.upper()))
    if targets[0].day is not None:
        apart = max((one.dated - targets[0].day).days for one in lines)
        score += 20 if -3 <= apart <= 7 else 10 if -7 <= apart <= 30 else 0
        why.append(Reason(_apart(apart), n=abs(apart)))
    if rivals:
        score -= 20
        why.append(Reason("rivals", abs(lines[0].cents)))
    cents = min(abs(sum(one.cents for one in lines)), abs(sum(one.cents for one in targets)))
    return Proposal(lines, targets, cents, max(0, min(100, score)), tuple(why))


def _apart(days: int) -> str:
    """How far the bank is from the day that was known, as a sentence's code."""
    known = {0: "same-day", 1: "day-after", -1: "day-before"}
    return known.get(days) or ("days-after" if days > 0 else "days-before")


def _day(line: Open) -> int:
    return day_number(line.dated)


def day_number(day: date) -> int:
    """Days since a day long ago, by which things are sorted."""
    return (day - _FIRST).days


def spread(lines: Mapping[str, int], targets: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Which cents of which line settle which target: (line, target, cents), in order, until one side has no more.

    Rests are without sign; what a line or target does not have is not given.
    """
    found, left = [], dict(targets)
    for line, there in lines.items():
        for target in left:
            if cents := min(there, left[target]):
                found.append((line, target, cents))
                there -= cents
                left[target] -= cents
    return found
