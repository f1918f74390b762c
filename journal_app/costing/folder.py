"""Costing, the reading end: an issue's costing.toml -> Costing, or problems with their line. It counts nothing."""

from pathlib import Path

from journal_app.costing.document import FILE, WHO, read
from journal_app.costing.model import Costing
from journal_app.prepress.reading import Folder
from journal_app.problems import Problem, note

__all__ = ("FILE", "WHO", "read_costing")


def read_costing(folder: Path) -> tuple[Costing | None, list[Problem]]:
    """The costing of the issue in `folder`; without the file, None and a note (an issue may be composed unpriced)."""
    path = folder / FILE
    if not path.exists() and not path.is_symlink():
        return None, [note("costing-missing", FILE, who=WHO)]
    text, problems = Folder(folder).text(path, WHO)
    if text is None:
        return None, problems
    return read(text)
