"""Pieces: they come with their first revision, are found, claimed by one person only, and read by whom they reach."""

import threading
from dataclasses import replace

import pytest

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account, Role
from journal_app.db import Database
from journal_app.issues.model import Issue, IssueState, Residency
from journal_app.issues.slugs import free_slug, slug_of
from journal_app.problems import Refused
from journal_app.reactions import REACTIONS
from journal_app.search.store import find
from journal_app.submissions import store
from journal_app.submissions.actions import Facts, claim, create_piece, describe, release, save, say_original, want
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece
from tests.desk import NOW

WORDS = Content(headline="La file", body="<p>On attend sous la pluie.</p>")


class Room:
    """An issue of a residency, and three people: two editors and a facilitator of that residency."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write() as db:
            there, other = (Residency(name=name, place="Calais", starts=NOW.date(), ends=NOW.date(), languages=["ps"],
                                      created_at=NOW) for name in ("mars", "juin"))  # fmt: skip
            db.add_all([there, other])
            db.flush()
            self.here, self.elsewhere = there.id, other.id
            self.issue = Issue(slug="12", title="Journal", number=12, date=NOW.date(), theme={}, languages=["fr", "en"],
                               printer={}, masthead={}, residency_id=there.id, created_at=NOW)  # fmt: skip
            db.add(self.issue)
            db.add_all([Account(id=n, login=n, name=n, password_hash="-", created_at=NOW) for n in ("a", "b", "f")])
        self.ana, self.bob = (Actor(name, name, frozenset({Role.EDITOR})) for name in ("a", "b"))
        self.fay = Actor("f", "f", frozenset({Role.FACILITATOR}), frozenset({self.here}))

    def piece(self, title: str = "La file", actor: Actor | None = None, **more: str) -> Piece:
        with self.database.write() as db:
            issue = db.get(Issue, self.issue.id)
            assert issue is not None
            return create_piece(db, actor or self.ana, NOW, issue, Facts(title), original="fr", content=WORDS, **more)  # type: ignore[arg-type]


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database)


def test_a_piece_comes_with_its_words_and_is_found_by_them(room: Room) -> None:
    piece = room.piece()
    with room.database.read() as db:
        texts = store.texts(db, [piece.id])[piece.id]
        assert [text.language for text in texts] == ["fr"]
        assert store.heads(db, [texts[0].id])[texts[0].id][1] == WORDS
        assert [entry.piece_id for entry in find(db, room.ana, "pluie")] == [piece.id]


def test_a_saved_text_is_found_by_its_new_words(room: Room) -> None:
    piece = room.piece()
    with room.database.write() as db:
        text = store.text(db, piece.id, "fr")
        assert text is not None
        save(db, room.ana, NOW, text, replace(WORDS, body="<p>Le soleil revient.</p>"), text.head_id)
    with room.database.read() as db:
        assert find(db, room.ana, "pluie") == [] and len(find(db, room.ana, "soleil")) == 1


def test_a_facilitator_reads_and_enters_in_the_own_residency_only(room: Room) -> None:
    mine, other = room.piece(actor=room.fay), room.piece("Ailleurs", residency_id=room.elsewhere)
    with room.database.read() as db:
        assert store.piece(db, room.fay, mine.id) is not None
        assert store.piece(db, room.fay, other.id) is None
        assert [piece.id for piece in store.pieces(db, room.fay, room.issue.id)] == [mine.id]
        assert len(store.pieces(db, room.ana, room.issue.id)) == 2
    with pytest.raises(Refused, match="residency-not-yours"):
        room.piece(actor=room.fay, residency_id=room.elsewhere)


def test_two_people_cannot_both_win_a_claim(room: Room) -> None:
    piece = room.piece()
    told: list[str] = []

    def take(actor: Actor) -> None:
        try:
            with room.database.write() as db:
                row = store.piece(db, actor, piece.id)
                assert row is not None
                claim(db, actor, NOW, row)
            told.append("won")
        except Refused as refusal:
            told.append(refusal.code)

    threads = [threading.Thread(target=take, args=(actor,)) for actor in (room.ana, room.bob) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with room.database.read() as db:
        row = store.piece(db, room.ana, piece.id)
        assert row is not None and row.holder_id in ("a", "b")
    assert sorted(told) == ["piece-in-other-hands"] * 3 + ["won"] * 3  # the winner's own three say the same


def test_who_holds_a_piece_gives_it_back_and_who_decides_may_free_it(room: Room) -> None:
    piece = room.piece(actor=room.fay)
    for holder, other in ((room.ana, room.fay), (room.fay, room.ana)):
        with room.database.write() as db:
            row = store.piece(db, holder, piece.id)
            assert row is not None
            claim(db, holder, NOW, row)
        with room.database.write() as db:
            row = store.piece(db, other, piece.id)
            assert row is not None
            if other is room.fay:
                with pytest.raises(Refused, match="piece-in-other-hands"):
                    release(db, other, NOW, row)
                release(db, holder, NOW, row)
            else:
                release(db, other, NOW, row)


def test_a_stale_form_is_refused(room: Room) -> None:
    piece = room.piece()
    for version, title, fine in ((1, "La queue", True), (1, "Autre", False)):
        with room.database.write() as db:
            row = store.piece(db, room.ana, piece.id)
            assert row is not None
            if fine:
                describe(db, room.ana, NOW, row, version, Facts(title))
            else:
                with pytest.raises(Refused, match="piece-moved-on"):
                    describe(db, room.ana, NOW, row, version, Facts(title))
    with room.database.read() as db:
        row = store.piece(db, room.ana, piece.id)
        assert row is not None and (row.title, row.version) == ("La queue", 2)


def test_a_language_can_be_asked_for_and_given_up_but_not_the_original(room: Room) -> None:
    piece = room.piece()
    with room.database.write() as db:
        row = store.piece(db, room.ana, piece.id)
        assert row is not None
        assert want(db, room.ana, NOW, row, "en").wanted
        assert not want(db, room.ana, NOW, row, "en", wanted=False).wanted
        assert want(db, room.ana, NOW, row, "fr", wanted=False).wanted


def test_the_language_of_an_original_can_be_said_anew(room: Room) -> None:
    """Its words, their history and what was made from them stay; the house's language is then asked for."""
    piece = room.piece(languages=("ar", "en"))
    with room.database.write() as db:
        row = store.piece(db, room.ana, piece.id)
        assert row is not None
        (head,) = (text.head_id for text in store.texts(db, [row.id])[row.id] if text.language == "fr")
        say_original(db, room.ana, NOW, row, db.get_one(Issue, row.issue_id), "ar", REACTIONS)
    with room.database.read() as db:
        row = store.piece(db, room.ana, piece.id)
        assert row is not None and row.original == "ar"
        heads = {text.language: text.head_id for text in store.texts(db, [row.id])[row.id]}
        assert heads == {"ar": head, "en": None, "fr": None}
        (entry,) = find(db, room.ana, "pluie", language="ar")
        assert entry.piece_id == piece.id
        assert find(db, room.ana, "pluie", language="fr") == []


def test_an_original_takes_no_place_of_another_text(room: Room) -> None:
    piece = room.piece(languages=("en",))
    with room.database.write() as db:
        row, text = store.piece(db, room.ana, piece.id), store.text(db, piece.id, "en")
        assert row is not None and text is not None
        save(db, room.ana, NOW, text, WORDS, None)
        with pytest.raises(Refused, match="language-taken"):
            say_original(db, room.ana, NOW, row, db.get_one(Issue, row.issue_id), "en", REACTIONS)
        assert row.original == "fr"


def test_nothing_is_added_to_an_archived_issue(room: Room) -> None:
    with room.database.write() as db:
        issue = db.get(Issue, room.issue.id)
        assert issue is not None
        issue.state = IssueState.ARCHIVED
    with pytest.raises(Refused, match="issue-archived"):
        room.piece()


def test_folders_have_plain_names_and_each_its_own(room: Room) -> None:
    assert slug_of("L’été à Grande-Synthe, œuvre n° 1") == "l-ete-a-grande-synthe-oeuvre-n-1"
    assert slug_of("الطابور") == ""
    assert free_slug("la-file", {"la-file", "la-file-2"}) == "la-file-3"
    assert [room.piece("الطابور").slug for _ in range(2)] == ["essay", "essay-2"]
