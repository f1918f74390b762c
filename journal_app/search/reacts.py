"""Search, the answer to a withdrawal: nothing of the piece or picture is found any more."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PictureWithdrawn, PieceWithdrawn
from journal_app.search import actions, store


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Forget its entries."""
    if isinstance(fact, PieceWithdrawn):
        for kind, object_ids in store.of_piece(db, fact.piece_id).items():
            actions.forget(db, kind, object_ids)
    elif isinstance(fact, PictureWithdrawn):
        actions.forget(db, "picture", [fact.picture_id])
