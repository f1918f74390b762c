"""What a piece lacks before it may be printed: each lack alone, and nothing when nothing is missing."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from journal_app.consent.actions import note_answers
from journal_app.consent.model import How, Use
from journal_app.db import Database
from journal_app.freeze.readiness import Missing, PictureFacts, PieceFacts, TextFacts, What, missing
from journal_app.freeze.store import facts
from journal_app.review.standing import State
from journal_app.submissions.model import Stage
from tests.desk import NOW
from tests.submissions.test_pieces import Room

YES = {(use.value, "*"): True for use in Use}
READY = PieceFacts(
    "p", "la-file", "La file", "essay", Stage.ACCEPTED, "ps", "Une plume", True, None, 1,
    (TextFacts("ps", True, False, over=0), TextFacts("fr", False, False, State.REVIEWED, over=0)),
    YES, (PictureFacts("digue", (), YES),),
)  # fmt: skip
ORIGINAL, FRENCH = READY.texts


def test_a_piece_that_lacks_nothing() -> None:
    assert missing(READY) == ()


@pytest.mark.parametrize(
    ("piece", "lack"),
    [
        (replace(READY, texts=(replace(ORIGINAL, empty=True, over=None),)), Missing(What.TEXT, "ps")),
        (replace(READY, texts=(replace(ORIGINAL, author_agrees=False),)), Missing(What.AUTHORS_YES, "ps")),
        (replace(READY, texts=(ORIGINAL, replace(FRENCH, state=State.STALE))),
         Missing(What.TRANSLATION, "fr", "stale")),
        (replace(READY, texts=(ORIGINAL, replace(FRENCH, state=State.MISSING, empty=True, over=None))),
         Missing(What.TRANSLATION, "fr", "missing")),
        (replace(READY, texts=(ORIGINAL, replace(FRENCH, over=3))), Missing(What.FIT, "fr", "+3")),
        (replace(READY, texts=(ORIGINAL, replace(FRENCH, over=None))), Missing(What.FIT, "fr")),
        (replace(READY, consent=YES | {("print", "*"): False}), Missing(What.CONSENT, "", "print")),
        (replace(READY, consent=YES | {("translation", "*"): False}), Missing(What.CONSENT, "", "translation")),
        (replace(READY, consent=YES | {("name", "*"): False}), Missing(What.CONSENT, "", "name")),
        (replace(READY, pictures=(PictureFacts("digue", ("credit",), YES),)), Missing(What.CREDIT, "", "digue")),
        (replace(READY, pictures=(PictureFacts("digue", ("face",), YES),)), Missing(What.FACE, "", "digue")),
        (replace(READY, pictures=(PictureFacts("digue", (), YES | {("pdf", "*"): False}),)),
         Missing(What.CONSENT, "", "pdf digue")),
    ],
)  # fmt: skip
def test_each_lack_alone(piece: PieceFacts, lack: Missing) -> None:
    assert missing(piece) == (lack,)


def test_a_language_that_was_given_up_is_not_missed() -> None:
    assert missing(replace(READY, texts=(ORIGINAL, replace(FRENCH, state=State.GIVEN_UP, empty=True)))) == ()


def test_the_teams_own_words_need_no_consent_and_no_yes() -> None:
    own = replace(READY, by_contributor=False, consent={}, pictures=(PictureFacts("digue", (), {}),))
    assert missing(replace(own, texts=(replace(ORIGINAL, author_agrees=False), FRENCH))) == ()


def test_without_an_author_no_name_is_asked_for() -> None:
    assert missing(replace(READY, author="", consent=YES | {("name", "*"): False})) == ()


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database)


def test_the_facts_of_a_fresh_piece(room: Room) -> None:
    piece = room.piece()
    with room.database.read() as db:
        (found,) = facts(db, room.ana, room.issue.id)
    assert (found.id, found.stage) == (piece.id, Stage.RECEIVED)
    assert found.texts == (TextFacts("fr", True, False),)
    assert {one.what for one in missing(found)} == {What.CONSENT, What.FIT}
    with room.database.write() as db:
        note_answers(db, room.ana, NOW, ("piece", piece.id), room.issue.id, {Use.PRINT: True, Use.PDF: True},
                     how=How.SPOKEN)  # fmt: skip
    with room.database.read() as db:
        (found,) = facts(db, room.ana, room.issue.id, {("la-file", "fr"): 0})
    assert missing(found) == ()


def test_the_number_of_statements_does_not_grow_with_the_pieces(room: Room) -> None:
    counts = []
    for _ in range(2):
        for number in range(5):
            room.piece(f"Texte {number}")
        asked: list[str] = []
        with room.database.read() as db:
            event.listen(db.connection(), "before_cursor_execute", lambda c, u, statement, *_: asked.append(statement))  # noqa: B023
            facts(db, room.ana, room.issue.id)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 18
