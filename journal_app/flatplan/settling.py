"""Flatplan, settling: a text with its pictures comes to a page in one step that can be undone. It measures nothing.

The page is one that has room, one that is empty and takes the layout, or a new one at the end.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.flatplan import store
from journal_app.flatplan.actions import MOST_PAGES, Filling, put
from journal_app.flatplan.leases import free
from journal_app.flatplan.model import Page
from journal_app.flatplan.moving import as_seen
from journal_app.flatplan.undoing import step
from journal_app.issues.model import Issue
from journal_app.problems import Refused


def settle(
    db: Session, actor: Actor, now: datetime, issue: Issue, page: Page, fillings: Mapping[str, Filling], main: str
) -> None:
    """Into free slots of a page; `main` is where the text goes. Refused when something stands in one by now."""
    free(db, actor, now, [page])
    _waiting(db, issue, fillings)
    for slot in fillings:
        as_seen(db, page, slot, "")
    with step(db, actor, now, issue, "placed", _told(page.number, main), fillings[main].piece_id):
        _fill(db, page, fillings)


def settle_alone(
    db: Session, actor: Actor, now: datetime, issue: Issue, page: Page, layout: str,
    fillings: Mapping[str, Filling], main: str,
) -> None:  # fmt: skip
    """On an empty page, which takes that layout. Refused when it is empty no more."""
    free(db, actor, now, [page])
    _waiting(db, issue, fillings)
    for row in store.placements(db, issue.id).get(page.id, []):
        as_seen(db, page, row.slot, "")
    with step(db, actor, now, issue, "placed", _told(page.number, main), fillings[main].piece_id):
        for row in store.placements(db, issue.id).get(page.id, []):
            store.remove(db, row)  # what was withdrawn there is missed no more
        if page.layout != layout or page.shorter:  # it was tried with its pictures as the layout draws them
            page.layout, page.shorter = layout, {}
            page.version += 1
        _fill(db, page, fillings)


def settle_new(
    db: Session, actor: Actor, now: datetime, issue: Issue, last: int, layout: str, fillings: Mapping[str, Filling],
    main: str, *, direction: str, language: str,
) -> None:  # fmt: skip
    """On a new page behind the last. Refused when `last` is it no more, or there are too many."""
    if store.last_number(db, issue.id) != last:
        raise Refused("plan-moved-on")
    if last >= MOST_PAGES:
        raise Refused("pages-too-many")
    _waiting(db, issue, fillings)
    with step(db, actor, now, issue, "placed", _told(last + 1, main), fillings[main].piece_id):
        page = Page(issue_id=issue.id, number=last + 1, layout=layout, direction=direction, language=language, head={})
        store.add(db, page)
        _fill(db, page, fillings)


def _waiting(db: Session, issue: Issue, fillings: Mapping[str, Filling]) -> None:
    """Go on if none of it stands anywhere yet. Refused when somebody has placed it meanwhile."""
    wanted = {key for one in fillings.values() for key in (one.piece_id, one.picture_id) if key}
    rows = [row for rows in store.placements(db, issue.id).values() for row in rows]
    if wanted & {key for row in rows for key in (row.piece_id, row.picture_id) if key}:
        raise Refused("slot-moved-on")


def _fill(db: Session, page: Page, fillings: Mapping[str, Filling]) -> None:
    for slot, filling in fillings.items():
        put(db, page, slot, filling)


def _told(number: int, slot: str) -> dict[str, str]:
    return {"from": "", "to": f"p{number}/{slot}"}
