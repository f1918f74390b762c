"""Activity, what is done: one row more. It never changes or deletes one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.model import Activity


def record(
    db: Session,
    actor: Actor | None,
    now: datetime,
    verb: str,
    *,
    issue_id: str | None = None,
    piece_id: str | None = None,
    object_id: str = "",
    detail: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Note that somebody did something. `verb` has a sentence `did:<verb>`; `detail` holds plain facts for it."""
    db.add(
        Activity(
            at=now,
            actor_id=actor.account_id if actor else None,
            verb=verb,
            issue_id=issue_id,
            piece_id=piece_id,
            object_id=object_id,
            detail=dict(detail or {}),
            reason=reason,
        )
    )
