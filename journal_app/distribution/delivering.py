"""Distribution, the price: the grids of a day, and an issue's posted bundles as the delivery section of its costs.

It reads grids.toml, what a desk starts with until somebody keeps a grid of their own (grids.py). No place is named in
a plan of costs: so many places that get so many copies each is all it says.
"""

import tomllib
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.budget.actions import rewrite
from journal_app.costing.document import read
from journal_app.costing.model import Batch, Carrier, Costing, Delivery
from journal_app.distribution import grids, store
from journal_app.distribution.model import Grid, Way
from journal_app.distribution.packing import Weights
from journal_app.distribution.planning import Line
from journal_app.issues.model import Issue
from journal_app.problems import Refused

MOST_POSTED = 10_000  # copies to one place, as a plan of costs takes them (costing.model.Batch)
FILE = Path(__file__).parent / "grids.toml"


@cache
def shipped() -> tuple[Carrier, ...]:
    """The grids that come with the desk."""
    return tuple(Carrier.model_validate(one) for one in tomllib.loads(FILE.read_text("utf-8"))["carrier"])


def day_of(issue: Issue, today: date) -> date:
    """When an issue's bundles are posted, as far as anybody knows: on its day; today when that is over."""
    return max(issue.date, today)


def carriers(issue: Issue, kept: Sequence[Grid], day: date) -> tuple[Carrier, ...]:
    """The grids that an issue's bundles are priced by on a day: those that people keep, as soon as one of them has
    begun; before that its plan's own, else those that come with the desk."""
    if (found := grids.valid_on(kept, day)) is not None:
        return found
    plan, _ = read(issue.costing) if issue.costing.strip() else (None, [])
    return tuple(plan.delivery.carrier) if plan and plan.delivery.carrier else shipped()


def too_many(way: Way, copies: int) -> bool:
    """Whether that is more than one place gets by carrier."""
    return way is Way.CARRIER and copies > MOST_POSTED


def batches(plan: Sequence[Line]) -> list[Batch]:
    """What is posted: so many places with so many copies each. Refused: `copies-too-many-posted`."""
    if any(too_many(line.way, line.given) for line in plan):
        raise Refused("copies-too-many-posted")
    many = Counter(line.given for line in plan if line.way is Way.CARRIER and line.given > 0)
    return [Batch(copies=copies, places=places) for copies, places in sorted(many.items(), reverse=True)]


def delivery(before: Delivery, issue_carriers: Sequence[Carrier], plan: Sequence[Line], weights: Weights) -> Delivery:
    """The delivery section with this plan and these grids; its flat lines (a van's fuel) stay. A plan
    counts a parcel's kilograms by hundredths: what a back lifts is cut to them, never raised."""
    same, latest = list(issue_carriers) == before.carrier, max((one.dated for one in issue_carriers), default=None)
    return before.model_copy(update={
        "dated": before.dated if same and before.dated else latest or before.dated,
        "carrier": list(issue_carriers), "batch": batches(plan),
        "parcel_kg": Decimal(weights.back_grams // 10).scaleb(-2), "box_grams": Decimal(weights.wrap_grams),
        "copy_grams": Decimal(weights.copy_milligrams) / 1000 if weights.weighed else None,
    })  # fmt: skip


def into_plan(
    db: Session, actor: Actor, now: datetime, issue: Issue, plan: Sequence[Line], weights: Weights
) -> Costing:
    """Write what delivery will cost into the issue's plan of costs, by the grids that hold now: it keeps a copy of
    them. Refused as `budget.actions.rewrite` is, and as `batches`."""
    known = carriers(issue, grids.current(store.grids(db)), day_of(issue, now.date()))
    return rewrite(
        db, actor, now, issue,
        lambda costing: costing.model_copy(update={"delivery": delivery(costing.delivery, known, plan, weights)}),
        what="budget-delivery",
    )  # fmt: skip


def follow(
    db: Session, actor: Actor, now: datetime, issue: Issue, plan: Sequence[Line], weights: Weights | None
) -> None:
    """Once the costs hold what delivery will cost, they follow the plan; before that somebody writes them in. Costs
    that cannot be read are left as they are."""
    found, _ = read(issue.costing) if issue.costing.strip() else (None, [])
    if found is not None and found.delivery.batch and weights is not None:
        into_plan(db, actor, now, issue, plan, weights)
