"""Costing, the answer: costing x sheet x pages -> what an issue costs, weighs and lacks. No clock: `today` is given."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from journal_app.costing.model import Costing, FundState, Quote
from journal_app.costing.printing import CostLine, PrintingCost, printing_cost
from journal_app.costing.weight import copy_grams, run_kilograms
from journal_app.money import each, to_cents
from journal_app.prepress.sheet import PrinterSheet
from journal_app.problems import Problem, note, warning

WHO = "coordinator"
FILE = "costing.toml"
SURE_FIRST = tuple(reversed(FundState))  # from the bank's statement to the mere hope: the order on the bar


@dataclass(frozen=True, slots=True)
class Target:
    """One target in TTC cents, and what of it is on the bank's statement."""

    slug: str  # printing or all
    cents: int
    received: int

    @property
    def missing(self) -> int:
        return max(0, self.cents - self.received)

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 is said only when it is all there."""
        return min(100, self.received * 100 // self.cents) if self.cents else 100


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
    residency: int
    residency_lines: tuple[CostLine, ...]
    targets: tuple[Target, ...]
    funds: dict[FundState, int]
    problems: tuple[Problem, ...] = ()
    specimen: bool = False

    @property
    def total(self) -> int:
        return self.printing.price.gross + self.residency

    @property
    def scale(self) -> int:
        """What the whole length of the bar stands for: the larger target, or all funds when they are more."""
        return max(self.targets[-1].cents, sum(self.funds.values()), 1)

    def at(self, cents: int) -> float:
        """Where an amount is on the bar, in percent of its length."""
        return round(100 * cents / self.scale, 2)

    @property
    def bar(self) -> tuple[Share, ...]:
        """The states end to end, the surest first; a state without a euro has no stretch."""
        shares, done = [], 0
        for state, cents in self.funds.items():
            if cents:
                shares.append(Share(state, self.at(done), self.at(cents)))
                done += cents
        return tuple(shares)

    def per_copy(self, cents: int) -> Decimal | None:
        """Euros a copy; None when nothing is printed."""
        return each(cents, self.copies) if self.copies else None

    def per_page(self, cents: int) -> Decimal | None:
        """Euros a page of the issue, all copies together."""
        return each(cents, self.pages, 2) if self.pages else None

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON: cents as integers, euros as strings."""
        price = self.printing.price
        spread = {"printing": price.gross, "all": self.total}
        return {
            "specimen": self.specimen,
            "currency": "EUR",
            "copies": self.copies,
            "pages": self.pages,
            "weight": {"copy_g": round(self.copy_grams, 1), "run_kg": round(self.run_kg, 1)},
            "printing": {
                "kind": self.printing.kind,
                "net_cents": price.net,
                "vat_cents": price.vat,
                "gross_cents": price.gross,
                "low_cents": self.printing.low,
                "high_cents": self.printing.high,
                "source": self.printing.source,
                "dated": str(self.printing.dated) if self.printing.dated else None,
                "lines": [_line(line) for line in self.printing.lines],
            },
            "residency": {"gross_cents": self.residency, "lines": [_line(line) for line in self.residency_lines]},
            "total_cents": self.total,
            "per_copy": {what: _text(self.per_copy(cents)) for what, cents in spread.items()},
            "per_page": {what: _text(self.per_page(cents)) for what, cents in spread.items()},
            "targets": [
                {"slug": t.slug, "cents": t.cents, "received_cents": t.received, "missing_cents": t.missing,
                 "percent": t.percent}
                for t in self.targets
            ],
            "funds": {state.value: cents for state, cents in self.funds.items()},
        }  # fmt: skip


def _line(line: CostLine) -> dict[str, Any]:
    return {"label": line.label.get("fr", next(iter(line.label.values()))), "count": f"{line.count.normalize():f}",
            "each": str(line.each), "cents": line.cents}  # fmt: skip


def _text(euros: Decimal | None) -> str | None:
    return None if euros is None else str(euros)


def costing_report(costing: Costing, sheet: PrinterSheet, pages: int, today: date | None = None) -> CostingReport:
    """The costing of an issue of so many pages. Without `today` no quote is said to have run out."""
    printing = printing_cost(costing.printing, sheet, pages)
    residency = tuple(
        CostLine(
            line.label,
            line.quantity * line.days,
            line.price,
            to_cents(line.price * line.quantity * line.days),
            line.unit,
        )
        for line in costing.residency.line
    )
    spent = sum(line.cents for line in residency)
    funds = {state: sum(to_cents(fund.amount) for fund in costing.fund if fund.state is state) for state in SURE_FIRST}
    received = funds[FundState.RECONCILED]
    targets = (
        Target("printing", to_cents(costing.targets.printing), received),
        Target("all", to_cents(costing.targets.all), received),
    )
    return CostingReport(
        copies=sheet.quantity, pages=pages, copy_grams=copy_grams(sheet, pages), run_kg=run_kilograms(sheet, pages),
        printing=printing, residency=spent, residency_lines=residency, targets=targets, funds=funds,
        problems=tuple(_problems(costing, printing, spent, sheet.quantity, pages, today)), specimen=costing.specimen,
    )  # fmt: skip


def _problems(
    costing: Costing, printing: PrintingCost, residency: int, copies: int, pages: int, today: date | None
) -> list[Problem]:
    """What a coordinator should look at: nothing here stops the press."""
    found = []
    quote = costing.printing.quote
    target = to_cents(costing.targets.printing)
    rest = to_cents(costing.targets.all) - target
    if printing.kind == "unknown":
        found.append(warning("costing-printing-missing", FILE, who=WHO))
    if printing.price.gross > target:
        found.append(warning("costing-printing-over", FILE, _euros(printing.price.gross), _euros(target), WHO))
    if residency > rest:
        found.append(warning("costing-residency-over", FILE, _euros(residency), _euros(rest), WHO))
    if not costing.printing.vat_confirmed:
        found.append(note("costing-vat-unconfirmed", FILE, f"{costing.printing.vat_percent:f} %", "", WHO))
    return [*found, *(_quote_problems(quote, copies, pages, today) if quote else [])]


def _quote_problems(quote: Quote, copies: int, pages: int, today: date | None) -> list[Problem]:
    found = []
    if quote.quantity != copies and quote.extra_thousand is None:
        found.append(warning("costing-quote-quantity", FILE, quote.quantity, copies, WHO, quote.reference))
    if quote.pages != pages:
        found.append(warning("costing-quote-pages", FILE, quote.pages, pages, WHO, quote.reference))
    if today and quote.valid_until and today > quote.valid_until:
        found.append(warning("costing-quote-expired", FILE, quote.valid_until, "", WHO, quote.reference))
    return found


def _euros(cents: int) -> str:
    return f"{cents / 100:.2f} EUR"
