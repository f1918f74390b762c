"""Costing, printing: the quote where it fits, else an estimate from dated rates with its range. Pure values.

A quote for other pages or paper is not thrown away: the estimate, or the desk's rates where a plan has none, is scaled
so that it would have said the quote's price for what the quote was given for. It stays an estimate.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from journal_app.costing import rates
from journal_app.costing.estimated import CostLine, estimated_lines, estimated_net
from journal_app.costing.model import Estimate, Printing, Quote
from journal_app.costing.need import Need, need_of, need_of_quote
from journal_app.costing.quoted import Way, quoted, same_product
from journal_app.money import NOTHING, Price, from_net, to_cents, to_decimal
from journal_app.prepress.sheet import PrinterSheet

__all__ = ("UNKNOWN", "CostLine", "Overs", "PrintingCost", "overs", "printing_cost", "printing_of", "quoted_overs")


@dataclass(frozen=True, slots=True)
class PrintingCost:
    """What printing costs. `low` and `high` are TTC cents; for a quote that says the price they are the price itself.

    `way` and `used` (copies) tell by which of its prices a quote was read. `anchored`: an estimate scaled on a quote
    that was given for something else.
    """

    kind: Literal["quote", "estimate", "unknown"]
    price: Price
    low: int
    high: int
    source: str = ""
    dated: date | None = None
    range_percent: Decimal = Decimal(0)
    lines: tuple[CostLine, ...] = ()
    way: Way | None = None
    used: int = 0
    anchored: bool = False


UNKNOWN = PrintingCost("unknown", NOTHING, 0, 0)


def printing_cost(printing: Printing, sheet: PrinterSheet, pages: int) -> PrintingCost:
    """The cost of this many pages on this sheet, by the quote or else by the estimate."""
    return printing_of(printing, sheet, need_of(sheet, pages))


def printing_of(printing: Printing, sheet: PrinterSheet, need: Need) -> PrintingCost:
    """The cost of a need; `sheet` says its format."""
    quote, estimate, vat = printing.quote, printing.estimate, printing.vat_percent
    if quote and _holds(quote, estimate, need, sheet):
        return _quoted(quote, vat, need.copies)
    if quote:
        return _anchored(quote, estimate or rates.estimate(), vat, need)
    return _estimated(estimate, vat, need) if estimate else UNKNOWN


def _holds(quote: Quote, estimate: Estimate | None, need: Need, sheet: PrinterSheet) -> bool:
    """Whether the quote says the price. It does, too, while no page is planned and nothing else is known."""
    return same_product(quote, need, sheet) or (estimate is None and not need.pages)


def _quoted(quote: Quote, vat: Decimal, copies: int) -> PrintingCost:
    found = quoted(quote, copies)
    low, price, high = (from_net(net, vat) for net in (found.low, found.net, found.high))
    return PrintingCost(
        "quote", price, low.gross, high.gross, _source(quote), quote.dated, way=found.way, used=found.tier.quantity
    )


def _estimated(estimate: Estimate, vat: Decimal, need: Need) -> PrintingCost:
    lines = estimated_lines(estimate, need)
    price = from_net(sum(line.cents for line in lines), vat)
    margin = to_cents(to_decimal(price.gross) * estimate.range_percent / 100)
    return PrintingCost(
        "estimate", price, price.gross - margin, price.gross + margin,
        estimate.source, estimate.dated, estimate.range_percent, lines,
    )  # fmt: skip


def _anchored(quote: Quote, estimate: Estimate, vat: Decimal, need: Need) -> PrintingCost:
    """The estimate of the need, times what the quote costs over what the estimate would have said of it."""
    price = from_net(anchored_net(quote, estimate, need), vat)
    margin = to_cents(to_decimal(price.gross) * estimate.range_percent / 100)
    return PrintingCost(
        "estimate", price, price.gross - margin, price.gross + margin, _source(quote), quote.dated,
        estimate.range_percent, anchored=True,
    )  # fmt: skip


def anchored_net(quote: Quote, estimate: Estimate, need: Need) -> int:
    """HT cents of a need, by an estimate that agrees with the quote where the quote was given."""
    said = estimated_net(estimate, need_of_quote(quote, need))
    guess = estimated_net(estimate, need)
    return to_cents(to_decimal(guess) * to_cents(quote.net) / said) if said else guess


def _source(quote: Quote) -> str:
    return f"{quote.printer}, {quote.reference}".strip(", ")


@dataclass(frozen=True, slots=True)
class Overs:
    """What the overs clause may deliver and bill: fewer or more copies, TTC cents of each."""

    percent: Decimal
    fewest: int
    most: int
    least: int
    dearest: int


def overs(printing: Printing, sheet: PrinterSheet, pages: int) -> Overs:
    """The clause of the quote, or else of the sheet. By a quote a copy more or less is billed as a part of
    its price of 1,000, else in proportion, which is the most it can be; by an estimate at its own rates."""
    quote, need = printing.quote, need_of(sheet, pages)
    if quote and _holds(quote, printing.estimate, need, sheet):
        return quoted_overs(quote, printing.vat_percent, sheet)
    percent, aside = _clause(quote, sheet)
    least, dearest = (
        printing_of(printing, sheet, replace(need, copies=need.copies + sign * aside)).price.gross for sign in (-1, 1)
    )
    return Overs(percent, need.copies - aside, need.copies + aside, least, dearest)


def quoted_overs(quote: Quote, vat: Decimal, sheet: PrinterSheet) -> Overs:
    """The clause by the quote's own price of the sheet's quantity, for what it was given for."""
    copies = sheet.quantity
    percent, aside = _clause(quote, sheet)
    net = quoted(quote, copies).net
    more = _aside(quote, net, aside, copies)
    least, dearest = (from_net(max(0, net + sign * more), vat).gross for sign in (-1, 1))
    return Overs(percent, copies - aside, copies + aside, least, dearest)


def _clause(quote: Quote | None, sheet: PrinterSheet) -> tuple[Decimal, int]:
    """Its percentage, and how many copies that is."""
    percent = quote.overs_percent if quote and quote.overs_percent is not None else Decimal(str(sheet.overs))
    return percent, int(sheet.quantity * percent / 100)


def _aside(quote: Quote, net: int, aside: int, copies: int) -> int:
    """HT cents of so many copies more or less."""
    if quote.extra_thousand is not None:
        return to_cents(quote.extra_thousand * aside / 1000)
    return to_cents(to_decimal(net) * aside / copies) if copies else 0
