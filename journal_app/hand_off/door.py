"""Hand-off, the door: a printer's link is made, opened, ended. They never commit; a token and a PIN are told once.

What is absent, expired, revoked, used up, dead or guessed is the same nothing here: None, and no reason. But whoever
holds the token of a file that nobody may print any more is told that much (`stopped`).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from journal_app.accounts import store as accounts
from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.activity.actions import record
from journal_app.bat import store as bats
from journal_app.hand_off import store
from journal_app.hand_off.model import MOST_DOWNLOADS, STOPPED, STOPS, Ended, PrinterEvent, PrinterLink, Told
from journal_app.issues import store as issues
from journal_app.issues.model import IssueState
from journal_app.lasting import lasts, to_end
from journal_app.problems import Refused
from journal_app.tasks.actions import notify

LASTS = timedelta(days=14)  # from the files to the plates, and a holiday between
PIN_DIGITS = 6
# Wrong PINs of one link, from everywhere and over all its days, before it ends: 50 guesses of a million. The counter of
# failures makes each place wait; this holds against many places. A link that ends so is made anew by the desk.
MOST_WRONG_PINS = 50


@dataclass(frozen=True, slots=True)
class Made:
    """A new link's token and PIN: they exist in this value alone."""

    token: str
    pin: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What a link may: quote and correct the sheet for a request, or take the parcel of a signed version."""

    quote: bool = False
    sheet: bool = False
    request_id: str | None = None
    bat_id: str | None = None
    sha256: str = ""
    files: tuple[tuple[str, str], ...] = ()  # name, SHA-256


def make(
    db: Session, actor: Actor, now: datetime, issue_id: str, company: str, rights: Rights, token: str, pin_hash: str,
) -> PrinterLink:  # fmt: skip
    """A link for one company. `pin_hash` was made outside the transaction: it is slow. Refused (`link-for-nothing`)
    when it may nothing, or both a request and a file: one link, one thing; `issue-archived`."""
    issue = issues.any_issue(db, issue_id)
    if issue is None or issue.state != IssueState.OPEN:
        raise Refused("issue-archived")
    request = rights.quote or rights.sheet
    if request == bool(rights.bat_id):
        raise Refused("link-for-nothing")
    row = PrinterLink(
        issue_id=issue_id, token_hash=accounts.hash_of(token), company=company, quote=rights.quote, sheet=rights.sheet,
        request_id=rights.request_id, bat_id=rights.bat_id, sha256=rights.sha256, files=dict(rights.files),
        pin_hash=pin_hash, made_by=actor.account_id, made_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    store.add(db, row)
    tell(db, row, now, Told.MADE)
    record(db, actor, now, "printer-link-made", issue_id=issue_id, object_id=row.id, detail={"company": company})
    return row


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return accounts.hash_of(token)


def new_token() -> str:
    """192 random bits."""
    return secrets.token_urlsafe(24)


def new_pin() -> str:
    """Digits to be told by telephone, never in the letter that brings the link."""
    return "".join(secrets.choice("0123456789") for _ in range(PIN_DIGITS))


def opened(db: Session, token: str, now: datetime) -> PrinterLink | None:
    """The link that this token opens now; None for every other token, whatever is the matter with it."""
    row = store.by_hash(db, accounts.hash_of(token))
    return row if row is not None and lives(db, row, now) else None


def stopped(db: Session, token: str) -> PrinterLink | None:
    """The link of this token when nobody may print its file any more: something in it was withdrawn, an author said no,
    or it was refused. Its printer needs no reason, but has to know.

    So does who took the files through a link whose days were over before. A link that was revoked, or guessed at, may
    be in other hands, and says nothing.
    """
    row = store.by_hash(db, accounts.hash_of(token))
    if row is None or row.bat_id is None:
        return None
    late = row.ended_why == Ended.EXPIRED and row.id in store.told_of(db, row.issue_id, STOPPED)
    return row if (late or row.ended_why in STOPS) and not signed(db, row) else None


def ran_out(db: Session, token: str, now: datetime) -> bool:
    """Whether this token's link is past its day and nobody has ended it: to be ended (`store.run_out`)."""
    return to_end(store.by_hash(db, accounts.hash_of(token)), now)


def lives(db: Session, row: PrinterLink, now: datetime) -> bool:
    """Whether a link leads anywhere now."""
    if row.ended_at is not None or not lasts(row, now):
        return False
    if row.bat_id is None:
        return True
    return signed(db, row) and store.taken(db, [row.id], now).get(row.id, 0) < MOST_DOWNLOADS


def signed(db: Session, row: PrinterLink) -> bool:
    """Whether the file of a link is still the signed one of its issue."""
    there = bats.sealed(db, row.issue_id)
    return there is not None and (there.bat_id, there.sha256) == (row.bat_id, row.sha256)


def revoke(db: Session, actor: Actor, now: datetime, row: PrinterLink) -> None:
    """End a link at once. Refused (`link-over`) when it has ended."""
    if not store.end(db, row.id, Ended.REVOKED, now):
        raise Refused("link-over")
    tell(db, row, now, Told.REVOKED)
    record(db, actor, now, "printer-link-revoked", issue_id=row.issue_id, object_id=row.id,
           detail={"company": row.company})  # fmt: skip


def wrong_pin(db: Session, now: datetime, row: PrinterLink) -> None:
    """One more; a link that is guessed at ends, and the desk is told."""
    if store.wrong_pin(db, row.id) >= MOST_WRONG_PINS and store.end(db, row.id, Ended.PINS, now):
        tell(db, row, now, Told.PINS)
        tell_desk(db, now, row.issue_id, "printer-pins")


def tell(db: Session, row: PrinterLink, now: datetime, kind: Told, **more: object) -> None:
    """One line more in the timeline."""
    store.add(
        db, PrinterEvent(issue_id=row.issue_id, link_id=row.id, bat_id=row.bat_id, at=now, kind=kind, **more)
    )  # fmt: skip


def tell_desk(db: Session, now: datetime, issue_id: str, code: str) -> None:
    """Put it into the inbox of every coordinator."""
    notify(db, now, accounts.with_roles(db, [Role.COORDINATOR]), code, issue_id=issue_id)
