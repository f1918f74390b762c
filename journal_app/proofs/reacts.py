"""Proofs, the answer to a withdrawal: links to pages that hold what was taken back are dead from this moment.

And to an erasure: nothing that was said about the pictures is left. A no that what is printed rests on ends links, too:
the draft stays for the desk to see what has to change, and goes to nobody else.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import AnswerTakenBack, Fact, PictureErased, PictureWithdrawn, PieceErased, PieceWithdrawn
from journal_app.freeze.holding import begins
from journal_app.media import store as media
from journal_app.proofs import links, store
from journal_app.proofs.model import Ended


def react(db: Session, fact: Fact, now: datetime) -> None:
    """End the links, and forget the remarks on erased pictures. Those on texts are the review room's to forget."""
    if isinstance(fact, PieceWithdrawn | PictureWithdrawn | AnswerTakenBack | PieceErased | PictureErased):
        why = Ended.ANSWER if isinstance(fact, AnswerTakenBack) else Ended.WITHDRAWN
        if begun := begins(db, fact):
            links.end_all(db, now, fact.issue_id, begun, why)
    if isinstance(fact, PictureErased):
        store.forget_remarks(db, [fact.picture_id])
    elif isinstance(fact, PieceErased):
        store.forget_remarks(db, [row.id for row in media.all_of_piece(db, fact.piece_id)])
