"""How far many translations have come: counted from their paragraphs, kept, and counted anew where something moved."""

import pytest
from sqlalchemy import event

from journal_app.db import Database
from journal_app.freeze.readiness import UNDONE, Missing, What, missing
from journal_app.freeze.store import facts
from journal_app.issues.model import Issue
from journal_app.messages import translator
from journal_app.review.actions import note_answer
from journal_app.review.model import Answer
from journal_app.review.standing import State
from journal_app.submissions.model import Piece, Text
from journal_app.translation import actions, counting
from journal_app.translation.beads import Stage
from journal_app.translation.model import Rendering
from tests.translation.room import AT_MIDNIGHT, BREAD, IN_ENGLISH, LATER, POLICE, SEA, Translating

MIDNIGHT = BREAD.replace("*midi*", "*minuit*")


@pytest.fixture
def room(database: Database) -> Translating:
    return Translating(database)


def state(room: Translating, language: str = "en") -> State:
    with room.desk.database.read() as db:
        return counting.states(db, room.mina, [db.get_one(Piece, room.piece_id)])[1][room.piece_id][language]


def lacks(room: Translating) -> list[Missing]:
    with room.desk.database.read() as db:
        piece = facts(db, room.mina, db.query(Issue).one().id)[0]
    return [one for one in missing(piece) if one.what is What.TRANSLATION and one.language == "en"]


def review(room: Translating, stage: Stage = Stage.REVIEWED) -> None:
    for name in room.fields():
        with room.desk.database.write() as db:
            actions.review(db, room.bo, LATER, db.get_one(Piece, room.piece_id), "en", name, stage)


def test_a_translation_goes_through_its_states(room: Translating) -> None:
    assert state(room) is State.MISSING
    room.type({SEA: "The sea is cold tonight, and nobody sleeps."})
    assert state(room) is State.IN_PROGRESS
    room.type(IN_ENGLISH)
    assert state(room) is State.TRANSLATED
    review(room, Stage.NEEDS_WORK)
    assert state(room) is State.NEEDS_WORK
    review(room)
    assert state(room) is State.REVIEWED
    room.original(SEA, MIDNIGHT, POLICE)
    assert state(room) is State.STALE
    room.type({AT_MIDNIGHT: "Bread comes at ①midnight❶, when the line moves."})
    assert state(room) is State.TRANSLATED
    review(room)
    with room.desk.database.write() as db:
        piece, text = db.get_one(Piece, room.piece_id), db.get_one(Text, room.text().id)
        note_answer(db, room.mina, LATER, piece, text, text.head_id or "", Answer.YES)
    assert state(room) is State.APPROVED


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_state_has_its_words_wherever_it_is_shown(language: str) -> None:
    told = translator(language).gettext
    keys = [f"{family}:{state}" for family in ("state", "translation") for state in State]
    keys += [f"missing-detail:{state}" for state in UNDONE]
    keys += [f"row:{stage.name.lower().replace('_', '-')}" for stage in Stage] + ["row:stale"]
    assert [key for key in keys if told(key) == key] == []


def test_a_typing_mistake_of_the_original_changes_no_state(room: Translating) -> None:
    room.type(IN_ENGLISH)
    review(room)
    room.original(SEA.replace("froide", "frroide"), BREAD, POLICE, minor=True)
    assert state(room) is State.REVIEWED
    room.original(SEA, BREAD.replace(",", " ;"), POLICE)
    assert state(room) is State.REVIEWED, "a comma is proposed as minor"


def test_the_press_waits_for_a_second_pair_of_eyes_where_the_issue_asks_for_it(room: Translating) -> None:
    room.type(IN_ENGLISH)
    assert lacks(room) == [Missing(What.TRANSLATION, "en", "translated")]
    with room.desk.database.write() as db:
        db.query(Issue).one().second_eyes = False
    assert lacks(room) == []
    room.original(SEA, MIDNIGHT, POLICE)
    assert lacks(room) == [Missing(What.TRANSLATION, "en", "stale")], "what is stale waits for a person all the same"


def test_what_is_kept_is_what_would_be_counted(room: Translating) -> None:
    """After each of these the kept counts, where they are said to hold, are those of the words."""
    room.type(IN_ENGLISH)
    with room.desk.database.write() as db:
        actions.make_from(db, room.bo, LATER, db.get_one(Piece, room.piece_id), "ar", "en")
    room.type({"Title": "عنوان", "At dawn the tents are taken.": "الخيام."}, room.bo, "ar")
    steps = [
        lambda: room.original(SEA, MIDNIGHT, POLICE),
        lambda: room.type({AT_MIDNIGHT: "Bread comes at ①midnight❶, when the line moves."}),
        lambda: review(room),
        lambda: room.original(POLICE, SEA, MIDNIGHT),
        lambda: room.type({"Title": ""}, room.bo, "ar"),
    ]
    for step in steps:
        step()
        with room.desk.database.read() as db:
            told = counting.states(db, room.mina, [db.get_one(Piece, room.piece_id)])[2]
        for language in ("en", "ar"):
            assert told[room.text(language).id] == counting.counts(room.opened(language).rows), language


def test_what_did_not_move_is_not_read_again(room: Translating) -> None:
    """Nor does the number of statements grow with what did."""
    asked: list[str] = []
    event.listen(room.desk.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def statements() -> int:
        asked.clear()
        state(room)
        return len(asked)

    room.type(IN_ENGLISH)
    kept = statements()
    room.original(SEA, MIDNIGHT, POLICE)
    once = statements()
    assert kept < once
    with room.desk.database.write() as db:
        for row in db.query(Rendering):
            row.counted_for = ""
        actions.make_from(db, room.bo, LATER, db.get_one(Piece, room.piece_id), "ar", "en")
    assert statements() <= once + 1
