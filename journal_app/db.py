"""Storage, the door: opens the database, begins reads and writes, keeps time in UTC. It knows no room's tables.

SQLite by default, PostgreSQL by address. `with database.write() as db:` is one transaction: it commits when the block
ends and nothing before; actions never commit. Nothing slow belongs inside.
"""

import errno
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Engine, MetaData, String, create_engine, event, text
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

BUSY_MS = 10_000  # how long a write waits for another one before it is refused
# SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when a checkpoint resets the log.
WAL_FROM = (3, 51, 3)
DISK_FULL = "53100"  # PostgreSQL's word for it
# what SQLite says when the file system refuses to write or to make durable, for want of room or by a limit
_NOT_WRITTEN = {sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE}
_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # no 0/o, 1/l/i: an id may be read aloud


def new_id() -> str:
    """Twelve letters at random (59 bits): an id tells nothing of how many there are, and two desks can be merged."""
    drawn, letters = secrets.randbelow(len(_LETTERS) ** 12), ""
    for _ in range(12):
        drawn, place = divmod(drawn, len(_LETTERS))
        letters += _LETTERS[place]
    return letters


class UTCTime(TypeDecorator[datetime]):
    """A moment. SQLite gives naive ones back; here a moment always knows that it is UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value.astimezone(UTC) if value else None
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The mother of every room's tables. Ids are `new_id()`, moments are UTC, JSON holds plain values only."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: UTCTime(), dict[str, Any]: JSON(), list[Any]: JSON(), str: String()}


def safe_for_wal(version: tuple[int, ...]) -> bool:
    """Whether this SQLite keeps a write-ahead log whole."""
    return version >= WAL_FROM


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """What each SQLite connection is told: keys hold, deleted words are overwritten, a commit is on the disk."""
    connection.isolation_level = None  # SQLAlchemy's BEGIN below, not sqlite3's
    cursor = connection.cursor()
    journal = (
        ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")
        if safe_for_wal(sqlite3.sqlite_version_info)
        else ("PRAGMA journal_mode=DELETE", "PRAGMA synchronous=EXTRA")
    )
    pragmas = (f"PRAGMA busy_timeout={BUSY_MS}", *journal, "PRAGMA foreign_keys=ON", "PRAGMA secure_delete=ON",
               "PRAGMA temp_store=MEMORY", "PRAGMA cache_size=-16000")  # fmt: skip
    for pragma in pragmas:
        cursor.execute(pragma)
    cursor.close()


class Database:
    """One database. Reads see one moment; writes stand in line (SQLite: BEGIN IMMEDIATE) so that none is lost."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._turn = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that looks and changes nothing: whatever it did is rolled back."""
        with Session(self.engine, autoflush=False) as session:
            if self.is_sqlite:
                session.connection().exec_driver_sql("BEGIN")
            yield session
            session.expunge_all()  # what was read stays readable after the session, as plain values
            session.rollback()

    @contextmanager
    def _in_line(self) -> Iterator[None]:
        """Wait for one's turn among the threads of this process. SQLite's own waiting sleeps between two looks and lets
        the lucky pass: of twenty who saved at once, some waited ten seconds and were refused."""
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_MS / 1000):
            raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("database is locked"))
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed, durably, when the block ends; rolled back when it raises."""
        with self._in_line(), Session(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            yield session
            session.commit()

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """A database by its address: `sqlite:////path/to/journal.db` or `postgresql+psycopg://...`."""
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    engine = create_engine(
        url, pool_pre_ping=not url.startswith("sqlite"),
        hide_parameters=True,  # an error does not repeat what somebody wrote
    )  # fmt: skip
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    return Database(engine)


def no_room(error: Exception) -> bool:
    """Whether this error says that the disk takes no more: of the file system, of SQLite or of PostgreSQL."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    cause = error.orig if isinstance(error, DBAPIError) else error
    if getattr(cause, "sqlstate", "") == DISK_FULL:
        return True
    code = getattr(cause, "sqlite_errorcode", None)
    return code is not None and (code & 0xFF == sqlite3.SQLITE_FULL or code in _NOT_WRITTEN)


def check_connection(database: Database) -> None:
    """Ask the database for nothing at all: raises when it is not there."""
    with database.read() as db:
        db.execute(text("SELECT 1"))
