"""To the line on the text page: an original that is being typed is fitted into its real slot, and nothing is saved."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from journal_app.accounts.model import Role
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan.actions import Filling
from journal_app.freeze.columns import MOST_SIGNS
from journal_app.issues.model import Issue
from journal_app.review.actions import revise
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece, Text
from journal_app.submissions.plain import from_plain
from tests.browser import browser, serving  # noqa: F401
from tests.desk import NOW, TestDesk, Visitor
from tests.review.test_browser import enter
from tests.submissions.room import Room

SENTENCE = "La mer est froide ce soir, et personne ne dort dans la jungle. "
IN_ARABIC = "البحر بارد هذا المساء ولا أحد ينام في الغابة. "


class Placed(Room):
    """An original in French and one in Arabic, each on a page of its own."""

    def __init__(self, desk: TestDesk) -> None:
        super().__init__(desk)
        with desk.database.write() as db:
            issue = db.query(Issue).one()
            issue.printer = {"preset": "a4-booklet-k"}
            arabic = Piece(issue_id=issue.id, slug="al-bahr", title="البحر", original="ar", created_at=NOW,
                           changed_at=NOW, residency_id=self.residency)  # fmt: skip
            db.add(arabic)
            db.flush()
            text = Text(piece_id=arabic.id, language="ar")
            db.add(text)
            db.flush()
            revise(db, self.mina, NOW, arabic, text, Content(headline="البحر", body=from_plain(IN_ARABIC)), None)
            for piece_id, language, way in ((self.piece_id, "fr", "ltr"), (arabic.id, "ar", "rtl")):
                page = flatplan.add_page(db, self.mina, NOW, issue, "article-2")
                page.direction, page.language = way, language
                flatplan.place(db, self.mina, NOW, issue, page, "main", Filling(piece_id, languages=(language,)))
            self.arabic = arabic.id

    def lift(self) -> None:
        """Take the French text from its page."""
        with self.desk.database.write() as db:
            page = flatplan.store.page(db, db.query(Issue).one().id, 1)
            assert page is not None
            flatplan.place(db, self.mina, NOW, db.query(Issue).one(), page, "main", Filling())


@pytest.fixture
def room(desk: TestDesk) -> Placed:
    return Placed(desk)


@pytest.fixture
def mina(room: Placed) -> Visitor:
    return room.desk.visit(room.mina)


@pytest.fixture
def here(desk: TestDesk) -> Iterator[str]:
    with serving(desk.app) as served:
        yield served


def told(room: Placed, visitor: Visitor, many: int, **more: str) -> dict[str, object]:
    typed = {"headline": "La mer", "body": SENTENCE * many}
    answer = visitor.post(f"/contributions/{room.piece_id}/fr/calibrage", typed | more)
    assert answer.status_code == 200
    return dict(answer.get_json())


def test_lines_left_and_lines_over_are_counted_and_nothing_is_saved(room: Placed, mina: Visitor) -> None:
    before = room.history
    few, over, more = told(room, mina, 3), told(room, mina, 120), told(room, mina, 150, drawn="1")
    assert few["over"] == 0 and int(str(few["under"])) > 10 and "Tient sur la page 1" in str(few["words"])
    assert 0 < int(str(over["over"])) < int(str(more["over"])) and "lignes de trop (p. 1)" in str(more["words"])
    assert mina.get(str(more["picture"])).data.startswith(b"\x89PNG")
    assert len(mina.post(f"/contributions/{room.piece_id}/fr/calibrage", {"body": SENTENCE}).data) < 200
    assert room.history == before


def test_what_is_saved_is_asked_about_without_sending_it_again(room: Placed, mina: Visitor) -> None:
    found = mina.post(f"/contributions/{room.piece_id}/fr/calibrage", {"saved": "1"}).get_json()
    assert found["placed"] and found["over"] == 0


def test_what_stands_on_no_page_is_told_calmly(room: Placed, mina: Visitor) -> None:
    room.lift()
    words = "Pas encore sur une page\u00a0: aucune limite à tenir."
    assert told(room, mina, 150) == {"placed": False, "words": words}


def test_a_text_too_long_to_be_measured_is_left_to_the_proof(room: Placed, mina: Visitor) -> None:
    found = told(room, mina, MOST_SIGNS // len(SENTENCE) + 1)
    assert found["placed"] and "over" not in found and "l’épreuve le dira" in str(found["words"])
    beyond = told(room, mina, 4000)
    assert "over" not in beyond and "au plus 200000" in str(beyond["words"])


def test_who_may_not_read_a_text_learns_nothing_of_its_place(room: Placed) -> None:
    stranger = room.desk.visitor(Role.FACILITATOR, residency=room.desk.residency("Ailleurs").id)
    assert stranger.post(f"/contributions/{room.piece_id}/fr/calibrage", {"saved": "1"}).status_code == 404


def watch(page: Page) -> list[Request]:
    """The questions about the fit that a page sends from now on."""
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one) if one.url.endswith("/calibrage") else None)
    return asked


def test_an_original_is_measured_while_it_is_typed(room: Placed, here: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, room, here)
    page.route("**/brouillon", lambda route: route.abort())  # nothing is saved
    asked = watch(page)
    page.goto(f"{here}/contributions/{room.piece_id}/fr")
    fitted, aloud = page.locator("[data-fitted]"), page.locator("[data-fit-aloud]")
    expect(fitted).to_contain_text("Tient sur la page 1")
    assert len(asked) == 1 and len(asked[0].post_data or "") < 500, "the desk has the text already"
    page.locator("#body").fill(SENTENCE * 120)
    expect(fitted).to_contain_text("lignes de trop")
    expect(aloud).to_contain_text("lignes de trop")
    said, before = aloud.text_content(), len(asked)
    page.locator("#body").press("End")
    page.keyboard.type(f"{SENTENCE}{SENTENCE}{SENTENCE}", delay=5)
    expect(fitted).not_to_have_text(said or "")
    assert aloud.text_content() == said, "it is read aloud when it changes sides, not at every pause"
    assert len(asked) - before < 10, "not a question for every key"
    page.get_by_text("Voir les colonnes").click()
    expect(page.locator("[data-picture] img")).to_be_visible()
    page.locator("#body").fill(SENTENCE)
    expect(fitted).to_contain_text("Tient sur la page 1")
    expect(aloud).to_contain_text("Tient sur la page 1")
    assert room.says.startswith("Un jour à Calais.")


def test_only_the_answer_to_the_latest_words_counts(room: Placed, here: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, room, here)
    page.goto(f"{here}/contributions/{room.piece_id}/fr")
    fitted = page.locator("[data-fitted]")
    expect(fitted).to_contain_text("Tient sur la page 1")
    before, held = fitted.text_content() or "", []
    page.route("**/calibrage", lambda route: held.append(route))
    with page.expect_request("**/calibrage"):
        page.locator("#body").fill(SENTENCE * 150)
    for _ in range(200):  # the request is seen before it is held
        if held:
            break
        page.wait_for_timeout(50)
    page.unroute("**/calibrage")
    with page.expect_event("requestfailed", lambda one: one.url.endswith("/calibrage")):  # the first is taken back
        page.locator("#body").fill(SENTENCE * 10)  # fewer free lines than before, and none too many
    assert len(held) == 1
    expect(fitted).not_to_have_text(before)
    expect(fitted).to_contain_text("Tient sur la page 1")


def test_an_arabic_original_is_measured_too(room: Placed, here: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, room, here, viewport={"width": 360, "height": 780})
    page.goto(f"{here}/contributions/{room.arabic}/ar")
    fitted = page.locator("[data-fitted]")
    expect(fitted).to_contain_text("Tient sur la page 2")
    assert page.locator("#body").get_attribute("dir") == "rtl"
    page.locator("#body").fill("\n\n".join([IN_ARABIC * 10] * 20))
    expect(fitted).to_contain_text(re.compile(r"lignes de trop \(p\. 2\)"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []


def test_without_a_script_the_page_says_it_after_saving(room: Placed, here: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, room, here, java_script_enabled=False)
    page.goto(f"{here}/contributions/{room.piece_id}/fr")
    page.locator("#body").fill(SENTENCE * 120)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text(re.compile("[0-9]+ lignes de trop"))).to_be_visible()
    page.locator("#body").fill(SENTENCE)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Tient sur la page 1")).to_be_visible()


def test_with_a_script_saving_measures_nothing_twice(room: Placed, here: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, room, here)
    page.goto(f"{here}/contributions/{room.piece_id}/fr")
    expect(page.locator("[data-fitted]")).to_contain_text("Tient sur la page 1")
    page.locator("#body").fill(SENTENCE)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("[data-fitted]")).to_contain_text("Tient sur la page 1")
    assert page.get_by_text("Tient sur la page 1").count() == 1
