"""Costing, what was given in kind: hours and gifts -> their worth by account, 86 and 87 the same. In no total. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from journal_app.costing.estimated import CostLine
from journal_app.costing.in_kind import GIVEN, VOLUNTEERS, InKind
from journal_app.money import to_cents


@dataclass(frozen=True, slots=True)
class Worth:
    """Cents of what was given without money. `used` by account in 86, `given` by account in 87: the same sum."""

    hours: Decimal
    lines: tuple[CostLine, ...]
    used: dict[str, int]

    @property
    def cents(self) -> int:
        return sum(self.used.values())

    @property
    def given(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for account, cents in self.used.items():
            found[GIVEN[account]] = found.get(GIVEN[account], 0) + cents
        return found


def worth(in_kind: InKind) -> Worth:
    """What the hours and the gifts are worth."""
    lines = [
        (VOLUNTEERS, CostLine(one.label, one.hours, one.rate, to_cents(one.hours * one.rate))) for one in in_kind.hours
    ]
    lines += [(one.account, CostLine(one.label, Decimal(1), one.value, to_cents(one.value))) for one in in_kind.gift]
    used: dict[str, int] = {}
    for account, line in lines:
        used[account] = used.get(account, 0) + line.cents
    hours = sum((one.hours for one in in_kind.hours), Decimal(0))
    return Worth(hours, tuple(line for _, line in lines), dict(sorted(used.items())))
