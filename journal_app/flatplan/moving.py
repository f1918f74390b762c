"""Flatplan, moving: an article or a picture from where it stands, or from nowhere, to a slot or to nowhere; one step.

What stood there comes to where the other came from, if it can stand there; else it waits for a place again. Who moves
something says what they saw, here and there: what somebody else has moved meanwhile stays.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.flatplan import store
from journal_app.flatplan.actions import Filling, put
from journal_app.flatplan.fitting import WHOLE, as_in, refit, takes
from journal_app.flatplan.leases import free
from journal_app.flatplan.model import Page, Placement
from journal_app.flatplan.undoing import step
from journal_app.issues.model import Issue
from journal_app.problems import Refused

NOWHERE = Filling()
Spoken = Mapping[str, Sequence[str]]  # by piece id: its languages, the wished ones first


@dataclass(frozen=True, slots=True)
class Spot:
    """A slot of a page, with its role in the page's layout."""

    page: Page
    slot: str
    role: str


class Taken(Refused):
    """A slot no longer holds what somebody saw there: nothing is moved, and they are told what it holds now."""

    def __init__(self, folio: int, slot: str, there: Filling) -> None:
        super().__init__("slot-emptied-since" if there.empty else "slot-taken")
        self.folio, self.slot, self.there = folio, slot, there


def filling_of(row: Placement | None) -> Filling:
    """What a row says stands there."""
    if row is None or row.hole:
        return NOWHERE
    return Filling(row.piece_id, row.picture_id, tuple(row.languages), row.continues, row.quote, dict(row.words))


def mark_of(filling: Filling) -> str:
    """What a form carries of what a slot held when its page was shown; empty for an empty slot."""
    return "" if filling.empty else hashlib.sha256(repr(filling).encode()).hexdigest()[:12]


def as_seen(db: Session, page: Page, slot: str, seen: str) -> None:
    """Go on if the slot holds what somebody saw there (mark_of). Refused (Taken) otherwise."""
    there = filling_of(store.placement(db, page.id, slot))
    if mark_of(there) != seen:
        raise Taken(page.number, slot, there)


def move(
    db: Session, actor: Actor, now: datetime, issue: Issue, what: Filling, came: Spot | None, goes: Spot | None,
    spoken: Spoken, seen: str | None = None,
) -> None:  # fmt: skip
    """Move `what` from `came` (nowhere: it was not placed) to `goes` (nowhere: it is taken off its page).

    `seen`: the mark of what the mover saw where it goes; nothing: whatever stands there. Two parts of one text that
    come together are one again.
    """
    free(db, actor, now, [spot.page for spot in (came, goes) if spot is not None])
    row = store.placement(db, came.page.id, came.slot) if came else None
    if came is not None and not _is(what, row):
        raise Refused("slot-moved-on")
    if came is None and any(_is(what, row) for rows in store.placements(db, issue.id).values() for row in rows):
        raise Refused("slot-moved-on")  # somebody has placed it meanwhile
    here = filling_of(row) if came else what
    if goes is not None and not takes(goes.role, here):
        raise Refused("slot-takes-other")
    if goes is not None and seen is not None:
        as_seen(db, goes.page, goes.slot, seen)
    there = filling_of(store.placement(db, goes.page.id, goes.slot)) if goes else NOWHERE
    joined = came is not None and goes is not None and _parts_of_one(came, here, goes, there)
    back = came is not None and not there.empty and not joined and takes(came.role, there)
    detail = {"from": _told(came), "to": _told(goes)}
    with step(db, actor, now, issue, "placed" if goes else "slot-emptied", detail, what.piece_id):
        if came is not None:
            put(db, came.page, came.slot, as_in(came.role, there, _of(there, spoken)) if back else NOWHERE)
        if goes is not None:
            part = replace(here, continues=here.continues and (there.continues or not joined))
            put(db, goes.page, goes.slot, as_in(goes.role, part, _of(part, spoken)))


def _parts_of_one(came: Spot, here: Filling, goes: Spot, there: Filling) -> bool:
    """Whether one goes on with the other."""
    alike = here.piece_id is not None and (here.piece_id, here.languages) == (there.piece_id, there.languages)
    return alike and (here.continues or there.continues) and {came.role, goes.role} <= {*WHOLE}


def go_on(db: Session, actor: Actor, now: datetime, issue: Issue, part: Spot, goes: Spot) -> None:
    """Let the text of `part`, which stays where it is, go on in a free slot of a page behind it. One step.

    Refused when no whole text stands there any more, when it would go on before it begins or on a page of the other
    direction, and when something stands in the other slot by now (Taken).
    """
    free(db, actor, now, [part.page, goes.page])
    here = filling_of(store.placement(db, part.page.id, part.slot))
    if here.piece_id is None or part.role not in WHOLE:
        raise Refused("slot-moved-on")
    rest = replace(NOWHERE, piece_id=here.piece_id, languages=here.languages, continues=True)
    if not takes(goes.role, rest):
        raise Refused("slot-takes-other")
    if goes.page.number <= part.page.number:
        raise Refused("jump-backward")
    if goes.page.direction != part.page.direction:
        raise Refused("jump-direction")
    as_seen(db, goes.page, goes.slot, "")
    detail = {"from": _told(part), "to": _told(goes)}
    with step(db, actor, now, issue, "jumped", detail, here.piece_id):
        put(db, goes.page, goes.slot, rest)


def _is(what: Filling, row: Placement | None) -> bool:
    there = filling_of(row)
    return not there.empty and (there.piece_id, there.picture_id) == (what.piece_id, what.picture_id)


def _of(filling: Filling, spoken: Spoken) -> Sequence[str]:
    return spoken.get(filling.piece_id or "", filling.languages)


def _told(spot: Spot | None) -> str:
    return f"p{spot.page.number}/{spot.slot}" if spot else ""


def change_layout(
    db: Session, actor: Actor, now: datetime, issue: Issue, page: Page, layout: str, before: Mapping[str, str],
    after: Mapping[str, str], spoken: Spoken,
) -> list[Filling]:  # fmt: skip
    """Give a page another layout; what stands on it goes along as far as there is room. What finds none is told.

    `before` and `after`: the roles of the slots of both layouts.
    """
    free(db, actor, now, [page])
    with step(db, actor, now, issue, "page-changed", {"page": page.number, "layout": layout}):
        rows = store.placements(db, issue.id).get(page.id, [])
        held = {row.slot: filling_of(row) for row in rows if not filling_of(row).empty}
        found, left = refit(before, held, after)
        for row in rows:
            store.remove(db, row)
        page.layout, page.shorter = layout, {}  # the lines of a lower picture are those of its layout
        page.version += 1
        for slot, filling in found.items():
            put(db, page, slot, as_in(after[slot], filling, _of(filling, spoken)))
    return left
