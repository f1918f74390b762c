"""Cards, the rows: doors, cards and visits. It decides nothing and never commits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from journal_app.cards.model import BORROWED, OWN, ROUNDED, Card, Door, Visit


def door(db: Session, residency_id: str) -> Door | None:
    """A residency's door, if it was ever opened."""
    return db.get(Door, residency_id)


def door_of(db: Session, code: str) -> Door | None:
    """The door of a join code."""
    return db.scalar(select(Door).where(Door.code == code)) if code else None


def card(db: Session, card_id: str | None) -> Card | None:
    return db.get(Card, card_id) if card_id else None


def all_cards(db: Session) -> Sequence[Card]:
    """Every card there is."""
    return db.scalars(select(Card).order_by(Card.id)).all()


def card_of(db: Session, digest: str) -> Card | None:
    """The card whose code has this digest."""
    return db.scalar(select(Card).where(Card.digest == digest))


def visit(db: Session, mark: str, now: datetime) -> Visit | None:
    """The visit of a cookie, while it lasts. One that ends later than any that began now was made by another clock: one
    that is set back lets nobody see who was at a borrowed phone before."""
    row = db.get(Visit, mark)
    longest = (OWN if row.own_phone else BORROWED) + ROUNDED if row else timedelta()
    return row if row is not None and now < row.ends <= now + longest else None


def any_visit(db: Session, mark: str) -> Visit | None:
    """The visit of a cookie, whether it lasts or not."""
    return db.get(Visit, mark)


def add(db: Session, row: Door | Card | Visit) -> None:
    """Add a row; it has its id from now on."""
    db.add(row)
    db.flush()


def end_visit(db: Session, mark: str) -> None:
    db.execute(delete(Visit).where(Visit.mark == mark))


def end_visits(db: Session, card_id: str) -> None:
    """End every visit with a card."""
    db.execute(delete(Visit).where(Visit.card_id == card_id))


def forget_visits(db: Session, now: datetime) -> int:
    """Forget the visits that are over; how many."""
    return db.execute(delete(Visit).where(Visit.ends <= now)).rowcount  # type: ignore[attr-defined,no-any-return]


def forget_card(db: Session, card_id: str) -> None:
    """Forget a card with its visits: nothing leads back any more."""
    end_visits(db, card_id)
    db.execute(delete(Card).where(Card.id == card_id))
