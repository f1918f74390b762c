"""The forecast: a pace is the past, told plainly, also when it is 267 months."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.funding.forecasting import Forecast, after, first_payout, forecast, months_between, pace
from journal_app.funding.lilo import Said, month_pace, reading
from journal_app.statements.states import DUE, ESTIMATE, MONTH

TODAY = date(2026, 11, 30)
PAGE = [
    Said(TODAY, ESTIMATE, 787, {"Mois en cours": "7.8659 $", "Règle": "Lilo reverse à partir de 100€"}),
    Said(TODAY, DUE, 1_348, {"Reste à payer": "13.4844 $"}),
]


def test_lilos_first_payout_takes_eleven_months_and_a_printing_267() -> None:
    lilo = month_pace(PAGE, TODAY)
    assert (lilo.cents, lilo.months, lilo.few) == (Decimal("786.59"), 1, True)
    said = reading(PAGE)
    assert said is not None and (said.estimated, said.due) == (787, 1_348)
    assert first_payout(said.due, lilo.cents, TODAY) == Forecast(11, date(2027, 10, 1))
    assert forecast(210_000, lilo.cents, TODAY) == Forecast(267, date(2049, 2, 1))


def test_the_months_that_lilo_lists_are_a_better_pace_than_the_running_one() -> None:
    listed = [Said(date(2026, month, 1), MONTH, cents, {}) for month, cents in ((8, 900), (9, 300), (10, 600))]
    assert (month_pace([*PAGE, *listed], TODAY).cents, month_pace([*PAGE, *listed], TODAY).few) == (600, False)


def test_a_pace_counts_months_without_a_cent_and_not_the_running_one() -> None:
    came = {date(2026, 8, 1): 9_000, date(2026, 10, 1): 3_000, date(2026, 11, 1): 99_000}
    assert (pace(came, TODAY).cents, pace(came, TODAY).months) == (4_000, 3)
    assert pace({date(2026, 11, 1): 500}, TODAY).months == 0
    assert pace({date(2020, 1, 1): 120_000}, TODAY).cents == 0  # long ago: the last twelve months brought nothing


@pytest.mark.parametrize(("missing", "a_month", "told"), [
    (0, Decimal(5), Forecast(0, TODAY)),
    (100, Decimal(0), Forecast(None, None)),
    (100, Decimal(100), Forecast(1, date(2026, 12, 1))),
    (101, Decimal(100), Forecast(2, date(2027, 1, 1))),
    (10**12, Decimal(1), Forecast(10**12, None)),
])  # fmt: skip
def test_a_month_that_is_begun_counts_and_never_is_said(missing: int, a_month: Decimal, told: Forecast) -> None:
    assert forecast(missing, a_month, TODAY) == told


@given(st.integers(1, 10**8), st.integers(1, 10**6), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_after_so_many_months_it_is_there_and_a_month_earlier_it_is_not(
    missing: int, a_month: int, today: date
) -> None:
    told = forecast(missing, Decimal(a_month), today)
    assert told.months is not None and told.months * a_month >= missing > (told.months - 1) * a_month
    by = after(today, told.months)
    assert by is None or months_between(today, by) == told.months
