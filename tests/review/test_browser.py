"""The text page in a real browser: what is typed arrives, what has not arrived stays, keys work, axe finds nothing."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from journal_app.accounts.model import Role
from journal_app.submissions.model import Text
from tests.browser import serving
from tests.desk import TestDesk
from tests.submissions.room import BASE, Room


@pytest.fixture
def room(desk: TestDesk) -> Room:
    found = Room(desk)
    with desk.database.write() as db:
        db.add(Text(piece_id=found.piece_id, language="ps"))
    return found


@pytest.fixture
def address(desk: TestDesk) -> Iterator[str]:
    with serving(desk.app) as served:
        yield served


def enter(browser: Browser, room: Room, address: str, **more: object) -> Page:
    """A page of the browser with Mina signed in."""
    cookie = room.desk.visit(room.mina).client.get_cookie("desk")
    assert cookie is not None
    context = browser.new_context(**more)
    context.add_cookies([{"name": "desk", "value": cookie.value, "url": address}])
    page = context.new_page()
    return page


def test_what_is_typed_arrives_by_itself_and_survives_a_cut_line(room: Room, address: str, browser: Browser) -> None:
    page = enter(browser, room, address)
    place = f"{address}/contributions/{room.piece_id}/fr"
    page.goto(place)
    page.locator("#body").fill(BASE.replace("froide", "grise"))
    expect(page.locator("[data-status]")).to_contain_text("enregistré à")
    assert room.says == BASE.replace("froide", "grise")
    assert page.evaluate("localStorage.length") == 0  # acknowledged: nothing stays on the device
    page.route("**/brouillon", lambda route: route.abort())
    page.locator("#body").fill(BASE.replace("froide", "noire"))
    expect(page.locator("[data-status]")).to_contain_text("gardé sur cet appareil")
    page.unroute("**/brouillon")
    page.goto(place)  # the page is left, the words are not
    page.get_by_role("button", name="Le reprendre").click()
    expect(page.locator("[data-status]")).to_contain_text("enregistré à")
    assert room.says == BASE.replace("froide", "noire")


def test_what_others_changed_comes_in_and_a_clash_leads_to_both(room: Room, address: str, browser: Browser) -> None:
    page = enter(browser, room, address)
    page.goto(f"{address}/contributions/{room.piece_id}/fr")
    room.save(room.omar, BASE.replace("demain", "bientôt"), room.first)
    page.locator("#body").fill(BASE.replace("jour", "soir"))
    expect(page.locator("#body")).to_have_value(re.compile("bientôt"))
    assert room.says == BASE.replace("jour", "soir").replace("demain", "bientôt")
    room.save(room.omar, room.says.replace("froide", "verte"), room.head)
    page.locator("#body").fill(page.locator("#body").input_value().replace("froide", "noire"))
    page.get_by_role("link", name="Voir les deux et choisir").click()
    page.get_by_text("verte").first.wait_for()
    page.get_by_label(re.compile("mise de côté")).check()
    page.get_by_role("button", name="Enregistrer ce choix").click()
    expect(page.locator("#body")).to_have_value(re.compile("noire"))
    assert "noire" in room.says


def test_the_keys_that_hands_know(room: Room, address: str, browser: Browser) -> None:
    page = enter(browser, room, address)
    page.goto(f"{address}/contributions/{room.piece_id}/ps")
    body = page.locator("#body")
    assert body.get_attribute("dir") == "rtl"
    assert body.get_attribute("lang") == "ps"
    body.focus()
    page.keyboard.press("Control+o")
    assert body.input_value() == BASE
    page.keyboard.press("Control+Enter")
    page.get_by_text("Enregistré.").wait_for()
    page.keyboard.press("Control+Shift+Enter")
    page.get_by_text("Noté\u00a0: ce texte est relu.").wait_for()
    page.keyboard.press("Control+y")
    page.get_by_text("Noté\u00a0: ce texte est à relire.").wait_for()
    page.wait_for_load_state()  # the script is there, too
    page.locator("main").click(position={"x": 3, "y": 3})
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_too_wide(room: Room, address: str, browser: Browser, scheme: str) -> None:
    stale = room.head
    visitor = room.desk.visit(room.mina)
    where = f"/contributions/{room.piece_id}/fr"
    visitor.post(where + "/remarques", {"base": stale, "block": "1", "passage": "froide", "comment": "Vraiment ?"})
    visitor.post(where, {"base": stale, "headline": "La mer", "body": BASE.replace("froide", "grise") + " Où ?"})
    visitor.post(where + "/propositions/typographie")
    visitor.post(where, {"base": stale, "headline": "La mer", "body": BASE.replace("froide", "noire")})
    with room.desk.database.read() as db:
        from journal_app.submissions.store import asides

        (aside,) = asides(db, room.text_id)
    for width in (390, 1280, 1920):
        page = enter(browser, room, address, viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in (where, where[:-2] + "ps", where + "/historique", f"{where}/versions/{aside.id}"):
            assert page.goto(address + path).status == 200
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (path, width)
            if width == 1280:
                found = Axe().run(page).response["violations"]
                assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == [], path
        page.context.close()


def test_without_javascript_everything_is_there(room: Room, address: str, browser: Browser) -> None:
    page = enter(browser, room, address, java_script_enabled=False)
    page.goto(f"{address}/contributions/{room.piece_id}/fr")
    page.locator("#body").fill(BASE.replace("froide", "grise"))
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("Enregistré.").wait_for()
    page.get_by_text("Remarque ou proposition").nth(1).click()
    page.get_by_label("Remarque", exact=True).locator("visible=true").fill("Vraiment ?")
    page.get_by_role("button", name="Noter la remarque").click()
    page.get_by_text("La remarque est notée.").wait_for()
    assert room.says == BASE.replace("froide", "grise")
    assert Role.EDITOR in room.mina.roles
