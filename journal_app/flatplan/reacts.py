"""Flatplan, the answer to a withdrawal: the slot stays, with a hole in it that somebody has to fill."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PieceWithdrawn
from journal_app.flatplan import store


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Empty the slots it stood in."""
    if isinstance(fact, PieceWithdrawn):
        store.leave_holes(db, piece_id=fact.piece_id)
    else:
        store.leave_holes(db, picture_id=fact.picture_id)
