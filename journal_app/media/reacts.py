"""Media, the answer to a withdrawal: the pictures of the piece are shown no more."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from journal_app.facts import Fact, PieceWithdrawn
from journal_app.media.model import Picture


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Mark the pictures withdrawn."""
    which = Picture.piece_id == fact.piece_id if isinstance(fact, PieceWithdrawn) else Picture.id == fact.picture_id
    db.execute(update(Picture).where(which, Picture.withdrawn_at.is_(None)).values(withdrawn_at=now))
