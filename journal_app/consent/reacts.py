"""Consent, the answer to an erasure: what was agreed to is void, and forgotten with the work."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.consent import store
from journal_app.facts import Fact, PictureErased, PieceErased


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Forget the answers."""
    if isinstance(fact, PieceErased):
        store.erase(db, ("piece", fact.piece_id))
    elif isinstance(fact, PictureErased):
        store.erase(db, ("picture", fact.picture_id))
