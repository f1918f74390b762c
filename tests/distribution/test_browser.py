"""Four thousand copies to twenty-nine associations, by the keyboard alone, without a script, to the labels on A4."""

import io
from collections.abc import Iterator

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from journal_app.distribution import looks
from journal_app.distribution.model import PlaceKind
from tests.browser import serving
from tests.distribution.store_room import COPIES, StoreRoom

MM = 72 / 25.4


@pytest.fixture
def address(room: StoreRoom) -> Iterator[str]:
    with serving(room.desk.app) as served:
        yield served


def coordinator(room: StoreRoom, browser: Browser, address: str, **more: object) -> BrowserContext:
    """The coordinator's browser, without scripts unless told otherwise."""
    context = browser.new_context(**{"java_script_enabled": False, "locale": "fr-FR"} | more)  # type: ignore[arg-type]
    cookie = room.at_desk.client.get_cookie("desk")
    assert cookie is not None
    context.add_cookies([{"name": "desk", "value": cookie.value, "url": address}])
    return context


def to(page: Page, name: str, most: int = 400) -> None:
    """Press Tab until the field of that name, or what has these words, is under the keyboard."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.locator(":focus")
        if here.count() and (here.get_attribute("name") == name or here.inner_text().strip().startswith(name)):
            return
    raise AssertionError(f"no way to {name} by the keyboard")


def test_from_the_lorry_to_the_labels_with_the_keyboard_alone(room: StoreRoom, browser: Browser, address: str) -> None:
    page = coordinator(room, browser, address).new_page()
    page.goto(address + COPIES)
    to(page, "copies")
    page.keyboard.type("4 000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Les exemplaires sont comptés.")

    to(page, "Décider qui reçoit combien")
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 000 exemplaires sont là.".replace(" 0", "\u202f0"))).to_be_visible()
    to(page, "Reprendre la proposition")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("La proposition est reprise")

    to(page, "Paquets")
    page.keyboard.press("Enter")
    to(page, "Faire les paquets du plan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Paquets prêts à étiqueter")
    made: looks.Look = room.look()
    assert len({one.place_id for one in made.parcels} & set(room.places.values())) == 29

    to(page, "Étiquettes")
    page.keyboard.press("Enter")
    sheets = -(-len(made.parcels) // 8)
    expect(page.locator(".sheet-labels")).to_have_count(sheets)
    printed = page.pdf(prefer_css_page_size=True)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert len(pdf.pages) == sheets, "no label runs over into another sheet"
        assert [round(float(side) / MM) for side in pdf.pages[0].MediaBox][2:] == [210, 297]

    to(page, "Retour aux paquets")
    page.keyboard.press("Enter")
    to(page, "Ces paquets sont partis")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"Paquets partis\u00a0: {len(made.parcels)}.")
    there = room.look()
    assert sum(there.by_kind.values()) == there.delivered == 4000
    assert there.by_kind[PlaceKind.ASSOCIATION] == sum(one.usual for one in there.places.values() if one.code)
    to(page, "Étiquettes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Tous les paquets")).to_be_visible()
    expect(page.locator(".sheet-labels")).to_have_count(0)  # no label twice, unless somebody asks for it
    page.context.close()


def test_an_association_orders_and_answers_on_a_telephone_in_arabic(
    room: StoreRoom, browser: Browser, address: str
) -> None:
    room.ready()
    (path,) = room.hand("A-02")
    page = browser.new_context(
        java_script_enabled=False, locale="ar", viewport={"width": 360, "height": 640}
    ).new_page()
    page.goto(address + path)
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.get_by_label("النسخ").fill("200")
    page.get_by_role("button", name="إرسال الطلب").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("سُجّل طلبكم")
    room.send("A-02")
    page.goto(address + path)
    page.get_by_role("button", name="إخبارنا بما وصل").press("Enter")
    page.get_by_label("النسخ الموزّعة منذ آخر مرة").fill("٢٠")  # as an Arabic keyboard writes it
    page.get_by_label("الأشخاص الذين التقيتموهم").fill("35")
    page.get_by_role("button", name="إخبارنا بما وُزّع").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("سُجّل ذلك")
    assert room.look().balances["handed-out"] == 20 and room.look().people == 35
    page.context.close()


def wrong_with(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    found = [f"{page.url}: {rule['id']} {node['target']}" for rule in Axe().run(page).response["violations"]
             for node in rule["nodes"]]  # fmt: skip
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, f"{page.url}: {wide} px too wide"] if wide > 0 else found


@pytest.mark.parametrize(
    ("scheme", "width", "tongue"), [("light", 320, "fr"), ("dark", 1280, "en"), ("light", 360, "ar")]
)
def test_axe_finds_nothing(
    room: StoreRoom, browser: Browser, address: str, scheme: str, width: int, tongue: str
) -> None:
    room.ready("2 000")
    room.send("A-01", "L-01", "A-06")
    first, second = room.hand("A-01", "A-03")
    room.say(first, "recu", {"bundles": "1", "damaged": "1"})
    room.say(first, "distribues", {"copies": "10", "people": "12"})
    context = coordinator(room, browser, address, java_script_enabled=True, bypass_csp=True, color_scheme=scheme,
                          viewport={"width": width, "height": 800})  # fmt: skip
    page, wrong = context.new_page(), []
    papers = [f"{COPIES}/{name}" for name in ("etiquettes", "tournee", "emargement", "feuilles")]
    rooms = [COPIES, *(f"{COPIES}/{name}" for name in ("plan", "paquets", "commandes")), "/lieux", "/lieux/nouveau",
             "/transporteurs", "/transporteurs/nouveau",
             f"{COPIES}/commandes/{room.places['A-01']}/papier"]  # fmt: skip
    for path in (first, second, "/exemplaires/none") if tongue == "ar" else (*rooms, *papers, first, second):
        page.goto(f"{address}{path}?lang={tongue}")
        wrong += wrong_with(page)
    context.close()
    assert not wrong, "\n".join(wrong)
