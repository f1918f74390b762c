"""Migrations: brings a database's tables to what the code expects. It changes no row but where a migration says so."""

from journal_app.db import Database
from journal_app.tables import tables


def upgrade(database: Database) -> None:
    """Make or renew the tables."""
    tables().create_all(database.engine)
