"""Costing, printing: the quote when there is one, else an estimate from dated rates with its range. Pure values."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from journal_app.costing.model import Basis, Estimate, Printing, Quote
from journal_app.costing.weight import run_kilograms
from journal_app.money import NOTHING, Price, from_net, to_cents, to_decimal
from journal_app.prepress.sheet import PrinterSheet


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of a price: how many, at what, and the result in cents (HT for printing, TTC for the residency)."""

    label: dict[str, str]
    count: Decimal
    each: Decimal
    cents: int
    unit: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrintingCost:
    """What printing costs. `low` and `high` are TTC cents; for a quote they are the price itself."""

    kind: Literal["quote", "estimate", "unknown"]
    price: Price
    low: int
    high: int
    source: str = ""
    dated: date | None = None
    range_percent: Decimal = Decimal(0)
    lines: tuple[CostLine, ...] = ()


UNKNOWN = PrintingCost("unknown", NOTHING, 0, 0)


def printing_cost(printing: Printing, sheet: PrinterSheet, pages: int) -> PrintingCost:
    """The cost of this many pages on this sheet, by the quote or else by the estimate."""
    if printing.quote:
        return _quoted(printing.quote, printing.vat_percent, sheet.quantity)
    if printing.estimate:
        return _estimated(printing.estimate, printing.vat_percent, sheet, pages)
    return UNKNOWN


def _quoted(quote: Quote, vat: Decimal, quantity: int) -> PrintingCost:
    """The quote at its own quantity, moved by its price per further 1,000 copies where it gives one."""
    net = quote.net
    if quote.extra_thousand is not None:
        net = max(Decimal(0), net + quote.extra_thousand * (quantity - quote.quantity) / 1000)
    price = from_net(to_cents(net), vat)
    return PrintingCost(
        "quote", price, price.gross, price.gross, f"{quote.printer}, {quote.reference}".strip(", "), quote.dated
    )


def _estimated(estimate: Estimate, vat: Decimal, sheet: PrinterSheet, pages: int) -> PrintingCost:
    colour = sum(sheet.in_colour(folio) for folio in range(1, pages + 1))
    counts = {
        Basis.RUN: Decimal(1),
        Basis.PAGE: Decimal(pages),
        Basis.COLOUR_PAGE: Decimal(colour),
        Basis.GREY_PAGE: Decimal(pages - colour),
        Basis.THOUSAND: Decimal(sheet.quantity) / 1000,
        Basis.KG: Decimal(str(round(run_kilograms(sheet, pages), 3))),
        Basis.PLACE: Decimal(estimate.places),
    }
    lines = []
    for line in estimate.line:
        count = counts[line.per] * (1 + line.waste_percent / 100)
        lines.append(CostLine(line.label, count, line.net, to_cents(count * line.net)))
    price = from_net(sum(line.cents for line in lines), vat)
    margin = to_cents(to_decimal(price.gross) * estimate.range_percent / 100)
    return PrintingCost(
        "estimate", price, price.gross - margin, price.gross + margin,
        estimate.source, estimate.dated, estimate.range_percent, tuple(lines),
    )  # fmt: skip
