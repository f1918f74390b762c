"""Flatplan, the answer to a withdrawal: the slot stays, with a hole in it that somebody has to fill."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from journal_app.facts import Fact, PieceWithdrawn
from journal_app.flatplan.model import Placement

EMPTY: dict[str, Any] = {
    "piece_id": None, "picture_id": None, "languages": [], "continues": False, "quote": None, "hole": True,
}  # fmt: skip


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Empty the slots it stood in."""
    if isinstance(fact, PieceWithdrawn):
        db.execute(update(Placement).where(Placement.piece_id == fact.piece_id).values(**EMPTY))
    else:
        db.execute(update(Placement).where(Placement.picture_id == fact.picture_id).values(**EMPTY))
