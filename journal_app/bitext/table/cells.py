"""Word table, step 1: a Word file or an OpenDocument text -> the cells of its tables, as words. It knows no article.

The walk is the documents room's: changes are accepted, text boxes and fields are words, comments are kept. A stranger's
file is walked in the cage that media keeps; what comes back is JSON, checked against the values below.
"""

import encodings.cp437  # noqa: F401 - as heapq: once a file is read nothing more may be opened, not even a module
import heapq  # noqa: F401 - Counter.most_common asks for it
import resource
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO

from lxml import etree
from pydantic import TypeAdapter

from journal_app.documents.child import LIMITS, Limits
from journal_app.documents.docx import WordFile
from journal_app.documents.docx_body import Body, Paragraph
from journal_app.documents.gate import MOST_BYTES, WHO, Package, Unreadable, open_package
from journal_app.documents.model import Block, Comment, Run
from journal_app.documents.names import child as first
from journal_app.documents.names import get, tag
from journal_app.documents.odf import read_odf_styles
from journal_app.documents.odt import TEXTS
from journal_app.documents.odt_body import OdtBody
from journal_app.documents.ooxml import whole
from journal_app.documents.tally import Tally
from journal_app.media import confined
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking

_WIDEST = 60  # columns; a table for translators has three


@dataclass
class Cell:
    """A cell: from which column of the grid, over how many; `below`: it goes on from the cell above it."""

    column: int
    span: int
    below: bool
    paragraphs: list[str]  # a line break is a line end
    comments: list[str]


@dataclass
class Read:
    """A file's tables, row by row, and what stands outside them."""

    tables: list[list[list[Cell]]]
    outside: list[str]


@dataclass
class _Told:
    read: Read | None
    problems: list[Problem]


_TOLD = TypeAdapter(_Told)


def read_cells(data: bytes, name: str) -> tuple[Read | None, list[Problem]]:
    """The cells of a file, or the one reason why it cannot be read. Pure; strangers' files go to `read_safely`."""
    where = shown(name)
    package, problems = open_package(data, where)
    if package is None:
        return None, problems
    try:
        is_odf = package.has("mimetype") and not package.has("[Content_Types].xml")
        return _odt(package) if is_odf else _docx(package), []
    except Unreadable as refusal:
        return None, [refusal.problem]
    except RecursionError:
        return None, [blocking("document-too-deep", where, "", "", WHO)]


def child(arguments: Sequence[str], source: IO[bytes], out: BytesIO) -> None:
    """The work inside: called by the cage, whose limits it makes narrower for itself."""
    where, cpu_s, memory = arguments[0], int(arguments[1]), int(arguments[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    out.write(_TOLD.dump_json(_Told(*read_cells(source.read(MOST_BYTES + 1), where))))


def read_safely(data: bytes, name: str, limits: Limits = LIMITS) -> tuple[Read | None, list[Problem]]:
    """As `read_cells`, in a process of its own; one that took too long, too much or broke is a problem."""
    where = shown(name)
    arguments = [where, str(limits.cpu_s), str(limits.memory)]
    ended = confined.run(__name__, arguments, data[: MOST_BYTES + 1], limits.wall_s)
    if ended.why is confined.Why.MEMORY:
        return None, [blocking("document-too-heavy", where, "", f"{limits.memory / 1e6:g} MB", WHO)]
    if ended.why is confined.Why.TIME:
        return None, [blocking("document-too-slow", where, "", f"{min(limits.cpu_s, limits.wall_s)} s", WHO)]
    if ended.why is not confined.Why.DONE:
        return None, [blocking("document-broke-off", where, "", "", WHO)]
    told = _TOLD.validate_json(ended.output)
    return told.read, told.problems


# --- what both walks note --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Grid:
    """Which of the walk's blocks and comments stand in which cell. A table in a cell is the cell's words."""

    tables: list[list[list[tuple[int, int, bool, range, range]]]] = field(default_factory=list)
    inside: bool = False
    column: int = 0

    def cell(self, span: int, below: bool, blocks: range, comments: range) -> None:
        span = max(1, min(span, _WIDEST))
        if not self.tables:
            self.tables.append([])
        if not self.tables[-1]:
            self.tables[-1].append([])
        self.tables[-1][-1].append((self.column, span, below, blocks, comments))
        self.column += span

    def read(self, blocks: Sequence[Block], comments: Sequence[Comment]) -> Read:
        taken: set[int] = set()
        noted: set[int] = set()
        tables: list[list[list[Cell]]] = []
        for table in self.tables:
            tables.append([])
            for row in table:
                tables[-1].append([])
                for column, span, below, mine, said in row:
                    taken.update(mine)
                    noted.update(said)
                    tables[-1][-1].append(
                        Cell(column, span, below, [_words(blocks[one].runs) for one in mine],
                             [comments[one].text for one in said])
                    )  # fmt: skip
        outside = [_words(block.runs) for place, block in enumerate(blocks) if place not in taken]
        outside += [comment.text for place, comment in enumerate(comments) if place not in noted]
        return Read(tables, outside)


def _words(runs: Iterable[Run]) -> str:
    """The words of a paragraph; a footnote that somebody set in a cell stands in brackets where it is called."""
    said = ("\n" if run.br else f" [{_words(run.note)}]" if run.note else run.text for run in runs)
    return "".join(said)


# --- Word ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cells(Body):
    """The walk through a Word file's body that notes where each cell begins and ends."""

    grid: _Grid = field(default_factory=_Grid)

    def walk(self, container: etree._Element) -> None:
        name = tag(container)
        grid = self.grid
        if grid.inside or name not in ("w:tbl", "w:tr", "w:tc"):
            Body.walk(self, container)
        elif name == "w:tbl":
            self._flush()
            grid.tables.append([])
            Body.walk(self, container)
        elif name == "w:tr":
            if not grid.tables:
                grid.tables.append([])
            grid.tables[-1].append([])
            before = first(first(container, "w:trPr"), "w:gridBefore")
            grid.column = max(0, min(whole(get(before, "w:val")), _WIDEST))
            Body.walk(self, container)
        else:
            self._cell(container)

    def _cell(self, container: etree._Element) -> None:
        blocks, comments = len(self.blocks), len(self.comments)
        self.grid.inside = True
        Body.walk(self, container)
        self._flush()
        self.grid.inside = False
        shape = first(container, "w:tcPr")
        merged = first(shape, "w:vMerge")
        below = merged is not None and get(merged, "w:val") != "restart"
        aside = get(first(shape, "w:hMerge"), "w:val") or ("continue" if first(shape, "w:hMerge") is not None else "")
        if aside == "continue" and self.grid.tables[-1] and self.grid.tables[-1][-1]:  # the old way to span columns
            column, span, was, mine, said = self.grid.tables[-1][-1].pop()
            self.grid.column = column
            self.grid.cell(span + 1, was, range(mine.start, len(self.blocks)), range(said.start, len(self.comments)))
            return
        span = whole(get(first(shape, "w:gridSpan"), "w:val"), 1)
        self.grid.cell(span, below, range(blocks, len(self.blocks)), range(comments, len(self.comments)))

    def _flush(self) -> None:
        """Words whose paragraph's end was deleted stay in their cell."""
        if self._carried:
            last, self._carried = Paragraph(runs=self._carried), []
            self._close(last)


class _Word(WordFile):
    """A Word file whose body is walked cell by cell."""

    cells: _Cells | None = None

    def _body(self, part: str) -> Body:
        made = WordFile._body(self, part)
        if part != self.main:
            return made
        self.cells = _Cells(made.styles, made.tally, made.links, made.notes, made.picture)
        return self.cells


def _docx(package: Package) -> Read:
    file = _Word(package)
    file.read()
    cells = file.cells
    return cells.grid.read(cells.blocks, cells.comments) if cells is not None else Read([], [])


# --- OpenDocument ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _OdtCells(OdtBody):
    """The same walk through an OpenDocument text: a cell that another covers is there, and empty."""

    grid: _Grid = field(default_factory=_Grid)
    covered: int = 0  # columns of this row that its last cell still covers

    def walk(self, container: etree._Element, item: tuple[int, str] = (0, "")) -> None:
        name, grid = tag(container), self.grid
        if grid.inside or name not in ("table:table", "table:table-row", "table:table-cell",
                                       "table:covered-table-cell"):  # fmt: skip
            OdtBody.walk(self, container, item)
        elif name == "table:table":
            grid.tables.append([])
            OdtBody.walk(self, container, item)
        elif name == "table:table-row":
            if not grid.tables:
                grid.tables.append([])
            grid.tables[-1].append([])
            grid.column = self.covered = 0
            OdtBody.walk(self, container, item)
        elif name == "table:covered-table-cell" and self.covered:
            self.covered -= 1
        else:
            self._cell(container, name)

    def _cell(self, container: etree._Element, name: str) -> None:
        blocks, comments = len(self.blocks), len(self.comments)
        self.grid.inside = True
        OdtBody.walk(self, container)
        self.grid.inside = False
        span = max(1, min(whole(get(container, "table:number-columns-spanned"), 1), _WIDEST))
        self.covered = span - 1
        self.grid.cell(span, name == "table:covered-table-cell", range(blocks, len(self.blocks)),
                       range(comments, len(self.comments)))  # fmt: skip


def _odt(package: Package) -> Read:
    said = package.bytes("mimetype").decode("ascii", "replace").strip()
    if said not in TEXTS or not package.has("content.xml"):
        raise Unreadable(blocking("document-wrong-type", package.where, shown(said), ".docx .odt", WHO))
    content = package.xml("content.xml")
    sheet = package.xml("styles.xml") if package.has("styles.xml") else None
    body = _OdtCells(read_odf_styles(iter((content, sheet))), Tally(), lambda address, alt, block: None)
    text = first(first(content, "office:body"), "office:text")
    if text is None:
        raise Unreadable(blocking("document-damaged", package.where, "content.xml", "", WHO))
    body.walk(text)
    body.finish()
    return body.grid.read(body.blocks, body.comments)
