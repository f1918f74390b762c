"""A quote at every quantity: which of its prices counts, why, and that more copies never cost less."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.costing.judging import quote_problems
from journal_app.costing.model import Estimate, Printing, Quote
from journal_app.costing.need import need_of
from journal_app.costing.pricing import Prices
from journal_app.costing.printing import overs, printing_cost
from journal_app.costing.quoted import Way, quoted
from journal_app.costing.rates import estimate
from journal_app.messages import sentence
from journal_app.money import to_cents
from journal_app.prepress.sheet import PrinterSheet, preset

OFFSET = preset("tabloid-offset")


def quote(**changes: object) -> Quote:
    return Quote.model_validate(
        {
            "printer": "Presse", "reference": "D-1", "dated": "2026-11-12", "quantity": 4000, "pages": 16,
            "net": "1900", "tier": [{"quantity": 3000, "net": "1600"}, {"quantity": 5000, "net": "2150"}],
        }
        | changes
    )  # fmt: skip


def sheet(**changes: object) -> PrinterSheet:
    return OFFSET.model_copy(update=changes)


@pytest.mark.parametrize(
    ("copies", "thousand", "net", "way", "used"),
    [
        (4000, "240", "1900", Way.EXACT, 4000),
        (3000, None, "1600", Way.EXACT, 3000),
        (3200, "240", "1648", Way.EXTRA, 3000),
        (3200, None, "1900", Way.NEXT, 4000),
        (3200, "2000", "1900", Way.NEXT, 4000),  # 3,000 and 200 at that price would cost more than 4,000
        (6000, "240", "2390", Way.EXTRA, 5000),
        (6000, None, "2580", Way.AT_MOST, 5000),
        (2500, None, "1600", Way.NEXT, 3000),
        (2500, "240", "1480", Way.LESS, 3000),
    ],
)
def test_the_price_that_counts(copies: int, thousand: str | None, net: str, way: Way, used: int) -> None:
    found = quoted(quote(extra_thousand=thousand), copies)
    assert (found.net, found.way, found.tier.quantity) == (to_cents(net), way, used)
    assert found.sure == (found.low == found.net == found.high)


def test_fewer_copies_than_the_quote_says_cost_between_two_prices() -> None:
    found = quoted(quote(extra_thousand="240"), 2500)
    assert (found.low, found.high) == (148000, 160000), "the price of 3,000 is what is sure"


def test_more_copies_than_the_quote_says_cost_their_proportion_at_most() -> None:
    found = quoted(quote(), 6000)
    assert (found.low, found.high) == (215000, 258000)


@given(
    st.lists(
        st.tuples(st.integers(1, 9000), st.integers(0, 300_000)), min_size=1, max_size=5, unique_by=lambda t: t[0]
    ),
    st.none() | st.integers(0, 30_000),
    st.integers(1, 12_000),
    st.integers(0, 500),
)
def test_more_copies_never_cost_less(
    tiers: list[tuple[int, int]], thousand: int | None, copies: int, more: int
) -> None:
    prices = sorted(net for _, net in tiers)
    rising = list(zip(sorted(copies for copies, _ in tiers), prices, strict=True))
    first, *others = [{"quantity": copies, "net": Decimal(net).scaleb(-2)} for copies, net in rising]
    extra = None if thousand is None else Decimal(thousand).scaleb(-2)
    given_ = quote(**first, tier=others, extra_thousand=extra)
    few, many = quoted(given_, copies), quoted(given_, copies + more)
    assert few.net <= many.net
    assert few.low <= few.net <= few.high


@pytest.mark.parametrize(
    ("changes", "issue", "code"),
    [
        ({}, {"quantity": 3200}, "costing-quote-next"),
        ({"extra_thousand": "240"}, {"quantity": 3200}, "costing-quote-extra"),
        ({"extra_thousand": "240"}, {"quantity": 2500}, "costing-quote-less"),
        ({}, {"quantity": 6000}, "costing-quote-quantity"),
        ({"pages": 12}, {}, "costing-quote-pages"),
        ({"gsm": 90}, {}, "costing-quote-paper"),
        ({"colour_pages": 4}, {}, "costing-quote-colour"),
        ({"closed": [210, 297]}, {}, "costing-quote-format"),
        ({"valid_until": "2026-11-30"}, {}, "costing-quote-expired"),
    ],
)
def test_what_does_not_suit_is_said_in_every_language(
    changes: dict[str, object], issue: dict[str, object], code: str
) -> None:
    found = quote_problems(quote(**changes), sheet(**issue), 16, date(2026, 12, 1))
    assert [problem.code for problem in found] == [code]
    for language in ("fr", "en", "ar"):
        assert "D-1" in sentence(found[0], language)


def test_a_quote_for_the_very_issue_is_silent() -> None:
    given_ = quote(gsm=80, colour_pages=16, closed=["289", "410.0"], valid_until="2026-12-01")
    assert quote_problems(given_, OFFSET, 16, date(2026, 12, 1)) == []


RATES = Estimate.model_validate(
    {
        "dated": "2026-01-01", "source": "barème", "range_percent": 15,
        "line": [{"label": {"fr": "Mise en route"}, "per": "run", "net": 200},
                 {"label": {"fr": "Cahiers"}, "per": "section", "net": 150},
                 {"label": {"fr": "Roulage"}, "per": "section-thousand", "net": 50}],
    }
)  # fmt: skip


def test_sections_are_set_up_whole() -> None:
    """8 pages a form: 8 pages cost one, 12 pages as much as 16."""
    printing = Printing(vat_percent=Decimal(10), estimate=RATES)
    nets = {pages: printing_cost(printing, OFFSET, pages).price.net for pages in (4, 8, 12, 16, 20)}
    assert nets[8] == 20000 + 15000 + 20000
    assert nets[4] == nets[8] < nets[12] == nets[16] < nets[20]


def test_a_quote_for_other_pages_scales_the_estimate_and_is_called_an_estimate() -> None:
    printing = Printing(vat_percent=Decimal(10), estimate=RATES, quote=quote(tier=[]))
    at_sixteen, at_eight = printing_cost(printing, OFFSET, 16), printing_cost(printing, OFFSET, 8)
    assert (at_sixteen.kind, at_sixteen.price.net) == ("quote", 190000)
    assert (at_eight.kind, at_eight.anchored, at_eight.price.net) == ("estimate", True, 190000 * 550 // 900)
    assert at_eight.low < at_eight.price.gross < at_eight.high


@pytest.mark.parametrize(("own", "other", "pages"), [
    ({}, {}, 8), ({}, {}, 20), ({"colour_pages": 16}, {"colour_pages": [1, 16]}, 16), ({"gsm": 80}, {"gsm": 60}, 16),
    ({"closed": [289, 410]}, {"closed": (240.0, 320.0)}, 16),
])  # fmt: skip
def test_where_a_quote_does_not_fit_a_plan_without_rates_takes_the_desk_s_and_says_estimate(
    own: dict[str, object], other: dict[str, object], pages: int
) -> None:
    given_ = quote(tier=[], **own)
    bare = Printing(vat_percent=Decimal(10), quote=given_)
    fits = printing_cost(bare, OFFSET, 16)
    assert (fits.kind, fits.price.net, fits.low, fits.high) == ("quote", 190000, 209000, 209000)
    wanted = sheet(**other)
    cost = printing_cost(bare, wanted, pages)
    assert (cost.kind, cost.anchored) == ("estimate", True) and cost.low < cost.price.gross < cost.high
    if other.keys() <= {"gsm", "colour_pages"}:
        assert (cost.price.net < 190000) is (pages <= 16), "fewer pages, fewer colours and thin paper cost less"
    assert cost == printing_cost(bare.model_copy(update={"estimate": estimate()}), wanted, pages)
    assert Prices(bare, wanted).of(need_of(wanted, pages)) == (cost.kind, cost.price, cost.low, cost.high)


@pytest.mark.parametrize(
    ("changes", "least", "dearest"),
    [
        ({"extra_thousand": "240"}, 209000 - 5280, 209000 + 5280),  # 200 copies, 240 HT a thousand, 10 % VAT
        ({}, 209000 - 10450, 209000 + 10450),  # in proportion: 5 % of 1,900 HT
        ({"overs_percent": 0}, 209000, 209000),
        ({"overs_percent": 10, "extra_thousand": "240"}, 209000 - 10560, 209000 + 10560),
    ],
)
def test_the_overs_clause_in_copies_and_in_money(changes: dict[str, object], least: int, dearest: int) -> None:
    found = overs(Printing(vat_percent=Decimal(10), quote=quote(**changes)), OFFSET, 16)
    assert (found.least, found.dearest) == (least, dearest)
    assert (found.fewest, found.most) == (4000 - 40 * int(found.percent), 4000 + 40 * int(found.percent))
