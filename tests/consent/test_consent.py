"""Consent: no row is no; the latest answer counts; what is taken back is gone from every room in one transaction."""

from datetime import UTC, date, datetime, timedelta

import pytest

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account, Role
from journal_app.consent import actions, store
from journal_app.consent.model import How, Use
from journal_app.db import Database
from journal_app.flatplan.model import Page, Placement
from journal_app.issues.model import Issue
from journal_app.jobs.model import Job, JobState
from journal_app.media.model import Blob, Picture
from journal_app.problems import Refused
from journal_app.reactions import REACTIONS
from journal_app.search import actions as search
from journal_app.search import store as finds
from journal_app.submissions.model import Piece, Stage

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def actor(database: Database) -> Actor:
    with database.write() as db:
        db.add(Account(id="ed", login="ed", name="Ed", password_hash="-", created_at=NOW))
    return Actor("ed", "Ed", frozenset({Role.EDITOR}))


@pytest.fixture
def piece(database: Database, actor: Actor) -> Piece:
    """A piece with a picture, placed on a page, found by its words, and being built."""
    with database.write() as db:
        issue = Issue(id="i", slug="12", title="J", number=12, date=date(2027, 3, 1), theme={}, languages=[],
                      printer={}, masthead={}, created_at=NOW)  # fmt: skip
        row = Piece(id="p", issue_id="i", slug="la-file", title="La file", original="fr", stage=Stage.ACCEPTED,
                    holder_id="ed", created_at=NOW, changed_at=NOW)  # fmt: skip
        db.add_all([issue, Blob(sha256="b", size=1, media_type="image/png", made_at=NOW)])
        db.flush()
        db.add_all([row, Page(id="page", issue_id="i", number=1, layout="story")])
        db.flush()
        db.add_all([
            Picture(id="pic", issue_id="i", piece_id="p", slug="digue", blob="b", width=1, height=1, caption={}, alt={},
                    created_at=NOW),
            Placement(id="slot", page_id="page", slot="main", piece_id="p", languages=["fr"]),
            Job(id="job", kind="build-press", key="i", arguments={}, issue_id="i", made_at=NOW),
        ])  # fmt: skip
        search.index(db, "text", "t", issue_id="i", piece_id="p", residency_id=None, language="fr", words="la file")
    return row


def given(database: Database, work: store.Work = ("piece", "p")) -> store.Answers:
    with database.read() as db:
        return store.answers(db, [work])[work]


def test_without_a_row_nothing_is_allowed(database: Database, piece: Piece) -> None:
    assert given(database) == {}
    assert not store.allows({}, Use.PRINT)


def test_the_latest_answer_counts_and_the_same_again_adds_none(
    database: Database, piece: Piece, actor: Actor
) -> None:
    for day, yes in enumerate((True, True, False)):
        with database.write() as db:
            changed = actions.note_answers(db, actor, NOW + timedelta(days=day), ("piece", "p"), "i",
                                           {Use.PRINT: yes}, how=How.SPOKEN, read_in="ps")  # fmt: skip
            assert changed == ([] if day == 1 else [Use.PRINT])
    assert given(database) == {("print", "*"): False}
    with database.read() as db:
        assert [(row.yes, row.read_in) for row in store.history(db, ("piece", "p"))] == [(False, "ps"), (True, "ps")]


def test_a_language_has_its_own_answer_before_the_one_for_all() -> None:
    answers = {("translation", "*"): True, ("translation", "en"): False}
    assert store.allows(answers, Use.TRANSLATION, "fr") and not store.allows(answers, Use.TRANSLATION, "en")


def test_a_face_is_not_asked_of_a_text(database: Database, piece: Piece, actor: Actor) -> None:
    with pytest.raises(Refused, match="consent-unknown-use"), database.write() as db:
        actions.note_answers(db, actor, NOW, ("piece", "p"), "i", {Use.FACE: True}, how=How.PAPER)


def test_a_piece_taken_back_is_gone_from_every_room_at_once(database: Database, piece: Piece, actor: Actor) -> None:
    with database.write() as db:
        actions.note_answers(db, actor, NOW, ("piece", "p"), "i", {Use.PRINT: True, Use.WEB: True}, how=How.SPOKEN)
    with database.write() as db:
        actions.withdraw_piece(db, actor, NOW, "p", "i", REACTIONS)
    assert not any(given(database).values())
    with database.read() as db:
        row, slot, job, picture = (db.get(kind, key) for kind, key in
                                   ((Piece, "p"), (Placement, "slot"), (Job, "job"), (Picture, "pic")))  # fmt: skip
        assert row is not None and (row.stage, row.holder_id, row.version) == (Stage.WITHDRAWN, None, 2)
        assert slot is not None and (slot.piece_id, slot.hole, slot.languages) == (None, True, [])
        assert job is not None and job.state == JobState.CANCELLED
        assert picture is not None and picture.withdrawn_at == NOW
        assert finds.find(db, actor, "file") == []


def test_when_one_room_fails_nothing_is_withdrawn(database: Database, piece: Piece, actor: Actor) -> None:
    def breaks(*_: object) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"), database.write() as db:
        actions.withdraw_piece(db, actor, NOW, "p", "i", [*REACTIONS, breaks])
    with database.read() as db:
        row = db.get(Piece, "p")
        assert row is not None and row.stage == Stage.ACCEPTED
        assert len(finds.find(db, actor, "file")) == 1
