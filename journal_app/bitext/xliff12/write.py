"""XLIFF 1.2, writing: a bitext -> a file that any translation tool opens, one <file> an article. It decides nothing.

What the standard has no place for stands in a namespace of ours, where it lets others in: hashes, what a code is on the
desk, terms. Pairs are <g>, as all tools keep those whole; what crosses another pair is <bx/> and <ex/>. A term is a
note from "glossary", which every tool shows; as <mrk> in the words it would be one more tag to be kept in the target.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import etree

from journal_app.bitext.model import Article, Bitext, Code, End, Kind, Match, Note, Span, State, Term, Unit, Words
from journal_app.bitext.xliff12.grammar import OURS, SPACE, XML
from journal_app.bitext.xml_words import clean, say

# state and state-qualifier. A row that somebody said is not right was rejected; the words a memory or a machine put
# there are to be reviewed, and the qualifier says where they are from.
STATES = {
    State.INITIAL: ("new", ""), State.MEMORY: ("needs-review-translation", "fuzzy-match"),
    State.MACHINE: ("needs-review-translation", "mt-suggestion"), State.IN_PROGRESS: ("needs-translation", ""),
    State.NEEDS_WORK: ("needs-translation", "rejected-inaccurate"), State.TRANSLATED: ("translated", ""),
    State.REVIEWED: ("signed-off", ""), State.FINAL: ("final", ""),
}  # fmt: skip
TYPES = {Kind.EMPHASIS: "italic", Kind.STRONG: "bold", Kind.LINK: "link", Kind.NOTE: "x-note", Kind.OTHER: "x-bdi",
         Kind.BREAK: "lb"}  # fmt: skip
GLOSSARY = "glossary"
_X = f"{{{SPACE}}}"
_O = f"{{{OURS}}}"
_HOLDERS = tuple(f"{_X}{name}" for name in ("file", "header", "body", "trans-unit", "alt-trans"))


def write(bitext: Bitext, *, copied: bool = False) -> bytes:
    """The file, UTF-8. Its version is 1.2, whatever the bitext was read from.

    `copied`: where there is no target, the source stands in it, as new: OmegaT up to 5.4 shows nothing else.
    """
    root = etree.Element(f"{_X}xliff", nsmap={None: SPACE, "jdj": OURS}, version="1.2")
    for article in bitext.articles:
        units = tuple(replace(unit, target=unit.source) if copied and unit.target is None else unit
                      for unit in article.units)  # fmt: skip
        _file(root, replace(article, units=units))
    _lines(root)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"


def _lines(root: etree._Element) -> None:
    """A line for each element but those in texts: a problem names the line, and people read the file."""
    for holder in (root, *root.iter(*_HOLDERS)):
        if len(holder):
            holder.text = "\n"
        for one in holder:
            one.tail = "\n"


def _child(parent: etree._Element, name: str, text: str = "", **said: str) -> etree._Element:
    made = etree.SubElement(parent, name)
    for key, value in said.items():
        if value:
            made.set(key.replace("_", "-"), clean(value))
    if text:
        made.text = clean(text)
    return made


def _ours(element: etree._Element, said: Mapping[str, str]) -> None:
    """Attributes of our namespace; what is empty is not said."""
    for key, value in said.items():
        if value:
            element.set(f"{_O}{key}", clean(value))


def _file(root: etree._Element, article: Article) -> None:
    file = etree.SubElement(root, f"{_X}file")
    for key, value in (("original", article.original), ("source-language", article.source),
                       ("target-language", article.target), ("datatype", "xml")):  # fmt: skip
        file.set(key, clean(value))
    limit = "" if article.limit is None else str(article.limit)
    _ours(file, {"id": article.id, "title": article.title, "limit": limit})
    if article.notes:
        header = etree.SubElement(file, f"{_X}header")
        for one in article.notes:
            _note(header, one)
    body = etree.SubElement(file, f"{_X}body")
    for unit in article.units:
        _unit(body, unit, article)


def _unit(body: etree._Element, unit: Unit, article: Article) -> None:
    made = etree.SubElement(body, f"{_X}trans-unit")
    made.set("id", clean(unit.id))
    if unit.key:
        made.set("resname", clean(unit.key))
    made.set(f"{{{XML}}}space", "preserve")
    if unit.limit is not None:
        made.set("maxwidth", str(unit.limit))
        made.set("size-unit", "char")
    if unit.state in (State.REVIEWED, State.FINAL) and unit.target is not None:
        made.set("approved", "yes")
    _ours(made, {"source-hash": unit.source_hash, "target-hash": unit.target_hash})
    _text(made, "source", article.source, unit.source, unit.spans)
    if unit.target is not None:
        target = _text(made, "target", article.target, unit.target, unit.spans)
        state, qualifier = STATES[unit.state]
        target.set("state", state)
        if qualifier:
            target.set("state-qualifier", qualifier)
    elif unit.state is not State.INITIAL:
        _ours(made, {"state": unit.state.value})
    for note in unit.notes:
        _note(made, note)
    for term in unit.terms:
        _child(made, f"{_X}note", told(term), annotates="source").set("from", GLOSSARY)
    for match in unit.matches:
        _match(made, match, article)
    for term in unit.terms:
        _term(made, term)


def _note(parent: etree._Element, note: Note) -> None:
    made = _child(parent, f"{_X}note", note.text, annotates=note.about)
    if note.by:
        made.set("from", clean(note.by))


def _match(parent: etree._Element, match: Match, article: Article) -> None:
    made = etree.SubElement(parent, f"{_X}alt-trans")
    made.set("match-quality", str(match.percent))
    if match.origin:
        made.set("origin", clean(match.origin))
    made.set(f"{{{XML}}}space", "preserve")
    for name, language, words in (("source", article.source, match.source), ("target", article.target, match.target)):
        text = _child(made, f"{_X}{name}", words)
        text.set(f"{{{XML}}}lang", clean(language))


def told(term: Term) -> str:
    """A term as people read it: `file → طابور (preferred), صف (forbidden): people waiting`."""
    targets = ", ".join(f"{word} ({status})" for word, status in term.targets)
    return term.source + (f" → {targets}" if targets else "") + (f": {term.definition}" if term.definition else "")


def _term(parent: etree._Element, term: Term) -> None:
    """A term to be read again, in attributes alone: OmegaT wants all words translated in what it does not know."""
    made = etree.SubElement(parent, f"{_O}term", source=clean(term.source))
    for word, status in term.targets:
        etree.SubElement(made, f"{_O}target", word=clean(word), status=clean(status))
    if term.definition:
        made.set("definition", clean(term.definition))


# --- words and codes -------------------------------------------------------------------------------------------------


def _text(
    parent: etree._Element, name: str, language: str, words: Words, spans: Mapping[str, Span]
) -> etree._Element:
    text = etree.SubElement(parent, f"{_X}{name}")
    text.set(f"{{{XML}}}lang", clean(language))
    whole = _whole(words)
    holders = [text]
    for place, part in enumerate(words):
        here = holders[-1]
        if isinstance(part, str):
            say(here, part)
        elif part.end is End.ALONE:
            _code(here, "x", part, spans)
        elif place not in whole:  # crosses another, or its other end is not here
            _code(here, "bx" if part.end is End.OPEN else "ex", part, spans)
        elif part.end is End.OPEN:
            holders.append(_code(here, "g", part, spans))
        else:
            holders.pop()
    return text


def _whole(words: Sequence[str | Code]) -> set[int]:
    """The places of the ends of pairs that stand in one another rightly."""
    found: set[int] = set()
    begun: list[tuple[int, str]] = []
    for place, part in enumerate(words):
        if isinstance(part, str) or part.end is End.ALONE:
            continue
        if part.end is End.OPEN:
            begun.append((place, part.id))
        elif begun and begun[-1][1] == part.id:
            found |= {begun.pop()[0], place}
        elif any(mark == part.id for _, mark in begun):  # what it crosses is left as single ends
            while begun[-1][1] != part.id:
                begun.pop()
            begun.pop()
    return found


def _code(holder: etree._Element, name: str, part: Code, spans: Mapping[str, Span]) -> etree._Element:
    made = etree.SubElement(holder, f"{_X}{name}")
    made.set("id", clean(part.id))
    span = spans.get(part.id)
    if span is None:
        return made
    single, kind = name == "x", TYPES.get(span.kind, "")
    if kind and name != "ex":
        named = kind.startswith("x-") or single is (span.kind is Kind.BREAK)
        made.set("ctype", kind if named else f"x-{kind}")
    _ours(made, {"shows": span.shows[0], "shows-end": span.shows[1], "data": span.data[0], "data-end": span.data[1],
                 "href": span.href, "must": "yes" if span.must else ""})  # fmt: skip
    return made
