"""The figures for grant forms: every cent is on one account or on none that anybody knows; differences are said."""

from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from journal_app.costing.in_kind import GIVEN
from journal_app.costing.model import FundState
from journal_app.money import plain
from journal_app.reports.accounts import Plan, plan
from journal_app.reports.figures import Account, Amounts, Booking, Group, Post, Raised
from journal_app.reports.grants import Form, Side, What, entries, form
from journal_app.reports.sheets import unknown_name

KNOWN = ("printing", "delivery", "chambres", "repas", "transport")
SOURCES = ("gift", "grant", "association", "lilo", "helloasso", "other")
MONEY = st.integers(0, 2_000_000)
POSTS = st.lists(st.tuples(st.sampled_from([*KNOWN, "atelier-du-soir"]), MONEY), max_size=6,
                 unique_by=lambda one: one[0])  # fmt: skip
BOOKINGS = st.lists(st.builds(
    Booking, st.sampled_from([*KNOWN, "other"]), st.sampled_from(["", "60", "61", "623", "65", "12"]), MONEY, MONEY,
), max_size=8)  # fmt: skip
RAISED = st.lists(st.builds(Raised, st.sampled_from(SOURCES), st.sampled_from(FundState), st.just("free"), MONEY),
                  max_size=8)  # fmt: skip
WORTH = st.dictionaries(st.sampled_from([*GIVEN, "863"]), MONEY, max_size=4)


def account(**values: object) -> Account:
    return replace(Account("12-traverser", 12, {"fr": "Traverser"}, date(2027, 3, 20)), **values)  # type: ignore[arg-type]


def post(key: str, planned: int) -> Post:
    return Post(Group.RESIDENCY, key, {"fr": key}, Amounts(planned))


def made(**values: object) -> Form:
    return form(entries(account(**values), plan()), plan())


def codes(found: Form) -> dict[str, tuple[int, int]]:
    return {one.code: (one.cents, one.more) for one in found.differing}


@given(POSTS, BOOKINGS, RAISED, WORTH)
def test_every_cent_stands_on_an_account_or_is_listed(
    posts: list[tuple[str, int]], bookings: list[Booking], raised: list[Raised], worth: dict[str, int]
) -> None:
    found = made(posts=tuple(post(*one) for one in posts), bookings=tuple(bookings), raised=tuple(raised),
                 worth_given=worth)  # fmt: skip
    unknown = {side: [one for one in found.unknown if one.side is side] for side in Side}
    charges = found.charges.sum.planned + sum(one.planned for one in unknown[Side.CHARGE])
    assert charges == sum(cents for _, cents in posts)
    spent = found.whole(Side.CHARGE).done + sum(one.done for one in unknown[Side.CHARGE])
    assert spent == sum(one.spent for one in bookings) + sum(worth.values())
    hoped = found.products.sum.planned + sum(one.planned for one in unknown[Side.PRODUCT])
    assert hoped == sum(one.cents for one in raised)
    seen = found.products.sum.done + sum(one.done for one in unknown[Side.PRODUCT] if one.what is What.FUND)
    assert seen == sum(one.cents for one in raised if one.state is FundState.RECONCILED)
    for part in (found.charges, found.products, found.used, found.given):
        assert part.sum.planned_euros == sum(line.planned_euros for line in part.lines)
        assert abs(part.sum.done_euros * 100 - part.sum.done) <= 50


@given(POSTS, BOOKINGS, RAISED, WORTH)
def test_a_form_says_a_difference_exactly_when_there_is_one(
    posts: list[tuple[str, int]], bookings: list[Booking], raised: list[Raised], worth: dict[str, int]
) -> None:
    found = made(posts=tuple(post(*one) for one in posts), bookings=tuple(bookings), raised=tuple(raised),
                 worth_given=worth)  # fmt: skip
    told = codes(found)
    for column, part in product(("planned", "done"), ("money", "kind")):
        left, right = (found.charges, found.products) if part == "money" else (found.used, found.given)
        gap = getattr(left.sum, column) - getattr(right.sum, column)
        names = [f"charges-over:{column}", f"products-over:{column}"] if part == "money" else [f"in-kind:{column}"]
        assert sum(told[name][0] for name in names if name in told) == abs(gap)


def test_an_example_by_hand() -> None:
    found = made(
        posts=(post("printing", 210_000), post("chambres", 75_000), post("repas", 82_890)),
        bookings=(Booking("printing", "623", 0, 199_950), Booking("repas", "60", 10_000, 41_260)),
        raised=(Raised("grant", FundState.RECONCILED, "free", 200_000), Raised("gift", FundState.DUE, "free", 167_890)),
        worth_planned={"864": 60_000}, worth_given={"864": 45_000},
    )  # fmt: skip
    lines = {one.account: one for part in (found.charges, found.products, found.used, found.given)
             for one in part.lines}  # fmt: skip
    assert [(number, plain(one.planned), plain(one.done)) for number, one in lines.items() if one.planned] == [
        ("60", "828.90", "412.60"), ("61", "750.00", "0.00"), ("62", "2100.00", "1999.50"),
        ("74", "2000.00", "2000.00"), ("75", "1678.90", "0.00"), ("86", "600.00", "450.00"), ("87", "600.00", "450.00"),
    ]  # fmt: skip
    assert found.balanced
    assert codes(found) == {"charges-over:done": (41_210, 167_890)}
    assert (lines["60"].planned_euros, lines["60"].done_euros, lines["60"].gap_euros, lines["60"].percent) == (
        829, 413, -416, 50)  # fmt: skip
    assert found.whole(Side.CHARGE).planned_euros == found.whole(Side.PRODUCT).planned_euros == 4_279


def test_what_nobody_knows_is_listed_and_stands_nowhere() -> None:
    found = made(posts=(post("atelier-du-soir", 5_000),), raised=(Raised("other", FundState.DUE, "free", 5_000),),
                 bookings=(Booking("other", "12", 0, 700),), worth_given={"863": 900})  # fmt: skip
    assert {(one.what, one.key, one.noted) for one in found.unknown} == {
        (What.PLANNED, "atelier-du-soir", ""), (What.FUND, "other", ""), (What.EXPENSE, "other", "12"),
        (What.IN_KIND, "863", "")}  # fmt: skip
    assert not found.balanced
    assert found.whole(Side.CHARGE).planned == found.whole(Side.PRODUCT).done == 0


def test_a_line_goes_where_all_its_expenses_are_noted() -> None:
    told = {"posts": (post("atelier-du-soir", 5_000),), "bookings": (Booking("atelier-du-soir", "611", 10, 20),)}
    assert [one.planned for one in made(**told).charges.lines if one.account == "61"] == [5_000]
    told["bookings"] += (Booking("atelier-du-soir", "60", 10, 20),)  # two of them: who would know
    assert [one.key for one in made(**told).unknown] == ["atelier-du-soir"]


def test_a_line_that_is_planned_no_more_is_not_told_by_what_it_was_once_called() -> None:
    [one] = made(bookings=(Booking("chez-zoe", "", 0, 700),)).unknown
    assert unknown_name(one, lambda words: f"<{words}>", lambda label: label["fr"]) == "<group:other>"


def test_a_counterpart_that_the_table_lacks_is_a_difference() -> None:
    whole = plan()
    halved = Plan(whole.dated, whole.source, whole.charges, whole.products, whole.line, whole.fund, {"864": "75"})
    found = form(entries(account(worth_given={"864": 1_500}), halved), halved)
    assert codes(found) == {"in-kind:done": (1_500, 0)}


def test_the_table_agrees_with_what_the_plan_says_of_gifts() -> None:
    assert dict(plan().in_kind) == GIVEN
    assert {plan().charge(number) for number in plan().line.values()} <= set(plan().charges)
    assert "other" not in plan().fund
