"""The site in a real browser, without scripts: axe finds nothing, nothing is too wide, the keyboard goes everywhere."""

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from journal_app.complement.swap import swap_in
from tests.browser import browser
from tests.complement.paper import Made

__all__ = ["browser"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("served") / "web"
    swap_in(made[1], out)
    return out


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def paths(made: Made) -> list[str]:
    return ["/", "/404.html", "/00-specimen/", *(f"/{piece.address}" for piece in made[0].pieces)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    browser: Browser, address: str, made: Made, scheme: str, width: int
) -> None:  # fmt: skip
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for path in paths(made):
        page.goto(address + path)
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    context.close()


@pytest.mark.parametrize("width", [320, 1920])
def test_no_page_is_wider_than_its_window(browser: Browser, address: str, made: Made, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in paths(made):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    page.close()


def test_a_page_is_read_from_a_stick_as_from_a_server(browser: Browser, folder: Path, address: str) -> None:
    for start in (address + "/n0/la-file", (folder / "n0/la-file/index.html").as_uri()):
        context = browser.new_context(java_script_enabled=True)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))  # noqa: B023
        page.on("console", lambda one: pytest.fail(one.text))
        page.goto(start)
        assert page.evaluate("document.images[0].naturalWidth") > 0
        assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px"
        assert {url.split("/")[2] for url in asked} == {start.split("/")[2]}
        page.get_by_role("link", name="Tout le numéro").click()
        page.get_by_role("link", name="Trois jours dans la main").first.click()
        assert page.locator("h1").inner_text() == "Trois jours dans la main"
        context.close()


def test_the_keyboard_goes_from_language_to_language(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 500}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/n0/la-file")
    seen = []
    for _ in range(5):
        page.keyboard.press("Tab")
        seen.append(page.locator(":focus").inner_text())
    assert seen[2:] == ["français", "English", "العربية"]
    page.keyboard.press("Enter")
    assert page.url.endswith("#ar")
    box = page.locator("#ar-head").bounding_box()
    bar = page.locator(".tongues").bounding_box()
    assert box and bar and bar["y"] + bar["height"] <= box["y"] < 500  # not hidden by the bar that stays
    context.close()


@pytest.mark.parametrize(("path", "language"), [("/n0/mer-poeme", "ar"), ("/n0/bolani", "prs"), ("/n0/oiseaux", "ckb")])
def test_what_was_written_from_the_right_begins_at_the_right(
    browser: Browser, address: str, path: str, language: str
) -> None:  # fmt: skip
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address + path)
    boxes = [one.bounding_box() for one in page.locator("main article").all()]
    assert all(boxes) and [box["x"] for box in boxes if box] == sorted((b["x"] for b in boxes if b), reverse=True)
    way = "element => getComputedStyle(element).direction"
    assert page.locator("html").evaluate(way) == "rtl" == page.locator(f"#{language} .text p").first.evaluate(way)
    assert page.locator("#fr .text p").first.evaluate(way) == "ltr"
    first = page.locator(f"#{language} .headline").evaluate(
        "e => { const r = document.createRange(); r.setStart(e.firstChild, 0); r.setEnd(e.firstChild, 1);"
        " return e.getBoundingClientRect().right - r.getBoundingClientRect().right }"
    )
    assert 0 <= first < 3  # its first letter stands at the right edge
    page.close()


def test_paper_gets_words_without_the_bar(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto(address + "/n0/la-file")
    assert not page.locator(".tongues").is_visible() and page.locator("#ar .text").is_visible()
    page.close()
