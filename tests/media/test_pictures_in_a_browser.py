"""Pictures in a real browser: sent one by one, faces drawn and covered; the same by plain forms."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from journal_app.accounts.model import Role
from journal_app.web.sessions import cookie_name
from tests.browser import serving
from tests.desk import TestDesk
from tests.media import files
from tests.media.test_pictures import pixel

WALL = "/numeros/12-traverser/images"


class Stand:
    """A running desk with an issue, an editor's cookie, and two pictures on disk."""

    def __init__(self, desk: TestDesk, address: str, folder: Path) -> None:
        desk.issue(residency=desk.residency().id)
        visitor = desk.visitor(Role.EDITOR)
        cookie = visitor.client.get_cookie(cookie_name(False))
        assert cookie is not None
        self.cookie, self.desk, self.visitor = cookie.value, desk, visitor
        self.address = address
        self.files = [folder / "phare.jpg", folder / "dessin.png", folder / "note.jpg"]
        contents = (files.jpeg(files.photo(1200, 900)), files.png(files.drawing(size=(900, 700))), b"%PDF")
        for path, content in zip(self.files, contents, strict=True):
            path.write_bytes(content)

    def page(self, browser: Browser, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        context.add_cookies([{"name": cookie_name(False), "value": self.cookie, "url": self.address}])
        return context.new_page()


@pytest.fixture
def stand(desk: TestDesk, tmp_path: Path) -> Iterator[Stand]:
    with serving(desk.app) as address:
        yield Stand(desk, address, tmp_path)


def found_by_axe(page: Page) -> list[str]:
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in Axe().run(page).response["violations"]]


def middle(stand: Stand, address: str) -> tuple[int, int, int]:
    """The colour in the middle of what may be printed."""
    return pixel(stand.visitor.get(f"{address}/entiere").data, 600, 450)


def test_with_a_script_files_go_one_by_one_and_faces_are_drawn(browser: Browser, stand: Stand) -> None:
    page = stand.page(browser, viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    page.on("pageerror", lambda told: wrong.append(str(told)))
    page.goto(stand.address + WALL)
    page.set_input_files("#files", [str(path) for path in stand.files])
    page.click("text=Envoyer")
    page.wait_for_selector("[data-lines] li:nth-child(4)")
    states = page.eval_on_selector_all("[data-lines] li", "all => all.map(one => one.className)")
    assert states == ["there", "there", "missing", ""]  # and a link to see what came in
    page.click("[data-lines] li:first-child a")
    box = page.locator(".frame").bounding_box()
    assert box is not None
    before = middle(stand, page.url.removeprefix(stand.address))
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6, steps=5)
    page.mouse.up()
    page.select_option("[name=answer-0]", "cover")
    assert page.locator(".box-cover").count() == 1
    page.click("text=Enregistrer les visages")
    page.wait_for_selector("text=couverts")
    after = middle(stand, page.url.removeprefix(stand.address).split("#")[0])
    assert max(after) < 40 <= max(before)
    page.check("[data-pick]")
    page.locator(".frame.drawing").click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.3})
    page.click("text=Enregistrer le cadrage")
    page.wait_for_selector("text=C’est enregistré")
    assert abs(float(page.get_attribute(".focal", "d").split("V")[0].split()[0][1:]) - 20) <= 2  # type: ignore[union-attr]
    assert wrong == []


def test_without_a_script_the_same_is_done_by_plain_forms(browser: Browser, stand: Stand) -> None:
    page = stand.page(browser, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.goto(stand.address + WALL)
    page.set_input_files("#files", [str(path) for path in stand.files])
    page.click("text=Envoyer")
    expect(page.locator(".received .there")).to_have_count(2)
    expect(page.locator(".received .missing")).to_have_count(1)
    page.click(".received .there >> nth=0 >> text=Ouvrir")
    for name, value in {"x-0": "40", "y-0": "40", "w-0": "20", "h-0": "20"}.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=answer-0]", "cover")
    page.click("text=Enregistrer les visages")
    expect(page.locator(".flash")).to_contain_text("couverts")
    assert max(middle(stand, page.url.removeprefix(stand.address).split("#")[0])) < 40
    page.fill("[name=credit]", "Amal (spécimen)")
    page.click("text=Enregistrer la fiche")
    page.fill("[name=alt-ar]", "منارة")
    page.click("text=Enregistrer les mots")
    expect(page.locator(".chip.missing")).to_have_count(1)
    expect(page.locator(".chip.missing")).to_contain_text("français, anglais")  # two more alternative texts


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_axe_finds_nothing_and_nothing_is_too_wide(browser: Browser, stand: Stand, scheme: str, width: int) -> None:
    page = stand.page(browser, color_scheme=scheme, viewport={"width": width, "height": 900})
    for language in ("fr", "en"):
        page.goto(f"{stand.address}{WALL}?lang={language}")
        assert found_by_axe(page) == []
    page.set_input_files("#files", [str(path) for path in stand.files])
    page.locator("[data-upload] button").click()
    page.wait_for_selector("[data-lines] li:nth-child(3)")
    assert found_by_axe(page) == []
    page.goto(stand.address + WALL)
    assert found_by_axe(page) == []
    for link in page.eval_on_selector_all(".shot", "all => all.map(one => one.href)"):
        page.goto(link)
        assert found_by_axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
