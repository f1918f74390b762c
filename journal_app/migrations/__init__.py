"""Migrations: brings a database's tables to what the code expects, once, however many start at the same time.

`versions/` holds the steps in order. After a change of a room's model: `python -m journal_app.migrations.make "what"`.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from journal_app.db import Database
from journal_app.search.index import statements

FOLDER = Path(__file__).parent
LOCK = 6_001_946  # any number: who holds it on PostgreSQL migrates, the others wait


def config() -> Config:
    """Alembic's settings, without a file of its own."""
    found = Config()
    found.set_main_option("script_location", str(FOLDER))
    return found


def expected() -> str:
    """The step this code expects."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def upgrade(database: Database) -> None:
    """Make or renew the tables. Nothing is done where they are as expected."""
    with database.engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == expected():
            return
    with database.write() as db:
        if not database.is_sqlite:  # SQLite's write lock is taken already
            db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        settings = config()
        settings.attributes["connection"] = db.connection()
        command.upgrade(settings, "head")
        for statement in statements(database.engine.dialect.name):  # what no two databases have alike
            db.execute(text(statement))
