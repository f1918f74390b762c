"""From 2,100 euros to 4,000 papers, by clicking: quotes, what came in, what a choice costs, the copies, the account.

On the demo's desk, as its treasurer: with the mouse, with the keyboard alone, and without JavaScript. Nobody types an
address: every page is reached by the links there are. Every figure at the end is worked out here once more, from what
was typed and from the files that were brought, in whole cents and without a line of the desk's own arithmetic.
"""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from journal_app.demo import SLUG
from tests.browser import browser  # noqa: F401
from tests.demo import hands
from tests.demo.filled import fill_desk
from tests.demo.hands import tab_to
from tests.demo.test_walk import PATIENCE_MS
from tests.served import Served
from tests.statements.files import GIFT, LILO, bank_two_columns, gift, helloasso

QUOTES = {  # HT for 4,000 and 3,000 copies, a further 1,000, VAT
    "Imprimerie Spécimen Nord": (2_050_00, 1_790_00, 260_00),
    "Imprimerie Spécimen Sud": (1_940_00, 1_700_00, 240_00),
    "Imprimerie Spécimen Ouest": (2_310_00, 2_000_00, 310_00),
}
VAT = Fraction(10, 100)
FORM = "Soutenir le n° 1"
GIVEN = [20_00, 35_50, 100_00, 12_34, 50_00, 80_00]  # the first five are paid out on one day
PAID_OUT = sum(GIVEN[:5])
GRANT = 600_00
STEP = 200  # copies, of the slider


def half_up(cents: Fraction) -> int:
    """Half a cent goes up: the rule of French invoices."""
    return int(cents + Fraction(1, 2))


def cents(words: str) -> int:
    """An amount as the screen writes it, in cents."""
    bare = re.sub(r"[^\d,−-]", "", words).replace("−", "-")
    whole, _, part = bare.partition(",")
    return int(whole + (part + "00")[:2])


# --- hands -----------------------------------------------------------------------------------------------------------


class Mouse(hands.Mouse):
    """What a person does who has a mouse."""

    scripts = True

    def fewer(self, page: Page) -> None:
        """One step fewer copies: the slider answers while it moves."""
        before = page.locator(".price-now strong").inner_text()
        page.get_by_role("slider", name="Exemplaires").focus()
        page.keyboard.press("ArrowLeft")
        expect(page.locator(".price-now strong")).not_to_have_text(before)


class Keys(hands.Keys, Mouse):
    """What a person does who has a keyboard and nothing else."""

    def fewer(self, page: Page) -> None:
        tab_to(page.get_by_role("slider", name="Exemplaires"))
        super().fewer(page)


class Plain(Mouse):
    """The mouse on a browser that runs no script."""

    scripts = False

    def fewer(self, page: Page) -> None:
        """The same step in the menu, and the form's own button."""
        menu = page.locator("#copies")
        values = [str(one.get_attribute("value")) for one in menu.locator("option").all()]
        menu.select_option(values[values.index(menu.input_value()) - 1])
        leads(self, page.get_by_role("button", name="Voir ce que cela coûte"))


Hand = Mouse | Keys | Plain


def leads(hand: Hand, one: Locator) -> None:
    """Press what leads to another page, and be there."""
    with one.page.expect_navigation():
        hand.press(one)


# --- the desk --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's desk, from which each way starts."""
    return fill_desk(tmp_path_factory.mktemp("money"))


@pytest.fixture(params=[Mouse(), Keys(), Plain()], ids=["mouse", "keyboard", "no-script"])
def hand(request: pytest.FixtureRequest) -> Hand:
    found: Hand = request.param
    return found


@pytest.fixture
def page(filled: Path, tmp_path: Path, hand: Hand, browser: Browser) -> Iterator[Page]:  # noqa: F811
    folder = tmp_path / "desk"
    shutil.copytree(filled, folder)
    served = Served(folder)
    context = browser.new_context(locale="fr-FR", accept_downloads=True, java_script_enabled=hand.scripts)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(served.told["address"])
    leads(hand, page.get_by_role("button", name="Camille Specimen"))
    yield page
    context.close()
    served.process.terminate()
    served.process.wait()


def bar(page: Page, name: str) -> Locator:
    """A way of one of the bars above every page."""
    return page.locator("nav.bar-rooms, nav.copies-bar").get_by_role("link", name=name, exact=True)


def house(page: Page, hand: Hand, *names: str) -> None:
    """To a page of the association's money."""
    leads(hand, bar(page, "Argent").first)
    for name in names:
        leads(hand, page.locator("nav.bar-rooms").last.get_by_role("link", name=name, exact=True))


def issue(page: Page, hand: Hand, room: str, *names: str) -> None:
    """To a page of the issue: its room, and the page in it."""
    if not page.get_by_role("navigation", name="Les pièces du numéro").count():
        leads(hand, bar(page, "Numéros"))
        leads(hand, page.locator(f".cards a[href*='{SLUG}']").first)
    leads(hand, page.get_by_role("navigation", name="Les pièces du numéro").get_by_role("link", name=room, exact=True))
    for name in names:
        leads(hand, bar(page, name).last)


def note_quote(page: Page, hand: Hand, company: str, four: int, three: int, more: int) -> None:
    issue(page, hand, "Argent", "Devis")
    leads(hand, page.get_by_role("link", name="Noter un devis"))
    hand.write(page.get_by_label("Imprimeur", exact=True), company)
    hand.write(page.get_by_label("Référence du devis"), f"D-{four}")
    hand.write(page.get_by_label("Date du devis"), "2026-11-20")
    for place, (copies, price) in enumerate(((4000, four), (3000, three)), 1):
        hand.write(page.get_by_label(f"Quantité {place}", exact=True), str(copies))
        hand.write(page.get_by_label(f"Prix de la quantité {place}"), f"{price / 100:.2f}".replace(".", ","))
    hand.write(page.get_by_label("Les 1 000 exemplaires en plus"), f"{more // 100}")
    leads(hand, page.get_by_role("button", name="Enregistrer le devis"))
    expect(page.get_by_role("status")).to_contain_text("Le devis est noté")


def bring(page: Page, hand: Hand, name: str, data: bytes) -> None:
    house(page, hand, "Relevés")
    leads(hand, page.get_by_role("link", name="Apporter un relevé"))
    hand.give(page.get_by_label("Fichier", exact=True), {"name": name, "mimeType": "text/plain", "buffer": data})
    take(page, hand, page.get_by_role("button", name="Regarder").first)


def paste(page: Page, hand: Hand, words: str) -> None:
    house(page, hand, "Relevés")
    leads(hand, page.get_by_role("link", name="Apporter un relevé"))
    hand.press(page.get_by_text("Coller la page de Lilo"))
    field = page.get_by_label("Texte collé")
    hand.press(field) if isinstance(hand, Keys) else field.focus()
    field.fill(words)  # from the clipboard
    take(page, hand, page.get_by_role("button", name="Regarder").last)


def take(page: Page, hand: Hand, look: Locator) -> None:
    leads(hand, look)
    if page.get_by_label("J’ai regardé").count():
        hand.tick(page.get_by_label("J’ai regardé"))
    leads(hand, page.get_by_role("button", name="Importer", exact=True))
    expect(page.get_by_text("C’est importé.")).to_be_visible()


def send_to_this_issue(page: Page, hand: Hand, form: str) -> None:
    """What comes in through a platform's form is for this issue."""
    house(page, hand, "Financeurs")
    one = page.locator("li.panel", has=page.get_by_role("button", name=f"Enregistrer {form}"))
    hand.choose(one.locator("select[name=issue]"), SLUG)
    leads(hand, one.get_by_role("button", name=f"Enregistrer {form}"))
    expect(page.get_by_role("status")).to_be_visible()


def reconcile(page: Page, hand: Hand, line: str, fund: str) -> None:
    """Say yes to what is proposed for a line of the bank."""
    house(page, hand, "Rapprochement")
    one = page.locator("ol.bank > li", has_text=line)
    leads(hand, one.locator(".proposal", has_text=fund).get_by_role("button", name=re.compile("^Oui")))
    expect(page.get_by_role("status")).to_have_text("C’est rapproché.")


def states(page: Page) -> dict[str, int]:
    """Where each euro is, on the page that is open to all."""
    rows = page.locator("section[aria-labelledby=where] tbody tr")
    return {row.locator("th").inner_text().splitlines()[0].strip(): cents(row.locator("td").inner_text())
            for row in rows.all()}  # fmt: skip


def test_from_three_quotes_to_four_thousand_copies_and_the_donors_page(page: Page, hand: Hand) -> None:
    for company, (four, three, more) in QUOTES.items():
        note_quote(page, hand, company, four, three, more)
    whole = {company: half_up(four * (1 + VAT)) for company, (four, _, _) in QUOTES.items()}
    cheapest = min(whole, key=whole.__getitem__)
    first = page.locator("table.compare tbody tr").first
    expect(first).to_contain_text(cheapest)
    assert cents(first.locator("td[data-label=TTC] strong").inner_text()) == whole[cheapest]
    leads(hand, first.get_by_role("button", name=re.compile("^Choisir")))
    expect(page.get_by_role("status")).to_contain_text("Ce devis est choisi")

    paste(page, hand, LILO)
    gifts = [gift(number, **{GIFT[2]: f"{given / 100:.2f}".replace(".", ","), GIFT[10]: FORM})
             for number, given in enumerate(GIVEN)]  # fmt: skip
    for one in gifts[:5]:
        one |= {GIFT[5]: "Oui", GIFT[6]: "05/11/2026"}
    bring(page, hand, "helloasso.csv", helloasso(gifts))
    assert "Inventée" not in page.content() and "exemple.invalid" not in page.content()
    bring(page, hand, "banque.csv", bank_two_columns(
        [("2026-11-07", "VIR HELLOASSO 2026-11", PAID_OUT), ("2026-11-12", "VIR MAIRIE SUBVENTION", GRANT)]
    ))  # fmt: skip
    send_to_this_issue(page, hand, FORM)
    send_to_this_issue(page, hand, "lilo")
    reconcile(page, hand, "VIR HELLOASSO", FORM)
    reconcile(page, hand, "VIR MAIRIE", "600")

    # the specimen's own funds, as its plan says: 1,260 seen at the bank, 900 promised; 600 were due and are there now
    received = 1_260_00 + PAID_OUT + GRANT
    four, three, more = QUOTES[cheapest]
    issue(page, hand, "Argent", "Choisir")
    expect(page.locator("table.against")).to_contain_text("dépasse")
    funded = page.locator("table.against tr", has_text="Argent vu en banque")
    for _ in range(40):
        if "il reste" in funded.inner_text():
            break
        hand.fewer(page)
    copies = int(page.locator("#copies").input_value())
    price, dearer = (
        half_up((three + Fraction(more * (many - 3000), 1000)) * (1 + VAT)) for many in (copies, copies + STEP)
    )
    assert price <= received < dearer
    assert cents(page.locator(".price-now strong").inner_text()) == price
    assert cents(funded.locator("td").inner_text()) == received - price

    # then what was promised comes, and all 4,000 can be printed
    bring(page, hand, "banque-2.csv", bank_two_columns([("2026-11-20", "VIR ASSOCIATIONS DU RESEAU", 900_00)]))
    reconcile(page, hand, "VIR ASSOCIATIONS", "900")
    received += 900_00
    issue(page, hand, "Argent", "Choisir")
    expect(funded).to_contain_text("il reste")
    assert cents(funded.locator("td").inner_text()) == received - whole[cheapest]

    issue(page, hand, "Exemplaires")
    hand.write(page.locator("input[name=copies]").first, "4000")
    leads(hand, page.get_by_role("button", name="Compter ces exemplaires"))
    leads(hand, bar(page, "Plan"))
    leads(hand, page.get_by_role("button", name="Reprendre la proposition"))
    leads(hand, bar(page, "Paquets"))
    leads(hand, page.get_by_role("button", name="Faire les paquets du plan"))
    leads(hand, page.get_by_role("button", name="Ces paquets sont partis"))
    expect(page.get_by_role("status")).to_contain_text("Paquets partis")
    leads(hand, bar(page, "Étiquettes"))
    labels = page.locator(".sheet-labels")
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        assert len(pdf.pages) == labels.count() > 3

    leads(hand, page.get_by_role("link", name="Retour aux paquets"))
    issue(page, hand, "Argent", "Fonds")
    leads(hand, page.get_by_role("button", name="Ouvrir la page"))
    leads(hand, page.locator(f"a[href$='/soutenir/{SLUG}']"))
    lilo_hoped, lilo_due = 7_87, 13_48  # 7.8659 and 13.4844 as the platform writes them
    want = {"Reçu": received, "En chemin vers la banque": 185_50, "Dû": GIVEN[5] + lilo_due, "Promis": 0,
            "Espéré": 35_00 + lilo_hoped}  # fmt: skip
    assert states(page) == want
    goal = page.locator(".goal")
    expect(goal).to_contain_text("L’impression est payée")
    assert cents(goal.inner_text().partition("manque")[2]) == 6_700_00 - received

    page.go_back()
    issue(page, hand, "Argent", "Compte")
    with page.expect_download() as taken:
        hand.press(page.get_by_role("link", name="CSV"))
    rows = list(csv.reader(io.StringIO(taken.value.path().read_text("utf-8-sig")), delimiter=";"))
    said = {tuple(row[2:5]): row[5:] for row in rows}
    assert said["Compte", "Impression", "Prévu"][0] == f"{whole[cheapest] / 100:.2f}".replace(".", ",")
    seen = [cents(row[5]) for row in rows if row[2] == "Fonds" and row[4].startswith("Reçu")]
    assert sum(seen) == received
    assert sum(cents(row[5]) for row in rows if row[2] == "Fonds") == sum(want.values())
    copies_there = {row[3]: int(row[6]) for row in rows if row[2] == "Exemplaires" and row[4] == "Exemplaires"}
    assert copies_there.pop("Commandés") == copies_there.pop("Livrés") == sum(copies_there.values()) == 4000
