"""Costing, quotes side by side: several quotes x one need -> one unit for all, in order, each with its reasons. Pure.

All are brought to the need's quantity, to TTC and to what they leave out. A quote for another paper or other pages is
not compared: it is said so and stands last; one that arrives too late stands after those that come in time. The order
is advice; a person chooses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from journal_app.costing.model import Quote
from journal_app.costing.need import need_of
from journal_app.costing.printing import Overs, quoted_overs
from journal_app.costing.quoted import Way, differences, quoted
from journal_app.messages import isolated, translator
from journal_app.money import Price, each, from_net, shown
from journal_app.prepress.sheet import PrinterSheet


class Part(StrEnum):
    """What a price may leave out, and what is then paid beside it or done by hand."""

    DELIVERY = "delivery"
    FOLDING = "folding"
    PACKING = "packing"
    PROOF = "proof"
    PLATES = "plates"
    OVERS = "overs"  # the overs that are delivered are billed on top


@dataclass(frozen=True, slots=True)
class Offered:
    """One quote with its own VAT rate. `delay_days` are working days from the BAT; `key` is the caller's."""

    quote: Quote
    vat_percent: Decimal
    delay_days: int | None = None
    leaves_out: frozenset[Part] = frozenset()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing to know of a quote: a slug with a sentence (`costing:why-...`), and what fills it in."""

    code: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One quote at the need's quantity. `beside`: TTC cents of what it leaves out, as far as that is known. `overs`:
    how many copies its clause lets the printer deliver, and bill."""

    offered: Offered
    price: Price
    low: int
    high: int
    way: Way
    copies: int
    suits: bool  # the same paper, format, pages and inks
    expired: bool
    overs: Overs
    late: bool = False  # it comes after the day on which the copies are needed
    beside: int = 0
    rank: int = 0  # from 1; 0: not compared
    more: int = 0  # TTC cents over the cheapest
    reasons: tuple[Reason, ...] = ()

    @property
    def whole(self) -> int:
        """TTC cents with what is left out: by this they are compared."""
        return self.price.gross + self.beside

    @property
    def per_copy(self) -> Decimal | None:
        return each(self.whole, self.copies) if self.copies else None


def compared(
    offers: Sequence[Offered],
    sheet: PrinterSheet,
    pages: int,
    today: date,
    beside: Mapping[Part, int] | None = None,
    needed_days: int | None = None,
) -> list[Compared]:
    """The quotes in order: what suits, holds and comes in time before what does not, then the cheapest, then the
    soonest.

    `beside` are TTC cents of what a quote may leave out; `needed_days` how many working days there are.
    """
    found = [_brought(one, sheet, pages, today, needed_days, beside or {}) for one in offers]
    found.sort(key=lambda one: (not one.suits, one.expired, one.late, one.whole, one.offered.delay_days or 999,
                                one.offered.key))  # fmt: skip
    known = [one for one in found if one.suits]
    best = min((one.whole for one in known if not one.expired), default=min((one.whole for one in known), default=0))
    ranked = []
    for place, one in enumerate(found, 1):
        more = one.whole - best if one.suits else 0
        reasons = tuple(_reasons(one, more, sheet, pages, beside or {}))
        ranked.append(replace(one, rank=place if one.suits else 0, more=more, reasons=reasons))
    return ranked


def _brought(
    one: Offered, sheet: PrinterSheet, pages: int, today: date, days: int | None, beside: Mapping[Part, int]
) -> Compared:
    price = quoted(one.quote, sheet.quantity)
    low, net, high = (from_net(cents, one.vat_percent) for cents in (price.low, price.net, price.high))
    left = sum(cents for part, cents in beside.items() if part in one.leaves_out)
    return Compared(
        one, net, low.gross, high.gross, price.way, sheet.quantity,
        suits=not differences(one.quote, need_of(sheet, pages), sheet),
        expired=one.quote.valid_until is not None and one.quote.valid_until < today, beside=left,
        overs=quoted_overs(one.quote, one.vat_percent, sheet),
        late=days is not None and one.delay_days is not None and one.delay_days > days,
    )  # fmt: skip


def _reasons(one: Compared, more: int, sheet: PrinterSheet, pages: int, beside: Mapping[Part, int]) -> Iterator[Reason]:
    """What speaks for and against it, the gravest first."""
    for what, said, needed in differences(one.offered.quote, need_of(sheet, pages), sheet):
        yield Reason(f"other-{what}", f"{said} ≠ {needed}")
    if one.expired:
        yield Reason("expired", str(one.offered.quote.valid_until))
    if one.late:
        yield Reason("too-late", str(one.offered.delay_days))
    if one.suits:
        yield Reason("dearer", str(more)) if more > 0 else Reason("cheapest")
    if one.way in (Way.NEXT, Way.LESS, Way.AT_MOST):
        yield Reason(one.way.value)
    for part in Part:
        if part in one.offered.leaves_out:
            most = one.overs.dearest - one.price.gross if part is Part.OVERS else 0
            known = beside.get(part, max(0, most) or None)
            yield Reason(f"without-{part.value}", "" if known is None else str(known))
    if one.offered.quote.valid_until is None:
        yield Reason("no-end")


def said(reason: Reason, language: str = "fr") -> str:
    """A reason as people read it."""
    found = reason.found
    if found and (reason.code == "dearer" or reason.code.startswith("without-")):
        found = shown(int(found), language)
    known = "-known" if found and reason.code.startswith("without-") else ""
    told = translator(language).gettext(f"costing:why-{reason.code}{known}")
    return told.format(found=isolated(found, language))
