"""Flatplan, the sections: the pages of a plan -> behind which a section can come, which pages can go as one; and taking
them away in one step that can be undone. It lays nothing out.

The front page stays the first, the masthead stays in the paper, and a picture over two pages is never cut in two.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.flatplan import store
from journal_app.flatplan.actions import remove_pages
from journal_app.flatplan.fitting import Roles
from journal_app.issues.model import Issue
from journal_app.problems import Refused

SPREAD = ("spread-verso", "spread-recto")  # the layouts of one picture over two pages
MASTHEAD = "masthead"  # the role of the slot that holds it
RolesOf = Callable[[str], Roles]


class Sheet(Protocol):
    """A page, as a row or as the plan shows it."""

    @property
    def id(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def layout(self) -> str: ...


def behind(pages: Sequence[Sheet]) -> list[int]:
    """The numbers of the pages behind which a section can come: the front page stays the first."""
    return [page.number for page in pages if not _cut(pages, page.number)]


def runs(pages: Sequence[Sheet], count: int, roles: RolesOf) -> list[int]:
    """The numbers of the pages from which on so many can go."""
    return [first for first in range(1, len(pages) - count + 2) if not against(pages, first, count, roles)]


def against(pages: Sequence[Sheet], first: int, count: int, roles: RolesOf) -> str:
    """Why so many pages from that one on cannot go, as a code; empty when they can."""
    if first == 1:
        return "section-front"
    bear = {page.number for page in pages if MASTHEAD in roles(page.layout).values()}
    if bear and bear <= {*range(first, first + count)}:
        return "section-masthead"
    return "section-spread" if _cut(pages, first - 1) or _cut(pages, first + count - 1) else ""


def _cut(pages: Sequence[Sheet], number: int) -> bool:
    """Whether one picture lies over that page and the next."""
    return tuple(page.layout for page in pages[number - 1 : number + 1]) == SPREAD


def mark_of(pages: Sequence[Sheet]) -> str:
    """What a form carries of the pages it names: others that have come to their numbers are not taken for them."""
    return hashlib.sha256(" ".join(page.id for page in pages).encode()).hexdigest()[:12]


def number_behind(db: Session, issue: Issue, page_id: str) -> int:
    """The number of a section's first page, behind that page. Refused when it is gone, or a picture would be cut."""
    page = store.page_by_id(db, issue.id, page_id)
    if page is None:
        raise Refused("plan-moved-on")
    if page.number not in behind(store.pages(db, issue.id)):
        raise Refused("section-spread")
    return page.number + 1


def drop(
    db: Session, actor: Actor, now: datetime, issue: Issue, first: int, count: int, seen: str, roles: RolesOf
) -> None:
    """Take so many pages away from that one on; what stood there waits for a place, and so does what goes on elsewhere
    with a text that began there. `seen`: their mark.

    Refused when they are others by now, when the paper needs one of them, or when somebody else is at one.
    """
    pages = store.pages(db, issue.id)
    some = pages[first - 1 : first - 1 + count]
    if not first or len(some) < count or mark_of(some) != seen:
        raise Refused("plan-moved-on")
    if code := against(pages, first, count, roles):
        raise Refused(code)
    try:
        remove_pages(db, actor, now, issue, some)
    except Refused as held:
        raise Refused("section-held" if held.code == "page-held" else held.code) from held
