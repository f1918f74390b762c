"""Documents, writing: blocks and tables -> a fresh Word file that tells of nobody. The only importer of python-docx.

Nothing of it comes from a file that somebody handed in, and nothing says who made it, when or with what: the properties
are empty, the dates are one constant day. Directions, languages and the emphasis of complex scripts are said in full
(ECMA-376 part 1: bidi 17.3.1.6, rtl 17.3.2.30, bCs 17.3.2.2, lang 17.3.2.20, footnotes 17.11, bidiVisual 17.4.1).
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
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

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A4 = (Mm(210), Mm(297))
NO_DAY = datetime(2000, 1, 1)  # says nothing of when it was made
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
DEEPEST = 9  # levels of a list that Word knows
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_BULLETS, _NUMBERS = 90, 91  # ids of our two lists, far from those of the template


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a table's cell in its language. `quiet`: small and grey, not to be read by people."""

    runs: tuple[Run, ...]
    language: str
    quiet: bool = False


Cell = tuple[Line, ...]


class Word:
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

    def line(self, style: str, words: str, language: str = "") -> None:
        """A paragraph in a style of Word's own, by its English name; none for no words."""
        if words:
            self._paragraph(style, language or self.language, (Run(words),))

    def block(self, block: Block) -> None:
        """A paragraph, heading, quotation or list item with its marks, links and footnotes."""
        style = {"h2": "Heading 2", "quote": "Quote", "li": "List Paragraph"}.get(block.kind, "Normal")
        paragraph = self._paragraph(style, block.lang or self.language, block.runs, block.dir)
        if block.kind == "li":
            self._item(paragraph, block)
        else:
            self.open.clear()

    def table(self, rows: Sequence[Sequence[Cell]], widths: Sequence[int], mirrored: bool = False) -> None:
        """A table over the page's width; its first row comes again on each page. `widths`: of the columns, in mm.

        `mirrored`: its first column stands on the right.
        """
        for section in self.document.sections:
            section.left_margin = section.right_margin = Mm((210 - sum(widths)) // 2)
        twips = [round(width * 1440 / 25.4) for width in widths]
        turned = "<w:bidiVisual/>" if mirrored else ""
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
        made = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/>{turned}<w:tblW w:w="{sum(twips)}" '
            f'w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid></w:tbl>'
        )
        for number, cells in enumerate(rows):
            row = OxmlElement("w:tr")
            if not number:
                row.append(parse_xml(f'<w:trPr {nsdecls("w")}><w:tblHeader/></w:trPr>'))
            for width, cell in zip(twips, cells, strict=True):
                row.append(self._cell(cell, width, heading=not number))
            made.append(row)
        self.document.element.body.sectPr.addprevious(made)

    def _cell(self, cell: Cell, width: int, heading: bool) -> Any:
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>' if heading else ""
        made = parse_xml(
            f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr></w:tc>'
        )
        for line in cell:
            paragraph = OxmlElement("w:p")
            properties = paragraph.get_or_add_pPr()
            if is_rtl(line.language):
                properties.append(OxmlElement("w:bidi"))
            properties.append(parse_xml(f'<w:spacing {nsdecls("w")} w:before="40" w:after="40"/>'))
            properties.append(_marks(Run(""), line.language))  # what is typed into an empty one is in its language
            for run in line.runs:
                paragraph.append(_quiet(self._run(run, line.language)) if line.quiet else self._run(run, line.language))
            made.append(paragraph)
        return made

    def packed(self) -> bytes:
        """The file's bytes: the same for the same words, whenever it is made."""
        self._write_notes()
        return _packed(self.document)

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


def _quiet(run: Any) -> Any:
    """Four points, grey, and no spelling is looked for in it."""
    marks = run.find(qn("w:rPr"))
    for place, xml in enumerate(("<w:noProof {}/>", '<w:color {} w:val="808080"/>', '<w:sz {} w:val="8"/>',
                                 '<w:szCs {} w:val="8"/>')):  # fmt: skip
        marks.insert(place, parse_xml(xml.format(nsdecls("w"))))
    return run


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
    saved, out = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, made.read(name))
    return out.getvalue()
