"""Distribution, the rows: places, movements, plan, parcels, links, answers. It decides nothing and never commits."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, aliased

from journal_app.distribution.model import (
    CopyAnswer,
    Grid,
    Handling,
    Link,
    Movement,
    Parcel,
    Place,
    PlaceKind,
    PlanLine,
    Said,
)
from journal_app.issues.model import Issue

Row = Place | Movement | PlanLine | Handling | Parcel | Grid | Link | CopyAnswer


def add(db: Session, row: Row) -> None:
    """Add a row; it has its id from now on."""
    db.add(row)
    db.flush()


def hold(db: Session, issue_id: str) -> None:
    """Two who move copies of an issue stand in line until the transaction of the first ends."""
    db.flush()
    db.execute(select(Issue.id).where(Issue.id == issue_id).with_for_update(key_share=True))


# --- places ----------------------------------------------------------------------------------------------------------


def places(db: Session) -> Sequence[Place]:
    """Every place, retired ones too: by kind, then by code and name."""
    return db.scalars(select(Place).order_by(Place.kind, Place.code, Place.name, Place.id)).all()


def place(db: Session, place_id: str) -> Place | None:
    """A place by its id."""
    return db.get(Place, place_id)


def codes(db: Session) -> set[str]:
    """The codes that are taken."""
    return {code for code in db.scalars(select(Place.code)) if code}


def next_version(db: Session, place_id: str, version: int) -> bool:
    """Raise a place's version; False when somebody else did meanwhile."""
    done = db.execute(update(Place).where(Place.id == place_id, Place.version == version).values(version=version + 1))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


# --- the ledger ------------------------------------------------------------------------------------------------------


def _sides(issue_id: str | None = None) -> Select[Any]:
    """Issue, place and copies: those that came and, negative, those that went, summed."""
    came = select(Movement.issue_id, Movement.to_id.label("place"), Movement.copies.label("copies"))
    went = select(Movement.issue_id, Movement.from_id.label("place"), (-Movement.copies).label("copies"))
    both = came.where(Movement.to_id.is_not(None)).union_all(went.where(Movement.from_id.is_not(None))).subquery()
    asked = select(both.c.issue_id, both.c.place, func.sum(both.c.copies)).group_by(both.c.issue_id, both.c.place)
    return asked.where(both.c.issue_id == issue_id) if issue_id else asked


def balances(db: Session, issue_id: str) -> dict[str, int]:
    """Where the copies of an issue are: copies by place id; places that have none are left out."""
    return {row[1]: int(row[2]) for row in db.execute(_sides(issue_id)) if row[2]}


def delivered(db: Session, issue_id: str) -> int:
    """How many copies of an issue there are: those that came to be, without those that never were."""
    came = select(func.coalesce(func.sum(Movement.copies), 0)).where(Movement.issue_id == issue_id)
    more = db.scalar(came.where(Movement.from_id.is_(None))) or 0
    return int(more) - int(db.scalar(came.where(Movement.to_id.is_(None))) or 0)


def movement(db: Session, issue_id: str, number: int) -> Movement | None:
    """A movement of an issue by its number."""
    return db.scalar(select(Movement).where(Movement.issue_id == issue_id, Movement.number == number))


def movements(db: Session, issue_id: str, limit: int = 60, before: int = 0) -> Sequence[Movement]:
    """The last movements of an issue, the latest first; `before`: those older than the one of this number."""
    asked = select(Movement).where(Movement.issue_id == issue_id)
    if before:
        asked = asked.where(Movement.number < before)
    return db.scalars(asked.order_by(Movement.number.desc()).limit(limit)).all()


def undone(db: Session, issue_id: str) -> set[int]:
    """The numbers of the movements that were undone."""
    asked = select(Movement.undo_of).where(Movement.issue_id == issue_id, Movement.undo_of.is_not(None))
    return {number for number in db.scalars(asked) if number is not None}


Flows = dict[tuple[str | None, str | None], int]


def flows(db: Session, issue_id: str) -> Flows:
    """Copies that went between each two places of an issue, undone ones in both directions."""
    asked = select(Movement.from_id, Movement.to_id, func.sum(Movement.copies)).where(Movement.issue_id == issue_id)
    return {(row[0], row[1]): int(row[2]) for row in db.execute(asked.group_by(Movement.from_id, Movement.to_id))}


# --- plan and packing ------------------------------------------------------------------------------------------------


def plan(db: Session, issue_id: str) -> dict[str, PlanLine]:
    """The lines of an issue's plan by place id."""
    return {row.place_id: row for row in db.scalars(select(PlanLine).where(PlanLine.issue_id == issue_id))}


def handling(db: Session, issue_id: str) -> Handling | None:
    """How an issue's copies are packed, where somebody said so."""
    return db.get(Handling, issue_id)


def parcels(db: Session, issue_id: str) -> Sequence[Parcel]:
    """The parcels of an issue that are in use, by number."""
    asked = select(Parcel).where(Parcel.issue_id == issue_id, Parcel.retired_at.is_(None))
    return db.scalars(asked.order_by(Parcel.number)).all()


def left(db: Session, issue_id: str) -> dict[str, datetime]:
    """When each parcel that is on its way or there left, by its id."""
    back = aliased(Movement)
    asked = select(Movement.parcel_id, Movement.at).outerjoin(back, back.undo_of == Movement.number)
    asked = asked.where(Movement.issue_id == issue_id, Movement.parcel_id.is_not(None), Movement.undo_of.is_(None))
    return {str(row[0]): row[1] for row in db.execute(asked.where(back.number.is_(None)))}


def unpack(db: Session, issue_id: str, now: datetime) -> None:
    """Take away the parcels that never left; those that left and came back are kept, out of use."""
    there = left(db, issue_id)
    ever = set(db.scalars(select(Movement.parcel_id).where(Movement.issue_id == issue_id)))
    for row in parcels(db, issue_id):
        if row.id not in ever:
            db.delete(row)
        elif row.id not in there:
            row.retired_at = now
    db.flush()


def last_parcel(db: Session, issue_id: str) -> int:
    """The highest number a parcel of an issue has or had."""
    return db.scalar(select(func.max(Parcel.number)).where(Parcel.issue_id == issue_id)) or 0


def grids(db: Session, carrier_id: str = "") -> Sequence[Grid]:
    """Every version of every carrier's grid, or of one, undone ones too: by carrier, the latest first."""
    asked = select(Grid).where(Grid.carrier_id == carrier_id) if carrier_id else select(Grid)
    return db.scalars(asked.order_by(Grid.carrier_id, Grid.number.desc())).all()


def hold_grid(db: Session, carrier_id: str) -> Sequence[Grid]:
    """The versions of a carrier's grid; whoever changes it next waits until this transaction ends."""
    first = select(Grid.number).where(Grid.carrier_id == carrier_id, Grid.number == 1)
    db.execute(first.with_for_update())
    return grids(db, carrier_id)


# --- links and answers -----------------------------------------------------------------------------------------------


def by_hash(db: Session, token_hash: str) -> Link | None:
    """The link with this hash of a token."""
    return db.scalar(select(Link).where(Link.token_hash == token_hash))


def link(db: Session, issue_id: str, link_id: str) -> Link | None:
    """A link of an issue by its id."""
    return db.scalar(select(Link).where(Link.id == link_id, Link.issue_id == issue_id))


def links(db: Session, issue_id: str) -> Sequence[Link]:
    """Every link of an issue, the latest first."""
    asked = select(Link).where(Link.issue_id == issue_id)
    return db.scalars(asked.order_by(Link.made_at.desc(), Link.id)).all()


def end(db: Session, link_id: str, now: datetime) -> bool:
    """End a link; False when it had ended before."""
    done = db.execute(update(Link).where(Link.id == link_id, Link.ended_at.is_(None)).values(ended_at=now))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def run_out(db: Session, now: datetime) -> int:
    """End the links whose day is past, for good: a clock set back does not bring them back. How many."""
    gone = (Link.ended_at.is_(None), Link.expires_at <= now)
    return db.execute(update(Link).where(*gone).values(ended_at=Link.expires_at)).rowcount  # type: ignore[attr-defined,no-any-return]


def answers(db: Session, issue_id: str, place_id: str = "") -> Sequence[CopyAnswer]:
    """What places said of an issue, in order; what was taken back stands among it."""
    asked = select(CopyAnswer).where(CopyAnswer.issue_id == issue_id)
    if place_id:
        asked = asked.where(CopyAnswer.place_id == place_id)
    return db.scalars(asked.order_by(CopyAnswer.at, CopyAnswer.id)).all()


def answer(db: Session, issue_id: str, answer_id: str) -> CopyAnswer | None:
    """An answer of an issue by its id."""
    return db.scalar(select(CopyAnswer).where(CopyAnswer.issue_id == issue_id, CopyAnswer.id == answer_id))


def movement_of(db: Session, answer_id: str) -> Movement | None:
    """The movement that an answer made, if it did."""
    return db.scalar(select(Movement).where(Movement.answer_id == answer_id, Movement.undo_of.is_(None)))


def people_met(db: Session, issue_id: str) -> int:
    """People met while handing out, as far as it was said."""
    asked = select(func.coalesce(func.sum(CopyAnswer.people), 0)).where(
        CopyAnswer.issue_id == issue_id, CopyAnswer.kind == Said.HANDED_OUT, CopyAnswer.taken_back_at.is_(None)
    )
    return int(db.scalar(asked) or 0)


# --- what reports read -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Totals:
    """The copies of an issue by kind of place; `delivered` is their sum. People met are counted apart."""

    delivered: int
    by_kind: dict[PlaceKind, int]
    people: int

    def at(self, *kinds: PlaceKind) -> int:
        """Copies at places of these kinds."""
        return sum(self.by_kind.get(kind, 0) for kind in kinds)


def totals(db: Session, issue_id: str) -> Totals:
    """Where the copies of an issue are, by kind of place, and how many people were met."""
    delivered, by_kind = _by_kind(db, [issue_id]).get(issue_id, (0, {}))
    return Totals(delivered, by_kind, people_met(db, issue_id))


def all_totals(db: Session, issue_ids: Collection[str]) -> dict[str, Totals]:
    """The same for many issues, in two statements; an issue without copies is left out."""
    asked = select(CopyAnswer.issue_id, func.sum(CopyAnswer.people)).where(
        CopyAnswer.kind == Said.HANDED_OUT, CopyAnswer.taken_back_at.is_(None)
    )
    met = {row[0]: int(row[1] or 0) for row in db.execute(asked.group_by(CopyAnswer.issue_id))}
    return {key: Totals(*told, met.get(key, 0)) for key, told in _by_kind(db, issue_ids).items()}


def _by_kind(db: Session, issue_ids: Collection[str]) -> dict[str, tuple[int, dict[PlaceKind, int]]]:
    one = next(iter(issue_ids)) if len(issue_ids) == 1 else None
    kinds = {row[0]: PlaceKind(row[1]) for row in db.execute(select(Place.id, Place.kind))}
    found: dict[str, tuple[int, dict[PlaceKind, int]]] = {}
    for issue_id, place_id, copies in db.execute(_sides(one)):
        if issue_id in issue_ids and copies:
            total, by_kind = found.get(issue_id, (0, {}))
            kind = kinds[place_id]
            by_kind[kind] = by_kind.get(kind, 0) + int(copies)
            found[issue_id] = (total + int(copies), by_kind)
    return found


def unmet(db: Session, issue_ids: Iterable[str]) -> dict[str, int]:
    """Copies that places asked for and were not to get, by issue."""
    short = PlanLine.asked - PlanLine.given
    asked = select(PlanLine.issue_id, func.sum(short)).where(PlanLine.issue_id.in_(list(issue_ids)), short > 0)
    return {row[0]: int(row[1]) for row in db.execute(asked.group_by(PlanLine.issue_id))}


def before(db: Session, number: int, limit: int = 12) -> Sequence[Issue]:
    """The issues before the one with this number of which copies were delivered, the latest first."""
    some = select(Movement.issue_id).distinct()
    asked = select(Issue).where(Issue.number < number, Issue.id.in_(some)).order_by(Issue.number.desc())
    return db.scalars(asked.limit(limit)).all()
