"""The viewer in a real browser: touched, moved and enlarged with the mouse, with the keyboard alone; nothing that axe
would say, on a phone, a laptop and a wide screen, light and dark, and in an issue read from right to left."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from journal_app.accounts.actor import Actor
from journal_app.issues.model import Issue
from journal_app.proofs import drawn
from journal_app.proofs.drawn import Drawn
from tests.browser import serving
from tests.proofs.shop import THREE, Shop

SIZES = ((360, 740), (1280, 900), (1920, 1080))
PAGE = "/numeros/12-essai/epreuve/1"
ROUNDS = "/numeros/12-essai/epreuves"
SLOW_MS = 60_000  # a page is set, or its plates are drawn, beside other work
LOOKED_AT = (PAGE, f"{PAGE}?zoom=400&x=2&y=2", f"{PAGE}?encre=total", "/numeros/12-essai/epreuve/2?vue=double", ROUNDS)


@contextmanager
def screen(
    built: Shop, browser: Browser, who: Actor, width: int = 1280, height: int = 900, dark: bool = False, js: bool = True
) -> Iterator[Page]:
    cookie = built.desk.visit(who).client.get_cookie("desk")
    assert cookie
    with serving(built.desk.app) as address:
        visit = browser.new_context(base_url=address, viewport={"width": width, "height": height},
                                    color_scheme="dark" if dark else "light", java_script_enabled=js,
                                    bypass_csp=True)  # fmt: skip
        visit.add_cookies([{"name": "desk", "value": cookie.value, "url": address}])
        page = visit.new_page()
        broke: list[str] = []
        page.on("pageerror", lambda error: broke.append(str(error)))
        page.on("console", lambda told: broke.append(told.text) if told.type == "error" else None)
        yield page
        visit.close()
        assert broke == []


def view(page: Page) -> list[float]:
    box = page.locator(".sheet-view").get_attribute("viewBox")
    assert box
    return [float(one) for one in box.split()]


def wrong(page: Page) -> list[object]:
    """What axe says of the page."""
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in Axe().run(page).response["violations"]]


def middle(page: Page, words: str) -> tuple[float, float]:
    """Where on the screen the paragraph with these words lies on the page."""
    key = page.locator("#spot option").filter(has_text=words).get_attribute("value")
    spot = page.locator(f'[data-spot="{key}"]').first
    spot.scroll_into_view_if_needed()
    box = spot.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_paragraph_is_touched_and_spoken_of_and_its_pin_leads_to_what_was_said(built: Shop, browser: Browser) -> None:
    with screen(built, browser, built.ana) as page:
        page.goto(PAGE)
        expect(page.locator("[data-live]")).to_be_visible()
        page.mouse.click(*middle(page, "grise"))
        expect(page.locator("#comment")).to_be_focused()
        page.keyboard.type("Trop serré.")
        page.get_by_role("button", name="Noter la remarque").click()
        pin = page.get_by_role("link", name="Remarque 1", exact=True)
        pin.click()
        expect(page.locator(".pin-row:target")).to_contain_text("Trop serré.")
        page.locator(".pin-row:target").get_by_role("button", name="Réglée").click()
        expect(page.locator(".pin")).to_have_count(0)


@pytest.mark.parametrize("languages", [["fr"], ["ar", "fr"]])
def test_the_page_that_lies_beside_is_touched_and_spoken_of_too(
    shop: Shop, browser: Browser, languages: list[str]
) -> None:
    with shop.desk.database.write() as db:
        db.get_one(Issue, shop.issue_id).languages = languages
    shop.write(*THREE, title="Le phare")
    shop.build()
    with screen(shop, browser, shop.ana) as page:
        page.goto("/numeros/12-essai/epreuve/2?vue=double")
        expect(page.locator("[data-live]")).to_be_visible()
        page.mouse.click(*middle(page, "grise"))
        expect(page.locator("#comment")).to_be_focused()
        assert page.locator("#spot").input_value().startswith("p3/")
        page.keyboard.type("Trop serré.")
        page.get_by_role("button", name="Noter la remarque").click()
        pin = page.locator('[data-leaf="3"]').get_by_role("link", name="Remarque 1", exact=True)
        pin.focus()
        page.keyboard.press("Enter")
        row = page.locator(".pin-row:target")
        expect(row).to_contain_text("Trop serré.")
        row.get_by_role("button", name="Réglée").click()
        expect(page.locator(".pin")).to_have_count(0)
        assert "/epreuve/2?vue=double" in page.url
        assert wrong(page) == []


def test_the_mouse_enlarges_and_drags_and_a_drag_chooses_nothing(built: Shop, browser: Browser) -> None:
    with screen(built, browser, built.ana) as page:
        page.goto(PAGE)
        expect(page.locator("[data-live]")).to_be_visible()
        whole = view(page)
        page.mouse.move(*middle(page, "matin"))
        page.mouse.wheel(0, -300)
        assert view(page) == whole  # a wheel that passes by scrolls
        x, y = middle(page, "matin")
        page.mouse.move(x, y)
        page.keyboard.down("Control")
        for _ in range(4):
            page.mouse.wheel(0, -300)
        page.keyboard.up("Control")
        expect(page.locator("image[data-window]").first).to_be_attached()  # a sharper window came
        near = view(page)
        assert near[2] < whole[2] / 3
        page.mouse.down()
        page.mouse.move(x - 120, y - 60, steps=4)
        page.mouse.up()
        moved = view(page)
        assert moved[0] > near[0] and moved[2] == near[2]
        expect(page.locator("#spot")).to_have_value("page")


def test_with_the_keyboard_alone_one_sees_speaks_and_turns_the_page(built: Shop, browser: Browser) -> None:
    with screen(built, browser, built.ana) as page:
        page.goto(PAGE)
        expect(page.locator("[data-live]")).to_be_visible()
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.classList.contains('sheet-view')"):
                break
        whole = view(page)
        for _ in range(5):
            page.keyboard.press("+")
        near = view(page)
        assert near[2] < whole[2] / 2
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        assert view(page)[0] > near[0] and view(page)[1] > near[1]
        page.keyboard.press("0")
        assert view(page)[2] == pytest.approx(whole[2])
        page.locator("#spot").focus()
        page.keyboard.press("End")
        page.keyboard.press("Tab")
        page.keyboard.type("Dit au clavier.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#remarques")).to_contain_text("Dit au clavier.")
        page.keyboard.press("Alt+PageDown")
        expect(page.get_by_role("heading", level=1)).to_have_text("Page 2 sur 4")


def test_an_ink_is_laid_over_the_page_and_one_stays_where_one_is(built: Shop, browser: Browser) -> None:
    with screen(built, browser, built.ana) as page:
        page.goto(PAGE)
        expect(page.locator("[data-live]")).to_be_visible()
        page.locator(".sheet-view").focus()
        for _ in range(4):
            page.keyboard.press("+")
        near = view(page)
        page.locator("[data-ink=black]").click()
        expect(page.locator('[data-plate="black"] image').first).to_be_attached()
        expect(page.locator("#encres")).to_contain_text("de la page en moyenne", timeout=SLOW_MS)
        expect(page.locator("[data-over]")).to_have_attribute("opacity", "0.8")
        page.get_by_role("slider", name="Opacité des encres").fill("30")
        expect(page.locator("[data-over]")).to_have_attribute("opacity", "0.3")
        assert view(page) == near and "encre=black" in page.url and "voile=30" in page.url
        page.reload()
        expect(page.locator("[data-over]")).to_have_attribute("opacity", "0.3")
        page.locator("[data-ink=total]").click()
        expect(page.locator("rect.worst")).to_be_attached(timeout=SLOW_MS)
        page.locator("[data-layer=coupe]").click()
        expect(page.locator(".trim-line")).to_be_visible()
        page.locator('[data-ink=""]').click()
        expect(page.locator(".proof-stage [data-plate]")).to_have_count(0)
        assert "encre" not in page.url and "calque=coupe" in page.url


def test_numbers_that_others_keep_waiting_come_by_themselves_and_leave_one_where_one_was(
    shop: Shop, browser: Browser
) -> None:
    sight = shop.build().sight(1)
    assert Drawn(shop.instance, shop.issue_id).plate(sight, "magenta", 1, 0, 0)
    with screen(shop, browser, shop.ana) as page:
        with ExitStack() as line:
            for _ in range(drawn.MOST_WAITING):
                assert drawn._LINE.acquire(blocking=False)
                line.callback(drawn._LINE.release)
            page.goto(f"{PAGE}?encre=magenta")
            expect(page.locator("#encres")).to_contain_text("Les chiffres viennent dans un instant")
            slider = page.get_by_role("slider", name="Opacité des encres")
            slider.focus()
        expect(page.locator("#encres")).to_contain_text("de la page en moyenne", timeout=SLOW_MS)
        expect(slider).to_be_focused()
        expect(page.get_by_role("img", name="Page 1, Magenta")).to_have_count(1)
        page.evaluate("""() => { window.changes = 0; const was = history.replaceState;
            history.replaceState = function () { window.changes++; return was.apply(this, arguments); }; }""")
        drag = "(one) => { for (let at = 10; at <= 100; at++) { one.value = at; one.dispatchEvent(new Event('input', {bubbles: true})); } }"  # noqa: E501
        slider.evaluate(drag)
        expect(page.locator("[data-over]")).to_have_attribute("opacity", "1")
        assert page.evaluate("window.changes") == 0, "a browser bears few changes of the address"
        slider.dispatch_event("change")
        assert page.evaluate("window.changes") == 1 and "voile=100" in page.url
        page.locator("[data-ink=magenta]").click()
        expect(slider).to_be_hidden()


def test_what_changes_while_one_looks_comes_onto_the_page_and_is_named(shop: Shop, browser: Browser) -> None:
    shop.build()
    with screen(shop, browser, shop.ana) as page:
        page.goto(PAGE)
        expect(page.locator("#etat")).to_contain_text("Rien n’a changé")
        shop.write(*THREE)
        expect(page.locator("#etat .live-mark")).to_be_visible(timeout=3 * SLOW_MS)
        image = page.locator("[data-pictures] image").first
        expect(image).to_have_attribute("href", re.compile("/image/v-"), timeout=SLOW_MS)
        expect(page.locator("figcaption .live-mark")).to_be_visible()
        expect(page.locator("#etat")).to_have_attribute("aria-live", "polite")
        expect(page.get_by_role("img", name="Page 1", exact=True)).to_have_count(1)  # as the proof's picture was
        before, way = image.get_attribute("href"), page.get_by_role("link", name="La page dans le chemin de fer")
        way.focus()
        shop.write(*THREE, "La nuit, on dort.")
        expect(page.locator("[data-of]").first).not_to_have_attribute("data-piece", before or "", timeout=3 * SLOW_MS)
        expect(page.locator("#etat .live-mark")).to_be_visible(timeout=3 * SLOW_MS)
        expect(way).to_be_focused()
        page.get_by_role("link", name="Voir l’épreuve").first.click()
        expect(page.locator("#etat")).to_contain_text("Voici l’épreuve")
        assert "/image/v-" not in (page.locator("[data-pictures] image").first.get_attribute("href") or "")


@pytest.mark.parametrize("js", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_nothing_sticks_out(
    built: Shop, browser: Browser, size: tuple[int, int], js: bool
) -> None:
    width, height = size
    with screen(built, browser, built.ana, width, height, dark=width == 1920, js=js) as page:
        for address in LOOKED_AT:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            if js:
                assert wrong(page) == [], address


def test_an_issue_read_from_right_to_left_lies_open_so(shop: Shop, browser: Browser) -> None:
    with shop.desk.database.write() as db:
        db.get_one(Issue, shop.issue_id).languages = ["ar", "fr"]
    shop.write(*THREE)
    found = shop.build()
    shop.round(found, [shop.cleo, shop.ana])
    with screen(shop, browser, shop.cleo) as page:
        page.goto("/numeros/12-essai/epreuve/2?vue=double")
        right, left = (page.locator(f'[data-leaf="{folio}"]').bounding_box() for folio in (2, 3))
        assert right and left and right["x"] > left["x"]
        page.get_by_role("button", name="J’ai vu cette page").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Page 3 sur 4")
        page.goto(f"{ROUNDS}/1")
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        expect(page.locator("tbody tr").nth(1)).to_contain_text("✓ vue")
        assert wrong(page) == []
