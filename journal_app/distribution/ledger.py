"""Distribution, the ledger: copies come to be, move, and come back by the opposite movement. They never commit.

Whoever moves copies first stands in line for the issue, then counts: what is not there cannot go, whoever asks at the
same moment. Nothing is ever changed or taken away: a slip is undone by a movement that says which one it undoes.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.distribution import store
from journal_app.distribution.model import ENDS, HELD, SERVED, Kind, Movement, Parcel, Place, PlaceKind
from journal_app.problems import Refused

MOST_COPIES = 1_000_000  # of one movement: more is a slip of the finger
MOST_NOTE = 400


Ends = tuple[Place | None, Place | None]  # from, to


def delivered(
    db: Session, actor: Actor, now: datetime, issue_id: str, copies: int, place_id: str, note: str = ""
) -> Movement:
    """So many copies are there, overs included, at the printer's or in a stock. Refused: `copies-delivered-already`
    (then they are corrected), `copies-wrong`, `copies-place-wrong`."""
    store.hold(db, issue_id)
    if store.delivered(db, issue_id):
        raise Refused("copies-delivered-already")
    place = _there(db, place_id)
    if place.kind not in HELD:
        raise Refused("copies-place-wrong")
    row = _write(db, actor, now, issue_id, (None, place), copies, Kind.DELIVERED, note)
    record(db, actor, now, "copies-delivered", issue_id=issue_id, object_id=str(row.number), detail={"copies": copies})
    return row


def correct(
    db: Session, actor: Actor, now: datetime, issue_id: str, total: int, place_id: str, why: str
) -> Movement | None:
    """There are `total` copies, not as many as was said; the difference came to be, or never was, at a place.

    Refused: `copies-nothing-delivered`, `copies-reason-missing`, `copies-not-there` when that place has fewer.
    """
    store.hold(db, issue_id)
    there = store.delivered(db, issue_id)
    if not there:
        raise Refused("copies-nothing-delivered")
    if not why.strip():
        raise Refused("copies-reason-missing")
    if total == there:
        return None
    if total < 0:
        raise Refused("copies-wrong")
    place = _there(db, place_id)
    ends: Ends = (None, place) if total > there else (place, None)
    row = _write(db, actor, now, issue_id, ends, abs(total - there), Kind.CORRECTED, why)
    record(db, actor, now, "copies-corrected", issue_id=issue_id, object_id=str(row.number), reason=why,
           detail={"copies": total, "before": there})  # fmt: skip
    return row


def move(
    db: Session, actor: Actor | None, now: datetime, issue_id: str, from_id: str, to_id: str, copies: int,
    note: str = "", parcel: Parcel | None = None, answer_id: str | None = None,
) -> Movement:  # fmt: skip
    """Copies go from one place to another. Refused: `copies-not-there` when there are fewer, `copies-wrong`,
    `copies-place-wrong` when it is the same place or from it nothing comes back but by undoing."""
    store.hold(db, issue_id)
    here, there = _there(db, from_id), _there(db, to_id)
    if from_id == to_id or here.kind == PlaceKind.HANDED_OUT or there.kind == PlaceKind.PRINTER:
        raise Refused("copies-place-wrong")
    row = _write(db, actor, now, issue_id, (here, there), copies, kind_of(here, there), note)
    row.parcel_id, row.answer_id = parcel.id if parcel else None, answer_id
    db.flush()
    return row


def kind_of(here: Place, there: Place) -> Kind:
    """What going from here to there is called."""
    if there.kind in ENDS:
        return Kind(there.kind)
    if there.kind in SERVED:
        return Kind.SENT
    return Kind.TAKEN_IN if here.kind in HELD else Kind.RETURNED


def undo(db: Session, actor: Actor, now: datetime, issue_id: str, number: int) -> Movement:
    """The opposite movement; what was said that moved them counts no more. Refused: `copies-undone` when it was or is
    one itself, `copies-not-there` when the copies have gone on."""
    store.hold(db, issue_id)
    before = store.movement(db, issue_id, number)
    if before is None or before.undo_of is not None or number in store.undone(db, issue_id):
        raise Refused("copies-undone")
    here, there = (store.place(db, key) if key else None for key in (before.to_id, before.from_id))
    row = _write(db, actor, now, issue_id, (here, there), before.copies, Kind.UNDONE, "")
    row.undo_of, row.parcel_id = number, before.parcel_id
    said = store.answer(db, issue_id, before.answer_id) if before.answer_id else None
    if said is not None:
        said.taken_back_at = now
    db.flush()
    record(db, actor, now, "copies-undone", issue_id=issue_id, object_id=str(row.number), detail={"of": number})
    return row


def _there(db: Session, place_id: str) -> Place:
    found = store.place(db, place_id)
    if found is None:
        raise Refused("copies-place-wrong")
    return found


def _write(
    db: Session, actor: Actor | None, now: datetime, issue_id: str, ends: Ends, copies: int, kind: Kind, note: str
) -> Movement:
    """One line more, if the copies are there. The issue is held."""
    here, there = ends
    if not 0 < copies <= MOST_COPIES:
        raise Refused("copies-wrong")
    if here is not None and store.balances(db, issue_id).get(here.id, 0) < copies:
        raise Refused("copies-not-there")
    row = Movement(
        issue_id=issue_id, from_id=here.id if here else None, to_id=there.id if there else None, copies=copies,
        kind=kind, at=now, by_id=actor.account_id if actor else None, note=note.strip()[:MOST_NOTE],
    )  # fmt: skip
    store.add(db, row)
    return row
