"""Imports of statements, for the matrix of who may do what: one for each relation, nothing of them reconciled."""

from collections.abc import Iterable
from datetime import UTC, datetime

from journal_app.db import Database
from journal_app.statements.model import Import, Kind


def imports_for(database: Database, keys: Iterable[str], account: str | None) -> dict[str, str]:
    """Ids by relation."""
    found = {}
    with database.write() as db:
        for key in keys:
            row = Import(kind=Kind.BANK, dialect="csv", name=f"{key}.csv", sha256=key, lines=0, first_day=None,
                         last_day=None, made_by=account, made_at=datetime.now(UTC))  # fmt: skip
            db.add(row)
            db.flush()
            found[key] = row.id
    return found
