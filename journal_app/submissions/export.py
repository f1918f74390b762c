"""Submissions, a text on its way out: what one revision says -> a fresh Word file that tells of nobody. Pure.

Nothing of it comes from a file that somebody handed in, and nothing says who made it, when or with what: the properties
are empty, the dates are one constant day. Directions, languages and the emphasis of complex scripts are said in full
(ECMA-376 part 1: bidi 17.3.1.6, rtl 17.3.2.30, bCs 17.3.2.2, lang 17.3.2.20, footnotes 17.11).
"""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from lxml import etree

from journal_app.languages import is_rtl
from journal_app.prepress.model import Block, Run
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.content import Content

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A4 = (Mm(210), Mm(297))
NO_DAY = datetime(2000, 1, 1)  # says nothing of when it was made
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
DEEPEST = 9  # levels of a list that Word knows
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_BULLETS, _NUMBERS = 90, 91  # ids of our two lists, far from those of the template


def word_file(content: Content, language: str) -> bytes:
    """The text as a .docx: headline, kicker and standfirst, the body, then its byline and pull quotes."""
    return _Writer(language).written(content)


class _Writer:
    """A Word file while it is written."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.document = docx.Document()
        self.notes: list[tuple[Run, ...]] = []
        self.lists = 1_000  # numbers of ordered lists: each begins anew
        self.open: dict[int, int] = {}  # level -> its list's number
        _without_template_words(self.document)
        _add_lists(self._numbering())

    def _numbering(self) -> Any:
        return self.document.part.numbering_part.element

    def written(self, content: Content) -> bytes:
        self._line("Heading 1", content.headline)
        self._line("Subtitle", content.kicker)
        self._line("Intense Quote", content.standfirst)
        for block in blocks_of(content.body):
            self._block(block)
        for line in (content.byline, *content.quotes):
            self._line("Caption", line)
        self._write_notes()
        return _packed(self.document)

    def _line(self, style: str, words: str) -> None:
        if words:
            self._paragraph(style, self.language, (Run(words),))

    def _block(self, block: Block) -> None:
        style = {"h2": "Heading 2", "quote": "Quote", "li": "List Paragraph"}.get(block.kind, "Normal")
        paragraph = self._paragraph(style, block.lang or self.language, block.runs, block.dir)
        if block.kind == "li":
            self._item(paragraph, block)
        else:
            self.open.clear()

    def _item(self, paragraph: Any, block: Block) -> None:
        level = min(block.level, DEEPEST)
        for deeper in [one for one in self.open if one > level]:
            del self.open[deeper]
        if not block.ordered:
            self.open.pop(level, None)
        elif level not in self.open or block.number == 1:
            self.lists += 1
            self.open[level] = self.lists
            self._numbering().append(_list(self.lists, _NUMBERS, level - 1))
        number = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", level - 1), ("w:numId", self.open.get(level, _BULLETS))):
            one = OxmlElement(name)
            one.set(qn("w:val"), str(value))
            number.append(one)
        paragraph._p.get_or_add_pPr().insert_element_before(number, "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr")

    def _paragraph(self, style: str, language: str, runs: Sequence[Run], way: str = "") -> Any:
        paragraph = self.document.add_paragraph(style=style)
        if (way or ("rtl" if is_rtl(language) else "ltr")) == "rtl":
            paragraph._p.get_or_add_pPr().insert_element_before(
                OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr"
            )
        self._runs(paragraph._p, runs, language)
        return paragraph

    def _runs(self, parent: Any, runs: Sequence[Run], language: str) -> None:
        for run in runs:
            holder = self._linked(parent, run.href) if run.href else parent
            holder.append(self._run(run, run.lang or language))

    def _linked(self, parent: Any, href: str) -> Any:
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self.document.part.relate_to(href, RT.HYPERLINK, is_external=True))
        parent.append(link)
        return link

    def _run(self, run: Run, language: str) -> Any:
        made = OxmlElement("w:r")
        if run.note:
            self.notes.append(run.note)
            made.append(_superscript())
            call = OxmlElement("w:footnoteReference")
            call.set(qn("w:id"), str(len(self.notes)))
            made.append(call)
            return made
        made.append(_marks(run, language))
        if run.br:
            made.append(OxmlElement("w:br"))
            return made
        for place, words in enumerate(run.text.split("\t")):
            if place:
                made.append(OxmlElement("w:tab"))
            text = OxmlElement("w:t")
            text.text = words
            text.set(qn("xml:space"), "preserve")
            made.append(text)
        return made

    def _write_notes(self) -> None:
        if not self.notes:
            return
        root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
        for number, runs in enumerate(self.notes, 1):
            note = OxmlElement("w:footnote")
            note.set(qn("w:id"), str(number))
            line = OxmlElement("w:p")
            if is_rtl(self.language):
                line.get_or_add_pPr().append(OxmlElement("w:bidi"))
            for run in runs:  # a link in a note stands as words: its relation would be the note part's own
                line.append(self._run(run, run.lang or self.language))
            note.append(line)
            root.append(note)
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob, self.document.part.package)
        self.document.part.relate_to(part, RT.FOOTNOTES)


def _marks(run: Run, language: str) -> Any:
    """A run's properties, in the order of the schema: each emphasis for simple and for complex scripts alike."""
    marks, complex_script = OxmlElement("w:rPr"), (run.dir or ("rtl" if is_rtl(language) else "ltr")) == "rtl"
    wanted = [("w:b", run.strong), ("w:bCs", run.strong), ("w:i", run.em), ("w:iCs", run.em), ("w:rtl", complex_script)]
    for name, said in wanted:
        if said:
            marks.append(OxmlElement(name))
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:bidi" if complex_script else "w:val"), language)
    marks.append(spoken)
    return marks


def _superscript() -> Any:
    marks, raised = OxmlElement("w:rPr"), OxmlElement("w:vertAlign")
    raised.set(qn("w:val"), "superscript")
    marks.append(raised)
    return marks


def _add_lists(numbering: Any) -> None:
    """Our bullets and numbers, nine levels each; definitions stand before the lists that use them."""
    for key, form, words in ((_NUMBERS, "decimal", "%{}."), (_BULLETS, "bullet", "•")):
        levels = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{words.format(n + 1)}"/>'
            f'<w:pPr><w:ind w:start="{360 * (n + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
            for n in range(DEEPEST)
        )
        begins = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">'
        numbering.insert(0, parse_xml(f"{begins}{levels}</w:abstractNum>"))
    numbering.append(_list(_BULLETS, _BULLETS))


def _list(number: int, definition: int, begins: int | None = None) -> Any:
    """A list of its own; `begins`: the level whose numbers begin at 1 again."""
    anew = ""
    if begins is not None:
        anew = f'<w:lvlOverride w:ilvl="{begins}"><w:startOverride w:val="1"/></w:lvlOverride>'
    return parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{anew}</w:num>'
    )


def _without_template_words(document: Any) -> None:
    """What the library's template says of its own making goes; what Word wants to find stays, and is empty."""
    said = document.core_properties
    for name in ("author", "category", "comments", "content_status", "identifier", "keywords", "language",
                 "last_modified_by", "subject", "title", "version"):  # fmt: skip
        setattr(said, name, "")
    said.created = said.modified = said.last_printed = NO_DAY
    said.revision = 1
    for section in document.sections:
        section.page_width, section.page_height = A4
    parts = document.part
    for root in (document.element, parts.settings.element, parts.styles.element, parts.numbering_part.element):
        for element in list(root.iter()):
            if etree.QName(element).localname in ("rsids", "rsid", "attachedTemplate"):  # whose editing it was
                element.getparent().remove(element)
            for name in [name for name in element.attrib if etree.QName(name).localname.startswith("rsid")]:
                del element.attrib[name]
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, one in rels.items() if one.reltype.rsplit("/", 1)[-1] in _TRACES]:
            del rels[key]


_TRACES = ("thumbnail", "customXml", "extended-properties", "stylesWithEffects", "webSettings")


def _packed(document: Any) -> bytes:
    """The file's bytes: the same for the same words, whenever it is made."""
    saved, out = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, made.read(name))
    return out.getvalue()
