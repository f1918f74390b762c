"""Whoever holds the money, with a real browser: without JavaScript and with the keyboard alone, then with a slider."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from journal_app.web.sessions import cookie_name
from tests.browser import serving
from tests.budget.room import MONEY, SLUG, Till, fund


@pytest.fixture
def address(till: Till) -> Iterator[str]:
    with serving(till.desk.app) as served:
        yield served


@contextmanager
def signed_in(till: Till, browser: Browser, address: str, **more: Any) -> Iterator[Page]:
    """Mina's browser."""
    context = browser.new_context(locale="fr-FR", **more)
    cookie = till.at_desk.client.get_cookie(cookie_name(False))
    assert cookie is not None
    context.add_cookies([{"name": cookie_name(False), "value": cookie.value, "url": address}])
    yield context.new_page()
    context.close()


NAMED = "() => { const e = document.activeElement; return [e.tagName, (e.labels?.[0] ?? e).textContent.trim()] }"


def reach(page: Page, name: str, *tags: str) -> None:
    """Tab until the focus is on what is called so, as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        tag, words = page.evaluate(NAMED)
        if tag in tags and " ".join(words.split()).startswith(name):
            return
    raise AssertionError(f"the keyboard never reached {name}")


def test_a_quote_is_noted_and_chosen_with_the_keyboard_and_without_javascript(
    till: Till, browser: Browser, address: str
) -> None:
    typed = (
        ("Imprimeur", "Imprimerie A"), ("Référence du devis", "D-1"), ("Date du devis", "02012027"),
        ("Prix de la quantité 1", "1909,09"), ("Les 1 000 exemplaires en plus", "300"),
    )  # fmt: skip
    with signed_in(till, browser, address) as page:
        # the focus can only be asked for with JavaScript; the page's own files are kept away
        page.route("**/*.js", lambda route: route.abort())
        page.goto(f"{address}{MONEY}/devis")
        reach(page, "Noter un devis", "A")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Noter un devis")).to_be_visible()
        for label, words in typed:
            reach(page, label, "INPUT")
            page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Le devis est noté")
        reach(page, "Choisir Imprimerie A", "BUTTON")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Ce devis est choisi")
        page.goto(f"{address}{MONEY}")
        expect(page.get_by_text("devis Imprimerie A, D-1")).to_be_visible()
        expect(page.get_by_role("cell", name="2 100 €").first).to_be_visible()
    assert till.report.printing.price.gross == 210_000


def test_a_choice_is_looked_at_and_taken_without_javascript(till: Till, browser: Browser, address: str) -> None:
    with signed_in(till, browser, address, java_script_enabled=False) as page:
        page.goto(f"{address}{MONEY}/choisir")
        page.get_by_label("Exemplaires", exact=True).select_option("3000")
        page.get_by_label("Encres").select_option("Noir seul")
        page.get_by_role("button", name="Voir ce que cela coûte").press("Enter")
        expect(page.get_by_text("3 000 exemplaires au lieu de 4 000")).to_be_visible()
        page.get_by_role("button", name="Prendre ce choix").press("Enter")
        expect(page.get_by_role("status")).to_contain_text("écrit dans la fiche imprimeur")
        expect(page.get_by_text("C’est ce qui est prévu.")).to_be_visible()
        page.get_by_role("link", name="Revoir ce choix, pour y revenir").press("Enter")
        expect(page.get_by_role("button", name="Prendre ce choix")).to_be_visible()
    assert (till.report.copies, till.report.pages) == (3000, 16)


def test_the_slider_moves_with_the_keyboard_and_the_price_follows(till: Till, browser: Browser, address: str) -> None:
    with signed_in(till, browser, address) as page:
        page.goto(f"{address}{MONEY}/choisir")
        slider = page.get_by_role("slider", name="Exemplaires")
        before = page.locator(".price-now strong").inner_text()
        slider.focus()
        for _ in range(5):
            page.keyboard.press("ArrowLeft")
        expect(page.locator(".price-now strong")).not_to_have_text(before)
        chosen = slider.get_attribute("aria-valuetext")
        assert page.get_by_label("Exemplaires", exact=True).locator("visible=true").count()
        expect(page.get_by_text(f"{chosen} exemplaires au lieu de")).to_be_visible()
        assert f"copies={page.locator('#copies').input_value()}" in page.url
        shown = page.locator(".price-now strong").inner_text()
        page.reload()
        expect(page.locator(".price-now strong")).to_have_text(shown)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_passes_axe(till: Till, browser: Browser, address: str, scheme: str) -> None:
    till.raise_money(fund("500"), fund("20.5", purpose="residency"))
    till.quote(left_out="Livraison")
    till.expense()
    at = (
        "",
        "/devis",
        "/devis/nouveau",
        "/devis/estimation",
        "/choisir?pages=12",
        "/residence",
        "/depenses",
        "/depenses/nouvelle",
        "/en-nature",
    )
    with signed_in(till, browser, address, color_scheme=scheme, viewport={"width": 360, "height": 800}) as page:
        for place in (*(f"{MONEY}{one}" for one in at), f"/numeros/{SLUG}/couts"):
            page.goto(f"{address}{place}")
            found = Axe().run(page)
            assert found.violations_count == 0, (place, found.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), place
