"""Costing, the answer: costing x sheet x pages -> what an issue costs, weighs and lacks. No clock: `today` is given."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from journal_app.costing import as_json as machine
from journal_app.costing.delivery import DeliveryCost, delivery_cost
from journal_app.costing.estimated import CostLine
from journal_app.costing.judging import judged
from journal_app.costing.model import Costing, FundState
from journal_app.costing.need import need_of
from journal_app.costing.printing import Overs, PrintingCost, overs, printing_cost
from journal_app.costing.residency import ResidencyCost, residency_cost
from journal_app.costing.targets import SURE_FIRST, Target, both_targets, laid, raised
from journal_app.costing.valuing import Worth, worth
from journal_app.costing.weight import copy_grams, milligrams, run_kilograms
from journal_app.money import Price, each
from journal_app.prepress.sheet import PrinterSheet
from journal_app.problems import Problem

__all__ = ("SURE_FIRST", "CostingReport", "Share", "Target", "costing_report")


@dataclass(frozen=True, slots=True)
class Share:
    """One state's stretch of the bar, in percent of its length."""

    state: FundState
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class CostingReport:
    """Everything a person or a machine wants to know of an issue's money and weight. Cents are TTC unless named."""

    copies: int
    pages: int
    copy_grams: float
    run_kg: float
    printing: PrintingCost
    overs: Overs
    residency_cost: ResidencyCost
    delivery: DeliveryCost
    worth: Worth  # given in kind: in no total
    targets: tuple[Target, ...]
    funds: dict[FundState, int]
    problems: tuple[Problem, ...] = ()
    specimen: bool = False

    @property
    def residency(self) -> int:
        """The residency as it is planned."""
        return self.residency_cost.price.gross

    @property
    def residency_lines(self) -> tuple[CostLine, ...]:
        return self.residency_cost.lines

    @property
    def made(self) -> int:
        """Printing and residency: what the larger target is to pay."""
        return self.printing.price.gross + self.residency

    @property
    def whole(self) -> Price:
        """Everything, delivery too, which stands outside both targets."""
        return self.printing.price + self.residency_cost.price + self.delivery.price

    @property
    def total(self) -> int:
        return self.whole.gross

    @property
    def scale(self) -> int:
        """What the whole length of the bar stands for: the larger target, or what there is for it when that is more."""
        return max(self.targets[-1].cents, self.targets[-1].hoped, 1)

    def at(self, cents: int) -> float:
        """Where an amount is on the bar, in percent of its length."""
        return round(100 * cents / self.scale, 2)

    @property
    def bar(self) -> tuple[Share, ...]:
        """What prints from the start on, the rest from the printing target on, the surest first (`targets.laid`)."""
        inside, whole = self.targets
        return tuple(
            Share(one.state, self.at(one.start), self.at(one.cents))
            for one in laid(inside.cents, inside.raised, whole.raised)
        )

    def per_copy(self, cents: int) -> Decimal | None:
        """Euros a copy; None when nothing is printed."""
        return each(cents, self.copies) if self.copies else None

    def per_page(self, cents: int) -> Decimal | None:
        """Euros a page of the issue, all copies together."""
        return each(cents, self.pages, 2) if self.pages else None

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON, in the shape that `journal costing --json` promises: amounts as decimal strings."""
        return machine.report(self)


def costing_report(costing: Costing, sheet: PrinterSheet, pages: int, today: date | None = None) -> CostingReport:
    """The costing of an issue of so many pages. Without `today` no quote is said to have run out."""
    printing = printing_cost(costing.printing, sheet, pages)
    residency = residency_cost(costing.residency)
    delivery = delivery_cost(costing.delivery, milligrams(need_of(sheet, pages)))
    problems = judged(costing, sheet, pages, printing, residency, delivery, today)
    return CostingReport(
        copies=sheet.quantity, pages=pages, copy_grams=copy_grams(sheet, pages), run_kg=run_kilograms(sheet, pages),
        printing=printing, overs=overs(costing.printing, sheet, pages), residency_cost=residency, delivery=delivery,
        worth=worth(costing.in_kind), targets=both_targets(costing.targets, costing.fund), funds=raised(costing.fund),
        problems=tuple(problems), specimen=costing.specimen,
    )  # fmt: skip
