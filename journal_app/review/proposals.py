"""Review, the proposals: what typography would write differently -> visible suggestions. Pure; it changes nothing.

The rules are the compiler's own (prepress/typography.py): a text which accepted them all is printed as it reads.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from journal_app.prepress.model import Block, Run
from journal_app.prepress.typography import set_words
from journal_app.review.anchors import Passage, field_block, words_of
from journal_app.review.diff import Kind, Span, spans
from journal_app.review.words import words
from journal_app.submissions.blocks import blocks_of, full_text
from journal_app.submissions.content import Content
from journal_app.submissions.merging import FIELDS

Proposal = tuple[Passage, str]


def typography(content: Content, language: str) -> list[Proposal]:
    """The passages that typography would write differently, and how; small ones, each to be judged alone."""
    found: list[Proposal] = []
    for field in FIELDS:
        block = field_block(field)
        old = words_of(content, block)
        found += _changes(block, old, "\n".join(set_words(line, language) for line in old.split("\n")))
    for place, one in enumerate(blocks_of(content.body)):
        own = one.lang or language
        unreal = _unreal(one)
        changes = _changes(place, full_text(one), full_text(replace(one, runs=_set(one.runs, own))))
        found += [(where, words) for where, words in changes if unreal.isdisjoint(range(where.start, where.end))]
    return found


def _unreal(block: Block) -> set[int]:
    """The places of the signs that full_text puts around footnotes: they are no words of the text."""
    found: set[int] = set()
    here = 0
    for run in block.runs:
        length = len(full_text(Block("p", (run,))))
        if run.note:
            found |= {here, here + 1, here + length - 1}
        here += length
    return found


def _set(runs: Sequence[Run], language: str) -> tuple[Run, ...]:
    """Each run's words as its language writes them."""
    return tuple(
        replace(run, note=_set(run.note, language)) if run.note
        else replace(run, text=set_words(run.text, run.lang or language))
        for run in runs
    )  # fmt: skip


def _changes(block: int, old: str, new: str) -> Iterator[Proposal]:
    """The places where two wordings differ, line by line: typography changes no line end."""
    start = 0
    for one, other in zip(old.split("\n"), new.split("\n"), strict=True):
        yield from _in_line(block, start, one, other)
        start += len(one) + 1


def _in_line(block: int, place: int, old: str, new: str) -> Iterator[Proposal]:
    """What only comes in takes the word before it along, to have a place."""
    gone = came = held = ""
    for span in (*spans(old, new), Span(Kind.SAME, "")):
        if span.kind is Kind.GONE:
            gone += span.text
        elif span.kind is Kind.NEW:
            came += span.text
        else:
            if gone or came:
                lead = "" if gone else held
                after = "" if gone or lead else words(span.text)[0]
                start = place - len(gone) - len(lead)
                yield Passage(block, start, place + len(after), lead + gone + after), lead + came + after
            gone = came = ""
            held = words(span.text)[-1] if span.text else ""
        if span.kind is not Kind.NEW:
            place += len(span.text)
