"""Uploads, the rows: finds, adds and takes away files on their way in. It decides nothing and never commits."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from journal_app.uploads.model import State, Upload


def upload(db: Session, upload_id: str) -> Upload | None:
    """A file by its id; whose it is, is the caller's to say."""
    return db.get(Upload, upload_id, populate_existing=True)


def of_pieces(db: Session, piece_ids: Iterable[str]) -> dict[str, list[Upload]]:
    """The files of these pieces in their order, in one statement."""
    asked = select(Upload).where(Upload.piece_id.in_(list(piece_ids))).order_by(Upload.number, Upload.id)
    found: dict[str, list[Upload]] = {}
    for row in db.scalars(asked):
        found.setdefault(row.piece_id, []).append(row)
    return found


def count(db: Session, piece_id: str) -> int:
    """How many files a piece was announced with."""
    return db.scalar(select(func.count()).select_from(Upload).where(Upload.piece_id == piece_id)) or 0


def waiting(db: Session, piece_id: str) -> Sequence[Upload]:
    """The files of a piece that are whole and not opened yet."""
    return db.scalars(select(Upload).where(Upload.piece_id == piece_id, Upload.state == State.WHOLE)).all()


def known(db: Session, upload_ids: Iterable[str]) -> set[str]:
    """Those of these ids whose bytes are still wanted."""
    wanted = (State.ARRIVING, State.WHOLE)
    return set(db.scalars(select(Upload.id).where(Upload.id.in_(list(upload_ids)), Upload.state.in_(wanted))))


def unopened(db: Session, before: date) -> Sequence[Upload]:
    """The files that came whole before that day and that nobody opened: their jobs gave up."""
    return db.scalars(select(Upload).where(Upload.state == State.WHOLE, Upload.made_on < before)).all()


def unfinished(db: Session) -> Sequence[Upload]:
    """The files that were announced and are not whole."""
    return db.scalars(select(Upload).where(Upload.state == State.ARRIVING)).all()


def forget_card(db: Session, card_id: str) -> None:
    """The files of a card are nobody's any more."""
    db.execute(update(Upload).where(Upload.card_id == card_id).values(card_id=None))


def add(db: Session, row: Upload) -> None:
    """Add a file's row."""
    db.add(row)
    db.flush()


def remove(db: Session, row: Upload) -> None:
    """Forget one file."""
    db.delete(row)


def forget(db: Session, piece_id: str) -> list[str]:
    """Forget the files of a piece; their ids, for the shell to take the bytes away."""
    gone = list(db.scalars(select(Upload.id).where(Upload.piece_id == piece_id)))
    db.execute(delete(Upload).where(Upload.piece_id == piece_id))
    return gone
