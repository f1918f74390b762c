"""Memory, the answer to what happened upstream: what is erased leaves no segment, nor what a withdrawn picture said.

A piece that its author took back needs no answer: no segment of it is given out while it is withdrawn, nor while its
author says no to being translated (store.py); it is found again when both are over.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, OriginalSaid, PictureErased, PictureWithdrawn, PieceErased
from journal_app.memory import store
from journal_app.memory.actions import rename_source


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Forget what is erased; let what was made from a language that was noted by mistake be made from the right one."""
    match fact:
        case PieceErased():
            store.forget(db, store.numbers_of_piece(db, fact.piece_id))
        case PictureWithdrawn() | PictureErased():
            keys = [f"{part}:{fact.picture_id}" for part in ("caption", "alt")]
            store.forget(db, store.numbers_of_keys(db, fact.issue_id, keys))
        case OriginalSaid():
            rename_source(db, fact.piece_id, fact.before, fact.after)
