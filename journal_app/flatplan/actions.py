"""Flatplan, what people do: add, move and take away pages, and say what stands in a slot. It lays nothing out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.flatplan import store
from journal_app.flatplan.model import Page, Placement
from journal_app.issues.model import Issue, IssueState
from journal_app.problems import Refused

MOST_PAGES = 128


@dataclass(frozen=True, slots=True)
class Filling:
    """What a slot is to hold: a piece, a picture, or a few words per language; none of them empties it."""

    piece_id: str | None = None
    picture_id: str | None = None
    languages: tuple[str, ...] = ()
    continues: bool = False
    quote: int | None = None
    words: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not (self.piece_id or self.picture_id or self.words)


def _open(issue: Issue) -> None:
    if issue.state != IssueState.OPEN:
        raise Refused("issue-archived")


def add_page(
    db: Session, actor: Actor, now: datetime, issue: Issue, layout: str, *, number: int = 0, direction: str = "ltr",
    language: str = "fr", head: dict[str, str] | None = None,
) -> Page:  # fmt: skip
    """A new page with that layout, at `number` or at the end; those behind move on."""
    _open(issue)
    last = store.last_number(db, issue.id)
    if last >= MOST_PAGES:
        raise Refused("pages-too-many")
    at = number if 1 <= number <= last else last + 1
    if at <= last:
        store.shift(db, issue.id, at, last, 1)
    page = Page(issue_id=issue.id, number=at, layout=layout, direction=direction, language=language, head=head or {})
    store.add(db, page)
    record(db, actor, now, "page-added", issue_id=issue.id, detail={"page": at, "layout": layout})
    return page


def remove_page(db: Session, actor: Actor, now: datetime, issue: Issue, page: Page) -> None:
    """Take a page away; what stood on it is placed nowhere, and nothing else is lost."""
    _open(issue)
    number, last = page.number, store.last_number(db, issue.id)
    for row in store.placements(db, issue.id).get(page.id, []):
        store.remove(db, row)
    store.remove(db, page)
    if number < last:
        store.shift(db, issue.id, number + 1, last, -1)
    record(db, actor, now, "page-removed", issue_id=issue.id, detail={"page": number})


def move_page(db: Session, actor: Actor, now: datetime, issue: Issue, page: Page, to: int) -> None:
    """Put a page at another number; those between make room."""
    _open(issue)
    last, at = store.last_number(db, issue.id), page.number
    to = max(1, min(to, last))
    if to == at:
        return
    page.number = last + MOST_PAGES  # out of the way
    db.flush()
    if to < at:
        store.shift(db, issue.id, to, at - 1, 1)
    else:
        store.shift(db, issue.id, at + 1, to, -1)
    page.number = to
    db.flush()
    record(db, actor, now, "page-moved", issue_id=issue.id, detail={"page": at, "to": to})


def set_page(
    db: Session, actor: Actor, now: datetime, issue: Issue, page: Page, version: int, *, layout: str, direction: str,
    language: str, head: dict[str, str], slots: Sequence[str],
) -> None:  # fmt: skip
    """Say what a page is. What stands in a slot that the layout does not have is placed nowhere any more."""
    _open(issue)
    if page.version != version:
        raise Refused("page-moved-on")
    page.layout, page.direction, page.language, page.head = layout, direction, language, head
    page.version += 1
    for row in store.placements(db, issue.id).get(page.id, []):
        if row.slot not in slots:
            store.remove(db, row)
    record(db, actor, now, "page-changed", issue_id=issue.id, detail={"page": page.number, "layout": layout})


def place(
    db: Session, actor: Actor, now: datetime, issue: Issue, page: Page, slot: str, filling: Filling
) -> Placement | None:
    """Put something into a slot, in the place of what stood there; an empty filling empties it."""
    _open(issue)
    row = store.placement(db, page.id, slot)
    if filling.empty:
        if row is not None:
            store.remove(db, row)
            record(db, actor, now, "slot-emptied", issue_id=issue.id, detail={"page": page.number, "slot": slot})
        return None
    if row is None:
        row = Placement(page_id=page.id, slot=slot)
        store.add(db, row)
    row.piece_id, row.picture_id, row.languages = filling.piece_id, filling.picture_id, list(filling.languages)
    row.continues, row.quote, row.words, row.hole = filling.continues, filling.quote, filling.words, False
    record(db, actor, now, "placed", issue_id=issue.id, piece_id=filling.piece_id,
           detail={"page": page.number, "slot": slot})  # fmt: skip
    return row
