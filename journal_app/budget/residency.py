"""Budget, the residency's lines: set, started from a template, kept as one. Never commits."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.budget import store
from journal_app.budget.actions import Seen, refuse_archived, rewrite
from journal_app.budget.model import BudgetTemplate
from journal_app.budget.reference import SHIPPED, Template, residency
from journal_app.costing.model import Costing, Residency, ResidencyLine
from journal_app.issues.model import Issue
from journal_app.problems import Refused

MOST_LINES = 60


def set_lines(
    db: Session, actor: Actor, now: datetime, issue: Issue, lines: Sequence[ResidencyLine], dated: date,
    seen: Seen | None = None, what: str = "budget-residency",
) -> None:  # fmt: skip
    """The residency as it is planned from now on. Refused (`costing-too-much`) with too many lines."""
    refuse_archived(issue)
    if len(lines) > MOST_LINES:
        raise Refused("costing-too-much")
    made = Residency(dated=dated, line=list(lines))

    def put(plan: Costing) -> Costing:
        return plan.model_copy(update={"residency": made})

    rewrite(db, actor, now, issue, put, what=what, seen=seen)


def start_from(
    db: Session, actor: Actor, now: datetime, issue: Issue, template: Template, seen: Seen | None = None
) -> None:  # fmt: skip
    """Plan a template's residency, in the place of what was planned; undo brings that back. Refused as `set_lines` is,
    and (`costing-moved-on`) when it is planned otherwise than was seen."""
    set_lines(db, actor, now, issue, template.lines, now.date(), seen=seen, what="budget-template-taken")


def templates(db: Session) -> list[Template]:
    """What a residency can be started from: the one that comes with the desk, then the house's own."""
    own = [
        Template(row.id, row.name, row.dated, tuple(ResidencyLine.model_validate(line) for line in row.lines))
        for row in store.templates(db)
    ]
    return [residency(), *own]


def template(db: Session, template_id: str) -> Template | None:
    """One of them by its id."""
    return next((one for one in templates(db) if one.id == template_id), None)


def keep_as(db: Session, actor: Actor, now: datetime, name: str, plan: Residency) -> BudgetTemplate:
    """Keep a residency to start others from, without what was committed or spent."""
    bare = [line.model_copy(update={"committed": Decimal(0), "spent": Decimal(0)}) for line in plan.line]
    lines = [line.model_dump(mode="json", exclude_defaults=True) for line in bare]
    row = BudgetTemplate(name=name, dated=plan.dated, lines=lines, made_by=actor.account_id, made_at=now)
    store.add(db, row)
    record(db, actor, now, "budget-template-kept", object_id=row.id)
    return row


def remove(db: Session, actor: Actor, now: datetime, row: BudgetTemplate, *, back: bool = False) -> None:
    """Offer a template no more, or again. The one that comes with the desk has no row and stays."""
    if (row.gone_at is None) == back or row.id == SHIPPED:
        return
    row.gone_at = None if back else now
    record(db, actor, now, "budget-template-back" if back else "budget-template-removed", object_id=row.id)
