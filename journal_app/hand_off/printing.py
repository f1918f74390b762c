"""Hand-off, on paper: a coordinator confirms what the printer said of a version, or takes it back. They never commit.

Until then the printer's "delivered" changes nothing of what a withdrawal erases: whoever holds a link could say it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.bat import actions as bats
from journal_app.bat import store as versions
from journal_app.bat.model import Bat, State
from journal_app.hand_off import store
from journal_app.hand_off.model import PrinterEvent, Told
from journal_app.hand_off.saying import STEPS
from journal_app.problems import Refused


@dataclass(frozen=True, slots=True)
class Delivery:
    """A version of which the printer says that it is delivered, or of which a coordinator did confirm it."""

    bat: Bat
    said: PrinterEvent  # the printer's last word on it
    confirmable: bool

    @property
    def confirmed(self) -> datetime | None:
        return self.bat.printed_at


def deliveries(db: Session, issue_id: str) -> list[Delivery]:
    """They, the latest version first."""
    said = store.last_said(db, issue_id, STEPS)
    return [
        Delivery(row, said[row.id], row.state == State.SIGNED or row.void_why in bats.CONFIRMABLE)
        for row in versions.versions(db, issue_id)
        if row.id in said and (row.printed_at or said[row.id].kind == Told.DELIVERED)
    ]


def _delivery(db: Session, issue_id: str, bat_id: str) -> Delivery:
    found = next((one for one in deliveries(db, issue_id) if one.bat.id == bat_id), None)
    if found is None:
        raise Refused("printer-not-delivered")
    return found


def confirm(db: Session, actor: Actor, now: datetime, issue_id: str, bat_id: str) -> None:
    """It is on paper. Refused: `printer-not-delivered` when no printer says so (any more), `bat-moved-on`."""
    one = _delivery(db, issue_id, bat_id)
    if one.confirmed:
        return
    if one.said.kind != Told.DELIVERED:
        raise Refused("printer-not-delivered")
    bats.printed(db, actor, now, bat_id)
    _tell(db, now, one, Told.PRINTED)


def take_back(db: Session, actor: Actor, now: datetime, issue_id: str, bat_id: str) -> None:
    """It is not. What the printer said stays in the timeline. Refused as `confirm` is."""
    one = _delivery(db, issue_id, bat_id)
    if one.confirmed:
        bats.not_printed(db, actor, now, bat_id)
        _tell(db, now, one, Told.NOT_PRINTED)


def _tell(db: Session, now: datetime, one: Delivery, kind: Told) -> None:
    store.add(
        db, PrinterEvent(issue_id=one.bat.issue_id, link_id=one.said.link_id, bat_id=one.bat.id, at=now, kind=kind)
    )
