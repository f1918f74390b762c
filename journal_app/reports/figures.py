"""Reports, the nouns: what an issue cost, who paid, where its copies went; and a year of issues. Plain values, no rule.

Amounts are integer cents TTC. Planned, committed and spent are kept apart: committed is ordered and not yet paid, so
that no euro stands in two columns. No name is in these values but of those who wish to be named (`thanked`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from journal_app.costing.model import FundState
from journal_app.costing.targets import SURE_FIRST, Target
from journal_app.money import each

Words = dict[str, str]  # by language


class Group(StrEnum):
    """What money is spent on, coarsely; each has a word on screen, `group:<group>`."""

    PRINTING = "printing"
    RESIDENCY = "residency"
    DELIVERY = "delivery"
    OTHER = "other"  # no line of the plan


@dataclass(frozen=True, slots=True)
class Amounts:
    """What was planned, what of it is ordered and not paid, what is paid.

    `guessed`: how much of the plan is an estimate; `below` and `above`: by how much it may be less or more. What is
    added up may be too low, or too high, all at once: the margins add up, too.
    """

    planned: int = 0
    committed: int = 0
    spent: int = 0
    guessed: int = 0
    below: int = 0
    above: int = 0

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def low(self) -> int:
        """The least that is planned; the plan itself where nothing is estimated."""
        return self.planned - self.below

    @property
    def high(self) -> int:
        """The most that is planned."""
        return self.planned + self.above

    @property
    def engaged(self) -> int:
        """Ordered, paid or not."""
        return self.committed + self.spent

    @property
    def left(self) -> int:
        """What of the plan is neither ordered nor paid; below nothing when more was."""
        return self.planned - self.engaged


def total(amounts: Iterable[Amounts]) -> Amounts:
    """The sum, column by column."""
    return sum(amounts, Amounts())


@dataclass(frozen=True, slots=True)
class Post:
    """A line of the account. `key`: the slug of a line of the residency, "printing", "delivery" or "other"."""

    group: Group
    key: str
    label: Words  # empty: the group's own word
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Booking:
    """What was ordered and paid on one line and one account; account "": the plan's text alone says so."""

    line: str
    account: str
    committed: int
    spent: int


@dataclass(frozen=True, slots=True)
class Raised:
    """Money from one kind of source, in one state, for one purpose."""

    source: str
    state: FundState
    purpose: str
    cents: int


@dataclass(frozen=True, slots=True)
class Copies:
    """The run and where its copies are. `people`: met while handing out; they are no copies and are counted apart."""

    ordered: int = 0
    delivered: int = 0
    served: int = 0  # with associations, at events, with authors, in archives
    handed_out: int = 0  # in somebody's hands
    kept: int = 0  # at the printer's, in the store room
    left_over: int = 0
    recycled: int = 0
    lost: int = 0
    people: int = 0

    @property
    def given(self) -> int:
        """Out of our hands; only what is `handed_out` is known to have come into somebody's."""
        return self.served + self.handed_out

    @property
    def count(self) -> int:
        """The copies there are: those delivered, else those ordered."""
        return self.delivered or self.ordered

    def __add__(self, other: "Copies") -> "Copies":
        return Copies(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Each:
    """Euros for one copy, page or article; None where there is none of it. `low` and `high`: between what the planned
    ones may be; None where nothing of them is estimated."""

    planned: Decimal | None
    engaged: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One issue's account. Without a slug: what no issue holds."""

    slug: str
    number: int
    title: Words
    dated: date
    posts: tuple[Post, ...] = ()
    raised: tuple[Raised, ...] = ()
    bookings: tuple[Booking, ...] = ()
    targets: tuple[Target, ...] = ()
    printing: str = "unknown"  # quote, estimate or unknown
    pages: int = 0
    articles: int = 0
    copies: Copies = Copies()
    worth_planned: Mapping[str, int] = field(default_factory=dict)  # cents given in kind by account of the class 86
    worth_given: Mapping[str, int] = field(default_factory=dict)
    thanked: tuple[str, ...] = ()
    specimen: bool = False
    readable: bool = True  # the plan can be read

    @property
    def amounts(self) -> Amounts:
        """All that it costs."""
        return total(post.amounts for post in self.posts)

    def of(self, group: Group) -> Amounts:
        """What one group costs."""
        return total(post.amounts for post in self.posts if post.group is group)

    @property
    def states(self) -> dict[FundState, int]:
        """Cents by state, the surest first; they are disjoint."""
        return states(self.raised)

    @property
    def sources(self) -> dict[str, dict[FundState, int]]:
        """Cents by source and state, the source that gave most first."""
        return sources(self.raised)

    @property
    def awaited(self) -> int:
        """All that the bank has not seen, from what is on its way to the mere hope; never summed with what it has."""
        return awaited(self.states)

    @property
    def received(self) -> int:
        """What the bank has seen: only that counts."""
        return self.states[FundState.RECONCILED]

    @property
    def worth(self) -> int:
        """What was given without money; in no other sum."""
        return sum(self.worth_given.values())

    def per(self, pieces: int, engaged_pieces: int, digits: int = 2) -> Each:
        """The whole, planned and engaged, over so many pieces."""
        whole = self.amounts
        guessed = pieces and whole.guessed
        return Each(
            each(whole.planned, pieces, digits) if pieces and whole.planned else None,
            each(whole.engaged, engaged_pieces, digits) if engaged_pieces and whole.engaged else None,
            each(whole.low, pieces, digits) if guessed else None, each(whole.high, pieces, digits) if guessed else None,
        )  # fmt: skip

    @property
    def per_copy(self) -> Each:
        """Planned over the run as ordered, engaged over the copies that came."""
        return self.per(self.copies.ordered, self.copies.count)

    @property
    def per_page(self) -> Each:
        return self.per(self.pages, self.pages)

    @property
    def per_article(self) -> Each:
        return self.per(self.articles, self.articles)


def states(raised: Iterable[Raised]) -> dict[FundState, int]:
    """Cents by state, the surest first."""
    found = dict.fromkeys(SURE_FIRST, 0)
    for one in raised:
        found[one.state] += one.cents
    return found


def sources(raised: Sequence[Raised]) -> dict[str, dict[FundState, int]]:
    """Cents by source and state, the source that gave most first."""
    found: dict[str, dict[FundState, int]] = {}
    for one in raised:
        of_source = found.setdefault(one.source, dict.fromkeys(SURE_FIRST, 0))
        of_source[one.state] += one.cents
    return dict(sorted(found.items(), key=lambda pair: (-pair[1][FundState.RECONCILED], -awaited(pair[1]), pair[0])))


def awaited(held: Mapping[FundState, int]) -> int:
    """What of these the bank has not seen."""
    return sum(cents for state, cents in held.items() if state is not FundState.RECONCILED)


@dataclass(frozen=True, slots=True)
class Year:
    """The issues whose printed day is in a year, whole, and what of that year no issue holds."""

    year: int
    issues: tuple[Account, ...]
    outside: Account

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The issues, and what no issue holds where there is something."""
        there = self.outside.posts or self.outside.raised
        return (*self.issues, self.outside) if there else self.issues

    @property
    def amounts(self) -> Amounts:
        return total(one.amounts for one in self.accounts)

    def of(self, group: Group) -> Amounts:
        return total(one.of(group) for one in self.accounts)

    @property
    def raised(self) -> tuple[Raised, ...]:
        return tuple(one for account in self.accounts for one in account.raised)

    @property
    def states(self) -> dict[FundState, int]:
        return states(self.raised)

    @property
    def sources(self) -> dict[str, dict[FundState, int]]:
        return sources(self.raised)

    @property
    def received(self) -> int:
        return self.states[FundState.RECONCILED]

    @property
    def copies(self) -> Copies:
        return sum((one.copies for one in self.issues), Copies())

    @property
    def worth(self) -> int:
        return sum(one.worth for one in self.issues)

    @property
    def specimen(self) -> bool:
        return any(one.specimen for one in self.issues)
