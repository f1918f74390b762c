"""Submissions, the answer to a withdrawal: the piece is nobody's work any more, and no loader gives it out."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PieceWithdrawn
from journal_app.submissions import store


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Mark the piece withdrawn and take it out of hands."""
    if isinstance(fact, PieceWithdrawn):
        store.withdraw(db, fact.piece_id, now)
