"""Statements, the readers' values: a line as a source says it, a table before its columns are known, a reading.

Amounts are signed integer cents. `where` of a problem is `line:<number>` of the file, or the file's name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from journal_app.problems import Problem, Severity, blocking, warning

MOST_BYTES = 10_000_000
MOST_LINES = 200_000
MOST_CELLS = 2_000_000  # of a table: some 200 MB of words in memory
WHO = ""  # whoever reads these is who can mend them
NUMBER = "\ue000"  # before a spreadsheet's number, to tell it from words that look like one


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `dated` the day of the operation, `valued` of the value; `raw` as written, without personal columns."""

    number: int
    dated: date
    cents: int
    label: str
    valued: date | None = None
    reference: str = ""
    state: str = ""
    paid_out_on: date | None = None
    purpose: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the line of the file it begins on, its cells; `formulas` are the places of computed cells."""

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header. `above`: the rows before it, whose words are looked at for a currency and then forgotten."""

    dialect: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    above: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a file. `dropped`: personal columns by name, of which nothing was kept.

    A BLOCKING problem is about the file: none of it is taken. A WARNING is about one line, which is not among `lines`,
    or about something a person should look at before the rest is taken. A NOTE tells what was rightly left out.
    """

    kind: str
    dialect: str
    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    dropped: tuple[str, ...] = ()

    def with_problems(self, *more: Problem) -> "Reading":
        return replace(self, problems=(*self.problems, *more))


class Unsure(ValueError):
    """A cell that is not understood, or could be two things: `problem(where)` says which."""

    def __init__(self, make: Callable[[str], Problem]) -> None:
        super().__init__("unsure")
        self.problem = make


class Stopped(Exception):
    """Stops the reading of a file from anywhere inside it; the problem is returned at the edge, `read.look`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def at(number: int) -> str:
    """Where a line stands in its file."""
    return f"line:{number}"


def words(cell: str) -> str:
    """A cell as words."""
    return cell.removeprefix(NUMBER)


def asked(problems: list[Problem] | tuple[Problem, ...]) -> list[Problem]:
    """What a person looks at before the rest is taken."""
    return [one for one in problems if one.severity is Severity.WARNING]


def too_large(size: int) -> Problem:
    """A file over the bound."""
    return blocking("statement-too-large", "file", f"{size / 1e6:.1f}", f"{MOST_BYTES / 1e6:g}", WHO)


def too_many_lines() -> Problem:
    """More lines than a statement can have."""
    return blocking("statement-too-many-lines", "file", "", f"{MOST_LINES:,}".replace(",", "\u00a0"), WHO)


def cut(number: int) -> Problem:
    """A file that ends before its end."""
    return blocking("statement-cut", at(number), "", "", WHO)


def other_currency(where: str, found: str) -> Problem:
    """Money of another country; here only euros are counted."""
    return warning("statement-currency", where, found[:20], "EUR", WHO)
