"""The slider: every choice as the report would price it, steps where the press has them, changes that get under."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.costing.changing import affordable, changes_under, more_pages, page_ladder
from journal_app.costing.choices import Inks, Slider, cheap_pages
from journal_app.costing.curve import curve
from journal_app.costing.delivery import delivery_cost
from journal_app.costing.document import read
from journal_app.costing.model import Carrier, Costing, Estimate, GridStep, Printing, Quote
from journal_app.costing.printing import printing_of
from journal_app.costing.report import costing_report
from journal_app.costing.saying import said
from journal_app.prepress.sheet import PrinterSheet, preset
from tests.costing.making import PRINTINGS
from tests.costing.test_document import SPECIMEN
from tests.costing.test_quoted import quote

SHEET = preset("tabloid-offset")


def costing(**printing: object) -> Costing:
    found, _ = read(SPECIMEN)
    assert found is not None
    return found.model_copy(update={"printing": found.printing.model_copy(update=printing)})


def slider(sheet: PrinterSheet = SHEET, pages: int = 16, **printing: object) -> Slider:
    return Slider(costing(**printing), sheet, pages)


@pytest.mark.parametrize(
    ("pages", "cheap"), [(4, (1, 2, 3, 4)), (8, (1, 4, 5, 8)), (12, (1, 6, 7, 12)), (16, (1, 8, 9, 16)), (2, (1, 2))]
)
def test_the_pages_that_are_cheap_in_colour(pages: int, cheap: tuple[int, ...]) -> None:
    assert cheap_pages(pages) == cheap


def test_what_is_planned_is_what_the_report_says() -> None:
    report, now = costing_report(costing(), SHEET, 16), slider().now
    assert (now.price, now.low, now.high) == (report.printing.price, report.printing.low, report.printing.high)
    assert now.delivery == report.delivery.price.gross
    assert now.left_printing == 210000 - report.printing.price.gross
    assert now.left_all == 670000 - report.made
    assert now.left_received == 126000 - report.printing.price.gross
    assert (now.inks, now.sections, now.loose_pages) == (Inks.ALL, 2, 0)


@settings(max_examples=60, deadline=None)
@given(PRINTINGS, st.sampled_from([4, 8, 12, 16, 20]), st.integers(0, 9000), st.sampled_from(Inks),
       st.sampled_from(["52", "80", "90.5"]))  # fmt: skip
def test_a_choice_costs_to_the_cent_what_printing_says(
    printing: Printing, pages: int, copies: int, inks: Inks, gsm: str
) -> None:
    found = Slider(costing().model_copy(update={"printing": printing}), SHEET, 16)
    one = found.at(pages, copies, inks, Decimal(gsm))
    said_ = printing_of(printing, SHEET, one.need)
    assert (one.kind, one.price, one.low, one.high) == (said_.kind, said_.price, said_.low, said_.high)


def test_the_grid_holds_every_combination_once() -> None:
    found = slider()
    grid = found.grid()
    pages, copies, papers = found.page_steps(), found.copy_steps(), found.paper_steps()
    assert len(grid) == len(pages) * len(copies) * len(papers) * len(Inks) == len({(o.need, o.inks) for o in grid})
    assert pages[0] == 4 and pages[-1] == 64 and {later - sooner for sooner, later in pairwise(pages)} == {4}
    assert 4000 in copies and Decimal(80) in papers
    assert grid[0] == found.at(grid[0].need.pages, grid[0].need.copies, grid[0].inks, grid[0].need.gsm)


def test_more_of_anything_never_costs_less() -> None:
    found = slider()
    for axis, steps in (("pages", found.page_steps()), ("copies", found.copy_steps()), ("inks", tuple(Inks)),
                        ("gsm", found.paper_steps())):  # fmt: skip
        prices = [found.at(**{axis: step}).price.gross for step in steps]  # type: ignore[arg-type]
        assert prices == sorted(prices), axis
        weights = [found.at(**{axis: step}).copy_mg for step in steps]  # type: ignore[arg-type]
        assert weights == sorted(weights), axis


def test_a_form_begun_is_a_high_step_and_a_form_filled_a_low_one() -> None:
    ladder = {step.choice.need.pages: step for step in page_ladder(slider())}
    assert ladder[12].more > ladder[16].more < ladder[20].more
    assert (ladder[12].choice.loose_pages, ladder[16].choice.loose_pages) == (4, 0)


def test_a_section_more_costs_so_much() -> None:
    change = more_pages(slider())
    assert (change.before.need.pages, change.after.need.pages) == (16, 20)
    assert change.cents == change.after.price.gross - change.before.price.gross > 0
    assert said(change) == "20 pages au lieu de 16\u00a0: ≈\u00a0+487\u00a0€"
    assert more_pages(slider(), -4).cents < 0


def test_a_quote_prices_its_own_pages_and_the_estimate_the_others() -> None:
    found = slider(quote=quote(extra_thousand="240"))
    kinds = {pages: found.at(pages=pages).kind for pages in (8, 16, 20)}
    assert kinds == {8: "estimate", 16: "quote", 20: "estimate"}
    fewer = found.at(copies=3200)
    assert (fewer.kind, fewer.price.net) == ("quote", 164800)


def test_money_that_is_there_already_changes_nothing() -> None:
    assert changes_under(slider(), 210000) == []


def test_the_smallest_change_that_gets_under_comes_first_and_says_what_it_saves() -> None:
    """A quote of 2,420 TTC: 200 copies fewer, by the quote's own price of 1,000, get under 2,420 and not one fewer."""
    found = slider(quote=quote(net="2200", extra_thousand="800", tier=[{"quantity": 3000, "net": "1400"}]))
    first = changes_under(found, 225000)[0]
    assert first.sure and first.after.need.copies == 3800 and first.cents == -17600
    assert said(first) == "3\u202f800 exemplaires au lieu de 4\u202f000\u00a0: −176\u00a0€"
    assert said(first, "en") == "3,800 copies instead of 4,000: −€176"
    assert "3,800" in said(first, "ar")


@pytest.mark.parametrize("ceiling", [205000, 200000, 180000, 150000, 126000, 90000])
def test_every_proposal_gets_under_changes_little_and_could_not_be_smaller(ceiling: int) -> None:
    found = slider()
    changes = changes_under(found, ceiling)
    assert changes
    for change in changes:
        assert change.after.price.gross <= ceiling and change.cents < 0 and change.parts
    singles = [change for change in changes if [part.axis for part in change.parts] == ["copies"]]
    for change in singles:
        above = min(step for step in found.copy_steps() if step > change.after.need.copies)
        assert found.at(copies=above).price.gross > ceiling, "one step fewer would have been enough"


def test_what_takes_half_of_the_paper_away_comes_last() -> None:
    changes = changes_under(slider(), 150000)
    assert len(changes[0].parts) == 2 and changes[0].felt < changes[-1].felt


def test_nothing_gets_under_nothing() -> None:
    assert changes_under(slider(), 0) == []


def test_without_a_price_nothing_is_proposed() -> None:
    found = slider(estimate=None, quote=None)
    assert found.now.kind == "unknown" and changes_under(found, 0) == []


def test_euros_are_pages_and_copies() -> None:
    found = slider()
    rows = affordable(found, 126000)
    copies = [row.best.need.copies if row.best else 0 for row in rows]
    assert copies == sorted(copies, reverse=True) and copies[0] > copies[3] > 0 == copies[-1]
    for row in rows:
        if row.best:
            assert row.best.price.gross <= 126000
            assert found.at(pages=row.pages, copies=row.best.need.copies + 50).price.gross > 126000


def test_a_poster_has_the_pages_it_has() -> None:
    assert slider(preset("a2-poster"), 2).page_steps() == (2,)


def test_a_sheet_with_some_colour_keeps_it_and_a_grey_one_may_have_the_cheap_pages() -> None:
    some = slider(SHEET.model_copy(update={"colour_pages": [1, 8, 9, 16, 2, 15]}))
    assert some.inks is Inks.SOME and some.at(pages=8).need.colour_pages == 6 and some.now.need.colour_pages == 6
    grey = slider(preset("tabloid-offset-k"))
    assert grey.inks is Inks.GREY and grey.at(inks=Inks.SOME).need.colour_pages == 4


def test_delivery_follows_the_weight_and_the_run() -> None:
    found = slider()
    assert found.at(pages=8).delivery < found.now.delivery < found.at(copies=6000).delivery
    assert more_pages(found, -8).delivery == found.at(pages=8).delivery - found.now.delivery


def test_a_copy_that_was_weighed_is_posted_by_the_scales_with_other_pages_in_proportion() -> None:
    before = costing()
    by_sheet, own = Slider(before, SHEET, 16), Slider(before, SHEET, 16).now.copy_mg
    damp = before.delivery.model_copy(update={"copy_grams": Decimal(2 * own) / 1000})
    weighed = before.model_copy(update={"delivery": damp})
    found = Slider(weighed, SHEET, 16)
    assert found.now.delivery == costing_report(weighed, SHEET, 16).delivery.price.gross > by_sheet.now.delivery
    assert found.at(pages=8).delivery == delivery_cost(before.delivery, 2 * by_sheet.at(pages=8).copy_mg).price.gross
    assert found.now.copy_mg == own, "what the press is asked for stays what the sheet says"


def test_a_copy_too_heavy_for_any_parcel_breaks_nothing() -> None:
    light = Carrier(
        label={"fr": "Lettre"}, dated=date(2026, 1, 1), grid=[GridStep(kg=Decimal("0.05"), price=Decimal(2))]
    )
    before = costing()
    delivery = before.delivery.model_copy(update={"carrier": [light]})
    assert Slider(before.model_copy(update={"delivery": delivery}), SHEET, 16).now.delivery == 9500, "the van alone"


def test_the_curve_has_a_point_on_both_sides_of_each_quantity_of_the_quote() -> None:
    found = slider(quote=quote())
    points = {choice.need.copies: choice.price.net for choice in curve(found).choices}
    assert (points[3000], points[3001], points[4000], points[4001]) == (160000, 190000, 190000, 215000)
    names = [series.name for series in curve(found).series()]
    assert names[0] == "quote" and names[-2:] == ["low", "high"], "above 5,000 nothing is sure"


def test_a_free_quote_and_an_empty_estimate_break_nothing() -> None:
    empty = Estimate(dated=date(2026, 1, 1), source="", range_percent=Decimal(10), line=[])
    free = Quote(printer="", reference="", dated=date(2026, 1, 1), quantity=1, pages=4, net=Decimal(0))
    assert slider(estimate=empty, quote=free).now.price.gross == 0
