"""From scattered articles to a signed BAT and a printer's parcel on which `sha256sum -c` passes, on the demo's desk.

One story, three ways: with the mouse, with the keyboard alone, and as two editors at once. They share a desk: what one
way changes on the pages makes the next version, on which the signatures of unchanged pages still hold.
"""

import hashlib
import re
import subprocess
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from journal_app.demo import SLUG
from tests.browser import browser  # noqa: F401
from tests.demo import hands
from tests.demo.filled import fill_desk
from tests.demo.test_walk import BUILD_MS, PATIENCE_MS, follow, settle
from tests.served import Served

PAGES = 16


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk that is served: its address, and the folder of its issue."""

    address: str
    issue: Path

    @property
    def signed(self) -> Path:
        """The latest parcel that was signed."""
        return max(self.issue.glob("bat/v*"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = fill_desk(tmp_path_factory.mktemp("print"))
    served = Served(folder)
    yield Desk(served.told["address"], folder / "issues" / SLUG)
    served.process.terminate()
    served.process.wait()


Come = Callable[[str], Page]


@pytest.fixture
def come(desk: Desk, browser: Browser) -> Iterator[Come]:  # noqa: F811
    """Come in as one of the demo's people, in a browser of one's own; without a name, as a printer without a script."""
    rooms = []

    def enter(name: str) -> Page:
        context = browser.new_context(locale="fr-FR", accept_downloads=True, java_script_enabled=bool(name),
                                      viewport={"width": 1280, "height": 1000})  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        rooms.append(context)
        page = context.new_page()
        if name:
            page.goto(desk.address)
            page.get_by_role("button", name=name).click()
        return page

    yield enter
    for room in rooms:
        room.close()


# --- hands -----------------------------------------------------------------------------------------------------------


class Mouse(hands.Mouse):
    """What a person does who has a mouse."""

    def place(self, page: Page, title: str, slot: Locator) -> None:
        """Drag a text that has no place to a slot."""
        loose = page.locator(".loose", has_text=title).first
        if not loose.is_visible():
            page.get_by_role("complementary").locator("summary", has_text="Textes").click()
        self._drag(loose, slot)

    def move_page(self, page: Page, number: int, to: int) -> None:
        self._drag(page.locator(f"#p{number} h3"), page.locator(f"#p{to} h3"))

    def _drag(self, what: Locator, to: Locator) -> None:
        page = what.page
        expect(page.locator("#plan .notice")).to_have_count(0, timeout=BUILD_MS)  # the pages are all there
        x, y = middle(what)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 10, y + 10, steps=2)
        expect(page.locator(".ghost")).to_be_visible()
        page.mouse.move(*centre(page))  # away from the edges, where the plan goes by while the hand is there
        page.mouse.move(*middle(to), steps=8)
        expect(to.locator("xpath=ancestor-or-self::*[@data-drop][1]")).to_have_class(re.compile("drop-here"))
        page.mouse.up()


class Keys(hands.Keys):
    """What a person does who has a keyboard and nothing else."""

    def place(self, page: Page, title: str, slot: Locator) -> None:
        """Send a text that has no place to a slot, by the menu of places."""
        self.press(page.get_by_role("complementary").locator("summary", has_text="Textes"))
        name = str(slot.get_attribute("data-drop"))
        self.press(page.get_by_role("link", name=f"placer {title}"))
        self._send(page, name)

    def move_page(self, page: Page, number: int, to: int) -> None:
        self.press(page.get_by_role("link", name=f"déplacer la page {number}", exact=True))
        self._send(page, f"page:{to}")

    def _send(self, page: Page, name: str) -> None:
        menu = page.locator("select[name=to]")
        expect(menu).to_be_focused()

        def there() -> bool:
            return menu.input_value().partition("=")[0] == name  # behind it: what the menu saw there

        for _ in range(menu.locator("option").count()):
            if there():
                break
            page.keyboard.press("ArrowDown")
        assert there()
        self.press(page.get_by_role("button", name="Déplacer"))


Hand = Mouse | Keys


def centre(page: Page) -> tuple[float, float]:
    size = page.viewport_size
    assert size is not None
    return size["width"] / 2, size["height"] / 2


def middle(one: Locator) -> tuple[float, float]:
    """Where to put the mouse, once this is in sight. The plan may be shown again meanwhile: nothing is waited for."""
    one.evaluate("(one) => one.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# --- the pages -------------------------------------------------------------------------------------------------------


def open_plan(page: Page, hand: Hand) -> None:
    hand.press(page.get_by_role("link", name="Chemin de fer"))
    expect(page.locator(".plan-page img")).to_have_count(PAGES, timeout=BUILD_MS)


def short_slot(page: Page) -> Locator:
    """The one place of the demo's plan that waits for a short text."""
    return page.locator("#p14 [data-drop$='/short']")


def told(page: Page, number: int) -> str:
    """What stands on a page, in its plan."""
    return str(page.locator(f"#p{number} .held").first.text_content())


def move_with(hand: Hand, page: Page, title: str, number: int) -> None:
    """Give a text its place, and let two pages change theirs."""
    open_plan(page, hand)
    hand.place(page, title, short_slot(page))
    expect(short_slot(page)).to_contain_text(title)
    before = told(page, number), told(page, number - 1)
    hand.move_page(page, number, number - 1)
    expect(page.locator(f"#p{number} .held").first).to_have_text(before[1])
    expect(page.locator(f"#p{number - 1} .held").first).to_have_text(before[0])


def with_the_mouse(editors: list[Page]) -> str:
    """Also a section that comes and goes, and a layout that was tried with the page's own text."""
    page, mouse = editors[0], Mouse()
    move_with(mouse, page, "Quatre lettres", 13)
    page.get_by_role("button", name="Ajouter un cahier").click()
    expect(page.locator(".plan-page")).to_have_count(PAGES + 4)
    page.get_by_role("button", name="Enlever les 4 dernières").click()
    expect(page.locator(".plan-page")).to_have_count(PAGES)
    page.get_by_role("link", name="ouvrir Page 7", exact=True).click()
    page.get_by_role("link", name="Essayer d’autres gabarits").last.click()
    layout = page.locator(".layouts-tried .fine").first
    name = str(layout.locator("strong").text_content())
    layout.get_by_role("button", name="Prendre ce gabarit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    return "Quatre lettres"


def with_the_keyboard_alone(editors: list[Page]) -> str:
    move_with(Keys(), editors[0], "La machine à café", 13)
    return "Deux sucres"


def as_two_editors_at_once(editors: list[Page]) -> str:
    """Each sees what the other moves, without asking for it."""
    one, other = editors
    mouse = Mouse()
    for page in editors:
        open_plan(page, mouse)
    mouse.place(one, "Bottes", short_slot(one))
    expect(short_slot(other)).to_contain_text("Bottes")
    before = told(other, 13)
    mouse.move_page(other, 13, 12)
    expect(one.locator("#p12 .held").first).to_have_text(before)
    return "Cherche bottes"


# --- the signatures, and the printer ---------------------------------------------------------------------------------


def press_freeze(page: Page, hand: Hand) -> None:
    hand.press(page.get_by_role("link", name="Gel", exact=True))
    hand.press(page.get_by_role("button", name="Geler pour l’imprimeur"))
    follow(page)


def sign_pages(editors: list[Page], hand: Hand) -> None:
    """From one unsigned page to the next as the desk leads, until none is left; whoever comes second is heard too."""
    for page in editors:
        hand.press(page.get_by_role("link", name="BAT", exact=True))
        hand.press(page.get_by_role("link", name="Regarder et signer la page"))
        expect(page.get_by_role("img", name="Ouvrir l’image seule")).to_be_visible()
    while looking := [page for page in editors if "/bat/pages/" in page.url]:
        for page in looking:
            hand.tick(page.get_by_role("radio", name="bon à tirer", exact=True))
        for page in looking:
            folio = page.url.rpartition("/")[2]
            hand.press(page.get_by_role("button", name="Signer la page"))
            expect(page.get_by_role("status")).to_contain_text(f"Page {folio} : c’est signé.")
    expect(editors[0].get_by_text("Toutes les pages sont bonnes à tirer")).to_be_visible()


def sign_the_whole(page: Page, hand: Hand) -> None:
    """The last gate: every warning gets its reason."""
    hand.press(page.get_by_role("link", name="BAT", exact=True))
    hand.press(page.get_by_role("link", name="Passer le dernier contrôle"))
    expect(page.get_by_role("heading", name="Signer le tout")).to_be_visible()
    for reason in page.get_by_label("Pourquoi signer malgré cela").all():
        hand.write(reason, "Relu et voulu ainsi par la rédaction.")
    hand.press(page.get_by_role("button", name="Signer : bon à tirer"))
    expect(page.get_by_text("Signé : bon à tirer")).to_be_visible()


def make_link(page: Page, hand: Hand) -> str:
    hand.press(page.get_by_role("link", name="Remettre à l’imprimeur"))
    files = page.get_by_role("region", name="Remettre les fichiers")
    hand.write(files.get_by_label("Imprimeur"), "Imprimerie Spécimen")
    hand.press(files.get_by_role("button", name="Faire le lien"))
    return page.locator(".secret").inner_text()


def take_parcel(printer: Page, hand: Hand, link: str, folder: Path) -> Path:
    """What a printer does: open the link, download, unpack. The folder with the files."""
    printer.goto(link)
    with printer.expect_download() as taken:
        hand.press(printer.get_by_role("button", name="Tout télécharger"))
    saved = folder / taken.value.suggested_filename
    taken.value.save_as(saved)
    zipfile.ZipFile(saved).extractall(folder / "parcel")
    return next((folder / "parcel").glob("**/SHA256SUMS")).parent


@pytest.mark.parametrize(
    ("way", "hand", "names"),
    [
        (with_the_mouse, Mouse(), ["Dominique Specimen"]),
        (with_the_keyboard_alone, Keys(), ["Dominique Specimen"]),
        (as_two_editors_at_once, Mouse(), ["Dominique Specimen", "Sacha Specimen"]),
    ],
    ids=["mouse", "keyboard", "two-at-once"],
)
def test_from_scattered_articles_to_a_signed_bat_and_a_parcel_that_is_whole(
    way: Callable[[list[Page]], str], hand: Hand, names: list[str], come: Come, desk: Desk, tmp_path: Path
) -> None:
    coordinator = come("Camille Specimen")
    coordinator.get_by_role("link", name="Tableau").click()
    settle(coordinator)
    editors = [come(name) for name in names]
    for page in editors:
        page.get_by_role("link", name="Tableau").click()
    headline = way(editors)

    press_freeze(coordinator, hand)
    sign_pages(editors, hand)
    sign_the_whole(coordinator, hand)
    parcel = take_parcel(come(""), hand, make_link(coordinator, hand), tmp_path)

    checked = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=parcel, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    bat = tomllib.loads((desk.signed / "bat.toml").read_text("utf-8"))
    pdf = parcel / bat["file"]
    assert f"{pdf.name}: OK" in checked.stdout
    assert hashlib.sha256(pdf.read_bytes()).hexdigest() == bat["sha256"]
    # what was moved is what is signed
    assert headline in pypdfium2.PdfDocument(pdf)[13].get_textpage().get_text_bounded()
    signed = bat["signature"]
    assert {one["folio"] for one in signed} == {*range(PAGES + 1)}  # every page, and the whole
    assert [one["name"] for one in signed if one["folio"] == 0] == ["Camille Specimen"]
    assert {one["name"] for one in signed if one["folio"] and not one["carried"]} == {*names}
    assert any(one["carried"] for one in signed) == (bat["version"] > 1)  # a page that did not change is signed once
