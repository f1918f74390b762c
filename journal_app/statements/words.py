"""Statements, words: problems and months as a page tells them. It shows; it decides nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from journal_app.languages import locale_of
from journal_app.messages import sentence
from journal_app.money import SCREENS
from journal_app.problems import Problem

MOST_TOLD = 100  # of one severity: nobody reads more; all of them count
MOST_NUMBERS = 12


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence and the lines of the file it is about; `more`: how many lines are not named."""

    words: str
    numbers: tuple[int, ...] = ()
    more: int = 0


def told(problems: Iterable[Problem], language: str) -> list[Told]:
    """Each sentence once, with the lines it is about."""
    found: dict[str, list[int]] = {}
    for problem in problems:
        where, _, number = problem.where.partition(":")
        numbers = found.setdefault(sentence(problem, language), [])
        if where == "line" and number.isdigit():
            numbers.append(int(number))
    return [
        Told(words, tuple(numbers[:MOST_NUMBERS]), max(0, len(numbers) - MOST_NUMBERS))
        for words, numbers in list(found.items())[:MOST_TOLD]
    ]


def months(first: date, last: date, language: str) -> list[tuple[str, str]]:
    """Every month from the last to the first: its value and its name."""
    found = []
    month = last.replace(day=1)
    while month >= first.replace(day=1):
        locale = SCREENS.get(language) or locale_of(language)
        found.append((f"{month:%Y-%m}", str(format_date(month, "MMMM y", locale))))
        month = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    return found


def month_of(told: str) -> date | None:
    """The first day of `2026-11`."""
    try:
        return date.fromisoformat(f"{told}-01")
    except ValueError:
        return None
