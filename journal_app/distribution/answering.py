"""Distribution, the answers: a place orders, confirms what it received, says what it handed out. They never commit.

By a link without an account, or from a sheet of paper that a volunteer types in. What is handed out moves in the ledger
at once, as far as the place has it; what is received only confirms, and what is missing is a coordinator's to look at.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.distribution import door, ledger, planning, store
from journal_app.distribution.model import CopyAnswer, Link, Place, PlaceKind, Said, Way
from journal_app.problems import Refused

MOST = 100_000  # copies, bundles or people of one answer
MOST_WORDS = 600


@dataclass(frozen=True, slots=True)
class By:
    """Who says it: a link, or the staff account that types a sheet of paper in."""

    link: Link | None = None
    actor: Actor | None = None


def _answer(db: Session, now: datetime, issue_id: str, place: Place, by: By, kind: Said, **told: object) -> CopyAnswer:
    row = CopyAnswer(issue_id=issue_id, place_id=place.id, link_id=by.link.id if by.link else None, at=now, kind=kind,
                     by_id=by.actor.account_id if by.actor else None, **told)  # fmt: skip
    store.add(db, row)
    if by.actor:
        record(db, by.actor, now, f"copies-typed-{kind.value}", issue_id=issue_id, object_id=row.id,
               detail={"code": place.code})  # fmt: skip
    return row


def order(
    db: Session, now: datetime, issue_id: str, place: Place, by: By, copies: int, way: Way, due: date | None, words: str
) -> CopyAnswer:
    """It wants so many. Refused: `copies-wrong`, `copies-order-late` once its bundles have left."""
    store.hold(db, issue_id)
    if not 0 <= copies <= MOST:
        raise Refused("copies-wrong")
    if any(one.place_id == place.id and one.id in store.left(db, issue_id) for one in store.parcels(db, issue_id)):
        raise Refused("copies-order-late")
    row = _answer(db, now, issue_id, place, by, Said.ORDERED, copies=copies, way=way, due=due,
                  words=words.strip()[:MOST_WORDS])  # fmt: skip
    planning.order(db, issue_id, place, copies, way)
    door.tell_desk(db, now, issue_id, "copies-ordered")
    return row


def received(
    db: Session, now: datetime, issue_id: str, place: Place, by: By, bundles: int, damaged: int, words: str = ""
) -> CopyAnswer:
    """So many bundles came, some of them damaged. Refused (`copies-wrong`) when more are damaged than came."""
    store.hold(db, issue_id)
    if not 0 <= damaged <= bundles <= MOST:
        raise Refused("copies-wrong")
    there = store.left(db, issue_id)
    sent = sum(one.place_id == place.id and one.id in there for one in store.parcels(db, issue_id))
    row = _answer(db, now, issue_id, place, by, Said.RECEIVED, bundles=bundles, damaged=damaged,
                  words=words.strip()[:MOST_WORDS])  # fmt: skip
    wrong = damaged or bundles != sent or row.words
    door.tell_desk(db, now, issue_id, "copies-received-otherwise" if wrong else "copies-received")
    return row


def handed_out(
    db: Session, now: datetime, issue_id: str, place: Place, by: By, copies: int, people: int | None, words: str = ""
) -> CopyAnswer:
    """Copies went into hands, and people were met: two numbers. Refused: `copies-wrong`, `copies-not-there`."""
    store.hold(db, issue_id)
    if not 0 <= copies <= MOST or not 0 <= (people or 0) <= MOST or not (copies or people):
        raise Refused("copies-wrong")
    row = _answer(db, now, issue_id, place, by, Said.HANDED_OUT, copies=copies, people=people,
                  words=words.strip()[:MOST_WORDS])  # fmt: skip
    if copies:
        ledger.move(db, by.actor, now, issue_id, place.id, PlaceKind.HANDED_OUT, copies, answer_id=row.id)
    return row


def take_back(db: Session, actor: Actor, now: datetime, issue_id: str, row: CopyAnswer) -> None:
    """It was a slip: it counts no more, and the copies it moved go back; of orders the last one that stands counts
    again. Refused: `copies-undone`."""
    store.hold(db, issue_id)
    db.refresh(row)
    if row.taken_back_at is not None:
        raise Refused("copies-undone")
    moved = store.movement_of(db, row.id)
    if moved is not None:
        ledger.undo(db, actor, now, issue_id, moved.number)
    row.taken_back_at = now
    if row.kind == Said.ORDERED:
        _order_again(db, actor, issue_id, row)
    record(db, actor, now, "copies-answer-taken-back", issue_id=issue_id, object_id=row.id)


def _order_again(db: Session, actor: Actor, issue_id: str, back: CopyAnswer) -> None:
    """What the place asks for when this order does not stand; only an order that was the last one is in the plan."""
    said = [one for one in store.answers(db, issue_id, back.place_id) if one.kind == Said.ORDERED]
    standing = [one for one in said if one.taken_back_at is None or one is back]
    place = store.place(db, back.place_id)
    if place is None or standing[-1] is not back:
        return
    before = standing[-2] if len(standing) > 1 else None
    again = (before.copies or 0, Way(before.way or place.way)) if before else None
    planning.order_back(db, actor, issue_id, place, Way(back.way or place.way), again)
