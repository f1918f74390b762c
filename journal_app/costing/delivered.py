"""Costing, the overs that came: copies beyond (or short of) what was ordered -> what they cost at most, TTC. Pure.

A printer bills what it delivers within its clause; whether it does is on the invoice, which is noted as an expense.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from journal_app.costing.model import Printing
from journal_app.costing.need import need_of
from journal_app.costing.printing import printing_of
from journal_app.money import each, from_net, to_cents, to_decimal
from journal_app.prepress.sheet import PrinterSheet


@dataclass(frozen=True, slots=True)
class Came:
    """What was delivered. `overs`: copies beyond the order, or short of it; `cents`: TTC, what they add or take off.
    `whole`: TTC cents of all that came, as it would be billed."""

    copies: int
    overs: int
    cents: int
    whole: int

    @property
    def per_copy(self) -> Decimal | None:
        """Euros for each copy that is there."""
        return each(self.whole, self.copies) if self.copies else None


def came(printing: Printing, sheet: PrinterSheet, pages: int, copies: int, overs: int | None = None) -> Came | None:
    """The copies that were delivered, `overs` as the printer says or else beyond the sheet's quantity; None without a
    price. By a quote a copy more or less is a part of its price of 1,000, else of the whole, as for the clause."""
    need = need_of(sheet, pages)
    cost = printing_of(printing, sheet, need)
    if cost.kind == "unknown" or not need.copies:
        return None
    beyond = copies - need.copies if overs is None else overs
    if cost.kind == "quote" and printing.quote:
        extra = printing.quote.extra_thousand
        net = extra * beyond / 1000 if extra is not None else to_decimal(cost.price.net) * beyond / need.copies
        cents = from_net(max(to_cents(net), -cost.price.net), printing.vat_percent).gross
    else:
        other = replace(need, copies=max(0, need.copies + beyond))
        cents = printing_of(printing, sheet, other).price.gross - cost.price.gross
    return Came(copies, beyond, cents, cost.price.gross + cents)
