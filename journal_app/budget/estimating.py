"""Budget, the estimate's lines: rates that are typed or taken from elsewhere -> the plan's estimate. Never commits.

Whatever is typed, it stays an estimate with its range: a price is what a printer's quote says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.budget.actions import Seen, refuse_archived, rewrite
from journal_app.budget.reference import SHIPPED, estimate
from journal_app.costing.document import read
from journal_app.costing.model import Costing, Estimate
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.problems import Refused

MOST_LINES = 40
OTHERS = 3  # issues whose rates are offered: the latest ones, older paper had other prices


@dataclass(frozen=True, slots=True)
class Start:
    """Rates to start from: those that come with the desk (`number` None), or another issue's."""

    id: str
    number: int | None
    rates: Estimate


def set_estimate(
    db: Session, actor: Actor, now: datetime, issue: Issue, rates: Estimate, vat: Decimal | None = None,
    seen: Seen | None = None, what: str = "budget-estimate-lines",
) -> None:  # fmt: skip
    """Other rates, and the VAT that is counted on them; a quote in the plan keeps its own VAT.

    Refused (`costing-too-much`) with too many lines, (`costing-moved-on`) when the printing is planned otherwise since.
    """
    refuse_archived(issue)
    if len(rates.line) > MOST_LINES:
        raise Refused("costing-too-much")

    def put(plan: Costing) -> Costing:
        said: dict[str, object] = {"estimate": rates}
        if vat is not None and plan.printing.quote is None and vat != plan.printing.vat_percent:
            said |= {"vat_percent": vat, "vat_confirmed": False}
        return plan.model_copy(update={"printing": plan.printing.model_copy(update=said)})

    rewrite(db, actor, now, issue, put, what=what, seen=seen)


def starts(db: Session, actor: Actor, issue: Issue) -> Sequence[Start]:
    """What an estimate can be started from: the desk's rates, then those of the latest other issues."""
    found = [Start(SHIPPED, None, estimate())]
    others = [one for state in IssueState for one in issues.issues(db, actor, state) if one.id != issue.id]
    for other in sorted(others, key=lambda one: (one.date, one.number), reverse=True):
        plan = read(other.costing)[0] if "[printing.estimate]" in other.costing else None
        if plan and plan.printing.estimate and all(one.rates != plan.printing.estimate for one in found):
            found.append(Start(other.id, other.number, plan.printing.estimate))
        if len(found) > OTHERS:
            break
    return found


def start_from(
    db: Session, actor: Actor, now: datetime, issue: Issue, start: Start, seen: Seen | None = None
) -> None:  # fmt: skip
    """Take those rates in the place of what was there; undo brings that back. Refused as `set_estimate` is."""
    set_estimate(db, actor, now, issue, start.rates, seen=seen, what="budget-estimate-taken")
