"""Wordings, the rows: what was read so far in a language. It decides nothing and never commits."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal_app.wordings.model import Reading


def latest(db: Session, language: str) -> dict[str, Reading]:
    """The last row of each sentence of a language."""
    last = select(func.max(Reading.number)).where(Reading.language == language).group_by(Reading.key)
    return {row.key: row for row in db.scalars(select(Reading).where(Reading.number.in_(last)))}


def reads(db: Session, language: str, account_id: str) -> bool:
    """Whether this person has read sentences of this language before: they said then that they speak it."""
    mine = select(Reading.number).where(Reading.language == language, Reading.account_id == account_id).limit(1)
    return db.scalar(mine) is not None
