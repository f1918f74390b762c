"""Step 6a: a page's layout -> where each of its slots stands, in mm; a picture made lower gives its lines to the text.

The flatplan says by how many lines of the baseline grid (`shorter`). Text under the picture moves up and its columns
grow at the top; text above it grows at the foot; where neither is there, a text may have a column more under the
picture (`more` in layout.toml). Whether a layout can do it is seen from its boxes alone, whatever stands in them: so a
text measured by itself has the frames it has on its page. Pure geometry; it never squeezes a picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from journal_app.prepress.layouts import LINE_MM, Box, Layout, Slot, grid_of, picture_rect
from journal_app.prepress.model import Issue, PlannedPage
from journal_app.prepress.sheet import PrinterSheet
from journal_app.prepress.tables import nearest
from journal_app.problems import Problem, blocking
from journal_app.units import Rect

LEAST = 0.6  # of its height that a picture keeps: below, another layout is the better answer
AIR = 3  # lines kept clear between what has moved and what stays: what the layouts leave between two texts
SHORTEST = 6  # lines of a column that is added: fewer look like a mistake
NEAR = 0.1  # mm


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of one slot, mm from the trim's top left. `at`: of what does not flow, a picture's with its bleed."""

    at: Rect | None
    head: Rect | None
    frames: tuple[Rect, ...]
    caption: Rect | None


Slots = Mapping[str, Slot]
Places = dict[str, Boxes]


def boxes_of(layout: Layout, page: PlannedPage, sheet: PrinterSheet) -> Places:
    """The boxes of every slot of a page, by the slot's name; more lines than are allowed are taken as those."""
    places = _drawn(layout.file.slots, sheet, page.direction == "rtl")
    for name in layout.file.slots:
        asked = min(page.shorter.get(name, 0), _most(layout.file.slots, places, name))
        tried = (_lowered(layout.file.slots, places, name, lines, sheet, page) for lines in range(asked, 0, -1))
        places = next((found for found in tried if found), places)
    return places


def able(layout: Layout, page: PlannedPage, name: str, sheet: PrinterSheet) -> tuple[int, ...]:
    """By how many lines the picture in that slot can be lower, whatever it is now; nothing where that gives no text."""
    others = {slot: lines for slot, lines in page.shorter.items() if slot != name}
    now = page.model_copy(update={"shorter": others})
    return _able(layout.file.slots, boxes_of(layout, now, sheet), name, sheet, now)


def too_low(issue: Issue, layouts: Mapping[str, Layout]) -> list[Problem]:
    """Pictures that the flatplan makes lower than they can be, or that give nothing to a text."""
    found = []
    for folio, page in enumerate(issue.pages, 1):
        layout = layouts.get(page.layout)
        for name, lines in page.shorter.items() if layout else ():
            assert layout is not None
            where = f"p{folio}/{name}"
            if name not in layout.file.slots:
                said = nearest(name, layout.file.slots)
                found.append(blocking("slot-unknown", where, name, said, "layout", page.layout))
                continue
            can = able(layout, page, name, issue.sheet)
            if lines not in can:
                allowed = f"{can[0]}–{can[-1]}" if can else "0"
                found.append(blocking("picture-too-low", where, lines, allowed, "layout", page.layout))
    return found


def _drawn(slots: Slots, sheet: PrinterSheet, rtl: bool) -> Places:
    """As the layout draws them."""
    grid = grid_of(sheet)

    def box(told: Box | None) -> Rect | None:
        return grid.rect(told, rtl) if told else None

    return {
        name: Boxes(
            picture_rect(slot, sheet, rtl) if slot.role == "picture" else box(slot.frame),
            box(slot.head),
            tuple(grid.rect(one, rtl) for one in slot.frames),
            box(slot.caption),
        )
        for name, slot in slots.items()
    }


def _able(slots: Slots, places: Places, name: str, sheet: PrinterSheet, page: PlannedPage) -> tuple[int, ...]:
    lines = range(1, _most(slots, places, name) + 1)
    return tuple(one for one in lines if _lowered(slots, places, name, one, sheet, page))


def _most(slots: Slots, places: Places, name: str) -> int:
    """The lines that a picture can lose without looking like another picture."""
    at = places[name].at if name in places else None
    if at is None or slots[name].role != "picture" or slots[name].full or slots[name].half:
        return 0
    return int(at.h * (1 - LEAST) / LINE_MM + NEAR)


def _lowered(
    slots: Slots, places: Places, name: str, lines: int, sheet: PrinterSheet, page: PlannedPage
) -> Places | None:
    """The boxes with that picture so many lines lower; nothing when no text gains by it, or it would touch another."""
    bleed = slots[name].bleed
    if "bottom" not in bleed:
        up, gains = _moved_up(slots, places, name, lines * LINE_MM)
        if gains and _clear(places, up):
            return up
        if not gains and _clear(places, up) and (more := _with_more(slots, up, name, sheet, page)):
            return more
    if "top" not in bleed:
        down, gains = _moved_down(slots, places, name, lines * LINE_MM)
        if gains and _clear(places, down):
            return down
    return None


# --- one picture, one edge -------------------------------------------------------------------------------------------

Part = tuple[str, str, int]  # slot, "at", "head", "frames" or "caption", and which of the frames


def _parts(places: Places) -> list[tuple[Part, Rect]]:
    found: list[tuple[Part, Rect]] = []
    for name, one in places.items():
        for kind, rect in (("at", one.at), ("head", one.head), ("caption", one.caption)):
            if rect:
                found.append(((name, kind, 0), rect))
        found += [((name, "frames", index), rect) for index, rect in enumerate(one.frames)]
    return found


def _with(places: Places, new: Mapping[Part, Rect]) -> Places:
    return {
        name: Boxes(
            new.get((name, "at", 0), one.at),
            new.get((name, "head", 0), one.head),
            tuple(new.get((name, "frames", index), rect) for index, rect in enumerate(one.frames)),
            new.get((name, "caption", 0), one.caption),
        )
        for name, one in places.items()
    }


def _moved_up(slots: Slots, places: Places, name: str, by: float) -> tuple[Places, bool]:
    """The picture's foot is raised; what stands under it follows, as far down as a column that grows, or another
    picture."""
    at = places[name].at
    assert at is not None
    new, stops = {(name, "at", 0): Rect(at.x, at.y, at.w, at.h - by)}, list[Rect]()
    below = [one for one in _parts(places) if one[1].y >= at.y + at.h - NEAR and _across(one[1], at)]
    for part, rect in sorted(below, key=lambda one: one[1].y):
        if any(_across(rect, stop) for stop in stops):
            continue
        if part[0] != name and slots[part[0]].role == "picture":
            stops.append(rect)
        elif part[1] == "frames":
            new[part] = Rect(rect.x, rect.y - by, rect.w, rect.h + by)
            stops.append(rect)
        else:
            new[part] = Rect(rect.x, rect.y - by, rect.w, rect.h)
    return _with(places, new), any(part[1] == "frames" for part in new)


def _moved_down(slots: Slots, places: Places, name: str, by: float) -> tuple[Places, bool]:
    """The picture's head is lowered; the columns right above it grow at their foot, and a caption beside it follows."""
    at, caption = places[name].at, places[name].caption
    assert at is not None
    new, stops = {(name, "at", 0): Rect(at.x, at.y + by, at.w, at.h - by)}, list[Rect]()
    if caption and abs(caption.y - at.y) < LINE_MM:
        new[name, "caption", 0] = Rect(caption.x, caption.y + by, caption.w, caption.h)
    above = [one for one in _parts(places) if one[1].y + one[1].h <= at.y + NEAR and _across(one[1], at)]
    for part, rect in sorted(above, key=lambda one: -(one[1].y + one[1].h)):
        if not any(_across(rect, stop) for stop in stops):
            stops.append(rect)
            if part[1] == "frames":
                new[part] = Rect(rect.x, rect.y, rect.w, rect.h + by)
    return _with(places, new), any(part[1] == "frames" for part in new)


def _with_more(slots: Slots, places: Places, name: str, sheet: PrinterSheet, page: PlannedPage) -> Places | None:
    """A column more for the text whose layout has a place for it under this picture, where that is long enough."""
    at, grid = places[name].at, grid_of(sheet)
    assert at is not None
    for text, slot in slots.items():
        room = grid.rect(slot.more, page.direction == "rtl") if slot.more else None
        if room is None or not _across(room, at):
            continue
        foot = room.y + room.h
        top = max(rect.y + rect.h for _, rect in _parts(places) if _across(rect, room) and rect.y < foot) + 2 * LINE_MM
        if foot - top >= SHORTEST * LINE_MM - NEAR:
            column = Rect(room.x, top, room.w, foot - top)
            return places | {text: replace(places[text], frames=(*places[text].frames, column))}
    return None


def _across(one: Rect, other: Rect) -> bool:
    """Whether they share some of their width."""
    return min(one.x + one.w, other.x + other.w) - max(one.x, other.x) > NEAR


def _clear(before: Places, after: Places) -> bool:
    """Whether nothing that moved came too near to what stayed."""
    was = dict(_parts(before))
    now = _parts(after)
    moved = [(part, rect) for part, rect in now if was[part] != rect]
    still = [(part, rect) for part, rect in now if was[part] == rect]
    return all(
        _gap(rect, there) >= min(_gap(was[part], there), AIR * LINE_MM) - NEAR
        for part, rect in moved
        for _, there in still
        if _across(rect, there) and _gap(was[part], there) >= 0
    )


def _gap(one: Rect, other: Rect) -> float:
    """The white between two boxes, one above the other, in mm; below 0 where they overlap."""
    return max(other.y - (one.y + one.h), one.y - (other.y + other.h))
