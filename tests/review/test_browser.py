"""The text page in a real browser: what is typed arrives, what has not arrived stays, keys work, axe finds nothing."""

import re
import shutil
import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from journal_app.accounts.model import Role
from journal_app.submissions.model import Text
from tests.desk import TestDesk
from tests.submissions.room import BASE, Room

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), "")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def room(desk: TestDesk) -> Room:
    found = Room(desk)
    with desk.database.write() as db:
        db.add(Text(piece_id=found.piece_id, language="ps"))
    return found


@pytest.fixture
def address(desk: TestDesk) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, desk.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def browser() -> Iterator["sync_api.Browser"]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM or None, args=FLAGS)
        yield opened
        opened.close()


def enter(browser: "sync_api.Browser", room: Room, address: str, **more: object) -> "sync_api.Page":
    """A page of the browser with Mina signed in."""
    cookie = room.desk.visit(room.mina).client.get_cookie("desk")
    assert cookie is not None
    context = browser.new_context(**more)
    context.add_cookies([{"name": "desk", "value": cookie.value, "url": address}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


sync_api.expect.set_options(timeout=15_000)


def test_what_is_typed_arrives_by_itself_and_survives_a_cut_line(
    room: Room, address: str, browser: "sync_api.Browser"
) -> None:
    page = enter(browser, room, address)
    place = f"{address}/contributions/{room.piece_id}/fr"
    page.goto(place)
    page.locator("#body").fill(BASE.replace("froide", "grise"))
    sync_api.expect(page.locator("[data-status]")).to_contain_text("enregistré à")
    assert room.says == BASE.replace("froide", "grise")
    assert page.evaluate("localStorage.length") == 0  # acknowledged: nothing stays on the device
    page.route("**/brouillon", lambda route: route.abort())
    page.locator("#body").fill(BASE.replace("froide", "noire"))
    sync_api.expect(page.locator("[data-status]")).to_contain_text("gardé sur cet appareil")
    page.unroute("**/brouillon")
    page.goto(place)  # the page is left, the words are not
    page.get_by_role("button", name="Le reprendre").click()
    sync_api.expect(page.locator("[data-status]")).to_contain_text("enregistré à")
    assert room.says == BASE.replace("froide", "noire")


def test_what_others_changed_comes_in_and_a_clash_leads_to_both(
    room: Room, address: str, browser: "sync_api.Browser"
) -> None:
    page = enter(browser, room, address)
    page.goto(f"{address}/contributions/{room.piece_id}/fr")
    room.save(room.omar, BASE.replace("demain", "bientôt"), room.first)
    page.locator("#body").fill(BASE.replace("jour", "soir"))
    sync_api.expect(page.locator("#body")).to_have_value(re.compile("bientôt"), timeout=15_000)
    assert room.says == BASE.replace("jour", "soir").replace("demain", "bientôt")
    room.save(room.omar, room.says.replace("froide", "verte"), room.head)
    page.locator("#body").fill(page.locator("#body").input_value().replace("froide", "noire"))
    page.get_by_role("link", name="Voir les deux et choisir").click()
    assert "verte" in page.content()
    page.get_by_label(re.compile("mise de côté")).check()
    page.get_by_role("button", name="Enregistrer ce choix").click()
    assert "noire" in room.says


def test_the_keys_that_hands_know(room: Room, address: str, browser: "sync_api.Browser") -> None:
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
    page.locator("main").click(position={"x": 3, "y": 3})
    page.keyboard.press("?")
    assert page.locator("#keys").get_attribute("open") is not None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    room: Room, address: str, browser: "sync_api.Browser", scheme: str
) -> None:
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
                found = axe.Axe().run(page).response["violations"]
                assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == [], path
        page.context.close()


def test_without_javascript_everything_is_there(room: Room, address: str, browser: "sync_api.Browser") -> None:
    page = enter(browser, room, address, java_script_enabled=False)
    page.goto(f"{address}/contributions/{room.piece_id}/fr")
    page.locator("#body").fill(BASE.replace("froide", "grise"))
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    assert "Enregistré." in page.content()
    page.get_by_text("Remarque ou proposition").nth(1).click()
    page.get_by_label("Remarque", exact=True).locator("visible=true").fill("Vraiment ?")
    page.get_by_role("button", name="Noter la remarque").click()
    assert "La remarque est notée." in page.content()
    assert room.says == BASE.replace("froide", "grise")
    assert Role.EDITOR in room.mina.roles
