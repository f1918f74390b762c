"""Step 3 of reading an OpenDocument text: its styles and lists -> what a run or paragraph is.

Attributes and elements as in OpenDocument 1.3, part 3 (OASIS). It reads no text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from journal_app.documents.names import child, get, tag

_DEEPEST = 12  # styles based on styles based on styles: a chain may be a ring
_MOST_ANSWERS = 20_000  # a text has some hundred styles; one made to fill the memory has no more answers kept
_QUOTES = {"quotations", "quote", "block_20_quotation", "citation"}
SCRIPTS = {"": "", "asian": "-asian", "complex": "-complex"}  # how the three families of scripts end an attribute


def words(element: etree._Element) -> str:
    """All words in an element, whatever became of them: for the receipt."""
    return "".join(str(text) for text in element.itertext())


@dataclass(slots=True)
class OdfStyles:
    """The styles of both parts by name, what holds where nothing is said, and which levels of a list are numbered."""

    by_name: dict[tuple[str, str], etree._Element] = field(default_factory=dict)  # (family, name)
    defaults: dict[str, etree._Element] = field(default_factory=dict)
    numbered: dict[str, dict[int, int]] = field(default_factory=dict)  # list style -> level -> first number
    _answers: dict[tuple[str, str, tuple[tuple[str, str], ...]], str] = field(default_factory=dict)

    def chain(self, family: str, name: str) -> list[etree._Element]:
        """A style and those that it is based on, nearest first."""
        found: list[etree._Element] = []
        while (family, name) in self.by_name and len(found) < _DEEPEST:
            found.append(self.by_name[family, name])
            name = get(found[-1], "style:parent-style-name")
        return found

    def text(self, name: str, looks: tuple[tuple[str, str], ...]) -> str:
        """A property of words: of the nearest of `looks` ((family, style) from inside out) that says it."""
        return self._said("style:text-properties", name, looks)

    def paragraph(self, name: str, style: str) -> str:
        """A property of a paragraph."""
        return self._said("style:paragraph-properties", name, (("paragraph", style),))

    def _said(self, part: str, name: str, looks: tuple[tuple[str, str], ...]) -> str:
        asked = part, name, looks
        if asked not in self._answers and len(self._answers) < _MOST_ANSWERS:
            self._answers[asked] = self._found(*asked)
        return self._answers[asked] if asked in self._answers else self._found(*asked)

    def _found(self, part: str, name: str, looks: tuple[tuple[str, str], ...]) -> str:
        styles = [one for family, style in looks for one in self.chain(family, style)]
        places = [*styles, *(one for one in [self.defaults.get("paragraph")] if one is not None)]
        return next((said for place in places if (said := get(child(place, part), name))), "")

    def quoted(self, style: str) -> bool:
        return any(get(one, "style:name").lower() in _QUOTES for one in self.chain("paragraph", style))

    def heading(self, style: str) -> int:
        """The level that a paragraph's style gives it; 0 for none."""
        for one in self.chain("paragraph", style):
            if get(one, "style:name") in ("Title", "Subtitle"):
                return 1
            if level := get(one, "style:default-outline-level"):
                return int(level) if level.isdecimal() and len(level) < 3 else 0
        return 0


def read_odf_styles(parts: Iterator[etree._Element | None]) -> OdfStyles:
    """content.xml and styles.xml, in the order in which they count."""
    found = OdfStyles()
    for root in parts:
        for one in root.iter() if root is not None else ():
            name = tag(one)
            if name == "style:style":
                found.by_name.setdefault((get(one, "style:family"), get(one, "style:name")), one)
            elif name == "style:default-style":
                found.defaults.setdefault(get(one, "style:family"), one)
            elif name == "text:list-style":
                found.numbered.setdefault(get(one, "style:name"), _numbered(one))
    return found


def _numbered(style: etree._Element) -> dict[int, int]:
    levels = {}
    for one in style:
        level, start = get(one, "text:level"), get(one, "text:start-value")
        if tag(one) == "text:list-level-style-number" and level.isdecimal() and get(one, "style:num-format"):
            levels[int(level[:2])] = int(start) if start.isdecimal() and len(start) < 6 else 1
    return levels
