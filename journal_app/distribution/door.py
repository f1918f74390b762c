"""Distribution, the door: a link for one place and one issue is made, opened, ended. They never commit.

The link on a label is made of its own row and the desk's key, so that a label can be printed again; the database holds
its hash alone. Whoever carries the parcel can read it: it confirms, and orders nothing.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from journal_app.accounts import store as accounts
from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.activity.actions import record
from journal_app.db import new_id
from journal_app.distribution import store
from journal_app.distribution.model import ASKED, SERVED, Link, Place, Rights
from journal_app.keys import Keys
from journal_app.lasting import lasts, to_end
from journal_app.problems import Refused
from journal_app.tasks.actions import notify

LASTS = timedelta(days=120)  # copies of an issue are handed out until the next one: two or three a year


def make(
    db: Session, actor: Actor, now: datetime, issue_id: str, place: Place, token: str, rights: Rights = Rights.ORDER,
    link_id: str = "",
) -> Link:  # fmt: skip
    """A link for a place. Refused (`copies-place-wrong`) for a place that receives nothing."""
    if place.kind not in SERVED:
        raise Refused("copies-place-wrong")
    row = Link(id=link_id or new_id(), issue_id=issue_id, place_id=place.id, rights=rights, made_at=now,
               token_hash=accounts.hash_of(token), made_by=actor.account_id, expires_at=now + LASTS)  # fmt: skip
    store.add(db, row)
    if rights is Rights.ORDER:
        record(db, actor, now, "copies-link-made", issue_id=issue_id, object_id=row.id, detail={"code": place.code})
    return row


def new_token() -> str:
    """192 random bits."""
    return secrets.token_urlsafe(24)


def label_token(keys: Keys, link_id: str) -> str:
    """The token of a label's link: without the desk's key nobody makes it."""
    return keys.digest(f"copies label\n{link_id}")[:40]


def label_links(
    db: Session, actor: Actor, now: datetime, issue_id: str, places: list[Place], token_of: Callable[[str], str]
) -> None:
    """See to it that each of these places has a link for its labels that lives."""
    store.hold(db, issue_id)
    there = {one.place_id for one in store.links(db, issue_id) if one.rights == Rights.CONFIRM and lives(one, now)}
    for place in places:
        if place.id not in there and place.kind in ASKED:
            link_id = new_id()
            make(db, actor, now, issue_id, place, token_of(link_id), Rights.CONFIRM, link_id)


def opened(db: Session, token: str, now: datetime) -> Link | None:
    """The link that this token opens now; None for every other, whatever is the matter with it."""
    row = store.by_hash(db, accounts.hash_of(token))
    return row if row is not None and lives(row, now) else None


def ran_out(db: Session, token: str, now: datetime) -> bool:
    """Whether this token's link is past its day and nobody has ended it: to be ended (`store.run_out`)."""
    return to_end(store.by_hash(db, accounts.hash_of(token)), now)


def lives(row: Link, now: datetime) -> bool:
    """Whether a link leads anywhere now."""
    return row.ended_at is None and lasts(row, now)


def revoke(db: Session, actor: Actor, now: datetime, row: Link) -> None:
    """End a link at once. Refused (`link-over`) when it has ended."""
    if not store.end(db, row.id, now):
        raise Refused("link-over")
    record(db, actor, now, "copies-link-revoked", issue_id=row.issue_id, object_id=row.id)


def tell_desk(db: Session, now: datetime, issue_id: str, code: str) -> None:
    """Put it into the inbox of every coordinator."""
    notify(db, now, accounts.with_roles(db, [Role.COORDINATOR]), code, issue_id=issue_id)
