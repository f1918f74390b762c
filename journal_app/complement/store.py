"""Complement, the rows: which pieces and pictures may be on the web now, whoever asks. It writes nothing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal_app.consent import store as consents
from journal_app.consent.model import Use
from journal_app.consent.store import Answers, allows
from journal_app.media.model import Picture
from journal_app.submissions.model import Piece, Stage


def allowed(db: Session, issue_id: str) -> set[str]:
    """`article:slug` and `picture:slug` of what may be there in every language and was not taken back.

    The team's own pieces and pictures need no answer, as at the freeze.
    """
    pieces = db.scalars(select(Piece).where(Piece.issue_id == issue_id)).all()
    pictures = db.scalars(select(Picture).where(Picture.issue_id == issue_id)).all()
    works = [("piece", row.id) for row in pieces] + [("picture", row.id) for row in pictures]
    given = consents.answers(db, works)
    own = {row.id for row in pieces if not row.by_contributor}
    gone = {row.id for row in pieces if row.stage == Stage.WITHDRAWN}
    found = {
        f"article:{row.slug}"
        for row in pieces
        if row.id not in gone and (row.id in own or _everywhere(given["piece", row.id]))
    }
    return found | {
        f"picture:{row.slug}"
        for row in pictures
        if row.withdrawn_at is None
        and row.piece_id not in gone
        and (row.piece_id is None or row.piece_id in own or _everywhere(given["picture", row.id]))
    }


def _everywhere(given: Answers) -> bool:
    """A yes for the web that no language takes back."""
    return allows(given, Use.WEB) and all(yes for (use, _), yes in given.items() if use == Use.WEB)
