"""The residency line by line, what is given in kind, and what a page and an article cost: parts that add up."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from journal_app.costing.in_kind import GIVEN
from journal_app.costing.model import InKind, Residency
from journal_app.costing.report import costing_report
from journal_app.costing.residency import residency_cost
from journal_app.costing.sharing import per_article, per_page
from journal_app.costing.valuing import worth
from journal_app.money import from_gross
from tests.costing.making import IN_KINDS, RESIDENCIES
from tests.costing.test_choices import SHEET, costing

ROOMS = {"label": {"fr": "Chambres"}, "unit": {"fr": "nuit"}, "price": "25.00", "quantity": 15, "days": 2}


def residency(**changes: object) -> Residency:
    return Residency.model_validate({"dated": "2026-11-01", "line": [ROOMS | changes]})


def test_a_line_is_price_by_quantity_by_days_with_the_tax_that_is_in_it() -> None:
    found = residency_cost(residency(vat_percent=10))
    assert (found.price.gross, found.price.vat, found.price.net) == (75000, 6818, 68182)


def test_planned_ordered_and_paid_are_three_things() -> None:
    found = residency_cost(residency(committed="200.00", spent="310.50"))
    assert (found.price.gross, found.committed, found.spent, found.lines[0].left) == (75000, 20000, 31050, 23950)
    assert found.over == []


def test_more_ordered_and_paid_than_planned_is_said() -> None:
    plan = costing().model_copy(update={"residency": residency(committed="700.00", spent="50.01")})
    problems = costing_report(plan, SHEET, 16).problems
    over = [problem for problem in problems if problem.code == "costing-line-over"]
    assert [(one.detail.found, one.detail.allowed, one.detail.title) for one in over] == [
        ("750.01 EUR", "750.00 EUR", "Chambres")
    ]


@given(RESIDENCIES)
def test_any_residency_adds_up(plan: Residency) -> None:
    found = residency_cost(plan)
    assert found.price.gross == sum(line.cents for line in found.lines)
    for line, row in zip(found.lines, plan.line, strict=True):
        assert line.vat == from_gross(line.cents, row.vat_percent).vat and line.slug == row.slug
        assert line.cents == line.committed + line.spent + line.left


@given(IN_KINDS)
def test_what_is_used_in_kind_was_given(in_kind: InKind) -> None:
    found = worth(in_kind)
    assert sum(found.used.values()) == sum(found.given.values()) == found.cents == sum(one.cents for one in found.lines)
    assert all(account.startswith("86") for account in found.used)
    assert all(account.startswith("87") for account in found.given) and set(GIVEN) >= set(found.used)


def test_sixty_hours_of_volunteers_at_fifteen_euros() -> None:
    found = worth(InKind.model_validate({"hours": [{"label": {"fr": "Relecture"}, "hours": "60.5", "rate": "15"}]}))
    assert (found.hours, found.cents, found.used) == (Decimal("60.5"), 90750, {"864": 90750})


def test_each_page_and_each_article() -> None:
    assert per_page(209_001, 4) == [52251, 52250, 52250, 52250]
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    assert per_article(1000, {"a": half, "b": quarter, "nameplate": quarter}) == {"a": 500, "b": 250, "nameplate": 250}


@given(st.integers(0, 10**9), st.dictionaries(st.text(max_size=3), st.integers(0, 10**6), min_size=1, max_size=12))
def test_articles_add_up_to_the_issue(cents: int, room: dict[str, int]) -> None:
    found = per_article(cents, room)
    assert sum(found.values()) == cents and set(found) == set(room)
    for one, two in pairwise(sorted(room, key=lambda key: room[key])):
        assert found[one] <= found[two] + 1, "more room is never cheaper, but for a cent"
