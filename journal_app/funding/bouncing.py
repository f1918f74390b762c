"""Funding, bounces: an open bank line beside the one it takes back, or that took it back, with reasons. Pure.

A transfer that is rejected leaves two lines of the same amount and opposite sign. They are nobody's gift and nobody's
invoice: together they are nothing. Which two they are is proposed, never decided; lines are met by amount and by day
through an index, never each with each.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from journal_app.funding.proposing import LIKELY, SHOWN, Days, Open, Reason, day_number
from journal_app.funding.words import folded, words_of

SOON = 60  # days: a direct debit may be sent back for eight weeks (56 days, SEPA core scheme), and banks are slow
BY_HAND = 400  # days around a line within which somebody may point at the other one
NEAR, WITHIN = 10, 30  # days after which most rejects, and nearly all, are back
WORDS = re.compile(
    r"\b(rejet\w*|impay\w*|annul(?:e|ee|es|ation|ations)?|retour\w*|extourn\w*|contre ?pass\w*|non paye\w*"
    r"|returned|reversal|chargeback)\b"
)
KINDS = {  # what a word begins with: what is kept of it, once the label it stood in is gone
    "rejet": "rejet", "impay": "impayé", "annul": "annulation", "retour": "retour", "extourn": "extourne",
    "contre": "contre-passation", "non paye": "non payé", "return": "returned", "reversal": "reversal",
    "chargeback": "chargeback",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parted:
    """What was confirmed of a line and would be parted first: its group, what it settled in cents, what that was."""

    group_id: str
    cents: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A line that stands for something, whole: its bounce came later, in another statement."""

    line: Open
    parting: tuple[Parted, ...]


@dataclass(frozen=True, slots=True)
class Bounce:
    """`line` is open; it and `other` cancel each other out, once what `other` stood for is parted. `score` as ever."""

    line: Open
    other: Open
    score: int
    why: tuple[Reason, ...]
    parting: tuple[Parted, ...] = ()

    @property
    def cents(self) -> int:
        """How much is settled of each of the two, without sign."""
        return abs(self.line.cents)

    @property
    def lines(self) -> tuple[Open, Open]:
        """Both, the earlier first."""
        return in_order(self.line, self.other)

    @property
    def key(self) -> str:
        """The same for the same two, whichever is asked about."""
        return "|".join(sorted((self.line.id, self.other.id)))


def says_so(label: str) -> str:
    """The word by which a label says that a movement was sent back; empty without one."""
    found = WORDS.search(folded(label))
    return found[0] if found else ""


def kind_of(label: str) -> str:
    """What kind of word that is, and nothing else of the label: a bank's words may name somebody."""
    word = says_so(label)
    return next((kind for begins, kind in KINDS.items() if word.startswith(begins)), "")


def in_order(one: Open, other: Open) -> tuple[Open, Open]:
    """The movement, and what took it back: the later one; of one day the one that says so."""
    first, back = sorted((one, other), key=lambda line: (line.dated, bool(says_so(line.label)), line.id))
    return first, back


class _Across:
    """Lines by amount and day: those that are open, and those that stand for something."""

    def __init__(self, pool: Iterable[Open], standing: Iterable[Standing], by_hand: bool) -> None:
        self.by_hand, self.reach = by_hand, BY_HAND if by_hand else SOON
        self.open: dict[int, Days] = defaultdict(Days)
        self.settled: dict[int, Days] = defaultdict(Days)
        for one in pool:
            self.open[one.cents].of.append((day_number(one.dated), one.id, one))
        for held in standing:
            self.settled[held.line.cents].of.append((day_number(held.line.dated), held.line.id, held.line))
        for days in (*self.open.values(), *self.settled.values()):
            days.of.sort(key=lambda one: one[:2])

    def of(self, line: Open, most: int) -> list[Open]:
        """What a line may cancel out with. What stands for something only where a label says so: it is parted."""
        found = self._near(self.open, line, most)
        if not line.seen:  # what is settled in part would have to be parted as well
            found += [one for one in self._near(self.settled, line, most) if self.by_hand or _told(line, one)]
        return found

    def _near(self, there: dict[int, Days], line: Open, most: int) -> list[Open]:
        days = there.get(-line.cents)
        near = days.near(day_number(line.dated), self.reach, self.reach, most) if days else ()
        return [one for one in near if isinstance(one, Open)]


def bounces(
    lines: Sequence[Open], pool: Iterable[Open], standing: Sequence[Standing] = (), *, by_hand: bool = False,
    most: int = SHOWN,
) -> dict[str, list[Bounce]]:  # fmt: skip
    """For each line those it may cancel out with, the likeliest first. `pool`: all open lines, these among them;
    `standing`: those that stand for something and may be parted. `by_hand`: also the far and the silent ones."""
    across = _Across(pool, standing, by_hand)
    parting = {one.line.id: one.parting for one in standing}
    found = {}
    for line in lines:
        others = across.of(line, most + 1)
        made = [_made(line, one, parting.get(one.id, ()), len(others) > 1 or len(across.of(one, 2)) > 1)
                for one in others]  # fmt: skip
        if made:
            found[line.id] = sorted(made, key=lambda one: (-one.score, one.key))[:most]
    return found


def _told(one: Open, other: Open) -> bool:
    return bool(says_so(in_order(one, other)[1].label))


def _made(line: Open, other: Open, parting: tuple[Parted, ...], rivals: bool) -> Bounce:
    """A pair with what speaks for it and against it. Of several of one amount none is ever likely: it is asked."""
    first, back = in_order(line, other)
    elsewhere = bool(line.account and other.account and line.account != other.account)
    score, why = 35, [Reason("opposite-amount", abs(line.cents))]
    why.append(Reason("bank", other.cents, other.dated, words=other.label))
    if elsewhere:
        why.append(Reason("own-accounts", words=other.account))
    elif word := says_so(back.label):
        score += 30
        why.append(Reason("word", words=word.upper()))
    if shared := sorted(words_of(first.label) & words_of(back.label)):
        score += 20
        why.append(Reason("both-say", words=shared[0].upper()))
    apart = (back.dated - first.dated).days
    score += 20 if apart <= NEAR else 10 if apart <= WITHIN else 0
    why.append(Reason({0: "back-same-day", 1: "back-day-after"}.get(apart, "back-days-after"), n=apart))
    if rivals:
        score = min(score - 20, LIKELY - 1)
        why.append(Reason("bounce-rivals", abs(line.cents)))
    return Bounce(line, other, max(0, min(100, score)), tuple(why), parting)


def days_to_look(line: Open, by_hand: bool = False) -> tuple[date, date]:
    """The first and the last day on which the other one may be."""
    day, reach = line.dated.toordinal(), BY_HAND if by_hand else SOON
    return date.fromordinal(max(1, day - reach)), date.fromordinal(min(date.max.toordinal(), day + reach))
