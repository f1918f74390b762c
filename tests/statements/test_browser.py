"""A treasurer with a real browser and without JavaScript: a bank file, an unknown file, a pasted page, an undoing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from journal_app.web.sessions import cookie_name
from tests.browser import serving
from tests.statements.files import GIFT, LILO, MOVES, bank_two_columns, csv, gift, helloasso
from tests.statements.room import Till


@pytest.fixture
def address(till: Till) -> Iterator[str]:
    with serving(till.desk.app) as served:
        yield served


def signed_in(browser: Browser, till: Till, address: str, script: bool = False, **more: object) -> BrowserContext:
    context = browser.new_context(java_script_enabled=script, locale="fr-FR", **more)
    cookie = till.treasurer.client.get_cookie(cookie_name(False))
    assert cookie is not None
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    return context


def bring(page: Page, address: str, name: str, data: bytes) -> None:
    page.goto(f"{address}/argent/releves/apporter")
    page.get_by_label("Fichier").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Regarder").click()


UNKNOWN = csv(
    ("Jour", "Quoi", "Somme"), [("02/11/2026", "COTISATION", "12,00"), ("03/11/2026", "DON", "7,50")]
).encode()


def test_a_treasurer_brings_statements_without_a_script(till: Till, browser: Browser, address: str) -> None:
    page = signed_in(browser, till, address).new_page()
    bring(page, address, "novembre.csv", bank_two_columns())
    expect(page.get_by_role("heading", name="Avant d’importer")).to_be_visible()
    page.get_by_role("button", name="Importer", exact=True).click()
    expect(page.get_by_text("C’est importé.")).to_be_visible()
    bring(page, address, "suite.csv", bank_two_columns([*MOVES, MOVES[3], ("2026-11-20", "VIR COLLECTE", 8_450)]))
    page.get_by_label("ligne 7").check()
    page.get_by_role("button", name="Importer", exact=True).click()
    expect(page.get_by_text("C’est importé.")).to_be_visible()
    assert len(till.lines()) == 7
    bring(page, address, "autre.csv", UNKNOWN)
    for label, column in (("Date nécessaire", "Jour"), ("Libellé ou type", "Quoi"), ("Montant", "Somme")):
        page.get_by_label(label).select_option(label=column)
    page.get_by_role("button", name="Regarder").click()
    page.get_by_role("button", name="Importer", exact=True).click()
    page.goto(f"{address}/argent/releves/apporter")
    page.get_by_text("Coller la page de Lilo").click()
    page.get_by_label("Texte collé").fill(LILO)
    page.get_by_role("button", name="Regarder").click()
    page.get_by_role("button", name="Importer", exact=True).click()
    page.get_by_role("button", name="Défaire cet import").click()
    expect(page.get_by_text("Cet import a été défait")).to_be_visible()
    assert len(till.lines()) == 9


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark"), (1280, "light")])
def test_axe_finds_nothing_and_nothing_stands_out_of_the_screen(
    till: Till, browser: Browser, address: str, width: int, scheme: str
) -> None:
    moved = [gift(1, **{GIFT[5]: "Oui", GIFT[6]: "10/11/2026"}), gift(2)]
    import_id = till.bring_and_take(bank_two_columns())
    till.bring_and_take(helloasso([gift(1)]))
    context = signed_in(
        browser, till, address, script=True, viewport={"width": width, "height": 800}, color_scheme=scheme,
        bypass_csp=True,
    )  # fmt: skip
    page = context.new_page()

    def fine(name: str) -> None:
        found = Axe().run(page)
        assert not found.response["violations"], f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    line = till.lines()[0].id
    for path in ("", "/imports", f"/imports/{import_id}", f"/lignes/{line}", "/apporter"):
        page.goto(f"{address}/argent/releves{path}")
        fine(path)
    below = "31/02/2026;;PAS UNE DATE;;12,00\r\nTotal;;;;\r\n"
    for name, data in (
        ("messy.csv", bank_two_columns([*MOVES, MOVES[3]], below=below)), ("unknown.csv", UNKNOWN),
        ("moved.csv", helloasso(moved)), ("cut.csv", b'Date;Libelle;Montant\n02/11/2026;"x'),
    ):  # fmt: skip
        bring(page, address, name, data)
        fine(name)


def test_what_was_chosen_is_a_file_of_any_name(till: Till, browser: Browser, address: str, tmp_path: Path) -> None:
    page = signed_in(browser, till, address).new_page()
    bring(page, address, "<b>relevé</b> été.csv", bank_two_columns())
    page.get_by_role("button", name="Importer", exact=True).click()
    expect(page.get_by_role("heading", name="<b>relevé</b> été.csv")).to_be_visible()
