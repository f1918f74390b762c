"""Statements, reading: a file's bytes -> which dialect it is, and what it says or which columns are to be asked. Pure.

By what the file holds, never by its name. Columns that are about people are gone before anything is returned.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from journal_app.problems import Problem, blocking
from journal_app.statements.model import Kind
from journal_app.statements.readers import bank, camt053, cells, cfonb120, helloasso, lilo, ofx, sheets, tables
from journal_app.statements.readers.columns import Columns, header_hash, recognised, remembered
from journal_app.statements.readers.decoding import decoded
from journal_app.statements.readers.model import MOST_BYTES, WHO, Reading, Stopped, Table, too_large

_PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")  # archives of other kinds
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is: a table whose columns are to be understood, or a reading. `dropped` columns are about people."""

    sha256: str
    table: Table | None = None
    reading: Reading | None = None
    dropped: tuple[str, ...] = ()


def look(data: bytes, today: date, read_on: date | None = None) -> tuple[Found | None, list[Problem]]:
    """What these bytes are, or the one problem why they are not read at all. `read_on`: the day a page was read."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        if len(data) > MOST_BYTES:
            raise Stopped(too_large(len(data)))
        return _look(data, digest, today, read_on or today), []
    except Stopped as stopped:
        return None, [stopped.problem]


def _look(data: bytes, digest: str, today: date, read_on: date) -> Found:
    if not data.strip():
        raise Stopped(blocking("statement-empty", "file", "", "", WHO))
    if data.startswith(_ZIP):
        return _tabled(sheets.read(data), digest)
    if data.startswith(_PACKED):
        raise Stopped(blocking("statement-no-text", "file", "", "", WHO))
    if data.startswith((_OLE, _PDF)):
        raise Stopped(blocking("statement-old", "file", "PDF" if data.startswith(_PDF) else "XLS", "", WHO))
    text = decoded(data)
    head = text.lstrip()[:2000].lower()
    if ofx.is_this(text):
        return Found(digest, reading=ofx.read(text, data, today))
    if head.startswith("<?xml") or camt053.is_this(data):
        if sibling := camt053.sibling(data):
            raise Stopped(blocking("statement-sibling", "file", sibling, "camt.053", WHO))
        if camt053.is_this(data):
            return Found(digest, reading=camt053.read(data, today))
    if head.startswith("<") and any(tag in head for tag in ("<html", "<body", "<table", "<div", "<p")):
        return _page(lilo.visible(text), "html", digest, read_on)
    if head.startswith("<"):
        raise Stopped(blocking("statement-unknown", "file", "XML", "", WHO))
    if cfonb120.is_this(text):
        return Found(digest, reading=cfonb120.read(text, today))
    if lilo.is_this(text):
        return _page(text, "text", digest, read_on)
    return _tabled(tables.read(text), digest)


def _page(text: str, dialect: str, digest: str, today: date) -> Found:
    """The same page read on another day is another reading."""
    reading = lilo.read(text, dialect, today)
    return Found(hashlib.sha256(f"{digest} {today}".encode()).hexdigest(), reading=reading)


def _tabled(table: Table, digest: str) -> Found:
    cells.stop_other_money(table)
    kept, dropped = cells.without_people(table)
    return Found(digest, table=replace(kept, above=()), dropped=dropped)


def columns_of(found: Table, kind: str = "", told: Mapping[str, str] | None = None) -> Columns:
    """The columns of a table, as a person said or by their names."""
    return remembered(found.header, kind, told) if told else recognised(found.header, kind)


def understood(
    table: Table, columns: Columns, options: Mapping[str, str], today: date, dropped: tuple[str, ...] = ()
) -> Reading:  # fmt: skip
    """The reading of a table. What stops it is the reading's one problem."""
    read = helloasso.understand if columns.kind == Kind.HELLOASSO else bank.understand
    try:
        reading = read(table, columns.places, options, today)
    except Stopped as stopped:
        return Reading(columns.kind, table.dialect, (), (stopped.problem,), dropped)
    return replace(reading, dropped=(*dropped, *reading.dropped))


def fingerprint_of(table: Table) -> str:
    """What the table's header is remembered by."""
    return header_hash(table.header)
