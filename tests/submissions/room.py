"""A text in a database of either kind, and people who save it."""

from datetime import datetime

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.db import Database
from journal_app.submissions import store
from journal_app.submissions.actions import Saved, Stale, save
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Piece, Stage, Text
from journal_app.submissions.plain import from_plain, to_plain
from tests.desk import NOW, TestDesk

BASE = "Un jour à Calais.\n\nLa mer est froide.\n\nNous partons demain."


def words(text: str) -> Content:
    return Content(headline="La mer", body=from_plain(text))


class Tables(TestDesk):
    """What a test puts into a database, without a desk that runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        return self._database


class Room:
    """A piece with a French text by a contributor, and two editors."""

    def __init__(self, desk: TestDesk) -> None:
        self.desk = desk
        self.mina, self.omar = desk.account(Role.EDITOR, name="Mina"), desk.account(Role.EDITOR, name="Omar")
        self.residency = desk.residency().id
        issue = desk.issue(residency=self.residency)
        with desk.database.write() as db:
            piece = Piece(
                issue_id=issue.id, slug="la-mer", title="La mer", original="fr", created_at=NOW, changed_at=NOW,
                stage=Stage.IN_REVIEW, residency_id=self.residency,
            )  # fmt: skip
            db.add(piece)
            db.flush()
            text = Text(piece_id=piece.id, language="fr")
            db.add(text)
            db.flush()
            self.piece_id, self.text_id = piece.id, text.id
        self.first = self.save(self.mina, BASE, None, moment=Moment.RECEIVED).revision.id

    def answer(
        self, actor: Actor, text: str, base: str | None, moment: Moment = Moment.SAVED, at: datetime = NOW,
        key: str = "", minor: bool = False,
    ) -> Saved | Stale:  # fmt: skip
        with self.desk.database.write() as db:
            row = db.get_one(Text, self.text_id)
            return save(db, actor, at, row, words(text), base, moment=moment, key=key, minor=minor)

    def save(self, *given: object, **more: object) -> Saved:
        answer = self.answer(*given, **more)  # type: ignore[arg-type]
        assert isinstance(answer, Saved)
        return answer

    @property
    def head(self) -> str:
        with self.desk.database.read() as db:
            return store.heads(db, [self.text_id])[self.text_id][0].id

    @property
    def says(self) -> str:
        with self.desk.database.read() as db:
            return to_plain(store.heads(db, [self.text_id])[self.text_id][1].body)

    @property
    def history(self) -> list[tuple[int, str]]:
        with self.desk.database.read() as db:
            return [(row.number, row.moment) for row in store.history(db, self.text_id)]
