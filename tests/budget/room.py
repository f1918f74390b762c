"""What tests of the budget start from: an issue of sixteen pages, its coordinator at the desk, a printer outside."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.budget import actions, looks
from journal_app.budget.model import BudgetStep, Expense, MailQuote
from journal_app.budget.reference import estimate, residency
from journal_app.costing.document import read, written
from journal_app.costing.model import Costing, Fund, FundState, Printing, Residency
from journal_app.costing.report import CostingReport
from journal_app.db import Base
from journal_app.flatplan import actions as flatplan
from journal_app.issues.model import Issue
from tests.desk import TestDesk, Visitor

SLUG = "12-traverser"
MONEY = f"/numeros/{SLUG}/argent"
PLAN = Costing(
    printing=Printing(vat_percent=Decimal(10), estimate=estimate()),
    residency=Residency(dated=date(2026, 11, 1), line=list(residency().lines)),
)


def fund(amount: str, state: FundState = FundState.RECONCILED, **more: Any) -> Fund:
    return Fund(label={"fr": "Dons"}, state=state, amount=Decimal(amount), dated=date(2027, 2, 1), **more)


class Till:
    """A desk with one issue and its money."""

    def __init__(self, desk: TestDesk, pages: int = 16, plan: Costing | None = PLAN) -> None:
        self.desk = desk
        self.issue = desk.issue(SLUG)
        self.mina: Actor = desk.account(Role.COORDINATOR, name="Mina")
        self.at_desk: Visitor = desk.visit(self.mina)
        with desk.database.write() as db:
            issue = db.get_one(Issue, self.issue.id)
            flatplan.add_pages(db, self.mina, self.now(), issue, ["article-2"] * pages)
            issue.costing = written(plan) if plan else ""

    def now(self) -> datetime:
        return datetime.now(UTC)

    @property
    def text(self) -> str:
        with self.desk.database.read() as db:
            return db.get_one(Issue, self.issue.id).costing

    @property
    def plan(self) -> Costing:
        found, problems = read(self.text)
        assert found is not None, problems
        return found

    @property
    def report(self) -> CostingReport:
        with self.desk.database.read() as db:
            found = looks.costing_of(db, db.get_one(Issue, self.issue.id), self.now().date())
        assert found is not None
        return found

    def rewrite(self, change: Callable[[Costing], Costing], **more: Any) -> None:
        with self.desk.database.write() as db:
            actions.rewrite(db, self.mina, self.now(), db.get_one(Issue, self.issue.id), change, **more)

    def raise_money(self, *funds: Fund) -> None:
        """As funding does it."""
        self.rewrite(lambda plan: plan.model_copy(update={"fund": list(funds)}))

    def rows(self, kind: type[Base]) -> list[Any]:
        with self.desk.database.read() as db:
            return list(db.query(kind))

    def quote(self, company: str = "Imprimerie A", **typed: str) -> MailQuote:
        """A quote that came by mail, typed at the desk."""
        form = {"company": company, "reference": f"D-{company[-1]}", "dated": "2027-02-01", "pages": "16",
                "taxes": "net", "copies_0": "4000", "price_0": "1890", "vat": "10"} | typed  # fmt: skip
        answer = self.at_desk.post(f"{MONEY}/devis/nouveau", form)
        assert answer.status_code == 303, answer.text
        return next(row for row in self.rows(MailQuote) if row.company == company)

    def expense(self, **typed: str) -> Expense:
        """An expense typed at the desk."""
        form = {"line": "repas", "label": "Traiteur", "cents": "300", "dated": "2027-02-27", "state": "committed",
                "account": ""} | typed  # fmt: skip
        answer = self.at_desk.post(f"{MONEY}/depenses/nouvelle", form)
        assert answer.status_code == 303, answer.text
        return next(row for row in self.rows(Expense) if row.label == form["label"])

    def steps(self) -> list[str]:
        return [row.what for row in self.rows(BudgetStep) if not row.undone]
