"""Costing, the residency: unit x quantity x days -> planned, committed and spent, line by line, TTC. Pure values."""

from collections.abc import Sequence
from dataclasses import dataclass

from journal_app.costing.estimated import CostLine
from journal_app.costing.model import Residency, ResidencyLine
from journal_app.money import Price, from_gross, to_cents


@dataclass(frozen=True, slots=True)
class ResidencyCost:
    """What is planned, what is ordered and what is paid: cents TTC, the last two disjoint."""

    lines: tuple[CostLine, ...]

    @property
    def price(self) -> Price:
        """The plan; VAT is what is contained in the lines where it is known."""
        vat = sum(line.vat for line in self.lines)
        return Price(sum(line.cents for line in self.lines) - vat, vat)

    @property
    def committed(self) -> int:
        return sum(line.committed for line in self.lines)

    @property
    def spent(self) -> int:
        return sum(line.spent for line in self.lines)

    @property
    def over(self) -> Sequence[CostLine]:
        """The lines for which more was ordered and paid than was planned."""
        return [line for line in self.lines if line.left < 0]


def residency_cost(residency: Residency) -> ResidencyCost:
    """Every line of the residency, counted."""
    return ResidencyCost(tuple(map(_line, residency.line)))


def _line(line: ResidencyLine) -> CostLine:
    count = line.quantity * line.days
    cents = to_cents(line.price * count)
    return CostLine(
        line.label, count, line.price, cents, line.unit, line.slug, from_gross(cents, line.vat_percent).vat,
        to_cents(line.committed), to_cents(line.spent),
    )  # fmt: skip
