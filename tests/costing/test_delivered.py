"""The overs that came, in euros: by the price of 1,000, in proportion, or by the estimate; and what a copy comes to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.budget.reference import estimate
from journal_app.costing.delivered import came
from journal_app.costing.model import Printing
from journal_app.costing.printing import overs, printing_cost
from tests.costing.test_quoted import OFFSET, quote

TEN = Decimal(10)


def by_quote(**more: object) -> Printing:
    return Printing(vat_percent=TEN, quote=quote(**more))


@pytest.mark.parametrize(("more", "copies", "cents"), [
    ({"extra_thousand": "200"}, 4100, 2200),  # 100 x 0.20 x 1.1
    ({}, 4100, 5225),  # 1,900 x 100 / 4,000 x 1.1
    ({"extra_thousand": "200"}, 3900, -2200),
    ({"extra_thousand": "200"}, 4000, 0),
    ({}, 0, -209_000),
])  # fmt: skip
def test_by_a_quote(more: dict[str, object], copies: int, cents: int) -> None:
    found = came(by_quote(**more), OFFSET, 16, copies)
    assert found is not None
    assert (found.overs, found.cents, found.whole) == (copies - 4000, cents, 209_000 + cents)


def test_the_printer_s_own_count_of_overs_is_taken_where_it_says_one() -> None:
    found = came(by_quote(extra_thousand="200"), OFFSET, 16, 4120, 100)
    assert found is not None and (found.overs, found.cents) == (100, 2200)


def test_without_a_price_nothing_is_said() -> None:
    assert came(Printing(vat_percent=TEN), OFFSET, 16, 4100) is None


@given(st.booleans(), st.sampled_from([None, "0", "180.50"]))
def test_the_clause_s_own_bounds_are_met_to_the_cent(guess: bool, thousand: str | None) -> None:
    printing = Printing(vat_percent=TEN, estimate=estimate()) if guess else by_quote(extra_thousand=thousand)
    clause = overs(printing, OFFSET, 16)
    for copies, billed in ((clause.fewest, clause.least), (clause.most, clause.dearest)):
        found = came(printing, OFFSET, 16, copies)
        assert found is not None and abs(found.whole - billed) <= 1
        assert found.whole == printing_cost(printing, OFFSET, 16).price.gross + found.cents
        assert found.per_copy is not None
