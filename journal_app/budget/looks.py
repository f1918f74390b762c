"""Budget, the looks: an issue's plan, its rows and its pages -> the report that screens and other rooms show. It reads
and decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from journal_app.accounts import store as accounts
from journal_app.budget import store
from journal_app.budget.model import BudgetStep
from journal_app.budget.offers import Offer, for_plan
from journal_app.budget.parts import empty
from journal_app.costing import working_days
from journal_app.costing.comparing import Compared, Offered, Part
from journal_app.costing.comparing import compared as side_by_side
from journal_app.costing.delivered import Came
from journal_app.costing.delivered import came as delivered
from journal_app.costing.document import read
from journal_app.costing.model import Costing
from journal_app.costing.report import CostingReport, costing_report
from journal_app.flatplan import store as flatplan
from journal_app.hand_off import store as hand_off
from journal_app.hand_off.needs import day_needed
from journal_app.hand_off.printing import deliveries
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.money import to_decimal
from journal_app.prepress.sheet import PrinterSheet
from journal_app.problems import Problem

STEPS = 8  # that are shown
FAR = timedelta(days=800)  # more than any printer takes


@dataclass(frozen=True, slots=True)
class Plan:
    """What an issue's row says of its money. `costing` is None while the text cannot be read; then problems say why."""

    costing: Costing | None
    problems: tuple[Problem, ...]
    sheet: PrinterSheet | None
    said: bool  # somebody has planned something


def plan_of(issue: Issue, today: date) -> Plan:
    """The plan of an issue; one that says nothing has the two targets."""
    sheet = sheet_of(issue.printer)
    if not issue.costing.strip():
        return Plan(empty(today), (), sheet, False)
    costing, problems = read(issue.costing)
    return Plan(costing, tuple(problems), sheet, True)


def costing_of(db: Session, issue: Issue, today: date) -> CostingReport | None:
    """What an issue costs with the pages it has; None while its plan or its printer sheet cannot be read."""
    plan = plan_of(issue, today)
    if plan.costing is None or plan.sheet is None:
        return None
    return costing_report(plan.costing, plan.sheet, flatplan.last_number(db, issue.id), today)


def steps(db: Session, issue_id: str) -> list[tuple[BudgetStep, str]]:
    """The last changes that can be taken back, and who made each."""
    rows = store.steps(db, issue_id, STEPS)
    names = accounts.names(db, [row.account_id for row in rows])
    return [(row, names.get(row.account_id or "", "")) for row in rows]


@dataclass(frozen=True, slots=True)
class Needed:
    """The day on which the copies are needed and the day of the BAT, from which printers count. `asked`: a request for
    quotation says it, else it is the date printed on the issue. `days`: working days between the two."""

    day: date
    bat: date
    asked: bool

    @property
    def days(self) -> int:
        return working_days.between(self.bat, min(self.day, self.bat + FAR))

    def arrives(self, delay: int) -> date:
        """When copies come that take so many working days."""
        return working_days.after(self.bat, min(delay, FAR.days))


def needed(db: Session, issue: Issue, today: date) -> Needed | None:
    """When the copies of an issue are needed; None once it is printed."""
    if issue.printed_on:
        return None
    said = next((day for row in hand_off.requests(db, issue.id) if (day := day_needed(row.need))), None)
    close = issue.press_close.date() if issue.press_close else today
    return Needed(said or issue.date, max(today, close), said is not None)


def came(db: Session, issue: Issue, plan: Plan) -> Came | None:
    """What the printer says it delivered, and what its overs cost at most; None before that."""
    there = next(iter(deliveries(db, issue.id)), None)
    if there is None or there.said.quantity is None or plan.costing is None or plan.sheet is None:
        return None
    pages = flatplan.last_number(db, issue.id)
    return delivered(plan.costing.printing, plan.sheet, pages, there.said.quantity, there.said.overs)


def compared(
    plan: Plan, offers: Sequence[Offer], pages: int, today: date, needed_days: int | None = None
) -> list[Compared]:
    """The quotes at the issue's quantity, TTC, in order. What a quote leaves out is added where the plan prices it;
    `needed_days` are the working days that there are."""
    if plan.sheet is None:
        return []
    sheet = plan.sheet
    found = [
        Offered(quote, to_decimal(one.vat), one.delay_days, one.without, one.key)
        for one in offers if one.latest and (quote := for_plan(one, sheet.quantity))
    ]  # fmt: skip
    beside = {}
    if plan.costing and (sent := costing_report(plan.costing, sheet, pages, today).delivery.price.gross):
        beside[Part.DELIVERY] = sent
    return side_by_side(found, sheet, pages, today, beside, needed_days)
