"""Flatplan, what people do: add, move and take away pages, and say what stands in a slot. It lays nothing out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.flatplan import store
from journal_app.flatplan.leases import free
from journal_app.flatplan.model import Page, Placement
from journal_app.flatplan.undoing import step
from journal_app.issues.model import Issue
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


def add_page(
    db: Session, actor: Actor, now: datetime, issue: Issue, layout: str, *, number: int = 0, direction: str = "ltr",
    language: str = "fr", head: dict[str, str] | None = None,
) -> Page:  # fmt: skip
    """A new page with that layout, at `number` or at the end; those behind move on."""
    told = {"number": number, "direction": direction, "language": language, "head": head}
    return add_pages(db, actor, now, issue, [layout], **told)[0]  # type: ignore[arg-type]


def add_pages(
    db: Session, actor: Actor, now: datetime, issue: Issue, layouts: Sequence[str], *, number: int = 0,
    direction: str = "ltr", language: str = "fr", head: dict[str, str] | None = None,
) -> list[Page]:  # fmt: skip
    """New pages one after the other, such as the four of a section; one step."""
    last = store.last_number(db, issue.id)
    if last + len(layouts) > MOST_PAGES:
        raise Refused("pages-too-many")
    at = number if 1 <= number <= last else last + 1
    made = []
    with step(db, actor, now, issue, "page-added", {"page": at, "layout": layouts[0], "count": len(layouts)}):
        if at <= last:
            store.shift(db, issue.id, at, last, len(layouts))
        for place, layout in enumerate(layouts, at):
            page = Page(issue_id=issue.id, number=place, layout=layout, direction=direction, language=language,
                        head=head or {})  # fmt: skip
            store.add(db, page)
            made.append(page)
    return made


def remove_page(db: Session, actor: Actor, now: datetime, issue: Issue, page: Page) -> None:
    """Take a page away; what stood on it is placed nowhere, and nothing else is lost."""
    remove_pages(db, actor, now, issue, [page])


def remove_pages(db: Session, actor: Actor, now: datetime, issue: Issue, pages: Sequence[Page]) -> None:
    """Take pages away, such as the four of a section; one step. Refused while somebody else is at one of them."""
    free(db, actor, now, pages)
    numbers = sorted(page.number for page in pages)
    with step(db, actor, now, issue, "page-removed", {"page": numbers[0], "count": len(pages)}):
        held = store.placements(db, issue.id)
        store.drop_leases(db, [page.id for page in pages])
        for page in pages:
            for row in held.get(page.id, []):
                store.remove(db, row)
            store.remove(db, page)
        for number in reversed(numbers):
            store.shift(db, issue.id, number + 1, store.last_number(db, issue.id), -1)


def move_page(db: Session, actor: Actor, now: datetime, issue: Issue, page: Page, to: int) -> None:
    """Put a page at another number; those between make room."""
    last, at = store.last_number(db, issue.id), page.number
    to = max(1, min(to, last))
    if to == at:
        return
    free(db, actor, now, [page])
    with step(db, actor, now, issue, "page-moved", {"page": at, "to": to}):
        page.number = last + MOST_PAGES  # out of the way
        db.flush()
        if to < at:
            store.shift(db, issue.id, to, at - 1, 1)
        else:
            store.shift(db, issue.id, at + 1, to, -1)
        page.number = to
        db.flush()


def set_page(
    db: Session, actor: Actor, now: datetime, issue: Issue, page: Page, version: int, *, layout: str, direction: str,
    language: str, head: dict[str, str], slots: Sequence[str],
) -> None:  # fmt: skip
    """Say what a page is. What stands in a slot that the layout does not have is placed nowhere any more. Refused when
    it would read from the other side and one of its texts goes on on another page."""
    if page.version != version:
        raise Refused("page-moved-on")
    free(db, actor, now, [page])
    if page.direction != direction and _goes_on(db, issue, page):
        raise Refused("jump-direction")
    with step(db, actor, now, issue, "page-changed", {"page": page.number, "layout": layout}):
        kept = page.layout == layout
        page.shorter = page.shorter if kept else {}  # the lines are those of a layout
        page.layout, page.direction, page.language, page.head = layout, direction, language, head
        page.version += 1
        for row in store.placements(db, issue.id).get(page.id, []):
            row.tighter = row.tighter if kept else {}
            if row.slot not in slots:
                store.remove(db, row)


def _goes_on(db: Session, issue: Issue, page: Page) -> bool:
    """Whether a text of the page has a part on another one."""
    rows = [row for held in store.placements(db, issue.id).values() for row in held if row.piece_id]
    here = [(row.piece_id, row.languages, row.continues) for row in rows if row.page_id == page.id]
    return any(row.page_id != page.id and (row.piece_id, row.languages) == (piece, languages) and row.continues != rest
               for row in rows for piece, languages, rest in here)  # fmt: skip


def lower(
    db: Session, actor: Actor, now: datetime, issue: Issue, page: Page, version: int, slot: str, lines: int,
    able: Sequence[int],
) -> None:  # fmt: skip
    """Make the picture of a slot so many lines lower than its layout draws it; 0: as it is drawn. `able`: what the
    layout allows there."""
    if page.version != version:
        raise Refused("page-moved-on")
    if lines and lines not in able:
        raise Refused("picture-too-low")
    free(db, actor, now, [page])
    what = "picture-lower" if lines else "picture-as-drawn"
    with step(db, actor, now, issue, what, {"page": page.number, "slot": slot, "lines": lines}):
        others = {name: has for name, has in page.shorter.items() if name != slot}
        page.shorter = others | ({slot: lines} if lines else {})
        page.version += 1


def tighten(
    db: Session, actor: Actor, now: datetime, issue: Issue, page: Page, row: Placement, more: Mapping[str, float]
) -> None:
    """Let the text of a slot be set so much tighter than its layout allows, besides what it was allowed before; nothing
    more: as its layout has it. The caller has asked the house (copyfit.further)."""
    free(db, actor, now, [page])
    what = "text-tighter" if more else "text-as-laid-out"
    with step(db, actor, now, issue, what, {"page": page.number, "slot": row.slot, **more}, row.piece_id):
        row.tighter = {**row.tighter, **more} if more else {}


def place(
    db: Session, actor: Actor, now: datetime, issue: Issue, page: Page, slot: str, filling: Filling
) -> Placement | None:
    """Put something into a slot, in the place of what stood there; an empty filling empties it."""
    free(db, actor, now, [page])
    what = "slot-emptied" if filling.empty else "placed"
    with step(db, actor, now, issue, what, {"page": page.number, "slot": slot}, filling.piece_id):
        return put(db, page, slot, filling)


def put(db: Session, page: Page, slot: str, filling: Filling) -> Placement | None:
    """The row of a slot as it is to be; the caller notes the step."""
    row = store.placement(db, page.id, slot)
    if filling.empty:
        if row is not None:
            store.remove(db, row)
        return None
    if row is None:
        row = Placement(page_id=page.id, slot=slot)
        store.add(db, row)
    if (row.piece_id, row.languages, row.continues) != (filling.piece_id, list(filling.languages), filling.continues):
        row.tighter = {}  # it was for that text
    row.piece_id, row.picture_id, row.languages = filling.piece_id, filling.picture_id, list(filling.languages)
    row.continues, row.quote, row.words, row.hole = filling.continues, filling.quote, filling.words, False
    return row
