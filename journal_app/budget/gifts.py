"""Budget, what is given without money: hours, kilometres and things, noted, changed and brought back. Never commits.

After each change the plan's sums follow (actions.follow), in the same transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.budget import rows, store
from journal_app.budget.model import Gift, GiftRate, InKind
from journal_app.budget.reference import Rate, rates
from journal_app.money import to_cents

VOLUNTEERS = "864"
ACCOUNTS = {Gift.HOURS: VOLUNTEERS, Gift.MILEAGE: "861", Gift.GIFT: "860"}  # where each kind stands by itself


@dataclass(frozen=True, slots=True)
class Given:
    """One gift as it was typed: how many at what, `quantity` with two decimals, `rate` with four."""

    kind: Gift
    label: str
    quantity: Decimal
    rate: Decimal
    dated: date
    account: str
    source: str = ""

    @property
    def cents(self) -> int:
        return to_cents(self.quantity * self.rate)


def give(db: Session, actor: Actor, now: datetime, issue_id: str, given: Given) -> InKind:
    """Note a gift."""
    row = InKind(issue_id=issue_id, made_by=actor.account_id, made_at=now)
    _put(row, given)
    store.add(db, row)
    rows.told(db, actor, now, row, "gift-noted")
    return row


def change(db: Session, actor: Actor, now: datetime, row: InKind, version: int, given: Given) -> None:
    """Note it otherwise. Refused (`row-moved-on`) when somebody else did since the form was made."""
    rows.next_of(db, row, version, lambda: _put(row, given))
    rows.told(db, actor, now, row, "gift-changed")


def remove(db: Session, actor: Actor, now: datetime, row: InKind, *, back: bool = False) -> None:
    """Take a gift out, or bring it back; once is enough."""
    rows.remove(db, actor, now, row, ("gift-removed", "gift-back"), back)


def _put(row: InKind, given: Given) -> None:
    row.kind, row.label, row.dated, row.source = given.kind, given.label, given.dated, given.source
    row.quantity, row.rate = int(given.quantity * 100), int(given.rate * 10_000)
    row.cents, row.account = given.cents, given.account


def add_rate(db: Session, actor: Actor, now: datetime, rate: Rate) -> None:
    """What an hour or a kilometre is worth from a day on; what was noted before keeps its own."""
    store.add(db, GiftRate(kind=rate.kind, rate=int(rate.rate * 10_000), dated=rate.dated, source=rate.source,
                           made_by=actor.account_id, made_at=now))  # fmt: skip
    record(db, actor, now, "gift-rate", object_id=rate.kind)


def known_rates(rows: Iterable[GiftRate]) -> list[Rate]:
    """The house's own rates and those it started with, the latest day first; the house's own stand first."""
    own = [Rate(Gift(row.kind), Decimal(row.rate).scaleb(-4), row.dated, row.source) for row in rows]
    return sorted([*own, *rates()], key=lambda rate: rate.dated, reverse=True)


def rate_on(known: Sequence[Rate], kind: Gift, day: date) -> Rate | None:
    """The rate that held on a day: the latest that had begun, else the first one there is."""
    these = [rate for rate in known if rate.kind is kind]
    return next((rate for rate in these if rate.dated <= day), these[-1] if these else None)
