"""Sums: whatever is drawn, moved or followed, holdings sum to their fund to the cent and none is below nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.funding.proposing import spread
from journal_app.funding.sharing import (
    Holder,
    Row,
    Short,
    Was,
    carried,
    drawn,
    followed,
    moved,
    settled_shares,
    shrunk,
    summed,
)

CENTS = st.integers(0, 10_000_000)
HOLDERS: st.SearchStrategy[Holder] = st.sampled_from([None, "a", "b", "c"])
HOLDINGS = st.dictionaries(HOLDERS, CENTS, max_size=4)


def test_cents_left_over_go_to_the_largest_remainders() -> None:
    assert settled_shares({"a": 100, "b": 100, "c": 100}, 100) == {"a": 34, "b": 33, "c": 33}
    assert settled_shares({"a": 66_667, "b": 33_333}, 50_000) == {"a": 33_334, "b": 16_666}


@given(HOLDINGS, CENTS)
def test_settled_shares_sum_to_what_is_settled_and_none_is_more_than_its_holding(
    holdings: dict[Holder, int], settled: int
) -> None:
    shares = settled_shares(holdings, settled)
    assert sum(shares.values()) == min(settled, sum(holdings.values()))
    assert all(0 <= cents <= holdings[holder] for holder, cents in shares.items())


@given(st.lists(CENTS, max_size=5), CENTS)
def test_an_amount_is_drawn_whole_in_order_or_not_at_all(held: list[int], cents: int) -> None:
    funds = [(f"f{place}", there) for place, there in enumerate(held)]
    if sum(held) < cents:
        with pytest.raises(Short):
            drawn(funds, cents)
        return
    taken = drawn(funds, cents)
    assert sum(part for _, part in taken) == cents
    assert all(0 < part <= dict(funds)[fund] for fund, part in taken)
    rows = moved(funds, cents, "a", "b")
    assert sum(row.cents for row in rows) == 0
    assert sum(row.cents for row in rows if row.holder == "b") == cents


def test_a_fund_that_loses_gives_up_what_waits_first_and_its_home_next() -> None:
    assert shrunk({None: 10, "a": 50, "b": 30}, 25, "b") == {None: 10, "b": 15}
    assert shrunk({"a": 50, "b": 30}, 80) == {"a": 50, "b": 30}
    with pytest.raises(Short):
        shrunk({"a": 50}, 51)


FUNDS = st.dictionaries(st.sampled_from(["p|1", "p|2", "p|3", "p|reste"]), HOLDINGS, max_size=4)
AMOUNTS = st.dictionaries(st.sampled_from(["p|1", "p|2", "p|3", "p|reste"]), CENTS, max_size=4)


@given(FUNDS, AMOUNTS, HOLDERS)
def test_every_fund_ends_at_its_amount_and_no_holding_below_nothing(
    funds: dict[str, dict[Holder, int]], amounts: dict[str, int], home: Holder
) -> None:
    was = {key: Was(sum(held.values()), 0, held) for key, held in funds.items()}
    before = [Row(key, holder, cents) for key, held in funds.items() for holder, cents in held.items()]
    after = summed([*before, *followed(was, amounts, home)])
    for key in {*funds, *amounts}:
        assert sum(after.get(key, {}).values()) == amounts.get(key, 0)
        assert all(cents > 0 for cents in after.get(key, {}).values())


@given(FUNDS, HOLDERS, st.permutations(["p|1", "p|2", "p|3", "p|reste"]))
def test_money_that_only_changes_funds_keeps_its_holders(
    funds: dict[str, dict[Holder, int]], home: Holder, keys: list[str]
) -> None:
    """Collected, then sent on in some payouts: each issue holds what it held."""
    was = {key: Was(sum(held.values()), 0, held) for key, held in funds.items()}
    amounts = {keys[place]: one.cents for place, one in enumerate(was.values())}
    rows = [Row(key, holder, cents) for key, held in funds.items() for holder, cents in held.items()]

    def by_holder(some: list[Row]) -> dict[Holder, int]:
        found: dict[Holder, int] = {}
        for row in some:
            found[row.holder] = found.get(row.holder, 0) + row.cents
        return {holder: cents for holder, cents in found.items() if cents}

    assert by_holder([*rows, *followed(was, amounts, home)]) == by_holder(rows)


@given(
    st.dictionaries(st.sampled_from(["p|1", "p|2", "p|reste"]), st.integers(-5_000, 10_000), max_size=3),
    st.dictionaries(st.sampled_from(["p|1", "p|2", "p|reste"]), st.integers(0, 8_000), max_size=3),
)
def test_what_was_seen_at_the_bank_stays_and_the_rest_carries_the_lack(
    wanted: dict[str, int], settled: dict[str, int]
) -> None:
    settled = {key: cents for key, cents in settled.items() if key in wanted}
    found = carried(wanted, settled)
    assert all(cents >= max(0, settled.get(key, 0)) for key, cents in found.items())
    assert sum(found.values()) == max(sum(wanted.values()), sum(settled.values()), 0)


@given(
    st.dictionaries(st.text("ab", min_size=1), CENTS, max_size=4),
    st.dictionaries(st.text("xy", min_size=1), CENTS, max_size=4),
)
def test_lines_and_targets_settle_each_other_as_far_as_the_smaller_side_goes(
    lines: dict[str, int], targets: dict[str, int]
) -> None:
    pairs = spread(lines, targets)
    assert sum(cents for *_, cents in pairs) == min(sum(lines.values()), sum(targets.values()))
    for side, there in ((0, lines), (1, targets)):
        for name, most in there.items():
            assert sum(pair[2] for pair in pairs if pair[side] == name) <= most
