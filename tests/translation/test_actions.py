"""What translators do, on both databases: they save rows, judge changes, review each other, take a text in hand."""

from dataclasses import replace

import pytest

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.db import Database
from journal_app.issues.model import Issue
from journal_app.media.model import Blob, Picture
from journal_app.problems import Refused
from journal_app.review.actions import mark_reviewed, revise
from journal_app.submissions.model import Piece, Text
from journal_app.submissions.plain import from_plain
from journal_app.submissions.store import history
from journal_app.translation import actions
from journal_app.translation.beads import Stage
from journal_app.translation.model import Rendering
from journal_app.translation.rows import Change
from tests.desk import NOW
from tests.translation.room import AT_MIDNIGHT, BREAD, IN_ENGLISH, LATER, POLICE, SEA, Translating

MIDNIGHT = BREAD.replace("*midi*", "*minuit*")


@pytest.fixture
def room(database: Database) -> Translating:
    return Translating(database)


@pytest.fixture
def translated(room: Translating) -> Translating:
    room.type(IN_ENGLISH)
    return room


def test_rows_are_translated_with_their_marks(room: Translating) -> None:
    assert room.standings() == ["missing"] * 4
    told = room.type(IN_ENGLISH)
    assert told.problems == () and told.aside == {}
    assert room.says_in().split("\n\n") == [
        "Title", "The sea is cold tonight, and nobody sleeps.", "Bread comes at *noon*, when the line moves.",
        "At dawn the tents are taken.",
    ]  # fmt: skip
    assert room.standings() == ["translated"] * 4


def test_one_row_alone_is_saved_and_the_others_wait(room: Translating) -> None:
    room.type({POLICE: "At dawn the tents are taken."})
    assert room.says_in() == "At dawn the tents are taken."
    assert room.standings() == ["missing", "missing", "missing", "translated"]
    room.type({SEA: "The sea is cold tonight."}, done=False)
    assert room.says_in() == "The sea is cold tonight.\n\nAt dawn the tents are taken."
    assert room.standings() == ["missing", "in-progress", "missing", "translated"]


def test_two_people_at_once_lose_nothing(room: Translating) -> None:
    had = room.fields()
    room.type({SEA: "The sea is cold tonight."}, had=had)
    room.type({POLICE: "At dawn the tents are taken."}, room.bo, had=had)
    assert room.says_in() == "The sea is cold tonight.\n\nAt dawn the tents are taken."
    told = room.type({SEA: "The sea was cold."}, room.bo, had=had)
    assert list(told.aside.values()) == ["The sea was cold."], "Ana's words stand; Bo's are told, not lost"
    assert room.says_in().startswith("The sea is cold tonight.")


def test_what_was_typed_beside_a_source_that_changed_meanwhile_is_told(translated: Translating) -> None:
    names = translated.names()
    translated.original(SEA, MIDNIGHT, POLICE)
    old = names["Le pain arrive à ①midi❶, quand la file avance."]
    told = translated.type({old: "Bread comes at noon sharp."}, had={})
    assert told.aside == {old: "Bread comes at noon sharp."} and "sharp" not in translated.says_in()


def test_only_the_touched_paragraph_is_stale_until_it_is_done_again(translated: Translating) -> None:
    translated.original(SEA, MIDNIGHT, POLICE)
    assert translated.standings() == ["translated", "translated", "stale", "translated"]
    translated.type({AT_MIDNIGHT: "Bread comes at ①midnight❶, when the line moves."})
    assert translated.standings() == ["translated"] * 4 and "*midnight*" in translated.says_in()


def test_a_typing_mistake_is_minor_and_stops_nobody(translated: Translating) -> None:
    translated.original(SEA.replace("froide", "frroide"), BREAD, POLICE, minor=True)
    assert [row.change for row in translated.opened().rows][1] is Change.MINOR
    assert translated.standings() == ["translated"] * 4


@pytest.mark.parametrize("as_minor", [True, False])
def test_a_change_is_judged_by_a_person(translated: Translating, as_minor: bool) -> None:
    translated.original(SEA, MIDNIGHT if as_minor else BREAD.replace(",", " ;"), POLICE)
    name = list(actions.named(translated.opened().rows))[2]
    with translated.desk.database.write() as db:
        actions.judge(db, translated.bo, LATER, db.get_one(Piece, translated.piece_id), "en", name, as_minor)
    assert translated.standings()[2] == ("translated" if as_minor else "stale")
    with pytest.raises(Refused, match="row-moved-on"), translated.desk.database.write() as db:
        actions.judge(db, translated.bo, LATER, db.get_one(Piece, translated.piece_id), "en", "body-gone", True)


def test_a_mark_that_is_lost_is_told_and_one_that_is_broken_is_not_done(room: Translating) -> None:
    source = "Le pain arrive à ①midi❶, quand la file avance."
    told = room.type({source: "Bread comes at noon."})
    assert [one.code for one in told.problems] == ["mark-lost"] and room.standings()[2] == "translated"
    told = room.type({source: "Bread comes at ①noon."})
    assert {one.code for one in told.problems} == {"mark-alone", "mark-lost"}
    assert room.standings()[2] == "in-progress" and "Bread comes at noon." in room.says_in()


# --- review ----------------------------------------------------------------------------------------------------------


def reviewed(room: Translating, actor: Actor, stage: Stage = Stage.REVIEWED, only: int | None = None) -> None:
    for number, name in enumerate(actions.named(room.opened().rows)):
        if only in (None, number):
            with room.desk.database.write() as db:
                actions.review(db, actor, LATER, db.get_one(Piece, room.piece_id), "en", name, stage)


def test_somebody_else_reviews_and_then_the_text_is_reviewed(translated: Translating) -> None:
    with pytest.raises(Refused, match="same-eyes"):
        reviewed(translated, translated.ana)
    reviewed(translated, translated.bo, only=1)
    assert translated.standings() == ["translated", "reviewed", "translated", "translated"]
    assert not translated.text().reviewed
    reviewed(translated, translated.bo)
    assert translated.text().reviewed and translated.standings() == ["reviewed"] * 4
    reviewed(translated, translated.bo, Stage.NEEDS_WORK, only=2)
    assert not translated.text().reviewed and translated.standings()[2] == "needs-work"


def test_an_issue_may_do_with_one_pair_of_eyes(translated: Translating) -> None:
    with translated.desk.database.write() as db:
        db.query(Issue).one().second_eyes = False
    reviewed(translated, translated.ana)
    assert translated.text().reviewed


def test_what_is_stale_cannot_be_reviewed(translated: Translating) -> None:
    translated.original(SEA, MIDNIGHT, POLICE)
    with pytest.raises(Refused, match="row-stale"):
        reviewed(translated, translated.bo, only=2)


def test_new_words_are_to_be_reviewed_again_and_the_others_are_not(translated: Translating) -> None:
    reviewed(translated, translated.bo)
    translated.type({SEA: "The sea is freezing tonight."})
    assert translated.standings() == ["reviewed", "translated", "reviewed", "reviewed"]
    assert not translated.text().reviewed


def test_passing_a_reviewed_row_by_takes_no_reviewers_word_away(translated: Translating) -> None:
    """Ctrl+Enter goes to the next row: on words that nobody changed it says nothing new, until the source moves on."""
    reviewed(translated, translated.bo)
    as_it_is = translated.fields()
    translated.type({SEA: next(said for said in as_it_is.values() if "The sea" in said)})
    assert translated.standings() == ["reviewed"] * 4
    translated.original(SEA, MIDNIGHT, POLICE)
    translated.type(
        {"Le pain arrive à ①minuit❶, quand la file avance.": next(said for said in as_it_is.values() if "noon" in said)}
    )
    assert translated.standings()[2] == "translated", "who passes a stale row by says that its words still hold"


def test_the_editors_page_and_this_one_agree(translated: Translating) -> None:
    """A translation that was proofread, changed or noted as in line on its own page is so here."""
    with translated.desk.database.write() as db:
        piece, text = db.get_one(Piece, translated.piece_id), db.get_one(Text, translated.text().id)
        mark_reviewed(db, translated.mina, LATER, piece, text, text.head_id or "", True)
    assert translated.standings() == ["reviewed"] * 4
    translated.original(SEA, MIDNIGHT, POLICE)
    with translated.desk.database.write() as db:
        piece, text = db.get_one(Piece, translated.piece_id), db.get_one(Text, translated.text().id)
        source = db.get_one(Text, translated.text_id).head_id
        content = replace(translated.opened().target.content, body=from_plain("One.\n\nBread at *midnight*.\n\nThree."))
        revise(db, translated.mina, LATER, piece, text, content, text.head_id, source_id=source)
    assert translated.standings() == ["translated"] * 4


# --- pivots ----------------------------------------------------------------------------------------------------------


def test_a_change_travels_through_a_pivot(translated: Translating) -> None:
    with translated.desk.database.write() as db:
        actions.make_from(db, translated.bo, LATER, db.get_one(Piece, translated.piece_id), "ar", "en")
    assert translated.opened("ar").source.language == "en"
    translated.type(
        {"Title": "عنوان", "The sea is cold tonight, and nobody sleeps.": "البحر بارد.",
         "At dawn the tents are taken.": "الخيام.",
         "Bread comes at ①noon❶, when the line moves.": "الخبز ①ظهرًا❶."}, translated.bo, "ar",
    )  # fmt: skip
    assert translated.standings("ar") == ["translated"] * 4
    translated.original(SEA, MIDNIGHT, POLICE)
    assert translated.standings("ar") == ["translated", "translated", "stale", "translated"]
    assert [row.upstream for row in translated.opened("ar").rows] == [False, False, True, False]
    translated.type({AT_MIDNIGHT: "Bread comes at ①midnight❶, when the line moves."})
    assert translated.standings("ar")[2] == "stale" and not translated.opened("ar").rows[2].upstream


def test_a_pivot_in_a_circle_is_refused(translated: Translating) -> None:
    translated.type({"Titre": "سرليک"}, translated.bo, "ps")
    with translated.desk.database.write() as db:
        actions.make_from(db, translated.bo, LATER, db.get_one(Piece, translated.piece_id), "ps", "en")
    with pytest.raises(Refused, match="pivot-in-a-circle"), translated.desk.database.write() as db:
        actions.make_from(db, translated.ana, LATER, db.get_one(Piece, translated.piece_id), "en", "ps")


# --- pictures, hands, history ----------------------------------------------------------------------------------------


def test_captions_and_alternative_texts_are_rows(translated: Translating) -> None:
    with translated.desk.database.write() as db:
        issue = db.query(Issue).one()
        db.add(Blob(sha256="b", size=1, media_type="image/png", made_at=NOW))
        db.flush()
        db.add(Picture(id="pic", issue_id=issue.id, piece_id=translated.piece_id, residency_id=translated.residency,
                       slug="tente", blob="b", width=1, height=1, caption={"fr": "Une tente."}, alt={},
                       created_at=NOW))  # fmt: skip
    assert "missing" in translated.standings()
    translated.type({"Une tente.": "A tent."})
    with translated.desk.database.read() as db:
        assert db.get_one(Picture, "pic").caption == {"fr": "Une tente.", "en": "A tent."}
    assert set(translated.standings()) == {"translated"}


def test_a_translation_is_in_one_pair_of_hands(room: Translating) -> None:
    def take(actor: Actor) -> None:
        with room.desk.database.write() as db:
            actions.take(db, actor, LATER, db.get_one(Piece, room.piece_id), "en")

    take(room.ana)
    take(room.ana)
    with pytest.raises(Refused, match="translation-in-other-hands"):
        take(room.bo)
    with room.desk.database.write() as db:
        with pytest.raises(Refused, match="translation-in-other-hands"):
            actions.give_back(db, room.bo, LATER, db.get_one(Piece, room.piece_id), "en")
        actions.give_back(db, room.mina, LATER, db.get_one(Piece, room.piece_id), "en")
    take(room.bo)
    with room.desk.database.read() as db:
        assert db.query(Rendering).one().holder_id == room.bo.account_id


def test_a_stranger_and_the_original_are_refused(room: Translating) -> None:
    stranger = room.desk.account(Role.FACILITATOR, residency=room.desk.residency("Ailleurs").id, name="Far")
    for actor, language in ((stranger, "en"), (room.ana, "fr"), (room.ana, "tr")):
        with pytest.raises(Refused, match="not-yours"), room.desk.database.write() as db:
            actions.open_translation(db, actor, db.get_one(Piece, room.piece_id), language)


def test_autosaves_do_not_flood_the_history(room: Translating) -> None:
    for typed in ("The", "The sea", "The sea is", "The sea is cold."):
        room.type({SEA: typed}, done=False, autosave=True)
    with room.desk.database.read() as db:
        assert len(history(db, room.text().id)) == 1
    assert room.standings()[1] == "in-progress" and room.says_in() == "The sea is cold."
