"""Costing, many prices: one printing x thousands of needs -> the same price that printing.py says of each. Pure.

What does not change from need to need is worked out once, and rates become whole numbers over whole numbers, since a
slider asks for thousands of prices at once. The cents are the same, which a test holds.
"""

from decimal import Decimal
from fractions import Fraction

from journal_app.costing import rates
from journal_app.costing.estimated import counts, estimated_net
from journal_app.costing.model import Basis, Estimate, Printing, Quote
from journal_app.costing.need import Need, need_of_quote
from journal_app.costing.quoted import Quoted, differences, quoted
from journal_app.money import NOTHING, Price, to_cents, to_decimal
from journal_app.prepress.sheet import PrinterSheet

MOVING = (Basis.THOUSAND, Basis.SECTION_THOUSAND, Basis.KG)  # with copies or paper
Ratio = tuple[int, int]  # above and below the line


class Prices:
    """The prices of one printing. Not to be shared between threads: it remembers."""

    def __init__(self, printing: Printing, sheet: PrinterSheet) -> None:
        estimate = printing.estimate or (rates.estimate() if printing.quote else None)  # what no quote says is told by
        self._quote, self._estimate, self._rated = printing.quote, estimate, printing.estimate is not None
        self._vat, self._sheet = printing.vat_percent, sheet
        self.section_pages = estimate.section_pages if estimate else sheet.pages_multiple
        self._standing: dict[tuple[int, int], int] = {}
        self._fitting: dict[tuple[int, int, Decimal], bool] = {}
        self._said: dict[Need, int] = {}
        self._quoted: dict[int, Quoted] = {}
        self._grams: dict[tuple[int, Decimal], Ratio] = {}
        self._rate = _ratio(self._vat / 100)
        self._margin = _ratio(estimate.range_percent / 100) if estimate else (0, 1)
        self._moving = [
            (line.per, _ratio((1 + line.waste_percent / 100) * line.net / 10))  # cents a copy, or a gram
            for line in (estimate.line if estimate else []) if line.per in MOVING
        ]  # fmt: skip

    def of(self, need: Need) -> tuple[str, Price, int, int]:
        """`quote`, `estimate` or `unknown`; the price; TTC cents between which it may be."""
        quote, estimate = self._quote, self._estimate
        if quote and (self._fits(quote, need) or not (need.pages or self._rated)):
            found = self._quoted.get(need.copies) or self._quoted.setdefault(need.copies, quoted(quote, need.copies))
            price = self._price(found.net)
            if found.sure:
                return "quote", price, price.gross, price.gross
            return "quote", price, self._price(found.low).gross, self._price(found.high).gross
        if estimate is None:
            return "unknown", NOTHING, 0, 0
        net = self._anchored(quote, estimate, need) if quote else self._net(estimate, need)
        price = self._price(net)
        gross = price.gross
        margin = _times(gross, self._margin)
        return "estimate", price, gross - margin, gross + margin

    def _price(self, net: int) -> Price:
        return Price(net, _times(net, self._rate))

    def _fits(self, quote: Quote, need: Need) -> bool:
        key = (need.pages, need.colour_pages, need.gsm)
        if key not in self._fitting:
            self._fitting[key] = not differences(quote, need, self._sheet)
        return self._fitting[key]

    def _anchored(self, quote: Quote, estimate: Estimate, need: Need) -> int:
        base = need_of_quote(quote, need)
        said = self._said.get(base)
        if said is None:
            said = self._said[base] = estimated_net(estimate, base)
        guess = self._net(estimate, need)
        return to_cents(to_decimal(guess) * to_cents(quote.net) / said) if said else guess

    def _net(self, estimate: Estimate, need: Need) -> int:
        key = (need.pages, need.colour_pages)
        if key not in self._standing:
            each = counts(estimate, need)
            self._standing[key] = sum(
                to_cents(each[line.per] * (1 + line.waste_percent / 100) * line.net)
                for line in estimate.line if line.per not in MOVING
            )  # fmt: skip
        cents = self._standing[key]
        for per, rate in self._moving:
            if per is Basis.KG:
                cents += _times(_times(need.copies, self._copy(need)), rate)
            elif per is Basis.THOUSAND:
                cents += _times(need.copies, rate)
            else:
                cents += _times(need.copies * -(-need.pages // self.section_pages), rate)
        return cents

    def _copy(self, need: Need) -> Ratio:
        """What one copy weighs, g."""
        key = (need.pages, need.gsm)
        if key not in self._grams:
            self._grams[key] = _ratio(need.grams)
        return self._grams[key]


def _ratio(value: Decimal) -> Ratio:
    return Fraction(value).as_integer_ratio()


def _times(count: int, ratio: Ratio) -> int:
    """A count above nothing times a ratio, half going up."""
    return (2 * count * ratio[0] + ratio[1]) // (2 * ratio[1])
