"""Issues, the rows: issues and residencies by who may see them. It decides nothing and never commits."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.issues.model import GuardedName, Issue, IssueState, PenName, Residency


def _visible(actor: Actor) -> list[ColumnElement[bool]]:
    """Which issues an actor may see: all for who reads all, the own residencies' for a facilitator."""
    return [] if actor.reads_all else [Issue.residency_id.in_(actor.residencies)]


def issue(db: Session, actor: Actor, slug: str) -> Issue | None:
    """An issue by its address, if this actor may see it."""
    return db.scalar(select(Issue).where(Issue.slug == slug, *_visible(actor)))


def by_id(db: Session, actor: Actor, issue_id: str) -> Issue | None:
    """An issue by its id, if this actor may see it."""
    return db.scalar(select(Issue).where(Issue.id == issue_id, *_visible(actor)))


def issues(db: Session, actor: Actor, state: IssueState = IssueState.OPEN) -> Sequence[Issue]:
    """The open or the archived issues, the next to close first."""
    asked = select(Issue).where(Issue.state == state, *_visible(actor))
    return db.scalars(asked.order_by(Issue.press_close.is_(None), Issue.press_close, Issue.number.desc())).all()


def open_of(db: Session, residency_id: str) -> Issue | None:
    """The issue that a residency writes for: the one of its open ones that closes next. For the door, not for staff."""
    asked = select(Issue).where(Issue.residency_id == residency_id, Issue.state == IssueState.OPEN)
    return db.scalars(asked.order_by(Issue.press_close.is_(None), Issue.press_close, Issue.number).limit(1)).first()


def one_pair_of_eyes(db: Session, issue_ids: Iterable[str]) -> set[str]:
    """Those of these issues whose translations may be printed without somebody else having read them."""
    asked = select(Issue.id).where(Issue.id.in_(list(issue_ids)), Issue.second_eyes.is_(False))
    return set(db.scalars(asked))


def any_issue(db: Session, issue_id: str) -> Issue | None:
    """An issue whoever may see it: for the worker and for an author's own piece."""
    return db.get(Issue, issue_id)


def printed(db: Session, by: date) -> Sequence[Issue]:
    """The issues that had been printed by that day."""
    return db.scalars(select(Issue).where(Issue.printed_on.is_not(None), Issue.printed_on <= by)).all()


def not_said_printed(db: Session, before: date) -> Sequence[Issue]:
    """The issues whose day is past, of which nobody noted that they were printed."""
    return db.scalars(select(Issue).where(Issue.printed_on.is_(None), Issue.date < before).order_by(Issue.date)).all()


def any_residency(db: Session, residency_id: str) -> Residency | None:
    """A residency whoever may see it: for its door."""
    return db.get(Residency, residency_id)


def slugs(db: Session) -> set[str]:
    """Every issue's address."""
    return set(db.scalars(select(Issue.slug)))


def numbers(db: Session) -> int:
    """The highest number an issue has."""
    return db.scalar(select(func.max(Issue.number))) or 0


def next_version(db: Session, issue_id: str, version: int) -> bool:
    """Raise an issue's version; False when somebody else did meanwhile."""
    done = db.execute(update(Issue).where(Issue.id == issue_id, Issue.version == version).values(version=version + 1))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


# --- residencies -----------------------------------------------------------------------------------------------------


def residencies(db: Session) -> Sequence[Residency]:
    """All residencies, the latest first."""
    return db.scalars(select(Residency).order_by(Residency.starts.desc())).all()


def reached(db: Session, actor: Actor) -> Sequence[Residency]:
    """The residencies within an actor's reach, the latest first."""
    asked = select(Residency).order_by(Residency.starts.desc())
    return db.scalars(asked if actor.reads_all else asked.where(Residency.id.in_(actor.residencies))).all()


def residency(db: Session, actor: Actor, residency_id: str | None) -> Residency | None:
    """A residency within the actor's reach."""
    return db.get(Residency, residency_id) if residency_id and actor.reaches(residency_id) else None


def pen_names(db: Session, residency_id: str | None) -> Sequence[PenName]:
    """The names that are signed with there, in order."""
    return db.scalars(select(PenName).where(PenName.residency_id == residency_id).order_by(PenName.name)).all()


def pen_name(db: Session, residency_id: str, name_id: str) -> PenName | None:
    return db.scalar(select(PenName).where(PenName.id == name_id, PenName.residency_id == residency_id))


def guarded(db: Session, residency_id: str | None) -> dict[str, int]:
    """The digests of the names that must never be printed, with how many words each has."""
    rows = db.execute(select(GuardedName.digest, GuardedName.words).where(GuardedName.residency_id == residency_id))
    return {row.digest: row.words for row in rows}


def add(db: Session, row: Issue | Residency | PenName | GuardedName) -> None:
    """Add a row; it has its id from now on."""
    db.add(row)
    db.flush()


def remove(db: Session, row: PenName) -> None:
    db.delete(row)
