"""Freeze, the fit: the report of the last build -> lines over, by text. A text that changed since is not measured."""

import json
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from journal_app.freeze import store
from journal_app.freeze.model import FreezeKind

REPORTS = 64  # kept in memory: a build's folder never changes, and a board is asked for often


def measured(db: Session, instance: Path, issue_id: str) -> store.Fits:
    """Lines over of each text that stood on a page when the pages were last built, and is still the same."""
    shown = [row for kind in FreezeKind if (row := store.current_build(db, issue_id, kind))]
    if not shown:
        return {}
    built = max(shown, key=lambda row: row.made_at)
    frozen = store.freeze(db, built.freeze_id)
    changed = store.changed_since(db, issue_id, frozen.made_at if frozen else built.made_at)
    return {text: over for text, over in _over(instance / built.folder).items() if text not in changed}


@lru_cache(REPORTS)
def _over(folder: Path) -> dict[tuple[str, str], int]:
    try:
        report = json.loads((folder / "build" / "report.json").read_text("utf-8"))
    except (OSError, ValueError):  # taken away or unreadable: nothing is known
        return {}
    found: dict[tuple[str, str], int] = {}
    for fit in report.get("fit", []):
        text = str(fit["article"]), str(fit["language"])
        found[text] = max(found.get(text, 0), int(fit["over"]))
    return found
