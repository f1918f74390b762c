"""Costing, the two targets: funds by how real they are and what they are for -> what each target has and lacks. Pure.

Money given for the residency does not print a page: it counts for the larger target alone. No euro counts twice, and
none where its giver does not let it go: what is given for one purpose counts for the whole as far as it costs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from journal_app.costing.model import Fund, FundState, Targets
from journal_app.money import to_cents

SURE_FIRST = tuple(reversed(FundState))  # from the bank's statement to the mere hope: the order on the bar
PRINT = ("printing", "free")  # the purposes that may print
EVERY = (*PRINT, "residency")


@dataclass(frozen=True, slots=True)
class Target:
    """One target in TTC cents, and what there is for it by state: five disjoint amounts. `received`: the bank's."""

    slug: str  # printing or all
    cents: int
    received: int
    raised: Mapping[FundState, int] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        return max(0, self.cents - self.received)

    @property
    def hoped(self) -> int:
        """All of it, from the bank's statement to the mere hope."""
        return sum(self.raised.values())

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 is said only when it is all there."""
        return min(100, self.received * 100 // self.cents) if self.cents else 100


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many cents of one state, on a bar, from so many cents on."""

    state: FundState
    start: int
    cents: int


def raised(funds: Sequence[Fund], purposes: Sequence[str] = EVERY) -> dict[FundState, int]:
    """Cents of the funds for these purposes, by state, the surest first."""
    return {
        state: sum(to_cents(fund.amount) for fund in funds if fund.state is state and fund.purpose in purposes)
        for state in SURE_FIRST
    }


def at_most(states: Mapping[FundState, int], most: int) -> dict[FundState, int]:
    """The surest of these cents, so many at most."""
    found, left = dict.fromkeys(SURE_FIRST, 0), most
    for state in SURE_FIRST:
        found[state] = min(states.get(state, 0), left)
        left -= found[state]
    return found


def both_targets(targets: Targets, funds: Sequence[Fund]) -> tuple[Target, Target]:
    """The smaller target, inside the larger: while the smaller lacks a cent, so does the larger."""
    printing, whole = to_cents(targets.printing), to_cents(targets.all)
    inside, free = raised(funds, PRINT), raised(funds, ("free",))
    to_print = at_most(raised(funds, ("printing",)), printing)
    to_live = at_most(raised(funds, ("residency",)), whole - printing)
    every = {state: free[state] + to_print[state] + to_live[state] for state in SURE_FIRST}
    return (
        Target("printing", printing, inside[FundState.RECONCILED], inside),
        Target("all", whole, every[FundState.RECONCILED], every),
    )


def laid(printing: int, can_print: Mapping[FundState, int], every: Mapping[FundState, int]) -> list[Stretch]:
    """Both targets' money on one bar: first what prints, up to that target; from its mark on, what is for the rest.

    `can_print` and `every`: what each target has, as in `both_targets`. Money for the residency alone stands behind the
    mark, so that a bar never says of an issue that it is printed while its sentence says what it lacks.
    """
    first = at_most(can_print, printing)
    rest = {state: every.get(state, 0) - first[state] for state in SURE_FIRST}
    found: list[Stretch] = []
    for start, states in ((0, first), (printing, rest)):
        for state, cents in states.items():
            last = found[-1] if found else None
            if cents and last and last.state is state and last.start + last.cents == start:
                found[-1] = Stretch(state, last.start, last.cents + cents)
            elif cents:
                found.append(Stretch(state, start, cents))
            start += cents
    return found
