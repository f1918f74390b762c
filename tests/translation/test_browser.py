"""The translation's page in a real browser: rows arrive by themselves, keys act on the row, nobody's words are lost."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from journal_app.accounts.actor import Actor
from tests.browser import browser, serving  # noqa: F401
from tests.desk import TestDesk, desk  # noqa: F401
from tests.translation.room import BREAD, IN_ENGLISH, POLICE, SEA, Translating


@pytest.fixture
def room(desk: TestDesk) -> Translating:  # noqa: F811
    made = Translating(desk.database)
    made.desk = desk  # type: ignore[assignment]  # the running one, with the same database
    return made


@pytest.fixture
def address(desk: TestDesk) -> Iterator[str]:  # noqa: F811
    with serving(desk.app) as served:
        yield served


def enter(browser: Browser, room: Translating, address: str, who: Actor, language: str = "en", **more: object) -> Page:  # noqa: F811
    """The translation's page, with somebody signed in."""
    cookie = room.desk.visit(who).client.get_cookie("desk")
    assert cookie is not None
    context = browser.new_context(**more)  # type: ignore[arg-type]
    context.add_cookies([{"name": "desk", "value": cookie.value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/contributions/{room.piece_id}/{language}/traduire")
    return page


def field(page: Page, number: int) -> Locator:
    return page.locator("[data-field]").nth(number)


def saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_contain_text("enregistré à")


def test_keys_work_through_the_rows(room: Translating, address: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, room, address, room.ana)
    field(page, 0).focus()
    for words in list(IN_ENGLISH.values())[:3]:
        page.keyboard.insert_text(words)
        page.keyboard.press("Control+Enter")
        saved(page)
    expect(field(page, 3)).to_be_focused()
    assert room.standings() == ["translated", "translated", "translated", "missing"]
    page.keyboard.press("Control+o")
    expect(field(page, 3)).to_have_value(POLICE)
    page.keyboard.press("Alt+PageUp")
    expect(field(page, 2)).to_be_focused()
    expect(page.locator(".standing-translated")).to_have_count(3)


def test_what_is_typed_arrives_by_itself_and_survives_a_cut_line(
    room: Translating, address: str, browser: Browser,  # noqa: F811
) -> None:  # fmt: skip
    page = enter(browser, room, address, room.ana)
    field(page, 1).fill("The sea is cold.")
    saved(page)
    assert room.says_in() == "The sea is cold." and page.evaluate("localStorage.length") == 0
    page.route("**/traduire*", lambda route: route.abort())
    field(page, 1).fill("The sea is cold tonight.")
    expect(page.locator("[data-status]")).to_contain_text("gardé sur cet appareil")
    page.unroute("**/traduire*")
    page.reload()
    page.get_by_role("button", name="Le reprendre").click()
    saved(page)
    assert room.says_in() == "The sea is cold tonight."


def test_what_is_typed_while_a_save_is_on_its_way_stands_beside_a_colleagues_words(
    room: Translating, address: str, browser: Browser,  # noqa: F811
) -> None:  # fmt: skip
    page = enter(browser, room, address, room.ana)
    page.evaluate("""() => {
      const send = window.fetch, wait = new Promise((go) => { window.go = go; });
      window.fetch = async (...asked) => {
        const saving = asked[1] && asked[1].method === "POST" && !String(asked[0]).endsWith("calibrage");
        if (saving && !window.held) { window.held = true; await wait; }
        return send(...asked);
      };
    }""")
    field(page, 1).fill("My first words")
    expect(page.locator("[data-status]")).to_contain_text("enregistrement…")
    room.type({SEA: "The sea is freezing."}, room.bo, done=False)
    field(page, 1).fill("My first words and more")
    page.evaluate("window.go()")
    expect(page.locator("[data-aside]").nth(1)).to_contain_text("My first words and more")
    expect(field(page, 1)).to_have_value("The sea is freezing.")
    page.wait_for_timeout(2500)  # the next save by itself would have come by now
    assert room.says_in() == "The sea is freezing."


def test_words_kept_on_a_device_do_not_overwrite_a_colleagues(
    room: Translating, address: str, browser: Browser,  # noqa: F811
) -> None:  # fmt: skip
    page = enter(browser, room, address, room.ana)
    page.route("**/traduire*", lambda route: route.abort())
    field(page, 1).fill("Typed without a network.")
    expect(page.locator("[data-status]")).to_contain_text("gardé sur cet appareil")
    room.type({SEA: "The sea is freezing."}, room.bo, done=False)
    page.unroute("**/traduire*")
    page.reload()
    page.get_by_role("button", name="Le reprendre").click()
    expect(page.locator("[data-aside]").nth(1)).to_contain_text("Typed without a network.")
    assert room.says_in() == "The sea is freezing."


def test_two_translators_and_an_editor_at_once(room: Translating, address: str, browser: Browser) -> None:  # noqa: F811
    """They work on different rows, then on the same one; the original changes under them."""
    ana, bo = (enter(browser, room, address, who) for who in (room.ana, room.bo))
    field(bo, 3).fill("At dawn the tents are taken.")
    saved(bo)
    field(ana, 1).fill("The sea is cold tonight, and nobody sleeps.")
    saved(ana)
    assert room.says_in() == "The sea is cold tonight, and nobody sleeps.\n\nAt dawn the tents are taken."
    field(bo, 1).fill("The sea was cold.")
    expect(bo.locator("[data-aside]").nth(1)).to_contain_text("The sea was cold.")
    expect(field(bo, 1)).to_have_value("The sea is cold tonight, and nobody sleeps.")
    room.original(SEA, BREAD.replace("*midi*", "*minuit*"), POLICE.replace("prises", "reprises"))
    field(ana, 2).fill("Bread comes at noon.")
    expect(ana.locator("[data-status]")).to_contain_text("Recharger la page")
    ana.reload()
    expect(ana.locator("ins")).to_have_text(["reprises"])
    editor = enter(browser, room, address, room.mina)
    editor.locator("[data-row]").nth(3).get_by_role("button", name="Cela ne touche pas la traduction").click()
    expect(editor.locator("[data-row]").nth(3)).to_contain_text("changement mineur")
    assert room.standings() == ["missing", "in-progress", "missing", "in-progress"]


def test_somebody_else_reviews_by_keys(room: Translating, address: str, browser: Browser) -> None:  # noqa: F811
    room.type(IN_ENGLISH)
    page = enter(browser, room, address, room.bo)
    for number in range(4):
        field(page, number).focus()
        page.keyboard.press("Control+Shift+Enter")
        expect(page.locator(".standing-reviewed")).to_have_count(number + 1)
    assert room.text().reviewed
    field(page, 1).focus()
    page.keyboard.press("Control+y")
    expect(page.locator(".standing-needs-work")).to_have_count(1)


def offered(row: Locator) -> list[str]:
    """What can be pressed beside the row's field, as one sees it."""
    return [one.inner_text() for one in row.locator(".into :is(button, a)").all() if one.is_visible()]


def test_the_row_one_works_in_offers_two_things_and_the_rest_behind_more(
    room: Translating, address: str, browser: Browser,  # noqa: F811
) -> None:  # fmt: skip
    room.type(IN_ENGLISH)
    room.type({SEA: "The sea is freezing tonight, and nobody sleeps."}, room.bo)
    page = enter(browser, room, address, room.ana)
    mine, others = page.locator("[data-row]").nth(0), page.locator("[data-row]").nth(1)
    assert offered(mine) == [], "it is done, and nobody works in it"
    assert offered(others) == ["Relu", "À reprendre"]
    field(page, 0).focus()
    assert offered(mine) == ["Traduit, suivant"]
    more = others.locator("summary")
    more.focus()
    page.keyboard.press("Enter")
    rest = ["Traduit, suivant", "Copier l’original", "Mémoire", "Poser une question"]
    assert offered(others) == ["Relu", "À reprendre", *rest]
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    assert offered(others) == ["Relu", "À reprendre"]
    field(page, 1).press_sequentially("!")  # who changes the words says that they are translated
    assert offered(others) == ["Traduit, suivant"]
    page.keyboard.press("Control+Enter")
    saved(page)
    expect(others).to_have_class("tr-row standing-translated")


def test_a_question_is_about_the_row_it_is_asked_from(room: Translating, address: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, room, address, room.ana)
    row = page.locator("[data-row]").nth(2)
    row.locator("summary").click()
    row.get_by_role("link", name="Poser une question").click()
    expect(page.get_by_label("Ma question")).to_be_focused()
    asked = room.names()["Le pain arrive à ①midi❶, quand la file avance."]
    expect(page.get_by_label("À propos de")).to_have_value(asked)


def test_keys_act_on_the_row_the_page_came_back_at(room: Translating, address: str, browser: Browser) -> None:  # noqa: F811
    room.type(IN_ENGLISH)
    page = enter(browser, room, address, room.bo)
    field(page, 1).focus()
    page.keyboard.press("Control+y")
    expect(page.locator(".standing-needs-work")).to_have_count(1)
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator(".standing-reviewed")).to_have_count(1)
    assert room.standings() == ["translated", "reviewed", "translated", "translated"]
    page.keyboard.press("Alt+PageDown")
    expect(field(page, 2)).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_without_a_script_a_row_asks_what_it_asks_and_more_opens(
    room: Translating, address: str, browser: Browser, width: int,  # noqa: F811
) -> None:  # fmt: skip
    room.type(IN_ENGLISH)
    room.original(SEA, BREAD.replace("*midi*", "*minuit*"), POLICE)
    page = enter(browser, room, address, room.bo, java_script_enabled=False, viewport={"width": width, "height": 800})
    stale, done = page.locator("[data-row]").nth(2), page.locator("[data-row]").nth(1)
    expect(stale.locator("ins").first).to_be_visible()
    assert offered(stale) == ["Traduit, suivant"] and offered(done) == ["Relu", "À reprendre"]
    small = [box for one in page.locator(".tr-row :is(button, a, summary):visible").all()
             if (box := one.bounding_box()) and min(box["width"], box["height"]) < 24]  # fmt: skip
    assert small == []
    done.locator("summary").scroll_into_view_if_needed()
    top = done.locator("summary").bounding_box()
    done.locator("summary").click()
    assert done.locator("summary").bounding_box() == top, "what one pressed stays under the finger"
    assert offered(done) == ["Relu", "À reprendre", "Traduit, suivant", "Mémoire", "Poser une question"]
    done.get_by_role("link", name="Mémoire").click()
    page.go_back()
    stale.get_by_role("button", name="Cela ne touche pas la traduction").click()
    expect(page.locator(".standing-stale")).to_have_count(0)
    stale.locator(".more summary").click()
    stale.get_by_role("button", name="Traduit, suivant").click()
    assert room.standings() == ["translated"] * 4


def test_a_sign_is_put_by_a_tap(room: Translating, address: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, room, address, room.ana, viewport={"width": 390, "height": 800})
    row = page.locator("[data-row]").nth(2)
    field(page, 2).fill("Bread comes at ")
    row.locator(".mark").nth(0).click()
    page.keyboard.insert_text("noon")
    row.locator(".mark").nth(1).click()
    expect(field(page, 2)).to_have_value("Bread comes at ①noon❶")


@pytest.mark.parametrize("language", ["en", "ps", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    room: Translating, address: str, browser: Browser, language: str, scheme: str,  # noqa: F811
) -> None:  # fmt: skip
    room.type(IN_ENGLISH)
    room.original(SEA, BREAD.replace("*midi*", "*minuit*"), POLICE)
    for width in (320, 1280):
        page = enter(browser, room, address, room.ana, language, viewport={"width": width, "height": 800},
                     color_scheme=scheme, bypass_csp=True)  # fmt: skip
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.context.close()
