"""Consent, the rows: what was answered, and which answer counts. It decides nothing."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from journal_app.consent.model import Consent

Work = tuple[str, str]  # ("piece" or "picture", its id)
Answers = dict[tuple[str, str], bool]  # (use, language or "*") -> yes


def answers(db: Session, works: Iterable[Work]) -> dict[Work, Answers]:
    """The answers that count, by work, in one statement: the latest of each use and language."""
    wanted = set(works)
    found: dict[Work, Answers] = {work: {} for work in wanted}
    if not wanted:
        return found
    ids = [work_id for _, work_id in wanted]
    rows = db.execute(
        select(Consent.work_kind, Consent.work_id, Consent.use, Consent.language, Consent.yes)
        .where(Consent.work_id.in_(ids))
        .order_by(Consent.number)
    )
    for kind, work_id, use, language, yes in rows:
        if (kind, work_id) in found:
            found[kind, work_id][use, language] = yes
    return found


def noes(db: Session, issue_id: str) -> list[Consent]:
    """The answers of an issue's works that count now and are no."""
    last: dict[tuple[str, str, str, str], Consent] = {}
    for row in db.scalars(select(Consent).where(Consent.issue_id == issue_id).order_by(Consent.number)):
        last[row.work_kind, row.work_id, row.use, row.language] = row
    return [row for row in last.values() if not row.yes]


def history(db: Session, work: Work) -> Sequence[Consent]:
    """Every answer of a work, the latest first."""
    kind, work_id = work
    return db.scalars(
        select(Consent).where(Consent.work_kind == kind, Consent.work_id == work_id).order_by(Consent.number.desc())
    ).all()


def allows(given: Answers, use: str, language: str = "*") -> bool:
    """Whether the answers allow a use: the language's own answer, else the one for all; without one, no."""
    return given.get((use, language), given.get((use, "*"), False))


def erase(db: Session, work: Work) -> None:
    """Forget the answers about a work."""
    kind, work_id = work
    db.execute(delete(Consent).where(Consent.work_kind == kind, Consent.work_id == work_id))


def add(db: Session, row: Consent) -> None:
    db.add(row)
