"""An adopted folder's funds become the desk's own, once."""

from datetime import date

from journal_app.costing.model import FundState
from journal_app.db import Database
from journal_app.funding import actions, noting, taking_up
from journal_app.funding.actions import Told
from tests.funding import scene
from tests.funding.scene import NOW, PLAN

ADOPTED = f"""{PLAN}
[[fund]]
label = {{ fr = "Dons de la soirée" }}
state = "reconciled"
amount = 120.50
dated = 2027-01-05
source = "gift"

[[fund]]
label = {{ fr = "Ville" }}
state = "due"
amount = 300
dated = 2027-01-06
source = "grant"
"""


def test_a_plans_own_funds_are_taken_up_once_and_the_plan_says_the_same(database: Database) -> None:
    with database.write() as db:
        lea, issue = scene.person(db), scene.issue(db, plan=ADOPTED)
        before = scene.planned(issue)
        assert [one.amount for one in taking_up.waiting(db, issue)] == [120.50, 300]
        for _ in range(2):
            taking_up.take_up(db, lea, NOW, [issue.id])
        assert sorted(one.fund.label for one in noting.held(db, issue.id)) == ["Dons de la soirée", "Ville"]
        assert scene.planned(issue) == before
        assert taking_up.waiting(db, issue) == []


def test_the_first_fund_that_is_noted_loses_none_of_the_plans(database: Database) -> None:
    with database.write() as db:
        lea, issue = scene.person(db), scene.issue(db, plan=ADOPTED)
        actions.add_fund(db, lea, NOW, issue.id, Told("Promesse", 5_000, FundState.PLEDGED, date(2027, 2, 1)))
        assert scene.planned(issue) == {
            FundState.ESTIMATED: 0, FundState.PLEDGED: 5_000, FundState.DUE: 30_000, FundState.PAID_OUT: 0,
            FundState.RECONCILED: 12_050,
        }  # fmt: skip


def test_a_plan_that_cannot_be_read_stops_no_fund_and_keeps_its_text(database: Database) -> None:
    with database.write() as db:
        lea, issue = scene.person(db), scene.issue(db, plan="[targets\n")
        fund = actions.add_fund(db, lea, NOW, issue.id, Told("Promesse", 5_000, FundState.PLEDGED, date(2027, 2, 1)))
        assert issue.costing == "[targets\n" and fund.cents == 5_000
