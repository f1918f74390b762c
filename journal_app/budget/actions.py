"""Budget, what people do to a plan: `rewrite` is the one way to change an issue's costing, and undo. Never commits.

The plan is text; the row of the issue is held while it is read, changed and written, so that of two changes at once
none is lost. A form tells which part it was made from: a stale one is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import ValidationError
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.budget import store
from journal_app.budget.given import in_plan
from journal_app.budget.model import BudgetStep, Expense, Spending
from journal_app.budget.offers import by_mail, same
from journal_app.budget.parts import empty, followed, mark, put_back, touched
from journal_app.budget.reference import estimate
from journal_app.costing.document import read, written
from journal_app.costing.model import Costing, Targets
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.problems import Refused

KEPT = 100  # steps of an issue
Change = Callable[[Costing], Costing]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a form was made from: a part of the plan and its mark."""

    part: str
    mark: str


def rewrite(
    db: Session, actor: Actor | None, now: datetime, issue: Issue, change: Change, *, what: str = "budget-changed",
    seen: Seen | None = None,
) -> Costing:  # fmt: skip
    """Change an issue's plan; what it is now. A plan that says nothing starts from the two targets.

    Refused (`costing-unreadable`) while the text in place cannot be read, (`costing-moved-on`) when the part that was
    seen is another one now. What was committed, spent and given follows from the rows, whatever `change` says of it.
    """
    store.in_line(db, issue)
    before = _plan(issue, now.date())
    if seen is not None and mark(before, seen.part) != seen.mark:
        raise Refused("costing-moved-on")
    given = in_plan(store.in_kind(db, issue.id)) if store.ever_given(db, issue.id) else None
    after = followed(change(before), store.sums(db, issue.id), given)
    if after == before:
        return before
    was = issue.costing
    try:
        issue.costing = written(after)
    except ValidationError:  # ten million euros on one line
        raise Refused("costing-too-much") from None
    if touched(before, after):
        row = BudgetStep(issue_id=issue.id, account_id=actor.account_id if actor else None, made_at=now, what=what,
                         before=was, after=issue.costing)  # fmt: skip
        store.add(db, row)
        store.forget_steps(db, issue.id, KEPT)
    record(db, actor, now, what, issue_id=issue.id)
    return after


def _plan(issue: Issue, today: date) -> Costing:
    if not issue.costing.strip():
        return empty(today)
    found, _ = read(issue.costing)
    if found is None:
        raise Refused("costing-unreadable")
    return found


def undo(db: Session, actor: Actor, now: datetime, issue: Issue, number: int) -> None:
    """Take one change of the plan back; a later one of other parts stays. Taking back is a change itself.

    Refused (`step-undone`) when it was, (`costing-moved-on`) when the same part was changed again since.
    """
    refuse_archived(issue)
    store.in_line(db, issue)
    row = store.step(db, issue.id, number)
    if row is None or row.undone:
        raise Refused("step-undone")
    before = read(row.before)[0] if row.before.strip() else empty(row.made_at.date())
    after = read(row.after)[0]
    if before is None or after is None:  # written by a desk whose plans were other ones
        raise Refused("costing-moved-on")
    back = put_back(_plan(issue, now.date()), before, after)
    if back is None:
        raise Refused("costing-moved-on")
    _quote_stands(db, issue, back)
    rewrite(db, actor, now, issue, lambda _: back, what="budget-undone")
    row.undone = True


def _quote_stands(db: Session, issue: Issue, plan: Costing) -> None:
    """A plan never comes back to rest on a typed quote that was removed or corrected since: Refused (`quote-gone`)."""
    quote, now = plan.printing.quote, _plan(issue, plan.residency.dated).printing.quote
    if quote is None or quote == now:
        return
    named = [row for row in store.every_mail_quote(db, issue.id) if (row.company, row.reference) == (
        quote.printer, quote.reference)]  # fmt: skip
    if named and not any(row.gone_at is None and same(by_mail(row), quote) for row in named):
        raise Refused("quote-gone")


def start_anew(db: Session, actor: Actor, now: datetime, issue: Issue) -> None:
    """Set a plan that cannot be read aside, and begin an empty one; the text stays in the steps."""
    refuse_archived(issue)
    store.in_line(db, issue)
    if not issue.costing.strip() or read(issue.costing)[0] is not None:
        return
    was, issue.costing = issue.costing, ""
    store.add(db, BudgetStep(issue_id=issue.id, account_id=actor.account_id, made_at=now, what="budget-anew",
                             before=was, after="", undone=True))  # fmt: skip
    record(db, actor, now, "budget-anew", issue_id=issue.id)


def set_targets(db: Session, actor: Actor, now: datetime, issue: Issue, targets: Targets, seen: Seen) -> None:
    """Other targets."""
    refuse_archived(issue)
    rewrite(db, actor, now, issue, lambda plan: plan.model_copy(update={"targets": targets}), what="budget-targets",
            seen=seen)  # fmt: skip


def take_estimate(db: Session, actor: Actor, now: datetime, issue: Issue) -> None:
    """The rates that come with the desk, where a plan has none: dated, and always an estimate with its range."""
    refuse_archived(issue)

    def put(plan: Costing) -> Costing:
        if plan.printing.estimate is not None:
            return plan
        return plan.model_copy(update={"printing": plan.printing.model_copy(update={"estimate": estimate()})})

    rewrite(db, actor, now, issue, put, what="budget-estimate")


def refuse_archived(issue: Issue) -> None:
    """A printed issue is planned no more; what is paid for it is still noted."""
    if issue.state != IssueState.OPEN:
        raise Refused("issue-archived")


def follow(db: Session, actor: Actor | None, now: datetime, issue_id: str | None) -> None:
    """Let an issue's plan follow its rows. One that cannot be read follows when it can be again."""
    issue = issues.any_issue(db, issue_id) if issue_id else None
    if issue is None or (issue.costing.strip() and read(issue.costing)[0] is None):
        return
    rewrite(db, actor, now, issue, lambda plan: plan, what="budget-followed")


# --- expenses that the bank has seen ---------------------------------------------------------------------------------


def settle(db: Session, expense: Expense, cents: int) -> None:
    """So much of an expense is on the bank's statement, in all: between nothing and its amount. The row is held.

    Refused (`expense-over`). A form that was made before is stale from now on.
    """
    if cents < 0 or expense.settled_cents < cents > expense.cents:  # less can be settled of whatever there is
        raise Refused("expense-over")
    if cents != expense.settled_cents:
        expense.settled_cents, expense.version = cents, expense.version + 1
        db.flush()


def spend(db: Session, actor: Actor | None, now: datetime, expense: Expense, line_dated: date) -> None:
    """It is paid, on that day."""
    _paid(db, actor, now, expense, Spending.SPENT, line_dated)


def unspend(db: Session, actor: Actor | None, now: datetime, expense: Expense) -> None:
    """It is committed again, and not paid."""
    _paid(db, actor, now, expense, Spending.COMMITTED, None)


def _paid(db: Session, actor: Actor | None, now: datetime, expense: Expense, state: Spending, day: date | None) -> None:
    if (expense.state, expense.spent_on) == (state, day):
        return
    expense.state, expense.spent_on, expense.version = state, day, expense.version + 1
    db.flush()
    record(db, actor, now, f"expense-{state}", issue_id=expense.issue_id, object_id=expense.id)
    follow(db, actor, now, expense.issue_id)
