"""What is learnt of a text is what it says now; what is learnt of a file is there once. On both databases."""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_app.db import Database
from journal_app.facts import OriginalSaid
from journal_app.memory import actions, store
from journal_app.memory.actions import Learnt
from journal_app.memory.bench import fill
from journal_app.memory.model import Stage
from journal_app.memory.nearest import nearest
from tests.desk import NOW
from tests.growth import LINEAR, grows
from tests.memory.room import BREAD, COLD, NOON, SEA, Remembering, lesson

LATER = NOW + timedelta(days=40)


@pytest.fixture
def room(database: Database) -> Remembering:
    return Remembering(database)


def test_what_was_called_translated_is_found_again_with_its_marks(room: Remembering) -> None:
    assert room.learn(lesson(SEA, COLD), lesson(BREAD, NOON, Stage.REVIEWED)) == Learnt(added=2)
    found = room.matches(BREAD)
    assert [(one.percent, one.source, one.target) for one in found] == [(100, BREAD, NOON)]
    assert (found[0].origin, found[0].from_file, found[0].key) == ("12-traverser", False, "body")
    assert (found[0].stage, found[0].day) == (Stage.REVIEWED, NOW.date())


def test_the_same_lessons_twice_change_nothing(room: Remembering) -> None:
    lessons = [lesson(SEA, COLD), lesson(BREAD, NOON), lesson(SEA, COLD)]
    assert room.learn(*lessons) == Learnt(added=2)
    before = room.all()
    assert room.learn(*reversed(lessons)) == Learnt()
    assert room.all() == before


def test_a_corrected_translation_takes_the_place_of_the_wrong_one(room: Remembering) -> None:
    room.learn(lesson(SEA, "The sea is gold tonight."), lesson(BREAD, NOON))
    assert room.told(SEA) == [(100, "The sea is gold tonight.")]
    assert room.learn(lesson(SEA, COLD), lesson(BREAD, NOON)) == Learnt(added=1, gone=1)
    assert room.told(SEA) == [(100, COLD)]
    assert room.phrase("gold") == []


def test_what_is_no_longer_in_the_text_goes(room: Remembering) -> None:
    room.learn(lesson(SEA, COLD), lesson(BREAD, NOON))
    assert room.learn(lesson(BREAD, NOON)) == Learnt(gone=1)
    assert room.told(SEA) == [] and room.told(BREAD) == [(100, NOON)]
    assert room.learn() == Learnt(gone=1)
    assert room.all() == []


def test_of_another_text_nothing_goes(room: Remembering) -> None:
    room.learn(lesson(SEA, COLD))
    room.learn(lesson(SEA, "Cold sea."), text=room.other)
    room.learn()
    assert room.told(SEA) == [(100, "Cold sea.")]


def test_who_reviews_it_brings_it_further_and_changes_its_day(room: Remembering) -> None:
    room.learn(lesson(SEA, COLD))
    with room.database.write() as db:
        assert actions.learn(db, LATER, room.english, [lesson(SEA, COLD, Stage.APPROVED)]) == Learnt(further=1)
    assert [(one.stage, one.day) for one in room.matches(SEA)] == [(Stage.APPROVED, LATER.date())]


def test_a_draft_and_what_lacks_a_side_or_an_end_teaches_nothing(room: Remembering) -> None:
    long = lesson(SEA, "x" * 200_001)
    useless = [lesson(SEA, COLD, 2), lesson(SEA, " "), lesson("\n", COLD), lesson("\0", COLD), long]
    for one in useless:
        assert room.learn(one) == Learnt()
    assert room.all() == []


def test_what_no_database_takes_is_left_out_of_the_words(room: Remembering) -> None:
    room.learn(lesson("La\0 mer\ud800", "The\0 sea"))
    assert room.told("La mer") == room.told("La\0 mer") == [(100, "The sea")]


def test_a_file_brought_in_twice_is_there_once(room: Remembering) -> None:
    lessons = [lesson(SEA, COLD, key=""), lesson(BREAD, NOON, key="")]
    assert room.learn_file("avant.tmx", lessons) == Learnt(added=2)
    assert room.learn_file("avant.tmx", [*lessons, lesson("Rien", "Nothing", key="")]) == Learnt(added=1)
    assert room.learn_file("autre.tmx", lessons[:1]) == Learnt(added=1)
    found = room.matches(BREAD)
    assert [(one.origin, one.from_file, one.key) for one in found] == [("avant.tmx", True, "")]
    with room.database.read() as db:
        assert store.files(db) == {"autre.tmx": 1, "avant.tmx": 3}


def test_a_file_is_forgotten_by_its_name_and_the_others_stay(room: Remembering) -> None:
    room.learn(lesson(SEA, COLD))
    room.learn_file("a.tmx", [lesson(SEA, "Sea of a")])
    room.learn_file("b.tmx", [lesson(SEA, "Sea of b")])
    with room.database.write() as db:
        assert actions.forget_file(db, "a.tmx") == 1
        assert actions.forget_file(db, "nothing.tmx") == 0
    assert sorted(said for _, said in room.told(SEA)) == ["Sea of b", COLD]


def test_a_piece_in_another_language_than_was_noted_is_found_under_the_right_one(room: Remembering) -> None:
    room.learn(lesson(SEA, COLD), lesson("البحر بارد", "The sea is cold", pair="ar en"))
    assert room.told(SEA) == [(100, COLD)]
    room.tell(OriginalSaid(room.piece_id, room.issue_id, "fr", "sq"))
    assert room.told(SEA) == [] and room.told(SEA, "sq en") == [(100, COLD)]
    assert room.told("La mer est froide ce soir, et personne ne dort sous les tentes au bord de la route.", "sq en")
    assert room.told("البحر بارد", "ar en") == [(100, "The sea is cold")]
    again = [lesson(SEA, COLD, pair="sq en"), lesson("البحر بارد", "The sea is cold", pair="ar en")]
    assert room.learn(*again) == Learnt()


SCRIPTS = st.text(st.sampled_from("abcdé ·①❶\u200cابت٣كَকখিሀለกข漢字\u0301.!"), min_size=1, max_size=40)
PAIRS = st.lists(st.tuples(SCRIPTS, SCRIPTS, st.sampled_from(list(Stage))), min_size=1, max_size=8)
ANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANY
@given(PAIRS)
def test_whatever_is_learnt_is_found_at_100(room: Remembering, pairs: list[tuple[str, str, Stage]]) -> None:
    room.learn(*(lesson(*told) for told in pairs))
    known = [(source, target) for source, target, _ in pairs if source.strip() and target.strip()]
    exactly = room.exact(*(source for source, _ in known))
    for source, _ in known:
        assert room.matches(source)[0].percent == 100
        assert exactly[source][0] == 100


@ANY
@given(PAIRS, st.randoms())
def test_in_which_order_it_is_learnt_does_not_matter(
    room: Remembering, pairs: list[tuple[str, str, Stage]], dice: random.Random
) -> None:
    asked = pairs[0][0]
    room.learn()
    room.learn(*(lesson(*told) for told in pairs))
    first = {(one.percent, one.source, one.target, one.stage) for one in room.matches(asked, most=50, least=1)}
    room.learn()
    dice.shuffle(pairs)
    for many in range(1, len(pairs) + 1):  # one by one, as somebody translates
        room.learn(*(lesson(*told) for told in pairs[:many]))
    assert {(one.percent, one.source, one.target, one.stage) for one in room.matches(asked, most=50, least=1)} == first


def test_saving_again_and_again_leaves_nothing_behind_in_the_process(room: Remembering) -> None:
    room.learn_file("a.tmx", [lesson("Une autre page, bien plus loin", "Another page")])
    for number in range(30):
        room.learn(lesson(SEA, f"The sea, version {number}"))
        assert room.told(SEA.replace("froide", "calme")) == [(93, f"The sea, version {number}")]
    with room.database.read() as db:
        index = nearest(db, "fr", "en")
    assert index.size < 100 * len(index) and len(index) < 15


def test_learning_a_file_grows_with_its_size(database: Database) -> None:
    sizes = iter(range(9))

    def work(size: int) -> None:
        with database.write() as db:
            fill(db, size, next(sizes))

    work(50)  # the words are made up once
    assert grows(work, 3_200) < LINEAR
