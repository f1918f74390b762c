"""Costing, delivery: batches of copies x a copy's weight x dated grids -> parcels and their price. Pure values.

It stands outside both targets, and inside the total. What a parcel weighs is bounded by a back, not by the carrier.
"""

from dataclasses import dataclass

from journal_app.costing.estimated import CostLine
from journal_app.costing.model import Batch, Delivery
from journal_app.costing.parcels import Parcel, Splitter
from journal_app.money import NOTHING, Price, from_gross, to_cents, total

GRAM, KILOGRAM = 1000, 1_000_000  # in mg


@dataclass(frozen=True, slots=True)
class Consignment:
    """What one place of a batch gets; None: no carrier takes a copy of that weight."""

    batch: Batch
    parcels: tuple[Parcel, ...] | None

    @property
    def price(self) -> Price:
        """Of all places of the batch; each parcel's VAT is rounded by itself, as carriers bill."""
        one = total(from_gross(parcel.cents, parcel.carrier.vat_percent) for parcel in self.parcels or ())
        return Price(one.net * self.batch.places, one.vat * self.batch.places)


@dataclass(frozen=True, slots=True)
class DeliveryCost:
    """Parcels and flat lines. `unsent`: copies that no parcel of the grids may hold, and that are not priced."""

    price: Price = NOTHING
    consignments: tuple[Consignment, ...] = ()
    lines: tuple[CostLine, ...] = ()
    unsent: int = 0

    @property
    def parcels(self) -> int:
        """How many parcels leave, over all places."""
        return sum(len(one.parcels or ()) * one.batch.places for one in self.consignments)

    @property
    def copies(self) -> int:
        return sum(one.batch.copies * one.batch.places for one in self.consignments)


def weighed(delivery: Delivery, copy_mg: int, own_mg: int) -> int:
    """What a copy of so many mg by the sheet weighs on the scales, in mg; the issue's own has `own_mg` by the sheet.
    With other pages or paper it is off the sheet by the same share."""
    if delivery.copy_grams is None:
        return copy_mg
    scales = int(delivery.copy_grams * GRAM)
    return max(1, (2 * copy_mg * scales + own_mg) // (2 * own_mg)) if own_mg else scales


def splitter(delivery: Delivery, copy_mg: int) -> Splitter:
    """What finds the cheapest parcels of copies that weigh so many mg."""
    box = int(delivery.box_grams * GRAM)
    return Splitter(delivery.carrier, copy_mg, int(delivery.parcel_kg * KILOGRAM), box)


def delivery_cost(delivery: Delivery, copy_mg: int) -> DeliveryCost:
    """What the batches and the flat lines cost, when a copy weighs so many mg by the sheet, or as it was weighed."""
    split = splitter(delivery, weighed(delivery, copy_mg, copy_mg))
    sent = tuple(Consignment(batch, split.parcels(batch.copies)) for batch in delivery.batch)
    lines = []
    for line in delivery.line:
        cents = to_cents(line.price * line.quantity)
        lines.append(
            CostLine(line.label, line.quantity, line.price, cents, vat=from_gross(cents, line.vat_percent).vat)
        )
    flat = total(Price(line.cents - line.vat, line.vat) for line in lines)
    unsent = sum(one.batch.copies * one.batch.places for one in sent if one.parcels is None)
    return DeliveryCost(total(one.price for one in sent) + flat, sent, tuple(lines), unsent)


def scaled(copies: int, wanted: int, planned: int) -> int:
    """A batch's copies when the run is another: in proportion, half a copy going up, at least one."""
    return max(1, (2 * copies * wanted + planned) // (2 * planned)) if planned else copies
