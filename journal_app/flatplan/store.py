"""Flatplan, the rows: pages in reading order and what stands in their slots. It decides nothing and never commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from journal_app.flatplan.model import Lease, Page, Placement, Step
from journal_app.issues.model import Issue


def in_line(db: Session, issue: Issue) -> None:
    """Two who change an issue's plan stand in line until the transaction of the first ends."""
    db.flush()
    db.refresh(issue, with_for_update=True)


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


def page_by_id(db: Session, issue_id: str, page_id: str) -> Page | None:
    return db.scalar(select(Page).where(Page.issue_id == issue_id, Page.id == page_id))


def add(db: Session, row: Page | Placement | Step) -> None:
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


# --- the whole plan as a value, and its steps -------------------------------------------------------------------------


def plan(db: Session, issue_id: str) -> dict[str, dict[str, Any]]:
    """The plan as steps.py has it: by page id."""
    db.flush()
    held = placements(db, issue_id)
    return {one.id: _value(one, held.get(one.id, [])) for one in pages(db, issue_id)}


def _value(one: Page, held: Sequence[Placement]) -> dict[str, Any]:
    slots = {
        row.slot: {
            "piece": row.piece_id, "picture": row.picture_id, "languages": list(row.languages),
            "continues": row.continues, "quote": row.quote, "words": dict(row.words), "hole": row.hole,
            **({"tighter": dict(row.tighter)} if row.tighter else {}),  # as `shorter`
        } for row in held
    }  # fmt: skip
    return {
        "number": one.number, "layout": one.layout, "direction": one.direction, "language": one.language,
        "head": dict(one.head), "slots": slots,
        **({"shorter": dict(one.shorter)} if one.shorter else {}),  # steps from before it was there have none
    }  # fmt: skip


def write_plan(db: Session, issue_id: str, wanted: Mapping[str, Mapping[str, Any]]) -> None:
    """Make the pages of an issue so; pages keep their ids."""
    there = {one.id: one for one in pages(db, issue_id)}
    held = placements(db, issue_id)
    for key, one in there.items():
        if key in wanted and _value(one, held.get(key, [])) == wanted[key]:
            continue
        for row in held.get(key, []):
            db.delete(row)
        one.number = -one.number  # out of the way of those that come to their numbers
        if key not in wanted:
            db.execute(delete(Lease).where(Lease.page_id == key))
            db.delete(one)
    db.flush()
    for key, value in wanted.items():
        one = there.get(key) or Page(id=key, issue_id=issue_id)
        if key in there and one.number > 0:
            continue  # as it was
        one.version = (one.version or 0) + 1
        one.number, one.layout, one.direction = value["number"], value["layout"], value["direction"]
        one.language, one.head, one.shorter = value["language"], dict(value["head"]), dict(value.get("shorter", {}))
        db.add(one)
        db.flush()
        for slot, said in value["slots"].items():
            row = Placement(page_id=key, slot=slot, piece_id=said["piece"], picture_id=said["picture"])
            row.languages, row.continues, row.quote = list(said["languages"]), said["continues"], said["quote"]
            row.words, row.hole, row.tighter = dict(said["words"]), said["hole"], dict(said.get("tighter", {}))
            db.add(row)
    db.flush()


def last_step(db: Session, issue_id: str) -> int:
    """The number of the last step; 0 without any."""
    return db.scalar(select(func.max(Step.number)).where(Step.issue_id == issue_id)) or 0


def steps(db: Session, issue_id: str, most: int) -> Sequence[Step]:
    """The last steps, the latest first."""
    asked = select(Step).where(Step.issue_id == issue_id).order_by(Step.number.desc())
    return db.scalars(asked.limit(most)).all()


def standing(db: Session, issue_id: str, most: int, but: str = "") -> Sequence[Step]:
    """The last steps that nobody has taken back, the latest first; without those that did what `but` names."""
    asked = select(Step).where(Step.issue_id == issue_id, Step.undone.is_(False), Step.what != but)
    return db.scalars(asked.order_by(Step.number.desc()).limit(most)).all()


def step(db: Session, issue_id: str, step_id: str) -> Step | None:
    return db.scalar(select(Step).where(Step.issue_id == issue_id, Step.id == step_id))


def forget_steps(db: Session, issue_id: str, before: int) -> None:
    """Forget the steps with smaller numbers."""
    db.execute(delete(Step).where(Step.issue_id == issue_id, Step.number < before))


# --- who is at a page -------------------------------------------------------------------------------------------------


def leases(db: Session, issue_id: str) -> Sequence[Lease]:
    """The leases of an issue's pages, those that are over as well."""
    return db.scalars(select(Lease).join(Page, Page.id == Lease.page_id).where(Page.issue_id == issue_id)).all()


def lease(db: Session, page_id: str) -> Lease | None:
    return db.get(Lease, page_id)


def set_lease(db: Session, page_id: str, account_id: str, until: datetime) -> None:
    db.merge(Lease(page_id=page_id, account_id=account_id, until=until))


def drop_leases(db: Session, page_ids: Sequence[str]) -> None:
    db.execute(delete(Lease).where(Lease.page_id.in_(page_ids)))
