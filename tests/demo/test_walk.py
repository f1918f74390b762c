"""The whole way by clicking: a Word file comes in, is read by a second person, placed, frozen, and in the press PDF.

On the desk that `make run` opens, served by `journal serve` beside its worker, as a newcomer walks it: with JavaScript,
and once more without.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from journal_app.messages import slot_name
from journal_app.prepress.preflight import inspect
from tests.demo.filled import fill_desk
from tests.demo.hands import Mouse
from tests.served import Served

PATIENCE_MS = 20_000
BUILD_MS = 240_000  # sixteen pages of a press PDF on a machine that does other work, too

MOUSE = Mouse()

Come = Callable[[str], Page]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo's desk, served: its address."""
    folder = fill_desk(tmp_path_factory.mktemp("walk"))
    served = Served(folder)
    yield served.told["address"]
    served.process.terminate()
    served.process.wait()


@pytest.fixture
def come(desk: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Come]:
    """Come in as one of the demo's people, in a browser of one's own."""
    rooms = []

    def enter(name: str) -> Page:
        context = browser.new_context(java_script_enabled=request.param, locale="fr-FR", accept_downloads=True)
        context.set_default_timeout(PATIENCE_MS)
        rooms.append(context)
        page = context.new_page()
        page.goto(desk)
        page.get_by_role("button", name=name).click()
        return page

    yield enter
    for room in rooms:
        room.close()


def word_file(folder: Path, title: str) -> Path:
    """A letter as somebody types it: with a heading, a word in bold, and French signs without their spaces."""
    written = docx.Document()
    written.add_heading(title, 1)
    written.add_paragraph("Chère Amal,")
    written.add_paragraph("Je vous écris du banc où vous m’aviez appris à compter les bateaux. Il y en avait sept.")
    for _ in range(12):
        written.add_paragraph("La grue jaune est partie. À sa place il y a un morceau de ciel, venez le voir ce soir.")
    last = written.add_paragraph("Le mot de la fin est ")
    last.add_run("toujours").bold = True
    last.add_run(" le même: à demain")
    path = folder / "lettre.docx"
    written.save(str(path))
    return path


def import_word_file(page: Page, path: Path, title: str) -> None:
    page.get_by_role("link", name="Importer").click()
    page.get_by_label("Fichiers").set_input_files(path)
    page.get_by_label("Langue de l’original").select_option(label="français")
    page.get_by_label("anglais").uncheck()
    page.get_by_role("button", name="Importer").click()
    page.get_by_role("link", name="Reçu").click()
    expect(page.get_by_role("row", name="paragraph")).to_be_visible()  # every part is accounted for
    page.get_by_role("main").get_by_role("link", name=title).click()


def open_text(page: Page, language: str = "original", hand: Mouse = MOUSE) -> None:
    hand.press(page.get_by_role("row", name=language).get_by_role("link").first)


def open_piece(page: Page, title: str) -> None:
    page.get_by_role("link", name="Tableau").click()
    page.get_by_role("link", name=title, exact=True).click()


def note_yes(page: Page, hand: Mouse = MOUSE) -> None:
    """The author's yes to the text as it stands: read aloud, and accepted."""
    answer = page.locator("details", has_text="Noter sa réponse")
    expect(answer).to_have_attribute("open", "")  # the piece waits for it
    hand.tick(page.get_by_label("Oui, à ce texte"))
    hand.pick(page.get_by_label("Lu à voix haute en"), "français")
    hand.press(page.get_by_role("button", name="Noter la réponse"))


def note_consent(page: Page) -> None:
    """What the author answered when the questions were read aloud."""
    page.get_by_role("link", name="Noter des accords").click()
    for use in ("imprimer", "PDF", "web", "modifier", "nom"):
        page.get_by_role("group", name=use).get_by_label("Oui").check()
    page.get_by_role("button", name="Noter les réponses").click()
    expect(page.get_by_text("Les réponses sont notées.")).to_be_visible()


def settle(page: Page, hand: Mouse = MOUSE) -> None:
    """What stands against printing in the demo's issue, each mended on the page that its name leads to."""
    if mend(page, "Sans passeport", hand):
        open_text(page, hand=hand)
        note_yes(page, hand)
        expect(page.locator(".stage-accepted").first).to_be_visible()
    if mend(page, "Dans la valise", hand):
        hand.press(page.get_by_role("button", name="Accepter", exact=True))
        expect(page.locator(".stage-accepted").first).to_be_visible()
    if mend(page, "La file d’attente", hand):
        hand.press(page.get_by_role("button", name="Marquer relu"))
        expect(page.get_by_role("button", name="Marquer à relire")).to_be_visible()
    assert not mend(page, "Sans passeport", hand)


def mend(page: Page, title: str, hand: Mouse = MOUSE) -> bool:
    """Open what is named on the freeze's page; False when nothing of that name stands against the press."""
    hand.press(page.get_by_role("link", name="Gel", exact=True))
    expect(page.get_by_role("heading", name="Pour l’imprimeur")).to_be_visible()
    page.wait_for_load_state()
    row = page.locator(".problems .blocking").get_by_role("link", name=title)
    if row.count():
        hand.press(row.first)
        return True
    return False


def follow(page: Page, hand: Mouse = MOUSE) -> None:
    """Wait as a person does: the page of the work refreshes by itself; then on to the issue."""
    ready = page.get_by_role("link", name="Voir le numéro")
    expect(ready).to_be_visible(timeout=BUILD_MS)
    hand.press(ready)


@pytest.mark.parametrize(("come", "title"), [(True, "La lettre du banc"), (False, "La lettre du quai")],
                         indirect=["come"], ids=["with-javascript", "without"])  # fmt: skip
def test_from_a_word_file_to_the_press_pdf_by_clicking_alone(come: Come, title: str, tmp_path: Path) -> None:
    editor = come("Dominique Specimen")
    import_word_file(editor, word_file(tmp_path, title), title)
    open_text(editor)
    editor.get_by_role("button", name="Mettre en relecture").click()

    second = come("Sacha Specimen")  # reads it, and proposes other words for a passage
    second.get_by_role("link", name="Tableau").click()
    open_piece(second, title)
    open_text(second)
    row = second.locator(".beside-row", has_text="compter les bateaux")
    row.locator("summary").click()
    row.get_by_label("Les mots du passage").fill("Il y en avait sept")
    row.get_by_label("Ou d’autres mots").fill("Il y en avait huit")
    row.get_by_role("button", name="Proposer", exact=True).click()
    expect(second.locator(".suggestion")).to_have_count(1)
    second.get_by_role("button", name="Proposer la typographie").click()

    expect(second.locator(".suggestion")).not_to_have_count(1)  # the other words, and the spaces of French
    editor.reload()
    expect(editor.locator(".suggestion").nth(1)).to_be_visible()
    editor.get_by_role("button", name="Accepter toutes les propositions").click()
    note_yes(editor)
    expect(editor.locator(".stage-accepted").first).to_be_visible()
    open_piece(editor, title)
    note_consent(editor)

    coordinator = come("Camille Specimen")
    coordinator.get_by_role("link", name="Chemin de fer").click()
    coordinator.locator("#p14").get_by_role("link", name="ouvrir").click()
    slot = coordinator.locator(".one-slot", has_text=slot_name("short"))
    slot.get_by_role("combobox").select_option(label=f"{title} (français)")
    slot.get_by_label("français", exact=True).check()
    slot.get_by_role("button", name="Placer").click()
    expect(slot.get_by_role("combobox").get_by_role("option", selected=True)).to_have_text(f"{title} (français)")

    settle(coordinator)
    coordinator.get_by_role("button", name="Geler pour l’imprimeur").click()
    follow(coordinator)
    expect(coordinator.locator("#calibrage").get_by_text(title)).to_be_visible()  # measured on its page
    expect(coordinator.get_by_text("Prêt pour l’imprimeur")).to_be_visible()
    with coordinator.expect_download() as taken:
        coordinator.get_by_role("link", name="PDF d’imprimerie").click()

    pdf = tmp_path / taken.value.suggested_filename
    taken.value.save_as(pdf)
    page = pypdfium2.PdfDocument(pdf)[13].get_textpage().get_text_bounded()
    assert title in page and "Il y en avait huit" in page and "toujours" in page
    assert inspect(pdf).ready
