"""Costing, for machines: a costing report as plain values. Amounts are decimal strings of euros, never numbers. Pure.

The keys up to `targets` are promised and do not change; whatever else there is to say stands under `details`, last.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from journal_app.costing.estimated import CostLine
from journal_app.costing.model import FundState
from journal_app.money import Price, each, plain

if TYPE_CHECKING:
    from journal_app.costing.report import CostingReport
    from journal_app.costing.targets import Target


def report(found: "CostingReport") -> dict[str, Any]:
    """What `journal costing ISSUE --json` prints. `per_copy`: the whole TTC over the copies, to a tenth of a cent."""
    return {
        "currency": "EUR",
        "printing": faces(found.printing.price),
        "residency": faces(found.residency_cost.price),
        "delivery": faces(found.delivery.price),
        "total": faces(found.whole),
        "per_copy": str(each(found.total, found.copies)) if found.copies else None,
        "targets": [_target(one) for one in found.targets],
        "details": _details(found),
    }


def faces(price: Price) -> dict[str, str]:
    """HT, VAT and TTC, which add up."""
    return {"ht": plain(price.net), "vat": plain(price.vat), "ttc": plain(price.gross)}


def _target(target: "Target") -> dict[str, Any]:
    return {
        "name": target.slug,
        "amount": plain(target.cents),
        "raised": {state.value: plain(target.raised.get(state, 0)) for state in FundState},
        "missing": plain(target.missing),
    }


def _details(found: "CostingReport") -> dict[str, Any]:
    cost, over, spread = found.printing, found.overs, {"printing": found.printing.price.gross, "made": found.made}
    return {
        "specimen": found.specimen,
        "copies": found.copies,
        "pages": found.pages,
        "weight": {"copy_g": f"{found.copy_grams:.1f}", "run_kg": f"{found.run_kg:.1f}"},
        "printing": {
            "kind": cost.kind,
            "low": plain(cost.low),
            "high": plain(cost.high),
            "source": cost.source,
            "dated": str(cost.dated) if cost.dated else None,
            "way": cost.way.value if cost.way else None,
            "quantity_used": cost.used or None,
            "scaled_on_quote": cost.anchored,
            "lines": [_line(line) for line in cost.lines],
            "overs": {
                "percent": _number(over.percent), "fewest": over.fewest, "most": over.most,
                "least": plain(over.least), "dearest": plain(over.dearest),
            },
        },
        "residency": {
            "committed": plain(found.residency_cost.committed),
            "spent": plain(found.residency_cost.spent),
            "lines": [_line(line) for line in found.residency_lines],
        },
        "delivery": {
            "parcels": found.delivery.parcels,
            "copies": found.delivery.copies,
            "not_priced": found.delivery.unsent,
            "lines": [_line(line) for line in found.delivery.lines],
        },
        "in_kind": {
            "hours": _number(found.worth.hours),
            "worth": plain(found.worth.cents),
            "used": {account: plain(cents) for account, cents in found.worth.used.items()},
            "given": {account: plain(cents) for account, cents in found.worth.given.items()},
        },
        "per_copy": {what: _text(found.per_copy(cents)) for what, cents in {**spread, "total": found.total}.items()},
        "per_page": {what: _text(found.per_page(cents)) for what, cents in spread.items()},
        "funds": {state.value: plain(cents) for state, cents in found.funds.items()},
    }  # fmt: skip


def _line(line: CostLine) -> dict[str, Any]:
    said = {
        "label": line.label.get("fr", next(iter(line.label.values()))),
        "count": _number(line.count),
        "each": str(line.each),
        "amount": plain(line.cents),
    }
    if line.slug:
        said |= {"slug": line.slug, "committed": plain(line.committed), "spent": plain(line.spent)}
    return said


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _text(euros: Decimal | None) -> str | None:
    return None if euros is None else str(euros)
