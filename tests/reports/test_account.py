"""The account of an issue and of a year, against sums that this file adds up itself from what people typed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal_app.costing.model import FundState
from journal_app.db import Database
from journal_app.funding.model import Source
from journal_app.issues.model import Issue
from journal_app.reports import reading, store
from journal_app.reports.drawn import steps
from journal_app.reports.figures import Account, Group, awaited
from tests.funding import scene as money
from tests.reports import scene

TODAY = date(2027, 6, 1)
LINES = {"printing": Group.PRINTING, "chambres": Group.RESIDENCY, "repas": Group.RESIDENCY, "other": Group.OTHER,
         "une-ligne-disparue": Group.OTHER, "delivery": Group.DELIVERY}  # fmt: skip
# by hand from scene.PLAN: 1836.40 HT and 10 %; 25 x 15 x 2, 15.35 x 18 x 3, 35 x 20
PLANNED = {Group.PRINTING: 202_004, Group.RESIDENCY: 75_000 + 82_890 + 70_000}
SPENT = st.tuples(st.sampled_from(sorted(LINES)), st.integers(1, 300_000), st.booleans(), st.booleans())
MONEY = st.tuples(st.integers(1, 300_000), st.sampled_from(FundState), st.sampled_from(Source))


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    with database.write() as session:
        yield session


@dataclass
class Typed:
    """What was typed for an issue, to be added up without any of the desk's own sums."""

    spent: list[tuple[str, int, bool, bool]] = field(default_factory=list)  # line, cents, paid, removed since
    money: list[tuple[int, FundState, Source]] = field(default_factory=list)

    def sum(self, group: Group, paid: bool) -> int:
        return sum(cents for line, cents, was, gone in self.spent if LINES[line] is group and was is paid and not gone)

    def state(self, state: FundState) -> int:
        return sum(cents for cents, held, _ in self.money if held is state)


def type_in(db: Session, issue: Issue, typed: Typed) -> None:
    lea = money.person(db)
    for line, cents, paid, gone in typed.spent:
        row = scene.spend(db, lea, issue, line, cents, paid=paid)
        row.gone_at = scene.NOW if gone else None
    for cents, state, source in typed.money:
        scene.fund(db, lea, issue, cents, state, source)
    db.flush()


def compare(account: Account, typed: Typed) -> None:
    for group in Group:
        one = account.of(group)
        assert one.planned == PLANNED.get(group, 0)
        assert (one.spent, one.committed) == (typed.sum(group, True), typed.sum(group, False)), group
    for state, cents in account.states.items():
        assert cents == typed.state(state), state
    assert account.received == typed.state(FundState.RECONCILED)
    assert account.awaited == sum(typed.state(state) for state in FundState if state is not FundState.RECONCILED)
    for held in account.states, *account.sources.values():
        assert awaited(held) + held[FundState.RECONCILED] == sum(held.values())
    assert sum(awaited(held) for held in account.sources.values()) == account.awaited


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.lists(SPENT, max_size=6), st.lists(MONEY, max_size=4)), min_size=1, max_size=3))
def test_accounts_are_what_was_typed_and_a_year_is_its_issues(
    database: Database, told: list[tuple[list[tuple[str, int, bool, bool]], list[tuple[int, FundState, Source]]]]
) -> None:
    with database.write() as db:
        issues = [scene.issue(db, 100 + place) for place in range(len(told))]
        typed = [Typed(*one) for one in told]
        for issue, one in zip(issues, typed, strict=True):
            type_in(db, issue, one)
        year = reading.year(db, issues, 2027, TODAY)
        for account, one in zip(year.issues, typed, strict=True):
            compare(account, one)
        assert year.amounts.spent == sum(one.sum(group, True) for one in typed for group in Group)
        assert year.amounts.committed == sum(one.sum(group, False) for one in typed for group in Group)
        assert year.amounts.planned == len(issues) * sum(PLANNED.values())
        assert year.received == sum(one.state(FundState.RECONCILED) for one in typed)
        db.rollback()


def test_the_price_of_printing_is_its_three_faces(db: Session) -> None:
    report = reading.report_of(scene.issue(db), 16, TODAY)
    assert report is not None
    price = report.printing.price
    assert (price.net, price.vat, price.gross) == (183_640, 18_364, 202_004)


def test_each_costs_what_is_planned_over_the_run_and_what_came_over_what_came(db: Session) -> None:
    lea, issue = money.person(db), scene.issue(db)
    scene.spend(db, lea, issue, "printing", 202_004)
    scene.spend(db, lea, issue, "repas", 100_000, paid=False)
    scene.hand_out(db, lea, issue, delivered=4100, given=1500, people=320)
    account = reading.one(db, issue, TODAY)
    assert account.per_copy.planned == Decimal("1.07")  # 4298.94 / 4000
    assert account.per_copy.engaged == Decimal("0.74")  # 3020.04 / 4100
    assert account.per_page.planned == Decimal("268.68")  # / 16
    assert account.per_article.planned is None  # nothing stands on a page
    assert (account.copies.delivered, account.copies.given, account.copies.kept) == (4100, 1500, 2600)
    assert account.copies.people == 320


def test_an_expense_of_nobodys_line_counts_outside_the_budget_and_a_plan_alone_says_what_it_says(db: Session) -> None:
    text = scene.PLAN.replace("price = 35.00\n", "price = 35.00\ncommitted = 12.50\nspent = 100.00\n")
    account = reading.one(db, scene.issue(db, plan=text), TODAY)
    assert [(one.key, one.amounts.committed, one.amounts.spent) for one in account.posts if one.amounts.engaged] == [
        ("transport", 1250, 10_000)]  # fmt: skip
    unreadable = reading.one(db, scene.issue(db, 13, plan="targets = 3"), TODAY)
    assert not unreadable.readable
    assert unreadable.amounts.planned == 0


def test_what_no_issue_holds_counts_in_the_year_it_is_noted_for(db: Session) -> None:
    lea = money.person(db)
    issues = [scene.issue(db, 12, date(2027, 3, 20)), scene.issue(db, 9, date(2025, 3, 20))]
    scene.spend(db, lea, None, "other", 5_500, day=date(2026, 5, 5))
    scene.fund(db, lea, None, 9_900, day=date(2024, 5, 6))
    assert reading.years(db, issues) == [2027, 2026, 2025, 2024]
    assert [one.amounts.spent for one in reading.year(db, issues, 2026, TODAY).accounts] == [5_500]
    assert reading.year(db, issues, 2024, TODAY).states[FundState.DUE] == 9_900
    assert reading.year(db, issues, 2023, TODAY).accounts == ()
    assert reading.year(db, issues, 2027, TODAY).accounts == reading.year(db, issues, 2027, TODAY).issues


def test_only_who_wishes_to_be_named_is(db: Session) -> None:
    lea, issue = money.person(db), scene.issue(db)
    scene.fund(db, lea, issue, 10_000, funder=scene.funder(db, lea, "Mme Secrète"))
    scene.fund(db, lea, issue, 10_000, funder=scene.funder(db, lea, "Ville (dossier 12)", "Ville de l’exemple"))
    assert reading.one(db, issue, TODAY).thanked == ("Ville de l’exemple",)


def test_money_over_time_runs_up_to_what_was_ordered_and_paid(db: Session) -> None:
    lea, issue = money.person(db), scene.issue(db)
    for day, cents, paid in ((3, 1000, True), (3, 500, False), (9, 250, True)):
        scene.spend(db, lea, issue, "repas", cents, paid=paid, day=date(2027, 2, day))
    scene.spend(db, lea, issue, "repas", 9000, day=date(2027, 2, 3)).gone_at = scene.NOW
    db.flush()
    told = steps(store.engaged_by_day(db, issue.id), store.paid_by_day(db, issue.id))
    assert [(one.day.day, one.engaged, one.paid, one.engaged_so_far, one.paid_so_far) for one in told] == [
        (3, 1500, 1000, 1500, 1000), (9, 250, 250, 1750, 1250)]  # fmt: skip


def asked(db: Session, issues: list[Issue]) -> int:
    """How many statements a year takes."""
    said: list[str] = []
    engine = db.get_bind()

    def heard(*told: object) -> None:
        said.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", heard)
    reading.year(db, issues, 2027, TODAY)
    event.remove(engine, "before_cursor_execute", heard)
    return len(said)


def test_a_year_of_twelve_issues_asks_the_database_no_more_often_than_one_of_two(db: Session) -> None:
    lea = money.person(db)
    issues = [scene.issue(db, number) for number in range(1, 13)]
    for one in issues:
        scene.spend(db, lea, one, "repas", 1000)
        scene.fund(db, lea, one, 1000)
        scene.hand_out(db, lea, one)
    assert asked(db, issues) == asked(db, issues[:2]) < 20
