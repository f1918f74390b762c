"""Proofs, the flatplan: pages as they lie open, problems beside the page they are on, fits by article. Pure values."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from journal_app.flatplan.house import WHOLE
from journal_app.prepress.model import FlatplanFile
from journal_app.prepress.tables import Source
from journal_app.problems import Problem, Severity
from journal_app.proofs.model import BuiltFit, BuiltPage

LINE = re.compile(r"flatplan\.toml:(\d{1,7})$")
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


@dataclass(frozen=True, slots=True)
class Stand:
    """What stands in one slot, by the names of the issue's folder; a teaser has an article and a picture."""

    role: str
    article: str = ""
    picture: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stands:
    """What stands where: the slots of each page from page 1, each page's layout, and the line of flatplan.toml at which
    a page begins, where that is known."""

    pages: tuple[Mapping[str, Stand], ...] = ()
    layouts: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()

    def at(self, folio: int, slot: str) -> Stand | None:
        """What stands in a slot; nothing in one that is empty or not there."""
        return self.pages[folio - 1].get(slot) if 0 < folio <= len(self.pages) else None

    def of_picture(self, slug: str) -> tuple[int, ...]:
        """The pages that show a picture."""
        return tuple(folio for folio, one in self._all() if one.picture == slug)

    def of_article(self, slug: str, language: str) -> tuple[int, ...]:
        """The page on which an article begins in a language, else on which it is at all."""
        here = [(folio, one) for folio, one in self._all() if one.article == slug]
        whole = [(folio, one) for folio, one in here if one.role in WHOLE] or here
        own = [folio for folio, one in whole if language in one.languages]
        return tuple(own[:1] or [folio for folio, _ in whole[:1]])

    def of_line(self, line: int) -> tuple[int, ...]:
        """The page that a line of flatplan.toml is of; none for a line before the first."""
        folio = sum(begins <= line for begins in self.lines)
        return (folio,) if folio else ()

    def _all(self) -> Iterator[tuple[int, Stand]]:
        return ((folio, one) for folio, slots in enumerate(self.pages, 1) for one in slots.values())


NOWHERE = Stands()


def stands_of(text: str, roles: Callable[[str], Mapping[str, str]]) -> Stands:
    """What stands where by a flatplan.toml; nothing by one that cannot be read. `roles`: of a layout's slots."""
    source = Source(text, "flatplan.toml", "")
    plan, _ = source.model(FlatplanFile)
    if plan is None:
        return NOWHERE
    pages = tuple(
        {slot: Stand(roles(page.layout).get(slot, ""), one.article or "", one.picture or "",
                     tuple(one.languages or ([one.language] if one.language else ())))
         for slot, one in page.slots.items()}
        for page in plan.page
    )  # fmt: skip
    lines = tuple(_line(source.at(("page", n))) for n in range(len(plan.page)))
    return Stands(pages, tuple(page.layout for page in plan.page), lines)


def on_pages(problems: Sequence[Problem], stands: Stands) -> tuple[Problem, ...]:
    """The problems of a flatplan that people see as pages: a line of its file is the page it is of."""
    return tuple(
        replace(one, where=f"p{folios[0]}")
        if (line := LINE.match(one.where)) and (folios := stands.of_line(int(line[1])))
        else one
        for one in problems
    )


def _line(where: str) -> int:
    return int(where.rpartition(":")[2]) if ":" in where else 0


def by_page(problems: Sequence[Problem], fit: Sequence[BuiltFit], stands: Stands = NOWHERE) -> dict[int, list[Problem]]:
    """The problems of each page, the gravest first; under 0 those of the whole issue. One of a picture stands at each
    page that shows it."""
    found: dict[int, list[Problem]] = {}
    for problem in sorted(dict.fromkeys(problems), key=lambda p: ORDER[p.severity]):
        for folio in pages_of(problem.where, fit, stands) or (0,):
            if problem not in found.setdefault(folio, []):
                found[folio].append(problem)
    return found


def pages_of(where: str, fit: Sequence[BuiltFit], stands: Stands = NOWHERE) -> tuple[int, ...]:
    """The pages a place is on: `p6/lead` is 6; an article is where it begins; a picture and a layout are on each page
    that has them; a line of flatplan.toml is of one. None for what is of no page."""
    if page := re.match(r"p(\d{1,5})(?:/|$)", where):
        return (int(page[1]),)
    if line := LINE.match(where):
        return stands.of_line(int(line[1]))
    if article := re.match(r"articles?[:/]([^#/]+)(?:[#/]([^.:/]+))?", where):
        return _of_article(article[1], article[2] or "", fit, stands)
    if picture := re.match(r"pictures?[:/]([^#/.:]+)", where):
        return tuple(dict.fromkeys(stands.of_picture(picture[1])))
    if layout := re.match(r"layout:([^#/:]+)", where):
        return tuple(folio for folio, name in enumerate(stands.layouts, 1) if name == layout[1])
    return ()


def _of_article(slug: str, language: str, fit: Sequence[BuiltFit], stands: Stands) -> tuple[int, ...]:
    """Where an article begins as it was measured, or else as it is planned; in a language that stands nowhere, where it
    begins in another."""
    rows = [row for row in fit if row.article == slug and row.pages]
    rows = [row for row in rows if row.language == language] or rows
    return tuple(rows[0].pages[:1]) if rows else stands.of_article(slug, language)


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
