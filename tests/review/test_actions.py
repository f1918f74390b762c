"""What review does, on both databases: stages, the author's yes, comments, suggestions, and who may do it."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.activity.model import Activity
from journal_app.db import Database
from journal_app.issues.model import Issue, IssueState
from journal_app.problems import Problem, Refused
from journal_app.review import store
from journal_app.review.actions import decide, mark_reviewed, note_answer, revise, undo
from journal_app.review.anchors import Passage, find
from journal_app.review.model import Answer, AuthorAnswer, Comment, Decision, SuggestionState
from journal_app.review.remarks import (
    accept,
    comment,
    import_comments,
    placed_comments,
    propose_typography,
    refuse,
    resolve,
    suggest,
)
from journal_app.review.standing import State
from journal_app.submissions.actions import Saved, save
from journal_app.submissions.model import Moment, Piece, Stage, Text
from journal_app.submissions.plain import to_plain
from journal_app.submissions.store import heads, history
from journal_app.tasks.model import Notice
from tests.desk import NOW
from tests.submissions.room import BASE, Room, Tables, words

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def room(database: Database) -> Room:
    return Room(Tables(database))


class Open:
    """The room's rows inside one transaction."""

    def __init__(self, room: Room, db: Session) -> None:
        self.db, self.room = db, room
        self.piece, self.text = db.get_one(Piece, room.piece_id), db.get_one(Text, room.text_id)

    def revise(self, text: str, base: str | None = None, actor: Actor | None = None, **more: object) -> Saved:
        answer = revise(self.db, actor or self.room.mina, LATER, self.piece, self.text, words(text),
                        base or self.text.head_id, **more)  # type: ignore[arg-type]  # fmt: skip
        assert isinstance(answer, Saved)
        return answer

    def answer(self, answer: Answer, actor: Actor | None = None, **more: object) -> AuthorAnswer | Problem:
        return note_answer(self.db, actor or self.room.mina, LATER, self.piece, self.text, self.text.head_id or "",
                           answer, **more)  # type: ignore[arg-type]  # fmt: skip

    @property
    def yes(self) -> bool:
        return store.standing(self.db, [self.text.piece_id])[0].get(self.text.id) == self.text.head_id

    def passage(self, block: int, said: str) -> Passage:
        found = find(heads(self.db, [self.text.id])[self.text.id][1], block, said)
        assert found is not None
        return found

    def verbs(self) -> list[str]:
        return list(self.db.scalars(select(Activity.verb).order_by(Activity.number)))


# --- decisions -------------------------------------------------------------------------------------------------------


def test_a_decision_moves_the_piece_tells_people_and_can_be_undone(room: Room) -> None:
    facilitator = room.desk.account(Role.FACILITATOR, residency=room.residency, name="Fatou")
    with room.desk.database.write() as db:
        here = Open(room, db)
        made = decide(db, room.mina, LATER, here.piece, "accept")
        assert isinstance(made, Decision)
        assert (here.piece.stage, here.piece.version, made.before) == (Stage.ACCEPTED, 2, Stage.IN_REVIEW)
        assert list(db.scalars(select(Notice.account_id).where(Notice.code == "piece-accept"))) == [
            facilitator.account_id
        ]
        undo(db, room.omar, LATER + timedelta(minutes=1), here.piece, made.id)
        assert here.piece.stage == Stage.IN_REVIEW
        assert here.verbs() == ["piece-accept", "piece-undo"]
        with pytest.raises(Refused, match="decision-moved-on"):
            undo(db, room.omar, LATER, here.piece, made.id)


def test_a_reason_is_asked_for_and_kept(room: Room) -> None:
    with room.desk.database.write() as db:
        here = Open(room, db)
        problem = decide(db, room.mina, LATER, here.piece, "ask-changes", " ")
        assert isinstance(problem, Problem)
        assert (problem.code, here.piece.stage) == ("reason-missing", Stage.IN_REVIEW)
        made = decide(db, room.mina, LATER, here.piece, "ask-changes", "La fin manque.")
        assert isinstance(made, Decision)
        assert (made.reason, here.piece.stage) == ("La fin manque.", Stage.NEEDS_CHANGES)


def test_who_may_decide_and_when(room: Room) -> None:
    here_, elsewhere = room.residency, room.desk.residency("Autre").id
    own = room.desk.account(Role.FACILITATOR, residency=here_, name="Fatou")
    other = room.desk.account(Role.FACILITATOR, residency=elsewhere, name="Farid")
    translator = room.desk.account(Role.TRANSLATOR, name="Tess")
    with room.desk.database.write() as db:
        here = Open(room, db)
        for actor in (own, other, translator):
            with pytest.raises(Refused, match="not-yours"):
                decide(db, actor, LATER, here.piece, "accept")
        for verb in ("edit", "yes", "withdraw", "nonsense"):
            with pytest.raises(Refused, match="verb-unknown"):
                decide(db, room.mina, LATER, here.piece, verb)
        with pytest.raises(Refused, match="stage-not-possible"):
            decide(db, room.mina, LATER, here.piece, "resubmit")
        with pytest.raises(Refused, match="piece-moved-on"):
            decide(db, room.mina, LATER, here.piece, "accept", version=7)
        decide(db, room.mina, LATER, here.piece, "ask-changes", "Oui")
        with pytest.raises(Refused, match="not-yours"):
            decide(db, other, LATER, here.piece, "resubmit")
        decide(db, own, LATER, here.piece, "resubmit")
        assert here.piece.stage == Stage.IN_REVIEW


def test_an_archived_issue_stays_as_it_is(room: Room) -> None:
    with room.desk.database.write() as db:
        here = Open(room, db)
        db.get_one(Issue, here.piece.issue_id).state = IssueState.ARCHIVED
        db.flush()
        for do in (lambda: decide(db, room.mina, LATER, here.piece, "accept"), lambda: here.revise(BASE + " a")):
            with pytest.raises(Refused, match="issue-archived"):
                do()


# --- the author's yes ------------------------------------------------------------------------------------------------


def test_the_words_as_received_are_the_authors_own(room: Room) -> None:
    with room.desk.database.write() as db:
        assert Open(room, db).yes


def test_an_editors_change_waits_for_the_author_and_a_typing_mistake_does_not(room: Room) -> None:
    with room.desk.database.write() as db:
        here = Open(room, db)
        decide(db, room.mina, LATER, here.piece, "accept")
        here.revise(BASE.replace("froide", "froid"), minor=True)
        assert (here.piece.stage, here.yes) == (Stage.ACCEPTED, True)
        here.revise(BASE.replace("froide", "grise"))
        assert (here.piece.stage, here.yes) == (Stage.NEEDS_CONFIRMATION, False)
        here.answer(Answer.YES, read_in="ps", at=NOW - timedelta(days=1))
        assert (here.piece.stage, here.yes) == (Stage.ACCEPTED, True)
        (told,) = store.answers(db, here.text.id)
        assert (told.read_in, told.how, told.at) == ("ps", "spoken", NOW - timedelta(days=1))
        here.revise(BASE.replace("froide", "grise "), minor=True)
        assert here.yes


def test_an_autosave_alone_moves_nothing_but_ends_the_yes(room: Room) -> None:
    with room.desk.database.write() as db:
        here = Open(room, db)
        here.revise(BASE + " Et puis.", moment=Moment.NONE)
        assert (here.piece.stage, here.yes) == (Stage.IN_REVIEW, False)
        here.revise(BASE + " Et puis.")  # the same words, named
        assert here.piece.stage == Stage.NEEDS_CONFIRMATION


def test_a_no_says_what_is_wrong_and_sends_the_piece_back(room: Room) -> None:
    with room.desk.database.write() as db:
        here = Open(room, db)
        here.revise(BASE + " Faux.")
        problem = here.answer(Answer.NO)
        assert isinstance(problem, Problem)
        here.answer(Answer.NO, note="Ce n’est pas arrivé ainsi.")
        assert (here.piece.stage, here.yes) == (Stage.NEEDS_CHANGES, False)
        here.answer(Answer.TALK)
        assert here.piece.stage == Stage.NEEDS_CHANGES


def test_a_yes_is_bound_to_what_was_read(room: Room) -> None:
    translator = room.desk.account(Role.TRANSLATOR, name="Tess")
    with room.desk.database.write() as db:
        here = Open(room, db)
        seen = here.text.head_id or ""
        here.revise(BASE + " Neuf.")
        with pytest.raises(Refused, match="text-moved-on"):
            note_answer(db, room.mina, LATER, here.piece, here.text, seen, Answer.YES)
        with pytest.raises(Refused, match="not-yours"):
            here.answer(Answer.YES, actor=translator)


# --- translations ----------------------------------------------------------------------------------------------------


def test_the_states_of_a_translation(room: Room) -> None:
    translator = room.desk.account(Role.TRANSLATOR, name="Tess")
    with room.desk.database.write() as db:
        here = Open(room, db)
        text = Text(piece_id=here.piece.id, language="en")
        db.add(text)
        db.flush()

        def state() -> State:
            return store.standing(db, [here.piece.id])[1][here.piece.id]["en"]

        def write(said: str, source: str | None = None) -> None:
            revise(db, translator, LATER, here.piece, text, words(said), text.head_id, source_id=source)

        assert state() is State.MISSING
        write("One day")
        assert state() is State.IN_PROGRESS
        write("One day in Calais.", here.text.head_id)
        mark_reviewed(db, translator, LATER, here.piece, text, text.head_id or "", True)
        assert state() is State.REVIEWED
        here.revise(BASE.replace("Un jour", "Un  jour."), minor=True)
        assert state() is State.REVIEWED
        here.revise(BASE.replace("Un jour", "Un soir"))
        assert state() is State.STALE
        write("One evening in Calais.", here.text.head_id)
        assert state() is State.IN_PROGRESS  # proofread again
        mark_reviewed(db, room.mina, LATER, here.piece, text, text.head_id or "", True)
        note_answer(db, room.mina, LATER, here.piece, text, text.head_id or "", Answer.YES)
        assert state() is State.APPROVED
        assert here.piece.stage == Stage.NEEDS_CONFIRMATION  # that is about the original
        text.wanted = False
        db.flush()
        assert state() is State.GIVEN_UP
        with pytest.raises(Refused, match="not-yours"):
            here.revise(BASE, actor=translator)


# --- comments and suggestions ----------------------------------------------------------------------------------------


def test_a_comment_follows_its_passage_and_is_answered_and_closed(room: Room) -> None:
    with room.desk.database.write() as db:
        here = Open(room, db)
        on = here.text.head_id or ""
        first = comment(db, room.omar, NOW, here.piece, here.text, on, here.passage(1, "froide"), "Vraiment ?\nOui")
        assert isinstance(first, Comment)
        db.flush()
        answer = comment(db, room.mina, LATER, here.piece, here.text, on, Passage(), "Glaciale.", first.id)
        assert isinstance(answer, Comment)
        assert answer.parent_id == first.id
        here.revise("Neuf.\n\n" + BASE)
        (row, place), _ = placed_comments(db, here.text)
        assert place == Passage(2, 11, 17, "froide")
        here.revise(BASE.replace("La mer est froide.", "Le vent."))
        assert placed_comments(db, here.text)[0][1] is None
        assert row.passage == "froide"  # what it was about is still told
        resolve(db, room.mina, LATER, here.piece, first)
        assert first.resolved_by == room.mina.account_id
        empty = comment(db, room.mina, LATER, here.piece, here.text, on, Passage(), " \x00\n")
        assert isinstance(empty, Problem)


def test_a_document_brings_its_comments(room: Room) -> None:
    with room.desk.database.write() as db:
        here = Open(room, db)
        remarks = [(1, "mer est", "Laquelle ?"), (9, "x", "?"), (0, "", " ")]
        assert import_comments(db, NOW, here.text, here.text.head_id or "", remarks) == 2
        db.flush()
        found = {row.body: (row.imported, row.made_by, place) for row, place in placed_comments(db, here.text)}
        assert found == {
            "Laquelle ?": (True, None, here.passage(1, "mer est")), "?": (True, None, Passage(words="x")),
        }  # fmt: skip


def test_suggestions_are_accepted_together_or_refused(room: Room) -> None:
    with room.desk.database.write() as db:
        here = Open(room, db)
        on = here.text.head_id or ""

        def propose(block: int, said: str, other: str) -> str:
            row = suggest(db, room.omar, LATER, here.piece, here.text, on, here.passage(block, said), other)
            assert not isinstance(row, Problem)
            db.flush()
            return row.id

        one, two = propose(1, "froide", "glaciale"), propose(1, "La mer", "L’eau")
        three, four = propose(2, "demain", "ce soir"), propose(0, "Calais", "Loon-Plage")
        overlapping = propose(1, "est froide", "gèle")
        here.revise(BASE.replace("Un jour à Calais", "Un soir ailleurs"))
        saved = accept(db, room.mina, LATER, here.piece, here.text, [one, two, four, overlapping])
        assert saved is not None
        assert to_plain(saved.content.body) == "Un soir ailleurs.\n\nL’eau est glaciale.\n\nNous partons demain."
        assert history(db, here.text.id)[0].moment == Moment.SUGGESTION
        assert refuse(db, room.mina, LATER, here.piece, here.text, [three]) == 1
        db.flush()
        states = {row.id: row.state for row in store.suggestions(db, here.text.id)}
        assert states == {one: SuggestionState.ACCEPTED, two: SuggestionState.ACCEPTED, three: SuggestionState.REFUSED,
                          four: SuggestionState.GONE, overlapping: SuggestionState.GONE}  # fmt: skip


def test_a_suggestion_needs_its_passage_and_other_words(room: Room) -> None:
    with room.desk.database.write() as db:
        here = Open(room, db)
        on = here.text.head_id or ""
        for passage, said in ((Passage(1, 0, 3, "xyz"), "a"), (Passage(), "a"), (here.passage(1, "froide"), "froide")):
            assert isinstance(suggest(db, room.omar, LATER, here.piece, here.text, on, passage, said), Problem)


def test_typography_is_proposed_and_only_accepted_by_hand(room: Room) -> None:
    with room.desk.database.write() as db:
        here = Open(room, db)
        here.revise("Où aller ? dit-il: «ici»\n\nL'eau...")
        before = to_plain(heads(db, [here.text.id])[here.text.id][1].body)
        assert propose_typography(db, room.mina, LATER, here.piece, here.text) == 5
        db.flush()
        assert propose_typography(db, room.mina, LATER, here.piece, here.text) == 0
        assert to_plain(heads(db, [here.text.id])[here.text.id][1].body) == before
        rows = store.open_suggestions(db, here.text.id)
        refuse(db, room.mina, LATER, here.piece, here.text, [rows[0].id])
        saved = accept(db, room.mina, LATER, here.piece, here.text, [row.id for row in rows])
        assert saved is not None
        assert to_plain(saved.content.body) == "Où aller ? dit-il\u00a0: «\u00a0ici\u00a0»\n\nL’eau…"
        assert (saved.revision.moment, saved.revision.minor) == (Moment.TYPOGRAPHY, True)
        db.flush()
        assert propose_typography(db, room.mina, LATER, here.piece, here.text) == 0  # a refused one stays refused


def test_saving_by_another_room_has_no_effect_on_the_stage(room: Room) -> None:
    with room.desk.database.write() as db:
        here = Open(room, db)
        save(db, room.mina, LATER, here.text, words(BASE + " a"), here.text.head_id)
        assert here.piece.stage == Stage.IN_REVIEW
