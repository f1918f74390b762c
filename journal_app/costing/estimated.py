"""Costing, the estimate: dated rates x a need -> its lines, its price HT and its range. Always an estimate, never more.

Pure values. Each line is rounded to a cent before they are added, so that the lines a person reads add up.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from journal_app.costing.model import Basis, Estimate
from journal_app.costing.need import Need
from journal_app.costing.weight import kilograms
from journal_app.money import to_cents


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of a price: how many, at what, and the result in cents (HT for printing, TTC for the residency).

    `vat` is contained in a TTC line's cents; `committed` and `spent` are cents TTC of it (the residency only).
    """

    label: dict[str, str]
    count: Decimal
    each: Decimal
    cents: int
    unit: dict[str, str] = field(default_factory=dict)
    slug: str = ""
    vat: int = 0
    committed: int = 0
    spent: int = 0

    @property
    def left(self) -> int:
        """What of the plan is neither ordered nor paid; below nothing when more was."""
        return self.cents - self.committed - self.spent


def counts(estimate: Estimate, need: Need) -> dict[Basis, Decimal]:
    """How many of each thing a rate is multiplied by."""
    sections = -(-need.pages // estimate.section_pages)  # a form begun is set up whole
    thousands = Decimal(need.copies) / 1000
    return {
        Basis.RUN: Decimal(1),
        Basis.PAGE: Decimal(need.pages),
        Basis.COLOUR_PAGE: Decimal(need.colour_pages),
        Basis.GREY_PAGE: Decimal(need.pages - need.colour_pages),
        Basis.SECTION: Decimal(sections),
        Basis.THOUSAND: thousands,
        Basis.SECTION_THOUSAND: thousands * sections,
        Basis.KG: kilograms(need),
        Basis.PLACE: Decimal(estimate.places),
    }


def estimated_lines(estimate: Estimate, need: Need) -> tuple[CostLine, ...]:
    """The lines of the estimate, HT."""
    each = counts(estimate, need)
    made = []
    for line in estimate.line:
        count = each[line.per] * (1 + line.waste_percent / 100)
        made.append(CostLine(line.label, count, line.net, to_cents(count * line.net)))
    return tuple(made)


def estimated_net(estimate: Estimate, need: Need) -> int:
    """The estimate in cents HT: the sum of its lines."""
    each = counts(estimate, need)
    return sum(to_cents(each[line.per] * (1 + line.waste_percent / 100) * line.net) for line in estimate.line)
