"""A translation's way abroad and back, by clicking: on the demo's desk, with two translators and one editor.

Articles leave as files, are worked on in another tool, and come back after the original has changed; what is stale is
brought in line, read by other eyes, fitted on its page and frozen; what was learnt leaves as a memory.
"""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from tests.browser import browser  # noqa: F401
from tests.demo.test_walk import PATIENCE_MS, desk, open_piece, open_text  # noqa: F401

TITLE = "La file d’attente"
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"
Come = Callable[[str], Page]


@pytest.fixture
def come(desk: str, browser: Browser) -> Iterator[Come]:  # noqa: F811
    rooms = []

    def enter(name: str) -> Page:
        context = browser.new_context(locale="fr-FR", accept_downloads=True)
        context.set_default_timeout(PATIENCE_MS)
        rooms.append(context)
        page = context.new_page()
        page.goto(desk)
        page.get_by_role("button", name=name).click()
        return page

    yield enter
    for room in rooms:
        room.close()


def to_files(page: Page) -> None:
    page.get_by_role("link", name="Traductions", exact=True).click()
    page.get_by_role("link", name="Emporter ou rapporter des fichiers").click()


def open_room(page: Page) -> None:
    page.get_by_role("link", name="Traductions", exact=True).click()
    page.get_by_role("row", name=TITLE).get_by_role("cell").nth(1).get_by_role("link").click()


def row(page: Page, words: str):  # type: ignore[no-untyped-def]
    """The row whose source says so."""
    return page.locator("[data-row]", has=page.locator(".from", has_text=words))


def in_another_tool(parcel: Path, out: Path) -> None:
    """What an independent tool does with the files: it parses them, writes targets and states, and saves them."""
    with zipfile.ZipFile(parcel) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            tree = etree.fromstring(given.read(name))
            if "_la-file_" in name:
                for segment in tree.iter(f"{XLIFF}segment"):
                    source, target = (segment.find(f"{XLIFF}{side}") for side in ("source", "target"))
                    said = "".join(source.itertext())
                    more = {"À sept heures": " Nobody pushes.", "À huit heures": " Everybody sees it."}
                    for begins, words in more.items():
                        if said.startswith(begins):
                            last = target[-1] if len(target) else None
                            if last is None:
                                target.text += words
                            else:
                                last.tail = (last.tail or "") + words
                            segment.set("state", "translated")
                            segment.attrib.pop("subState", None)
            made.writestr(name, etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))


def test_articles_go_abroad_and_come_back_after_the_original_changed(
    come: Come, desk: str, tmp_path: Path, request: pytest.FixtureRequest,  # noqa: F811
) -> None:  # fmt: skip
    noor = come("Noor Specimen")
    to_files(noor)
    noor.get_by_label("Langue d’arrivée").select_option("en")
    noor.get_by_label("Format").select_option("2.1")
    with noor.expect_download(timeout=120_000) as taken:
        noor.get_by_role("button", name="Télécharger").click(timeout=120_000)
    taken.value.save_as(tmp_path / "en.zip")
    in_another_tool(tmp_path / "en.zip", tmp_path / "translated.zip")

    editor = come("Dominique Specimen")  # meanwhile the original changes
    open_piece(editor, TITLE)
    open_text(editor)
    body = editor.locator("#body")
    body.fill(body.input_value().replace("À huit heures", "À neuf heures"))
    editor.locator("form", has=body).get_by_role("button", name="Enregistrer", exact=True).click()

    elif_ = come("Elif Specimen")  # and somebody works on the desk
    open_room(elif_)
    third = row(elif_, "La règle n’est écrite nulle part").locator("[data-field]")
    third.fill(third.input_value() + " And everybody knows it.")
    third.press("Control+Enter")
    expect(elif_.locator("[data-status]")).to_contain_text("enregistré à")

    noor.get_by_label("Fichiers XLIFF ou Word, ou un zip").set_input_files(tmp_path / "translated.zip")
    noor.get_by_role("button", name="Ranger à leur place").click()
    expect(noor.locator(".chip.fate-taken").first).to_contain_text("1")
    expect(noor.locator(".chip.fate-stale").first).to_contain_text("1")
    expect(noor.locator(".chip.fate-newer").first).to_contain_text("1")
    expect(noor.locator(".chip.fate-refused")).to_have_count(0)
    noor.locator("article.brought", has_text=TITLE).get_by_role("listitem").filter(
        has=noor.locator(".fate-stale")).get_by_role("link", name="Voir").click()  # fmt: skip

    stale = row(noor, "À neuf heures")
    expect(stale).to_have_class("tr-row standing-stale")
    expect(stale.locator("ins")).to_have_text("neuf")
    field = stale.locator("[data-field]")
    field.fill(field.input_value().replace("eight", "nine"))
    expect(noor.locator("[data-fitted]")).to_contain_text("page")
    field.press("Control+Enter")
    expect(stale).to_have_class("tr-row standing-translated")

    elif_.reload()
    for words in ("À sept heures", "À neuf heures"):
        one = row(elif_, words)
        one.locator("[data-field]").focus()
        elif_.keyboard.press("Control+Shift+Enter")
        expect(row(elif_, words)).to_have_class("tr-row standing-reviewed")
    noor.reload()
    row(noor, "La règle n’est écrite nulle part").locator("[data-field]").focus()
    noor.keyboard.press("Control+Shift+Enter")
    expect(noor.locator(".standing-stale, .standing-translated, .standing-draft")).to_have_count(0)

    coordinator = come("Camille Specimen")
    coordinator.get_by_role("link", name="Gel", exact=True).click()
    coordinator.get_by_role("button", name="Faire une épreuve").click()
    expect(coordinator.get_by_role("main")).to_be_visible()
    folder: Path = request.getfixturevalue("tmp_path_factory").getbasetemp()
    frozen = next(folder.glob("walk*/instance/drafts/01-traverser/articles/la-file/en.html")).read_text("utf-8")
    assert "Nobody pushes." in frozen and "Everybody sees it." in frozen and "And everybody knows it." in frozen
    assert "nine" in frozen

    coordinator.goto(f"{desk}/memoire")
    with coordinator.expect_download() as memory:
        coordinator.get_by_role("row", name="français anglais").get_by_role("link", name="TMX").click()
    memory.value.save_as(tmp_path / "memory.tmx")
    told = (tmp_path / "memory.tmx").read_text("utf-8")
    units = etree.fromstring(told.encode()).iter("tu")
    pairs = [["".join(seg.itertext()) for seg in unit.iter("seg")] for unit in units]
    assert any("Nobody pushes." in target for _, target in pairs)
    assert "Noor" not in told and "Elif" not in told
