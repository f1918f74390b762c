"""Sections in a real browser: what one has chosen in a list stays chosen while somebody else changes the plan."""

from playwright.sync_api import Browser, expect

from journal_app.flatplan import actions
from journal_app.flatplan.actions import Filling
from tests.browser import browser  # noqa: F401
from tests.desk import NOW
from tests.flatplan.plan import Plan
from tests.flatplan.test_browser import address, enter  # noqa: F401


def test_what_is_chosen_stays_chosen_and_takes_these_pages(
    plan: Plan, address: str, browser: Browser,  # noqa: F811
) -> None:  # fmt: skip
    page = enter(browser, plan, address, plan.ana)
    behind, button = page.locator("select[name=behind]"), page.get_by_role("button", name="Ajouter un cahier")
    behind.select_option(label="après la page 2 · Le pain")
    button.focus()
    with plan.desk.database.write() as db:
        actions.place(db, plan.ben, NOW, plan.issue(db), plan.page(db, 4), "main", Filling())
    expect(page.locator("#p4 .held")).to_have_count(0)
    expect(behind.locator("option:checked")).to_have_text("après la page 2 · Le pain")
    button.press("Enter")
    expect(page.locator(".plan-page")).to_have_count(8)
    assert [row.split()[0] for row in plan.told()] == ["article-2"] * 2 + ["article-3"] * 4 + ["article-2"] * 2
    page.get_by_role("button", name="Annuler").first.click()
    expect(page.locator(".plan-page")).to_have_count(4)
