"""Tasks, what is done: people are told of something. It sends nothing itself and tells nobody twice of the same."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from journal_app.tasks import store
from journal_app.tasks.model import Notice


def notify(
    db: Session,
    now: datetime,
    account_ids: Iterable[str | None],
    code: str,
    *,
    issue_id: str | None = None,
    piece_id: str | None = None,
    detail: Mapping[str, Any] | None = None,
    again: bool = True,
) -> None:
    """Put a notice into each inbox, once: one that says the same, of the same language where it names one, and is still
    unread is renewed instead. Not `again`: who has read one that says the same needs no other."""
    wanted = sorted({account for account in account_ids if account})
    of = (detail or {}).get("language")
    if not again:
        looked = store.read(db, wanted, code, piece_id, issue_id)
        known = {row.account_id for row in looked if row.detail.get("language") == of}
        wanted = [one for one in wanted if one not in known]
    unread = store.unread(db, wanted, code, piece_id, issue_id)
    renewed = {row.account_id: row for row in unread if row.detail.get("language") == of}
    for account in wanted:
        row = renewed.get(account)
        if row is None:
            row = Notice(account_id=account, code=code, issue_id=issue_id, piece_id=piece_id, made_at=now)
            db.add(row)
        row.detail, row.made_at = dict(detail or {}), now


def settled(db: Session, now: datetime, code: str, issue_id: str, still: Collection[tuple[str | None, str]]) -> None:
    """What an issue's notices of this code asked for is done, except for these pieces and languages: they are read."""
    for row in store.open_of_issue(db, code, issue_id):
        if (row.piece_id, row.detail.get("language", "")) not in still:
            row.read_at = now
