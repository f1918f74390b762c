"""The steps of the press: what a section begun costs, as the shipped rates, the stairs and a calibration say it; and
how far an estimated difference may be off."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.budget.reference import estimate
from journal_app.costing.calibrating import Past, calibrated
from journal_app.costing.changing import Change, between_pages, more_pages
from journal_app.costing.choices import Slider
from journal_app.costing.curve import stairs
from journal_app.costing.estimated import estimated_net
from journal_app.costing.model import Basis, Printing
from journal_app.costing.need import need_of
from journal_app.costing.plots import Point
from journal_app.costing.saying import spread
from tests.costing.making import PRINTINGS
from tests.costing.test_calibrating import DEARER, past
from tests.costing.test_choices import SHEET, costing, slider
from tests.costing.test_quoted import quote

SHIPPED = estimate()


def shipped(pages: int = 16) -> Slider:
    return slider(pages=pages, estimate=SHIPPED, quote=None)


def test_the_shipped_rates_print_the_usual_issue_for_less_than_its_target() -> None:
    """2,100 EUR TTC prints 4,000 copies (DOMAIN.md), so that the desk's first answer is yes, and near the mark."""
    usual = shipped().now
    assert (usual.need.copies, usual.need.pages, usual.need.gsm) == (4000, 16, 80)
    assert 190_000 < usual.price.gross <= 210_000
    assert usual.low < 210_000 < usual.high, "and it may yet be more: three quotes say"


def test_the_shipped_rates_name_set_up_sections_inks_paper_and_run() -> None:
    assert {line.per for line in SHIPPED.line} >= {
        Basis.RUN, Basis.SECTION, Basis.COLOUR_PAGE, Basis.GREY_PAGE, Basis.KG, Basis.SECTION_THOUSAND}  # fmt: skip


def test_a_section_begun_is_a_high_step_and_one_filled_a_low_one() -> None:
    steps = {change.after.need.pages: change.cents for change in between_pages(shipped(), 32)}
    begun, filled = ([steps[pages] for pages in of] for of in ((12, 20, 28), (8, 16, 24, 32)))
    assert max(begun) - min(begun) <= 2 and max(filled) - min(filled) <= 2, "but for cents that are rounded"
    more = Decimal("1.1") * (3000 + 4 * 4100)  # TTC cents: starting the section, and its run of 4,000
    assert begun[0] - filled[0] == pytest.approx(more, abs=2)


def test_the_stairs_are_level_up_to_each_number_of_pages() -> None:
    found = stairs(shipped(), 16)
    price = {one.need.pages: one.price.gross for one in found.choices}
    [line, low, high] = found.series()
    assert (line.name, line.stepped, low.name, high.name) == ("estimate", True, "low", "high")
    assert list(line.points) == [
        Point(0, price[4]), Point(4, price[8]), Point(8, price[12]), Point(12, price[16]), Point(16, price[16]),
    ]  # fmt: skip
    rises = [two.y - one.y for one, two in pairwise(line.points)]
    assert rises[1] > rises[0] and rises[1] > rises[2]


def test_the_tread_that_a_quote_says_stands_apart() -> None:
    own = quote(pages=16, quantity=4000, tier=[], extra_thousand=None)
    found = stairs(slider(estimate=SHIPPED, quote=own), 32)
    sure = [one for one in found.series() if one.name == "quote"]
    assert [[(point.x, point.y) for point in one.points] for one in sure] == [[(12, 209_000), (16, 209_000)]]
    assert sum(one.name == "estimate" for one in found.series()) == 2, "before it, and after it"


@given(PRINTINGS, st.sampled_from([4, 12, 16, 20]))
def test_every_tread_is_the_price_of_its_pages(printing: Printing, pages: int) -> None:
    found = stairs(Slider(costing().model_copy(update={"printing": printing}), SHEET, pages), 32)
    treads = {two.x: one.y for line in found.series() if line.name in ("quote", "estimate")
              for one, two in pairwise(line.points)}  # fmt: skip
    assert treads == {one.need.pages: one.price.gross for one in found.choices}


def test_calibrated_rates_keep_the_steps() -> None:
    found = calibrated(SHIPPED, past(DEARER, 8)).estimate
    assert found.section_pages == SHIPPED.section_pages
    assert [line.per for line in found.line] == [line.per for line in SHIPPED.line]
    steps = {one.after.need.pages: one.cents for one in between_pages(slider(estimate=found, quote=None), 24)}
    assert steps[12] > steps[16] < steps[20] and steps[12] > shipped_step(12)


def shipped_step(pages: int) -> int:
    return next(one.cents for one in between_pages(shipped(), 32) if one.after.need.pages == pages)


def test_one_quote_leaves_the_steps_in_their_proportion() -> None:
    need = need_of(SHEET, 16)
    dearer = Past(need, 2 * estimated_net(SHIPPED, need), SHIPPED.dated)
    found = calibrated(SHIPPED, [dearer]).estimate
    [step] = [one.cents for one in between_pages(slider(estimate=found, quote=None), 12) if one.after.need.pages == 12]
    assert step == pytest.approx(2 * shipped_step(12), abs=2)


# --- how far off -----------------------------------------------------------------------------------------------------


def test_two_estimates_are_off_the_same_way() -> None:
    change = more_pages(shipped())
    low, high = change.spread
    assert low == pytest.approx(change.cents * Decimal("0.85"), abs=2)
    assert high == pytest.approx(change.cents * Decimal("1.15"), abs=2)
    assert spread(change) == "de +414\u00a0€ à +560\u00a0€"
    assert spread(more_pages(shipped(), -4), "en") == "\u2212€314 to \u2212€232"


def test_a_quote_and_an_estimate_are_off_each_by_itself() -> None:
    found = slider(estimate=SHIPPED, quote=quote(pages=16, quantity=4000, tier=[], extra_thousand=None))
    change = more_pages(found)
    assert (change.before.kind, change.after.kind) == ("quote", "estimate")
    sure = change.before.price.gross
    assert change.spread == (change.after.low - sure, change.after.high - sure)


def test_a_difference_that_a_quote_says_has_no_range() -> None:
    sure = quote(pages=16, quantity=4000, tier=[], extra_thousand=Decimal(300))
    found = slider(estimate=None, quote=sure)
    change = Change(found.now, found.at(copies=5000))
    assert change.sure and change.spread == (change.cents, change.cents) == (33_000, 33_000)
    assert spread(change) == ""


@given(PRINTINGS, st.integers(1, 9000), st.integers(1, 9000))
def test_a_difference_lies_within_its_range(printing: Printing, before: int, after: int) -> None:
    found = Slider(costing().model_copy(update={"printing": printing}), SHEET, 16)
    change = Change(found.at(copies=before), found.at(copies=after, pages=12))
    low, high = change.spread
    assert low - 1 <= change.cents <= high + 1, "a margin is rounded to a cent on each side"
