"""Budget, the parts of a plan: what of it somebody saw, what a change touched, and putting a part back. Pure values.

Committed, spent and what is given in kind follow from rows: they belong to no part, so that paying an invoice makes
nobody's form stale and undoing a plan pays nothing back.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from journal_app.costing.in_kind import InKind
from journal_app.costing.model import Costing, Printing, Residency
from journal_app.money import to_decimal

PARTS = ("specimen", "targets", "printing", "residency")  # what budget's own forms plan, and its undo takes back
MOST_VAT = Decimal(10)  # a plan that says nothing starts from the rate of periodicals (CGI 298 octies)
Sums = Mapping[str, tuple[int, int]]  # by line: cents committed, cents spent


def empty(today: date) -> Costing:
    """What an issue plans before anybody planned anything: the two targets, no price, no line."""
    return Costing(printing=Printing(vat_percent=MOST_VAT), residency=Residency(dated=today, line=[]))


def planned(costing: Costing) -> Costing:
    """The plan without what follows from rows."""
    bare = [line.model_copy(update={"committed": Decimal(0), "spent": Decimal(0)}) for line in costing.residency.line]
    return costing.model_copy(update={"residency": costing.residency.model_copy(update={"line": bare})})


def mark(costing: Costing, part: str) -> str:
    """Changes with anything planned in that part: a form carries it, and is refused when it is not this any more."""
    return hashlib.sha256(repr(getattr(planned(costing), part)).encode()).hexdigest()[:24]


def touched(before: Costing, after: Costing) -> tuple[str, ...]:
    """The parts that are planned otherwise now."""
    was, became = planned(before), planned(after)
    return tuple(part for part in PARTS if getattr(was, part) != getattr(became, part))


def put_back(now: Costing, before: Costing, after: Costing) -> Costing | None:
    """The plan as it is, with the parts that one change touched as they were before it; None when one of them was
    changed again since."""
    parts = touched(before, after)
    if any(mark(now, part) != mark(after, part) for part in parts):
        return None
    return now.model_copy(update={part: getattr(before, part) for part in parts})


def followed(costing: Costing, sums: Sums | None, given: InKind | None) -> Costing:
    """The plan with what was committed, spent and given. None: nobody ever typed a row, what the text says holds."""
    if sums is not None:
        lines = [
            line.model_copy(update={"committed": to_decimal(held[0]), "spent": to_decimal(held[1])})
            for line in costing.residency.line
            for held in [sums.get(line.slug, (0, 0))]
        ]
        costing = costing.model_copy(update={"residency": costing.residency.model_copy(update={"line": lines})})
    return costing if given is None else costing.model_copy(update={"in_kind": given})


def beside(sums: Sums, slugs: Iterable[str]) -> tuple[int, int]:
    """What was committed and spent on lines that no plan has (any more)."""
    known = set(slugs)
    other = [held for line, held in sums.items() if line not in known]
    return sum(one[0] for one in other), sum(one[1] for one in other)
