"""Proofs, the flatplan: pages as they lie open, problems beside the page they are on, fits by article. Pure values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from journal_app.problems import Problem, Severity
from journal_app.proofs.model import BuiltFit, BuiltPage

ORDER = {Severity.BLOCKING: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Spread:
    """What lies open at once. `first` is read first: it lies left, or right when the issue is bound on the right."""

    first: BuiltPage | None
    second: BuiltPage | None

    @property
    def pages(self) -> tuple[BuiltPage, ...]:
        return tuple(page for page in (self.first, self.second) if page)


def spreads(pages: Sequence[BuiltPage]) -> list[Spread]:
    """Page 1 alone, then two by two, the last alone when it closes the issue."""
    by_folio = {page.folio: page for page in pages}
    last = max(by_folio, default=0)
    found = [Spread(by_folio.get(folio), by_folio.get(folio + 1)) for folio in range(0, last + 1, 2)]
    return [spread for spread in found if spread.pages]


def by_page(problems: Sequence[Problem], fit: Sequence[BuiltFit]) -> dict[int, list[Problem]]:
    """The problems of each page, the gravest first; under 0 those of the whole issue."""
    found: dict[int, list[Problem]] = {}
    for problem in sorted(dict.fromkeys(problems), key=lambda p: ORDER[p.severity]):
        found.setdefault(page_of(problem.where, fit), []).append(problem)
    return found


def page_of(where: str, fit: Sequence[BuiltFit]) -> int:
    """The page a place is on: `p6/lead` is 6, an article is where it begins, anything else 0."""
    if page := re.match(r"p(\d{1,5})(?:/|$)", where):
        return int(page[1])
    if article := re.match(r"article:([^#]+)(?:#(.+))?$", where):
        for row in fit:
            if row.article == article[1] and row.language == (article[2] or row.language) and row.pages:
                return row.pages[0]
    return 0


def by_article(fit: Sequence[BuiltFit], reader: str) -> list[tuple[BuiltFit, list[BuiltFit]]]:
    """The fits in the order of their pages, one group an article; the text whose title the reader reads names it."""
    groups: dict[str, list[BuiltFit]] = {}
    for row in sorted(fit, key=lambda row: min(row.pages, default=0)):
        groups.setdefault(row.article, []).append(row)
    return [(_named(rows, reader), rows) for rows in groups.values()]


def _named(rows: Sequence[BuiltFit], reader: str) -> BuiltFit:
    """The text whose title names an article: in the reader's language, else in French, else the first."""
    return min(rows, key=lambda row: (row.language != reader, row.language != "fr"))


def titles(folio: int, fit: Sequence[BuiltFit], reader: str) -> list[str]:
    """What stands on a page, by the titles of its articles."""
    return [named.title for named, _ in by_article([row for row in fit if folio in row.pages], reader) if named.title]


def counts(problems: Sequence[Problem]) -> dict[str, int]:
    """How many of each severity."""
    return {severity.value: sum(p.severity is severity for p in problems) for severity in Severity}
