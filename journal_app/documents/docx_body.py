"""Step 4 of reading a Word file: its body -> blocks of runs, changes accepted and listed. It opens no part itself."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from journal_app.documents.docx_fields import Fields, told
from journal_app.documents.docx_parts import branch_of, described, held, is_rtl, words
from journal_app.documents.docx_styles import Styles
from journal_app.documents.model import Block, Comment, Fate, Kind, Run
from journal_app.documents.names import child, get, tag
from journal_app.documents.ooxml import switch, whole
from journal_app.documents.tally import Tally
from journal_app.languages import language

_INTO = {
    "w:sdt", "w:sdtContent", "w:smartTag", "w:customXml", "w:hyperlink", "w:fldSimple", "w:ins", "w:moveTo", "w:ruby",
    "w:rt", "w:rubyBase", "w:dir", "w:bdo", "w:subDoc",
}  # fmt: skip
_GONE = {"w:del": "deletion", "w:moveFrom": "move"}
_COME = {"w:ins": "insertion", "w:moveTo": "move"}
_BREAKS = {"w:br", "w:cr"}
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad"}
_PROPERTIES = {"w:pPr", "w:rPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sdtPr", "w:sdtEndPr", "w:rubyPr"}
_NAMED = {"w:object": "embedded object", "c:chart": "chart", "dgm:relIds": "diagram", "w:altChunk": "embedded document"}
_LOOKS = {
    "w:vanish": "hidden text", "w:strike": "struck text", "w:dstrike": "struck text", "w:u": "underlined text",
    "w:vertAlign": "raised text", "w:rPrChange": "format change",
}  # fmt: skip
_UNSEEN = {"0", "false", "off", "none", "baseline"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(slots=True)
class Paragraph:
    """A paragraph while it is read; boxes that hang on it are read after it."""

    direct: etree._Element | None = None
    style: str = ""
    runs: list[Run] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)  # relation id, description

    @property
    def length(self) -> int:
        return sum(1 if run.br else len(run.text) for run in self.runs)


@dataclass(slots=True)
class Body:
    """The walk through one part. `notes` gives a note's runs by kind and id, `picture` takes a picture found."""

    styles: Styles
    tally: Tally
    links: dict[str, tuple[str, str, bool]]
    notes: Callable[[str, str], tuple[Run, ...]]
    picture: Callable[[str, str, int], None]
    remarks: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    comments: list[Comment] = field(default_factory=list)
    fields: Fields = field(default_factory=Fields)
    _open: dict[str, tuple[int, int]] = field(default_factory=dict)
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)
    _carried: list[Run] = field(default_factory=list)
    _paragraph: Paragraph | None = None

    def walk(self, container: etree._Element) -> None:
        """Everything in a container of paragraphs, tables and what may wrap them."""
        for element in container:
            name = tag(element)
            if name == "w:p":
                self._whole_paragraph(element)
            elif name == "w:tbl":
                self.tally.add("table", "", Fate.AS_TEXT)
                self.walk(element)
            elif name == "w:tr" and child(child(element, "w:trPr"), "w:del") is not None:
                self.tally.add("deletion", words(element), Fate.REMOVED)
            elif name == "w:trPr" and child(element, "w:ins") is not None:
                self.tally.add("insertion", words(container), Fate.ACCEPTED)
            elif name in _PROPERTIES or name in _GONE:
                if name in _GONE:
                    self.tally.add(_GONE[name], words(element), Fate.REMOVED)
            elif name == "mc:AlternateContent":
                if (branch := branch_of(element)) is not None:
                    self.walk(branch)
            elif name in ("w:r", "m:oMathPara", "m:oMath"):
                self._loose(element)
            elif name in _NAMED:
                self.tally.add(_NAMED[name], "", Fate.LEFT_OUT)
            elif name in _COME:
                self.tally.add(_COME[name], words(element), Fate.ACCEPTED)
                self.walk(element)
            elif not self._marker(element, name):
                self.walk(element)

    def _loose(self, element: etree._Element) -> None:
        """A run outside any paragraph is a paragraph."""
        self._paragraph = Paragraph()
        self._inline(element, self._paragraph, "")
        self._close(self._paragraph)

    def _whole_paragraph(self, element: etree._Element) -> None:
        direct = child(element, "w:pPr")
        paragraph = Paragraph(direct, get(child(direct, "w:pStyle"), "w:val") or self.styles.normal)
        paragraph.runs, self._carried = self._carried, []
        self._paragraph = paragraph
        for one in element:
            if tag(one) != "w:pPr":
                self._inline(one, paragraph, "")
        mark = child(direct, "w:rPr")
        if gone := next((kind for one, kind in _GONE.items() if child(mark, one) is not None), ""):
            self.tally.add(gone, "¶", Fate.REMOVED)
            self._carried, paragraph.runs = paragraph.runs, []
            if self._carried and self._carried[-1].text[-1:].isalnum():
                self._carried.append(Run(" "))  # two words never become one
        if child(mark, "w:ins") is not None:
            self.tally.add("insertion", "¶", Fate.ACCEPTED)
        self._close(paragraph)

    def finish(self) -> None:
        """The words of a last paragraph whose end was deleted, and remarks whose passage never ended."""
        if self._carried:
            last, self._carried = Paragraph(runs=self._carried), []
            self._close(last)
        for mark in list(self._open):
            self._end(mark)
        self.fields.finish(self.tally)
        for text in self.remarks.values():
            self._remark(text, (len(self.blocks), 0), (len(self.blocks), 0))

    def _close(self, paragraph: Paragraph) -> None:
        runs = joined(paragraph.runs)
        at = len(self.blocks)
        if any(run.text.strip() or run.note for run in runs):
            self.blocks.append(self._block(paragraph, runs))
        else:
            self.tally.add("empty paragraph", "", Fate.CHANGED)
        self._paragraph = None
        for relation, alt in paragraph.pictures:
            self.picture(relation, alt, min(at, max(len(self.blocks) - 1, 0)))
        for box in paragraph.boxes:
            self.tally.add("text box", "", Fate.AS_TEXT)
            self.walk(box)

    def _block(self, paragraph: Paragraph, runs: tuple[Run, ...]) -> Block:
        direct, style = paragraph.direct, paragraph.style
        level, ordered, number = self.styles.heading(direct, style), False, 0
        kind: Kind = "p"
        bidi = self.styles.paragraph_property("w:bidi", direct, style)
        turned = None if bidi is None else get(bidi, "w:val").lower() not in ("0", "false", "off")
        if level:
            kind = "h2"
            self.tally.add("heading", f"{level}", Fate.KEPT if level == 2 else Fate.CHANGED)
        elif (listed := self.styles.paragraph_property("w:numPr", direct, style)) is not None:
            kind, level, ordered, number = self._item(listed)
        if kind == "p" and self.styles.quoted(style):
            kind = "quote"
        if kind != "h2":
            self.tally.add({"p": "paragraph", "li": "list item"}.get(kind, "quotation"), "", Fate.KEPT)
        spoken = Counter[str]()
        for run in runs:
            spoken[run.lang] += len(run.text)
        self.languages.update({lang: many for lang, many in spoken.items() if lang})
        main = spoken.most_common(1)[0][0]
        side = "" if turned is None else "rtl" if turned else "ltr"
        own = tuple(
            replace(run, lang="" if run.lang == main else run.lang, dir="" if run.dir == side else run.dir)
            for run in runs
        )
        return Block(kind, own, main, side, level, ordered, number)

    def _item(self, listed: etree._Element) -> tuple[Kind, int, bool, int]:
        number = get(child(listed, "w:numId"), "w:val")
        depth = whole(get(child(listed, "w:ilvl"), "w:val"))
        if number in ("", "0") or number not in self.styles.levels:
            return "p", 0, False, 0
        form, start = self.styles.levels[number].get(depth, ("bullet", 1))
        for key in [key for key in self._counts if key[0] == number and key[1] > depth]:
            del self._counts[key]  # an item above, numbered or not, begins what is below it anew
        if form in ("bullet", "none"):
            return "li", depth + 1, False, 0
        count = self._counts.get((number, depth), start - 1) + 1
        self._counts[number, depth] = count
        return "li", depth + 1, True, count

    def _inline(self, element: etree._Element, paragraph: Paragraph, href: str) -> None:
        name = tag(element)
        if name == "w:r":
            self._run(element, paragraph, href)
        elif name in _GONE:
            self.tally.add(_GONE[name], words(element), Fate.REMOVED)
        elif name == "mc:AlternateContent":
            if (branch := branch_of(element)) is not None:
                for one in branch:
                    self._inline(one, paragraph, href)
        elif name in ("m:oMath", "m:oMathPara"):
            text = "".join(str(one.text or "") for one in element.iter() if tag(one) in ("m:t", "w:t"))
            self.tally.add("equation", text, Fate.AS_TEXT)
            self._say(paragraph, text, Run(""))
        elif name in _PROPERTIES or self._marker(element, name):
            return
        else:
            self._wrapped(element, name, paragraph, href)

    def _wrapped(self, element: etree._Element, name: str, paragraph: Paragraph, href: str) -> None:
        if name in _COME:
            self.tally.add(_COME[name], words(element), Fate.ACCEPTED)
        if name == "w:fldSimple":
            href = told(get(element, "w:instr"), self.tally) or href
        if name == "w:hyperlink":
            target = self.links.get(get(element, "r:id"), ("", "", False))[1]
            kept = target if target.startswith(("http://", "https://")) and target.isprintable() else ""
            self.tally.add("link", target or get(element, "w:anchor"), Fate.KEPT if kept else Fate.AS_TEXT)
            href = kept or href
        if name in ("w:p", "w:tbl", "w:txbxContent"):  # never there in a sound file
            paragraph.boxes.append(element if name == "w:txbxContent" else held(element))
            return
        for one in element:
            self._inline(one, paragraph, href)

    def _run(self, element: etree._Element, paragraph: Paragraph, href: str) -> None:
        direct = child(element, "w:rPr")
        look = (get(child(direct, "w:rStyle"), "w:val"), *self._body_style(paragraph))
        self._looks(element, direct)
        href = self.fields.href or href
        for one in element:
            name = tag(one)
            if name == "w:t":
                text = str(one.text or "")
                self._say(paragraph, text, self._marks(text, direct, look, href))
            elif name in _BREAKS:
                paragraph.runs.append(Run("", br=True))
            elif name in _SIGNS:
                self._say(paragraph, _SIGNS[name], self._marks("", direct, look, href))
            elif name == "w:sym":
                self._symbol(one, paragraph)
            elif name in ("w:footnoteReference", "w:endnoteReference"):
                kind = name[2:-9]
                if note := self.notes(kind, get(one, "w:id")):
                    self.tally.add(kind, "", Fate.KEPT)
                    paragraph.runs.append(Run("", note=note, note_kind="footnote" if kind == "footnote" else "endnote"))
            elif name == "w:instrText":
                self.fields.say(str(one.text or ""))
            elif name == "w:fldChar":
                self._say(paragraph, self.fields.turn(one, self.tally), Run(""))
            elif name == "w:delText":
                self.tally.add("deletion", str(one.text or ""), Fate.REMOVED)
            elif name in ("w:drawing", "w:pict", "w:object", "mc:AlternateContent"):
                self._drawing(one, paragraph)
            elif name in _INTO or name == "w:r":
                self._inline(one, paragraph, href)
            else:
                self._marker(one, name)

    def _looks(self, element: etree._Element, direct: etree._Element | None) -> None:
        """What a run looks like that no page of the journal shows, by its words."""
        for one in direct if direct is not None else ():
            if (kind := _LOOKS.get(tag(one))) and get(one, "w:val").lower() not in _UNSEEN:
                if kind == "format change":
                    self.tally.add(kind, "", Fate.ACCEPTED)
                else:
                    self.tally.add(kind, words(element), Fate.AS_TEXT)

    def _body_style(self, paragraph: Paragraph) -> tuple[str, ...]:
        """The paragraph's style, unless it is one of headings or quotations: their bold is nobody's emphasis."""
        shaped = self.styles.heading(paragraph.direct, paragraph.style) or self.styles.quoted(paragraph.style)
        return () if shaped else (paragraph.style,)

    def _symbol(self, one: etree._Element, paragraph: Paragraph) -> None:
        code = get(one, "w:char")
        sign = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else ""
        kept = bool(sign) and unicodedata.category(sign) not in ("Co", "Cc", "Cs")
        self.tally.add("symbol", f"{get(one, 'w:font')} {code}", Fate.AS_TEXT if kept else Fate.LEFT_OUT)
        self._say(paragraph, sign if kept else "", Run(""))

    def _drawing(self, element: etree._Element, paragraph: Paragraph) -> None:
        """Pictures, text boxes and what only has a name, in DrawingML or VML."""
        name = tag(element)
        if name in _NAMED:
            self.tally.add(_NAMED[name], get(element, "o:ProgID"), Fate.LEFT_OUT)
        if name == "w:txbxContent":
            paragraph.boxes.append(element)
            return
        if name == "v:textpath" or (name == "a:p" and words(element).strip()):
            self.tally.add("drawing", str(element.get("string") or words(element)), Fate.LEFT_OUT)
        if name in ("a:blip", "v:imagedata"):
            relation = get(element, "r:embed") or get(element, "r:id") or get(element, "r:link")
            if relation:
                paragraph.pictures.append((relation, described(element)))
            return
        if name == "mc:AlternateContent":
            branch = branch_of(element)
            element = branch if branch is not None else element
        for one in element:
            if tag(one) in ("w:r", "w:p", "w:t"):
                self._inline(one, paragraph, "")
            else:
                self._drawing(one, paragraph)

    def _marks(self, text: str, direct: etree._Element | None, look: tuple[str, ...], href: str) -> Run:
        on = self.styles.run_switch
        turned = switch(direct, "w:rtl")
        complex_script = bool(turned) or bool(switch(direct, "w:cs")) or is_rtl(text)
        bold, italic = ("w:bCs", "w:iCs") if complex_script else ("w:b", "w:i")
        spoken = self.styles.language("w:bidi" if complex_script else "w:val", direct, look)
        side = "" if turned is None else "rtl" if turned else "ltr"
        return Run("", on(italic, direct, look), on(bold, direct, look), known(spoken), side, href)

    def _say(self, paragraph: Paragraph, text: str, marks: Run) -> None:
        if text and (kept := self.tally.cleaned(text)):
            paragraph.runs.append(replace(marks, text=kept))

    def _marker(self, element: etree._Element, name: str) -> bool:
        """Marks without words: where a remark begins and ends."""
        if name not in ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"):
            return False
        mark = get(element, "w:id")
        if name == "w:commentRangeStart":
            self._open[mark] = self._here()
        else:
            self._end(mark)
        return True

    def _here(self) -> tuple[int, int]:
        return len(self.blocks), self._paragraph.length if self._paragraph else 0

    def _end(self, mark: str) -> None:
        start = self._open.pop(mark, self._here())
        if mark in self.remarks:
            self._remark(self.remarks.pop(mark), start, self._here())

    def _remark(self, text: str, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.comments.append(Comment(text, "", start[0], start[1], end[0], end[1]))


def known(spoken: str) -> str:
    """A language tag in the house's form; what is none is empty."""
    if not _LANGUAGE.fullmatch(spoken):
        return ""
    found = language(spoken)
    return found.tag if found else spoken


def joined(runs: list[Run]) -> tuple[Run, ...]:
    """Neighbours with the same marks become one run."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        plain = last is not None and not (last.br or last.note or run.br or run.note)
        if last is not None and plain and replace(last, text="") == replace(run, text=""):
            found[-1] = replace(last, text=last.text + run.text)
        else:
            found.append(run)
    return tuple(found)
