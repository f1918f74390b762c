"""Statements, the parcel: a file that was looked at, as plain values that can wait, and back. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from journal_app.messages import from_json
from journal_app.problems import Problem
from journal_app.statements.readers.model import Line, Reading, Row, Table
from journal_app.statements.readers.read import Found


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file by its name as it was shown, what was found in it, and what a person said of it since."""

    name: str
    found: Found
    account: str = ""
    kind: str = ""  # of a table: bank or helloasso, once somebody said so
    columns: Mapping[str, str] = field(default_factory=dict)  # {meaning: header cell}, once somebody said so
    options: Mapping[str, str] = field(default_factory=dict)
    read: date | None = None


def as_values(parcel: Parcel) -> dict[str, Any]:
    """The parcel as JSON can hold it."""
    found = parcel.found
    return {
        "name": parcel.name, "account": parcel.account, "kind": parcel.kind, "columns": dict(parcel.columns),
        "options": dict(parcel.options), "read": parcel.read.isoformat() if parcel.read else "",
        "sha256": found.sha256, "dropped": list(found.dropped),
        "table": _table(found.table) if found.table else None,
        "reading": _reading(found.reading) if found.reading else None,
    }  # fmt: skip


def of_values(told: Mapping[str, Any]) -> Parcel:
    """The parcel again."""
    found = Found(
        told["sha256"], _table_of(told["table"]) if told["table"] else None,
        _reading_of(told["reading"]) if told["reading"] else None, tuple(told["dropped"]),
    )  # fmt: skip
    read = date.fromisoformat(told["read"]) if told["read"] else None
    return Parcel(told["name"], found, told["account"], told["kind"], told["columns"], told["options"], read)


def _problem(problem: Problem) -> dict[str, Any]:
    return {"severity": problem.severity.value, "code": problem.code, "where": problem.where,
            "detail": asdict(problem.detail)}  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    return {
        "dialect": table.dialect, "header": list(table.header), "problems": [_problem(one) for one in table.problems],
        "rows": [[row.number, list(row.cells), sorted(row.formulas)] for row in table.rows],
    }  # fmt: skip


def _table_of(told: Mapping[str, Any]) -> Table:
    rows = tuple(Row(number, tuple(cells), frozenset(formulas)) for number, cells, formulas in told["rows"])
    return Table(told["dialect"], tuple(told["header"]), rows, (), tuple(from_json(one) for one in told["problems"]))


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "kind": reading.kind, "dialect": reading.dialect, "dropped": list(reading.dropped),
        "problems": [_problem(one) for one in reading.problems],
        "lines": [
            [one.number, one.dated.isoformat(), one.cents, one.label, one.valued.isoformat() if one.valued else None,
             one.reference, one.state, one.purpose, dict(one.raw)]
            for one in reading.lines
        ],
    }  # fmt: skip


def _reading_of(told: Mapping[str, Any]) -> Reading:
    lines = tuple(
        Line(number, date.fromisoformat(dated), cents, label, date.fromisoformat(valued) if valued else None,
             reference, state, None, purpose, raw)
        for number, dated, cents, label, valued, reference, state, purpose, raw in told["lines"]
    )  # fmt: skip
    problems = tuple(from_json(one) for one in told["problems"])
    return Reading(told["kind"], told["dialect"], lines, problems, tuple(told["dropped"]))


def renamed(parcel: Parcel, **values: Any) -> Parcel:
    """The parcel with other words of a person."""
    return replace(parcel, **values)
