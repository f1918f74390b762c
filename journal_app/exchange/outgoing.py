"""Exchange, outgoing: a translation opened on the desk -> what a file for translators tells of it. Pure.

Nothing in a file names a person. A row that has no source any more stays on the desk: there is nothing to translate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from journal_app.bitext.model import Article, Match, Note, State, Term, Unit, plain
from journal_app.exchange.words import words_of
from journal_app.review.diff import spans
from journal_app.translation.beads import BODY, Blocks, Stage, digest, words
from journal_app.translation.reading import Opened
from journal_app.translation.rows import Change, Row, standing
from journal_app.translation.typing import before_of, marks_of, source_words

# What each part is, told beside it: whoever works in the file never sees the page.
PARTS = {
    "kicker": "kicker · surtitre", "headline": "headline · titre", "standfirst": "standfirst · chapô",
    "short": "short headline · titre court", "byline": "byline · signature", "quote": "pull quote · exergue",
    "caption": "caption of a picture · légende", "alt": "what a picture shows, for who does not see it · description",
}  # fmt: skip
STATES = {Stage.NEEDS_WORK: State.NEEDS_WORK, Stage.IN_PROGRESS: State.IN_PROGRESS,
          Stage.TRANSLATED: State.TRANSLATED, Stage.REVIEWED: State.REVIEWED, Stage.APPROVED: State.FINAL}  # fmt: skip
DESK = "desk"  # who a note is from: never a person


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes along with a translation: by row what memory and glossary know of its source."""

    matches: Mapping[str, Sequence[Match]] = field(default_factory=dict)
    terms: Mapping[str, Sequence[Term]] = field(default_factory=dict)


def article(here: Opened, slug: str, beside: Beside, agreed: bool = False) -> Article:
    """The translation with a unit for each row that has a source. `agreed`: its author said yes to it as it is."""
    units, count = [], 0
    for row in here.rows:
        if not row.sources:
            continue
        count += row.key == BODY
        name = row.key.replace(":", "-") if row.key != BODY else f"p{count}"
        units.append(replace(unit(row, name, agreed), matches=tuple(beside.matches.get(row.name, ())),
                             terms=tuple(beside.terms.get(row.name, ()))))  # fmt: skip
    title = here.source.content.headline or here.piece.title
    return Article(here.piece.id, f"{slug}/{here.piece.slug}", here.source.language, here.target.language, title,
                   tuple(units))  # fmt: skip


def limited(one: Article, limit: int | None) -> Article:
    """The article with the signs its body may have, and each paragraph with its part of them by its source's length.

    The whole is what counts on the page; a part that is too long may be made up for by another.
    """
    body = [unit for unit in one.units if unit.key == BODY]
    if limit is None or not body:
        return one
    lengths = [max(1, len(plain(unit.source))) for unit in body]
    ends = [limit * sum(lengths[: place + 1]) // sum(lengths) for place in range(len(lengths))]
    parts = iter(end - begin for begin, end in zip([0, *ends], ends, strict=False))
    units = tuple(replace(unit, limit=next(parts)) if unit.key == BODY else unit for unit in one.units)
    return replace(one, units=units, limit=limit)


def unit(row: Row, name: str, agreed: bool = False) -> Unit:
    """One row: what it says on both sides, how far it is, and what of its source has changed since."""
    marks = marks_of(row)
    source, meant = words_of("\n\n".join(source_words(row)), marks)
    target, more = words_of(before_of(row), marks)
    return Unit(
        name, row.key, source, target if row.targets else None, _state(row, agreed), {**more, **meant},
        _notes(row), digest(row.sources), digest(row.targets) if row.targets else "",
    )  # fmt: skip


def _state(row: Row, agreed: bool) -> State:
    if not row.targets:
        return State.INITIAL
    told = standing(row)
    if told == Change.STALE:
        return State.NEEDS_WORK
    if told == "draft":
        return State.MACHINE if row.bead.drafted == "machine" else State.MEMORY
    return STATES[Stage.APPROVED if agreed and row.bead.stage is Stage.REVIEWED else row.bead.stage]


def _notes(row: Row) -> tuple[Note, ...]:
    notes = []
    if part := PARTS.get(row.key.partition(":")[0], ""):
        notes.append(Note(part, DESK))
    if row.change in (Change.STALE, Change.MINOR) and row.was and row.was != row.sources:
        notes.append(Note(_difference(row.was, row.sources), DESK, "source"))
    return tuple(notes)


def _difference(was: Blocks, now: Blocks) -> str:
    """What changed in the source since the target was made: [-gone-] {+new+}, as word-level diffs are written."""
    told = {"gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(told.get(one.kind, "{}").format(one.text) for one in spans(words(was), words(now)))

