"""Submissions, the answer to a withdrawal: the piece is nobody's work any more, and no loader gives it out."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PieceBroughtBack, PieceWithdrawn, erased_after
from journal_app.submissions import store


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Mark the piece withdrawn and take it out of hands; or let it stand again where it stood."""
    if isinstance(fact, PieceWithdrawn):
        store.withdraw(db, fact.piece_id, now, erased_after(now))
    elif isinstance(fact, PieceBroughtBack):
        store.bring_back(db, fact.piece_id, now)
