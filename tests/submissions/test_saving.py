"""Saving a text: what a save adds, what it folds, and that two people at once lose nothing."""

import threading
from datetime import timedelta

import pytest

from journal_app.accounts.model import Role
from journal_app.db import Database
from journal_app.problems import Refused
from journal_app.submissions import store
from journal_app.submissions.actions import Saved, Stale, keep, question, restore, save, settle
from journal_app.submissions.merging import Choice
from journal_app.submissions.model import Moment, Text
from journal_app.submissions.plain import to_plain
from tests.desk import NOW
from tests.submissions.room import BASE, Room, Tables, words


@pytest.fixture
def room(database: Database) -> Room:
    return Room(Tables(database))


def test_a_save_adds_a_revision(room: Room) -> None:
    saved = room.save(room.mina, BASE + " Oui.", room.first)
    assert (saved.revision.number, saved.revision.base_id, saved.added) == (2, room.first, True)
    assert room.says.endswith("Oui.")
    assert room.history == [(2, "saved"), (1, "received")]


def test_saying_the_same_again_adds_nothing(room: Room) -> None:
    assert not room.save(room.mina, BASE, room.first).added
    assert room.history == [(1, "received")]


def test_a_save_without_its_base_is_refused(room: Room) -> None:
    with pytest.raises(Refused, match="base-missing"):
        room.answer(room.omar, "rien", None)
    with pytest.raises(Refused, match="text-too-long"):
        room.answer(room.omar, "a " * 100_001, room.first)
    assert room.says == BASE


def test_changes_of_two_people_go_together(room: Room) -> None:
    room.save(room.mina, BASE.replace("jour", "soir"), room.first)
    saved = room.save(room.omar, BASE.replace("demain", "bientôt"), room.first)
    assert saved.merged
    assert room.says == BASE.replace("jour", "soir").replace("demain", "bientôt")
    assert room.history[0] == (3, "merged")


def test_a_page_left_open_without_a_change_takes_nothing_back(room: Room) -> None:
    room.save(room.mina, BASE.replace("jour", "soir"), room.first)
    assert not room.save(room.omar, BASE, room.first).added
    assert room.says == BASE.replace("jour", "soir")


def test_the_same_block_changed_twice_is_set_aside_until_its_maker_chooses(room: Room) -> None:
    theirs = room.save(room.mina, BASE.replace("froide", "grise"), room.first)
    stale = room.answer(room.omar, BASE.replace("froide", "verte").replace("jour", "soir"), room.first)
    assert isinstance(stale, Stale)
    assert stale.theirs.id == theirs.revision.id
    assert room.says == BASE.replace("froide", "grise")  # the head stays
    with room.desk.database.write() as db:
        text = db.get_one(Text, room.text_id)
        (aside,) = store.asides(db, text.id)
        assert "verte" in to_plain(aside.content["body"])
        parts = question(db, text, aside, stale.theirs).parts
        (place,) = [number for number, part in enumerate(parts) if part.open]
        settle(db, room.omar, NOW, text, aside, stale.theirs, {place: Choice.BOTH})
    assert room.says == BASE.replace("froide.", "grise.\n\nLa mer est verte.").replace("jour", "soir")
    with room.desk.database.read() as db:
        assert store.asides(db, room.text_id) == []


def test_choosing_while_others_go_on_asks_again_or_merges(room: Room) -> None:
    room.save(room.mina, BASE.replace("froide", "grise"), room.first)
    stale = room.answer(room.omar, BASE.replace("froide", "verte"), room.first)
    assert isinstance(stale, Stale)
    room.save(room.mina, BASE.replace("froide", "noire"), stale.theirs.id)
    with room.desk.database.write() as db:
        text = db.get_one(Text, room.text_id)
        aside = store.asides(db, text.id)[0]
        theirs = store.revision(db, text, stale.theirs.id)
        assert theirs is not None
        place = next(n for n, part in enumerate(question(db, text, aside, theirs).parts) if part.open)
        again = settle(db, room.omar, NOW, text, aside, theirs, {place: Choice.MINE})
    assert isinstance(again, Stale)
    assert room.says == BASE.replace("froide", "noire")
    with room.desk.database.read() as db:
        assert [row.id for row in store.asides(db, room.text_id)] == [again.mine.id]


def test_autosaves_do_not_flood_the_history(room: Room) -> None:
    base = room.first
    for count in range(1, 30):
        at = NOW + timedelta(seconds=20 * count)
        base = room.save(room.mina, BASE + " la" * count, base, moment=Moment.NONE, at=at).revision.id
    assert room.history == [(30, ""), (1, "received")]
    room.save(room.mina, BASE + " la" * 29, base, at=NOW + timedelta(minutes=12))
    assert room.history == [(30, "saved"), (1, "received")]  # the same words: the autosave gets the name
    later = room.save(room.mina, BASE + " fin", base, moment=Moment.NONE, at=NOW + timedelta(minutes=13))
    room.save(room.mina, BASE + " fin.", later.revision.id, at=NOW + timedelta(minutes=14))
    assert room.history == [(32, "saved"), (30, "saved"), (1, "received")]


def test_an_autosave_is_kept_apart_after_ten_minutes_and_from_other_people(room: Room) -> None:
    one = room.save(room.mina, BASE + " a", room.first, moment=Moment.NONE).revision.id
    two = room.save(room.omar, BASE + " a b", one, moment=Moment.NONE).revision.id
    room.save(room.omar, BASE + " a b c", two, moment=Moment.NONE, at=NOW + timedelta(minutes=11))
    assert [number for number, _ in room.history] == [4, 3, 2, 1]


def test_a_page_opened_on_a_folded_autosave_still_merges(room: Room) -> None:
    seen = room.save(room.mina, BASE.replace("jour", "soir"), room.first, moment=Moment.NONE).revision.id
    room.save(room.mina, BASE.replace("jour", "matin"), seen, moment=Moment.NONE)
    room.save(room.omar, BASE.replace("jour", "soir").replace("demain", "bientôt"), seen)
    assert room.says == BASE.replace("jour", "matin").replace("demain", "bientôt")


def test_folded_autosaves_go_after_a_day_unless_something_points_to_them(room: Room) -> None:
    one = room.save(room.mina, BASE + " a", room.first, moment=Moment.NONE).revision.id
    two = room.save(room.mina, BASE + " b", one, moment=Moment.NONE).revision.id
    with room.desk.database.write() as db:
        keep(db, db.get_one(Text, room.text_id), one)
    three = room.save(room.mina, BASE + " c", two, moment=Moment.NONE).revision.id
    later = NOW + timedelta(days=2)
    four = room.save(room.mina, BASE + " d", three, moment=Moment.NONE, at=later).revision.id
    room.save(room.mina, BASE + " e", four, moment=Moment.NONE, at=later)
    with room.desk.database.read() as db:
        text = db.get_one(Text, room.text_id)
        found = [store.revision(db, text, number) is not None for number in (one, two, three, four)]
    assert found == [True, False, True, True]


def test_a_repeated_request_is_answered_like_the_first(room: Room) -> None:
    one = room.save(room.mina, BASE + " a", room.first, key="k1")
    again = room.save(room.mina, BASE + " a", room.first, key="k1")
    assert (again.revision.id, again.added) == (one.revision.id, False)
    assert room.history == [(2, "saved"), (1, "received")]


def test_restoring_says_again_what_was_said(room: Room) -> None:
    now = room.save(room.mina, "Tout autre chose.", room.first).revision.id
    with room.desk.database.write() as db:
        text = db.get_one(Text, room.text_id)
        old = store.revision(db, text, room.first)
        assert old is not None
        with pytest.raises(Refused, match="text-moved-on"):
            restore(db, room.omar, NOW, text, old, room.first)
        restore(db, room.omar, NOW, text, old, now)
    assert room.says == BASE
    assert room.history[0] == (3, "restored")


def test_a_revision_of_another_text_is_no_base(room: Room) -> None:
    with room.desk.database.write() as db:
        other = Text(piece_id=db.get_one(Text, room.text_id).piece_id, language="en")
        db.add(other)
        db.flush()
        foreign = save(db, room.mina, NOW, other, words("Something"), None)
        assert isinstance(foreign, Saved)
    answer = room.answer(room.omar, "Something", foreign.revision.id)
    assert isinstance(answer, Stale)
    assert room.says == BASE


@pytest.mark.parametrize("same_block", [True, False])
def test_people_saving_at_the_same_time_lose_nothing(room: Room, same_block: bool) -> None:
    """Eight people save the same base at once: every sentence is in the head or set aside for its maker."""
    people = [room.desk.account(Role.EDITOR, name=f"P{number}") for number in range(8)]
    base = "\n\n".join(f"Paragraphe {number}." for number in range(8))
    start = room.save(room.mina, base, room.first).revision.id
    gate = threading.Barrier(8)
    failures: list[BaseException] = []

    def work(number: int) -> None:
        target = f"Paragraphe {0 if same_block else number}."
        try:
            gate.wait()
            room.answer(people[number], base.replace(target, f"{target} Mot{number}"), start)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with room.desk.database.read() as db:
        kept = room.says + "".join(to_plain(row.content["body"]) for row in store.asides(db, room.text_id))
        numbers = [number for number, _ in room.history]
    assert all(f"Mot{number}" in kept for number in range(8))
    assert len(set(numbers)) == len(numbers)
    if not same_block:
        assert all(f"Mot{number}" in room.says for number in range(8))
