"""Review, the difference: two versions of a text -> per block, what is the same, gone and new. Pure, in bounded time.

Words are compared whole (words.py): nothing is shown inside a word, and a right-to-left sentence stays one. A text too
long to compare by words in time is compared block by block.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from journal_app.prepress.model import Block, Run
from journal_app.prepress.order import NUMBER, RTL_RUN, parted
from journal_app.review.words import words
from journal_app.submissions.alignment import align
from journal_app.submissions.blocks import blocks_of, full_text
from journal_app.submissions.content import Content
from journal_app.submissions.matching import matches
from journal_app.submissions.merging import FIELDS

MOST = 60_000  # words of one block compared; above, the block is shown as gone and new


class Kind(StrEnum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Span:
    """Some words and what became of them."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A block, or a field, with its words. `marks`: the words are the same, their marks (emphasis, links) are not."""

    field: str  # "body" or a field's name
    shape: str  # of the block: p, h2, li, quote
    lang: str
    dir: str
    spans: tuple[Span, ...]
    marks: bool = False

    @property
    def kind(self) -> Kind | None:
        """Same, gone or new as a whole; None when words of it changed."""
        kinds = {span.kind for span in self.spans}
        return kinds.pop() if len(kinds) == 1 else Kind.SAME if not kinds else None

    @property
    def way(self) -> str:
        """The direction its words are ordered in: a number alone in a span does not know whose sentence it is in."""
        return "rtl" if any(RTL_RUN.search(span.text) for span in self.spans) else "ltr"

    @property
    def changed(self) -> bool:
        """Whether anything of it is not as it was."""
        return self.marks or self.kind is not Kind.SAME


def compare(old: Content, new: Content) -> tuple[Change, ...]:
    """What changed from one revision to another: fields that either has, then the body's blocks in order."""
    changes = []
    for name in FIELDS:
        one, other = _line(old, name), _line(new, name)
        if one or other:
            changes.append(Change(name, "p", "", "", spans(one, other)))
    before, after = blocks_of(old.body), blocks_of(new.body)
    for i, j in align(before, after):
        changes.append(_block(before[i] if i is not None else None, after[j] if j is not None else None))
    return tuple(changes)


def _line(content: Content, name: str) -> str:
    value = getattr(content, name)
    return value if isinstance(value, str) else "\n".join(value)


def _block(old: Block | None, new: Block | None) -> Change:
    shown = new or old
    assert shown is not None  # align never pairs nothing with nothing
    one, other = full_text(old) if old else "", full_text(new) if new else ""
    found = spans(one, other)
    marks = bool(old and new) and one == other and _marks(old) != _marks(new)
    return Change("body", shown.kind, shown.lang, shown.dir, found, marks)


def _marks(block: Block | None) -> tuple[object, ...]:
    """All of a block but its number in a list."""
    return (block.kind, block.runs, block.lang, block.dir, block.ordered, block.level) if block else ()


def spans(old: str, new: str) -> tuple[Span, ...]:
    """What became of the words of one text; what is gone stands before what is new in its place."""
    if old == new:
        return (Span(Kind.SAME, old),) if old else ()
    before, after = (_parts(text, bool(RTL_RUN.search(old + new))) for text in (old, new))
    if len(before) + len(after) > MOST:
        return tuple(Span(kind, text) for kind, text in ((Kind.GONE, old), (Kind.NEW, new)) if text)
    out: list[Span] = []
    i = j = 0
    for a, b in [*_steady(before, after), (len(before), len(after))]:
        _add(out, Kind.GONE, before[i:a])
        _add(out, Kind.NEW, after[j:b])
        _add(out, Kind.SAME, before[a : a + 1])
        i, j = a + 1, b + 1
    return tuple(out)


def _parts(text: str, whole: bool) -> list[str]:
    """The words of a text. `whole`: numbers with all their groups, which a right-to-left line would turn around."""
    if not whole:
        return words(text)
    return [word for part, number in parted(text, NUMBER) for word in ([part] if number else words(part))]


def _steady(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The matches, without spaces alone between changes: three changed words read better as one change."""
    found = matches(before, after)
    kept = []
    for place, (i, j) in enumerate(found):
        alone = before[i].isspace() or (len(before[i]) == 1 and not before[i].isalnum())
        left = place > 0 and found[place - 1] == (i - 1, j - 1)
        right = place + 1 < len(found) and found[place + 1] == (i + 1, j + 1)
        ends = (i == 0 and j == 0) or (i == len(before) - 1 and j == len(after) - 1)
        if not alone or left or right or ends:
            kept.append((i, j))
    return kept


def _add(out: list[Span], kind: Kind, parts: Sequence[str]) -> None:
    text = "".join(parts)
    if text and out and out[-1].kind is kind:
        out[-1] = Span(kind, out[-1].text + text)
    elif text:
        out.append(Span(kind, text))


def moved(old: str, new: str) -> list[int]:
    """For each place in the old text, and its end, where it stands in the new one; gone ones stand where they were."""
    places: list[int] = []
    here = 0
    for span in spans(old, new):
        if span.kind is Kind.NEW:
            here += len(span.text)
        elif span.kind is Kind.GONE:
            places += [here] * len(span.text)
        else:
            places += range(here, here + len(span.text))
            here += len(span.text)
    return [*places, here]


def count_words(runs: Sequence[Run]) -> int:
    """How many words there are to read; in a script without spaces, signs."""
    return sum(1 for run in runs for word in words(run.text) if word[0].isalnum())
