"""Tasks, the rows: finds notices. It decides nothing and never commits."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal_app.tasks.model import Notice


def unread(db: Session, account_ids: Iterable[str], code: str, piece_id: str | None) -> list[Notice]:
    """The notices of this code about this piece that these people have not read."""
    about = Notice.piece_id.is_(None) if piece_id is None else Notice.piece_id == piece_id
    wanted = Notice.account_id.in_(list(account_ids))
    return list(db.scalars(select(Notice).where(wanted, Notice.code == code, Notice.read_at.is_(None), about)))
