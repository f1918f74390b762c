"""To the line: what is being typed is fitted into its real slot, with a picture of its columns."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journal_app.flatplan import actions as flatplan
from journal_app.flatplan.actions import Filling
from journal_app.freeze.columns import Columns
from journal_app.issues.model import Issue
from journal_app.submissions.model import Piece
from tests.browser import browser, serving  # noqa: F401
from tests.desk import NOW, TestDesk, Visitor, desk  # noqa: F401
from tests.translation.room import BREAD, IN_ENGLISH, POLICE, SEA, Translating
from tests.translation.test_browser import enter, field
from tests.translation.test_views import address, names

SENTENCE = "The sea is cold tonight, and nobody sleeps in the jungle. "


@pytest.fixture
def room(desk: TestDesk) -> Translating:  # noqa: F811
    made = Translating(desk.database)
    made.desk = desk  # type: ignore[assignment]  # the running one, with the same database
    return made


@pytest.fixture
def placed(room: Translating) -> Translating:
    with room.desk.database.write() as db:
        issue = db.query(Issue).one()
        issue.printer, issue.languages = {"preset": "a4-booklet-k"}, ["fr", "en", "ar"]
        page = flatplan.add_page(db, room.mina, NOW, issue, "article-2")
        piece = db.get_one(Piece, room.piece_id)
        flatplan.place(db, room.mina, NOW, issue, page, "main", Filling(piece.id, languages=("en",)))
    return room


@pytest.fixture
def ana(room: Translating) -> Visitor:
    return room.desk.visit(room.ana)


@pytest.fixture
def here(desk: TestDesk) -> Iterator[str]:  # noqa: F811
    with serving(desk.app) as served:
        yield served


def told(room: Translating, visitor: Visitor, many: int, **more: str) -> dict[str, object]:
    name = names(room)[1]
    answer = visitor.post(f"{address(room)}/calibrage", {f"row-{name}": SENTENCE * many} | more)
    assert answer.status_code == 200
    return dict(answer.get_json())


def test_the_limit_is_known_before_the_first_word(placed: Translating, ana: Visitor) -> None:
    found = told(placed, ana, 0)
    assert found["over"] == 0 and int(str(found["under"])) > 10 and "Tient sur la page 1" in str(found["words"])


def test_too_many_lines_are_counted_and_shown(placed: Translating, ana: Visitor) -> None:
    few, many = told(placed, ana, 100, drawn="1"), told(placed, ana, 150, drawn="1")
    assert 0 < int(str(few["over"])) < int(str(many["over"])) and "lignes de trop" in str(many["words"])
    picture = ana.get(str(many["picture"]))
    assert picture.mimetype == "image/png" and picture.data.startswith(b"\x89PNG")
    assert placed.says_in() == "", "nothing is saved by it"


def test_what_nobody_looks_at_is_measured_the_same_and_not_drawn(placed: Translating, ana: Visitor) -> None:
    """Lines that were broken before are not broken again: the answers are those of the first time."""
    first = told(placed, ana, 120, drawn="1")
    for many in (120, 119, 121, 120):
        again = told(placed, ana, many)
    assert "picture" not in again
    assert again == {name: value for name, value in first.items() if name != "picture"}


def test_what_stands_on_no_page_has_no_limit(room: Translating, ana: Visitor) -> None:
    assert told(room, ana, 1) == {"placed": False, "words": "Pas encore sur une page\u00a0: aucune limite à tenir."}


def test_a_slot_whose_text_is_stale_says_so(placed: Translating) -> None:
    mina = placed.desk.visit(placed.mina)
    plan = "/numeros/12-traverser/chemin-de-fer"
    assert "anglais : à traduire" in mina.get(plan).text
    placed.type(IN_ENGLISH)
    assert "anglais : traduit, à relire" in mina.get(plan).text
    placed.original(SEA, BREAD.replace("*midi*", "*minuit*"), POLICE)
    assert "anglais : à revoir" in mina.get(plan).text


def test_without_a_script_it_is_a_button(placed: Translating, ana: Visitor) -> None:
    placed.type(IN_ENGLISH)
    answer = ana.post(address(placed), {"do": "fit"})
    page = ana.get(ana.get(answer.location or "").location or "").text
    assert "Tient sur la page 1" in page


def test_it_is_told_while_one_types(placed: Translating, here: str, browser: Browser) -> None:  # noqa: F811
    page = enter(browser, placed, here, placed.ana)
    expect(page.locator("[data-fitted]")).to_contain_text("Tient sur la page 1")
    field(page, 1).fill(SENTENCE * 120)
    expect(page.locator("[data-fitted]")).to_contain_text("lignes de trop")
    page.get_by_text("Voir les colonnes").click()
    expect(page.locator("[data-picture] img")).to_be_visible()
    assert page.locator("[data-picture] img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    field(page, 1).fill(SENTENCE)
    expect(page.locator("[data-fitted]")).to_contain_text("Tient sur la page 1")


def test_a_measuring_process_that_died_is_begun_again(tmp_path: Path) -> None:
    columns = Columns(tmp_path)
    assert columns.room({}, "nowhere", "en", 100)() is None
    pool = columns._pool
    assert pool is not None
    for pid in list(pool._processes):
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.5)
    answers = [columns.room({}, "nowhere", "en", 100)(), columns.room({}, "nowhere", "en", 100)()]
    assert answers == [None, None] and columns._pool is not pool
    columns.close()
