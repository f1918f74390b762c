"""XLIFF 2, codes on the way out: words -> what stands in `<source>` and `<target>`, valid whatever stands in the words.

A pair that nests is `<pc>`, one that overlaps `<sc>` and `<ec>`, an end without its other end is isolated. An id stands
once a side: one that comes again gets a new one, with the same data.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from journal_app.bitext.model import Code, End, Kind, Span, Unit, Words
from journal_app.bitext.xliff2.grammar import tag
from journal_app.bitext.xliff2.marks import address, type_of
from journal_app.bitext.xliff2.values import token
from journal_app.bitext.xml_words import UNSAID, clean, say


@dataclass(frozen=True, slots=True)
class Tag:
    """An element to be written: its name, its attributes; `</pc>` closes."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()


Piece = str | Tag


@dataclass(slots=True)
class Inline:
    """Both sides of a unit, the data of its codes by text, and codes whose `must` no attribute can say."""

    source: list[Piece] = field(default_factory=list)
    target: list[Piece] | None = None
    data: dict[str, str] = field(default_factory=dict)
    unsaid: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    """One code where it stands: its element's name (`!` isolated), the id it gets, and for an end where it begins."""

    name: str
    code: Code
    id: str = ""
    begins: int = -1
    start: str = ""  # the id of what stands there


def inline(unit: Unit, taken: set[str]) -> Inline:
    """The codes of a unit made ready. `taken`: ids that no code may have."""
    out = Inline()
    sides = [_placed(unit.source), *([_placed(unit.target)] if unit.target is not None else [])]
    used = taken | {place.code.id for side in sides for place in side if place is not None}
    owners: dict[str, str] = {}
    for number, side in enumerate(sides):
        _identify(side, owners if number else {}, used)
        if not number:
            owners = {place.id: _group(place) for place in side if place is not None and place.id}
    there = [{place.id for place in side if place is not None and place.id} for side in sides]
    missing = there[0] - there[1] if len(there) > 1 else set()
    pieces = [
        _pieces(words, side, unit, missing, out)
        for words, side in zip((unit.source, unit.target or ()), sides, strict=False)
    ]
    out.source, out.target = pieces[0], pieces[1] if len(pieces) > 1 else None
    return out


def _placed(words: Words) -> list[_Place | None]:
    """For every part what a code becomes; None for text."""
    out: list[_Place | None] = []
    partners = _partners(words)
    nested = _nested(partners, len(words))
    for at, part in enumerate(words):
        if isinstance(part, str):
            out.append(None)
        elif part.end is End.ALONE:
            out.append(_Place("ph", part))
        elif at not in partners:
            out.append(_Place("sc!" if part.end is End.OPEN else "ec!", part))
        elif at in nested:
            out.append(_Place("pc" if part.end is End.OPEN else "/pc", part))
        else:
            out.append(_Place("sc" if part.end is End.OPEN else "ec", part))
    for at, place in enumerate(out):
        if place is not None and partners.get(at, at) < at:
            place.begins = partners[at]
    return out


def _partners(words: Words) -> dict[int, int]:
    """The places of both ends of each pair, each to the other."""
    opened: dict[str, list[int]] = {}
    out: dict[int, int] = {}
    for at, part in enumerate(words):
        if isinstance(part, str) or part.end is End.ALONE:
            continue
        if part.end is End.OPEN:
            opened.setdefault(part.id, []).append(at)
        elif opened.get(part.id):
            first = opened[part.id].pop()
            out[first], out[at] = at, first
    return out


def _nested(partners: dict[int, int], length: int) -> set[int]:
    """The places of pairs that overlap no other."""
    out: set[int] = set()
    stack: list[int] = []
    for at in range(length):
        other = partners.get(at, -1)
        if other > at:
            stack.append(at)
        elif other >= 0 and stack and stack[-1] == other:
            out |= {at, stack.pop()}
        elif other >= 0:
            stack.remove(other)
    return out


def _group(place: _Place) -> str:
    return "alone" if place.name == "ph" else "span"


def _identify(side: Sequence[_Place | None], owners: dict[str, str], used: set[str]) -> None:
    """Give every code its id on this side, and every end its start's."""
    here: set[str] = set()
    for place in side:
        if place is None or place.begins >= 0:
            continue
        wanted = place.code.id
        fits = token(wanted) and wanted == wanted.strip() and wanted not in here
        place.id = wanted if fits and owners.get(wanted, _group(place)) == _group(place) else _fresh(wanted, used)
        here.add(place.id)
    for place in side:
        begun = side[place.begins] if place is not None and place.begins >= 0 else None
        if place is not None and begun is not None:
            place.start = begun.id


def _fresh(wanted: str, used: set[str]) -> str:
    stem = wanted if token(wanted) and wanted == wanted.strip() else "c"
    number = 2
    while f"{stem}-{number}" in used:
        number += 1
    used.add(f"{stem}-{number}")
    return f"{stem}-{number}"


def _pieces(words: Words, side: Sequence[_Place | None], unit: Unit, missing: set[str], out: Inline) -> list[Piece]:
    pieces: list[Piece] = []
    for part, place in zip(words, side, strict=True):
        if place is None:
            pieces.append(str(part))
        elif place.name == "/pc":
            pieces.append(Tag("/pc"))
        else:
            span = unit.spans.get(place.code.id, Span(Kind.FOREIGN))
            identity = place.id or place.start
            must = span.must and identity not in missing
            if span.must and not must and identity not in out.unsaid:
                out.unsaid.append(identity)
            pieces.append(Tag(place.name.rstrip("!"), tuple(_attributes(place, span, must, out.data))))
    return pieces


def _attributes(place: _Place, span: Span, must: bool, data: dict[str, str]) -> Iterable[tuple[str, str]]:
    name, isolated = place.name.rstrip("!"), place.name.endswith("!")
    if name == "ec" and not isolated:
        yield "startRef", place.start
    else:
        yield "id", place.id
    if isolated:
        yield "isolated", "yes"
    kind, sub = type_of(span.kind)
    yield "type", kind
    yield "subType", sub
    yield "canDelete", "no" if must else ""
    ends = {"pc": (0, 1), "ec": (1,)}.get(name, (0,))
    for end in ends:
        suffix = ("Start", "End")[end] if name == "pc" else ""
        if any(span.data):
            yield f"dataRef{suffix}", data.setdefault(span.data[end], f"d{len(data) + 1}")
        yield f"disp{suffix}", span.shows[end]
    if span.href and (name != "ec" or isolated):  # a preview shows a link, and we read its address there again
        yield "fs:fs", "a"
        yield "fs:subFs", address(span.href)


def ink(element: etree._Element, pieces: Iterable[Piece], core: str) -> None:
    """Put words into an element: text, codes, and `<cp>` for what XML cannot hold."""
    holder = element
    for piece in pieces:
        if isinstance(piece, str):
            _text(holder, piece, core)
        elif piece.name == "/pc":
            holder = holder.getparent()
        else:
            made = etree.SubElement(holder, tag(piece.name, core))
            for name, value in piece.attributes:
                if value:
                    made.set(tag(name, core) if ":" in name else name, clean(value))
            if piece.name == "pc":
                holder = made


def _text(holder: etree._Element, text: str, core: str) -> None:
    start = 0
    for found in UNSAID.finditer(text):
        say(holder, text[start : found.start()])
        etree.SubElement(holder, tag("cp", core)).set("hex", f"{ord(found[0]):04X}")
        start = found.end()
    say(holder, text[start:])
