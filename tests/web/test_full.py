"""A desk that cannot keep something says so on a calm page: 507 when the disk is full, 503 when it is busy."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from psycopg.errors import DiskFull
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from journal_app import db
from journal_app.app import create_app
from journal_app.config import Config
from journal_app.db import no_room
from journal_app.web.guards import Policy, policy


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    (tmp_path / "issues").mkdir()
    return create_app(Config(tmp_path / "issues", instance=tmp_path / "instance"))


def answer(app: Flask, error: Exception) -> tuple[int, str]:
    @policy(Policy.PUBLIC)
    def broken() -> str:
        raise error

    app.view_functions["web.asset"] = lambda **_: broken()
    app.view_functions["web.asset"].__dict__["policy"] = Policy.PUBLIC
    said = app.test_client().get("/statique/mark/name")
    return said.status_code, said.get_data(as_text=True)


def full_database(folder: Path) -> Exception:
    """What SQLite really says when there is no room: here by a limit on its pages."""
    connection = sqlite3.connect(folder / "small.db")
    connection.execute("CREATE TABLE t (words)")
    connection.execute("PRAGMA max_page_count = 3")
    try:
        connection.execute("INSERT INTO t VALUES (?)", ("x" * 100_000,))
    except sqlite3.OperationalError as error:
        return error
    raise AssertionError("it took it all")


def test_without_room_nothing_was_saved_and_the_page_says_so(app: Flask, tmp_path: Path) -> None:
    sqlite = OperationalError("INSERT", {}, full_database(tmp_path))
    for error in (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), sqlite, OperationalError("", {}, DiskFull())):
        assert no_room(error)
        status, page = answer(app, error)
        assert status == 507 and "Pas enregistré" in page


def test_a_busy_database_asks_to_try_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """One who writes holds the lock; another one waits as long as it may, and is told to come back."""
    monkeypatch.setattr(db, "BUSY_MS", 50)
    one = db.open_database(app.extensions["journal"].database_url)
    two = db.open_database(app.extensions["journal"].database_url)
    with one.write() as held:
        held.execute(text("DELETE FROM notice"))
        with pytest.raises(OperationalError) as told, two.write():
            pass
    assert not no_room(told.value)
    status, page = answer(app, told.value)
    assert status == 503 and "Pas encore enregistré" in page


def test_another_error_of_the_system_stays_an_error(app: Flask) -> None:
    assert answer(app, PermissionError("not yours"))[0] == 500
