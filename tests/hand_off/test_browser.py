"""A printer with a real browser and without JavaScript: from the link to files that sha256sum accepts, and a quote."""

import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from journal_app.consent.actions import withdraw_piece
from journal_app.hand_off import returning, store
from journal_app.hand_off.model import PrinterEvent, PrinterProof
from journal_app.jobs import runner
from journal_app.reactions import REACTIONS
from tests.browser import serving
from tests.hand_off.room import DESK, NAME, Shop, pdf

# Tables of prices that stick out of their panel.
WIDER = """[...document.querySelectorAll('.panel .prices')].filter(one =>
    one.getBoundingClientRect().right > one.closest('.panel').getBoundingClientRect().right).length"""


@pytest.fixture
def address(shop: Shop) -> Iterator[str]:
    with serving(shop.desk.app) as served:
        yield served


def outside(browser: Browser, **more: object) -> Page:
    """A printer's browser: no account, no script."""
    return browser.new_context(java_script_enabled=False, accept_downloads=True, locale="fr-FR", **more).new_page()


def test_from_the_link_to_files_that_sha256sum_accepts(
    shop: Shop, browser: Browser, address: str, tmp_path: Path
) -> None:
    shop.sign()
    path, pin = shop.hand(pin=True)
    page = outside(browser)
    page.goto(address + path)
    page.get_by_label("Code à six chiffres").fill(pin)
    page.get_by_role("button", name="Ouvrir").click()
    with page.expect_download() as begun:
        page.get_by_role("button", name="Tout télécharger").click()
    saved = tmp_path / begun.value.suggested_filename
    begun.value.save_as(saved)
    zipfile.ZipFile(saved).extractall(tmp_path)
    checked = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path / NAME, check=True,
                             capture_output=True, text=True)  # fmt: skip
    assert f"{NAME}.pdf: OK" in checked.stdout
    page.get_by_role("button", name="Dire : reçu").click()
    expect(page.get_by_role("status")).to_contain_text("les fichiers sont arrivés")
    page.get_by_text("Quelque chose ne va pas ?").click()
    page.get_by_label("Page", exact=True).fill("2")
    page.get_by_label("Ce que vous voyez").fill("Le filet du bas est trop fin.")
    page.get_by_role("button", name="Prévenir le journal").click()
    page.get_by_role("button", name="Dire : plaques faites").click()
    page.get_by_label("Exemplaires livrés").fill("4100")
    page.get_by_label("Dont passe").fill("+100")
    page.get_by_role("button", name="Dire : livré").click()
    expect(page.get_by_text("les fichiers ne se téléchargent plus")).to_be_visible()
    with shop.desk.database.read() as db:
        said = [one.kind for one in db.query(PrinterEvent).order_by(PrinterEvent.number)]
    assert said == ["made", "received", "problem", "plates", "delivered"]
    page.context.close()


def test_a_quote_in_english_with_the_keyboard_alone(shop: Shop, browser: Browser, address: str) -> None:
    path, _ = shop.ask()
    page = outside(browser)
    page.goto(f"{address}{path}?lang=en")
    page.get_by_role("link", name="Write a quote").press("Enter")
    for label, words in (("4,000 copies", "1,909.09"), ("VAT rate, in %", "10"), ("Your reference", "Q-7"),
                         ("Valid until", "2099-01-31"), ("Delay from the BAT, in working days", "6")):  # fmt: skip
        page.get_by_label(label).fill(words)
    page.get_by_label("Your reference").press("Enter")
    expect(page.get_by_role("heading", name="Is this right?")).to_be_visible()
    expect(page.get_by_text("€2,100")).to_be_visible()
    page.get_by_role("button", name="Give this quote").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your quote is given")
    with shop.desk.database.read() as db:
        assert [one.tiers for one in store.quotes(db, shop.issue.id)] == [((4000, 190909),)]
    page.context.close()


def test_a_coordinator_makes_a_link_shows_it_once_and_revokes_it(shop: Shop, browser: Browser, address: str) -> None:
    shop.sign()
    context = signed_in(shop, browser, address)
    page = context.new_page()
    page.goto(address + DESK)
    page.get_by_label("Imprimeur", exact=True).first.fill("Imprimerie du Port")
    page.get_by_role("button", name="Faire le lien").first.click()
    link = page.locator(".secret").inner_text()
    assert link in page.get_by_label("Message", exact=True).first.input_value()
    printer = outside(browser)
    printer.goto(link)
    expect(printer.get_by_text("Pour Imprimerie du Port")).to_be_visible()
    page.get_by_role("link", name="C’est copié").click()
    page.get_by_role("button", name="Révoquer").click()
    expect(page.get_by_role("cell", name="révoqué")).to_be_visible()
    printer.reload()
    expect(printer.get_by_role("heading", name="Ce lien n’ouvre rien")).to_be_visible()
    printer.context.close()
    context.close()


def signed_in(shop: Shop, browser: Browser, address: str, **more: object) -> BrowserContext:
    context = browser.new_context(**more)
    cookie = shop.at_desk.client.get_cookie("desk")
    assert cookie is not None
    context.add_cookies([{"name": "desk", "value": cookie.value, "url": address}])
    return context


def everything(shop: Shop) -> tuple[list[str], list[str]]:
    """A desk where all of it has happened: the printer's pages, and the desk's."""
    shop.sign()
    asked, _ = shop.ask()
    handed, _ = shop.hand(company="Rotatives du Nord")
    locked, _ = shop.hand(pin=True, company="Imprimerie fermée")
    post = shop.outside.post
    quote = {"net_3000": "1700", "net_4000": "1909,09", "vat": "10", "extra_thousand": "150", "reference": "D-18",
             "dated": "2027-03-01", "valid_until": "2099-06-01", "delay_days": "6", "deposit": "30 % à la commande",
             "terms": "30 jours fin de mois", "overs": "± 5 %", "conditions": "Palette comprise."}  # fmt: skip
    post(f"{asked}/devis", data=quote | {"step": "give"})
    post(f"{asked}/devis", data=quote | {"step": "give", "net_4000": "1 850"})
    post(f"{asked}/fiche", data={"closed": "285 × 400", "ink_limit": "280", "words": "Remise le mardi."})
    post(f"{handed}/dire", data={"kind": "received"})
    post(f"{handed}/dire", data={"kind": "problem", "page": "3", "words": "La photo du haut semble floue."})
    import io

    post(f"{handed}/epreuve", data={"file": (io.BytesIO(pdf(4, [(3, 100, 100)])), "e.pdf")})
    with shop.desk.database.read() as db:
        proof, correction = db.query(PrinterProof).one(), store.corrections(db, shop.issue.id)[0]
    runner.run(shop.tools(), returning.KINDS, proof.job_id or "")
    doors = [asked, f"{asked}/devis", f"{asked}/fiche", handed, f"{handed}/epreuve/{proof.id}", locked, "/imprimeur/x"]
    return doors, [DESK, f"{DESK}/fiches/{correction.id}", f"{DESK}/epreuves/{proof.id}"]


@pytest.mark.parametrize(("scheme", "width", "tongue"), [("light", 360, "fr"), ("dark", 1280, "en")])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    shop: Shop, browser: Browser, address: str, scheme: str, width: int, tongue: str
) -> None:
    doors, desk = everything(shop)
    looks = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "bypass_csp": True}
    wrong = []
    for context, paths in ((browser.new_context(**looks), doors), (signed_in(shop, browser, address, **looks), desk)):
        page = context.new_page()
        for path in paths:
            page.goto(f"{address}{path}?lang={tongue}")
            page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
            found = Axe().run(page).response["violations"]
            wrong += [(path[-20:], rule["id"], node["target"]) for rule in found for node in rule["nodes"]]
            if (wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
                wrong.append((path[-20:], "wide", wide))
        context.close()
    assert wrong == []


@pytest.mark.parametrize(("scheme", "width", "tongue"), [("dark", 360, "fr"), ("light", 1280, "en")])
def test_a_file_that_is_not_to_be_printed_is_said_to_both(
    shop: Shop, browser: Browser, address: str, scheme: str, width: int, tongue: str
) -> None:
    doors, _ = everything(shop)
    with shop.desk.database.write() as db:
        withdraw_piece(db, shop.mina, shop.now(), shop.piece_id, shop.issue.id, REACTIONS)
    looks = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "bypass_csp": True}
    wrong = []
    for context, path in ((browser.new_context(**looks), doors[3]), (signed_in(shop, browser, address, **looks), DESK)):
        page = context.new_page()
        page.goto(f"{address}{path}?lang={tongue}")
        wrong += [(path[-20:], rule["id"]) for rule in Axe().run(page).response["violations"]]
        if (wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            wrong.append((path[-20:], f"wide {wide}"))
        wrong += [(path[-20:], "a table wider than its panel")] * page.evaluate(WIDER)
        context.close()
    assert wrong == []


def test_a_coordinator_tells_the_printer_and_says_so(shop: Shop, browser: Browser, address: str) -> None:
    shop.sign()
    shop.hand(company="Rotatives du Nord")
    with shop.desk.database.write() as db:
        withdraw_piece(db, shop.mina, shop.now(), shop.piece_id, shop.issue.id, REACTIONS)
    context = signed_in(shop, browser, address, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + DESK)
    expect(page.get_by_role("heading", name="Prévenir l’imprimeur maintenant")).to_be_visible()
    assert "NE PAS IMPRIMER" in page.get_by_label("Objet").first.input_value()
    page.get_by_role("button", name="L’imprimeur est prévenu Rotatives du Nord").click()
    expect(page.get_by_text("prévenu par Mina")).to_be_visible()
    expect(page.get_by_role("heading", name="Prévenir l’imprimeur maintenant")).to_have_count(0)
    context.close()


def test_no_page_of_the_door_has_a_script(shop: Shop) -> None:
    doors, _ = everything(shop)
    for path in doors:
        answer = shop.outside.get(path)
        assert "<script" not in answer.text and "script-src" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "same-origin" and len(answer.data) < 30_000
