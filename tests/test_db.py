"""The door to the database, on SQLite and on PostgreSQL: migrations, transactions, time, and who waits for whom."""

import threading
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text, update

from journal_app.accounts.model import Account
from journal_app.db import Database, open_database, safe_for_wal
from journal_app.issues.model import Residency
from journal_app.migrations import upgrade
from journal_app.tables import tables

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def person(login: str) -> Account:
    return Account(login=login, name=login, password_hash="-", created_at=NOW)


def test_the_migrated_tables_are_those_of_the_models(database: Database) -> None:
    """When this fails: python -m journal_app.migrations.make "what changed"."""
    with database.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), tables())
    assert [change for change in found if "search_words" not in repr(change)] == []


def test_two_that_start_at_once_migrate_once(database_url: str) -> None:
    broken: list[Exception] = []

    def start() -> None:
        opened = open_database(database_url)
        try:
            upgrade(opened)
        except Exception as error:
            broken.append(error)
        finally:
            opened.close()

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []


def test_what_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(KeyError), database.write() as db:
        db.add(person("a"))
        db.flush()
        raise KeyError
    with database.read() as db:
        assert db.scalars(select(Account)).all() == []


def test_a_read_changes_nothing(database: Database) -> None:
    with database.write() as db:
        db.add(person("a"))
    with database.read() as db:
        db.execute(update(Account).values(name="another"))
    with database.read() as db:
        assert db.scalars(select(Account.name)).all() == ["a"]


def test_a_moment_comes_back_in_utc_and_a_naive_one_is_refused(database: Database) -> None:
    with database.write() as db:
        db.add(person("a"))
    with database.read() as db:
        assert db.scalars(select(Account.created_at)).one() == NOW
    with pytest.raises(Exception, match="time zone"), database.write() as db:
        db.add(Account(login="b", name="b", password_hash="-", created_at=datetime(2027, 3, 1)))


def test_writers_stand_in_line_and_lose_nothing(database: Database) -> None:
    """Ten at once raise the same number ten times each: a read before a write sees the last one's."""
    with database.write() as db:
        db.add(Account(login="n", name="0", password_hash="-", created_at=NOW))

    def raise_it() -> None:
        for _ in range(10):
            with database.write() as db:
                row = db.scalars(select(Account).with_for_update()).one()
                row.name = str(int(row.name) + 1)

    threads = [threading.Thread(target=raise_it) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as db:
        assert db.scalars(select(Account.name)).one() == "100"


def test_keys_hold(database: Database) -> None:
    from journal_app.issues.model import PenName

    with pytest.raises(Exception, match=r"(?i)foreign"), database.write() as db:
        db.add(PenName(residency_id="nobody", name="Une plume"))


@pytest.mark.parametrize(("version", "safe"), [((3, 40, 1), False), ((3, 51, 2), False), ((3, 51, 3), True)])
def test_a_write_ahead_log_only_where_it_cannot_be_corrupted(version: tuple[int, ...], safe: bool) -> None:
    assert safe_for_wal(version) is safe


def test_sqlite_commits_to_the_disk_and_overwrites_what_is_deleted(tmp_path: object) -> None:
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with database.read() as db:
        told = {name: db.execute(text(f"PRAGMA {name}")).scalar() for name in
                ("synchronous", "journal_mode", "foreign_keys", "secure_delete")}  # fmt: skip
    assert (told["journal_mode"], told["synchronous"]) in (("delete", 3), ("wal", 2))
    assert (told["foreign_keys"], told["secure_delete"]) == (1, 1)
    database.close()


def test_an_id_is_never_met_twice(database: Database) -> None:
    from datetime import date

    with database.write() as db:
        for _ in range(100):
            db.add(Residency(name="r", place="p", starts=date(2027, 1, 1), ends=date(2027, 1, 3), languages=[],
                             created_at=NOW))  # fmt: skip
    with database.read() as db:
        assert len({row.id for row in db.scalars(select(Residency))}) == 100
