"""A treasurer with a keyboard and without JavaScript confirms, refuses and parts; then axe, on narrow screens too."""

from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from journal_app.accounts.model import Role
from journal_app.costing.model import FundState
from journal_app.funding import actions, matching, publishing
from journal_app.funding.actions import Told
from journal_app.issues.model import Issue
from journal_app.statements.model import Kind
from tests.browser import serving
from tests.desk import TestDesk, Visitor
from tests.funding import scene
from tests.funding.scene import NOW, credit, payment

HERE = "/argent/rapprochement"


@pytest.fixture
def lea(desk: TestDesk) -> Visitor:
    lea = desk.visitor(Role.COORDINATOR, Role.TREASURER)
    with desk.database.write() as db:
        issue = scene.issue(db)
        march = date(2027, 3, 3)
        scene.bring(
            db, lea.actor, Kind.HELLOASSO, [payment(str(n), 3_400, date(2027, 2, 20), march) for n in range(12)]
        )
        actions.add_fund(db, lea.actor, NOW, issue.id, Told("Région 2027", 80_000, FundState.DUE, date(2027, 2, 1)))
        scene.bring(db, lea.actor, Kind.BANK, [
            credit(40_800, date(2027, 3, 5), "VIR HELLOASSO"), credit(80_000, date(2027, 3, 6), "VIR TRESOR PUBLIC"),
        ])  # fmt: skip
        publishing.open_page(db, lea.actor, NOW, issue, "https://exemple.fr/don")
    return lea


@pytest.fixture
def here(desk: TestDesk) -> Iterator[str]:
    with serving(desk.app) as address:
        yield address


def opened(
    browser: Browser, here: str, lea: Visitor, width: int = 1280, script: bool = False, scheme: str = "light"
) -> Page:
    context = browser.new_context(java_script_enabled=script, viewport={"width": width, "height": 800}, locale="fr-FR",
                                  color_scheme=scheme, bypass_csp=script)  # fmt: skip
    cookie = lea.client.get_cookie("desk")
    assert cookie is not None
    context.add_cookies([{"name": "desk", "value": cookie.value, "url": here}])
    return context.new_page()


def press(page: Page, name: str, most: int = 60) -> None:
    """Tab until the button or link of that name has the focus, and press Enter."""
    there = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first
    for _ in range(most):
        page.keyboard.press("Tab")
        if there.and_(page.locator(":focus")).count():
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to {name} by keyboard")


def test_a_line_is_reconciled_refused_and_parted_by_keyboard_without_a_script(
    desk: TestDesk, browser: Browser, here: str, lea: Visitor
) -> None:
    page = opened(browser, here, lea)
    page.goto(here + HERE)
    expect(page.get_by_text("Somme de 12 paiements versés le 3 mars 2027")).to_be_visible()
    press(page, "Oui, rapprocher 408\u00a0€ : HelloAsso · Le n° 12")
    expect(page.get_by_role("status")).to_have_text("C’est rapproché.")
    press(page, "Non : Région 2027")
    expect(page.get_by_text("Rien ne lui ressemble.")).to_be_visible()
    press(page, "Choisir à la main")
    expect(page.get_by_role("group", name="Cette ligne est")).to_be_visible()
    page.get_by_role("checkbox", name="Région 2027").focus()
    page.keyboard.press("Space")
    press(page, "Rapprocher")
    expect(page.get_by_text("Aucune ligne ouverte")).to_be_visible()
    with desk.database.read() as db:
        issue = db.query(Issue).filter_by(slug="12-traverser").one()
        assert scene.planned(issue)[FundState.RECONCILED] == 80_000
    press(page, "Défaire Région 2027")
    expect(page.get_by_role("status")).to_contain_text("tout est ouvert comme avant")
    with desk.database.read() as db:
        issue = db.query(Issue).filter_by(slug="12-traverser").one()
        assert scene.planned(issue)[FundState.RECONCILED] == 0


def bounced(desk: TestDesk, lea: Visitor) -> None:
    """The bank takes back what it had brought, and was matched already."""
    with desk.database.write() as db:
        issue = db.query(Issue).filter_by(slug="12-traverser").one()
        told = Told("Cercle de lecture", 5_000, FundState.DUE, date(2027, 2, 1))
        fund = actions.add_fund(db, lea.actor, NOW, issue.id, told)
        scene.bring(db, lea.actor, Kind.BANK, [credit(5_000, date(2027, 3, 4), "VIR CERCLE")])
        matching.confirm(db, lea.actor, NOW, [scene.bank_line(db, "VIR CERCLE").id], [f"fund:{fund.id}"])
        scene.bring(db, lea.actor, Kind.BANK, [credit(-5_000, date(2027, 3, 11), "REJET VIR")])


def test_a_bounce_is_dealt_with_by_keyboard_without_a_script(
    desk: TestDesk, browser: Browser, here: str, lea: Visitor
) -> None:
    bounced(desk, lea)
    page = opened(browser, here, lea, 360)
    page.goto(here + HERE)
    expect(page.get_by_text("L’autre ligne est déjà rapprochée")).to_be_visible()
    press(page, "Oui, défaire et annuler")
    expect(page.get_by_role("status")).to_have_text("Les deux lignes s’annulent.")
    with desk.database.read() as db:
        issue = db.query(Issue).filter_by(slug="12-traverser").one()
        assert scene.planned(issue)[FundState.RECONCILED] == 0
    press(page, "Défaire VIR CERCLE, REJET VIR")
    expect(page.get_by_role("status")).to_contain_text("les deux lignes sont de nouveau ouvertes")
    expect(page.get_by_role("button", name="Oui, elles s’annulent").first).to_be_visible()


@pytest.mark.parametrize(
    ("width", "scheme", "tongue"), [(320, "light", "fr"), (1280, "dark", "en"), (360, "dark", "ar")]
)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    desk: TestDesk, browser: Browser, here: str, lea: Visitor, width: int, scheme: str, tongue: str
) -> None:
    bounced(desk, lea)
    page = opened(browser, here, lea, width, script=True, scheme=scheme)
    wrong = []
    for address in (HERE, "/argent/financeurs", "/numeros/12-traverser/argent/fonds", "/soutenir/12-traverser"):
        page.goto(f"{here}{address}?lang={tongue}")
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        for rule in Axe().run(page).response["violations"]:
            wrong += [f"{address}: {rule['id']} {node['target']}" for node in rule["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            wrong.append(f"{address}: too wide")
    assert not wrong, "\n".join(wrong)
