"""Reports, XLSX: tables -> a workbook with real dates and numbers, one sheet a table. The only importer of openpyxl.

No cell is a formula, sums are values. The names of the columns stay in sight, and nothing says on what machine or by
whom it was made.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from journal_app.money import plain
from journal_app.reports.tables import Cell, Column, Holds, Table, inert

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAPER = "Journal des Jungles"
FORMATS = {
    Holds.CENTS: '#,##0.00\\ "€"', Holds.EUROS: '#,##0\\ "€"', Holds.RATE: '#,##0.00##\\ "€"', Holds.COUNT: "#,##0",
    Holds.PERCENT: '0\\ "%"', Holds.DAY: "dd/mm/yyyy",
}  # fmt: skip
WIDEST, SLIMMEST = 60, 12  # signs
_HEAD = PatternFill("solid", start_color="FF16130F")
_ON_HEAD = Font(bold=True, color="FFF6EFE0")
_BOLD = Font(bold=True)
_RULE = Border(top=Side("medium", color="FF16130F"))


def as_xlsx(tables: Sequence[Table], title: str, at: datetime, *, rtl: bool = False) -> bytes:
    """A workbook of these tables."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _sheet(book.create_sheet(_name(table.name)), table, rtl)
    known = book.properties
    known.creator, known.lastModifiedBy, known.title = PAPER, PAPER, inert(title)
    known.created = known.modified = at.replace(tzinfo=None, microsecond=0)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _name(words: str) -> str:
    """A sheet's name: 31 signs at most, without those that addresses are made of."""
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in words).strip()[:31] or PAPER


def _sheet(sheet: Any, table: Table, rtl: bool) -> None:
    sheet.sheet_view.rightToLeft = rtl
    sheet.freeze_panes = "B2"  # the names of columns and of rows stay in sight
    for place, column in enumerate(table.columns, start=1):
        cell = _put(sheet, 1, place, column.name, Holds.WORDS)
        cell.font, cell.fill = _ON_HEAD, _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=_side(column))
        sheet.column_dimensions[get_column_letter(place)].width = _width(table, place - 1)
    for number, row in enumerate(table.all_rows, start=2):
        for place, (value, column) in enumerate(zip(row, table.columns, strict=True), start=1):
            cell = _put(sheet, number, place, value, column.holds)
            if table.sums is not None and number == len(table.rows) + 2:
                cell.font, cell.border = _BOLD, _RULE
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows = "1:1"


def _put(sheet: Any, row: int, place: int, value: Cell, holds: Holds) -> Any:
    cell = sheet.cell(row, place)
    if value is None:
        return cell
    if isinstance(value, str):
        cell.value, cell.data_type = inert(value), "s"  # said after the value: it guesses a formula from its first sign
        return cell
    if isinstance(value, date):
        cell.value = value
    else:  # its digits, said to be a number: of a Decimal the library would make a float (0.56: 0.5600000000000001)
        cell.value, cell.data_type = _digits(value, holds), "n"
    cell.number_format = FORMATS[Holds.DAY if isinstance(value, date) else holds]
    return cell


def _digits(value: int | Decimal, holds: Holds) -> str:
    """Cents as euros; the rest as it is."""
    return f"{value:f}" if isinstance(value, Decimal) else plain(value) if holds is Holds.CENTS else str(value)


def _side(column: Column) -> str:
    return "left" if column.holds is Holds.WORDS else "right"


def _width(table: Table, place: int) -> int:
    told = [table.columns[place].name, *(str(row[place]) for row in table.all_rows if row[place] is not None)]
    return min(max(max(map(len, told)) + 3, SLIMMEST), WIDEST)
