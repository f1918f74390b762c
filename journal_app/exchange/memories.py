"""Exchange, memories: what the memory holds <-> the segments of a TMX file. Pure.

The memory knows that words are marked, not with what: a mark leaves as its sign (①…❶), which any tool shows and keeps,
and comes back as it. Codes of other tools are left out, and their words stay.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time

from journal_app.bitext.model import Kind, Span
from journal_app.bitext.tmx import Segment
from journal_app.exchange.words import LINE, PARAGRAPH, typed_of, words_of
from journal_app.memory.model import Found, Lesson, Stage
from journal_app.prepress.model import Run
from journal_app.translation.marks import MOST, OPEN, SHUT, Mark

_ANY = tuple(Mark(Run("")) for _ in range(MOST))
STAGE, ORIGIN = "x-stage", "x-origin"


def segments(entries: Iterable[Found]) -> Iterator[Segment]:
    """What leaves: both sides, the issue it was in, how far it had come; nobody's name."""
    for one in entries:
        source, meant = words_of(one.source, _ANY)
        target, more = words_of(one.target, _ANY)
        spans = {name: _seen(span) for name, span in {**more, **meant}.items()}
        changed = datetime.combine(one.day, time(), UTC)
        props = ((ORIGIN, one.origin), (STAGE, Stage(one.stage).name.lower()))
        yield Segment(one.source_language, one.target_language, source, target, spans, changed=changed,
                      tuid=f"m{one.id}", props=props)  # fmt: skip


def _seen(span: Span) -> Span:
    """A mark says its sign where other markup stands: that is all that the memory knows of it."""
    return replace(span, data=span.shows) if span.kind is not Kind.BREAK else span


def lessons(found: Iterable[Segment]) -> Iterator[Lesson]:
    """What a file teaches: it was translated by somebody, elsewhere. What left here is not learnt again: it would stay
    when its author takes it back."""
    for one in found:
        if any(name == ORIGIN for name, _ in one.props):
            continue
        spans = {name: _known(span) for name, span in one.spans.items()}
        source, target = (typed_of(words, spans).strip() for words in (one.source, one.target))
        if source and target:
            yield Lesson(one.source_language, one.target_language, source, target, Stage.TRANSLATED)


def _known(span: Span) -> Span:
    """What a code of a TMX file is here: one of our signs, a break, or none of ours."""
    begin, end = span.data
    if begin in OPEN and begin and (not end or end == SHUT[OPEN.index(begin)]):
        return Span(Kind.OTHER, (begin, SHUT[OPEN.index(begin)]))
    if begin in (LINE.data[0], PARAGRAPH.data[0]):
        return LINE if begin == LINE.data[0] else PARAGRAPH
    return Span(Kind.FOREIGN)

