"""Step 6b: issue x layouts -> threads: which frames each text flows through, page after page. Pure geometry.

A thread is one text (or several side by side) and the boxes it fills, in reading order over the whole issue. Where
it goes on elsewhere, the last box before the jump gives one line to "suite page N".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from journal_app.prepress.boxes import boxes_of
from journal_app.prepress.copyfit import tightened
from journal_app.prepress.layouts import LINE_MM, Layout, Slot
from journal_app.prepress.model import Fill, Issue, PlannedPage
from journal_app.problems import Problem, blocking, warning
from journal_app.units import Rect


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page: the folio, the slot's name and the rectangle in mm from the trim's top left."""

    folio: int
    slot: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Jump:
    """A line that leads on: at `place`, to (or from) page `other`."""

    place: Place
    other: int


@dataclass(frozen=True, slots=True)
class Thread:
    """One text through its frames. `languages` has several entries for texts side by side."""

    article: str
    languages: tuple[str, ...]
    slot: Slot
    head: Place | None
    frames: tuple[Place, ...]
    jumps: tuple[Jump, ...]

    @property
    def folio(self) -> int:
        """The page it begins on."""
        return (self.head or self.frames[0]).folio

    @property
    def rising(self) -> tuple[int, ...]:
        """The frames (from 0) that stand right under the head, within its width: they take the lines it leaves."""
        if self.head is None:
            return ()
        x, y, w, h = self.head.rect
        return tuple(
            n
            for n, place in enumerate(self.frames)
            if place.folio == self.head.folio
            and 0 <= place.rect.y - (y + h) < 2.5 * LINE_MM
            and x - 0.1 <= place.rect.x
            and place.rect.x + place.rect.w <= x + w + 0.1
        )

    @property
    def bands(self) -> tuple[int, ...]:
        """A number for each frame's row of columns: frames of one page that begin at the same height share it."""
        rows = [(place.folio, round(place.rect.y, 2)) for place in self.frames]
        return tuple(rows.index(row) for row in rows)

    def risen(self, rise: float) -> "Thread":
        """The thread as typeset: its rising frames begin `rise` mm higher."""
        if not rise:
            return self
        rising = self.rising
        frames = tuple(
            Place(p.folio, p.slot, Rect(p.rect.x, p.rect.y - rise, p.rect.w, p.rect.h + rise)) if n in rising else p
            for n, p in enumerate(self.frames)
        )
        return replace(self, frames=frames)

    @property
    def where(self) -> str:
        """What a problem points at."""
        return f"p{self.folio}/{(self.head or self.frames[0]).slot}"


def fills(issue: Issue, layouts: Mapping[str, Layout]) -> Iterator[tuple[int, PlannedPage, str, Slot, Fill]]:
    """Every filled slot of the issue in reading order: folio, page, slot name, slot, fill."""
    for folio, page in enumerate(issue.pages, 1):
        layout = layouts.get(page.layout)
        for name, slot in (layout.file.slots if layout else {}).items():
            if name in page.slots:
                yield folio, page, name, slot, page.slots[name]


def holes(issue: Issue, layouts: Mapping[str, Layout]) -> list[Problem]:
    """What would leave a hole in a page: empty slots, codes that lead nowhere. A person may want them so."""
    problems = []
    for folio, page in enumerate(issue.pages, 1):
        for name, slot in layouts[page.layout].file.slots.items() if page.layout in layouts else ():
            if name not in page.slots and not slot.optional:
                where = f"p{folio}/{name}"
                problems.append(warning("slot-empty", where, name, "optional = true", "layout", page.layout))
    for folio, _, name, slot, fill in fills(issue, layouts):
        article = issue.articles.get(fill.article or "")
        if slot.role == "qr" and article and not (article.meta.web and issue.sheet.web_base):
            lacking = "web" if issue.sheet.web_base else "web_base"
            problems.append(warning("qr-without-address", f"p{folio}/{name}", lacking, "", "editor", article.title()))
    return problems


def threads(issue: Issue, layouts: Mapping[str, Layout]) -> list[Thread]:
    """Every text of the issue with the frames it flows through, in reading order."""
    begun: dict[tuple[str, tuple[str, ...]], Thread] = {}
    for folio, page, name, slot, fill in fills(issue, layouts):
        if slot.role not in ("article", "aligned") or fill.article is None:
            continue
        languages = tuple(fill.languages or [fill.language or ""])
        boxes = boxes_of(layouts[page.layout], page, issue.sheet)[name]
        places = [Place(folio, name, rect) for rect in boxes.frames]
        key = (fill.article, languages)
        if fill.continues and key in begun:
            begun[key] = _joined(begun[key], places)
        else:
            head = Place(folio, name, boxes.head) if boxes.head else None
            begun[key] = Thread(fill.article, languages, tightened(slot, fill.tighter), head, tuple(places), ())
    return list(begun.values())


def _joined(thread: Thread, places: list[Place]) -> Thread:
    """The thread with more frames; the frame before a change of page gives its last line to the jump line."""
    last = thread.frames[-1]
    frames, jumps = thread.frames, thread.jumps
    if places[0].folio != last.folio:
        x, y, w, h = last.rect
        frames = (*frames[:-1], Place(last.folio, last.slot, Rect(x, y, w, h - 1.5 * LINE_MM)))
        line = Place(last.folio, last.slot, Rect(x, y + h - LINE_MM, w, LINE_MM))
        jumps = (*jumps, Jump(line, places[0].folio))
    return Thread(thread.article, thread.languages, thread.slot, thread.head, (*frames, *places), jumps)


def origin(thread: Thread, folio: int, slot: str) -> int | None:
    """The page that a text which goes on in this slot comes from, if it comes from another."""
    first = next((n for n, place in enumerate(thread.frames) if (place.folio, place.slot) == (folio, slot)), 0)
    before = thread.frames[first - 1].folio if first else folio
    return before if before != folio else None


def unreached(thread: Thread, used: int, title: str) -> list[Problem]:
    """The pages to which readers are sent and where nothing stands: the text ends before. `used`: frames it fills."""
    before = {place.folio for place in thread.frames[:used]} | {thread.folio}
    empty = {place.folio: place.slot for place in reversed(thread.frames[used:]) if place.folio not in before}
    last = str(max(before))
    return [blocking("jump-empty", f"p{at}/{slot}", last, "", "layout", title) for at, slot in sorted(empty.items())]
