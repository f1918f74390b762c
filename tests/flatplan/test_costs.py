"""What the plan says of money: each page its share of the printing, and what a section more or less would change."""

import re
from decimal import Decimal
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from journal_app.accounts.model import Role
from journal_app.costing.changing import more_pages
from journal_app.costing.choices import Slider
from journal_app.costing.model import Printing
from journal_app.costing.printing import printing_cost
from journal_app.costing.rates import estimate
from journal_app.costing.report import costing_report
from journal_app.costing.saying import signed
from journal_app.flatplan.costs import costs, priced, shares
from journal_app.money import to_decimal
from journal_app.prepress.sheet import preset
from tests.costing.making import PRINTINGS
from tests.costing.test_choices import costing
from tests.costing.test_document import SPECIMEN
from tests.costing.test_quoted import quote
from tests.flatplan.plan import Plan

SHEET = preset("tabloid-offset")
SOME = SHEET.model_copy(update={"colour_pages": [1, 8, 9, 16]})
AT = "/numeros/12-essai/chemin-de-fer"


@given(printing=PRINTINGS, pages=st.integers(1, 64), colour=st.sets(st.integers(1, 64)))
def test_the_pages_together_cost_what_the_issue_costs(printing: Printing, pages: int, colour: set[int]) -> None:
    sheet = SHEET.model_copy(update={"colour_pages": sorted(colour)})
    slider = Slider(costing().model_copy(update={"printing": printing}), sheet, pages)
    parts, _ = shares(slider)
    assert len(parts) == pages and min(parts) >= 0
    assert sum(parts) == slider.now.price.gross


def test_pages_of_one_kind_cost_the_same() -> None:
    told, report = priced(costing(), SHEET, 16), costing_report(costing(), SHEET, 16)
    assert told is not None
    assert max(told.pages) - min(told.pages) <= 1, "the cents that cannot be shared"
    assert report.per_page(report.printing.price.gross) == to_decimal(told.pages[0])


def test_a_page_in_colour_carries_what_its_plates_cost_more() -> None:
    told = priced(costing(), SOME, 16)
    assert told is not None
    coloured, grey = told.pages[0], told.pages[1]
    assert [one > grey + 1 for one in told.pages] == [folio in (1, 8, 9, 16) for folio in range(1, 17)]
    fewer = priced(costing(), SHEET.model_copy(update={"colour_pages": [1, 8, 9]}), 16)
    assert fewer is not None
    assert coloured - grey - (told.now.cents - fewer.now.cents) in (0, 1), "a cent that cannot be shared"
    assert not told.sure, "rates are an estimate"


def test_a_section_is_said_as_the_costs_page_says_it() -> None:
    told, slider = priced(costing(), SHEET, 16), Slider(costing(), SHEET, 16)
    assert told is not None and told.less is not None
    assert told.more.cents == more_pages(slider).cents and told.less.cents == more_pages(slider, -4).cents
    assert told.more.grams > 0 > told.less.grams


def test_what_a_quote_says_is_no_estimate() -> None:
    own = quote(pages=16, quantity=SHEET.quantity, net=Decimal(1600))
    told = priced(costing(quote=own, estimate=None), SHEET, 16)
    assert told is not None and told.sure and not told.now.estimate
    assert sum(told.pages) == told.now.cents


def test_a_section_beside_a_quote_is_an_estimate_brought_to_it_whether_the_plan_has_rates_or_not() -> None:
    own = quote(pages=16, quantity=SHEET.quantity, net=Decimal(1600), tier=[])
    bare, rated = (priced(costing(quote=own, estimate=found), SHEET, 16) for found in (None, estimate()))
    assert bare is not None and bare == rated and bare.less is not None
    assert bare.now.cents == 176_000 and not bare.more.sure and not bare.less.sure
    at_twenty = printing_cost(Printing(vat_percent=Decimal(10), quote=own, estimate=estimate()), SHEET, 20)
    assert bare.more.cents == at_twenty.price.gross - 176_000 > 0 > bare.less.cents, "four pages are never free"
    assert bare.more.low < bare.more.cents < bare.more.high


def test_without_a_price_nothing_is_said() -> None:
    assert priced(costing(quote=None, estimate=None), SHEET, 16) is None


def test_who_decides_sees_what_each_page_costs(plan: Plan) -> None:
    with plan.desk.database.write() as db:
        issue = plan.issue(db)
        issue.printer, issue.costing = {"preset": "tabloid-offset"}, SPECIMEN
        told = costs(issue, 4)
    assert told is not None
    seen = unescape(plan.desk.visit(plan.ana).get(AT).text)
    each = round(told.pages[0] / 100)
    low, high = (round(told.pages[0] / told.now.cents * end / 100) for end in (told.now.low, told.now.high))
    assert low < each < high and len(re.findall(rf"{each} € \(estimation.: de {low} à {high} €\)", seen)) == 4
    assert signed(told.more.cents, "fr", False) in seen
    reader = plan.desk.account(Role.TRANSLATOR, name="lou")
    text = unescape(plan.desk.visit(reader).get(AT).text)
    assert "page-cost" not in text and signed(told.more.cents, "fr", False) not in text and "(estimation)" not in text
