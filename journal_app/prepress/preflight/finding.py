"""Step 8, what a rule returns: a finding with its page, its box in mm and its number. Nothing here reads a PDF."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from journal_app.prepress.preflight.places import Item, Places
from journal_app.problems import Detail, Problem, Severity
from journal_app.units import Rect


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule table: the stable code, how much it matters by default, who can fix it, what it is.

    `source` names the rule's origin: GWG 2015 (the Ghent Workgroup's specification for CMYK files), the PDF/X
    standard, or this house.
    """

    code: str
    severity: Severity
    who: str
    source: str

    def at(
        self,
        page: int = 0,
        box: Rect | None = None,
        found: object = "",
        allowed: object = "",
        worst: float = 0.0,
        severity: Severity | None = None,
    ) -> "Finding":
        """This rule broken on `page` (from 1; 0 is the whole file) in `box`. The largest `worst` speaks for all."""
        return Finding(self, page, box, str(found), str(allowed), worst, severity or self.severity)


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule is broken. `box` is in mm from the trim's top left corner."""

    rule: Rule
    page: int
    box: Rect | None
    found: str
    allowed: str
    worst: float
    severity: Severity


@dataclass(frozen=True, slots=True)
class Addressed:
    """A problem and the boxes on its page that the report draws."""

    problem: Problem
    page: int
    boxes: tuple[Rect, ...]


_RANK = {Severity.BLOCKING: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def address(findings: Iterable[Finding], places: Places | None) -> list[Addressed]:
    """Findings with an address, one for each code and article or picture; the worst number speaks."""
    groups: dict[tuple[str, int, str], list[tuple[Finding, Item | None]]] = {}
    for finding in findings:
        item = places.item(finding.page, finding.box) if places else None
        groups.setdefault((finding.rule.code, finding.page, item.slot if item else ""), []).append((finding, item))
    told = [_merged(members) for members in groups.values()]
    return sorted(told, key=lambda a: (_RANK[a.problem.severity], a.page, a.problem.where, a.problem.code))


def _merged(members: Sequence[tuple[Finding, Item | None]]) -> Addressed:
    first, item = min(members, key=lambda m: (_RANK[m[0].severity], -m[0].worst))
    where = "document" if first.page == 0 else f"p{first.page}"
    if item:
        where = f"{where}/{item.slot}"
    detail = Detail(first.found, first.allowed, first.rule.who, item.title if item else "")
    boxes = tuple(dict.fromkeys(_boxes(finding for finding, _ in members)))
    return Addressed(Problem(first.severity, first.rule.code, where, detail), first.page, boxes[:60])


def _boxes(findings: Iterable[Finding]) -> Iterator[Rect]:
    for finding in findings:
        if finding.box:
            yield Rect(*(round(v, 2) for v in finding.box))
