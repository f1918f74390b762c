"""Translation, the answer to an erasure: nothing is left of how the piece's translations stood to their sources."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PieceErased
from journal_app.translation import store


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Forget the beads: they hold words of both sides."""
    if isinstance(fact, PieceErased):
        store.erase(db, fact.piece_id)
