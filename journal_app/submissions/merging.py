"""Submissions, the merge: what two people made of the same version -> one text, or the blocks that both changed. Pure.

Nobody's words are lost: a block that one of them changed is taken, one that both changed differently stays a question
with both answers. The headline, the kicker and the like are blocks of their own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from journal_app.prepress.model import Block
from journal_app.prepress.normal import normal_blocks
from journal_app.prepress.writing import fragment_of
from journal_app.submissions.alignment import align, key
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.content import Content

FIELDS = ("kicker", "headline", "standfirst", "short", "byline", "quotes")
Blocks = tuple[Block, ...]


class Choice(StrEnum):
    """Whose words of a question are kept."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Part:
    """Some blocks, or a field: `mine` and `theirs` are the same unless both changed it. `field` is "body" or a name."""

    field: str
    mine: Any  # a tuple of blocks for the body, the field's value otherwise
    theirs: Any

    @property
    def open(self) -> bool:
        """Whether somebody has to choose."""
        return bool(self.mine != self.theirs)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge in order: fields first, then the body."""

    parts: tuple[Part, ...]

    @property
    def open(self) -> bool:
        """Whether anything has to be chosen."""
        return any(part.open for part in self.parts)

    def content(self, choices: Mapping[int, Choice] | None = None) -> Content:
        """The merged text; `choices` by place in `parts`. What was not chosen keeps both."""
        chosen = choices or {}
        values: dict[str, Any] = {}
        body: list[Block] = []
        for place, part in enumerate(self.parts):
            value = _chosen(part, chosen.get(place, Choice.BOTH))
            if part.field == "body":
                body += value
            else:
                values[part.field] = value
        return Content(**values, body=fragment_of(normal_blocks(body)))


def _chosen(part: Part, choice: Choice) -> Any:
    if not part.open or choice is Choice.MINE:
        return part.mine
    if choice is Choice.THEIRS:
        return part.theirs
    if isinstance(part.mine, str):
        return " / ".join(words for words in (part.theirs, part.mine) if words)
    return (*part.theirs, *(one for one in part.mine if one not in part.theirs))


def merge(base: Content, mine: Content, theirs: Content) -> Merge:
    """Both changes of `base` together."""
    fields = [_field(name, getattr(base, name), getattr(mine, name), getattr(theirs, name)) for name in FIELDS]
    return Merge((*fields, *_body(blocks_of(base.body), blocks_of(mine.body), blocks_of(theirs.body))))


def _field(name: str, base: Any, mine: Any, theirs: Any) -> Part:
    if mine == base:
        return Part(name, theirs, theirs)
    return Part(name, mine, mine if theirs == base else theirs)


def _body(base: Blocks, mine: Blocks, theirs: Blocks) -> list[Part]:
    """Block by block of the base, and what was put in before each."""
    ours, others = _Side(base, mine), _Side(base, theirs)
    parts: list[Part] = []
    for place in range(len(base) + 1):
        parts.append(_added(ours.before(place), others.before(place)))
        if place < len(base):
            parts.append(_block(base[place], ours.now(place), others.now(place)))
    return _joined(part for part in parts if part.mine or part.theirs)


class _Side:
    """What became of each block of the base on one side."""

    def __init__(self, base: Blocks, now: Blocks) -> None:
        self._now: dict[int, Block] = {}
        self._before: dict[int, list[Block]] = {}
        seen = 0
        for old, new in align(base, now):
            if old is None and new is not None:
                self._before.setdefault(seen, []).append(now[new])
            elif old is not None:
                seen = old + 1
                if new is not None:
                    self._now[old] = now[new]

    def now(self, place: int) -> Blocks:
        """The block that the base's block became; none when it was taken out."""
        return (self._now[place],) if place in self._now else ()

    def before(self, place: int) -> Blocks:
        """The blocks put in before it."""
        return tuple(self._before.get(place, ()))


def _same(one: Blocks, other: Blocks) -> bool:
    return [key(block) for block in one] == [key(block) for block in other]


def _added(mine: Blocks, theirs: Blocks) -> Part:
    if not mine or not theirs or _same(mine, theirs):
        return Part("body", mine or theirs, mine or theirs)
    return Part("body", mine, theirs)


def _block(base: Block, mine: Blocks, theirs: Blocks) -> Part:
    if not _same(mine, theirs) and not _same(mine, (base,)) and not _same(theirs, (base,)):
        return Part("body", mine, theirs)
    kept = theirs if _same(mine, (base,)) else mine
    if kept and mine and theirs and base.ordered:
        kept = (_numbered(kept[0], base, mine[0], theirs[0]),)
    return Part("body", kept, kept)


def _numbered(kept: Block, base: Block, mine: Block, theirs: Block) -> Block:
    """A list item that begins a list only if whoever changed that says so: an item put in before it takes the 1."""
    begins = mine.number == 1 if (mine.number == 1) != (base.number == 1) else theirs.number == 1
    return replace(kept, number=1 if begins else 2) if kept.ordered else kept


def _joined(parts: Iterable[Part]) -> list[Part]:
    """Neighbours that are settled together, and questions beside one another as one question."""
    out: list[Part] = []
    for part in parts:
        if out and out[-1].open == part.open:
            out[-1] = replace(out[-1], mine=out[-1].mine + part.mine, theirs=out[-1].theirs + part.theirs)
        else:
            out.append(part)
    return out
