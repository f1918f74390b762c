"""Submissions, the reader: HTML from anywhere -> blocks, in time that grows with its length only. It refuses nothing.

What a browser would run or fetch never becomes text or markup here: scripts and styles go with what is in them, other
elements go and their words stay; what went is counted. prepress/fragments.py is the strict reader of what is kept.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from journal_app.prepress.model import Block, Run
from journal_app.prepress.spaces import collapsed, first_strong

DEEPEST = 50  # elements in one another; deeper ones are taken for their words only
HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
ITEMS = frozenset({"li", "dt", "dd"})
LISTS = frozenset({"ul", "ol", "dl", "menu"})
BOXES = frozenset(
    {"p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "figure", "figcaption", "address",
     "pre", "center", "body", "html", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "hr", "form",
     "fieldset", "details", "summary"}
)  # fmt: skip
BLOCKS = HEADS | ITEMS | LISTS | BOXES | {"blockquote"}
EM = frozenset({"em", "i", "cite", "dfn", "var", "u"})
STRONG = frozenset({"strong", "b"})
INLINE = EM | STRONG | {"span", "bdi", "bdo", "q", "a", "font", "small"}
# Elements whose content is never words for a reader.
UNREAD = ("script", "style", "template", "noscript", "iframe", "object", "applet", "svg", "math", "textarea",
          "select", "noembed", "noframes", "audio", "video", "canvas", "xml", "title", "head")  # fmt: skip
KEPT = BLOCKS | INLINE | {"br", "wbr"}

_TOKEN = re.compile(
    r"<[!?][^<>]*+>"
    r"|<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9:-]{0,40}+)(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>"
)
_LOOSE = re.compile(r"<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9:-]{0,40}+)(?P<attributes>[^<>]*+)>")
_ATTRIBUTE = re.compile(r"([A-Za-z][A-Za-z:-]*+)\s*=\s*(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
_ENDLESS = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?")


@dataclass(slots=True)
class Mark:
    """An open element inside a block, and what it gives to the runs in it."""

    tag: str
    em: bool = False
    strong: bool = False
    lang: str = ""
    dir: str = ""
    isolate: bool = False
    href: str = ""


@dataclass(slots=True)
class Box:
    """An open block element, with what it passes on to everything inside."""

    tag: str
    kind: Literal["p", "h2", "li", "quote"] = "p"
    lang: str = ""
    dir: str = ""
    level: int = 0
    marks: int = 0  # how many marks were open when it began
    ordered: bool = False  # of a list
    count: int = 0  # of a list: its items so far
    said: bool = False  # of an item: its words are already a block


@dataclass(slots=True)
class Read:
    """What was read, and the elements that were left out, by name."""

    blocks: list[Block] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)


def read_markup(source: str) -> Read:
    """The blocks of any HTML. Never raises; the result still has to take the normal form."""
    reader = _Reader()
    for token in _tokens(source):
        reader.take(token)
    reader.flush()
    return reader.read


def _tokens(source: str) -> Iterator[str | tuple[str, str, str]]:
    """Words, or (end, tag, attributes). Each search moves on or is not made again: the time is linear."""
    place, never = 0, set[str]()
    words: list[str] = []
    while place < len(source):
        start = source.find("<", place)
        if start < 0:
            break
        words.append(source[place:start])
        if source.startswith("<!--", start):
            end = -1 if "-->" in never else source.find("-->", start)
            never.update({"-->"} if end < 0 else ())
            place = end + 3 if end >= 0 else start + 4
            continue
        found = _TOKEN.match(source, start) or _LOOSE.match(source, start)
        if found is None:
            words.append("<")
            place = start + 1
            continue
        place = found.end()
        tag = (found["tag"] or "").lower()
        if not tag:
            continue
        if "".join(words):
            yield "".join(words)
        words = []
        if tag in UNREAD and not found["end"] and tag not in never:
            yield ("", tag, "")
            closing = re.compile(f"</{tag}\\b[^>]*+>?", re.IGNORECASE).search(source, place)
            never.update({tag} if closing is None else ())
            place = closing.end() if closing else place
        else:
            yield (found["end"], tag, found["attributes"] or "")
    words.append(source[place:])
    if "".join(words):
        yield "".join(words)


class _Reader:
    """Keeps the open boxes and marks; words become runs, the end of a box makes them a block."""

    def __init__(self) -> None:
        self.read = Read()
        self.boxes: list[Box] = []
        self.open_: Counter[str] = Counter()  # open boxes by tag: an end without a beginning is known at once
        self.marks: list[Mark] = []
        self.runs: list[Run] = []
        self.note: list[Run] | None = None
        self.note_marks = 0

    def take(self, token: str | tuple[str, str, str]) -> None:
        if isinstance(token, str):
            return self.add(Run(_words(token)))
        end, tag, attributes = token
        if tag in UNREAD and not end:
            self.read.unread[tag] += 1
        elif tag == "br":
            self.add(Run("", br=True))
        elif tag in BLOCKS:
            self.end_box(tag) if end else self.begin_box(tag, _given(attributes))
        elif tag in INLINE:
            self.end_mark(tag) if end else self.begin_mark(tag, _given(attributes))
        elif not end and tag not in KEPT:
            self.read.left_out[tag] += 1

    # --- words ---------------------------------------------------------------------------------------------------

    def add(self, run: Run) -> None:
        """Words, with what the open marks give them."""
        if self.note is None:
            self.runs.append(self._given(run, 0))
        else:
            self.note.append(self._given(run, self.note_marks))

    def _given(self, run: Run, since: int) -> Run:
        if run.br:
            return run
        marks = self.marks[since:]
        return Run(
            run.text,
            em=any(m.em for m in marks),
            strong=any(m.strong for m in marks),
            lang=next((m.lang for m in reversed(marks) if m.lang), ""),
            dir=next((m.dir for m in reversed(marks) if m.dir), ""),
            isolate=any(m.isolate for m in marks),
            href=next((m.href for m in reversed(marks) if m.href), ""),
        )

    # --- marks ---------------------------------------------------------------------------------------------------

    def begin_mark(self, tag: str, given: dict[str, str]) -> None:
        lang, way = given.get("lang", ""), given.get("dir", "").lower()
        if tag == "small" and self.note is None:
            self.note, self.note_marks = [], len(self.marks)
        mark = Mark(tag, tag in EM, tag in STRONG, lang, way if way in ("ltr", "rtl") else "")
        mark.isolate = tag in ("bdi", "bdo") or way in ("ltr", "rtl", "auto")
        mark.href = given.get("href", "").strip() if tag == "a" else ""
        if tag == "a":
            self.end_mark("a")
        if len(self.marks) < DEEPEST:
            self.marks.append(mark)

    def end_mark(self, tag: str) -> None:
        first = self.boxes[-1].marks if self.boxes else 0
        for place in range(len(self.marks) - 1, first - 1, -1):
            if self.marks[place].tag == tag:
                del self.marks[place]
                if self.note is not None and place <= self.note_marks:
                    self.note_marks = max(self.note_marks - 1, 0)
                    if tag == "small":
                        self.end_note()
                break

    def end_note(self) -> None:
        if self.note is not None:
            runs, self.note = collapsed(self.note), None
            if runs:
                self.runs.append(Run("", note=runs))

    # --- boxes ---------------------------------------------------------------------------------------------------

    def begin_box(self, tag: str, given: dict[str, str]) -> None:
        if self.note is not None:  # paragraphs of a footnote are its lines
            return self.add(Run("", br=True))
        self.flush()
        if self.boxes and self.boxes[-1].tag in ("p", *HEADS):
            self._pop()
        if tag in ITEMS:
            self._end_item()
        if len(self.boxes) >= DEEPEST:
            return
        around = self.boxes[-1] if self.boxes else Box("")
        way = given.get("dir", "").lower()
        box = Box(
            tag, around.kind, given.get("lang", "") or around.lang, way or around.dir, around.level,
            len(self.marks),
        )  # fmt: skip
        if tag in LISTS:
            box.level, box.ordered = around.level + 1, tag == "ol"
        elif tag == "blockquote":
            box.kind = "quote"
        elif tag in ITEMS and around.kind != "quote":
            box.kind, box.level = "li", max(around.level, 1)
        elif tag in HEADS and around.kind == "p":
            box.kind = "h2"
        self.boxes.append(box)
        self.open_[tag] += 1

    def _end_item(self) -> None:
        """A new item ends the one before it in the same list."""
        for place in range(len(self.boxes) - 1, -1, -1):
            if self.boxes[place].tag in LISTS:
                return
            if self.boxes[place].tag in ITEMS:
                while len(self.boxes) > place:
                    self._pop()
                return

    def end_box(self, tag: str) -> None:
        if self.note is not None and self.boxes and self.boxes[-1].tag != tag:
            return
        self.flush()
        if self.open_[tag]:
            while self._pop() != tag:
                pass

    def _pop(self) -> str:
        box = self.boxes.pop()
        self.open_[box.tag] -= 1
        del self.marks[box.marks :]
        return box.tag

    def flush(self) -> None:
        """What was said so far in the innermost box becomes a block."""
        self.end_note()
        runs, self.runs = collapsed(self.runs), []
        if not runs:
            return
        box = self.boxes[-1] if self.boxes else Box("p")
        item = next((one for one in reversed(self.boxes) if one.tag in ITEMS), None) if box.kind == "li" else None
        way = first_strong(runs) if box.dir == "auto" else box.dir
        last = self.read.blocks[-1] if self.read.blocks else None
        if item is not None and item.said and last is not None and last.kind == "li" and last.level == box.level:
            self.read.blocks[-1] = Block("li", (*last.runs, Run("", br=True), *runs), last.lang, last.dir, last.ordered,
                                         last.number, last.level)  # fmt: skip
            return
        number = 0
        if item is not None:
            item.said = True
            around = next((one for one in reversed(self.boxes) if one.tag in LISTS), None)
            if around is not None:
                around.count += 1
                number = around.count if around.ordered else 0
        self.read.blocks.append(
            Block(box.kind, runs, box.lang, way, bool(number), number, box.level if box.kind == "li" else 0)
        )


def _given(attributes: str) -> dict[str, str]:
    """The attributes that may mean something here, unescaped; the first of a name counts."""
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(attributes):
        key = one[1].lower()
        if key in ("lang", "dir", "href") and key not in found:
            found[key] = _words(one[2] or one[3] or one[4] or "").strip()
    return found


def _words(source: str) -> str:
    """Character references as characters; one with endless digits is a character that was lost."""
    return unescape(_ENDLESS.sub("\ufffd", source))
