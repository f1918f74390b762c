"""No word of a text that was taken back comes out, from the commit on; what is erased leaves nothing. On both kinds."""

import threading
from datetime import date

import pytest
from sqlalchemy import text

from journal_app.accounts.model import Account
from journal_app.db import Database
from journal_app.facts import PictureErased, PictureWithdrawn, PieceErased
from journal_app.memory.model import Segment
from tests.memory.room import BREAD, COLD, NOON, SEA, Remembering, lesson


@pytest.fixture
def room(database: Database) -> Remembering:
    found = Remembering(database)
    found.learn(lesson(SEA, COLD), lesson(BREAD, NOON))
    found.learn(lesson("La mer de l’autre", "Another one's sea"), text=found.other)
    return found


def test_a_withdrawn_piece_is_found_in_no_way_and_again_when_it_is_brought_back(room: Remembering) -> None:
    before = room.words_anywhere()
    assert COLD in before and NOON in before
    room.withdraw()
    after = room.words_anywhere()
    assert not any(one in after for one in (SEA, BREAD, COLD, NOON)) and "Another one's sea" in after
    assert room.counts() == {("fr", "en"): 1}
    room.bring_back()
    assert COLD not in room.words_anywhere(), "its author is asked anew"
    room.agree()
    assert room.words_anywhere() == before and room.counts() == {("fr", "en"): 3}


def test_what_is_learnt_of_a_withdrawn_piece_is_found_no_more_than_the_rest(room: Remembering) -> None:
    """Somebody saves in the very moment in which its author takes it back."""
    room.withdraw()
    room.learn(lesson(SEA, "Saved too late."))
    assert "Saved too late." not in room.words_anywhere()


def test_what_is_erased_leaves_no_row_and_no_word_on_the_disk(room: Remembering) -> None:
    room.withdraw()
    room.tell(PieceErased(room.piece_id, room.issue_id))
    with room.database.read() as db:
        assert [row for row in db.execute(text("SELECT source_words FROM memory"))] == [("La mer de l’autre",)]
        if room.database.is_sqlite:
            with open(db.execute(text("PRAGMA database_list")).all()[0][2], "rb") as file:
                held = file.read().decode("utf-8", "replace").casefold()
            assert "personne ne dort" not in held and "the line moves" not in held


def test_what_a_withdrawn_picture_said_is_forgotten(room: Remembering) -> None:
    room.learn(lesson("Un bateau", "A boat", key="caption:p1"), lesson("Un chien", "A dog", key="alt:p1"),
               lesson("Un mur", "A wall", key="caption:p2"))  # fmt: skip
    room.tell(PictureWithdrawn("p1", room.issue_id))
    assert [one.target for one in room.all() if one.key != "body"] == ["A wall"]
    room.tell(PictureErased("p2", room.issue_id))
    assert [one.key for one in room.all()] == ["body"]


def test_who_translated_is_not_kept(room: Remembering) -> None:
    with room.database.read() as db:
        said = " ".join(str(value) for row in db.execute(text("SELECT * FROM memory")) for value in row)
        people = [value for row in db.query(Account) for value in (row.id, row.login)]
    assert people and not any(person in said for person in people)
    assert not any("account" in str(key.target_fullname) for key in Segment.__table__.foreign_keys)
    assert {type(one.day) for one in room.all()} == {date}  # a day, no hour


def test_readers_beside_a_withdrawal_are_never_given_a_word_after_it(room: Remembering) -> None:
    """Each look says between which of the commits it was; what it was given is judged by that."""
    steps, stop = [0], threading.Event()  # odd: withdrawn
    given: list[str] = []
    found = [0, 0]

    def look() -> None:
        while not stop.is_set():
            before = steps[0]
            words = room.words_anywhere()
            if before == steps[0]:
                found[before % 2] += 1
                if before % 2 and any(one in words for one in (SEA, COLD, BREAD, NOON)):
                    given.append(words)

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(6):
        room.withdraw()
        steps[0] += 1
        _until(lambda many=found[1]: found[1] > many + 1)  # type: ignore[misc]
        steps[0] += 1  # from here on it may be there again
        room.bring_back()
        room.learn(lesson(SEA, COLD), lesson(BREAD, NOON), lesson(f"La mer {steps[0]}", "Some sea"))
    stop.set()
    for reader in readers:
        reader.join()
    assert given == [] and found[1] >= 6


def _until(what: object) -> None:
    for _ in range(2_000):
        if what():  # type: ignore[operator]
            return
        threading.Event().wait(0.005)
    raise AssertionError("nobody looked")
