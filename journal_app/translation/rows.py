"""Translation, the rows: beads beside what the source says now -> what a translator sees, in the source's order. Pure.

A row is some paragraphs of the source with the translation's. Only where the source moved on since a row was last said
to be right does it change: by its words (stale), or by signs, spaces and marks alone (minor), unless somebody judged
otherwise. What became stale in a pivot is stale in what was made from it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from journal_app.submissions.content import Content
from journal_app.translation.beads import (
    BODY,
    Bead,
    Blocks,
    Stage,
    body_of,
    content_of,
    digest,
    fields_of,
    groups,
    line,
    same_words,
    words,
)
from journal_app.translation.following import follow

DRAFT = "draft"
# Without them the headline and the author's own name are printed, and no pull quote: it says again what the text says.
OPTIONAL = frozenset({"short", "byline", "quote"})


class Change(StrEnum):
    """What became of a row's source since the translation was last said to be right."""

    FRESH = "fresh"
    MINOR = "minor"  # signs, spaces, marks; or somebody said that the translation is right all the same
    STALE = "stale"
    NEW = "new"  # a paragraph that nobody has translated
    GONE = "gone"  # the source has it no more


@dataclass(frozen=True, slots=True)
class Row:
    """Some of the source, the translation's words for it, and how both stand to one another.

    `was`: the source that the translation was made from. `places`: of the sources in the body, for the next language.
    `moved`: it stands elsewhere than before.
    """

    bead: Bead
    sources: Blocks
    change: Change
    places: tuple[int, ...] = ()
    moved: bool = False
    upstream: bool = False  # its source is a translation that is itself stale

    @property
    def key(self) -> str:
        return self.bead.key

    @property
    def was(self) -> Blocks:
        return self.bead.sources

    @property
    def targets(self) -> Blocks:
        return self.bead.targets

    @property
    def name(self) -> str:
        """What a form calls the row: its source's digest says which words somebody had before them."""
        return digest(self.sources or self.targets)

    @property
    def open(self) -> bool:
        """Whether a person still has to do something before this may be printed, however far it had come."""
        if self.change is Change.NEW and self.key.partition(":")[0] in OPTIONAL:
            return False
        stale = self.change in (Change.STALE, Change.NEW, Change.GONE) or self.upstream
        return stale or self.bead.stage < Stage.TRANSLATED


Light = Callable[[str], bool]


def rows(
    beads: Sequence[Bead],
    source: Content,
    others: Mapping[str, str] | None = None,
    *,
    light: Light = lambda revision: False,
    upstream: Mapping[int | str, bool] | None = None,
) -> list[Row]:
    """The rows of a translation. `light`: whether all changes of the source since a revision were typing mistakes.

    `upstream`: by the place of a paragraph, or the key of a field, whether the source is itself stale there.
    """
    found = _fields(beads, fields_of(source, others)) + _paragraphs(beads, body_of(source))
    return [_judged(row, light, upstream or {}) for row in found]


def _fields(beads: Sequence[Bead], now: Mapping[str, str]) -> list[Row]:
    had = {bead.key: bead for bead in beads if bead.key != BODY}
    return [
        Row(had.get(name) or Bead(name), line(now.get(name, "")), Change.FRESH)
        for name in [*now, *(name for name in had if name not in now and had[name].targets)]
    ]


def _paragraphs(beads: Sequence[Bead], now: Blocks) -> list[Row]:
    mine = [bead for bead in beads if bead.key == BODY]
    before = [(number, block) for number, bead in enumerate(mine) for block in bead.sources]
    became = follow([block for _, block in before], now)
    places: list[set[int]] = [set() for _ in mine]
    for (number, _), there in zip(before, became, strict=True):
        places[number].update(there)
    _to_the_translated(mine, places)
    found: list[tuple[tuple[int, int], Row]] = []
    taken: set[int] = set()
    furthest = last = -1
    for group in groups(places):
        here = tuple(sorted(set().union(*(places[number] for number in group))))
        moved = bool(here) and here[0] < furthest
        last, furthest = here[0] if here else last, max([furthest, *here])
        taken.update(here)
        bead = _together([mine[number] for number in group])
        found.append(((last, 0 if here else 1), Row(bead, tuple(now[j] for j in here), Change.FRESH, here, moved)))
    found += [((j, 0), Row(Bead(BODY), (now[j],), Change.NEW, (j,))) for j in range(len(now)) if j not in taken]
    return [row for _, row in sorted(found, key=lambda one: one[0]) if row.sources or row.targets]


def _to_the_translated(beads: Sequence[Bead], places: list[set[int]]) -> None:
    """Of paragraphs that say the same, some gone, those stay that somebody has translated."""
    idle: dict[Blocks, list[int]] = {}
    for number, bead in enumerate(beads):
        if places[number] and not bead.targets:
            idle.setdefault(bead.sources, []).append(number)
    for number, bead in enumerate(beads):
        if bead.targets and not places[number] and idle.get(bead.sources):
            other = idle[bead.sources].pop(0)
            places[number], places[other] = places[other], places[number]


def _together(beads: Sequence[Bead]) -> Bead:
    """The beads of paragraphs that the source has joined, as one; the least of them counts."""
    if len(beads) == 1:
        return beads[0]
    least = min(beads, key=lambda bead: bead.stage)
    return replace(
        least, sources=tuple(block for bead in beads for block in bead.sources),
        targets=tuple(block for bead in beads for block in bead.targets), judged="",
    )  # fmt: skip


def _judged(row: Row, light: Light, upstream: Mapping[int | str, bool]) -> Row:
    bead = row.bead
    stale = any(upstream.get(place, False) for place in row.places or (row.key,))
    row = replace(row, upstream=stale and bool(bead.targets))
    if not bead.targets:
        return replace(row, change=Change.NEW)
    if not row.sources:
        return replace(row, change=Change.GONE if bead.sources else Change.FRESH)
    if row.sources == bead.sources:
        return row
    change = Change.MINOR if same_words(bead.sources, row.sources) or light(bead.seen) else Change.STALE
    if bead.judged and bead.judged_on == digest(row.sources):
        change = Change(bead.judged)
    return replace(row, change=change)


# --- what a translator did --------------------------------------------------------------------------------------------


def done(row: Row, targets: Blocks, stage: Stage, by: str, at: str, seen: str) -> Row:
    """The row with these words, said to be right for the source as it is now."""
    bead = Bead(row.key, row.sources, targets, stage if targets else Stage.MISSING, by, at, seen)
    return replace(row, bead=bead, change=Change.FRESH if targets else Change.NEW, moved=False)


def judged(row: Row, as_minor: bool, by: str, at: str) -> Row:
    """The row with somebody's word that its source's change counts, or does not."""
    told = Change.MINOR if as_minor else Change.STALE
    bead = replace(row.bead, judged=told, judged_on=digest(row.sources), by=by, at=at)
    return replace(row, bead=bead, change=told)


def said(found: Iterable[Row]) -> tuple[Content, dict[str, str]]:
    """The translation's words in the order of the rows, and those of captions and their like."""
    fields = {row.key: words(row.targets) for row in found if row.key != BODY and row.targets}
    beside = {name: told for name, told in fields.items() if name.startswith(("caption:", "alt:"))}
    body = [block for row in found if row.key == BODY for block in row.targets]
    return content_of({name: told for name, told in fields.items() if name not in beside}, body), beside


def count(found: Iterable[Row]) -> Counter[str]:
    """How many rows stand where: by change when it asks for somebody, else by stage."""
    return Counter(standing(row) for row in found)


def standing(row: Row) -> str:
    """One word for a row: "stale", "draft" while only a memory or a machine wrote it, or its stage."""
    if row.change in (Change.STALE, Change.GONE) or row.upstream:
        return Change.STALE
    if row.bead.drafted and row.bead.stage is Stage.IN_PROGRESS:
        return DRAFT
    return row.bead.stage.name.lower().replace("_", "-")
