"""Migrations, a tool for whoever changes a model: writes the next step from what the tables lack. Not part of the desk.

`python -m journal_app.migrations.make "add a colour to pages"`; read what it wrote before it is committed.
`python -m journal_app.migrations.make --first` writes the first step anew, in parts: only until the first release.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from alembic import command

from journal_app.db import Base, Database, open_database
from journal_app.migrations import FOLDER, config, expected, upgrade
from journal_app.tables import tables

FIRST = "0001"  # the number of the last part: a desk that is at it has all of them
PARTS = (  # of the first step, by the rooms whose tables they make; each needs those before it only
    ("people and issues", {"accounts", "issues"}),
    ("pieces and texts", {"submissions"}),
    ("pictures and pages", {"media", "flatplan"}),
    ("what authors and editors say", {"consent", "review"}),
    ("jobs, freezes and builds", {"jobs", "freeze"}),
    ("what happened and what is found", {"activity", "tasks", "search"}),
)


def make(message: str) -> Path:
    """The next step's file."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/empty.db")
        upgrade(database)
        path = _written(database, message, f"{int(expected()) + 1:04}", set(tables().tables))
        database.close()
    return path


def make_first() -> list[Path]:
    """The files of the first step, in order."""
    for path in (FOLDER / "versions").glob("*.py"):
        path.unlink()
    tables()
    made: list[Path] = []
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/empty.db")
        for number, (message, rooms) in enumerate(PARTS, start=1):
            step = FIRST if number == len(PARTS) else f"{FIRST}_{number}"
            made.append(_written(database, message, step, _tables_of(rooms)))
            upgrade(database)
        database.close()
    return made


def _tables_of(rooms: set[str]) -> set[str]:
    mappers = Base.registry.mappers
    return {str(one.local_table.name) for one in mappers if one.class_.__module__.split(".")[1] in rooms}  # type: ignore[attr-defined]


def _written(database: Database, message: str, step: str, names: Iterable[str]) -> Path:
    """One step's file: what those tables lack in that database."""
    with database.engine.begin() as connection:
        settings = config()
        settings.attributes.update(connection=connection, names=set(names))
        made = command.revision(settings, message, autogenerate=True, rev_id=step)
    path = Path(made.path)  # type: ignore[union-attr]
    for order in (["check", "--fix", "-q", "--select", "F,I"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *order, str(path)], check=False)
    return path


if __name__ == "__main__":
    print(*(make_first() if "--first" in sys.argv else [make(sys.argv[1])]), sep="\n")
