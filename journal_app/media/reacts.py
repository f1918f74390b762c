"""Media, the answer to a withdrawal: the pictures of the piece are shown no more, or again after a change of mind."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PictureErased, PictureWithdrawn, PieceBroughtBack, PieceErased, PieceWithdrawn
from journal_app.media import store


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Mark the pictures withdrawn, or let those of a piece come back with it."""
    if isinstance(fact, PieceWithdrawn):
        store.withdraw(db, now, piece_id=fact.piece_id)
    elif isinstance(fact, PictureWithdrawn):
        store.withdraw(db, now, picture_id=fact.picture_id)
    elif isinstance(fact, PieceErased):
        store.erase(db, store.all_of_piece(db, fact.piece_id), fact.piece_id)
    elif isinstance(fact, PictureErased):
        store.erase(db, store.one(db, fact.picture_id))
    elif isinstance(fact, PieceBroughtBack):
        store.bring_back(db, fact.piece_id)
