"""The kernel's money: cents that add up, one rounding rule, amounts as each language writes them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.money import Price, each, from_gross, from_net, plain, shared, shown, to_cents, to_decimal, total

CENTS = st.integers(-(10**9), 10**9)
RATES = st.sampled_from([Decimal(r) for r in ("0", "2.1", "5.5", "10", "20")])


@given(CENTS)
def test_cents_come_back_from_decimals(cents: int) -> None:
    assert to_cents(to_decimal(cents)) == cents


def test_half_a_cent_goes_up_and_a_float_is_refused() -> None:
    assert [to_cents(text) for text in ("0.005", "0.004", "-0.005", "19")] == [1, 0, -1, 1900]
    with pytest.raises(TypeError):
        to_cents(0.1)  # type: ignore[arg-type]


def test_the_target_of_2100_in_ht() -> None:
    assert from_gross(210000, Decimal(10)) == Price(190909, 19091)
    assert from_gross(210000, Decimal(20)) == Price(175000, 35000)


@given(CENTS, RATES)
def test_a_price_always_adds_up_and_keeps_the_face_it_came_from(cents: int, rate: Decimal) -> None:
    assert from_net(cents, rate).net == cents
    assert from_gross(cents, rate).gross == cents
    assert abs(from_net(from_gross(cents, rate).net, rate).gross - cents) <= 1


def test_prices_at_several_rates_add_up_face_by_face() -> None:
    assert total([from_net(10000, Decimal(10)), from_net(10000, Decimal(20))]) == Price(20000, 3000)


def test_one_copy_of_four_thousand() -> None:
    assert (each(210000, 4000), each(670000, 4000)) == (Decimal("0.525"), Decimal("1.675"))


@pytest.mark.parametrize(
    ("language", "amount", "written"),
    [
        ("fr", 210000, "2\u202f100\u00a0€"),
        ("fr", 190909, "1\u202f909,09\u00a0€"),
        ("fr", Decimal("0.525"), "0,525\u00a0€"),
        ("en", 670000, "€6,700"),
        ("en", Decimal("1.675"), "€1.675"),
        ("ar", 210000, "2,100\u00a0€"),
    ],
)
def test_an_amount_as_it_is_read(language: str, amount: int | Decimal, written: str) -> None:
    assert shown(amount, language) == written


def test_a_hundred_euros_in_three_parts() -> None:
    assert shared(10000, [1, 1, 1]) == [3334, 3333, 3333]
    assert shared(10000, [0, 0]) == [5000, 5000], "nothing says who gets more"
    assert (shared(5, []), shared(-10, [1, 2])) == ([], [-3, -7])
    with pytest.raises(ValueError):
        shared(1, [1, -1])


@given(CENTS, st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_parts_add_up_and_none_is_more_than_a_cent_off(cents: int, weights: list[int]) -> None:
    parts = shared(cents, weights)
    assert sum(parts) == cents and len(parts) == len(weights)
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        asked = Fraction(cents * weight, whole) if whole else Fraction(cents, len(weights))
        assert abs(part - asked) < 1
        assert weight or not whole or part == 0, "who is owed nothing gets nothing"


@given(CENTS)
def test_machines_read_two_decimals(cents: int) -> None:
    assert to_cents(plain(cents)) == cents and len(plain(cents).partition(".")[2]) == 2


@given(st.integers(0, 10**9), st.decimals(0, 100, places=4))
def test_ht_and_vat_are_ttc_at_every_rate(cents: int, rate: Decimal) -> None:
    for price in (from_net(cents, rate), from_gross(cents, rate)):
        assert price.net + price.vat == price.gross and price.vat >= 0
