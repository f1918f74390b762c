"""Freeze, the answer to a withdrawal: pages that were built with what is withdrawn are handed out no more."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PictureWithdrawn, PieceWithdrawn
from journal_app.freeze import store
from journal_app.freeze.model import Freeze, FreezeKind


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Let go of the builds it stands in; their folders are the janitor's."""
    match fact:
        case PieceWithdrawn():
            begins = f"articles/{store.piece_slug(db, fact.piece_id)}/"
        case PictureWithdrawn():
            begins = f"pictures/{store.picture_slug(db, fact.picture_id)}."
        case _:
            return
    for kind in FreezeKind:
        frozen = store.shown_freeze(db, fact.issue_id, kind)
        if frozen is not None and _holds(frozen, begins):
            store.let_go(db, fact.issue_id, kind)


def _holds(frozen: Freeze, begins: str) -> bool:
    return any(path.startswith(begins) for path in frozen.manifest)
