"""Whole euros: what is rounded still adds up, and nothing is off by a euro."""

from hypothesis import given
from hypothesis import strategies as st

from journal_app.reports.rounding import whole, whole_euros

CENTS = st.lists(st.integers(-50_000_000, 50_000_000), max_size=12)


@given(CENTS)
def test_the_parts_add_up_to_the_rounded_whole(cents: list[int]) -> None:
    euros = whole_euros(cents)
    assert sum(euros) == whole(sum(cents))
    assert all(abs(one * 100 - of) < 100 for one, of in zip(euros, cents, strict=True))


@given(CENTS)
def test_whole_euros_stay_as_they_are_and_nothing_comes_from_nothing(cents: list[int]) -> None:
    for one, of in zip(whole_euros(cents), cents, strict=True):
        assert of % 100 or one * 100 == of


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=8), st.randoms())
def test_two_sides_that_agree_to_the_cent_agree_in_euros(cents: list[int], chance: object) -> None:
    """However else the other side is cut: that is what a form wants of charges and products."""
    other = [sum(cents[:3]), sum(cents[3:])]
    assert sum(whole_euros(cents)) == sum(whole_euros(other))


def test_half_a_euro_goes_up_and_the_largest_remainder_takes_it() -> None:
    assert whole_euros([150, 150, 100]) == [2, 1, 1]  # 4.00 in all: 1.50 and 1.50 share one euro
    assert whole_euros([33_34, 33_33, 33_33]) == [34, 33, 33]
    assert (whole(50), whole(49), whole(-50)) == (1, 0, -1)
    assert whole_euros([]) == []
