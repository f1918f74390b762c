"""Migrations, a tool for whoever changes a model: writes the next step from what the tables lack. Not part of the desk.

`python -m journal_app.migrations.make "add a colour to pages"`; read what it wrote before it is committed.
`python -m journal_app.migrations.make --first` writes the first step anew: only until the first release.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from journal_app.db import open_database
from journal_app.migrations import FOLDER, config, upgrade


def make(message: str, first: bool = False) -> Path:
    """The new step's file."""
    versions = FOLDER / "versions"
    if first:
        for path in versions.glob("*.py"):
            path.unlink()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/empty.db")
        if not first:
            upgrade(database)
        number = f"{len(list(versions.glob('*.py'))) + 1:04}"
        with database.engine.begin() as connection:
            settings = config()
            settings.attributes["connection"] = connection
            made = command.revision(settings, message, autogenerate=True, rev_id=number)
        database.close()
    path = Path(made.path)  # type: ignore[union-attr]
    for order in (["check", "--fix", "-q", "--select", "F,I"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *order, str(path)], check=False)
    return path


if __name__ == "__main__":
    anew = "--first" in sys.argv
    print(make("the tables of the desk" if anew else sys.argv[1], anew))
