"""Hand-off, the stop: who holds a file that nobody may print any more, and whether they were told. It sends nothing.

A dead link says so to whoever opens it, but plates are not made from a link: somebody of the paper has to call. Until
then the desk says "tell the printer now", with the letter; then who told them, and when.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts import store as accounts
from journal_app.accounts.actor import Actor
from journal_app.activity import store as activity
from journal_app.activity.actions import record
from journal_app.bat import store as bats
from journal_app.bat.model import Bat, State, Why
from journal_app.hand_off import door, store
from journal_app.hand_off.model import STOPPED, PrinterLink, Told
from journal_app.problems import Refused
from journal_app.tasks.actions import settled

DID = "printer-warned"
CODES = ("printer-link-dead", "printer-link-answer", "printer-link-refused")  # the notices that are then done
LATE = (Why.ANSWER_LATE, Why.WITHHELD)  # it was on paper before


@dataclass(frozen=True, slots=True)
class Warned:
    """A printer who was told: when, and by whom as far as it is known."""

    link: PrinterLink
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A version that is not to be printed (any more): the links whose printer waits to be told, and those who were."""

    bat: Bat
    waiting: tuple[PrinterLink, ...]
    warned: tuple[Warned, ...]

    @property
    def late(self) -> bool:
        """Whether its run was on paper before: that stays, and only more of it is stopped."""
        return self.bat.void_why in LATE


def stops(db: Session, issue_id: str) -> list[Stop]:
    """The versions that printers have and nobody may print, the latest first."""
    stopped, told = store.told_of(db, issue_id, STOPPED), store.told_of(db, issue_id, [Told.WARNED])
    links = [one for one in store.links(db, issue_id) if one.id in stopped]
    did = {row.object_id: row.actor_id for row in activity.of_issue(db, issue_id, verb=DID)} if told else {}
    names = accounts.names(db, did.values())
    found = []
    for bat in bats.versions(db, issue_id):
        mine = [one for one in links if one.bat_id == bat.id]
        warned = [Warned(one, told[one.id].at, names.get(did.get(one.id) or "", "")) for one in mine if one.id in told]
        if mine and bat.state == State.VOID:  # a link dies in doubt as well: its file may hold, and another is made
            found.append(Stop(bat, tuple(one for one in mine if one.id not in told), tuple(warned)))
    return found


def waits(found: Iterable[Stop]) -> bool:
    """Whether some printer has not been told."""
    return any(one.waiting for one in found)


def warned(db: Session, actor: Actor, now: datetime, row: PrinterLink) -> None:
    """The printer of this link was told; said again it is noted once. Refused: `printer-nothing-to-stop`.

    Once all of the issue's were told, the notices that asked for it are done for everybody.
    """
    store.hold(db, row.id)
    if row.id not in store.told_of(db, row.issue_id, STOPPED):
        raise Refused("printer-nothing-to-stop")
    if row.id in store.told_of(db, row.issue_id, [Told.WARNED]):
        return
    door.tell(db, row, now, Told.WARNED)
    record(db, actor, now, DID, issue_id=row.issue_id, object_id=row.id, detail={"company": row.company})
    if not waits(stops(db, row.issue_id)):
        for code in CODES:
            settled(db, now, code, row.issue_id, ())
