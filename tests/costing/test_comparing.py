"""Quotes side by side: one quantity, one unit, in order, each with its reasons in words."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.costing.comparing import Offered, Part, compared, said
from journal_app.prepress.sheet import preset
from tests.costing.making import QUOTES
from tests.costing.test_quoted import quote

SHEET = preset("tabloid-offset")
TODAY = date(2026, 12, 1)


def offer(
    key: str, vat: str = "10", leaves_out: tuple[Part, ...] = (), delay: int | None = None, **changes: object
) -> Offered:
    return Offered(quote(**changes), Decimal(vat), delay, frozenset(leaves_out), key)


def keys(*offers: Offered, **more: object) -> list[str]:
    return [one.offered.key for one in compared(offers, SHEET, 16, TODAY, **more)]  # type: ignore[arg-type]


def test_they_are_compared_at_the_quantity_that_is_needed_and_with_tax() -> None:
    dear = offer("whole", net="1900")
    cheap = offer("thousand", quantity=3000, net="1500", extra_thousand="300", tier=[])  # 1,800 for 4,000
    taxed = offer("poster rate", vat="20", net="1800")  # 2,160 TTC
    found = compared([dear, taxed, cheap], SHEET, 16, TODAY)
    assert [(one.offered.key, one.price.gross, one.rank) for one in found] == [
        ("thousand", 198000, 1), ("whole", 209000, 2), ("poster rate", 216000, 3),
    ]  # fmt: skip
    assert [one.more for one in found] == [0, 11000, 18000]
    assert found[0].per_copy == Decimal("0.495")


def test_what_a_quote_leaves_out_is_counted_where_it_is_known() -> None:
    bare, full = offer("bare", net="1800", leaves_out=(Part.DELIVERY,)), offer("full", net="1900")
    assert keys(bare, full) == ["bare", "full"]
    assert keys(bare, full, beside={Part.DELIVERY: 24000}) == ["full", "bare"]


def test_a_quote_for_other_paper_or_pages_stands_last_and_has_no_rank() -> None:
    other = offer("twelve pages", net="900", pages=12, gsm=52)
    found = compared([other, offer("ours")], SHEET, 16, TODAY)
    assert [(one.offered.key, one.rank, one.more) for one in found] == [("ours", 1, 0), ("twelve pages", 0, 0)]
    assert [reason.code for reason in found[1].reasons][:2] == ["other-pages", "other-gsm"]


def test_one_that_no_longer_holds_stands_after_those_that_do() -> None:
    old, new = offer("old", net="1500", valid_until="2026-11-30"), offer("new", valid_until="2026-12-01")
    assert keys(old, new) == ["new", "old"]


def test_one_that_arrives_too_late_stands_after_those_that_come_in_time_and_says_so() -> None:
    late, dear = offer("late", net="1500", delay=12), offer("dear", net="2000", delay=10)
    unsaid = offer("unsaid", net="1900")
    assert keys(late, dear, unsaid) == ["late", "unsaid", "dear"], "nobody said when"
    found = compared([late, dear, unsaid], SHEET, 16, TODAY, needed_days=10)
    assert [(one.offered.key, one.late) for one in found] == [("unsaid", False), ("dear", False), ("late", True)]
    assert said(found[2].reasons[0]) == "trop tard\u00a0: 12 jours ouvrés"
    assert [one.more for one in found] == [44000, 55000, 0], "the cheapest is still the cheapest"


def test_overs_are_told_in_copies_and_in_euros() -> None:
    by_thousand = offer("a", net="1900", extra_thousand="200", overs_percent="5")
    (one,) = compared([by_thousand], SHEET, 16, TODAY)
    assert (one.overs.fewest, one.overs.most, one.overs.least, one.overs.dearest) == (3800, 4200, 204600, 213400)
    on_top = offer("b", net="1900", extra_thousand="200", overs_percent="5", leaves_out=(Part.OVERS,))
    (two,) = compared([on_top], SHEET, 16, TODAY)
    assert "la passe est facturée en plus, jusqu’à 44\u00a0€" in [said(reason) for reason in two.reasons]
    assert two.whole == one.whole, "what may be billed is told, not added"


def test_of_equal_prices_the_sooner_comes_first() -> None:
    assert keys(offer("late", delay=15), offer("soon", delay=5)) == ["soon", "late"]


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_reason_has_its_words(language: str) -> None:
    every = tuple(Part)
    offers = [
        offer("a", leaves_out=every, delay=20, valid_until="2026-01-01"),
        offer("b", pages=8, gsm=52, colour_pages=1, closed=[1, 2]),
        offer("c", net="5000", quantity=3000, tier=[], leaves_out=every),
        offer("d", quantity=5000, tier=[], extra_thousand="10"),
        offer("e", quantity=5000, tier=[]),
    ]
    for beside in ({}, dict.fromkeys(Part, 1200)):
        codes = set()
        for one in compared(offers, SHEET, 16, TODAY, beside, needed_days=10):
            for reason in one.reasons:
                codes.add(reason.code)
                words = said(reason, language)
                assert words and "costing:" not in words and "{" not in words
        assert {"cheapest", "dearer", "expired", "too-late", "no-end", "next-tier", "less", "at-most", "other-pages",
                "other-gsm", "other-colour", "other-format", "without-delivery"} <= codes  # fmt: skip


def test_a_reason_in_french() -> None:
    found = compared([offer("a", net="1900", valid_until="2027-01-01"), offer("b", net="2000")], SHEET, 16, TODAY)
    assert [said(reason) for reason in found[0].reasons] == ["le moins cher"]
    assert said(found[1].reasons[0]) == "110\u00a0€ de plus que le moins cher"


@settings(max_examples=80)
@given(st.lists(QUOTES, max_size=5), st.integers(1, 9000))
def test_any_quotes_come_back_once_each_in_order(quotes: list, copies: int) -> None:  # type: ignore[type-arg]
    offers = [Offered(one, Decimal(10), key=str(place)) for place, one in enumerate(quotes)]
    found = compared(offers, SHEET.model_copy(update={"quantity": copies}), 16, TODAY)
    assert sorted(one.offered.key for one in found) == [str(place) for place in range(len(quotes))]
    ranked = [one for one in found if one.rank]
    assert [one.rank for one in ranked] == list(range(1, len(ranked) + 1)) and found[: len(ranked)] == ranked
    holding = [one.whole for one in ranked if not one.expired]
    assert holding == sorted(holding) and all(one.more >= 0 for one in ranked if not one.expired)
    assert all(one.price.net + one.price.vat == one.price.gross for one in found)
