"""Keys in every room: `?` shows them, `/` leads to the search and never out of a field that is typed in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from journal_app.accounts.model import Role
from journal_app.web.sessions import cookie_name
from tests.browser import serving
from tests.desk import TestDesk


@pytest.fixture
def page(desk: TestDesk, browser: Browser) -> Iterator[Page]:
    """A coordinator's browser in a room of the desk."""
    visitor = desk.visitor(Role.COORDINATOR)
    with serving(desk.app) as address:
        context = browser.new_context(locale="fr-FR")
        token = visitor.client.get_cookie(cookie_name(False))
        assert token is not None
        context.add_cookies([{"name": cookie_name(False), "value": token.value, "url": address}])
        opened = context.new_page()
        opened.goto(f"{address}/accueil")
        yield opened
        context.close()


def test_a_question_mark_shows_the_keys(page: Page) -> None:
    shown = page.locator("#keys dl")
    expect(shown).to_be_hidden()
    page.keyboard.press("?")
    expect(shown).to_be_visible()


def test_a_slash_leads_to_the_search_and_is_a_sign_where_one_types(page: Page) -> None:
    page.keyboard.press("/")
    page.wait_for_url("**/recherche*")
    box = page.get_by_role("searchbox")
    box.fill("la ")
    box.press("/")
    expect(box).to_have_value("la /")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(box).to_be_focused()


def test_keys_of_one_sign_can_be_switched_off_for_who_speaks_to_the_machine(page: Page) -> None:
    """WCAG 2.1.4. The device remembers it; keys with Ctrl or Alt stay."""
    shown = page.locator("#keys dl")
    page.keyboard.press("?")
    page.get_by_label("Les touches d’un seul signe").uncheck()
    page.reload()
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.keyboard.press("?")
    expect(shown).to_be_hidden()
    assert page.url.endswith("/accueil")
    page.locator("#keys summary").click()
    page.get_by_label("Les touches d’un seul signe").check()
    page.locator("h1").click()
    page.keyboard.press("/")
    page.wait_for_url("**/recherche*")
