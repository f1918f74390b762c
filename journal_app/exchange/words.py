r"""Exchange, the words: what stands in a row's field, with its signs ①❶ <-> the words and codes of a file. Pure.

A mark that is used twice has two codes, so that each code of a unit has an id of its own. Line breaks and the ends of
paragraphs are codes: a tool that wraps its lines changes nothing.
"""

import re
from collections.abc import Mapping, Sequence

from journal_app.bitext.model import Code, End, Kind, Part, Span, Words, joined
from journal_app.prepress.model import Block, Run
from journal_app.prepress.writing import inline
from journal_app.submissions.blocks import blocks_of
from journal_app.translation.marks import OPEN, SHUT, Mark, escaped, parts, runs_of

PARAGRAPH = Span(Kind.BREAK, ("¶", ""), ("</p><p>", ""))
LINE = Span(Kind.BREAK, ("↵", ""), ("<br>", ""))
_BREAKS = re.compile(r"(\n\n|\n)")
_WRAPPED = re.compile(r"(?<![ \t])[ \t]*\n\s*")
_SHOWN = "x"  # what a mark is drawn around, to see its markup


def words_of(typed: str, marks: Sequence[Mark]) -> tuple[Words, dict[str, Span]]:
    """A field's words, and what its codes stand for. `marks`: those of its row, ① first."""
    out: list[Part] = []
    spans: dict[str, Span] = {}
    counts: dict[str, int] = {}
    begun: dict[int, list[str]] = {}

    def named(base: str) -> str:
        counts[base] = counts.get(base, 0) + 1
        return base if counts[base] == 1 else f"{base}.{counts[base]}"

    for plain, sign in parts(typed):
        for piece in _BREAKS.split(plain):
            if piece in ("\n", "\n\n"):
                name = named("br" if piece == "\n" else "para")
                spans[name] = LINE if piece == "\n" else PARAGRAPH
                out.append(Code(name))
            else:
                out.append(piece)
        if sign in OPEN and sign:
            place = OPEN.index(sign)
            name = named(f"m{place + 1}")
            spans[name] = span_of(marks[place], place)
            begun.setdefault(place, []).append(name)
            out.append(Code(name, End.OPEN))
        elif sign and begun.get(SHUT.index(sign)):
            out.append(Code(begun[SHUT.index(sign)].pop(), End.CLOSE))
    return joined(out), spans


def span_of(mark: Mark, place: int) -> Span:
    """What a mark stands for, with the markup that it is on the desk."""
    run = mark.run
    before, _, after = inline([Run("", note=(Run(_SHOWN),))] if mark.note else [_shown(run)]).partition(_SHOWN)
    kind = Kind.NOTE if mark.note else Kind.LINK if run.href else Kind.STRONG if run.strong else Kind.OTHER
    kind = Kind.EMPHASIS if run.em and kind is Kind.OTHER else kind
    return Span(kind, (OPEN[place], SHUT[place]), (before, after), run.href, mark.kept)


def _shown(run: Run) -> Run:
    return Run(_SHOWN, run.em, run.strong, run.lang, run.dir, run.isolate, run.href)


def mark_of(span: Span) -> Mark | None:
    """The mark that a code stood for when the file was made; nothing for a break or a code that is not ours."""
    if span.kind in (Kind.BREAK, Kind.FOREIGN):
        return None
    found = blocks_of(f"<p>{span.data[0]}{_SHOWN}{span.data[1]}</p>")
    run = found[0].runs[0] if found and found[0].runs else None
    if run is None:
        return None
    if run.note:
        return Mark(Run("", note=()), note=True)
    return Mark(Run("", run.em, run.strong, run.lang, run.dir, run.isolate, run.href))


def typed_of(words: Sequence[Part], spans: Mapping[str, Span]) -> str:
    """The words as they stand in a field, with the signs of its row."""
    out: list[tuple[str, bool]] = []
    for part in words:
        if isinstance(part, str):
            out.append((escaped(_WRAPPED.sub(" ", part)), False))
            continue
        span = spans.get(part.id)
        if span is None or span.kind is Kind.FOREIGN:
            continue
        if span.kind is Kind.BREAK:
            out.append(("\n\n" if span.data == PARAGRAPH.data else "\n", False))
        else:
            out.append((span.shows[part.end is End.CLOSE], True))
    for here, (text, sign) in enumerate(out):  # what stands before a sign is not its escape
        if not sign and here + 1 < len(out) and out[here + 1][1]:
            out[here] = text + "\\" * (len(text) - len(text.rstrip("\\"))), False
    return "".join(text for text, _ in out)


def foreign(words: Sequence[Part], spans: Mapping[str, Span]) -> list[str]:
    """The codes of a file that this desk did not make, by id."""
    codes = [part.id for part in words if isinstance(part, Code)]
    return list(dict.fromkeys(name for name in codes if name not in spans or spans[name].kind is Kind.FOREIGN))


def marks_of(spans: Mapping[str, Span]) -> tuple[Mark, ...]:
    """The marks of a unit's codes by their signs, ① first; a gap is plain words."""
    found = {OPEN.index(span.shows[0]): mark for span in spans.values()
             if span.shows[0] and span.shows[0] in OPEN and (mark := mark_of(span))}  # fmt: skip
    return tuple(found.get(place, Mark(Run(""))) for place in range(max(found, default=-1) + 1))


def blocks(words: Sequence[Part], spans: Mapping[str, Span]) -> tuple[Block, ...]:
    """A unit's source as the paragraphs it was, whose shape a file does not tell."""
    typed = typed_of(words, spans)
    marks = marks_of(spans)
    return tuple(Block("p", runs) for part in typed.split("\n\n") if (runs := runs_of(part, marks, "")[0]))
