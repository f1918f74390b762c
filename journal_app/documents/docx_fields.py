"""Step 4 of reading a Word file, its fields: a result stays as words, a link stays a link. It reckons nothing.

A field is an instruction and its last result, between three marks that may stand in different paragraphs
(ECMA-376 part 1, 17.16).
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from journal_app.documents.model import Fate
from journal_app.documents.names import child, get, tag
from journal_app.documents.ooxml import whole
from journal_app.documents.tally import Tally

_LINK = re.compile(r'\s*HYPERLINK\s+"(https?://[^"\s]+)"')


@dataclass(slots=True)
class Field:
    """A field that has begun: its instruction so far, and where it leads once its result has begun."""

    instruction: str = ""
    chosen: str = ""  # of a list to choose from
    shown: bool = False
    href: str = ""


@dataclass(slots=True)
class Fields:
    """The fields that are open where the walk stands, the outermost first."""

    open: list[Field] = field(default_factory=list)

    @property
    def href(self) -> str:
        """Where the innermost link that shows its words leads; empty outside any."""
        return next((one.href for one in reversed(self.open) if one.href), "")

    def say(self, instruction: str) -> None:
        """More of the innermost field's instruction; one outside any field begins one."""
        self.open = self.open or [Field()]
        self.open[-1].instruction += instruction

    def turn(self, mark: etree._Element, tally: Tally) -> str:
        """A field begins, shows its result or ends; the words to add, of a list the one chosen."""
        kind = get(mark, "w:fldCharType")
        if kind == "begin":
            self.open.append(Field(chosen=_chosen(mark)))
        elif self.open and kind == "separate":
            self.open[-1].shown = True
            self.open[-1].href = told(self.open[-1].instruction, tally)
        elif self.open and kind == "end":
            ended = self.open.pop()
            if not ended.shown:
                tally.add("field", ended.instruction, Fate.AS_TEXT if ended.chosen else Fate.LEFT_OUT)
                return ended.chosen
        return ""

    def finish(self, tally: Tally) -> None:
        """Fields that never end, as a cut file has them."""
        for one in self.open:
            if not one.shown:
                tally.add("field", one.instruction, Fate.LEFT_OUT)
        self.open.clear()


def told(instruction: str, tally: Tally) -> str:
    """The address of a field that is a link, else empty; either way a line of the receipt."""
    found = _LINK.match(instruction)
    if found and found[1].isprintable():
        tally.add("link", found[1], Fate.KEPT)
        return found[1]
    tally.add("field", instruction, Fate.AS_TEXT)
    return ""


def _chosen(mark: etree._Element) -> str:
    choices = child(child(mark, "w:ffData"), "w:ddList")
    entries = [get(one, "w:val") for one in (choices if choices is not None else ()) if tag(one) == "w:listEntry"]
    place = whole(get(child(choices, "w:result"), "w:val"))
    return entries[place] if 0 <= place < len(entries) else ""
