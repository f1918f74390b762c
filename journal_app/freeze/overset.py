"""Freeze, who is told: texts that a new proof found too long -> a notice to whoever has each in hand. It measures none.

A translation is its translator's, an original its keeper's or its last writer's; what is in nobody's hands is the
editors'. Who was told and has not looked yet is not told again (tasks).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts import store as accounts
from journal_app.accounts.model import Role
from journal_app.freeze import store
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece
from journal_app.tasks.actions import notify, settled
from journal_app.translation import store as translations

CODE = "text-overset"


def tell(db: Session, now: datetime, issue_id: str, fits: Iterable[Mapping[str, Any]]) -> None:
    """Tell the right person of each text that is over; who was told of one that now fits need do nothing. `fits`: the
    report's rows."""
    places, still = store.places(db, issue_id), set()
    for row in fits:
        piece_id = places.get(f"article:{row['article']}")
        piece = submissions.any_piece(db, piece_id) if piece_id and row["over"] else None
        if piece is not None:
            detail = {"language": row["language"], "lines": row["over"], "pages": list(row["pages"])}
            people = _people(db, piece, str(row["language"]))
            notify(db, now, people, CODE, issue_id=issue_id, piece_id=piece.id, detail=detail)
            still.add((piece.id, str(row["language"])))
    settled(db, now, CODE, issue_id, still)


def _people(db: Session, piece: Piece, language: str) -> list[str]:
    text = submissions.text(db, piece.id, language)
    if text is not None and language != piece.original:
        rendering = translations.rendering(db, text.id)
        if rendering is not None and rendering.holder_id:
            return [rendering.holder_id]
    head = submissions.revision(db, text, text.head_id) if text else None
    found = [piece.holder_id if language == piece.original else None, head.made_by if head else None]
    return [one for one in found if one][:1] or accounts.with_roles(db, [Role.EDITOR])
