"""Upkeep, lapsing: what has run out is ended in its row, so that a clock set back does not bring it back. The worker
looks every few seconds; it decides nothing, and writes only where there is something to end."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts import store as accounts
from journal_app.accounts.actions import IDLE
from journal_app.cards import store as cards
from journal_app.distribution import store as copies
from journal_app.hand_off import store as printers
from journal_app.proofs import store as proofs
from journal_app.statements import waiting
from journal_app.upkeep import store
from journal_app.workshop import Workshop


def lapse(shop: Workshop, now: datetime) -> int:
    """End what has run out: links, invitations, visits, sessions, and the previews of statements; how many."""
    previews = waiting.sweep(shop.config.instance, now)  # they promise an hour, and the janitor comes once a day
    with shop.database.read() as db:
        if not store.ran_out(db, now):
            return previews
    with shop.database.write() as db:
        return previews + ended(db, now)


def ended(db: Session, now: datetime) -> int:
    """The same inside a transaction."""
    links = printers.run_out(db, now) + proofs.run_out(db, now) + copies.run_out(db, now)
    people = accounts.run_out(db, now) + accounts.end_left(db, now, IDLE)
    return links + people + cards.forget_visits(db, now)
