"""Reports, CSV: a table -> bytes that a spreadsheet of the reader's language opens by a double click. Pure.

French: `;` between cells, a decimal comma, 20/03/2027. Otherwise: `,`, a decimal point, 2027-03-20, which is also what
programs read. Both are UTF-8 with a byte order mark, without which Excel takes them for an old code page.
"""

import csv
import io
from datetime import date
from decimal import Decimal

from journal_app.money import plain
from journal_app.reports.tables import Cell, Holds, Table, inert

BOM = "\ufeff"
MEDIA_TYPE = "text/csv; charset=utf-8"


def as_csv(table: Table, language: str) -> bytes:
    """The table with its names in the first row and its sums in the last."""
    out = io.StringIO()
    french = language == "fr"
    writer = csv.writer(out, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerow([inert(column.name) for column in table.columns])
    for row in table.all_rows:
        writer.writerow([_cell(cell, column.holds, french)
                         for cell, column in zip(row, table.columns, strict=True)])  # fmt: skip
    return (BOM + out.getvalue()).encode()


def _cell(cell: Cell, holds: Holds, french: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return inert(cell)
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}" if french else cell.isoformat()
    decimal = isinstance(cell, Decimal)
    told = f"{cell:f}" if decimal else plain(int(cell)) if holds is Holds.CENTS else str(cell)
    return told.replace(".", ",") if french else told
