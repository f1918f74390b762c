"""Flatplan, the rows: pages in reading order and what stands in their slots. It decides nothing and never commits."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from journal_app.flatplan.model import Page, Placement


def pages(db: Session, issue_id: str) -> Sequence[Page]:
    """The pages of an issue, from 1."""
    return db.scalars(select(Page).where(Page.issue_id == issue_id).order_by(Page.number)).all()


def page(db: Session, issue_id: str, number: int) -> Page | None:
    return db.scalar(select(Page).where(Page.issue_id == issue_id, Page.number == number))


def placements(db: Session, issue_id: str) -> dict[str, list[Placement]]:
    """What stands in the slots, by page id, in one statement."""
    found: dict[str, list[Placement]] = {}
    asked = select(Placement).join(Page).where(Page.issue_id == issue_id).order_by(Page.number, Placement.slot)
    for row in db.scalars(asked):
        found.setdefault(row.page_id, []).append(row)
    return found


def placement(db: Session, page_id: str, slot: str) -> Placement | None:
    return db.scalar(select(Placement).where(Placement.page_id == page_id, Placement.slot == slot))


def last_number(db: Session, issue_id: str) -> int:
    """The last page's number; 0 without pages."""
    return db.scalar(select(func.max(Page.number)).where(Page.issue_id == issue_id)) or 0


def shift(db: Session, issue_id: str, first: int, last: int, by: int) -> None:
    """Renumber pages first..last; by way of negative numbers, since two pages never have the same."""
    some = (Page.issue_id == issue_id, Page.number >= first, Page.number <= last)
    db.execute(update(Page).where(*some).values(number=-(Page.number + by)))
    db.execute(update(Page).where(Page.issue_id == issue_id, Page.number < 0).values(number=-Page.number))


def add(db: Session, row: Page | Placement) -> None:
    db.add(row)
    db.flush()


def remove(db: Session, row: Page | Placement) -> None:
    db.delete(row)
    db.flush()


def of_piece(db: Session, piece_id: str) -> Sequence[Placement]:
    """The slots a piece stands in."""
    return db.scalars(select(Placement).where(Placement.piece_id == piece_id)).all()


def leave_holes(db: Session, *, piece_id: str | None = None, picture_id: str | None = None) -> None:
    """Empty the slots in which a piece or a picture stands; each shows that something is missing there."""
    stands = Placement.piece_id == piece_id if piece_id else Placement.picture_id == picture_id
    empty = update(Placement).where(stands).values(piece_id=None, picture_id=None, languages=[], continues=False)
    db.execute(empty.values(quote=None, hole=True))
