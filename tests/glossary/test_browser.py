"""The glossary in a real browser without scripts, from the smallest phone to a wide screen, light and dark."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from journal_app.accounts.model import Role
from journal_app.glossary import actions
from journal_app.glossary.concepts import Concept, Term
from tests.browser import browser, serving  # noqa: F401
from tests.desk import NOW, TestDesk, desk  # noqa: F401
from tests.glossary.words import GLOSSARY

TARGETS = """() => [...document.querySelectorAll("main :is(a, button, input:not([type=hidden]), select, summary)")]
  .filter(one => !one.closest(".key-list"))
  .map(one => [one.outerHTML.slice(0, 80), (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([name]) => name)"""
LONG = "Personne qui a dû quitter son pays et que l’administration appelle autrement"
CSV = "concept,definition,language,term,status\n1,Un abri.,fr,tente,preferred\n1,,ar,خيمة,preferred\n2,,fr,eau,best\n"


@pytest.fixture
def address(desk: TestDesk) -> Iterator[str]:  # noqa: F811
    boss = desk.account(Role.COORDINATOR)
    with desk.database.write() as db:
        for one in GLOSSARY:
            told = Concept("", one.definition, one.terms, "Une remarque." if one.id == "exile" else "")
            last = actions.make(db, boss, NOW, told)
        actions.make(db, boss, NOW, Concept("", LONG, (Term("fr", LONG), Term("fa", "پناهندگان " * 8))))
        actions.take_out(db, boss, NOW, last.id, 1)
    with serving(desk.app) as served:
        yield served


def enter(browser: Browser, desk: TestDesk, address: str, **more: object) -> Page:  # noqa: F811
    cookie = desk.visitor(Role.EDITOR).client.get_cookie("desk")
    assert cookie is not None
    context = browser.new_context(bypass_csp=True, **more)  # type: ignore[arg-type]
    context.add_cookies([{"name": "desk", "value": cookie.value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/glossaire")
    return page


@pytest.mark.parametrize(
    ("width", "scheme", "tongue"), [(320, "light", "fr"), (390, "dark", "en"), (1440, "light", "fr")]
)
def test_every_page_is_fine_at_every_width(
    desk: TestDesk, address: str, browser: Browser, width: int, scheme: str, tongue: str,  # noqa: F811
) -> None:  # fmt: skip
    page = enter(browser, desk, address, viewport={"width": width, "height": 800}, color_scheme=scheme)
    concept = page.get_by_role("link", name="exilé·e").get_attribute("href")
    for where in ("/glossaire", f"{concept}", "/glossaire/nouveau", "/glossaire/importer", "file"):
        if where == "file":
            page.set_input_files("#file", {"name": "mots.csv", "mimeType": "text/csv", "buffer": CSV.encode()})
            page.locator("form:has(#file) button").click()
            page.wait_for_load_state()
        else:
            page.goto(f"{address}{where}?lang={tongue}")
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        wrong = [rule["id"] for rule in Axe().run(page).response["violations"]]
        assert wrong == [] and page.evaluate(TARGETS) == [], where
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, where


def test_words_of_each_language_run_their_own_way(desk: TestDesk, address: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, desk, address)
    word = page.locator("bdi[lang=ar]").first
    assert word.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.locator("bdi[lang=en]").first.evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_it_all_works_without_a_script(desk: TestDesk, address: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, desk, address, java_script_enabled=False)
    page.get_by_role("link", name="Ajouter un concept").click()
    page.get_by_label("Ce que c’est").fill("Un endroit où l’on dort.")
    page.locator("[name=text-0]").fill("abri")
    page.locator("[name=text-1]").fill("مأوى")
    page.locator("[name=language-1]").select_option("ar")
    page.get_by_role("button", name="Enregistrer").click()
    assert page.locator("h1").inner_text() == "abri" and page.locator("[name=text-1]").input_value() == "مأوى"
    page.locator("[name=drop-1]").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.locator("summary", has_text="Termes retirés").click()
    page.get_by_role("button", name="Remettre").click()
    assert page.locator("[name=text-1]").input_value() == "مأوى"
    page.get_by_role("link", name="Glossaire").last.click()
    page.get_by_role("searchbox").fill("ماوي")
    page.get_by_role("button", name="Chercher").click()
    assert page.locator("table.glossary tbody tr").count() == 1
    page.get_by_role("link", name="Importer").click()
    page.set_input_files("#file", {"name": "m.csv", "mimeType": "text/csv", "buffer": CSV.rsplit("2,", 1)[0].encode()})
    page.get_by_role("button", name="Regarder").click()
    page.get_by_role("button", name="Tout faire entrer").click()
    assert "Le fichier est entré" in page.inner_text(".flash") and "خيمة" in page.inner_text("table.glossary")
