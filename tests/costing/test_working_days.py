"""Working days in France: weekends and holidays are none, whatever the year."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal_app.costing.working_days import after, between, easter, works

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_holidays_of_2027() -> None:
    off = [date(2027, 1, 1), date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17), date(2027, 7, 14),
           date(2027, 11, 1), date(2027, 11, 11)]  # fmt: skip
    weekdays = [date(2027, 1, 1) + timedelta(n) for n in range(365)]
    assert [day for day in weekdays if day.weekday() < 5 and not works(day)] == off
    assert [easter(year) for year in (2024, 2027, 2038)] == [date(2024, 3, 31), date(2027, 3, 28), date(2038, 4, 25)]


def test_from_the_thursday_before_easter_two_working_days_lead_to_tuesday() -> None:
    assert after(date(2027, 3, 25), 2) == date(2027, 3, 30)
    assert between(date(2027, 3, 25), date(2027, 3, 29)) == 1
    assert between(date(2027, 3, 25), date(2027, 3, 25)) == between(date(2027, 3, 25), date(2027, 1, 1)) == 0


@given(DAYS, st.integers(1, 60))
def test_so_many_working_days_later_there_are_so_many_between(first: date, days: int) -> None:
    last = after(first, days)
    assert works(last) and between(first, last) == days
