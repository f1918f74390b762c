"""Step 5 of reading a Word file: all its parts -> a document and its receipt; no part goes unnamed. It writes nothing.

Headers, footers and charts are named with their words; macros and embedded objects are never opened.
"""

import hashlib
import posixpath
from dataclasses import replace
from itertools import chain

from lxml import etree

from journal_app.documents.docx_body import Body, joined
from journal_app.documents.docx_parts import words
from journal_app.documents.docx_styles import Styles, read_styles
from journal_app.documents.gate import Package, Unreadable
from journal_app.documents.model import Block, Comment, Document, Fate, Picture, Run
from journal_app.documents.names import get, tag
from journal_app.documents.ooxml import relations
from journal_app.documents.pictures import measured
from journal_app.documents.spoken import main_language, unmarked
from journal_app.documents.tally import Tally
from journal_app.problems import blocking

_WORDS = {"header": "header", "footer": "footer", "chart": "chart", "diagramData": "diagram"}
_KINDS = (
    ("vba", "macro"), ("/embeddings/", "embedded object"), ("/media/", "picture"), ("docprops/", "properties"),
    ("/charts/", "chart"), ("/diagrams/", "diagram"), ("/fonts/", "font"), ("customxml/", "custom data"),
    ("/activex/", "control"), ("signature", "signature"),
)  # fmt: skip
_QUIET = (".rels", "[content_types].xml")


class WordFile:
    """A Word file while it is read."""

    def __init__(self, package: Package) -> None:
        self.package, self.tally = package, Tally()
        self.pictures: dict[str, Picture] = {}
        self.main = self._main_part()
        self.links = relations(package, self.main)
        self.styles: Styles = read_styles(self._part("styles"), self._part("numbering"))
        self.notes: dict[tuple[str, str], tuple[Run, ...]] = {}
        self.called: set[tuple[str, str]] = set()

    def _main_part(self) -> str:
        found = [target for kind, target, _ in relations(self.package, "").values() if kind == "officeDocument"]
        for name in [*found, "word/document.xml"]:
            if self.package.has(name):
                return name
        raise Unreadable(blocking("document-damaged", self.package.where, "word/document.xml", "", "editor"))

    def _path(self, kind: str) -> str:
        return next((t for k, t, out in self.links.values() if k == kind and not out and self.package.has(t)), "")

    def _part(self, kind: str) -> etree._Element | None:
        path = self._path(kind)
        return self.package.xml(path) if path else None

    def _body(self, part: str) -> Body:
        links = relations(self.package, part)
        return Body(
            self.styles,
            self.tally,
            links,
            self._note,
            lambda relation, alt, block: self._picture(links, relation, alt, block),
        )

    def read(self) -> Document:
        for kind in ("footnote", "endnote"):
            self._read_notes(kind)
        body = self._body(self.main)
        body.remarks = self._comments()
        root = self.package.xml(self.main)
        if tag(root) != "w:document":
            raise Unreadable(blocking("document-wrong-type", self.package.where, "XML", ".docx .odt", "editor"))
        body.walk(root)
        body.finish()
        comments = tuple(placed(comment, body.blocks, self.tally) for comment in body.comments)
        self._rest()
        language, declared = main_language(body.blocks, body.languages)
        for kind in ("styles", "numbering"):
            if self._path(kind):
                self.tally.add(kind, "", Fate.READ)
        blocks = tuple(unmarked(block, language, body.languages) for block in body.blocks)
        receipt = self.tally.rows()
        return Document(language, blocks, tuple(self.pictures.values()), comments, receipt, declared)

    def _read_notes(self, kind: str) -> None:
        path = self._path(f"{kind}s")
        if not path:
            return
        inside = self._body(path)
        inside.tally = Tally()  # a note is one line of the receipt, whatever its paragraphs are
        for one in self.package.xml(path):
            if tag(one) != f"w:{kind}" or get(one, "w:type") in ("separator", "continuationSeparator"):
                continue
            inside.blocks = []
            inside.walk(one)
            inside.finish()
            lines = [list(block.runs) for block in inside.blocks]
            split = chain.from_iterable([[Run("", br=True), *line] for line in lines])
            self.notes[kind, get(one, "w:id")] = joined(list(split)[1:])
        for row in inside.tally.rows():
            if row.kind not in ("paragraph", "list item", "empty paragraph"):
                self.tally.add(row.kind, row.text, row.fate, row.on, row.count)

    def _note(self, kind: str, mark: str) -> tuple[Run, ...]:
        self.called.add((kind, mark))
        return self.notes.get((kind, mark), ())

    def _comments(self) -> dict[str, str]:
        found = self._part("comments")
        told: dict[str, str] = {}
        for one in found if found is not None else ():
            lines = (words(p) for p in one.iter() if tag(p) == "w:p")
            told[get(one, "w:id")] = self.tally.cleaned("\n".join(line for line in lines if line))
        return told

    def _picture(self, links: dict[str, tuple[str, str, bool]], relation: str, alt: str, block: int) -> None:
        _, target, outside = links.get(relation, ("", "", False))
        if outside or not self.package.has(target):
            self.tally.add("picture", target if outside else "", Fate.LEFT_OUT)
            return
        data = self.package.bytes(target)
        size = measured(data)
        name = posixpath.basename(target)
        self.tally.add("picture", name, Fate.KEPT if size else Fate.LEFT_OUT)
        if size:
            sha256 = hashlib.sha256(data).hexdigest()
            picture = Picture(sha256, *size, self.tally.cleaned(alt), block, data)
            self.pictures.setdefault(sha256, picture)

    def _rest(self) -> None:
        """Every part that nothing made use of, by name; headers, charts, notes never called with their words."""
        for (kind, mark), runs in self.notes.items():
            if (kind, mark) not in self.called and runs:
                self.tally.add(kind, "".join(run.text or " " for run in runs), Fate.LEFT_OUT)
        drawn = "" if any(kind == "diagramData" for kind, _, _ in self.links.values()) else "diagramDrawing"
        for kind, target, outside in self.links.values():
            if kind in (*_WORDS, drawn) and not outside and self.package.has(target):
                self.tally.add(_WORDS.get(kind, "diagram"), words(self.package.xml(target)), Fate.LEFT_OUT)
        for key, entry in self.package.entries.items():
            if entry.name in self.package.read_parts or key.endswith(_QUIET):
                continue
            kind = next((named for mark, named in _KINDS if mark in f"/{key}"), "part")
            self.tally.add(kind, entry.name, Fate.LEFT_OUT)


def placed(comment: Comment, blocks: list[Block], tally: Tally) -> Comment:
    """A remark with the words it stands on; never beyond the last block. It is a line of the receipt."""
    last = len(blocks) - 1
    if last < 0:
        tally.add("comment", comment.text, Fate.AS_COMMENT)
        return replace(comment, block=0, end_block=0, start=0, end=0)
    start, end = min(comment.block, last), min(comment.end_block, last)
    first = comment.start if comment.block == start else len(blocks[start].text)
    final = comment.end if comment.end_block == end else len(blocks[end].text)
    texts = [blocks[place].text for place in range(start, end + 1)]
    if texts:
        texts[-1] = texts[-1][:final]
        texts[0] = texts[0][first:]
    passage = "\n".join(texts)
    tally.add("comment", comment.text, Fate.AS_COMMENT, passage)
    return Comment(comment.text, passage, start, first, max(start, end), final)


def read_docx(package: Package) -> Document:
    """A package that passed the gate -> its document; raises Unreadable for what is no Word file."""
    return WordFile(package).read()
