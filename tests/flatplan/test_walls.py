"""The plan on the wall: one sheet, filled, whatever the issue's length."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from journal_app.flatplan import actions
from journal_app.flatplan.walls import SHEET, Hanging, hanging, outside_first
from tests.browser import browser, serving  # noqa: F401
from tests.desk import NOW
from tests.flatplan.plan import Plan
from tests.flatplan.test_browser import SET_MS

WALL = "/numeros/12-essai/chemin-de-fer/affiche"
TABLOID = 289 / 410


@pytest.fixture
def address(plan: Plan) -> Iterator[str]:
    with serving(plan.desk.app) as served:
        yield served


@given(spreads=st.integers(1, 64), shape=st.floats(0.5, 1.5))
def test_pages_are_as_large_as_the_sheet_allows(spreads: int, shape: float) -> None:
    one = hanging(spreads, shape)
    wide, high = reversed(SHEET) if one.portrait else SHEET
    rows = -(-spreads // one.columns)
    assert one.page_mm > 0
    assert one.page_mm * 2 * one.columns <= wide and one.page_mm / shape * rows <= high
    more = [hanging(spreads + n, shape).page_mm for n in range(1, 4)]
    assert all(page <= one.page_mm + 0.1 for page in more), "more spreads never make larger pages"


@pytest.mark.parametrize(
    ("pages", "told"),
    [(12, (True, 2, "large")), (16, (True, 2, "large")), (24, (False, 4, "large")), (64, (True, 5, "small"))],
)
def test_the_sheet_lies_as_it_is_best_filled(pages: int, told: tuple[bool, int, str]) -> None:
    one: Hanging = hanging(pages // 2, TABLOID)
    assert (one.portrait, one.columns, one.size) == told


def test_the_last_page_lies_beside_the_first() -> None:
    assert outside_first([(None, 1), (2, 3), (4, None)]) == [(4, 1), (2, 3)]
    assert outside_first([(None, 1), (2, 3)]) == [(None, 1), (2, 3)], "an odd number of pages"
    assert outside_first([(None, 1), (2, None)]) == [(2, 1)]
    assert outside_first([(None, 1)]) == [(None, 1)]


@pytest.mark.parametrize("pages", [12, 24])
def test_it_prints_on_one_sheet_and_fills_it(
    plan: Plan, address: str, browser: Browser, tmp_path: Path, pages: int,  # noqa: F811
) -> None:  # fmt: skip
    with plan.desk.database.write() as db:
        actions.add_pages(db, plan.ana, NOW, plan.issue(db), ["article-2"] * (pages - 4))
    cookie = plan.desk.visit(plan.ana).client.get_cookie("desk")
    assert cookie is not None
    context = browser.new_context(locale="fr-FR")
    context.add_cookies([{"name": "desk", "value": cookie.value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}{WALL}")
    expect(page.locator(".wall img")).to_have_count(pages, timeout=SET_MS)
    page.wait_for_function("() => [...document.images].every((one) => one.complete && one.naturalWidth)")
    file = tmp_path / "wall.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 1
        _, _, width, height = (float(one) for one in pdf.pages[0].mediabox)
    portrait = hanging(pages // 2, TABLOID).portrait
    assert (width < height) is portrait and round(max(width, height)) in (1190, 1191), "A3"
    drawn = pdfium.PdfDocument(file)[0].render(scale=0.25).to_pil().convert("L").point(lambda tone: 255 * (tone < 200))
    left, top, right, bottom = drawn.getbbox()
    assert (right - left) / drawn.width > 0.8 and (bottom - top) / drawn.height > 0.85
