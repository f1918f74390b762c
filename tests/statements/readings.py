"""How tests read a file: the way a page does, without a page."""

from collections.abc import Mapping

from journal_app.problems import Problem, Severity
from journal_app.statements.readers import read
from journal_app.statements.readers.model import Reading
from tests.statements.files import TODAY


def reading(data: bytes, options: Mapping[str, str] | None = None) -> Reading:
    """What a file says; it must be one that is read without a question."""
    found, problems = read.look(data, TODAY)
    assert found is not None, problems
    if found.reading is not None:
        return found.reading
    assert found.table is not None
    columns = read.columns_of(found.table)
    assert not columns.missing, columns
    return read.understood(found.table, columns, options or {}, TODAY, found.dropped)


def stopped(data: bytes) -> str:
    """The code of the one problem why a file is not taken at all."""
    found, problems = read.look(data, TODAY)
    if found is None:
        return problems[0].code
    told = found.reading
    if told is None:
        assert found.table is not None
        told = read.understood(found.table, read.columns_of(found.table), {}, TODAY)
    blocking = [one.code for one in told.problems if one.severity is Severity.BLOCKING]
    assert len(blocking) == 1 and not told.lines, told
    return blocking[0]


def said(told: Reading) -> list[tuple[str, int]]:
    """Day and cents of each line."""
    return [(line.dated.isoformat(), line.cents) for line in told.lines]


def codes(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Where and what."""
    return [(one.where, one.code) for one in problems]
