"""Tables as files: opened again, they hold the same numbers and days, and no cell is a formula."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from journal_app.reports.csv_file import as_csv
from journal_app.reports.tables import Cell, Column, Holds, Table, inert
from journal_app.reports.xlsx_file import as_xlsx
from journal_app.statements.readers import sheets
from journal_app.statements.readers.model import NUMBER

AT = datetime(2027, 6, 1, 8, 30, tzinfo=UTC)
COLUMNS = (Column("Poste"), Column("Prévu", Holds.CENTS), Column("Jour", Holds.DAY), Column("Chacun", Holds.RATE),
           Column("Combien", Holds.COUNT), Column("Euros", Holds.EUROS), Column("%", Holds.PERCENT))  # fmt: skip
HOSTILE = ("=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1", " =1+1", "\u00a0@x", "\uff1d1+1", "\x00=1",
           '=HYPERLINK("x")', "=cmd|' /C calc'!A0")  # fmt: skip
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CENTS = st.integers(-(10**11), 10**11)
WORDS = st.text(max_size=20) | st.sampled_from(HOSTILE)


def table(words: str = "Repas", cents: int = -1_050) -> Table:
    row: list[Cell] = [words, cents, date(2027, 3, 20), Decimal("0.525"), 4000, 829, 50]
    return Table("Compte", COLUMNS, [row], ["En tout", cents, None, None, None, 829, None])


def read_csv(data: bytes, delimiter: str) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def numbers_of(xlsx: bytes) -> list[str]:
    """The numbers of the first sheet, as the file writes them."""
    sheet = etree.fromstring(zipfile.ZipFile(io.BytesIO(xlsx)).read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{MAIN}f")), "a formula"
    return [str(one.text) for one in sheet.iter(f"{MAIN}v")]


def test_a_french_spreadsheet_opens_it_and_a_program_reads_the_other() -> None:
    assert read_csv(as_csv(table(), "fr"), ";") == [
        ["Poste", "Prévu", "Jour", "Chacun", "Combien", "Euros", "%"],
        ["Repas", "-10,50", "20/03/2027", "0,525", "4000", "829", "50"],
        ["En tout", "-10,50", "", "", "", "829", ""],
    ]
    assert read_csv(as_csv(table(), "en"), ",")[1] == ["Repas", "-10.50", "2027-03-20", "0.525", "4000", "829", "50"]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_cell_that_could_be_a_formula_begins_with_an_apostrophe(words: str) -> None:
    assert inert(words).startswith("'")
    assert read_csv(as_csv(table(words), "fr"), ";")[1][0].startswith("'")
    [sheet] = load_workbook(io.BytesIO(as_xlsx([table(words)], "Compte", AT))).worksheets
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")


@pytest.mark.parametrize(
    "words",
    [
        "Repas",
        "1=1",
        "a+b",
        "Étienne-Marie",
        "٣٤ €",
        "",
        "l’été",
        "a\u200cb",
        "Reçu\u00a0: 2\u202f100\u00a0€",
        "\u2068x\u2069",
    ],
)
def test_words_that_are_no_formula_stay_as_they_are(words: str) -> None:
    assert inert(words) == words


@given(WORDS, CENTS)
def test_files_hold_the_same_cents_and_no_formula_whatever_the_words(words: str, cents: int) -> None:
    euros = Decimal(cents) / 100
    for language, delimiter in (("fr", ";"), ("en", ",")):
        first, told, *_ = read_csv(as_csv(table(words, cents), language), delimiter)[1]
        assert Decimal(told.replace(",", ".")) == euros
        assert not first.strip(" \u00a0\u202f").startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))
    xlsx = as_xlsx([table(words, cents)], words, AT)
    assert Decimal(numbers_of(xlsx)[0]) == euros


def test_a_workbook_has_days_and_numbers_and_keeps_its_names_in_sight() -> None:
    book = load_workbook(io.BytesIO(as_xlsx([table(), table()], "Compte du n° 12", AT)))
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "B2"
    assert sheet["C2"].value == datetime(2027, 3, 20) and sheet["C2"].is_date
    assert [sheet.cell(2, place).data_type for place in range(1, 8)] == ["s", "n", "d", "n", "n", "n", "n"]
    assert sheet["B2"].number_format == '#,##0.00\\ "€"'
    assert sheet["B3"].value == -10.5  # the sums are values
    assert (book.properties.creator, book.properties.title) == ("Journal des Jungles", "Compte du n° 12")
    assert len({one.title for one in book.worksheets}) == 2


def test_a_name_that_no_sheet_may_have_becomes_one() -> None:
    named = Table("Compte : 12/13 [a]*?" + "x" * 40, COLUMNS, [])
    [sheet] = load_workbook(io.BytesIO(as_xlsx([named], "t", AT))).worksheets
    assert len(sheet.title) <= 31
    assert not set(sheet.title) & set("[]:*?/\\'")


def test_another_reader_reads_the_same() -> None:
    """The desk's own, which takes workbooks of banks and platforms and knows nothing of what wrote this one."""
    told = sheets.read(as_xlsx([table("=1+1", -1_050)], "Compte", AT))
    first, sums = ([cell.removeprefix(NUMBER) for cell in row.cells] for row in told.rows)
    assert told.header[0] == "Poste"
    assert first[0] == "'=1+1", "words, and not 2"
    assert [Decimal(first[place]) for place in (1, 3, 4)] == [Decimal("-10.5"), Decimal("0.525"), 4000]
    assert first[2] == "2027-03-20" and Decimal(sums[1]) == Decimal("-10.5")
