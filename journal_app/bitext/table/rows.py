"""Word table, step 2: the cells of a file x the article it was made of -> rows, however they stand now. Pure.

Columns are known by what is in them, rows by their grey letters. Cells that were merged are told, those that were split
are read as one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from journal_app.bitext.model import Article, Note
from journal_app.bitext.table.cells import Cell, Read
from journal_app.bitext.table.signs import bare, paragraphs_of
from journal_app.bitext.table.write import NUMBER, SPOKEN, Mark, marks_in, named, of_article, sum_of, told, unmarked
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, note, warning

WHO = "translator"
LONG = 120  # letters of a cell that a problem shows
_NUMBERED = re.compile(r"\d+\s*(≤\s*\d+)?\s*")
_NOWHERE = range(-1, -1)


@dataclass(frozen=True, slots=True)
class Row:
    """What belongs to one unit: its mark if it has one, both sides' paragraphs, remarks, and the row's number."""

    number: int
    mark: Mark | None
    source: tuple[str, ...]
    target: tuple[str, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A file's rows; `merged`: the marks of those that cannot be told apart; `tables`: how many are the article's."""

    rows: tuple[Row, ...]
    merged: tuple[Mark, ...]
    tables: int
    problems: tuple[Problem, ...]


def rows_of(read: Read, name: str, article: Article) -> Rows:
    """The rows of all tables of a file that are this article's; other words are told."""
    return _Sorter(name, article).sorted(read)


@dataclass(frozen=True, slots=True)
class _Columns:
    """From where to where in the grid each column goes."""

    number: range
    source: range
    target: range

    def of(self, cell: Cell) -> list[str]:
        """The columns that a cell lies in; none for one that the translator added."""
        mine = range(cell.column, cell.column + cell.span)
        places = {"number": self.number, "source": self.source, "target": self.target}
        return [name for name, place in places.items() if _meet(mine, place)]


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _place(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.span)


def _text(cell: Cell) -> str:
    return "\n".join(cell.paragraphs)


def _most(votes: Counter[range]) -> range | None:
    return votes.most_common(1)[0][0] if votes else None


@dataclass(slots=True)
class _Sorter:
    name: str
    article: Article
    problems: list[Problem] = field(default_factory=list)
    merged: list[Mark] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)

    def sorted(self, read: Read) -> Rows:
        self.sources = {bare("\n".join(paragraphs_of(unit.source, unit))) for unit in self.article.units}
        rows: list[Row] = []
        met = tables = 0
        for table in read.tables:
            columns = self._columns(table)
            if columns is None:
                self._outside(_text(cell) for row in table for cell in row)
                continue
            tables += 1
            body = table[1:] if self._heads(table) else table
            rows += self._rows(body, columns, met)
            met += len(body)
        self._outside(read.outside)
        return Rows(tuple(rows), tuple(self.merged), tables, tuple(self.problems))

    def _outside(self, lines: Iterable[str]) -> None:
        ours = {bare(told(self.article, spoken)) for spoken in SPOKEN} | {bare(self.article.title), ""}
        for line in lines:
            if bare(line) not in ours:
                self.problems.append(note("table-words-outside", self.name, shown(bare(line), LONG), "", WHO))

    def _marks(self, cell: Cell) -> list[Mark]:
        ours = of_article(self.article)
        return [mark for mark in marks_in(_text(cell)) if mark.article == ours]

    # --- which column is which ---------------------------------------------------------------------------------------

    def _heads(self, table: Sequence[Sequence[Cell]]) -> dict[str, range]:
        """What the first row calls its columns, when it is our heading."""
        if not table or any(marks_in(_text(cell)) for cell in table[0]):
            return {}
        found = {bare(_text(cell)): _place(cell) for cell in table[0]}
        ours = {self._head(self.article.source), self._head(self.article.target), NUMBER}
        return found if len(ours & {*found}) > 1 else {}

    def _head(self, tag: str) -> str:
        return bare(named(tag))

    def _columns(self, table: Sequence[Sequence[Cell]]) -> _Columns | None:
        """The columns by what most rows have in them, else by the heading; none: it is another table."""
        numbers, sources, all_ = Counter[range](), Counter[range](), Counter[range]()
        for row in table:
            marks = {mark.source for cell in row for mark in self._marks(cell)}
            for cell in row:
                all_[_place(cell)] += 1
                if self._marks(cell):
                    numbers[_place(cell)] += 1
                elif cell.paragraphs and (sum_of(cell.paragraphs) in marks or bare(_text(cell)) in self.sources):
                    sources[_place(cell)] += 1
        if not numbers and not sources:
            return None
        heads = self._heads(table)
        number = _most(numbers) or heads.get(NUMBER, _NOWHERE)
        free = [place for place, _ in all_.most_common() if not _meet(place, number)]
        source = _most(sources) or heads.get(self._head(self.article.source)) or next(iter(free), _NOWHERE)
        free = [place for place in free if not _meet(place, source)]
        target = heads.get(self._head(self.article.target))
        if target is None or target not in free:
            target = next(iter(free), _NOWHERE)
        return _Columns(number, source, target)

    # --- rows --------------------------------------------------------------------------------------------------------

    def _rows(self, table: Sequence[Sequence[Cell]], columns: _Columns, met: int) -> list[Row]:
        groups: list[list[tuple[int, Sequence[Cell]]]] = []
        for number, row in enumerate(table, met + 1):
            if groups and any(cell.below and columns.of(cell) for cell in row):
                groups[-1].append((number, row))
            else:
                groups.append([(number, row)])
        return [row for group in groups for row in self._group(group, columns)]

    def _group(self, group: Sequence[tuple[int, Sequence[Cell]]], columns: _Columns) -> list[Row]:
        """Rows that share a cell: one that was split, or several that were merged; mostly a row alone."""
        number = group[0][0]
        cells = [cell for _, row in group for cell in row]
        marks = {mark.id: mark for cell in cells for mark in self._marks(cell)}
        sides: dict[str, list[str]] = {"number": [], "source": [], "target": []}
        met: Counter[tuple[int, str]] = Counter()
        notes: list[Note] = []
        for line, row in group:
            for cell in row:
                places = columns.of(cell)
                met.update((line, place) for place in places)
                about = places[0] if places and places[0] != "number" else ""
                notes += [Note(text, "", about) for text in cell.comments if text]
                if places:
                    sides[places[0]] += cell.paragraphs
                    notes += _added(cell) if places[0] == "number" else []
                elif _text(cell).strip():  # a column of the translator's own
                    notes.append(Note(_text(cell), "", "target"))
        wide = any(len(columns.of(cell)) > 1 for cell in cells)
        lacks = {"source", "target"} - {place for _, place in met}
        if len(marks) > 1 or (marks and (wide or lacks)):
            self._told_merged(number, marks, cells)
            return []
        if not any(map(bare, (*sides["source"], *sides["target"]))):
            return []  # says nothing: a row that the translator added; one of ours without its words is missing
        if marks and (len(group) > 1 or max(met.values()) > 1):
            self.problems.append(note("table-row-split", f"{self.name}:{number}", self._labels(marks), "", WHO))
        mark = next(iter(marks.values()), None)
        return [Row(number, mark, tuple(sides["source"]), tuple(sides["target"]), tuple(notes))]

    def _labels(self, marks: Mapping[str, Mark]) -> str:
        """The numbers of units as people see them."""
        places = {unit.id: str(place) for place, unit in enumerate(self.article.units, 1)}
        return ", ".join(places.get(name, shown(name)) for name in marks)

    def _told_merged(self, number: int, marks: Mapping[str, Mark], cells: Iterable[Cell]) -> None:
        words = bare(" | ".join(said for cell in cells if (said := unmarked(_text(cell)).strip())))
        where = f"{self.name}:{number}"
        self.problems.append(
            warning("table-rows-merged", where, self._labels(marks), shown(words, LONG), WHO, self.article.title)
        )
        self.merged += marks.values()


def _added(cell: Cell) -> list[Note]:
    """What somebody wrote into the number's cell beside the number."""
    text = _NUMBERED.sub("", bare(unmarked(_text(cell))), count=1).strip()
    return [Note(text)] if text and marks_in(_text(cell)) else []
