"""The translation's page without a script: one form, a button for each thing that is said of a row."""

import re

import pytest
from werkzeug.test import TestResponse

from journal_app.accounts.model import Role
from journal_app.review.actions import note_answer
from journal_app.review.model import Answer, Comment
from journal_app.submissions.model import Piece, Text
from journal_app.translation.beads import Bead, Stage, line
from journal_app.translation.model import Rendering
from journal_app.translation.pages import Shown
from journal_app.translation.rows import Change, Row, standing
from journal_app.translation.typing import before_of, mark_of
from tests.desk import TestDesk, Visitor, desk  # noqa: F401
from tests.translation.room import BREAD, IN_ENGLISH, LATER, POLICE, SEA, Translating

HOSTILE = "<script>alert(1)</script>\"'></textarea><img src=x onerror=alert(2)>{{7*7}}"


@pytest.fixture
def room(desk: TestDesk) -> Translating:  # noqa: F811
    made = Translating(desk.database)
    made.desk = desk  # type: ignore[assignment]  # the running one, with the same database
    return made


@pytest.fixture
def ana(room: Translating) -> Visitor:
    return room.desk.visit(room.ana)


def address(room: Translating, language: str = "en") -> str:
    return f"/contributions/{room.piece_id}/{language}/traduire"


def form(room: Translating, visitor: Visitor, language: str = "en") -> dict[str, str]:
    """The fields of the page's form, as a browser would send them."""
    page = visitor.get(address(room, language)).text
    found = dict(re.findall(r'name="(had-[\w-]+)" value="(\w*)"', page))
    return found | dict(re.findall(r'<textarea id="f-[^"]*" name="(row-[\w-]+)"[^>]*>\n([^<]*)</textarea>', page))


def send(room: Translating, visitor: Visitor, do: str, typed: dict[str, str] | None = None) -> TestResponse:
    return visitor.post(address(room), form(room, visitor) | (typed or {}) | {"do": do})


def names(room: Translating) -> list[str]:
    return list(room.fields())


def test_a_row_is_done_and_the_next_one_that_waits_is_shown(room: Translating, ana: Visitor) -> None:
    name = names(room)[1]
    answer = send(room, ana, f"done:{name}", {f"row-{name}": "The sea is cold tonight, and nobody sleeps."})
    assert (answer.status_code, (answer.location or "").split("#")[1]) == (303, names(room)[2])
    assert room.standings() == ["missing", "translated", "missing", "missing"]
    page = ana.get(address(room)).text
    assert "The sea is cold tonight" in page and "à traduire" in page and 'class="mark" data-mark="①"' in page


def test_the_whole_page_is_saved_at_once(room: Translating, ana: Visitor) -> None:
    typed = {f"row-{name}": words for name, words in zip(names(room), IN_ENGLISH.values(), strict=True)}
    assert send(room, ana, "save", typed).status_code == 303
    assert room.standings() == ["in-progress"] * 4 and "*noon*" in room.says_in()


def test_a_change_shows_which_words_and_is_judged(room: Translating, ana: Visitor) -> None:
    room.type(IN_ENGLISH)
    room.original(SEA, BREAD.replace("*midi*", "*minuit*"), POLICE)
    page = ana.get(address(room)).text
    assert "<del>midi</del>" in page and "<ins>minuit</ins>" in page and page.count("Cela ne touche pas") == 1
    send(room, ana, f"minor:{names(room)[2]}")
    assert room.standings() == ["translated"] * 4
    assert "Si, la traduction est à revoir" in ana.get(address(room)).text


def test_somebody_else_reviews(room: Translating, ana: Visitor) -> None:
    room.type(IN_ENGLISH)
    assert ">Relu<" not in ana.get(address(room)).text, "who made it does not review it"
    bo = room.desk.visit(room.bo)
    for name in names(room):
        assert send(room, bo, f"review:{name}").status_code == 303
    assert room.text().reviewed
    send(room, bo, f"needs:{names(room)[0]}")
    assert room.standings()[0] == "needs-work"
    assert send(room, ana, f"review:{names(room)[1]}").status_code == 409


@pytest.mark.parametrize(("stage", "by", "second_eyes", "drafted", "first", "rest"), [
    (Stage.MISSING, "", True, "", ["done"], ["needs"]),
    (Stage.IN_PROGRESS, "", True, "memory", ["done"], ["needs"]),
    (Stage.IN_PROGRESS, "bo", True, "", ["done"], ["review", "needs"]),
    (Stage.NEEDS_WORK, "ana", True, "", ["done"], ["needs"]),
    (Stage.TRANSLATED, "ana", True, "", ["done"], ["needs"]),
    (Stage.TRANSLATED, "ana", False, "", ["done", "review"], ["needs"]),
    (Stage.TRANSLATED, "bo", True, "", ["review", "needs"], ["done"]),
    (Stage.REVIEWED, "bo", True, "", ["done"], ["again", "needs"]),
])  # fmt: skip
def test_two_things_at_most_stand_beside_a_row(
    stage: Stage, by: str, second_eyes: bool, drafted: str, first: list[str], rest: list[str]
) -> None:
    words = line("" if stage is Stage.MISSING else "Midi.")
    row = Row(Bead("headline", line("Noon."), words, stage, by, drafted=drafted), line("Noon."), Change.FRESH)
    one = Shown("headline-1", row, standing(row), (), (), before_of(row), "", ())
    assert one.verbs("ana", second_eyes) == (tuple(first), tuple(rest))


def test_a_row_that_was_reviewed_is_approved_once_its_author_said_yes(room: Translating) -> None:
    room.type(IN_ENGLISH)
    bo = room.desk.visit(room.bo)
    for name in names(room):
        send(room, bo, f"review:{name}")
    with room.desk.database.write() as db:
        text = db.get_one(Text, room.text().id)
        note_answer(db, room.mina, LATER, db.get_one(Piece, room.piece_id), text, text.head_id or "", Answer.YES)
    page = bo.get(address(room)).text
    assert page.count("standing-approved") == 4 and "a dit oui à cette traduction" in page


def test_words_of_two_people_on_one_row_are_both_there(room: Translating, ana: Visitor) -> None:
    bo, name = room.desk.visit(room.bo), names(room)[1]
    before = form(room, bo)
    send(room, ana, "save", {f"row-{name}": "The sea is cold tonight."})
    answer = bo.post(address(room), before | {f"row-{name}": "The sea was cold.", "do": "save"})
    assert answer.status_code == 412
    assert "The sea was cold." in answer.text and "The sea is cold tonight." in answer.text
    assert room.says_in() == "The sea is cold tonight."


def test_words_whose_source_went_are_shown_to_be_copied(room: Translating, ana: Visitor) -> None:
    before, name = form(room, ana), names(room)[1]
    room.original("Autre chose, tout autre chose, sans rien de commun.", BREAD, POLICE)
    answer = ana.post(address(room), before | {f"row-{name}": "The sea is cold.", "do": f"done:{name}"})
    assert answer.status_code == 412 and "Pas encore placé" in answer.text and "The sea is cold." in answer.text


def test_a_sign_that_is_wrong_is_told_at_its_row(room: Translating, ana: Visitor) -> None:
    name = names(room)[2]
    answer = send(room, ana, f"done:{name}", {f"row-{name}": "Bread comes at ①noon."})
    assert answer.status_code == 200 and "Le signe ① est seul" in answer.text and 'aria-invalid="true"' in answer.text
    assert room.standings()[2] == "in-progress"


def test_the_script_is_answered_with_what_changed(room: Translating, ana: Visitor) -> None:
    name = names(room)[1]
    fields = {f"row-{name}": "The sea.", f"had-{name}": mark_of(""), "do": "auto"}
    told = ana.post(address(room), fields, headers={"Accept": "application/json"})
    row = told.get_json()["rows"][name]
    assert (told.status_code, row["standing"], row["aside"]) == (200, "in-progress", "")
    assert row["had"] == mark_of("The sea.")
    again = ana.post(address(room), fields | {f"row-{name}": "The river."}, headers={"Accept": "application/json"})
    assert again.status_code == 412 and again.get_json()["rows"][name]["aside"] == "The river."
    assert room.says_in() == "The sea."


def test_a_translation_is_taken_with_a_day_and_given_back(room: Translating, ana: Visitor) -> None:
    assert ana.post(f"{address(room)}/main", {"do": "take", "due": "2027-03-05"}).status_code == 303
    page = ana.get(address(room)).text
    assert "En main chez <bdi>Ana</bdi>" in page and "5 mars 2027" in page
    assert room.desk.visit(room.bo).post(f"{address(room)}/main", {"do": "take"}).status_code == 409
    ana.post(f"{address(room)}/main", {"do": "give"})
    with room.desk.database.read() as db:
        assert db.query(Rendering).one().holder_id is None


def test_a_pivot_stands_between(room: Translating, ana: Visitor) -> None:
    room.type(IN_ENGLISH)
    assert ana.post(f"{address(room, 'ar')}/depuis", {"source": "en"}).status_code == 303
    page = ana.get(address(room, "ar")).text
    assert "anglais → <strong>arabe</strong>" in page and "with-third" in page
    assert page.count("The sea is cold tonight") >= 1 and "La mer est froide ce soir" in page
    assert ana.post(f"{address(room)}/depuis", {"source": "ar"}).status_code == 409


def test_a_question_goes_to_the_editors_remarks(room: Translating, ana: Visitor) -> None:
    ana.post(f"{address(room)}/question", {"row": names(room)[2], "body": "Midi, ou minuit ?", "to": "editor"})
    with room.desk.database.read() as db:
        asked = db.query(Comment).one()
    assert (asked.body, asked.passage, asked.to_author) == ("Midi, ou minuit ?", BREAD.replace("*", ""), False)
    assert ana.post(f"{address(room)}/question", {"body": " "}).status_code == 303


def test_hostile_words_are_only_words(room: Translating, ana: Visitor) -> None:
    room.original(HOSTILE, BREAD, POLICE, headline=HOSTILE)
    name = names(room)[1]
    send(room, ana, f"done:{name}", {f"row-{name}": HOSTILE})
    page = ana.get(address(room)).text.replace(room.piece_id, "")  # an id is any letters and digits
    assert "<script>alert" not in page and "<img" not in page and "49" not in re.sub(r"\w+-\w{32}", "", page)


def test_who_may_not_write_reads(room: Translating) -> None:
    room.type(IN_ENGLISH)
    far = room.desk.visitor(Role.FACILITATOR, residency=room.desk.residency("Ailleurs").id)
    assert far.get(address(room)).status_code == 404
    here = room.desk.visitor(Role.FACILITATOR, residency=room.residency)
    assert here.get(address(room)).status_code == 200
    assert room.desk.visit(room.ana).get(address(room, "fr")).status_code == 404
    assert room.desk.visit(room.ana).get(address(room, "tr")).status_code == 404
