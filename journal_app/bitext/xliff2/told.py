"""XLIFF 2, what the check tells: problems in the order of the file, as many as somebody reads, each with its place."""

from dataclasses import dataclass, field

from lxml import etree

from journal_app.prepress.characters import shown
from journal_app.problems import Problem, Severity, note

WHO = "translator"
MOST_TOLD = 200  # nobody reads more; the rest is counted
LONG = 120
_LAST = 65535  # where a parser stops counting, unless there is text near by


@dataclass(slots=True)
class Told:
    """What was found in one file. `name`: the file's, as people know it."""

    name: str
    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    stops: bool = False  # whether one of them stops the import

    def at(self, element: etree._Element) -> str:
        """`name:line`, or only the file's name where the line is not known."""
        line = line_of(element)
        return f"{self.name}:{line}" if line else self.name

    def add(self, problem: Problem) -> None:
        """Keep a problem while there are few; the first that stops the import is always kept."""
        first = problem.severity is Severity.BLOCKING and not self.stops
        if len(self.problems) < MOST_TOLD or first:
            self.problems.append(problem)
        else:
            self.more += 1
        self.stops = self.stops or first

    def all(self) -> list[Problem]:
        """The problems, and how many more there are."""
        more = [note("xliff2-more", self.name, self.more, "", WHO)] if self.more else []
        return [*self.problems, *more]


def line_of(element: etree._Element) -> int:
    """The line that an element begins on, from 1; 0 when no parser made it, or none that could count so far."""
    line = element.sourceline or 0
    return 0 if line == _LAST else line


def named(element: etree._Element) -> str:
    """`<unit id="1">`: an element as a person finds it in the file, without its namespace."""
    identity = element.get("id")
    return shown(f"<{local(element)}" + (f' id="{identity}"' if identity is not None else "") + ">", LONG)


def local(element: etree._Element) -> str:
    """An element's name without its namespace; nothing for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
