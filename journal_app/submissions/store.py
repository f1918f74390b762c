"""Submissions, the rows: finds and adds texts and their revisions. It decides nothing and never commits."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from journal_app.submissions.content import Content, from_json
from journal_app.submissions.model import Moment, Piece, Receipt, Revision, Text


def lock(db: Session, text: Text) -> Text:
    """The text as it is now, kept from others until the transaction ends: two saves stand in line."""
    db.flush()
    db.refresh(text, with_for_update=True)
    return text


def revision(db: Session, text: Text, revision_id: str | None) -> Revision | None:
    """A revision of this text, folded ones too; None for another text's or one that is gone."""
    found = db.get(Revision, revision_id) if revision_id else None
    return found if found is not None and found.text_id == text.id else None


def heads(db: Session, text_ids: Iterable[str]) -> dict[str, tuple[Revision, Content]]:
    """What each text says now, in one statement; a text without a revision is left out."""
    rows = db.scalars(select(Revision).join(Text, Text.head_id == Revision.id).where(Text.id.in_(list(text_ids)))).all()
    return {row.text_id: (row, from_json(row.content)) for row in rows}


def history(db: Session, text_id: str, limit: int = 200) -> list[Revision]:
    """The revisions of a text, newest first, without folded ones and without what is set aside."""
    return list(
        db.scalars(
            select(Revision)
            .where(Revision.text_id == text_id, Revision.folded_into.is_(None), Revision.moment != Moment.ASIDE)
            .order_by(Revision.number.desc())
            .limit(limit)
        )
    )


def asides(db: Session, text_id: str) -> list[Revision]:
    """The versions set aside that nobody has settled, oldest first."""
    return list(
        db.scalars(
            select(Revision)
            .where(Revision.text_id == text_id, Revision.folded_into.is_(None), Revision.moment == Moment.ASIDE)
            .order_by(Revision.number)
        )
    )


def add_revision(db: Session, row: Revision) -> Revision:
    """Add a revision with the text's next number."""
    last = db.scalar(select(func.max(Revision.number)).where(Revision.text_id == row.text_id))
    row.number = (last or 0) + 1
    db.add(row)
    db.flush()
    return row


def touch(db: Session, piece_id: str, now: datetime) -> None:
    """Note that something of a piece changed."""
    piece = db.get(Piece, piece_id)
    if piece is not None:
        piece.changed_at = now


def prune(db: Session, text_id: str, before: datetime) -> None:
    """Delete autosaves that others took the place of before that moment."""
    gone = delete(Revision).where(
        Revision.text_id == text_id,
        Revision.folded_into.is_not(None),
        Revision.moment == Moment.NONE,
        Revision.made_at < before,
    )
    db.execute(gone)


def receipt(db: Session, key: str) -> Receipt | None:
    """What a request with this key was answered."""
    return db.get(Receipt, key)


def keep_receipt(db: Session, key: str, answer: dict[str, str], now: datetime) -> None:
    """Remember an answer for a repeated request."""
    db.add(Receipt(key=key, answer=answer, made_at=now))
