"""Uploads, the answer to an erasure: the piece's files were never here. Their bytes are the eraser's to take away."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PieceErased
from journal_app.uploads import store


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Forget the rows."""
    if isinstance(fact, PieceErased):
        store.forget(db, fact.piece_id)
