"""Cards, what people do: open a door, make or renew a card, begin and end a visit. They never commit.

The slow hash is the shell's to make, before the transaction (hashing.py).
"""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor, contributor
from journal_app.activity.actions import record
from journal_app.cards import door_code, hashing, store
from journal_app.cards.model import BORROWED, OWN, Card, Door, Visit
from journal_app.issues.model import Residency

BEFORE = timedelta(days=1)  # people arrive the evening before
AFTER = timedelta(days=3)  # and some hand in from the road home


def day_of(now: datetime) -> datetime:
    """The day of something a contributor did: the exact time is kept nowhere."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def hour_of(now: datetime) -> datetime:
    """The hour of a withdrawal: 24 hours of grace need no more."""
    return now.replace(minute=0, second=0, microsecond=0)


# --- the door --------------------------------------------------------------------------------------------------------


def open_door(db: Session, actor: Actor, now: datetime, residency: Residency) -> Door:
    """The residency's door with its join code, made when there is none."""
    row = store.door(db, residency.id)
    if row is None:
        row = Door(residency_id=residency.id, code=door_code.new_code(), made_by=actor.account_id, made_on=now.date())
        store.add(db, row)
        record(db, actor, now, "door-opened", object_id=residency.id)
    return row


def pause_door(db: Session, actor: Actor, now: datetime, door: Door, paused: bool) -> None:
    """Let nobody new in for a while, or again. Who has a card comes back as before."""
    if door.paused != paused:
        door.paused = paused
        record(db, actor, now, "door-paused" if paused else "door-opened", object_id=door.residency_id)


def new_door_code(db: Session, actor: Actor, now: datetime, door: Door) -> None:
    """Another code: the posters that hang lead nowhere any more."""
    door.code, door.made_on = door_code.new_code(), now.date()
    record(db, actor, now, "door-changed", object_id=door.residency_id)


def lets_in(door: Door, residency: Residency, today: date) -> bool:
    """Whether the door gives out cards today: in the residency's days, and not paused."""
    return not door.paused and residency.starts - BEFORE <= today <= residency.ends + AFTER


# --- the card --------------------------------------------------------------------------------------------------------


def make_card(db: Session, now: datetime, residency_id: str, language: str, digest: str) -> Card:
    """The card of this digest; the same form sent twice makes one."""
    found = store.card_of(db, digest)
    if found is not None:
        return found
    row = Card(digest=digest, residency_id=residency_id, language=language, made_on=now.date())
    store.add(db, row)
    return row


def renew_card(db: Session, actor: Actor, now: datetime, card: Card, digest: str) -> None:
    """A lost card gets another code: the old one and every visit with it are over in this transaction."""
    if card.digest == digest:  # the same form sent twice
        return
    card.digest, card.read_back = digest, False
    store.end_visits(db, card.id)
    record(db, actor, now, "card-renewed", object_id=card.residency_id)


def begin_visit(db: Session, now: datetime, token: str, card: Card | None, own_phone: bool = False) -> Visit:
    """A visit with a card; without one (an unknown code) it is made all the same, and opens nothing."""
    store.forget_visits(db, now)
    mark, ends = hashing.mark_of(token), _ends(now, own_phone)
    row = store.any_visit(db, mark)
    if row is None:
        row = Visit(mark=mark, card_id=card.id if card else None, own_phone=own_phone, ends=ends)
        store.add(db, row)
    row.ends = max(row.ends, ends) if store.visit(db, mark, now) else ends
    return row


def _ends(now: datetime, own_phone: bool) -> datetime:
    return hour_of(now + (OWN if own_phone else BORROWED)) + timedelta(hours=1)


def stay(visit: Visit, now: datetime) -> bool:
    """Let a visit that goes on last: on a borrowed phone one to two hours from its last page. Whether it changed."""
    ends = _ends(now, visit.own_phone)
    if ends - visit.ends < timedelta(hours=1):
        return False
    visit.ends = ends
    return True


def holder(card: Card) -> Actor:
    """Who holds a card, as the value that actions take: no account, no name."""
    return contributor(card.id, card.residency_id)


def utc_day(now: datetime) -> date:
    """The day by which doors open: UTC is at most two hours off in France, and a door has a day on either side."""
    return now.astimezone(UTC).date()
