"""Activity, the answer to an erasure: of what was done to the piece only that it was taken back stays."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.activity import store
from journal_app.facts import Fact, PictureErased, PieceErased


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Forget what was done, with its reasons and details."""
    if isinstance(fact, PieceErased):
        store.erase(db, piece_id=fact.piece_id)
    elif isinstance(fact, PictureErased):
        store.erase(db, object_id=fact.picture_id)
