"""Reports, the forms: accounts -> charges and products by account number, what does not agree, whole euros. Pure.

For the request (cerfa 12156: the budget, in whole euros, charges = products) and for the report (cerfa 15059*02: the
same lines, planned and done, with the gap). Planned products are all that is hoped for; done is what the bank has seen
and what was paid. 86 and 87, given in kind, stand apart and agree among themselves.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from journal_app.costing.model import FundState
from journal_app.reports.accounts import GIVEN, USED, Plan
from journal_app.reports.figures import Account, Booking, Words
from journal_app.reports.rounding import whole_euros

SUMMED = ("planned", "done", "guessed", "below", "above")  # of an entry, into its line


class Side(StrEnum):
    CHARGE = "charge"
    PRODUCT = "product"


class What(StrEnum):
    """What an entry is about: where somebody goes to correct it."""

    PLANNED = "planned"  # a line of the budget
    EXPENSE = "expense"  # what was spent on a line
    FUND = "fund"  # money of a source
    IN_KIND = "in-kind"


@dataclass(frozen=True, slots=True)
class Entry:
    """So much planned and done, on an account or (None) on none that anybody knows.

    `waiting`: ordered and not paid, or owed to us and not seen by the bank.
    """

    side: Side
    what: What
    account: str | None
    key: str  # a line, a source, an account of the class 86
    label: Words
    number: int  # of the issue
    slug: str
    planned: int = 0
    done: int = 0
    waiting: int = 0
    noted: str = ""  # the account as somebody noted it, where the forms have none like it
    guessed: int = 0  # how much of what is planned is an estimate, and by how much it may be less or more
    below: int = 0
    above: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One account of the form, in cents, and in whole euros that add up."""

    account: str
    planned: int
    done: int
    planned_euros: int = 0
    done_euros: int = 0
    guessed: int = 0  # how much of what is planned is an estimate, and by how much it may be less or more
    below: int = 0
    above: int = 0

    @property
    def gap(self) -> int:
        """Done, less planned."""
        return self.done - self.planned

    @property
    def gap_euros(self) -> int:
        return self.done_euros - self.planned_euros

    @property
    def percent(self) -> int | None:
        """Whole percent of what was planned, half going up; None of nothing."""
        return (200 * self.done + self.planned) // (2 * self.planned) if self.planned > 0 else None


@dataclass(frozen=True, slots=True)
class Part:
    """The accounts of one side that are added up together, and their sum."""

    lines: tuple[Line, ...]

    @property
    def sum(self) -> Line:
        told = [[getattr(line, name) for line in self.lines] for name in Line.__slots__[1:]]
        return Line("", *map(sum, told))


@dataclass(frozen=True, slots=True)
class Differing:
    """Something that a form does not allow: its sentence is `gap:<code>`. `cents` is by how much, `more` what of it
    can be explained."""

    code: str
    cents: int
    more: int = 0
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """What the two forms ask for."""

    charges: Part
    products: Part
    used: Part
    given: Part
    differing: tuple[Differing, ...]
    unknown: tuple[Entry, ...]

    @property
    def guessed(self) -> int:
        """How much of what is planned is an estimate, on an account or on none."""
        return self._estimated("guessed")

    @property
    def below(self) -> int:
        """By how much that may be less."""
        return self._estimated("below")

    @property
    def above(self) -> int:
        """By how much it may be more."""
        return self._estimated("above")

    def _estimated(self, name: str) -> int:
        return sum(int(getattr(one, name)) for one in (self.charges.sum, *self.unknown))

    @property
    def balanced(self) -> bool:
        """What may be copied into a request."""
        return not any(one.code.endswith(":planned") for one in self.differing) and not self.unknown

    def whole(self, side: Side) -> Line:
        """A side's total, what was given in kind included."""
        parts = (self.charges, self.used) if side is Side.CHARGE else (self.products, self.given)
        return Part(tuple(part.sum for part in parts)).sum


# --- which account ---------------------------------------------------------------------------------------------------


def entries(account: Account, plan: Plan) -> Iterator[Entry]:
    """Everything of an issue that a form asks about."""
    issue = (account.number, account.slug)
    labels = {post.key: post.label for post in account.posts}
    for post in account.posts:
        if post.amounts.planned:
            number = plan.charge_of(post.key) or _agreed(account.bookings, post.key, plan)
            cost = post.amounts
            yield Entry(Side.CHARGE, What.PLANNED, number, post.key, post.label, *issue, planned=cost.planned,
                        guessed=cost.guessed, below=cost.below, above=cost.above)  # fmt: skip
    for one in account.bookings:
        if one.committed or one.spent:
            number = plan.charge(one.account) if one.account else plan.charge_of(one.line)
            yield Entry(
                Side.CHARGE, What.EXPENSE, number, one.line, labels.get(one.line, {}), *issue, done=one.spent,
                waiting=one.committed, noted=one.account,
            )  # fmt: skip
    for source, held in account.sources.items():
        owed = held[FundState.DUE] + held[FundState.PAID_OUT]
        yield Entry(
            Side.PRODUCT, What.FUND, plan.product_of(source), source, {}, *issue, planned=sum(held.values()),
            done=held[FundState.RECONCILED], waiting=owed,
        )  # fmt: skip
    yield from _in_kind(account, plan)


def _agreed(bookings: Iterable[Booking], line: str, plan: Plan) -> str | None:
    """The one account that all expenses of a line are noted under; None when there is none, or more than one."""
    noted = {plan.charge(one.account) for one in bookings if one.line == line and one.account}
    return noted.pop() if len(noted) == 1 else None


def _in_kind(account: Account, plan: Plan) -> Iterator[Entry]:
    for number in sorted({*account.worth_planned, *account.worth_given}):
        planned, done = account.worth_planned.get(number, 0), account.worth_given.get(number, 0)
        for side, found in ((Side.CHARGE, plan.used(number)), (Side.PRODUCT, plan.given(number))):
            yield Entry(side, What.IN_KIND, found, number, {}, account.number, account.slug, planned, done)


# --- the form --------------------------------------------------------------------------------------------------------


def form(told: Iterable[Entry], plan: Plan) -> Form:
    """The lines of the forms, and all that keeps them from being copied as they are."""
    all_ = list(told)
    charges, products = _part(all_, Side.CHARGE, plan.charges), _part(all_, Side.PRODUCT, plan.products)
    used, given = _part(all_, Side.CHARGE, (USED,)), _part(all_, Side.PRODUCT, (GIVEN,))
    unknown = tuple(one for one in all_ if one.account is None and (one.planned or one.done or one.waiting))
    found = [*_unequal(charges.sum, products.sum, all_), *_unequal_in_kind(used.sum, given.sum)]
    return Form(charges, products, used, given, tuple(found), unknown)


def _part(told: Sequence[Entry], side: Side, numbers: Sequence[str]) -> Part:
    """These accounts, each with its sums; zeros too, since the form has a line for each."""
    sums = {number: Line(number, 0, 0) for number in numbers}
    for one in told:
        if one.side is side and one.account in sums:
            line = sums[one.account]
            added = {name: getattr(line, name) + getattr(one, name) for name in SUMMED}
            sums[one.account] = replace(line, **added)
    planned_euros = whole_euros([line.planned for line in sums.values()])
    done_euros = whole_euros([line.done for line in sums.values()])
    return Part(tuple(
        replace(line, planned_euros=planned, done_euros=done)
        for line, planned, done in zip(sums.values(), planned_euros, done_euros, strict=True)
    ))  # fmt: skip


def _unequal(charges: Line, products: Line, told: Sequence[Entry]) -> Iterator[Differing]:
    if charges.planned > products.planned:
        yield Differing("charges-over:planned", charges.planned - products.planned)
    elif products.planned > charges.planned:
        yield Differing("products-over:planned", products.planned - charges.planned)
    if charges.done > products.done:
        owed = sum(one.waiting for one in told if one.side is Side.PRODUCT and one.account is not None)
        yield Differing("charges-over:done", charges.done - products.done, owed)
    elif products.done > charges.done:
        ordered = sum(one.waiting for one in told if one.side is Side.CHARGE and one.account is not None)
        yield Differing("products-over:done", products.done - charges.done, ordered)


def _unequal_in_kind(used: Line, given: Line) -> Iterator[Differing]:
    for column in ("planned", "done"):
        if gap := getattr(used, column) - getattr(given, column):
            yield Differing(f"in-kind:{column}", abs(gap))
