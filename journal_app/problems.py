"""Kernel: what a person can fix is a Problem: a value that is returned and never raised."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: a note informs, a warning wants a reason, a blocking one stops the press."""

    NOTE = "note"
    WARNING = "warning"
    BLOCKING = "blocking"


@dataclass(frozen=True, slots=True)
class Detail:
    """What was found, what is allowed, who can fix it (a role slug) and the title of the piece concerned."""

    found: str = ""
    allowed: str = ""
    who: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `code` is a stable slug with a sentence in journal_app/messages; `where` can be pointed at.

    `where` is one of `p6/body`, `p6/body#fr`, `article:la-file#fr`, `picture:la-file`, `flatplan.toml:12`,
    `layout:front`.
    """

    severity: Severity
    code: str
    where: str
    detail: Detail = field(default_factory=Detail)


class Refused(Exception):
    """What is not allowed now. `code` is a slug with a sentence; mapped once, at the edge, to an answer."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def note(code: str, where: str, found: object = "", allowed: object = "", who: str = "", title: str = "") -> Problem:
    """A problem that informs."""
    return Problem(Severity.NOTE, code, where, Detail(str(found), str(allowed), who, title))


def warning(code: str, where: str, found: object = "", allowed: object = "", who: str = "", title: str = "") -> Problem:
    """A problem that a person should look at before press."""
    return Problem(Severity.WARNING, code, where, Detail(str(found), str(allowed), who, title))


def blocking(
    code: str, where: str, found: object = "", allowed: object = "", who: str = "", title: str = ""
) -> Problem:
    """A problem that stops the press."""
    return Problem(Severity.BLOCKING, code, where, Detail(str(found), str(allowed), who, title))


def any_blocking(problems: Iterable[Problem]) -> bool:
    """True when at least one of the problems stops the press."""
    return any(problem.severity is Severity.BLOCKING for problem in problems)
