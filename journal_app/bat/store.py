"""BAT, the rows: finds versions and signatures, and the signed parcel that may be handed out. It decides nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal_app.bat.model import WHOLE, Bat, Signature, State
from journal_app.freeze.model import Build, Freeze
from journal_app.review.model import Comment, Suggestion, SuggestionState
from journal_app.submissions.model import Piece, Text


class Sealed(NamedTuple):
    """A signed parcel. `folder` is relative to the issues' folder; `files` are the names in it that are handed out."""

    bat_id: str
    issue_id: str
    version: int
    folder: Path
    pdf: str
    sha256: str
    files: tuple[str, ...]


def sealed(db: Session, issue_id: str) -> Sealed | None:
    """The signed parcel of an issue that may be handed out now; None when there is none (any more)."""
    asked = select(Bat).where(Bat.issue_id == issue_id, Bat.state == State.SIGNED, Bat.erased_at.is_(None))
    row = db.scalars(asked.order_by(Bat.number.desc()).limit(1)).first()
    if row is None:
        return None
    return Sealed(row.id, row.issue_id, row.number, Path(row.folder), row.pdf, row.sha256, tuple(sorted(row.files)))


def bat(db: Session, bat_id: str) -> Bat | None:
    """A version by its id."""
    return db.get(Bat, bat_id)


def numbered(db: Session, issue_id: str, number: int) -> Bat | None:
    """A version of an issue by its number."""
    return db.scalar(select(Bat).where(Bat.issue_id == issue_id, Bat.number == number))


def hold(db: Session, bat_id: str) -> Bat | None:
    """The version, for this transaction alone; read again, whatever the session knew of it."""
    asked = select(Bat).where(Bat.id == bat_id).with_for_update().execution_options(populate_existing=True)
    return db.scalars(asked).first()


def latest(db: Session, issue_id: str) -> Bat | None:
    """The version with the highest number, whatever became of it."""
    return db.scalars(select(Bat).where(Bat.issue_id == issue_id).order_by(Bat.number.desc()).limit(1)).first()


def versions(db: Session, issue_id: str) -> Sequence[Bat]:
    """Every version of an issue, the latest first."""
    return db.scalars(select(Bat).where(Bat.issue_id == issue_id).order_by(Bat.number.desc())).all()


def next_number(db: Session, issue_id: str) -> int:
    """The number the next version will have."""
    return (db.scalar(select(func.max(Bat.number)).where(Bat.issue_id == issue_id)) or 0) + 1


def signatures(db: Session, bat_id: str) -> Sequence[Signature]:
    """Every signature of a version in the order of signing, those that hold no longer too."""
    return db.scalars(select(Signature).where(Signature.bat_id == bat_id).order_by(Signature.number)).all()


def of_the_whole(db: Session, issue_id: str) -> list[tuple[int, Signature]]:
    """All that was ever said of the whole of an issue's versions, with the version's number, in signing order."""
    asked = select(Bat.number, Signature).join(Signature, Signature.bat_id == Bat.id)
    asked = asked.where(Bat.issue_id == issue_id, Signature.folio == WHOLE).order_by(Signature.number)
    return [(number, one) for number, one in db.execute(asked)]


def signature(db: Session, bat_id: str, number: int) -> Signature | None:
    """One signature of this version; None for another's."""
    found = db.get(Signature, number)
    return found if found is not None and found.bat_id == bat_id else None


def manifest(db: Session, row: Bat) -> dict[str, str]:
    """{path: SHA-256} of the frozen folder that a version was built from: which pieces and pictures it holds."""
    asked = select(Freeze.manifest).join(Build, Build.freeze_id == Freeze.id).where(Build.id == row.build_id)
    return {path: str(mark) for path, mark in (db.scalar(asked) or {}).items()}


def build_folder(db: Session, row: Bat) -> str:
    """Where a version was built, relative to instance/."""
    return db.scalar(select(Build.folder).where(Build.id == row.build_id)) or ""


def holding(db: Session, issue_id: str, begins: tuple[str, ...]) -> list[Bat]:
    """The versions whose frozen folder has a path that begins so, whatever became of them."""
    return [row for row in versions(db, issue_id) if any(path.startswith(begins) for path in manifest(db, row))]


def signatories(db: Session, bat_ids: Iterable[str]) -> set[str]:
    """Who signed anything of these versions."""
    return set(db.scalars(select(Signature.account_id).where(Signature.bat_id.in_(list(bat_ids)))))


def pieces_in(db: Session, issue_id: str, slugs: Iterable[str]) -> list[Piece]:
    """The pieces of an issue that have these folders: what is printed of an issue is signed by who reads it all."""
    asked = select(Piece).where(Piece.issue_id == issue_id, Piece.slug.in_(list(slugs)))
    return list(db.scalars(asked.order_by(Piece.slug)))


def open_remarks(db: Session, piece_ids: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """The remarks that nobody has closed, by piece, then language: of each its id and those of the answers to it. An
    answer is no remark of its own, but it says something else."""
    asked = select(Text.piece_id, Text.language, Comment.id, Comment.parent_id, Comment.resolved_at)
    asked = asked.join(Comment, Comment.text_id == Text.id).where(Text.piece_id.in_(list(piece_ids)))
    rows = db.execute(asked.order_by(Comment.id)).all()
    answers, found = defaultdict[str | None, list[str]](list), dict[str, dict[str, list[str]]]()
    for row in rows:
        answers[row.parent_id].append(row.id)
    for row in rows:
        if row.parent_id is None and row.resolved_at is None:
            told = " ".join([row.id, *answers[row.id]])
            found.setdefault(row.piece_id, {}).setdefault(row.language, []).append(told)
    return found


def open_suggestions(db: Session, piece_ids: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """The suggestions that nobody has taken or refused, by piece, then language: their ids."""
    asked = select(Text.piece_id, Text.language, Suggestion.id).join(Suggestion, Suggestion.text_id == Text.id)
    mine = asked.where(Text.piece_id.in_(list(piece_ids)), Suggestion.state == SuggestionState.OPEN)
    found: dict[str, dict[str, list[str]]] = {}
    for row in db.execute(mine.order_by(Suggestion.id)):
        found.setdefault(row.piece_id, {}).setdefault(row.language, []).append(row.id)
    return found


def erased(db: Session) -> Sequence[Bat]:
    """The versions whose bytes are gone, or going."""
    return db.scalars(select(Bat).where(Bat.erased_at.is_not(None))).all()
