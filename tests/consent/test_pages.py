"""The page of consents: questions as they are read aloud; nothing is a yes by itself; what is taken back is gone."""

import pytest

from journal_app.accounts.model import Role
from journal_app.consent import store
from journal_app.consent.model import Use
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece, Stage
from tests.desk import NOW, TestDesk, Visitor


@pytest.fixture
def fay(desk: TestDesk) -> Visitor:
    return desk.visitor(Role.FACILITATOR, residency=desk.residency().id)


@pytest.fixture
def piece(desk: TestDesk, fay: Visitor) -> str:
    """A piece that just came in, in the facilitator's residency; nothing was asked yet."""
    (place,) = fay.actor.residencies
    issue = desk.issue(residency=place)
    with desk.database.write() as db:
        words = Content(headline="La file", body="<p>On attend.</p>")
        return create_piece(db, fay.actor, NOW, issue, Facts("La file"), original="fr", content=words).id


def given(desk: TestDesk, piece: str) -> store.Answers:
    with desk.database.read() as db:
        return store.answers(db, [("piece", piece)])["piece", piece]


def test_what_was_not_asked_is_neither_yes_nor_noted(desk: TestDesk, fay: Visitor, piece: str) -> None:
    page = fay.get(f"/contributions/{piece}/accords").text
    assert "pas encore demandé" in page and " checked" not in page
    said = fay.post(f"/contributions/{piece}/accords", {f"piece-{piece}-print": "yes", f"piece-{piece}-web": "no"})
    assert said.status_code == 303
    assert given(desk, piece) == {(Use.PRINT, "*"): True, (Use.WEB, "*"): False}


def test_each_answer_stays_to_be_read_with_how_it_was_asked(desk: TestDesk, fay: Visitor, piece: str) -> None:
    asked = {"how": "spoken", "read_in": "ps", "beside": "referent"}
    fay.post(f"/contributions/{piece}/accords", {f"piece-{piece}-name": "yes"} | asked)
    fay.post(f"/contributions/{piece}/accords", {f"piece-{piece}-name": "no"} | asked)
    page = fay.get(f"/contributions/{piece}/accords").text
    past = page[page.index("Ce qui a été répondu") :]
    assert past.count("pachto") == 2 and "un référent d’accord aussi" in past
    assert given(desk, piece) == {(Use.NAME, "*"): False}


def test_a_minor_alone_does_not_consent_and_what_was_typed_stays(desk: TestDesk, fay: Visitor, piece: str) -> None:
    said = fay.post(f"/contributions/{piece}/accords", {f"piece-{piece}-print": "yes", "beside": "alone"})
    assert said.status_code == 400
    assert "Avant 18 ans" in said.text and 'value="yes" checked' in said.text
    assert given(desk, piece) == {}


def test_taken_back_it_is_gone_and_only_when_confirmed(desk: TestDesk, fay: Visitor, piece: str) -> None:
    assert fay.post(f"/contributions/{piece}/retrait").status_code == 400
    assert fay.get(f"/contributions/{piece}").status_code == 200
    assert fay.post(f"/contributions/{piece}/retrait", {"sure": "1"}).status_code == 303
    assert fay.get(f"/contributions/{piece}").status_code == 404
    with desk.database.read() as db:
        assert db.get_one(Piece, piece).stage == Stage.WITHDRAWN


def test_an_answer_that_is_none_of_ours_is_no_answer(desk: TestDesk, fay: Visitor, piece: str) -> None:
    fay.post(f"/contributions/{piece}/accords", {f"piece-{piece}-print": "maybe", f"piece-{piece}-sell": "yes"})
    assert given(desk, piece) == {}
