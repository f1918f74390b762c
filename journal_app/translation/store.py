"""Translation, the rows: finds and keeps how translations stand to their sources. It decides nothing."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from journal_app.submissions.model import Revision, Text
from journal_app.translation.model import Rendering


def rendering(db: Session, text_id: str) -> Rendering | None:
    """How this translation stands, or nothing while nobody opened it."""
    return db.get(Rendering, text_id)


def renderings(db: Session, text_ids: Iterable[str]) -> dict[str, Rendering]:
    """How these texts stand, in one statement, by text."""
    rows = db.scalars(select(Rendering).where(Rendering.text_id.in_(list(text_ids))))
    return {row.text_id: row for row in rows}


def add(db: Session, row: Rendering) -> None:
    db.add(row)
    db.flush()


def hold(db: Session, text_id: str, account_id: str, now: datetime) -> bool:
    """Put a translation in somebody's hands if it is in nobody's: one statement, so that two cannot both win."""
    free = (Rendering.text_id == text_id, or_(Rendering.holder_id.is_(None), Rendering.holder_id == account_id))
    done = db.execute(update(Rendering).where(*free).values(holder_id=account_id, held_since=now))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def signs(db: Session, text_ids: Iterable[str]) -> dict[str, int]:
    """About how many signs each text has to read, by text: the database counts, the words stay where they are."""
    body = Revision.content["body"].as_string()
    asked = select(Text.id, func.length(body)).join(Revision, Text.head_id == Revision.id)
    return {key: many or 0 for key, many in db.execute(asked.where(Text.id.in_(list(text_ids))))}


def erase(db: Session, piece_id: str) -> None:
    """Forget how the translations of a piece stood."""
    texts = select(Text.id).where(Text.piece_id == piece_id)
    db.execute(delete(Rendering).where(Rendering.text_id.in_(texts)))
