"""Flatplan, the answer to what happened to a piece: a slot keeps it, or shows a hole that somebody has to fill."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, OriginalSaid, PictureWithdrawn, PieceWithdrawn
from journal_app.flatplan import store
from journal_app.media import store as media


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Empty the slots it stood in; what is only called otherwise stands where it stood."""
    match fact:
        case PieceWithdrawn():
            store.leave_holes(db, piece_id=fact.piece_id)
            for picture in media.all_of_piece(db, fact.piece_id):  # on a page without its text
                store.leave_holes(db, picture_id=picture.id)
        case PictureWithdrawn():
            store.leave_holes(db, picture_id=fact.picture_id)
        case OriginalSaid():
            for row in store.of_piece(db, fact.piece_id):
                row.languages = list(dict.fromkeys(fact.after if tag == fact.before else tag for tag in row.languages))
