"""Notices: each person is told once, and again only after they read it."""

from datetime import timedelta

from sqlalchemy import select

from journal_app.db import Database
from journal_app.tasks.actions import notify
from journal_app.tasks.model import Notice
from tests.desk import NOW
from tests.submissions.room import Tables


def test_each_language_of_a_piece_is_told_apart(database: Database) -> None:
    desk = Tables(database)
    one = desk.account(name="a").account_id
    for language, lines in (("fr", 3), ("en", 5), ("fr", 4)):
        with database.write() as db:
            notify(db, NOW, [one], "text-overset", detail={"language": language, "lines": lines})
    with database.read() as db:
        rows = db.scalars(select(Notice)).all()
    assert sorted((row.detail["language"], row.detail["lines"]) for row in rows) == [("en", 5), ("fr", 4)]


def test_each_person_is_told_once(database: Database) -> None:
    desk = Tables(database)
    one, other = desk.account(name="a").account_id, desk.account(name="b").account_id
    with database.write() as db:
        notify(db, NOW, [one, other, one, None], "needs-changes", detail={"n": 1})
    with database.write() as db:
        notify(db, NOW + timedelta(hours=1), [one], "needs-changes", detail={"n": 2})
        notify(db, NOW, [one], "another")
    with database.write() as db:
        rows = db.scalars(select(Notice).order_by(Notice.code, Notice.made_at)).all()
        assert [(row.code, row.detail) for row in rows] == [
            ("another", {}), ("needs-changes", {"n": 1}), ("needs-changes", {"n": 2}),
        ]  # fmt: skip
        rows[2].read_at = NOW
    with database.write() as db:
        notify(db, NOW, [one], "needs-changes")
        assert len(db.scalars(select(Notice)).all()) == 4
