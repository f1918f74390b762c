"""Translation, the page: an opened translation -> what a template shows of each row. It changes nothing."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from journal_app.glossary import matching
from journal_app.glossary.matching import Terms
from journal_app.languages import is_rtl
from journal_app.prepress.order import ordered
from journal_app.review.diff import Span, spans
from journal_app.translation.actions import named
from journal_app.translation.advice import Word, glossed
from journal_app.translation.beads import BODY, Blocks, Stage, words
from journal_app.translation.marks import OPEN, SHUT, Mark
from journal_app.translation.reading import Opened, Whole, beside, opened, source_of
from journal_app.translation.rows import Change, Row, standing
from journal_app.translation.typing import before_of, mark_of, marks_of, source_words

NO_TERMS = matching.indexed(())
_SIGN = re.compile(f"[{OPEN}{SHUT}]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a source as a page shows it."""

    shape: str
    html: Markup
    lang: str
    dir: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as a page shows it. `had` goes back with the form; `difference` is what the source's change comes to."""

    name: str
    row: Row
    standing: str
    source: tuple[Paragraph, ...]
    third: tuple[Paragraph, ...]
    typed: str
    had: str
    difference: tuple[Span, ...]
    problems: tuple[str, ...] = ()  # in words
    aside: str = ""
    number: int = 0  # of a paragraph, or of a pull quote, from 1
    checks: tuple[str, ...] = ()  # what its translator should look at, in words
    terms: tuple[Word, ...] = ()  # the glossary's words that its source has

    @property
    def field(self) -> str:
        """Which of an article's parts it is: "body", "headline", "quote", "caption"."""
        return self.row.key.partition(":")[0]

    @property
    def lines(self) -> int:
        """How tall its field is before anything is typed."""
        told = max(len(self.typed), sum(len(one.html) for one in self.source))
        return max(2 if self.field == BODY else 1, min(14, told // 44 + 1))

    @property
    def changed(self) -> bool:
        return self.row.change in (Change.STALE, Change.MINOR) and bool(self.difference)

    def verbs(self, me: str | None, second_eyes: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What `me` may say of it: first what stands beside its field, two at most, then the rest.

        Who reads another's words judges them; who writes, or finds the row stale, says that it is translated.
        """
        bead, others = self.row.bead, self.row.bead.by != me
        if not self.typed:
            return ("done",), ("needs",)  # once there are words
        if bead.stage >= Stage.REVIEWED:
            return ("done",), ("again", "needs")
        if bead.drafted or (second_eyes and not others):
            return ("done",), ("needs",)
        if bead.stage < Stage.TRANSLATED or self.standing == Change.STALE:
            return ("done",), ("review", "needs")
        return (("review", "needs"), ("done",)) if others else (("done", "review"), ("needs",))

    @property
    def done(self) -> bool:
        return self.row.bead.stage >= Stage.TRANSLATED and self.standing != Change.STALE


def shown(
    here: Opened, third: Mapping[str, tuple[Paragraph, ...]] | None = None, typed: Mapping[str, str] | None = None,
    problems: Mapping[str, list[str]] | None = None, agreed: bool = False, glossary: Terms = NO_TERMS,
    checks: Mapping[str, list[str]] | None = None,
) -> list[Shown]:  # fmt: skip
    """The rows. `typed`: what could not be put into a row, by its name; it is shown beside it. `agreed`: its author
    said yes to the translation as it is. `checks`: by the row's name, in words.
    """
    tag, own, numbers, out = here.source.language, here.target.language, Counter[str](), []
    for name, row in named(here.rows).items():
        numbers[row.key.partition(":")[0]] += 1
        now_says = before_of(row)
        out.append(Shown(
            name, row, _standing(row, agreed),
            _paragraphs(row.sources, source_words(row), marks_of(row), tag, glossary),
            (third or {}).get(name, ()), now_says, mark_of(now_says), _difference(row),
            tuple((problems or {}).get(name, ())), (typed or {}).get(name, ""), numbers[row.key.partition(":")[0]],
            tuple((checks or {}).get(name, ())), tuple(glossed(glossary, words(row.sources), tag, own)),
        ))  # fmt: skip
    return out


def _standing(row: Row, agreed: bool) -> str:
    found = standing(row)
    return "approved" if agreed and found == "reviewed" else found


def _difference(row: Row) -> tuple[Span, ...]:
    """What became of the words of the source since the row was last said to be right."""
    if row.change not in (Change.STALE, Change.MINOR, Change.GONE) or row.sources == row.was:
        return ()
    return spans(words(row.was), words(row.sources))


def _paragraphs(
    blocks: Blocks, said: Iterable[str], marks: tuple[Mark, ...], tag: str, glossary: Terms = NO_TERMS
) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(block.kind, _highlighted(text, marks, glossary, block.lang or tag), block.lang or tag,
                  "rtl" if is_rtl(block.lang or tag) else "ltr")
        for block, text in zip(blocks, said, strict=True)
    )  # fmt: skip


def _highlighted(text: str, marks: tuple[Mark, ...], glossary: Terms, tag: str) -> Markup:
    """Words with their signs, and the glossary's terms so that they are seen."""
    out = Markup()
    for part, find in matching.parts(text, matching.found(glossary, text, tag)):
        html = _html(part, marks)
        out += Markup('<span class="term">{}</span>').format(html) if find else html
    return out


def _html(text: str, marks: tuple[Mark, ...]) -> Markup:
    """Words with their signs, each with what it stands for; nothing of it runs."""
    out = Markup()
    here = 0
    for found in _SIGN.finditer(text):
        out += escape(ordered(text[here : found.start()]))
        place = OPEN.find(found[0]) if found[0] in OPEN else SHUT.find(found[0])
        known = place < len(marks)
        out += Markup('<span class="mark" data-mark="{}" title="{}">{}</span>').format(
            found[0], marks[place].run.href if known else "", found[0]
        )
        here = found.end()
    return out + escape(ordered(text[here:]))


# --- the third column ------------------------------------------------------------------------------------------------


def third_of(all_: Whole, here: Opened, wanted: str) -> tuple[str, dict[str, tuple[Paragraph, ...]]]:
    """Another language beside each row: the original of a pivot, or a translation of the same source."""
    source, own = here.source.language, here.target.language
    pivot = source != all_.piece.original
    if pivot and wanted in ("", all_.piece.original):
        found = opened(all_, source)
        return all_.piece.original, _over(here, found, True) if found else {}
    if not wanted or wanted in (own, source) or wanted not in all_.sides or source_of(all_, wanted) != source:
        return "", {}
    other = opened(all_, wanted)
    return wanted, _over(here, other, False) if other else {}


def offered(all_: Whole, here: Opened) -> list[str]:
    """The languages that could stand in the third column."""
    source, own = here.source.language, here.target.language
    found = [all_.piece.original] if source != all_.piece.original else []
    return found + [tag for tag, side in all_.sides.items()
                    if side.head and tag not in (own, source, *found) and source_of(all_, tag) == source]  # fmt: skip


def pivots(all_: Whole, language: str) -> list[str]:
    """The languages this one could be made from: the original first, then those with words that do not come from it."""
    found = [all_.piece.original]
    for tag, side in all_.sides.items():
        if tag in (language, *found) or side.head is None:
            continue
        here, seen = tag, {tag}
        while here != all_.piece.original and (here := source_of(all_, here)) not in seen:
            seen.add(here)
        if language not in seen:
            found.append(tag)
    return found


def _over(here: Opened, other: Opened, pivot: bool) -> dict[str, tuple[Paragraph, ...]]:
    """The other language's paragraphs by the name of the row they stand beside."""
    by_place: dict[int, list[Blocks]] = {}
    by_key: dict[str, Blocks] = {}
    place = 0
    for row in other.rows:
        ours, theirs = (row.targets, row.sources) if pivot else (row.sources, row.targets)
        if row.key != BODY:
            by_key[row.key] = theirs
            continue
        places = range(place, place + len(ours)) if pivot else row.places
        place += len(ours)
        for one in places:
            by_place.setdefault(one, []).append(theirs)
    tag = other.source.language if pivot else other.target.language
    over = {}
    for name, row in named(here.rows).items():
        blocks = by_key.get(row.key, ()) if row.key != BODY else _once(by_place.get(one, []) for one in row.places)
        over[name] = _paragraphs(blocks, [words([block]) for block in blocks], (), tag)
    return over


def _once(groups: Iterable[list[Blocks]]) -> Blocks:
    """Some paragraphs, each group once."""
    out: list[Blocks] = []
    for group in groups:
        out += [blocks for blocks in group if blocks not in out]
    return tuple(block for blocks in out for block in blocks)


__all__ = ["Paragraph", "Shown", "beside", "offered", "pivots", "shown", "third_of"]
