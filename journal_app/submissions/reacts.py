"""Submissions, the answer to a withdrawal: the piece is nobody's work any more, and no loader gives it out."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PieceBroughtBack, PieceErased, PieceWithdrawn, erased_after
from journal_app.submissions import store
from journal_app.submissions.finding import index_text


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Mark the piece withdrawn and take it out of hands; or let it stand again where it stood."""
    if isinstance(fact, PieceWithdrawn):
        store.withdraw(db, fact.piece_id, now, erased_after(now))
    elif isinstance(fact, PieceErased):
        store.erase(db, fact.piece_id, now)
    elif isinstance(fact, PieceBroughtBack):
        store.bring_back(db, fact.piece_id, now)
        _find_again(db, fact.piece_id)


def _find_again(db: Session, piece_id: str) -> None:
    """Let its texts be found again: the withdrawal had taken them out of the index."""
    piece = store.any_piece(db, piece_id)
    texts = store.texts(db, [piece_id]).get(piece_id, []) if piece else []
    heads = store.heads(db, [text.id for text in texts])
    for text in texts:
        if piece and text.id in heads:
            index_text(db, piece, text, heads[text.id][1])
