"""Step 4 of reading an OpenDocument text: its body -> blocks of runs, changes accepted and listed. It opens no part."""

import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from journal_app.documents.docx_body import joined, known
from journal_app.documents.model import Block, Comment, Fate, Kind, Run
from journal_app.documents.names import child, get, tag
from journal_app.documents.odf import SCRIPTS, OdfStyles, words
from journal_app.documents.tally import Tally

_BOLD = {"bold", "600", "700", "800", "900"}
_ITALIC = {"italic", "oblique"}
_NO_WORDS = {
    "text:sequence-decls", "text:variable-decls", "text:user-field-decls", "text:soft-page-break",
    "text:table-of-content-source", "text:alphabetical-index-source", "text:bibliography-source",
    "text:illustration-index-source", "text:table-index-source", "text:object-index-source", "text:user-index-source",
    "text:dde-connection-decls", "table:table-column", "table:table-columns", "text:note-citation",
    "office:event-listeners",
}  # fmt: skip
_FIELDS = {
    "text:date", "text:time", "text:page-number", "text:page-count", "text:author-name", "text:author-initials",
    "text:chapter", "text:file-name", "text:title", "text:subject", "text:sequence", "text:variable-set",
    "text:variable-get", "text:user-field-get", "text:placeholder", "text:conditional-text",
    "text:bookmark-ref", "text:reference-ref", "text:note-ref", "text:sequence-ref", "text:expression",
    "text:drop-down", "text:text-input", "text:user-defined", "text:creator", "text:initial-creator", "text:keywords",
    "text:description", "text:creation-date", "text:creation-time", "text:modification-date", "text:word-count",
    "text:character-count", "text:paragraph-count", "text:template-name", "text:sheet-name", "text:measure",
    "text:database-display", "text:database-name", "text:page-continuation",
}  # fmt: skip
_LOOKS = {
    "style:text-line-through-style": "struck text", "style:text-underline-style": "underlined text",
    "style:text-position": "raised text",
}  # fmt: skip
_ASKED = ("form:1.0}label", "form:1.0}value", "form:1.0}current-value")
_SPACES = 200  # of one text:s: more is a trick, not a text
_DEEPEST = 200  # frames in frames in lists: an honest text has a few


@dataclass(slots=True)
class Look:
    """What holds where the walk stands: styles from inside out, a link, inside an insertion."""

    styles: tuple[tuple[str, str], ...] = ()
    href: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph while it is read; frames that hang on it are read after it."""

    style: str = ""
    runs: list[Run] = field(default_factory=list)
    frames: list[etree._Element] = field(default_factory=list)

    @property
    def length(self) -> int:
        return sum(1 if run.br else len(run.text) for run in self.runs)


@dataclass(slots=True)
class OdtBody:
    """The walk through one body. `picture` takes a picture found: its address, description and block."""

    styles: OdfStyles
    tally: Tally
    picture: Callable[[str, str, int], None]
    blocks: list[Block] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    comments: list[Comment] = field(default_factory=list)
    _remarks: dict[str, tuple[str, tuple[int, int]]] = field(default_factory=dict)  # open: name -> text, start
    _inserted: dict[str, list[str]] = field(default_factory=dict)  # open insertions and their words
    _lists: dict[str, int] = field(default_factory=dict)  # numbers reached, of each list style and level
    _paragraph: Paragraph | None = None
    _depth: int = 0

    def walk(self, container: etree._Element, item: tuple[int, str] = (0, "")) -> None:
        """Everything in a container of paragraphs, lists, tables and sections; `item`: level and style of its list."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RecursionError
        for element in container:
            self._one(element, tag(element), item)
        self._depth -= 1

    def _one(self, element: etree._Element, name: str, item: tuple[int, str]) -> None:
        if name in ("text:p", "text:h"):
            self._whole_paragraph(element, name, item)
        elif name == "text:list":
            self._list(element, (item[0] + 1, get(element, "text:style-name") or item[1]))
        elif name == "table:table":
            self.tally.add("table", "", Fate.AS_TEXT)
            self.walk(element)
        elif name == "text:tracked-changes":
            self._changes(element)
        elif name.startswith("draw:"):
            self._frame(element)
        elif name in ("text:change", "text:change-start", "text:change-end"):
            self._change(element, name)
        elif name == "office:forms":
            self._forms(element)
        elif name not in _NO_WORDS:
            if get(element, "text:display") == "none":
                self.tally.add("hidden text", words(element), Fate.AS_TEXT)
            self.walk(element, item)

    def _list(self, element: etree._Element, item: tuple[int, str]) -> None:
        if get(element, "text:continue-numbering") != "true" and item[0] == 1:
            self._lists = {key: count for key, count in self._lists.items() if not key.startswith(f"{item[1]}/")}
        self.walk(element, item)
        below = max(item[0], 2)  # what is below an item begins anew below the next
        for key in [key for key in self._lists if key.startswith(f"{item[1]}/") and int(key.rsplit("/")[-1]) >= below]:
            del self._lists[key]

    def _changes(self, element: etree._Element) -> None:
        """What was deleted stands here, out of the text; a paragraph's end is a sign of its own."""
        for region in element:
            if (gone := child(region, "text:deletion")) is not None:
                lines = [words(one) for one in gone if tag(one) != "office:change-info"]
                self.tally.add("deletion", "¶".join(lines), Fate.REMOVED)
            elif child(region, "text:format-change") is not None:
                self.tally.add("format change", "", Fate.ACCEPTED)

    def _change(self, element: etree._Element, name: str) -> None:
        mark = get(element, "text:change-id")
        if name == "text:change-start":
            self._inserted[mark] = []
        elif name == "text:change-end" and mark in self._inserted:
            self.tally.add("insertion", "".join(self._inserted.pop(mark)), Fate.ACCEPTED)

    def _forms(self, element: etree._Element) -> None:
        """What was written into a form, and what it asked; its buttons and their orders are nobody's words."""
        for one in element.iter():
            told = (str(value) for key, value in one.attrib.items() if str(key).endswith(_ASKED))
            if said := " ".join(one for one in told if one):
                self.tally.add("control", said, Fate.LEFT_OUT)

    def _whole_paragraph(self, element: etree._Element, name: str, item: tuple[int, str]) -> None:
        around, style = self._paragraph, get(element, "text:style-name")
        self._paragraph = paragraph = Paragraph(style)
        for inserted in self._inserted.values():
            inserted.append("¶")
        shaped = name == "text:h" or self.styles.heading(style) or self.styles.quoted(style)
        look = Look() if shaped else Look((("paragraph", style),))  # a heading's own bold is nobody's emphasis
        self._inline(element, paragraph, look)
        level = get(element, "text:outline-level") if name == "text:h" else ""
        heading = int(level) if level.isdecimal() and len(level) < 3 else 1 if name == "text:h" else 0
        self._close(paragraph, min(heading or self.styles.heading(style), 9), item)
        self._paragraph = around

    def _inline(self, element: etree._Element, paragraph: Paragraph, look: Look) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RecursionError
        self._say(paragraph, str(element.text or ""), look)
        for one in element:
            self._inside(one, tag(one), paragraph, look)
            self._say(paragraph, str(one.tail or ""), look)
        self._depth -= 1

    def _inside(self, one: etree._Element, name: str, paragraph: Paragraph, look: Look) -> None:
        if name == "text:span":
            self._inline(one, paragraph, replace(look, styles=(("text", get(one, "text:style-name")), *look.styles)))
        elif name == "text:a":
            self._link(one, paragraph, look)
        elif name == "text:s":
            many = get(one, "text:c")
            self._put(paragraph, " " * min(int(many) if many.isdecimal() and len(many) < 6 else 1, _SPACES), look)
        elif name == "text:tab":
            self._put(paragraph, "\t", look)
        elif name == "text:line-break":
            paragraph.runs.append(Run("", br=True))
        elif name == "text:note":
            self._note(one, paragraph)
        elif name in ("office:annotation", "office:annotation-end"):
            self._remark(one, name)
        elif name in ("text:change", "text:change-start", "text:change-end"):
            self._change(one, name)
        elif name.startswith("draw:"):
            paragraph.frames.append(one)
        elif name == "text:script":
            self.tally.add("macro", words(one), Fate.LEFT_OUT)
        elif name in ("text:hidden-text", "text:hidden-paragraph"):
            self._hidden(one)
            self._inline(one, paragraph, look)
        elif name in _FIELDS:
            self.tally.add("field", name.removeprefix("text:"), Fate.AS_TEXT)
            self._inline(one, paragraph, look)
        elif name not in _NO_WORDS:
            self._inline(one, paragraph, look)

    def _hidden(self, one: etree._Element) -> None:
        """A paragraph's sign that it is hidden, or words that stand in the text only where they are shown."""
        around = one.getparent() if tag(one) == "text:hidden-paragraph" else one
        if around is not None and (said := words(around)):
            self.tally.add("hidden text", said, Fate.AS_TEXT)
        elif said := get(one, "text:string-value"):
            self.tally.add("hidden text", said, Fate.LEFT_OUT)

    def _link(self, one: etree._Element, paragraph: Paragraph, look: Look) -> None:
        target = get(one, "xlink:href")
        kept = target if target.startswith(("http://", "https://")) and target.isprintable() else ""
        self.tally.add("link", target, Fate.KEPT if kept else Fate.AS_TEXT)
        self._inline(one, paragraph, replace(look, href=kept or look.href))

    def _note(self, one: etree._Element, paragraph: Paragraph) -> None:
        inside = OdtBody(self.styles, Tally(), self.picture)  # a note is one line of the receipt
        body = child(one, "text:note-body")
        if body is not None:
            inside.walk(body)
        kind = "endnote" if get(one, "text:note-class") == "endnote" else "footnote"
        lines = [[Run("", br=True), *block.runs] for block in inside.blocks]
        if note := joined([run for line in lines for run in line][1:]):
            self.tally.add(kind, "", Fate.KEPT)
            paragraph.runs.append(Run("", note=note, note_kind="endnote" if kind == "endnote" else "footnote"))
        for row in inside.tally.rows():
            if row.kind not in ("paragraph", "list item", "empty paragraph"):
                self.tally.add(row.kind, row.text, row.fate, row.on, row.count)

    def _remark(self, one: etree._Element, name: str) -> None:
        mark = get(one, "office:name")
        if name == "office:annotation-end":
            if mark in self._remarks:
                text, start = self._remarks.pop(mark)
                self._noted(text, start)
            return
        lines = (words(p) for p in one if tag(p) in ("text:p", "text:list"))
        text = self.tally.cleaned("\n".join(line for line in lines if line))
        if mark and any(get(end, "office:name") == mark for end in _ends(one)):
            self._remarks[mark] = text, self._here()
        else:
            self._noted(text, self._here())

    def _noted(self, text: str, start: tuple[int, int]) -> None:
        here = self._here()
        self.comments.append(Comment(text, "", start[0], start[1], here[0], here[1]))

    def _here(self) -> tuple[int, int]:
        return len(self.blocks), self._paragraph.length if self._paragraph else 0

    def _frame(self, element: etree._Element) -> None:
        """A frame: a picture with its description, a box of words, or an object that only has a name."""
        said = child(element, "svg:desc")
        alt = words(said) if said is not None else get(element, "draw:name") and ""
        for one in element:
            name = tag(one)
            if name == "draw:image":
                self.picture(get(one, "xlink:href"), alt, max(len(self.blocks) - 1, 0))
                break  # what follows is the same picture in another form
            if name in ("draw:object", "draw:object-ole"):
                self.tally.add("embedded object", get(one, "xlink:href"), Fate.LEFT_OUT)
            elif name in ("draw:text-box", "text:p", "text:list"):
                self.tally.add("text box", "", Fate.AS_TEXT)
                holder = one if name == "draw:text-box" else element
                self.walk(holder)
                break
            elif name.startswith("draw:"):
                self._frame(one)

    def _say(self, paragraph: Paragraph, text: str, look: Look) -> None:
        """Words with white space as ODF reads it: runs of it are one space, none at a paragraph's beginning."""
        if not text:
            return
        line = " ".join(text.replace("\u00a0", "\ue000").split())
        line = f"{' ' if text[:1].isspace() else ''}{line}{' ' if text[-1:].isspace() and line else ''}"
        last = paragraph.runs[-1] if paragraph.runs else None
        ended = last is None or last.br or last.text[-1:].isspace()
        self._put(paragraph, (line.lstrip(" ") if ended else line).replace("\ue000", "\u00a0"), look)

    def _put(self, paragraph: Paragraph, text: str, look: Look) -> None:
        if text and (kept := self.tally.cleaned(text)):
            paragraph.runs.append(replace(self._marks(kept, look), text=kept))
            for inserted in self._inserted.values():
                inserted.append(kept)

    def _marks(self, text: str, look: Look) -> Run:
        script = SCRIPTS[_family(text)]
        said = self.styles.text
        strong = said(f"{'style' if script else 'fo'}:font-weight{script}", look.styles) in _BOLD
        em = said(f"{'style' if script else 'fo'}:font-style{script}", look.styles) in _ITALIC
        spoken = said(f"{'style' if script else 'fo'}:language{script}", look.styles)
        country = said(f"{'style' if script else 'fo'}:country{script}", look.styles)
        tagged = "" if spoken in ("", "none", "zxx") else f"{spoken}-{country}" if country.isalpha() else spoken
        if said("text:display", look.styles) == "none":
            self.tally.add("hidden text", text, Fate.AS_TEXT)
        for name, kind in _LOOKS.items():
            if text.strip() and (drawn := said(name, look.styles)) and not drawn.startswith(("none", "0")):
                self.tally.add(kind, text, Fate.AS_TEXT)
        return Run("", em, strong, known(tagged.removesuffix("-none")), "", look.href)

    def _close(self, paragraph: Paragraph, heading: int, item: tuple[int, str]) -> None:
        runs = joined(_trimmed(paragraph.runs))
        if any(run.text.strip() or run.note for run in runs):
            self.blocks.append(self._block(paragraph, runs, heading, item))
        else:
            self.tally.add("empty paragraph", "", Fate.CHANGED)
        self._paragraph = None
        for frame in paragraph.frames:
            holder = etree.Element("held")
            holder.append(frame)
            self.walk(holder)

    def _block(self, paragraph: Paragraph, runs: tuple[Run, ...], heading: int, item: tuple[int, str]) -> Block:
        kind: Kind = "h2" if heading else "li" if item[0] else "quote" if self.styles.quoted(paragraph.style) else "p"
        if kind == "h2":
            self.tally.add("heading", f"{heading}", Fate.KEPT if heading == 2 else Fate.CHANGED)
        else:
            self.tally.add({"p": "paragraph", "li": "list item"}.get(kind, "quotation"), "", Fate.KEPT)
        spoken = Counter[str]()
        for run in runs:
            spoken[run.lang] += len(run.text)
        self.languages.update({lang: many for lang, many in spoken.items() if lang})
        main = spoken.most_common(1)[0][0]
        mode = self.styles.paragraph("style:writing-mode", paragraph.style)
        side = "rtl" if mode.startswith("rl") else "ltr" if mode.startswith("lr") else ""
        own = tuple(replace(run, lang="" if run.lang == main else run.lang) for run in runs)
        first = self.styles.numbered.get(item[1], {}).get(item[0]) if kind == "li" else None
        number = 0
        if first is not None:
            key = f"{item[1]}/{item[0]}"
            number = self._lists[key] = self._lists.get(key, first - 1) + 1
        return Block(kind, own, main, side, heading or item[0], first is not None, number)

    def finish(self) -> None:
        """Remarks and insertions that never ended."""
        for text, start in list(self._remarks.values()):
            self._noted(text, start)
        self._remarks.clear()
        for inserted in self._inserted.values():
            self.tally.add("insertion", "".join(inserted), Fate.ACCEPTED)
        self._inserted.clear()


def _family(text: str) -> str:
    """Which of the three families of scripts of the styles the words are of: by their first letter."""
    for letter in text[:80]:
        if letter.isalpha():
            if unicodedata.bidirectional(letter) in ("R", "AL") or "\u0900" <= letter <= "\u109f":
                return "complex"
            if "\u1780" <= letter <= "\u17ff" or "\u1200" <= letter <= "\u139f":
                return "complex"
            return "asian" if unicodedata.east_asian_width(letter) in ("W", "F") else ""
    return ""


def _ends(one: etree._Element) -> list[etree._Element]:
    root = one.getroottree().getroot()
    return [found for found in root.iter(_END) if found is not one]


_END = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation-end"


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without the white space that ends a paragraph."""
    while runs and not runs[-1].br and not runs[-1].note and not runs[-1].text.rstrip(" "):
        runs = runs[:-1]
    if runs and runs[-1].text:
        runs = [*runs[:-1], replace(runs[-1], text=runs[-1].text.rstrip(" "))]
    return runs
