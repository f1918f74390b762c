"""Review, the anchors: a passage of one revision -> where it stands in a later one. Pure; it changes no text.

A passage is a block's number and a span of its words (blocks.full_text: footnotes in brackets). It moves with its
block, shrinks with its words, and is gone when they are. Block -1 is the whole text, -2 and below are the fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from journal_app.prepress.model import Block, Run
from journal_app.prepress.normal import normal_blocks
from journal_app.prepress.writing import fragment_of
from journal_app.review.diff import moved
from journal_app.submissions.alignment import align
from journal_app.submissions.blocks import blocks_of, full_text
from journal_app.submissions.cleaning import clean_line
from journal_app.submissions.content import Content, from_json
from journal_app.submissions.merging import FIELDS

WHOLE = -1


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of a text: `start` to `end` in the words of `block`."""

    block: int = WHOLE
    start: int = 0
    end: int = 0
    words: str = ""


def field_block(field: str) -> int:
    """The number that stands for a field."""
    return -2 - FIELDS.index(field)


def field_of(block: int) -> str:
    """The field of such a number; empty for the whole text and for blocks of the body."""
    place = -2 - block
    return FIELDS[place] if 0 <= place < len(FIELDS) else ""


def words_of(content: Content, block: int) -> str:
    """The words a passage of this block is counted in; empty where there is no such block."""
    if field := field_of(block):
        value = getattr(content, field)
        return value if isinstance(value, str) else "\n".join(value)
    blocks = blocks_of(content.body)
    return full_text(blocks[block]) if 0 <= block < len(blocks) else ""


def find(content: Content, block: int, words: str, start: int = 0) -> Passage | None:
    """The passage with these words in a block, nearest to `start`; None when they are not there."""
    text = words_of(content, block)
    places = [place for place in range(len(text)) if text.startswith(words, place)] if words else []
    if not places:
        return None
    best = min(places, key=lambda place: abs(place - start))
    return Passage(block, best, best + len(words), words)


class Follower:
    """Carries passages of one revision to another; the two are aligned once for all of them."""

    def __init__(self, old: Content, new: Content) -> None:
        self.old, self.new = old, new
        self._before, self._after = blocks_of(old.body), blocks_of(new.body)
        self._became: dict[int, int] | None = None

    def follow(self, passage: Passage) -> Passage | None:
        """The passage in the new revision; None when nothing of it is left."""
        if passage.block == WHOLE:
            return passage
        block = passage.block if passage.block < 0 else self._block(passage.block)
        if block is None:
            return None
        old, new = words_of(self.old, passage.block), words_of(self.new, block)
        if not (0 <= passage.start < passage.end <= len(old)):
            return None
        if old == new:
            return Passage(block, passage.start, passage.end, old[passage.start : passage.end])
        places = moved(old, new)
        kept = [place for place in range(passage.start, passage.end) if _kept(places, place, old, new)]
        if not kept:
            return None
        start, end = places[kept[0]], places[kept[-1]] + 1
        return Passage(block, start, end, new[start:end])

    def _block(self, block: int) -> int | None:
        if self._became is None:
            self._became = _became(self._before, self._after)
        return self._became.get(block)


def _kept(places: Sequence[int], place: int, old: str, new: str) -> bool:
    """Whether the character is still there: the next one then stands after it."""
    here = places[place]
    return here < len(new) and new[here] == old[place] and places[place + 1] > here


def _became(before: Sequence[Block], after: Sequence[Block]) -> dict[int, int]:
    """Which block each became; one that was moved elsewhere as it is is found again."""
    pairs = align(before, after)
    became = {i: j for i, j in pairs if i is not None and j is not None}
    free = {full_text(after[j]): j for i, j in reversed(pairs) if i is None and j is not None}
    for i, j in pairs:
        if i is not None and j is None and (there := free.pop(full_text(before[i]), None)) is not None:
            became[i] = there
    return became


# --- putting other words in a passage's place ------------------------------------------------------------------------


def put(content: Content, passage: Passage, words: str) -> Content:
    """The text with other words in the place of a passage; they take the marks of those they stand for."""
    if field := field_of(passage.block):
        text = words_of(content, passage.block)
        line = text[: passage.start] + words + text[passage.end :]
        if field == "quotes":
            return replace(content, quotes=tuple(clean_line(one)[0] for one in line.split("\n") if one.strip()))
        return from_json(content.as_json() | {field: clean_line(line)[0]})
    blocks = list(blocks_of(content.body))
    block = blocks[passage.block]
    blocks[passage.block] = replace(block, runs=_put(block.runs, passage.start, passage.end, words))
    return replace(content, body=fragment_of(normal_blocks(blocks)))


def _put(runs: Sequence[Run], start: int, end: int, words: str) -> tuple[Run, ...]:
    """Runs with `start` to `end` of their words replaced; the new words go into the first run that loses some."""
    out: list[Run] = []
    here = 0
    said = False
    for run in runs:
        if run.note:
            inner = sum(len(one.text) + one.br for one in run.note)
            out.append(_in_note(run, start - here - 2, end - here - 2, "" if said else words, inner))
            said = said or (here + 2 <= start < here + 2 + inner)
            here += inner + 3  # full_text puts " (" and ")" around a footnote
            continue
        length = 1 if run.br else len(run.text)
        first, last = max(start - here, 0), min(end - here, length)
        here += length
        if first >= last:
            out.append(run)
            continue
        if run.br:
            out += [] if said else [Run(words)]
        else:
            out.append(replace(run, text=run.text[:first] + ("" if said else words) + run.text[last:]))
        said = True
    return tuple(run for run in out if run.text or run.br or run.note)


def _in_note(run: Run, start: int, end: int, words: str, length: int) -> Run:
    """A footnote with its part of the passage replaced; one without words is none."""
    if end <= 0 or start >= length:
        return run
    return replace(run, note=_put(run.note, max(start, 0), min(end, length), words))
