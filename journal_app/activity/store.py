"""Activity, the rows: what was done in an issue or to a piece, the latest first. It decides nothing."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from journal_app.activity.model import Activity

PAGE = 100  # rows of one page of the log


def of_issue(
    db: Session,
    issue_id: str,
    *,
    verb: str = "",
    person: str = "",
    pieces: Sequence[str] | None = None,
    before: int = 0,
    limit: int = PAGE,
) -> Sequence[Activity]:
    """What was done in an issue. `pieces`: only what was done to one of these; `before`: older than that row."""
    asked = select(Activity).where(Activity.issue_id == issue_id)
    if pieces is not None:
        asked = asked.where(Activity.piece_id.in_(pieces))
    if verb:
        asked = asked.where(Activity.verb == verb)
    if person:
        asked = asked.where(Activity.actor_id == person)
    if before:
        asked = asked.where(Activity.number < before)
    return db.scalars(asked.order_by(Activity.number.desc()).limit(limit)).all()


def of_piece(db: Session, piece_id: str, limit: int = PAGE) -> Sequence[Activity]:
    """What was done to a piece."""
    asked = select(Activity).where(Activity.piece_id == piece_id)
    return db.scalars(asked.order_by(Activity.number.desc()).limit(limit)).all()


WITHDRAWN = ("piece-withdrawn", "picture-withdrawn")


def erase(db: Session, *, piece_id: str = "", object_id: str = "") -> None:
    """Forget what was done to a piece or a picture, but for that it was taken back, without its reason."""
    its = Activity.piece_id == piece_id if piece_id else Activity.object_id == object_id
    db.execute(delete(Activity).where(its, Activity.verb.not_in(WITHDRAWN)))
    db.execute(update(Activity).where(its).values(reason="", detail={}))


def seen_in(db: Session, issue_id: str) -> tuple[list[str], list[str]]:
    """The verbs and the people of an issue's log: what it can be filtered by."""
    here = Activity.issue_id == issue_id
    verbs = db.scalars(select(Activity.verb).where(here).distinct().order_by(Activity.verb)).all()
    people = db.scalars(select(Activity.actor_id).where(here, Activity.actor_id.is_not(None)).distinct()).all()
    return list(verbs), [person for person in people if person]
