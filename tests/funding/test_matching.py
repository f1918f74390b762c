"""Reconciliation: what is confirmed is settled to the cent on both sides, and parted again without a trace of it."""

from collections.abc import Iterator
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy.orm import Session

from journal_app.budget.model import Expense
from journal_app.costing.model import FundState
from journal_app.db import Database
from journal_app.funding import actions, matching
from journal_app.funding.actions import Told
from journal_app.funding.model import Fund
from journal_app.funding.proposing import propose
from journal_app.issues.model import Issue
from journal_app.problems import Refused
from journal_app.statements.model import Kind
from tests.funding import scene
from tests.funding.scene import NOW, credit, payment

DAY = date(2027, 3, 5)


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    with database.write() as session:
        yield session


def grant(db: Session, actor: object, issue: Issue, cents: int = 100_000, label: str = "Région 2027") -> Fund:
    told = Told(label, cents, FundState.DUE, date(2027, 2, 1))
    return actions.add_fund(db, actor, NOW, issue.id, told)  # type: ignore[arg-type]


def expense(db: Session, issue: Issue, cents: int = 38_000) -> Expense:
    row = Expense(issue_id=issue.id, line="other", label="Train", supplier="Autocars Vert", cents=cents,
                  dated=date(2027, 3, 1), account="62", made_at=NOW)  # fmt: skip
    db.add(row)
    db.flush()
    return row


def test_a_proposal_says_why_in_words_and_applies_nothing(db: Session) -> None:
    lea = scene.person(db)
    march = date(2027, 3, 3)
    scene.bring(db, lea, Kind.HELLOASSO, [payment(str(n), 3_400 + n, date(2027, 2, 20), march) for n in range(12)])
    scene.bring(db, lea, Kind.BANK, [credit(40_866, DAY, "VIR SEPA HELLOASSO")])
    there = matching.waiting(db)
    [proposal] = propose(there.lines, there.targets)[there.lines[0].id]
    first = proposal.why[0]
    assert (first.code, first.n, first.day, first.cents) == ("payout-sum", 12, march, 40_866)
    assert {one.code for one in proposal.why} == {"payout-sum", "bank", "word", "days-after"}
    assert proposal.score >= 85
    assert scene.bank_line(db, "VIR SEPA HELLOASSO").settled_cents == 0


def test_one_credit_of_two_campaigns_is_both_their_payouts(db: Session) -> None:
    lea = scene.person(db)
    scene.bring(db, lea, Kind.HELLOASSO, [
        payment("1", 2_000, date(2027, 2, 20), DAY), payment("2", 1_234, date(2027, 2, 20), DAY, form="Adhésions"),
    ])  # fmt: skip
    scene.bring(db, lea, Kind.BANK, [credit(3_234, DAY, "HELLOASSO 05/03")])
    there = matching.waiting(db)
    best = propose(there.lines, there.targets)[there.lines[0].id][0]
    assert sorted(one.cents for one in best.targets) == [1_234, 2_000]
    done = matching.confirm(db, lea, NOW, [one.id for one in best.lines], [one.key for one in best.targets], best.cents)
    assert done.cents == 3_234 and matching.waiting(db).lines == [] and matching.waiting(db).targets == []


def test_a_grant_in_instalments_is_received_bit_by_bit(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    fund = grant(db, lea, issue)
    scene.bring(
        db, lea, Kind.BANK, [credit(70_000, DAY, "REGION ACOMPTE"), credit(30_000, date(2027, 6, 1), "REGION SOLDE")]
    )
    first, second = scene.bank_line(db, "REGION ACOMPTE"), scene.bank_line(db, "REGION SOLDE")
    made = matching.confirm(db, lea, NOW, [first.id], [f"fund:{fund.id}"])
    assert scene.planned(issue)[FundState.RECONCILED] == 70_000 and scene.planned(issue)[FundState.DUE] == 30_000
    matching.confirm(db, lea, NOW, [second.id], [f"fund:{fund.id}"])
    assert scene.planned(issue)[FundState.RECONCILED] == 100_000
    matching.part(db, lea, NOW, made.group_id)
    assert scene.planned(issue)[FundState.RECONCILED] == 30_000 and first.settled_cents == 0
    with pytest.raises(Refused, match="match-over"):
        matching.part(db, lea, NOW, made.group_id)


def test_two_lines_of_one_grant_are_proposed_together(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    grant(db, lea, issue, label="Fondation Océane")
    scene.bring(db, lea, Kind.BANK, [credit(70_000, DAY, "OCEANE 1/2"), credit(30_000, date(2027, 3, 9), "OCEANE 2/2")])
    there = matching.waiting(db)
    for some in propose(there.lines, there.targets).values():
        assert [one.label for one in some[0].lines] == ["OCEANE 1/2", "OCEANE 2/2"]
        assert some[0].why[0].code == "lines-of"


def test_a_share_of_a_matched_fund_is_reconciled_for_each_holder(db: Session) -> None:
    lea, here, there = scene.person(db), scene.issue(db), scene.issue(db, "13-attendre", 13)
    fund = grant(db, lea, here)
    actions.move(db, lea, NOW, here, there.id, 33_333, "Pour la suite", fund.id)
    scene.bring(db, lea, Kind.BANK, [credit(50_000, DAY, "REGION")])
    matching.confirm(db, lea, NOW, [scene.bank_line(db, "REGION").id], [f"fund:{fund.id}"])
    shares = [scene.planned(one)[FundState.RECONCILED] for one in (here, there)]
    assert shares == [33_334, 16_666]  # half of 66,667 and of 33,333: the odd cent goes to the larger


def test_a_debit_pays_an_expense_and_parting_owes_it_again(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    owed = expense(db, issue)
    scene.bring(db, lea, Kind.BANK, [credit(-38_000, DAY, "PRLV AUTOCARS VERT")])
    line = scene.bank_line(db, "PRLV AUTOCARS VERT")
    there = matching.waiting(db)
    best = propose(there.lines, there.targets)[line.id][0]
    made = matching.confirm(db, lea, NOW, [line.id], [one.key for one in best.targets], best.cents)
    assert (owed.state, owed.spent_on, line.settled_cents) == ("spent", DAY, -38_000)
    matching.part(db, lea, NOW, made.group_id)
    assert (owed.state, owed.spent_on, line.settled_cents) == ("committed", None, 0)


def test_an_expense_is_spent_only_when_the_bank_saw_all_of_it(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    owed = expense(db, issue)
    scene.bring(db, lea, Kind.BANK, [credit(-30_000, DAY, "VERT 1"), credit(-8_000, date(2027, 3, 20), "VERT 2")])
    matching.confirm(db, lea, NOW, [scene.bank_line(db, "VERT 1").id], [f"expense:{owed.id}"])
    assert owed.state == "committed"
    [rest] = matching.waiting(db).targets
    assert rest.cents == -8_000
    matching.confirm(db, lea, NOW, [scene.bank_line(db, "VERT 2").id], [f"expense:{owed.id}"])
    assert (owed.state, owed.spent_on) == ("spent", date(2027, 3, 20))


def test_a_refused_proposal_is_not_made_again_until_it_is_taken_back(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    fund = grant(db, lea, issue, 50_000)
    scene.bring(db, lea, Kind.BANK, [credit(50_000, DAY, "VIREMENT")])
    there = matching.waiting(db)
    [proposal] = propose(there.lines, there.targets)[there.lines[0].id]
    key = matching.refuse(db, lea, NOW, [there.lines[0].id], [f"fund:{fund.id}"])
    assert key == matching.digest(proposal.key)
    matching.propose_again(db, lea, NOW, key)
    assert matching.waiting(db).targets != []


@pytest.mark.parametrize(("line", "target", "code"), [
    ("credit", "expense", "match-unlike"), ("debit", "fund", "match-unlike"), ("both", "fund", "match-unlike"),
    ("gone", "fund", "match-moved-on"), ("credit", "gone", "match-moved-on"), ("credit", "nothing", "match-unlike"),
    ("payment", "fund", "match-moved-on"),
])  # fmt: skip
def test_what_cannot_be_one_is_refused(db: Session, line: str, target: str, code: str) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    fund, owed = grant(db, lea, issue), expense(db, issue)
    scene.bring(db, lea, Kind.BANK, [credit(50_000, DAY, "IN"), credit(-38_000, DAY, "OUT")])
    scene.bring(db, lea, Kind.HELLOASSO, [payment("1", 50_000, DAY, DAY)])
    money_in, money_out = scene.bank_line(db, "IN").id, scene.bank_line(db, "OUT").id
    gift = db.query(type(scene.bank_line(db, "IN"))).filter_by(kind=Kind.HELLOASSO).one().id
    lines = {
        "credit": [money_in],
        "debit": [money_out],
        "both": [money_in, money_out],
        "gone": ["zzz"],
        "payment": [gift],
    }
    targets = {"fund": [f"fund:{fund.id}"], "expense": [f"expense:{owed.id}"], "gone": ["fund:zzz"], "nothing": []}
    with pytest.raises(Refused, match=code):
        matching.confirm(db, lea, NOW, lines[line], targets[target])


def test_nothing_is_settled_twice_nor_for_another_amount_than_was_shown(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    fund = grant(db, lea, issue, 50_000)
    scene.bring(db, lea, Kind.BANK, [credit(50_000, DAY, "IN")])
    line = scene.bank_line(db, "IN")
    with pytest.raises(Refused, match="match-moved-on"):
        matching.confirm(db, lea, NOW, [line.id], [f"fund:{fund.id}"], 49_999)
    matching.confirm(db, lea, NOW, [line.id], [f"fund:{fund.id}"], 50_000)
    with pytest.raises(Refused, match="match-nothing"):
        matching.confirm(db, lea, NOW, [line.id], [f"fund:{fund.id}"])
    with pytest.raises(Refused, match="fund-settled"), db.begin_nested():
        actions.remove_fund(db, lea, NOW, fund.id, fund.version)
    less = Told(fund.label, 40_000, FundState.DUE, fund.dated)
    with pytest.raises(Refused, match="fund-settled"), db.begin_nested():
        actions.change_fund(db, lea, NOW, issue.id, fund.id, fund.version, less)


def test_of_two_who_confirm_at_once_one_settles_it(database: Database) -> None:
    with database.write() as db:
        lea, issue = scene.person(db), scene.issue(db)
        funds = [grant(db, lea, issue, 50_000, name).id for name in ("Région", "Ville")]
        scene.bring(db, lea, Kind.BANK, [credit(50_000, DAY, "IN")])
        line_id = scene.bank_line(db, "IN").id
    together, told = Barrier(2), []

    def confirm(fund_id: str) -> None:
        together.wait()
        try:
            with database.write() as db:
                matching.confirm(db, lea, NOW, [line_id], [f"fund:{fund_id}"])
            told.append("settled")
        except Refused as refused:
            told.append(refused.code)

    threads = [Thread(target=confirm, args=(fund_id,)) for fund_id in funds]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == ["match-nothing", "settled"]
    with database.read() as db:
        assert scene.planned(db.get_one(Issue, issue.id))[FundState.RECONCILED] == 50_000


def test_an_expense_somebody_called_spent_still_waits_for_its_line(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    owed = expense(db, issue)
    owed.state = "spent"
    scene.bring(db, lea, Kind.BANK, [credit(-38_000, DAY, "VERT")])
    there = matching.waiting(db)
    assert [one.key for one in propose(there.lines, there.targets)[there.lines[0].id][0].targets] == [
        f"expense:{owed.id}"
    ]
