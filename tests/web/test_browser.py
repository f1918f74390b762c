"""The first room in a real browser, without JavaScript: nothing too wide, nothing axe finds, nothing from elsewhere."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser

from journal_app.app import create_app
from journal_app.config import Config
from tests.browser import serving

SPECIMEN = Path(__file__).resolve().parents[2] / "issues" / "00-specimen"
PAGES = ("/numeros/00-specimen/", "/numeros/00-specimen/pages/2", "/absent")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, instance: Path) -> Iterator[str]:
    """A desk with a small built issue, on a free port."""
    issues = tmp_path_factory.mktemp("issues")
    folder = issues / "00-specimen"
    (folder / "build").mkdir(parents=True)
    for name in ("issue.toml", "costing.toml"):
        shutil.copy(SPECIMEN / name, folder / name)
    pages = []
    for folio in range(1, 5):
        Image.new("RGB", (58, 82), (198, 61, 34)).save(folder / "build" / f"p{folio}.png")
        pages.append({"folio": folio, "layout": "front", "colour": folio != 2, "reading": f"p{folio}.png",
                      "thumb": f"p{folio}.png", "width": 289, "height": 410})  # fmt: skip
    problems = [
        {"severity": severity, "code": "text-overset", "where": where,
         "detail": {"found": "+3", "allowed": "0", "who": "editor", "title": "Trente-trois kilomètres d’eau"}}
        for severity, where in (("blocking", "p2/main"), ("warning", "p3/main"), ("note", "issue.toml"))
    ]  # fmt: skip
    row = {"article": "la-file", "title": "La file", "size_pt": 9.4, "tracking": 0, "pages": [2, 3]}
    fit = [row | {"language": tag, "over": over, "under": under}
           for tag, over, under in (("fr", 3, 0), ("ar", 0, 4), ("en", 0, 0))]  # fmt: skip
    name = f"JDJ_{'a_long_name_' * 8}BAT.pdf"
    (folder / "build" / name).write_bytes(b"%PDF")
    files = [{"kind": "press", "name": name, "path": name, "bytes": 4, "sha256": "0" * 64}]
    report = {"slug": "00-specimen", "title": "Journal", "number": 0, "date": "2026-11-20", "specimen": True,
              "pages": pages, "fit": fit, "problems": problems, "files": files}  # fmt: skip
    (folder / "build" / "report.json").write_text(json.dumps(report), "utf-8")
    with serving(create_app(Config(issues, instance=instance))) as served:
        yield served


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_axe_finds_nothing(browser: Browser, address: str, language: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{address}{path}?lang={language}")
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == [], path
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280, 2200])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_is_wider_than_its_window(browser: Browser, address: str, language: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{address}{path}?lang={language}")
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert page.evaluate("getComputedStyle(document.documentElement).direction") == (
            "rtl" if language == "ar" else "ltr"
        )
    context.close()


def test_without_javascript_everything_is_there_and_nothing_comes_from_elsewhere(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    assert page.locator(".sheet").count() == 4
    page.locator(".sheet").nth(1).click()
    page.wait_for_url("**/pages/2")
    page.go_back()
    page.locator("a[hreflang=ar]").click()
    page.wait_for_selector("html[dir=rtl]")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith(address)] == []
    assert said == []  # the content policy refused nothing
    context.close()


def test_spreads_lie_left_to_right_as_the_issue_is_bound(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/numeros/00-specimen/?lang=ar")
    boxes = [page.locator(".sheet").nth(place).bounding_box() for place in (1, 2)]
    assert boxes[0] and boxes[1] and boxes[0]["x"] < boxes[1]["x"] and boxes[0]["y"] == boxes[1]["y"]
    context.close()
