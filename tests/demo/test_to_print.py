"""From scattered articles to a signed BAT and a printer's parcel on which `sha256sum -c` passes, on the demo's desk.

One story, three ways: with the mouse, with the keyboard alone, and as two editors at once. They share a desk: what one
way changes on the pages makes the next version, on which the signatures of unchanged pages still hold.
"""

import hashlib
import re
import subprocess
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from journal_app.demo import SLUG
from tests.browser import CHROMIUM, FLAGS, browser  # noqa: F401
from tests.demo import hands
from tests.demo.filled import fill_desk
from tests.demo.test_walk import BUILD_MS, PATIENCE_MS, follow, settle
from tests.served import Served

PAGES = 16
MOUSE = hands.Mouse()
HEADLINES = {  # of the texts that wait for the one free place
    "Quatre lettres": "Quatre lettres", "La machine à café": "Deux sucres", "Bottes": "Cherche bottes",
}  # fmt: skip
T = TypeVar("T")


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


Come = Callable[..., Page]


@pytest.fixture
def come(desk: Desk, browser: Browser) -> Iterator[Come]:  # noqa: F811
    """Come in as one of the demo's people, in a browser of one's own; without a name, as a printer without a script."""
    rooms = []

    def enter(name: str, hand: hands.Mouse = MOUSE) -> Page:
        rooms.append(context_of(browser, bool(name)))
        page = rooms[-1].new_page()
        if name:
            sign_in(page, desk.address, name, hand)
        return page

    yield enter
    for room in rooms:
        room.close()


def context_of(browser: Browser, script: bool) -> BrowserContext:  # noqa: F811
    context = browser.new_context(locale="fr-FR", accept_downloads=True, java_script_enabled=script,
                                  viewport={"width": 1280, "height": 1000})  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    return context


def sign_in(page: Page, address: str, name: str, hand: hands.Mouse) -> None:
    page.goto(address)
    hand.press(page.get_by_role("button", name=name))
    hand.press(page.get_by_role("link", name="Tableau"))


class Editor:
    """An editor with a browser, a thread and hands of their own: what several are asked to do, they do at once."""

    def __init__(self, address: str, name: str, hand: hands.Mouse) -> None:
        self.name, self._hands = name, ThreadPoolExecutor(1)
        self._hands.submit(self._come, address, hand).result()

    def _come(self, address: str, hand: hands.Mouse) -> None:
        self._player = sync_playwright().start()
        self._browser = self._player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        self._page = context_of(self._browser, True).new_page()
        sign_in(self._page, address, self.name, hand)

    def begin(self, deed: Callable[[Page], T]) -> Future[T]:
        return self._hands.submit(deed, self._page)

    def leave(self) -> None:
        self._hands.submit(self._browser.close).result()
        self._hands.submit(self._player.stop).result()
        self._hands.shutdown()


def at_once(editors: Sequence[Editor], *deeds: Callable[[Page], T]) -> list[T]:
    """Each editor does their deed at the same time (all of them the same, if there is one only); what came of it."""
    begun = [editor.begin(deed) for editor, deed in zip(editors, cycle(deeds), strict=False)]
    return [one.result() for one in begun]


@pytest.fixture
def editors(desk: Desk, names: list[str], hand: hands.Mouse) -> Iterator[list[Editor]]:
    came = [Editor(desk.address, name, hand) for name in names]
    yield came
    for one in came:
        one.leave()


# --- hands -----------------------------------------------------------------------------------------------------------


class Mouse(hands.Mouse):
    """What a person does who has a mouse."""

    def place(self, page: Page, title: str, slot: Locator) -> None:
        """Drag a text that has no place to a slot."""
        self._drag(self.loose(page, title), slot)

    def loose(self, page: Page, title: str) -> Locator:
        """A text that has no place, in sight."""
        loose = page.locator(".loose", has_text=title).first
        if not loose.is_visible():
            page.get_by_role("complementary").locator("summary", has_text="Textes").click()
        return loose

    def move_page(self, page: Page, number: int, to: int) -> None:
        self._drag(page.locator(f"#p{number} h3"), page.locator(f"#p{to} h3"))

    def _drag(self, what: Locator, to: Locator) -> None:
        self.hold_over(what, to)
        what.page.mouse.up()

    def hold_over(self, what: Locator, to: Locator) -> None:
        """Take something up and have it above a place that would take it."""
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


def with_the_mouse(editors: list[Editor]) -> str:
    return at_once(editors, mouse_walk)[0]


def mouse_walk(page: Page) -> str:
    """Also a section that comes and goes, and a layout that was tried with the page's own text."""
    mouse = Mouse()
    move_with(mouse, page, "Quatre lettres", 13)
    page.get_by_role("button", name="Ajouter un cahier").click()
    expect(page.locator(".plan-page")).to_have_count(PAGES + 4)
    page.get_by_role("button", name="Enlever 4 pages").click()
    expect(page.locator(".plan-page")).to_have_count(PAGES)
    page.get_by_role("link", name="ouvrir Page 7", exact=True).click()
    page.get_by_role("link", name="Essayer d’autres gabarits").last.click()
    layout = page.locator(".layouts-tried .fine").first
    name = str(layout.locator("strong").text_content())
    layout.get_by_role("button", name="Prendre ce gabarit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    return HEADLINES["Quatre lettres"]


def with_the_keyboard_alone(editors: list[Editor]) -> str:
    at_once(editors, lambda page: move_with(Keys(), page, "La machine à café", 13))
    return HEADLINES["La machine à café"]


def as_two_editors_at_once(editors: list[Editor]) -> str:
    """Both let go of a text above the same place at the same moment: one stands there, the other is asked. Then each
    moves pages, and sees what the other moves without asking for it."""
    mouse, wanted = Mouse(), ("Bottes", "Quatre lettres")
    at_once(editors, lambda page: open_plan(page, mouse))
    at_once(editors, *(lambda page, title=title: mouse.hold_over(mouse.loose(page, title), short_slot(page))
                       for title in wanted))  # fmt: skip
    at_once(editors, lambda page: page.mouse.up())
    asked = at_once(editors, was_asked)
    assert sorted(asked) == [False, True], asked
    placed = wanted[asked.index(False)]
    at_once(editors, lambda page: expect(short_slot(page)).to_contain_text(placed))
    before = at_once(editors, lambda page: told(page, 13), lambda page: told(page, 7))
    at_once(editors, lambda page: mouse.move_page(page, 13, 12), lambda page: mouse.move_page(page, 7, 6))

    def sees_both(page: Page) -> None:
        for number, text in zip((12, 6), before, strict=True):
            expect(page.locator(f"#p{number} .held").first).to_have_text(text)

    at_once(editors, sees_both)
    return HEADLINES[placed]


def was_asked(page: Page) -> bool:
    """Whether somebody else was there first; then what they put there is left there."""
    asked, done = page.get_by_text("Rien n’a bougé."), page.locator("#plan .flash").filter(has_text="C’est fait.")
    expect(asked.or_(done)).to_be_visible()
    if not asked.is_visible():
        return False
    page.get_by_role("link", name="Laisser là").click()
    return True


# --- the signatures, and the printer ---------------------------------------------------------------------------------


def press_freeze(page: Page, hand: Hand) -> None:
    hand.press(page.get_by_role("link", name="Gel", exact=True))
    hand.press(page.get_by_role("button", name="Geler pour l’imprimeur"))
    follow(page, hand)


def sign_pages(page: Page, hand: Hand) -> None:
    """From one unsigned page to the next as the desk leads, until none is left; whoever comes second is heard too."""
    hand.press(page.get_by_role("link", name="BAT", exact=True))
    hand.press(page.get_by_role("link", name="Regarder et signer la page"))
    expect(page.get_by_role("img", name="Ouvrir l’image seule")).to_be_visible()
    while "/bat/pages/" in page.url:
        folio = page.url.rpartition("/")[2]
        hand.tick(page.get_by_role("radio", name="bon à tirer", exact=True))
        hand.press(page.get_by_role("button", name="Signer la page"))
        expect(page.get_by_role("status")).to_contain_text(f"Page {folio} : c’est signé.")
    expect(page.get_by_text("Toutes les pages sont bonnes à tirer")).to_be_visible()


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
    expect(page.locator(".secret")).to_be_visible()
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
    way: Callable[[list[Editor]], str], hand: Hand, names: list[str], editors: list[Editor], come: Come, desk: Desk,
    tmp_path: Path,
) -> None:  # fmt: skip
    coordinator = come("Camille Specimen", hand)
    settle(coordinator, hand)
    headline = way(editors)

    press_freeze(coordinator, hand)
    at_once(editors, lambda page: sign_pages(page, hand))
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
