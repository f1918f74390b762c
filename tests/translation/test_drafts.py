"""What the memory learns from a translation, and what it drafts: nothing of it is printed before a person read it."""

import pytest

from journal_app.db import Database
from journal_app.issues.model import Issue
from journal_app.memory.finding import exact
from journal_app.memory.model import Found
from journal_app.problems import Refused
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece, Text
from journal_app.submissions.plain import from_plain
from journal_app.translation import actions
from journal_app.translation.beads import Stage
from journal_app.translation.counting import states
from journal_app.translation.learning import teach
from tests.translation.room import BREAD, IN_ENGLISH, LATER, POLICE, SEA, Translating

MARKED = "Le pain arrive à ①midi❶, quand la file avance."


@pytest.fixture
def room(database: Database) -> Translating:
    return Translating(database)


def known(room: Translating, *words: str) -> dict[str, Found]:
    with room.desk.database.read() as db:
        return exact(db, room.mina, "fr", "en", words)


def elsewhere(room: Translating, *paragraphs: str) -> str:
    """Another piece of the issue that says the same, wanted in English: its id."""
    with room.desk.database.write() as db:
        issue = db.query(Issue).one()
        content = Content(headline="Encore", body=from_plain("\n\n".join(paragraphs)))
        made = create_piece(db, room.mina, LATER, issue, Facts("Encore", "essay"), original="fr", content=content,
                            languages=["en"])  # fmt: skip
        return made.id


def test_what_a_person_called_translated_is_learnt_with_its_marks(room: Translating) -> None:
    room.type({SEA: "The sea is cold."}, done=False)
    assert known(room, SEA) == {}
    room.type(IN_ENGLISH)
    found = known(room, SEA, MARKED)
    assert found[SEA].target == "The sea is cold tonight, and nobody sleeps."
    assert (found[MARKED].target, found[MARKED].percent) == ("Bread comes at ①noon❶, when the line moves.", 100)


def test_what_is_corrected_takes_the_place_of_what_was_learnt(room: Translating) -> None:
    room.type(IN_ENGLISH)
    room.type({SEA: "The sea is icy tonight."})
    assert known(room, SEA)[SEA].target == "The sea is icy tonight."
    room.original(POLICE)
    room.type({SEA: ""})
    assert SEA not in known(room, SEA)


def test_empty_rows_are_filled_with_the_same_words_as_drafts(room: Translating) -> None:
    room.type(IN_ENGLISH)
    other = elsewhere(room, SEA, "Personne n’a écrit cela avant.", BREAD)
    with room.desk.database.write() as db:
        assert actions.draft_from_memory(db, room.bo, LATER, db.get_one(Piece, other), "en") == 2
        assert actions.draft_from_memory(db, room.bo, LATER, db.get_one(Piece, other), "en") == 0
    room.piece_id = other
    assert room.standings() == ["missing", "draft", "missing", "draft"]
    assert "Bread comes at *noon*, when the line moves." in room.says_in()
    with room.desk.database.read() as db:
        _, found, _ = states(db, room.mina, [db.get_one(Piece, other)])
    assert found[other]["en"] == "in-progress", "and the press waits"


def test_nobody_reviews_a_draft_before_somebody_called_it_translated(room: Translating) -> None:
    room.type(IN_ENGLISH)
    room.piece_id = elsewhere(room, SEA)
    name = room.names()[SEA]
    with room.desk.database.write() as db:
        actions.draft(db, room.ana, LATER, db.get_one(Piece, room.piece_id), "en", {name: "The sea is cold tonight."})
    with room.desk.database.write() as db, pytest.raises(Refused, match="draft-unread"):
        actions.review(db, room.bo, LATER, db.get_one(Piece, room.piece_id), "en", name, Stage.REVIEWED)
    room.type({SEA: "The sea is cold tonight."}, room.bo)
    with room.desk.database.write() as db:
        actions.review(db, room.ana, LATER, db.get_one(Piece, room.piece_id), "en", name, Stage.REVIEWED)
    assert room.standings()[1] == "reviewed"


def test_a_draft_teaches_nothing_and_ends_when_it_is_typed_on(room: Translating) -> None:
    name = room.names()[SEA]
    with room.desk.database.write() as db:
        actions.draft(db, room.ana, LATER, db.get_one(Piece, room.piece_id), "en", {name: "Sea cold."}, "machine")
    assert room.standings()[1] == "draft" and known(room, SEA) == {}
    room.type({SEA: "The sea is cold."}, done=False)
    assert room.standings()[1] == "in-progress"


def test_another_source_does_not_turn_a_draft_into_a_translation(room: Translating) -> None:
    room.type(IN_ENGLISH)
    room.type({"Titre": "العنوان"}, language="ar")
    name = room.names("ar")[POLICE]
    with room.desk.database.write() as db:
        piece = db.get_one(Piece, room.piece_id)
        actions.draft(db, room.ana, LATER, piece, "ar", {name: "عند الفجر تؤخذ الخيام."})
        db.get_one(Text, room.text("ar").id).source_id = None
        actions.make_from(db, room.ana, LATER, piece, "ar", "en")
    assert "draft" in room.standings("ar")


def test_what_came_whole_is_learnt_where_no_pair_is_a_guess(room: Translating) -> None:
    """Written on the whole text's page, never on that of its paragraphs."""
    room.whole("en", "The sea is cold tonight.", "Bread comes at noon.", "At dawn the tents are taken.")
    room.whole("ps", "سمندر سوړ دی.")
    with room.desk.database.write() as db:
        assert teach(db, room.mina, LATER, [db.get_one(Piece, room.piece_id)]) == 1
        assert teach(db, room.mina, LATER, [db.get_one(Piece, room.piece_id)]) == 1
    assert known(room, SEA)[SEA].target == "The sea is cold tonight."
    with room.desk.database.read() as db:
        assert exact(db, room.mina, "fr", "ps", [SEA]) == {}
