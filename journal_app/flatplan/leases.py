"""Flatplan, the leases: who is at a page right now, so that two people do not pull at it. Short, and no lock.

Who changes a page needs no lease, only that nobody else has one. A lease is renewed while somebody is at it, and ends
by itself some seconds after they have gone, however they went.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.flatplan import store
from journal_app.flatplan.model import Lease, Page
from journal_app.problems import Refused

LASTS = timedelta(seconds=20)


def take(db: Session, actor: Actor, now: datetime, page: Page) -> None:
    """Be at a page for some seconds more. Refused while somebody else is."""
    free(db, actor, now, [page])
    if actor.account_id:
        store.set_lease(db, page.id, actor.account_id, now + LASTS)


def give_back(db: Session, actor: Actor, page: Page) -> None:
    """Leave a page, if one was at it."""
    one = store.lease(db, page.id)
    if one is not None and one.account_id == actor.account_id:
        store.drop_leases(db, [page.id])


def free(db: Session, actor: Actor, now: datetime, pages: Iterable[Page]) -> None:
    """Go on if nobody else is at one of these pages. Refused otherwise."""
    for page in pages:
        one = store.lease(db, page.id)
        if one is not None and one.account_id != actor.account_id and _runs(one, now):
            raise Refused("page-held")


def held(db: Session, issue_id: str, now: datetime) -> dict[str, str]:
    """Who is at which page: an account's id by the page's."""
    return {one.page_id: one.account_id for one in store.leases(db, issue_id) if _runs(one, now)}


def _runs(one: Lease, now: datetime) -> bool:
    """A lease that ends later than one could is of a clock that was wrong: nobody waits for it."""
    return now < one.until <= now + LASTS
