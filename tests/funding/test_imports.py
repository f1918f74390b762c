"""What imports bring: HelloAsso's payments and Lilo's page become funds, follow them, and go with them."""

from collections.abc import Iterator
from datetime import date
from itertools import permutations

import pytest
from sqlalchemy.orm import Session

from journal_app.costing.model import FundState
from journal_app.db import Database
from journal_app.funding import actions, imports, matching, noting, store
from journal_app.funding.actions import Told
from journal_app.funding.model import Fund, Purpose, Source
from journal_app.problems import Refused
from journal_app.statements import actions as statements
from journal_app.statements.comparing import Fate
from journal_app.statements.model import Kind
from journal_app.statements.readers.model import Reading
from tests.funding import scene
from tests.funding.scene import NOW, given_back, lilo_page, payment

FEBRUARY, MARCH = date(2027, 2, 20), date(2027, 3, 3)


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    with database.write() as session:
        yield session


def living(db: Session) -> list[tuple[str, str, int, int]]:
    rows = db.query(Fund).filter(Fund.gone_at.is_(None)).order_by(Fund.reference).all()
    return [(str(row.reference), row.state, row.cents, row.payments) for row in rows]


def sent_to(db: Session, actor: object, issue_id: str, words: str = "Le n° 12") -> None:
    campaign = store.campaign(db, Source.HELLOASSO, words)
    assert campaign is not None
    imports.send_to(db, actor, NOW, campaign, issue_id, Purpose.FREE)  # type: ignore[arg-type]


def test_payments_are_one_fund_a_campaign_and_one_a_payout_and_no_donor(db: Session) -> None:
    lea = scene.person(db)
    scene.bring(db, lea, Kind.HELLOASSO, [
        payment("1", 2_000, FEBRUARY, MARCH), payment("2", 3_550, FEBRUARY, MARCH), payment("3", 1_000, MARCH),
        payment("4", 700, MARCH, form="Adhésions"), payment("5", 9_999, MARCH, state="En attente"),
        payment("6", 8_888, MARCH, state="Annulé"),
    ])  # fmt: skip
    assert living(db) == [
        ("helloasso|Adhésions|reste", "due", 700, 1), ("helloasso|Le n° 12|2027-03-03", "paid_out", 5_550, 2),
        ("helloasso|Le n° 12|reste", "due", 1_000, 1),
    ]  # fmt: skip


def test_what_moves_on_from_collected_to_paid_out_keeps_its_holders(db: Session) -> None:
    lea, here, there = scene.person(db), scene.issue(db), scene.issue(db, "13-attendre", 13)
    scene.bring(db, lea, Kind.HELLOASSO, [payment("1", 2_000, FEBRUARY), payment("2", 3_000, FEBRUARY)])
    sent_to(db, lea, here.id)
    fund = noting.held(db, here.id)[0].fund
    actions.move(db, lea, NOW, here, there.id, 500, "Pour la suite", fund.id)
    scene.bring(db, lea, Kind.HELLOASSO, [payment("1", 2_000, FEBRUARY, MARCH), payment("2", 3_000, FEBRUARY, MARCH)])
    assert living(db) == [("helloasso|Le n° 12|2027-03-03", "paid_out", 5_000, 2)]
    assert scene.planned(here)[FundState.PAID_OUT] == 4_500
    assert scene.planned(there)[FundState.PAID_OUT] == 500


def test_what_was_given_back_is_taken_off(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    scene.bring(db, lea, Kind.HELLOASSO, [payment("1", 2_000, FEBRUARY), payment("2", 3_000, FEBRUARY)])
    sent_to(db, lea, issue.id)
    scene.bring(db, lea, Kind.HELLOASSO, [given_back("2", 3_000, FEBRUARY)])
    assert living(db) == [("helloasso|Le n° 12|reste", "due", 2_000, 1)]
    assert scene.planned(issue)[FundState.DUE] == 2_000


def test_a_row_that_gives_back_a_payment_of_another_file_takes_it_off_once(db: Session) -> None:
    lea = scene.person(db)
    files = (
        [payment("1", 5_000, FEBRUARY), payment("2", 10_000, FEBRUARY)],
        [given_back("1", -5_000, FEBRUARY), payment("3", 20, FEBRUARY)],
        [payment("1", 5_000, FEBRUARY, MARCH), payment("4", 3, FEBRUARY)],
    )
    for order in permutations(files):
        made = [scene.bring(db, lea, Kind.HELLOASSO, lines) for lines in order]
        assert living(db) == [("helloasso|Le n° 12|reste", "due", 10_023, 3)]
        scene.take_out(db, lea, made[order.index(files[1])])
        assert sum(cents for _, _, cents, _ in living(db)) == 15_003, "nothing is given back any more"
        for one in reversed(made):
            if one.undone_at is None:
                scene.take_out(db, lea, one)


def test_a_row_that_gives_back_what_was_never_brought_takes_off(db: Session) -> None:
    lea = scene.person(db)
    scene.bring(db, lea, Kind.HELLOASSO, [payment("2", 10_000, FEBRUARY), given_back("1", -5_000, FEBRUARY)])
    assert living(db) == [("helloasso|Le n° 12|reste", "due", 5_000, 2)]


def test_a_payment_of_which_a_part_is_given_back_later_stays_and_is_shown(db: Session) -> None:
    """What is left of it nobody says: as in one file, a person looks."""
    lea = scene.person(db)
    scene.bring(db, lea, Kind.HELLOASSO, [payment("1", 5_000, FEBRUARY)])
    part = Reading(Kind.HELLOASSO, "csv", (given_back("1", -2_000, FEBRUARY),))
    assert [one.fate for one in statements.plan(db, part, "", NOW.date()).judged] == [Fate.HELD]


@pytest.mark.parametrize(("before", "after"), [("", "Le n° 12"), ("Le n° 12", "Le n° 12 bis"), ("Le n° 12", "Dons")])
def test_a_reconciled_payout_is_counted_once_whatever_its_form_is_called(db: Session, before: str, after: str) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    first = scene.bring(db, lea, Kind.HELLOASSO, [payment("1", 2_000, FEBRUARY, MARCH, form=before)])
    sent_to(db, lea, issue.id, before)
    scene.bring(db, lea, Kind.BANK, [scene.credit(2_000, date(2027, 3, 5), "VIR HELLOASSO")])
    payout = noting.held(db, issue.id)[0].fund
    match = matching.confirm(db, lea, NOW, [scene.bank_line(db, "VIR HELLOASSO").id], [f"fund:{payout.id}"])
    was = [(f"helloasso|{before}|2027-03-03", "paid_out", 2_000, 1)]
    later = [payment("1", 2_000, FEBRUARY, MARCH, form=after), payment("2", 700, MARCH, form=after)]
    scene.bring(db, lea, Kind.HELLOASSO, later)
    assert sorted(living(db)) == sorted([*was, (f"helloasso|{after}|reste", "due", 700, 1)])
    scene.take_out(db, lea, first)  # the second still says the payment
    assert sorted(living(db)) == sorted([*was, (f"helloasso|{after}|reste", "due", 700, 1)])
    matching.part(db, lea, NOW, match.group_id)
    assert sum(cents for _, _, cents, _ in living(db)) == 2_700


def test_undoing_an_import_undoes_what_came_of_it(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    scene.bring(db, lea, Kind.HELLOASSO, [payment("1", 2_000, FEBRUARY)])
    sent_to(db, lea, issue.id)
    was = living(db), issue.costing
    second = scene.bring(db, lea, Kind.HELLOASSO, [payment("1", 2_000, FEBRUARY, MARCH), payment("2", 900, MARCH)])
    assert living(db) != was[0]
    scene.take_out(db, lea, second)
    assert (living(db), issue.costing) == was


def test_the_order_of_imports_does_not_matter(db: Session) -> None:
    lea = scene.person(db)
    files = (
        [payment("1", 2_000, FEBRUARY), payment("2", 300, FEBRUARY), payment("4", 1, FEBRUARY)],
        [payment("1", 2_000, FEBRUARY, MARCH), payment("3", 50, MARCH), payment("5", 2, FEBRUARY)],
        [given_back("2", 300, FEBRUARY), payment("3", 50, MARCH, date(2027, 3, 9)), payment("6", 4, FEBRUARY)],
    )
    found = []
    for order in permutations(files):
        made = [scene.bring(db, lea, Kind.HELLOASSO, lines) for lines in order]
        found.append(living(db))
        for one in reversed(made):
            scene.take_out(db, lea, one)
        assert living(db) == []
    assert found[0] == [("helloasso|Le n° 12|2027-03-03", "paid_out", 2_000, 1),
                        ("helloasso|Le n° 12|2027-03-09", "paid_out", 50, 1),
                        ("helloasso|Le n° 12|reste", "due", 7, 3)]  # fmt: skip
    assert all(one == found[0] for one in found)


def test_what_an_import_says_is_not_typed_over(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    scene.bring(db, lea, Kind.HELLOASSO, [payment("1", 2_000, FEBRUARY)])
    sent_to(db, lea, issue.id)
    fund = noting.held(db, issue.id)[0].fund
    with pytest.raises(Refused, match="fund-follows"):
        other = Told(fund.label, 2_100, FundState.DUE, fund.dated, source=Source.HELLOASSO)
        actions.change_fund(db, lea, NOW, issue.id, fund.id, fund.version, other)
    with pytest.raises(Refused, match="fund-follows"):
        actions.remove_fund(db, lea, NOW, fund.id, fund.version)
    for_printing = Told(fund.label, 2_000, FundState.DUE, fund.dated, None, Purpose.PRINTING, Source.HELLOASSO)
    assert actions.change_fund(db, lea, NOW, issue.id, fund.id, fund.version, for_printing).purpose == "printing"


def test_a_reconciled_payout_holds_its_import_in_place(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    gifts = scene.bring(db, lea, Kind.HELLOASSO, [payment("1", 2_000, FEBRUARY, MARCH), payment("2", 500, MARCH)])
    sent_to(db, lea, issue.id)
    scene.bring(db, lea, Kind.BANK, [scene.credit(2_000, date(2027, 3, 5), "VIR HELLOASSO")])
    line = scene.bank_line(db, "VIR HELLOASSO")
    payout = next(one.fund for one in noting.held(db, issue.id) if one.fund.state == "paid_out")
    made = matching.confirm(db, lea, NOW, [line.id], [f"fund:{payout.id}"])
    assert scene.planned(issue) == {
        FundState.ESTIMATED: 0, FundState.PLEDGED: 0, FundState.DUE: 500, FundState.PAID_OUT: 0,
        FundState.RECONCILED: 2_000,
    }  # fmt: skip
    with pytest.raises(Refused, match="statement-settled"):
        scene.take_out(db, lea, gifts)
    matching.part(db, lea, NOW, made.group_id)
    scene.take_out(db, lea, gifts)
    assert living(db) == []


def test_a_gift_given_back_after_the_bank_saw_it_is_taken_from_what_is_still_to_come(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    scene.bring(db, lea, Kind.HELLOASSO, [payment("1", 2_000, FEBRUARY, MARCH), payment("2", 5_000, MARCH)])
    sent_to(db, lea, issue.id)
    scene.bring(db, lea, Kind.BANK, [scene.credit(2_000, date(2027, 3, 5), "VIR HELLOASSO")])
    payout = next(one.fund for one in noting.held(db, issue.id) if one.fund.state == "paid_out")
    matching.confirm(db, lea, NOW, [scene.bank_line(db, "VIR HELLOASSO").id], [f"fund:{payout.id}"])
    scene.bring(db, lea, Kind.HELLOASSO, [given_back("1", 2_000, FEBRUARY, MARCH)])
    assert scene.planned(issue)[FundState.RECONCILED] == 2_000, "the bank has seen it"
    assert scene.planned(issue)[FundState.DUE] == 3_000, "and it will be kept back"


def test_lilo_is_an_estimate_and_what_is_owed_rounded_down(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    scene.bring(db, lea, Kind.LILO, lilo_page(MARCH, "7.8659", "13.4844"), MARCH)
    campaign = store.campaign(db, Source.LILO, "")
    assert campaign is not None
    imports.send_to(db, lea, NOW, campaign, issue.id, Purpose.FREE)
    assert living(db) == [("lilo|estimation", "estimated", 787, 0), ("lilo|reste|2027-03-03", "due", 1_348, 0)]
    assert (scene.planned(issue)[FundState.ESTIMATED], scene.planned(issue)[FundState.DUE]) == (787, 1_348)


def test_a_later_lilo_page_takes_the_place_of_the_first_and_gives_it_back(db: Session) -> None:
    lea = scene.person(db)
    scene.bring(db, lea, Kind.LILO, lilo_page(MARCH, "7.8659", "13.4844"), MARCH)
    was = living(db)
    later = scene.bring(db, lea, Kind.LILO, lilo_page(date(2027, 4, 2), "5.10", "21.3503"), date(2027, 4, 2))
    assert [one[1:3] for one in living(db)] == [("estimated", 510), ("due", 2_135)]
    scene.take_out(db, lea, later)
    assert [one[1:3] for one in living(db)] == [one[1:3] for one in was]


def test_what_lilo_paid_is_counted_once_whatever_page_comes_after(db: Session) -> None:
    lea = scene.person(db)
    scene.bring(db, lea, Kind.LILO, lilo_page(MARCH, "7.50", "112.30"), MARCH)
    scene.bring(db, lea, Kind.BANK, [scene.credit(11_230, date(2027, 3, 6), "VIR LILO")])
    fund = next(row for row in db.query(Fund) if row.state == "due")
    matching.confirm(db, lea, NOW, [scene.bank_line(db, "VIR LILO").id], [f"fund:{fund.id}"])
    imports.follow(db, lea, NOW, Kind.LILO)  # the page of before the payout still says 112.30
    assert sum(one[2] for one in living(db) if one[1] == "due") == 11_230
    scene.bring(db, lea, Kind.LILO, lilo_page(date(2027, 4, 2), "7.50", "7.50"), date(2027, 4, 2))
    assert sorted(one[2] for one in living(db) if one[1] == "due") == [750, 11_230]
