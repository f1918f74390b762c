"""Parcels: the cheapest split by the grids, checked against every split there is; no back carries more."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.costing.delivery import delivery_cost
from journal_app.costing.model import Batch, Carrier, Delivery, DeliveryLine, GridStep
from journal_app.costing.parcels import Splitter
from journal_app.money import from_gross
from tests.costing.making import DELIVERIES

# In 2023: what a parcel of up to so many kg costs.
POST = {"1": "8.25", "2": "9.55", "5": "14.65", "10": "21.30", "15": "26.95", "30": "33.40"}
KG = 1_000_000


def carrier(grid: dict[str, str], name: str = "Poste", vat: str = "0") -> Carrier:
    steps = [GridStep(kg=Decimal(kg), price=Decimal(price)) for kg, price in grid.items()]
    return Carrier(label={"fr": name}, dated=date(2023, 1, 1), vat_percent=Decimal(vat), grid=steps)


def grams(splitter: Splitter, copies: int) -> list[tuple[int, int]]:
    """Copies and cents of each parcel."""
    return [(parcel.copies, parcel.cents) for parcel in splitter.parcels(copies) or ()]


def test_one_copy_of_76_grams_goes_in_the_smallest_parcel() -> None:
    assert grams(Splitter([carrier(POST)], 75_800, 12 * KG), 1) == [(1, 825)]


def test_no_parcel_is_heavier_than_a_back_takes_though_the_carrier_would() -> None:
    found = Splitter([carrier(POST)], 100_000, 12 * KG).parcels(300)  # 30 kg: one parcel of 33.40 for the carrier
    assert found and max(parcel.kilograms for parcel in found) <= 12
    assert sum(parcel.copies for parcel in found) == 300
    assert sum(parcel.cents for parcel in found) == 3 * 2130, "three of 10 kg, and none of 15"


def test_two_small_parcels_are_taken_where_they_are_cheaper_than_a_large_one() -> None:
    steep = carrier({"1": "3.00", "2": "9.00"})
    assert grams(Splitter([steep], 100_000, 12 * KG), 20) == [(10, 300), (10, 300)]


def test_each_parcel_goes_by_the_carrier_that_is_cheapest_for_it() -> None:
    light, heavy = carrier({"1": "4.00", "10": "40.00"}, "Relais"), carrier({"10": "15.00"}, "Camion")
    found = Splitter([light, heavy], 100_000, 10 * KG).parcels(105)
    assert [(p.carrier.label["fr"], p.copies) for p in found or ()] == [("Camion", 100), ("Relais", 5)]


def test_the_box_weighs_too() -> None:
    grid = carrier({"1": "1.00", "2": "5.00"})
    assert grams(Splitter([grid], 100_000, 2 * KG), 10) == [(10, 100)]
    assert grams(Splitter([grid], 100_000, 2 * KG, box_mg=100_000), 10) == [(9, 100), (1, 100)]


@settings(max_examples=60)
@given(
    st.lists(st.dictionaries(st.sampled_from("123456"), st.integers(1, 40).map(str), min_size=1, max_size=4),
             min_size=1, max_size=2),
    st.integers(200, 900), st.integers(1, 13),
)  # fmt: skip
def test_no_split_is_cheaper(grids: list[dict[str, str]], weight: int, copies: int) -> None:
    """Every way to put the copies into parcels, tried one by one."""
    most = 5_000  # g

    def price(held: int) -> int | None:
        loads = [int(cost) * 100 for grid in grids for kg, cost in grid.items() if held * weight <= int(kg) * 1000]
        return min(loads) if loads and held * weight <= most else None

    @cache
    def best(left: int) -> int | None:
        tries = [
            first + rest
            for held in range(1, left + 1)
            if (first := price(held)) is not None and (rest := best(left - held)) is not None
        ]
        return min(tries) if tries else (0 if left == 0 else None)

    splitter = Splitter([carrier(grid) for grid in grids], weight * 1000, most * 1000)
    assert splitter.cents(copies) == best(copies)
    parcels = splitter.parcels(copies)
    assert (parcels is None) == (best(copies) is None)
    if parcels is not None:
        assert sum(parcel.copies for parcel in parcels) == copies
        assert sum(parcel.cents for parcel in parcels) == best(copies)
        assert all(parcel.milligrams <= most * 1000 for parcel in parcels)


@given(st.integers(1, 400), st.integers(0, 100), st.integers(20_000, 120_000))
def test_more_copies_or_heavier_ones_never_cost_less(copies: int, more: int, weight: int) -> None:
    post = [carrier(POST)]
    light, heavy = Splitter(post, weight, 12 * KG), Splitter(post, weight + 5_000, 12 * KG)
    cents = light.cents(copies)
    assert cents is not None
    assert cents <= (light.cents(copies + more) or 0) and cents <= (heavy.cents(copies) or 0)


def test_a_copy_heavier_than_any_parcel_is_not_priced_and_is_counted() -> None:
    found = delivery_cost(Delivery(carrier=[carrier(POST)], batch=[Batch(copies=3, places=2)]), 13 * KG)
    assert (found.unsent, found.price.gross, found.parcels) == (6, 0, 0)


@pytest.mark.parametrize("vat", ["0", "2.1", "5.5", "10", "20"])
def test_each_place_pays_its_parcels_and_vat_is_contained(vat: str) -> None:
    delivery = Delivery(
        carrier=[carrier(POST, vat=vat)],
        batch=[Batch(copies=100, places=29)],
        line=[DeliveryLine(label={"fr": "Camionnette"}, price=Decimal(45), quantity=Decimal(2))],
    )
    found = delivery_cost(delivery, 75_800)  # 7.58 kg a place: a parcel of up to 10 kg
    assert found.price.gross == 29 * 2130 + 9000 and found.parcels == 29 and found.copies == 2900
    assert found.price.vat == 29 * from_gross(2130, Decimal(vat)).vat


@settings(max_examples=60)
@given(DELIVERIES, st.integers(10_000, 300_000))
def test_any_delivery_adds_up(delivery: Delivery, weight: int) -> None:
    found = delivery_cost(delivery, weight)
    assert found.price.net + found.price.vat == found.price.gross >= 0
    flat = sum(line.cents for line in found.lines)
    assert found.price.gross == flat + sum(one.price.gross for one in found.consignments)
    assert found.copies == sum(batch.copies * batch.places for batch in delivery.batch)
