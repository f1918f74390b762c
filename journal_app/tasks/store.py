"""Tasks, the rows: finds notices. It decides nothing and never commits."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, delete, func, select, update
from sqlalchemy.orm import Session

from journal_app.accounts.model import Account
from journal_app.tasks.model import Notice


def unread(
    db: Session, account_ids: Iterable[str], code: str, piece_id: str | None, issue_id: str | None = None
) -> list[Notice]:
    """The notices of this code about this piece, or about this issue as a whole, that these people have not read."""
    return list(db.scalars(_about(account_ids, code, piece_id, issue_id).where(Notice.read_at.is_(None))))


def read(
    db: Session, account_ids: Iterable[str], code: str, piece_id: str | None, issue_id: str | None = None
) -> list[Notice]:
    """The same that they have read."""
    return list(db.scalars(_about(account_ids, code, piece_id, issue_id).where(Notice.read_at.is_not(None))))


def _about(account_ids: Iterable[str], code: str, piece_id: str | None, issue_id: str | None) -> Select[Notice]:
    whole = (Notice.piece_id.is_(None), Notice.issue_id.is_(None) if issue_id is None else Notice.issue_id == issue_id)
    about = and_(*whole) if piece_id is None else Notice.piece_id == piece_id
    return select(Notice).where(Notice.account_id.in_(list(account_ids)), Notice.code == code, about)


def open_of_issue(db: Session, code: str, issue_id: str) -> list[Notice]:
    """The notices of this code about an issue or its pieces that somebody has not read."""
    of = (Notice.code == code, Notice.issue_id == issue_id, Notice.read_at.is_(None))
    return list(db.scalars(select(Notice).where(*of)))


def inbox(db: Session, account_id: str, limit: int = 100) -> list[Notice]:
    """A person's notices: the unread ones first, then the latest."""
    mine = select(Notice).where(Notice.account_id == account_id)
    return list(db.scalars(mine.order_by(Notice.read_at.is_not(None), Notice.made_at.desc(), Notice.id).limit(limit)))


def waiting(db: Session, account_id: str) -> int:
    """How many notices a person has not read."""
    mine = (Notice.account_id == account_id, Notice.read_at.is_(None))
    return db.scalar(select(func.count()).select_from(Notice).where(*mine)) or 0


def mark_read(db: Session, account_id: str, now: datetime, notice_id: str = "") -> None:
    """Mark one of a person's notices read, or all of them."""
    mine = update(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    db.execute((mine.where(Notice.id == notice_id) if notice_id else mine).values(read_at=now))


class Waiting(NamedTuple):
    """Somebody who has not read some notices, and wants to be told of them by e-mail."""

    email: str
    language: str
    notices: list[str]


def to_mail(db: Session, before: datetime) -> list[Waiting]:
    """Who gave an address and has unread notices from before then that no letter told of."""
    fresh = (Notice.read_at.is_(None), Notice.mailed_at.is_(None), Notice.made_at < before)
    reached = (Account.email != "", Account.active, Account.demo.is_(False))
    rows = db.execute(
        select(Account.id, Account.email, Account.language, Notice.id.label("notice"))
        .join(Notice, Notice.account_id == Account.id)
        .where(*fresh, *reached)
        .order_by(Account.id)
    )
    found: dict[str, Waiting] = {}
    for row in rows:
        found.setdefault(row.id, Waiting(row.email, row.language, [])).notices.append(row.notice)
    return list(found.values())


def mailed(db: Session, notice_ids: Iterable[str], now: datetime) -> None:
    """A letter told of these."""
    db.execute(update(Notice).where(Notice.id.in_(list(notice_ids))).values(mailed_at=now))


def erase(db: Session, piece_id: str) -> None:
    """Forget the notices about a piece."""
    db.execute(delete(Notice).where(Notice.piece_id == piece_id))
