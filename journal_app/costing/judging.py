"""Costing, the judgement: what a coordinator should look at in a costing. Nothing here stops the press; no clock."""

from collections.abc import Iterator
from datetime import date

from journal_app.costing.delivery import DeliveryCost
from journal_app.costing.document import FILE, WHO
from journal_app.costing.model import Costing, Quote
from journal_app.costing.need import need_of
from journal_app.costing.printing import PrintingCost
from journal_app.costing.quoted import Quoted, Way, differences, quoted
from journal_app.costing.residency import ResidencyCost
from journal_app.money import plain, to_cents
from journal_app.prepress.sheet import PrinterSheet
from journal_app.problems import Problem, note, warning


def judged(
    costing: Costing,
    sheet: PrinterSheet,
    pages: int,
    printing: PrintingCost,
    residency: ResidencyCost,
    delivery: DeliveryCost,
    today: date | None,
) -> list[Problem]:
    """Every finding of a costing, the money first. Without `today` no quote is said to have run out."""
    found = [*_amounts(costing, printing, residency), *_delivery(costing, delivery)]
    if costing.printing.quote:
        found += quote_problems(costing.printing.quote, sheet, pages, today)
    return found


def _amounts(costing: Costing, printing: PrintingCost, residency: ResidencyCost) -> Iterator[Problem]:
    target = to_cents(costing.targets.printing)
    rest = to_cents(costing.targets.all) - target
    planned = residency.price.gross
    if printing.kind == "unknown":
        yield warning("costing-printing-missing", FILE, who=WHO)
    if printing.price.gross > target:
        yield warning("costing-printing-over", FILE, _euros(printing.price.gross), _euros(target), WHO)
    if planned > rest:
        yield warning("costing-residency-over", FILE, _euros(planned), _euros(rest), WHO)
    for line in residency.over:
        spent = line.committed + line.spent
        title = line.label.get("fr") or next(iter(line.label.values()))
        yield warning("costing-line-over", FILE, _euros(spent), _euros(line.cents), WHO, title)
    if not costing.printing.vat_confirmed:
        yield note("costing-vat-unconfirmed", FILE, f"{costing.printing.vat_percent:f} %", "", WHO)


def _delivery(costing: Costing, delivery: DeliveryCost) -> Iterator[Problem]:
    if delivery.unsent and not costing.delivery.carrier:
        yield warning("costing-carrier-missing", FILE, delivery.unsent, "", WHO)
    elif delivery.unsent:
        yield warning("costing-copy-too-heavy", FILE, delivery.unsent, f"{costing.delivery.parcel_kg:f} kg", WHO)


def quote_problems(quote: Quote, sheet: PrinterSheet, pages: int, today: date | None) -> list[Problem]:
    """What of a quote does not suit the issue as it is now."""
    found = []
    for what, said, needed in differences(quote, need_of(sheet, pages), sheet):
        if what == "pages":
            found.append(warning("costing-quote-pages", FILE, said, needed, WHO, quote.reference))
        elif what == "gsm":
            found.append(warning("costing-quote-paper", FILE, said, needed, WHO, quote.reference))
        elif what == "colour":
            found.append(warning("costing-quote-colour", FILE, said, needed, WHO, quote.reference))
        else:
            found.append(warning("costing-quote-format", FILE, said, needed, WHO, quote.reference))
    found += _quantity(quote, quoted(quote, sheet.quantity), sheet.quantity)
    if today and quote.valid_until and today > quote.valid_until:
        found.append(warning("costing-quote-expired", FILE, quote.valid_until, "", WHO, quote.reference))
    return found


def _quantity(quote: Quote, price: Quoted, copies: int) -> Iterator[Problem]:
    """By which of its prices the quote was read, when it was not the one for this quantity."""
    used = price.tier.quantity
    if price.way is Way.AT_MOST:
        yield warning("costing-quote-quantity", FILE, used, copies, WHO, quote.reference)
    elif price.way is Way.LESS:
        yield warning("costing-quote-less", FILE, used, copies, WHO, quote.reference)
    elif price.way is Way.NEXT:
        yield note("costing-quote-next", FILE, used, copies, WHO, quote.reference)
    elif price.way is Way.EXTRA:
        yield note("costing-quote-extra", FILE, used, copies, WHO, quote.reference)


def _euros(cents: int) -> str:
    return f"{plain(cents)} EUR"
