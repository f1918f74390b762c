"""Step 3 of reading a Word file: its styles and numbering -> what a paragraph or run is. It reads no text."""

import re
from dataclasses import dataclass, field

from lxml import etree

from journal_app.documents.names import child, get, tag
from journal_app.documents.ooxml import switch, whole

_HEADING = re.compile(r"(?:heading|titre|überschrift|título|titolo)\s*([1-9])", re.IGNORECASE)
_TITLES = {"title", "titre", "subtitle", "sous-titre"}
_QUOTES = {"quote", "intense quote", "block text", "citation", "citation intense", "quotations"}
_DEEPEST = 12  # styles based on styles based on styles: a chain may be a ring


@dataclass(slots=True)
class Styles:
    """The style sheet: properties by style, the document's defaults, and levels of lists by number."""

    by_id: dict[str, etree._Element] = field(default_factory=dict)
    defaults: etree._Element | None = None
    normal: str = ""
    levels: dict[str, dict[int, tuple[str, int]]] = field(default_factory=dict)  # numId -> level -> (format, start)

    def chain(self, style: str) -> list[etree._Element]:
        """A style and those that it is based on, nearest first."""
        found: list[etree._Element] = []
        while style in self.by_id and len(found) < _DEEPEST:
            found.append(self.by_id[style])
            style = get(child(found[-1], "w:basedOn"), "w:val")
        return found

    def run_switch(self, name: str, direct: etree._Element | None, styles: tuple[str, ...]) -> bool:
        """Whether a run has a property: said by itself, else by its own style, else by its paragraph's."""
        said = switch(direct, name)
        for style in styles:
            for one in self.chain(style) if said is None else ():
                said = switch(child(one, "w:rPr"), name) if said is None else said
        return bool(said)

    def language(self, name: str, direct: etree._Element | None, styles: tuple[str, ...]) -> str:
        """The language of a run; `name` is w:val, or w:bidi for complex scripts."""
        places = [direct, *(child(one, "w:rPr") for style in styles for one in self.chain(style)), self.defaults]
        return next((found for place in places if (found := get(child(place, "w:lang"), name))), "")

    def paragraph_property(self, name: str, direct: etree._Element | None, style: str) -> etree._Element | None:
        """A paragraph's property, its own or its style's."""
        places = [direct, *(child(one, "w:pPr") for one in self.chain(style or self.normal))]
        return next((found for place in places if (found := child(place, name)) is not None), None)

    def heading(self, direct: etree._Element | None, style: str) -> int:
        """The level of a heading from 1 to 9; 0 for what is none."""
        for one in self.chain(style):
            name = get(child(one, "w:name"), "w:val").strip().lower()
            if match := _HEADING.fullmatch(name):
                return int(match[1])
            if name in _TITLES:
                return 1
        level = whole(get(self.paragraph_property("w:outlineLvl", direct, style), "w:val"), 9)
        return level + 1 if 0 <= level < 9 else 0

    def quoted(self, style: str) -> bool:
        return any(get(child(one, "w:name"), "w:val").strip().lower() in _QUOTES for one in self.chain(style))


def read_styles(sheet: etree._Element | None, numbering: etree._Element | None) -> Styles:
    """styles.xml and numbering.xml, either of which may be missing."""
    styles = Styles()
    for one in sheet if sheet is not None else ():
        if tag(one) == "w:style":
            styles.by_id.setdefault(get(one, "w:styleId"), one)
            if get(one, "w:default") in ("1", "true") and get(one, "w:type") == "paragraph":
                styles.normal = get(one, "w:styleId")
        elif tag(one) == "w:docDefaults":
            styles.defaults = child(child(one, "w:rPrDefault"), "w:rPr")
    _number(styles, numbering)
    return styles


def _number(styles: Styles, numbering: etree._Element | None) -> None:
    abstract: dict[str, dict[int, tuple[str, int]]] = {}
    for one in numbering if numbering is not None else ():
        if tag(one) == "w:abstractNum":
            abstract[get(one, "w:abstractNumId")] = _levels(one)
    for one in numbering if numbering is not None else ():
        if tag(one) == "w:num":
            levels = dict(abstract.get(get(child(one, "w:abstractNumId"), "w:val"), {}))
            for over in one:
                start = child(over, "w:startOverride")
                level = whole(get(over, "w:ilvl"))
                if tag(over) == "w:lvlOverride" and start is not None:
                    levels[level] = (levels.get(level, ("decimal", 1))[0], whole(get(start, "w:val"), 1))
            styles.levels[get(one, "w:numId")] = levels


def _levels(one: etree._Element) -> dict[int, tuple[str, int]]:
    return {
        whole(get(level, "w:ilvl")): (
            get(child(level, "w:numFmt"), "w:val") or "decimal",
            whole(get(child(level, "w:start"), "w:val"), 1),
        )
        for level in one
        if tag(level) == "w:lvl"
    }
