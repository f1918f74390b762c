"""The watch: a text that became too long on its page is its keeper's task by itself, and is none once it fits."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.consent.actions import withdraw_piece
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan import store as flatplan_store
from journal_app.flatplan.actions import Filling
from journal_app.freeze import watching
from journal_app.freeze.columns import MOST_SIGNS
from journal_app.freeze.watching import KIND, QUIET
from journal_app.issues.model import Issue, IssueState
from journal_app.jobs import runner
from journal_app.jobs.model import Job, JobState
from journal_app.reactions import REACTIONS
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import save
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Piece, Text
from journal_app.tasks.model import Notice
from journal_app.translation import actions as translation
from tests.desk import NOW, TestDesk
from tests.freeze.test_freezing import Press

MINUTE = timedelta(minutes=1)
LONG, SHORT = "Trop long, et la mer. " * 700, "Une phrase, et la mer."
LONG_IN_ARABIC = "</p><p>".join(["البحر بارد هذا المساء ولا أحد ينام في الغابة. " * 10] * 50)


class Watched(Press):
    """The four pages, and a worker that looks at them when it is told to."""

    def __init__(self, desk: TestDesk) -> None:
        super().__init__(desk)
        self.look(NOW + 2 * QUIET)  # what was there before is no news

    def look(self, at: datetime) -> int:
        """The worker's look at a moment: how many jobs it asked for, and did."""
        watching.ask(self.workshop, at)
        waiting = [job.id for job in self.jobs() if job.state == JobState.WAITING]
        for job_id in waiting:
            assert runner.run(self.workshop, watching.KINDS, job_id, lambda: at) == JobState.DONE
        return len(waiting)

    def jobs(self) -> list[Job]:
        with self.desk.database.read() as db:
            return list(db.scalars(select(Job).where(Job.kind == KIND)))

    def write(
        self, words: str, at: datetime, actor: Actor | None = None, language: str = "fr", title: str = "La file",
        moment: Moment = Moment.NONE,
    ) -> None:  # fmt: skip
        with self.desk.database.write() as db:
            text = submissions.text(db, self.piece(title).id, language)
            assert text is not None
            content = Content(headline=title, body=f"<p>{words}</p>")
            save(db, actor or self.ana, at, text, content, text.head_id, moment=moment)

    def told(self, unread: bool = True) -> list[tuple[str | None, str]]:
        """Who is told of which language."""
        with self.desk.database.read() as db:
            rows = db.scalars(select(Notice).where(Notice.code == "text-overset").order_by(Notice.made_at))
            return [(row.account_id, str(row.detail["language"])) for row in rows if row.read_at is None or not unread]

    def read_all(self, at: datetime) -> None:
        with self.desk.database.write() as db:
            for row in db.scalars(select(Notice)):
                row.read_at = at

    def place(self, number: int, filling: Filling, at: datetime) -> None:
        with self.desk.database.write() as db:
            page = flatplan_store.page(db, self.issue_id, number)
            assert page is not None
            flatplan.place(db, self.ana, at, db.get_one(Issue, self.issue_id), page, "main", filling)


@pytest.fixture
def watched(desk: TestDesk) -> Watched:
    return Watched(desk)


AT = NOW + timedelta(hours=1)


def test_a_text_that_became_too_long_is_a_task_until_it_fits(watched: Watched) -> None:
    watched.write(LONG, AT)
    assert watched.look(AT + 2 * QUIET) == 1 and watched.told() == [(watched.ana.account_id, "fr")]
    seen = watched.desk.visit(watched.ana).get("/boite").text
    assert "trop long pour sa page" in seen and "lignes en trop" in seen and "page 1" in seen
    watched.write(SHORT, AT + 5 * MINUTE)
    assert watched.look(AT + 5 * MINUTE + 2 * QUIET) == 1 and watched.told() == []


def test_nobody_is_told_of_what_they_are_still_typing(watched: Watched) -> None:
    """Who types on for a quarter of an hour keeps nobody else's text from being measured."""
    for seconds in range(0, 900, 15):
        watched.write(f"{LONG}{seconds}", AT + timedelta(seconds=seconds))
    watched.write(LONG, AT, title="Le pain")
    late = AT + timedelta(seconds=900)
    assert watched.look(late) == 1
    with watched.desk.database.read() as db:
        told = [row.piece_id for row in db.scalars(select(Notice))]
    assert told == [watched.piece("Le pain").id]
    assert watched.look(late + MINUTE) == 1 and len(watched.told()) == 2


def test_saving_ten_times_is_one_job_and_one_notice(watched: Watched) -> None:
    for number in range(10):
        watched.write(f"{LONG}{number}", AT + number * timedelta(seconds=1), moment=Moment.SAVED)
    for _ in range(3):
        watching.ask(watched.workshop, AT + 2 * QUIET)
    assert [job.state for job in watched.jobs()] == [JobState.WAITING]
    watched.look(AT + 2 * QUIET)
    for number in range(1, 4):
        watched.write(f"{LONG}, encore{number}", AT + number * 5 * MINUTE)
        watched.look(AT + number * 5 * MINUTE + 2 * QUIET)
    assert watched.told(unread=False) == [(watched.ana.account_id, "fr")]
    assert len(watched.jobs()) == 1, "nothing grows with the number of saves"


def test_who_has_looked_is_told_again_once_it_had_fitted(watched: Watched) -> None:
    watched.write(LONG, AT)
    watched.look(AT + 2 * QUIET)
    watched.read_all(AT + 2 * QUIET)
    watched.write(f"{LONG}, mais moins.", AT + 5 * MINUTE)
    watched.look(AT + 5 * MINUTE + 2 * QUIET)
    assert watched.told() == [], "they are at it"
    watched.write(SHORT, AT + 10 * MINUTE)
    watched.look(AT + 10 * MINUTE + 2 * QUIET)
    watched.write(LONG, AT + 15 * MINUTE)
    watched.look(AT + 15 * MINUTE + 2 * QUIET)
    assert watched.told() == [(watched.ana.account_id, "fr")]


def test_who_takes_over_a_text_that_is_too_long_is_told_too(watched: Watched) -> None:
    watched.write(LONG, AT)
    watched.look(AT + 2 * QUIET)
    watched.read_all(AT + 2 * QUIET)
    other = watched.desk.account(Role.EDITOR, name="Omar")
    watched.write(f"{LONG}, et plus.", AT + 5 * MINUTE, other)
    watched.look(AT + 5 * MINUTE + 2 * QUIET)
    assert watched.told() == [(other.account_id, "fr")]


def test_a_translation_that_is_too_long_is_its_translators(watched: Watched) -> None:
    nour = watched.desk.account(Role.TRANSLATOR, name="Nour")
    piece = watched.piece()
    with watched.desk.database.write() as db:
        db.get_one(Issue, watched.issue_id).languages = ["fr", "ar"]
        db.add(Text(piece_id=piece.id, language="ar"))
    with watched.desk.database.write() as db:
        translation.take(db, nour, AT, db.get_one(Piece, piece.id), "ar", None)
    watched.place(1, Filling(), AT)
    watched.place(1, Filling(piece.id, languages=("ar",)), AT)
    watched.write(LONG_IN_ARABIC, AT, language="ar")  # somebody else pasted it
    watched.look(AT + 2 * QUIET)
    assert watched.told() == [(nour.account_id, "ar")]
    watched.write("البحر بارد.", AT + 5 * MINUTE, nour, language="ar")
    watched.look(AT + 5 * MINUTE + 2 * QUIET)
    assert watched.told() == []


def test_a_text_that_is_moved_away_is_nobodys_task(watched: Watched) -> None:
    watched.write(LONG, AT)
    watched.look(AT + 2 * QUIET)
    watched.place(1, Filling(), AT + 5 * MINUTE)
    assert watched.look(AT + 5 * MINUTE + 2 * QUIET) == 1 and watched.told() == []
    watched.place(1, Filling(watched.piece().id, languages=("fr",)), AT + 10 * MINUTE)
    assert watched.look(AT + 10 * MINUTE + 2 * QUIET) == 1 and watched.told() == [(watched.ana.account_id, "fr")]


def test_what_is_taken_back_is_nobodys_task(watched: Watched) -> None:
    watched.write(LONG, AT)
    watched.look(AT + 2 * QUIET)
    with watched.desk.database.write() as db:
        withdraw_piece(db, watched.ana, AT + 5 * MINUTE, watched.piece().id, watched.issue_id, REACTIONS)
    watched.write(LONG, AT + 5 * MINUTE, title="Le pain")
    watched.look(AT + 5 * MINUTE + 2 * QUIET)
    with watched.desk.database.read() as db:
        told = [row.piece_id for row in db.scalars(select(Notice).where(Notice.read_at.is_(None)))]
    assert watched.piece("Le pain").id in told


def test_what_stands_nowhere_or_was_not_touched_asks_for_nothing(watched: Watched) -> None:
    assert watched.look(AT) == 0
    watched.place(1, Filling(), AT)
    watched.look(AT + 2 * QUIET)
    watched.write(LONG, AT + 5 * MINUTE)
    assert watched.look(AT + 5 * MINUTE + 2 * QUIET) == 0 and watched.told() == []


def test_an_archived_issue_is_left_alone(watched: Watched) -> None:
    watched.write(LONG, AT)
    with watched.desk.database.write() as db:
        db.get_one(Issue, watched.issue_id).state = IssueState.ARCHIVED
    assert watched.look(AT + 2 * QUIET) == 0


def test_a_job_that_failed_is_made_up_for_by_the_next(watched: Watched) -> None:
    watched.write(LONG, AT)
    watching.ask(watched.workshop, AT + 2 * QUIET)
    with watched.desk.database.write() as db:
        db.scalars(select(Job).where(Job.kind == KIND)).one().state = JobState.FAILED
    assert watched.look(AT + 3 * QUIET) == 0, "it is not tried for ever"
    watched.write(SHORT, AT + 5 * MINUTE, title="Le pain")
    assert watched.look(AT + 5 * MINUTE + 2 * QUIET) == 1 and watched.told() == [(watched.ana.account_id, "fr")]


def test_a_text_too_long_to_be_measured_holds_nobody_up(watched: Watched) -> None:
    watched.write("Mot. " * (MOST_SIGNS // 4), AT)
    watched.write(LONG, AT, title="Le pain")
    watched.look(AT + 2 * QUIET)
    with watched.desk.database.read() as db:
        assert [row.piece_id for row in db.scalars(select(Notice))] == [watched.piece("Le pain").id]
