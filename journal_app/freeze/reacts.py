"""Freeze, the answer to a withdrawal: pages that were built with what is withdrawn are handed out no more.

When an author says no to something that is printed, the pages for press are let go. The draft stays: it is where the
desk sees what has to change, and it goes to nobody else.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import AnswerTakenBack, Fact, PictureWithdrawn, PieceWithdrawn
from journal_app.freeze import store
from journal_app.freeze.holding import begins
from journal_app.freeze.model import Freeze, FreezeKind


def react(db: Session, fact: Fact, now: datetime) -> None:
    """Let go of the builds it stands in; their folders are the janitor's."""
    if not isinstance(fact, PieceWithdrawn | PictureWithdrawn | AnswerTakenBack):
        return
    begun = begins(db, fact)
    for kind in (FreezeKind.PRESS,) if isinstance(fact, AnswerTakenBack) else FreezeKind:
        frozen = store.shown_freeze(db, fact.issue_id, kind)
        if frozen is not None and _holds(frozen, begun):
            store.let_go(db, fact.issue_id, kind)


def _holds(frozen: Freeze, begun: tuple[str, ...]) -> bool:
    return any(path.startswith(begun) for path in frozen.manifest)
