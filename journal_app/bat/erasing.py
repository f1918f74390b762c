"""BAT, what is erased with a piece: the signed files of the versions that hold it. It deletes nothing: upkeep does.

bat.toml stays: it holds hashes, names of staff and days, and nothing that an author wrote.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from journal_app.bat import store
from journal_app.bat.sealing import ASIDE, TOLD, place_of
from journal_app.bat.standing import on_paper
from journal_app.issues import store as issues
from journal_app.issues.model import Issue


def files_with(db: Session, folder: Path, issue: Issue, names: Sequence[str]) -> list[Path]:
    """What was sealed of an issue with these paths in it, and is not on paper. `folder` is that of all issues.

    `names` are paths of an issue's folder, `articles/la-file` or `pictures/quai.jpg`. Copies that a kill left aside go,
    too: nobody knows what they hold.
    """
    held = [
        row
        for row in store.versions(db, issue.id)
        if not on_paper(row, issue.printed_on)
        and any(path == name or path.startswith(f"{name}/") for path in store.manifest(db, row) for name in names)
    ]
    if not held:
        return []
    found = [path for row in held for path in _sealed(folder / place_of(issue.slug, row.number))]
    return [*found, *(folder / issue.slug / "bat").glob(f"{ASIDE}*")]


def left(db: Session, folder: Path) -> list[Path]:
    """The signed files that an erasure was killed before it took away: their rows say that they are gone."""
    return [
        path
        for row in store.erased(db)
        if (issue := issues.any_issue(db, row.issue_id))
        for path in _sealed(folder / place_of(issue.slug, row.number))
    ]


def _sealed(place: Path) -> Iterable[Path]:
    return sorted(path for path in place.glob("*") if path.name != TOLD)
