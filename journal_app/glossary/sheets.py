"""Glossary, the table: rows <-> a CSV file that a spreadsheet opens, a term a row. Pure.

A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line end) has an apostrophe put
before it on the way out, which is taken off on the way in (OWASP, CSV injection): a file that nobody changed comes
back as it left. UTF-8 with a byte order mark, without which Excel shows é as Ã©.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from journal_app.glossary.concepts import MOST_WORDS, WHO, Status, one_line
from journal_app.glossary.importing import MOST_ROWS, Entry
from journal_app.problems import Problem, blocking

COLUMNS = ("concept", "definition", "note", "language", "term", "status")
NEEDED = ("concept", "language", "term")
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_DELIMITERS = ",;\t"  # a spreadsheet in France writes semicolons
# how people write the columns and the status in French and in English
_WORDS = {
    "définition": "definition", "langue": "language", "terme": "term", "statut": "status", "remarque": "note",
}  # fmt: skip
_STATUS = {
    "préféré": Status.PREFERRED, "admis": Status.ADMITTED, "interdit": Status.FORBIDDEN, "à éviter": Status.FORBIDDEN,
    "gardé tel quel": Status.KEPT, "tel quel": Status.KEPT, "à l’oral": Status.SPOKEN, "oral": Status.SPOKEN,
}  # fmt: skip


def write(entries: Iterable[Entry]) -> bytes:
    """A CSV file of these rows."""
    out = io.StringIO()
    told = csv.writer(out, lineterminator="\r\n")
    told.writerow(COLUMNS)
    for one in entries:
        told.writerow([_harmless(str(getattr(one, column))) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _as_typed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def read(data: bytes, name: str) -> tuple[list[Entry], list[Problem]]:
    """The rows of a CSV file, or why it cannot be read. Commas, semicolons or tabs; the first line names the columns.

    A row without a concept belongs to the one above it.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return [], [blocking("glossary-not-utf8", f"{name}:{line}", "", "", WHO)]
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    try:
        return _rows(reader, name)
    except csv.Error as error:  # a cell without end, a cell of more than 131,072 signs
        return [], [blocking("glossary-table-broken", f"{name}:{reader.line_num}", str(error)[:80], "", WHO)]


def _rows(reader: "Iterable[list[str]]", name: str) -> tuple[list[Entry], list[Problem]]:
    rows = iter(reader)
    places = _columns(next(rows, []))
    missing = [one for one in NEEDED if one not in places]
    if missing:
        return [], [blocking("glossary-columns", f"{name}:1", ", ".join(missing), ", ".join(COLUMNS), WHO)]
    found: list[Entry] = []
    concept = ""
    for cells in rows:
        line = reader.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        if len(found) == MOST_ROWS:
            return [], [blocking("glossary-too-long", name, "", MOST_ROWS, WHO)]
        told = {column: _cell(cells, place) for column, place in places.items()}
        concept = told["concept"] or concept or f"line {line}"
        found.append(Entry(line, concept, told["language"], told["term"], _status(told.get("status", "")),
                           told.get("definition", ""), told.get("note", "")))  # fmt: skip
    return found, []


def _columns(head: Sequence[str]) -> Mapping[str, int]:
    names = [one_line(_as_typed(cell)).casefold() for cell in head]
    return {_WORDS.get(one, one): place for place, one in enumerate(names) if _WORDS.get(one, one) in COLUMNS}


def _cell(cells: Sequence[str], place: int) -> str:
    return one_line(_as_typed(cells[place]))[:MOST_WORDS] if place < len(cells) else ""


def _status(told: str) -> str:
    word = told.casefold().replace("'", "’")
    return _STATUS[word].value if word in _STATUS else word
