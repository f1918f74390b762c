"""Statements, spreadsheets: the bytes of an .xlsx -> rows under a header, through the gates of zip and XML.

Numbers are read as they are written, never as floats; days become ISO dates; a computed cell is marked, since what it
shows is only what some program computed last. It opens no link and runs nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from journal_app.documents.gate import Package, Unreadable, open_package
from journal_app.problems import blocking
from journal_app.statements.readers import amounts, days
from journal_app.statements.readers.columns import known_cells
from journal_app.statements.readers.model import (
    MOST_CELLS,
    MOST_LINES,
    NUMBER,
    WHO,
    Row,
    Stopped,
    Table,
    too_many_lines,
)
from journal_app.statements.readers.tables import HEAD, header_place, table

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_LINK = ("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
         "{http://purl.oclc.org/ooxml/officeDocument/relationships}id")  # fmt: skip
_WORKBOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_DAYS = {14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47, 27, 30, 36, 50, 57}  # ECMA-376, 18.8.30: built-in day formats
_WIDEST = 300  # columns: beyond, a sheet is no export
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_CELL = re.compile(r"([A-Z]{1,3})\d+")


def read(data: bytes) -> Table:
    """The table of the first sheet that has a known header, else of the first with rows. Raises Stopped."""
    package, problems = open_package(data, "file")
    if package is None:
        raise Stopped(problems[0])
    try:
        if not (package.has(_WORKBOOK) and package.has(_LINKS)):
            raise Stopped(blocking("statement-unknown", "file", "", "", WHO))
        return _table(package)
    except Unreadable as refusal:
        raise Stopped(refusal.problem) from None


def _table(package: Package) -> Table:
    book = package.xml(_WORKBOOK)
    from_1904 = any(one.get("date1904") in ("1", "true") for one in _found(book, "workbookPr"))
    words = list(_shared(package)) if package.has("xl/sharedStrings.xml") else []
    formats = _formats(package) if package.has("xl/styles.xml") else _Formats()
    first: list[Row] = []
    for name in _sheets(package, book):
        rows = list(_rows(package, name, words, formats, from_1904))
        if any(known_cells(row.cells) >= 3 for row in rows[:HEAD]):
            first = rows
            break
        first = first or rows
    place = header_place(first) if first else None
    if place is None:
        raise Stopped(blocking("statement-unknown" if first else "statement-empty", "file", "", "", WHO))
    return table("xlsx", first, place)


def _found(tree: etree._Element, name: str) -> Iterator[etree._Element]:
    found: Iterator[etree._Element] = tree.iter(f"{_MAIN}{name}", f"{_STRICT}{name}")
    return found


def _sheets(package: Package, book: etree._Element) -> Iterator[str]:
    """The parts of the sheets in the order of their tabs, those that are shown."""
    links = {
        one.get("Id"): one.get("Target", "").removeprefix("/xl/")
        for one in package.xml(_LINKS)
        if one.get("TargetMode") != "External"
    }
    for sheet in _found(book, "sheet"):
        target = links.get(next((sheet.get(key) for key in _LINK if sheet.get(key)), None))
        if target and package.has(f"xl/{target}") and sheet.get("state", "visible") == "visible":
            yield f"xl/{target}"


@dataclass(frozen=True, slots=True)
class _Formats:
    """Which styles of cells show a number as a day, and which as money of another country, by its sign."""

    days: set[int] = field(default_factory=set)
    money: dict[int, str] = field(default_factory=dict)


def _formats(package: Package) -> _Formats:
    styles = package.xml("xl/styles.xml")
    own = {
        _whole(one.get("numFmtId", "")): bool(re.search(r"[dDyYjJaA]", _QUOTED.sub("", one.get("formatCode", ""))))
        for one in _found(styles, "numFmt")
        if one.get("formatCode", "").lower() != "general"
    }
    money = {_whole(one.get("numFmtId", "")): _money(one.get("formatCode", "")) for one in _found(styles, "numFmt")}
    found = _Formats()
    for cells in _found(styles, "cellXfs"):
        for place, style in enumerate(cells):
            number = _whole(style.get("numFmtId", ""))
            if own.get(number, number in _DAYS):
                found.days.add(place)
            elif sign := money.get(number, ""):
                found.money[place] = sign
    return found


def _money(code: str) -> str:
    """The sign of another country's money in a format: `[$$-409]#,##0.00`, `#,##0.00 "CHF"`."""
    shown = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r' "\1" ', code)
    written = " ".join([*re.findall(r'"([^"]*)"', shown), *re.findall(r"[$£¥]", re.sub(r'"[^"]*"', "", shown))])
    return amounts.other_money(written)


def _shared(package: Package) -> Iterator[str]:
    """The words that cells point at; runs of one cell are joined, readings of Japanese words left out."""
    for item in _streamed(package, "xl/sharedStrings.xml", "si"):
        yield _words(item)


def _words(item: etree._Element) -> str:
    return "".join(
        one.text or "" for one in _found(item, "t") if (up := one.getparent()) is None or not up.tag.endswith("}rPh")
    )


def _streamed(package: Package, name: str, tag: str) -> Iterator[etree._Element]:
    """The elements of a part, each forgotten before the next is read: a long sheet never stands as a tree."""
    data = package.bytes(name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data[:400]:
        raise Stopped(blocking("document-entities", "file", name, "", WHO))
    try:
        for _, element in etree.iterparse(
            BytesIO(data), events=("end",), tag=[f"{_MAIN}{tag}", f"{_STRICT}{tag}"], resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        ):  # fmt: skip
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        raise Stopped(blocking("document-xml-broken", "file", name, "", WHO)) from None


def _rows(
    package: Package, name: str, words: list[str], formats: _Formats, from_1904: bool
) -> Iterator[Row]:  # fmt: skip
    number = many = seen = 0
    for element in _streamed(package, name, "row"):
        told = element.get("r", "")
        number = _whole(told) if _whole(told) > number else number + 1
        cells, formulas = _cells(element, words, formats, from_1904)
        many, seen = many + 1, seen + len(cells)
        if many > MOST_LINES or seen > MOST_CELLS:
            raise Stopped(too_many_lines())
        if any(cells) or formulas:
            yield Row(number, tuple(cells), frozenset(formulas))


def _cells(
    row: etree._Element, words: list[str], formats: _Formats, from_1904: bool
) -> tuple[list[str], list[int]]:  # fmt: skip
    cells: list[str] = []
    formulas: list[int] = []
    for cell in row:
        if (place := _place(cell.get("r", ""), len(cells))) >= _WIDEST:
            raise Stopped(too_many_lines())
        cells += [""] * (place + 1 - len(cells))
        value, kind = "", cell.get("t", "n")
        for part in cell:
            tag = etree.QName(part).localname
            if tag == "f":
                formulas.append(place)
            elif tag == "v":
                value = part.text or ""
            elif tag == "is":
                value = _words(part)
        if kind == "s":
            value = words[_whole(value)] if 0 <= _whole(value) < len(words) else ""
        elif kind == "n" and value:
            value = _number(value, _whole(cell.get("s", "0")), formats, from_1904)
        elif not value and place in formulas:
            value = "="  # nobody computed it yet: no empty cell
        cells[place] = value.strip(" \t\u00a0\u202f\r\n")
    return cells, formulas


def _number(value: str, style: int, formats: _Formats, from_1904: bool) -> str:
    """A number as the readers take it: a day, a plain number, or what its format makes of it."""
    if style in formats.days:
        return days.of_serial(value, from_1904)
    if sign := formats.money.get(style):
        return f"{value} {sign}"  # asked where it is an amount
    return f"{NUMBER}{value}"


def _whole(written: str) -> int:
    """A whole number as XML writes it; -1 for anything else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else -1


def _place(reference: str, following: int) -> int:
    """The column of `AB12`, from 0."""
    if not (found := _CELL.fullmatch(reference)):
        return following
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - 64
    return place - 1
