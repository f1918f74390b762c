"""Freeze, who is told: texts that were found too long -> a notice to whoever has each in hand. It measures none.

A translation is its translator's, an original its keeper's or its last writer's; what is in nobody's hands is the
editors'. Who was told and has not looked yet is not told again (tasks).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts import store as accounts
from journal_app.accounts.model import Role
from journal_app.freeze import store
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece, Stage
from journal_app.tasks import store as tasks
from journal_app.tasks.actions import notify, settled
from journal_app.translation import store as translations

CODE = "text-overset"
TextKey = tuple[str, str]  # a piece's id and a language


@dataclass(frozen=True, slots=True)
class Measured:
    """How many lines a text has too many, and on which pages it stands."""

    over: int
    pages: tuple[int, ...]


def tell(db: Session, now: datetime, issue_id: str, fits: Iterable[Mapping[str, Any]]) -> None:
    """Tell of a new proof, in which every text was measured: who was told of one that now fits, or is gone, need do
    nothing. `fits`: the report's rows."""
    places, still = store.places(db, issue_id), set()
    for row in fits:
        piece_id = places.get(f"article:{row['article']}")
        key = str(piece_id), str(row["language"])
        if piece_id and row["over"] and _tell(db, now, issue_id, key, Measured(row["over"], tuple(row["pages"]))):
            still.add(key)
    settled(db, now, CODE, issue_id, still)


def tell_of(
    db: Session, now: datetime, issue_id: str, measured: Mapping[TextKey, Measured], known: Collection[TextKey]
) -> None:
    """Tell of some texts that were measured by themselves. Of one that was too long the last time, too (`known`), only
    who knows nothing of it is told: people cut, save and look while they are at it."""
    for key, one in measured.items():
        if one.over:
            _tell(db, now, issue_id, key, one, again=key not in known)
    fits = {key for key, one in measured.items() if not one.over}
    settled(db, now, CODE, issue_id, told(db, issue_id) - fits)


def told(db: Session, issue_id: str) -> set[TextKey]:
    """The texts of which somebody was told and has not looked."""
    rows = tasks.open_of_issue(db, CODE, issue_id)
    return {(row.piece_id, str(row.detail.get("language", ""))) for row in rows if row.piece_id}


def _tell(db: Session, now: datetime, issue_id: str, key: TextKey, one: Measured, again: bool = True) -> bool:
    """Tell of a text that is too long; not of one that was taken back meanwhile."""
    piece_id, language = key
    piece = submissions.any_piece(db, piece_id)
    if piece is None or piece.stage == Stage.WITHDRAWN:
        return False
    detail = {"language": language, "lines": one.over, "pages": list(one.pages)}
    people = _people(db, piece, language)
    notify(db, now, people, CODE, issue_id=issue_id, piece_id=piece_id, detail=detail, again=again)
    return True


def _people(db: Session, piece: Piece, language: str) -> list[str]:
    text = submissions.text(db, piece.id, language)
    if text is not None and language != piece.original:
        rendering = translations.rendering(db, text.id)
        if rendering is not None and rendering.holder_id:
            return [rendering.holder_id]
    head = submissions.revision(db, text, text.head_id) if text else None
    found = [piece.holder_id if language == piece.original else None, head.made_by if head else None]
    return [one for one in found if one][:1] or accounts.with_roles(db, [Role.EDITOR])
