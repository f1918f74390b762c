"""Costing, the quote: a quote x a quantity -> its price HT, by which of its prices, and how sure. Pure values.

Printers price quantities, not copies: between two of them they bill the next one up, or so much a further thousand.
Where both are known the smaller bill is taken. Outside the quantities of a quote a price is a bound, and says so.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from journal_app.costing.model import Quote, Tier
from journal_app.costing.need import Need
from journal_app.money import to_cents
from journal_app.prepress.sheet import PrinterSheet


class Way(StrEnum):
    """How a quote's price was come by."""

    EXACT = "exact"  # the quote prices this quantity
    EXTRA = "extra"  # a smaller quantity, and the price of each further 1,000
    NEXT = "next-tier"  # the price of the next quantity up: nothing says that fewer cost less
    LESS = "less"  # below the smallest quantity, by the price of 1,000: the printer has to confirm it
    AT_MOST = "at-most"  # above the largest quantity and no price of 1,000: in proportion, which is the most it can be


SURE = (Way.EXACT, Way.EXTRA, Way.NEXT)


@dataclass(frozen=True, slots=True)
class Quoted:
    """HT cents, and the bounds between which it may be; `tier` is the quantity whose price was used."""

    net: int
    low: int
    high: int
    way: Way
    tier: Tier

    @property
    def sure(self) -> bool:
        """Whether the quote itself says this price."""
        return self.way in SURE


def quoted(quote: Quote, copies: int) -> Quoted:
    """The price of so many copies by this quote."""
    tiers = quote.tiers
    below = [tier for tier in tiers if tier.quantity <= copies]
    above = [tier for tier in tiers if tier.quantity >= copies]
    offers = []
    if above and (below or quote.extra_thousand is None):
        # A larger quantity may be the cheaper one: whoever needs 4,900 may order 5,000.
        best = min(above, key=lambda tier: (tier.net, tier.quantity))
        exact = best.quantity == copies
        offers.append(_certain(to_cents(best.net), Way.EXACT if exact else Way.NEXT, best))
    if quote.extra_thousand is not None and below and below[-1].quantity < copies:
        offers.append(_extra(below[-1], quote.extra_thousand, copies))
    if quote.extra_thousand is not None and not below:
        offers.append(_less(tiers[0], quote.extra_thousand, copies))
    if not offers:
        return _at_most(tiers[-1], copies)
    return min(offers, key=lambda one: one.net)  # of equals the first: the price the quote says outright


def _certain(net: int, way: Way, tier: Tier) -> Quoted:
    return Quoted(net, net, net, way, tier)


def _extra(tier: Tier, thousand: Decimal, copies: int) -> Quoted:
    return _certain(to_cents(tier.net + thousand * (copies - tier.quantity) / 1000), Way.EXTRA, tier)


def _less(tier: Tier, thousand: Decimal, copies: int) -> Quoted:
    """Never under the price in proportion: setting up the press is not paid by the copy."""
    whole = to_cents(tier.net)
    floor = to_cents(tier.net * copies / tier.quantity)
    net = min(whole, max(floor, to_cents(tier.net - thousand * (tier.quantity - copies) / 1000)))
    return Quoted(net, net, whole, Way.LESS, tier)


def _at_most(tier: Tier, copies: int) -> Quoted:
    most = to_cents(tier.net * copies / tier.quantity)
    return Quoted(most, to_cents(tier.net), most, Way.AT_MOST, tier)


def same_product(quote: Quote, need: Need, sheet: PrinterSheet) -> bool:
    """Whether the quote is for this paper, format, number of pages and inks, as far as it says."""
    return not differences(quote, need, sheet)


def differences(quote: Quote, need: Need, sheet: PrinterSheet) -> list[tuple[str, str, str]]:
    """What the quote was given for and is needed otherwise: (what, in the quote, needed)."""
    asked: list[tuple[str, object, object]] = [("pages", quote.pages, need.pages)]
    if quote.gsm is not None:
        asked.append(("gsm", quote.gsm.normalize(), need.gsm.normalize()))
    if quote.colour_pages is not None:
        asked.append(("colour", quote.colour_pages, need.colour_pages))
    if quote.closed is not None:
        closed = tuple(Decimal(str(size)) for size in sheet.closed)
        asked.append(("format", _size(quote.closed), _size((closed[0], closed[1]))))
    return [(what, _said(found), _said(wanted)) for what, found, wanted in asked if found != wanted]


def _size(size: tuple[Decimal, Decimal]) -> str:
    return " × ".join(f"{side.normalize():f}" for side in size)


def _said(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
