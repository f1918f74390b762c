"""Submissions, the answer to a withdrawal: the piece is nobody's work any more, and no loader gives it out."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from journal_app.facts import Fact, PieceWithdrawn
from journal_app.submissions.model import Piece, Stage


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Mark the piece withdrawn and take it out of hands."""
    if isinstance(fact, PieceWithdrawn):
        taken = {"stage": Stage.WITHDRAWN, "holder_id": None, "held_since": None, "changed_at": now}
        db.execute(update(Piece).where(Piece.id == fact.piece_id).values(version=Piece.version + 1, **taken))
