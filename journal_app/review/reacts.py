"""Review, the answer to an erasure: nothing that was said about the piece is left."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PieceErased
from journal_app.review import store


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Forget remarks, suggestions, answers and decisions."""
    if isinstance(fact, PieceErased):
        store.erase(db, fact.piece_id)
