"""Tasks, the answer to an erasure: nobody is told of the piece any more."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PieceErased
from journal_app.tasks import store


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Forget its notices."""
    if isinstance(fact, PieceErased):
        store.erase(db, fact.piece_id)
