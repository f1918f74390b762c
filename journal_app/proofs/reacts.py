"""Proofs, the answer to an erasure: nothing that was said about the pictures is left."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PictureErased, PieceErased
from journal_app.media import store as media
from journal_app.proofs import store


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Forget the remarks on the erased pictures. Those on texts are the review room's to forget."""
    if isinstance(fact, PictureErased):
        store.forget_remarks(db, [fact.picture_id])
    elif isinstance(fact, PieceErased):
        store.forget_remarks(db, [row.id for row in media.all_of_piece(db, fact.piece_id)])
