"""Flatplan, the jumps: what stands in the slots, in reading order -> where each text goes on, and where it could. Pure.

A text goes on in a slot that says so, after its beginning; the compiler sets "suite page N" where it leaves a page and
where it comes to one (prepress.threads, the same order). Nothing is measured here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from journal_app.flatplan.actions import Filling
from journal_app.flatplan.fitting import WHOLE, Roles, takes
from journal_app.flatplan.model import Page, Placement
from journal_app.flatplan.moving import filling_of


@dataclass(frozen=True, slots=True)
class Place:
    """A slot in which a whole text can stand, in reading order, and what stands there."""

    page_id: str
    number: int
    direction: str
    slot: str
    role: str
    filling: Filling

    @property
    def text(self) -> tuple[str, tuple[str, ...]]:
        """Which text, in which languages: its parts say the same."""
        return self.filling.piece_id or "", self.filling.languages


@dataclass(frozen=True, slots=True)
class Link:
    """The pages to which a part of a text goes on and from which it comes; 0 for none. `astray`: it says that it goes
    on with a text that has not begun before it; `begins`: the page where that begins all the same."""

    onward: int = 0
    origin: int = 0
    astray: bool = False
    begins: int = 0


UNLINKED = Link()


def places(
    pages: Sequence[Page], placements: Mapping[str, Sequence[Placement]], roles: Callable[[str], Roles]
) -> tuple[Place, ...]:
    """The slots for whole texts of all pages. `roles`: of a layout's slots, in the layout's order."""
    found = []
    for page in pages:
        held = {row.slot: filling_of(row) for row in placements.get(page.id, ())}
        found += [Place(page.id, page.number, page.direction, slot, role, held.get(slot, Filling()))
                  for slot, role in roles(page.layout).items() if role in WHOLE]  # fmt: skip
    return tuple(found)


def links(all_: Sequence[Place]) -> dict[tuple[str, str], Link]:
    """Where each part of a text leads, by page id and slot; nothing for a text that stands in one place."""
    found: dict[tuple[str, str], Link] = {}
    last: dict[tuple[str, tuple[str, ...]], Place] = {}
    opens = {one.text: one.number for one in all_ if one.filling.piece_id and not one.filling.continues}
    for one in all_:
        if not one.filling.piece_id:
            continue
        before = last.get(one.text) if one.filling.continues else None
        if before is not None and before.number != one.number:
            was = found.get((before.page_id, before.slot), UNLINKED)
            found[before.page_id, before.slot] = Link(one.number, was.origin)
            found[one.page_id, one.slot] = Link(0, before.number)
        elif one.filling.continues and before is None:
            found[one.page_id, one.slot] = Link(astray=True, begins=opens.get(one.text, 0))
            continue
        last[one.text] = one
    return found


def onward(all_: Sequence[Place], page_id: str, slot: str) -> list[Place]:
    """The free slots in which what stands there could go on, the nearest page first: on a page behind, of the same
    direction. The text's later parts go on behind it."""
    part = next((one for one in all_ if (one.page_id, one.slot) == (page_id, slot)), None)
    if part is None or not part.filling.piece_id:
        return []
    rest = rest_of(part.filling)
    return [one for one in all_ if one.number > part.number and one.direction == part.direction
            and one.filling.empty and takes(one.role, rest)]  # fmt: skip


def last_part(all_: Sequence[Place], piece_id: str, languages: Sequence[str]) -> Place | None:
    """Where the last part of a text stands."""
    parts = [one for one in all_ if one.text == (piece_id, tuple(languages))]
    return parts[-1] if parts else None


def rest_of(filling: Filling) -> Filling:
    """What stands where a text goes on."""
    return Filling(filling.piece_id, languages=filling.languages, continues=True)
