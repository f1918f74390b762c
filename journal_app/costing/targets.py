"""Costing, the two targets: funds by how real they are and what they are for -> what each target has and lacks. Pure.

Money given for the residency does not print a page: it counts for the larger target alone. No euro counts twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from journal_app.costing.model import Fund, FundState, Targets
from journal_app.money import to_cents

SURE_FIRST = tuple(reversed(FundState))  # from the bank's statement to the mere hope: the order on the bar
COUNTED = {"printing": ("printing", "free"), "all": ("printing", "free", "residency")}  # purposes, by target


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


def raised(funds: Sequence[Fund], purposes: Sequence[str] = COUNTED["all"]) -> dict[FundState, int]:
    """Cents of the funds for these purposes, by state, the surest first."""
    return {
        state: sum(to_cents(fund.amount) for fund in funds if fund.state is state and fund.purpose in purposes)
        for state in SURE_FIRST
    }


def both_targets(targets: Targets, funds: Sequence[Fund]) -> tuple[Target, Target]:
    """The smaller target, inside the larger."""
    inside, whole = (raised(funds, COUNTED[slug]) for slug in ("printing", "all"))
    return (
        Target("printing", to_cents(targets.printing), inside[FundState.RECONCILED], inside),
        Target("all", to_cents(targets.all), whole[FundState.RECONCILED], whole),
    )
