"""Statements, tables: the text of a CSV file -> rows under a header. It knows separators and quotes, and no meaning.

The header is the first row that names three known columns; failing that, the first of the width that most rows have.
A row that holds a day, an amount or an address is no header: then the columns are `Colonne 1`, `Colonne 2`...
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO

from journal_app.problems import Problem, blocking, note, warning
from journal_app.statements.readers import days
from journal_app.statements.readers.columns import folded, known_cells
from journal_app.statements.readers.model import (
    MOST_CELLS,
    MOST_LINES,
    NUMBER,
    WHO,
    Row,
    Stopped,
    Table,
    at,
    cut,
    too_many_lines,
    words,
)

SEPARATORS = (";", ",", "\t", "|")
HEAD = 40  # rows in which a header may stand: banks put up to a dozen lines above it
ENOUGH = 3  # known names that make a row a header
_AMOUNT = re.compile(r"(?i)[(+\-−]?\s*\d[\d\s\u00a0\u202f'’.,]*[)\-]?\s*(?:€|eur)?")


def read(text: str) -> Table:
    """The table of a text. Raises Stopped when it has none, or is cut."""
    if text.count("\n") + text.count("\r") > MOST_LINES * 2:
        raise Stopped(too_many_lines())
    separator = _separator(text)
    rows = list(_rows(text, separator))
    if not rows:
        raise Stopped(blocking("statement-empty", "file", "", "", WHO))
    place = header_place(rows)
    if place is None:
        raise Stopped(blocking("statement-unknown", "file", "", "", WHO))
    return table("csv", rows, place, _end(text, rows[place:]))


def table(dialect: str, rows: Sequence[Row], place: int, problems: Sequence[Problem] = ()) -> Table:
    """Rows -> a table, with the rows that do not fit under its header told one by one."""
    headed = not _holds_data(rows[place])
    written = _without_tail(rows[place].cells) if headed else ()
    header = _named(written or ("",) * _width(rows[place:]))
    kept, told = [], list(problems)
    for row in rows[place + headed :]:
        if not any(row.cells):
            continue
        if tuple(row.cells[: len(header)]) == written:  # pages of a statement repeat it
            continue
        if any(row.cells[len(header) :]) or (len(row.cells) == 1 < len(header) and _others(row.cells[0])):
            told.append(warning("statement-row-width", at(row.number), len(row.cells), len(header), WHO))
            continue
        cells = (*row.cells[: len(header)], *("",) * (len(header) - len(row.cells)))
        kept.append(Row(row.number, cells, row.formulas))
    return Table(dialect, header, tuple(kept), tuple(rows[:place]), tuple(told))


def _named(header: Sequence[str]) -> tuple[str, ...]:
    """A name for each column, once: `Libellé` twice is `Libellé (1)` and `Libellé (2)`, which are asked."""
    names = [words(cell)[:100] or f"Colonne {place}" for place, cell in enumerate(header, 1)]
    many, seen = Counter(map(folded, names)), Counter[str]()
    found = []
    for name in names:
        seen[folded(name)] += 1
        found.append(f"{name} ({seen[folded(name)]})" if many[folded(name)] > 1 else name)
    return tuple(found)


def header_place(rows: Sequence[Row]) -> int | None:
    """Where the table begins: at its header, or at its first row where it has none; None when nothing looks so."""
    for place, row in enumerate(rows[:HEAD]):
        if known_cells(row.cells) >= ENOUGH:
            return place
    widths = Counter(len(_without_tail(row.cells)) for row in rows)
    width = max((w for w in widths if w > 2), key=lambda w: widths[w], default=0)
    if not width or widths[width] < 2:
        return None
    found = next(place for place, row in enumerate(rows) if len(_without_tail(row.cells)) == width)
    return _first(rows) if _holds_data(rows[found]) else found


def _first(rows: Sequence[Row]) -> int:
    """The first row that holds data, or the one above it when that could be its header."""
    found = next(place for place, row in enumerate(rows) if len(_without_tail(row.cells)) > 2 and _holds_data(row))
    above, here = (_without_tail(rows[place].cells) for place in (max(found - 1, 0), found))
    return found - 1 if found and 2 < len(above) >= len(here) else found


def _holds_data(row: Row) -> bool:
    """Whether a row cannot be a header: one of its cells is a day, an amount or an address."""
    if known_cells(row.cells) >= ENOUGH:
        return False
    return any(
        cell.startswith(NUMBER) or "@" in cell or days.looks(cell) or _AMOUNT.fullmatch(cell) for cell in row.cells
    )


def _width(rows: Sequence[Row]) -> int:
    """How many columns most rows have, and no less than the first fills."""
    return max(Counter(len(row.cells) for row in rows).most_common(1)[0][0], len(_without_tail(rows[0].cells)))


def _without_tail(cells: Sequence[str]) -> tuple[str, ...]:
    """Without the empty cells that a separator at the end of a line makes."""
    many = len(cells)
    while many and not cells[many - 1].strip():
        many -= 1
    return tuple(cells[:many])


def _others(cell: str) -> bool:
    return any(cell.count(separator) >= 2 for separator in SEPARATORS)


def _separator(text: str) -> str:
    """The sign between cells: under which most columns are known, else under which rows are widest and alike."""
    head = "\n".join(text.splitlines()[: HEAD * 2])
    best, sign = (-1, -1), ""
    for separator in SEPARATORS:
        try:
            rows = list(_rows(head, separator, whole=False))
        except Stopped:
            continue
        known = max((known_cells(row.cells) for row in rows[:HEAD]), default=0)
        widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
        score = (known, sum(count for _, count in widths.most_common(1)) if widths else 0)
        if score > best:
            best, sign = score, separator
    return sign or ";"


def _rows(text: str, separator: str, whole: bool = True) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=whole)
    number = cells_seen = 0
    try:
        for cells in reader:
            cells_seen += len(cells)
            if number > MOST_LINES or cells_seen > MOST_CELLS:
                raise Stopped(too_many_lines())
            if cells:
                yield Row(number + 1, tuple(cell.strip(" \t\u00a0\u202f\ufeff\r\n") for cell in cells))
            number = reader.line_num
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise Stopped(cut(number + 1)) from None
        raise Stopped(blocking("statement-csv", at(reader.line_num), "", "", WHO)) from None


def _end(text: str, rows: Sequence[Row]) -> list[Problem]:
    """Whether the file ends where its last line ends. A last line with fewer cells than the others was cut."""
    header, last = rows[0], rows[-1]
    if text.endswith(("\n", "\r")) or len(rows) < 2:
        return []
    others = [row.cells[-1] for row in rows[1:-1] if len(row.cells) == len(header.cells)]
    short = len(last.cells) < len(header.cells) and not _foot(last)
    empty = all(others) and not last.cells[-1] and not _foot(last)
    if short or (len(others) > 1 and empty):
        raise Stopped(cut(last.number))
    if empty:  # too few other lines to tell
        return [warning("statement-no-end", at(last.number), "", "", WHO)]
    return [note("statement-no-end", at(last.number), "", "", WHO)]


def _foot(row: Row) -> bool:
    """A line below the table, such as `Total` or a sentence of the bank's."""
    return len(row.cells) == 1 or row.cells[0][:5].casefold() in ("total", "solde", "totau")
