"""Figures as printers type them; what could be two amounts is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.hand_off.amounts import Unclear, cents, copies, hundredths
from journal_app.money import shown, to_decimal

SPACES = ["", " ", "\u00a0", "\u202f", "\u2009"]


@pytest.mark.parametrize(("typed", "found"), [
    ("2100", 210000), ("2100,5", 210050), ("2100.50", 210050), ("2 100,50 €", 210050), ("2\u202f100,50\u00a0€", 210050),
    ("2.100,50", 210050), ("2,100.50", 210050), ("1 234 567,89", 123456789), ("1.234.567", 123456700),
    ("1,234,567.8", 123456780), ("0,05", 5), ("€ 12", 1200), ("12 EUR", 1200), ("12 euros", 1200), ("1'909.09", 190909),
    ("٢١٠٠", 210000), ("0", 0),
])  # fmt: skip
def test_an_amount_is_read(typed: str, found: int) -> None:
    assert cents(typed) == found


@pytest.mark.parametrize("typed", ["2,100", "2.100", "12.345"])
def test_what_reads_in_two_ways_is_not_guessed(typed: str) -> None:
    with pytest.raises(Unclear, match="deux façons"):
        cents(typed)


@pytest.mark.parametrize("typed", [
    "", "-5", "abc", "12,345,6", "1,2,3", "1.2.3", "2100,505", "0,525", "1e9", "12..5", "1,23.4", "99999999999999",
    "NaN", "Infinity", "0x10", "1_000", "12 EUR HT",
])  # fmt: skip
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Unclear):
        cents(typed)


@given(st.integers(0, 999_999_999), st.sampled_from(SPACES), st.sampled_from([",", "."]))
def test_every_amount_comes_back_however_it_is_typed(amount: int, space: str, point: str) -> None:
    whole = f"{amount // 100:,}".replace(",", space)
    assert cents(f"{whole}{point}{amount % 100:02d} €") == amount


@given(st.integers(0, 999_999_999))
def test_what_the_desk_shows_can_be_typed_back(amount: int) -> None:
    assert cents(shown(amount, "fr")) == amount


@given(st.text(max_size=30))
def test_any_words_are_an_amount_or_a_sentence(typed: str) -> None:
    try:
        assert cents(typed) >= 0
    except Unclear as unclear:
        assert str(unclear)


@given(st.integers(0, 10_000), st.sampled_from(["", " ", "\u00a0"]))
def test_a_rate_is_hundredths_of_a_percent(rate: int, space: str) -> None:
    typed = f"{to_decimal(rate)}{space}%"
    assert hundredths(typed) == rate
    assert hundredths(typed.replace(".", ",")) == rate


@pytest.mark.parametrize(("typed", "found"), [("4000", 4000), ("4 000", 4000), ("4.000", 4000), ("4,000", 4000)])
def test_copies_may_have_signs_between_thousands(typed: str, found: int) -> None:
    assert copies(typed) == found
    assert to_decimal(100) == Decimal("1.00")


@pytest.mark.parametrize("typed", ["0,001", "0.500", "-3", "1e3", "4 000,5"])
def test_what_is_no_number_of_copies_is_refused(typed: str) -> None:
    with pytest.raises(Unclear):
        copies(typed)
