"""TMX 1.4b, writing: pairs of segments -> a memory for any translation tool. It says nothing of who wrote what.

Codes are bpt and ept, numbered anew in each segment (`i`), the same on both sides by `x`; an end whose other end is not
there is it; a single one is ph. Inside stands the markup that they are on the desk.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree

from journal_app.bitext.model import Code, End, Kind, Span, Words
from journal_app.bitext.tmx.read import PERSONAL, TYPES, Segment
from journal_app.bitext.xliff12.grammar import XML
from journal_app.bitext.xml_words import clean, say

TOOL = "Journal des Jungles"


def write(segments: Iterable[Segment], source_language: str, kind: str = "paragraph") -> bytes:
    """The memory, UTF-8. `kind`: what a segment is, "block", "paragraph", "sentence" or "phrase"."""
    out = BytesIO()
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("tmx", version="1.4"):
            file.write("\n")
            file.write(etree.Element("header", {
                "creationtool": TOOL, "creationtoolversion": "1", "segtype": kind, "o-tmf": TOOL, "adminlang": "en",
                "srclang": source_language, "datatype": "xml"}))  # fmt: skip
            file.write("\n")
            with file.element("body"):
                file.write("\n")
                for one in segments:
                    file.write(_unit(one, source_language))
                    file.write("\n")
            file.write("\n")
    return out.getvalue() + b"\n"


def _unit(one: Segment, source_language: str) -> etree._Element:
    unit = etree.Element("tu")
    told = {"tuid": one.tuid, "creationdate": stamp(one.created), "changedate": stamp(one.changed),
            "srclang": one.source_language if one.source_language != source_language else ""}  # fmt: skip
    for name, value in told.items():
        if value:
            unit.set(name, clean(value))
    if one.note:
        etree.SubElement(unit, "note").text = clean(one.note)
    for name, value in one.props:
        if not PERSONAL.search(name):
            etree.SubElement(unit, "prop", type=clean(name)).text = clean(value)
    numbers = _numbers(one)
    for language, words in ((one.source_language, one.source), (one.target_language, one.target)):
        side = etree.SubElement(unit, "tuv")
        side.set(f"{{{XML}}}lang", clean(language))
        _text(etree.SubElement(side, "seg"), words, one.spans, numbers)
    return unit


def stamp(moment: datetime | None) -> str:
    """A moment as TMX has it; one without a zone is taken as UTC."""
    if moment is None:
        return ""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y%m%dT%H%M%SZ")


def _numbers(one: Segment) -> dict[str, str]:
    """A number for each code, its own where it is one: `x` is a number (TMX 1.4b, 3.1)."""
    parts = (*one.source, *one.target)
    codes = list(dict.fromkeys(part.id for part in parts if isinstance(part, Code)))
    numbers = {mark: mark for mark in codes if re.fullmatch("[1-9][0-9]{0,8}", mark)}
    free = (str(number) for number in range(1, 2 * len(codes) + 2) if str(number) not in numbers)
    return {mark: numbers.get(mark) or next(free) for mark in codes}


def _text(seg: etree._Element, words: Words, spans: Mapping[str, Span], numbers: Mapping[str, str]) -> None:
    pairs = _pairs(words)
    for place, part in enumerate(words):
        if isinstance(part, str):
            say(seg, part)
            continue
        span = spans.get(part.id, Span(Kind.FOREIGN))
        number = numbers[part.id]
        if part.end is End.ALONE:
            made = etree.SubElement(seg, "ph", x=number)
        elif place not in pairs:
            made = etree.SubElement(seg, "it", pos="end" if part.end is End.CLOSE else "begin", x=number)
        elif part.end is End.OPEN:
            made = etree.SubElement(seg, "bpt", i=str(pairs[place]), x=number)
        else:
            made = etree.SubElement(seg, "ept", i=str(pairs[place]))
        if made.tag != "ept" and span.kind in TYPES:
            made.set("type", TYPES[span.kind])
        if held := span.data[part.end is End.CLOSE]:
            made.text = clean(held)


def _pairs(words: Words) -> dict[int, int]:
    """The places of both ends of each pair -> the pair's number in this text, from 1."""
    found: dict[int, int] = {}
    begun: dict[str, list[int]] = {}
    for place, part in enumerate(words):
        if isinstance(part, str) or part.end is End.ALONE:
            continue
        if part.end is End.OPEN:
            begun.setdefault(part.id, []).append(place)
        elif begun.get(part.id):
            found[place] = found[begun[part.id].pop()] = len(found) // 2 + 1
    return found
