"""What people note of funds: who holds what of them, what they may say, how each step is taken back."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from journal_app.accounts.model import Role
from journal_app.costing.document import read
from journal_app.costing.model import FundState
from journal_app.db import Database
from journal_app.funding import actions, noting, store
from journal_app.funding.actions import Told
from journal_app.funding.model import FunderKind, Purpose, Source
from journal_app.problems import Refused
from tests.desk import TestDesk
from tests.funding import scene
from tests.funding.scene import NOW


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    with database.write() as session:
        yield session


def told(
    cents: int = 50_000, state: FundState = FundState.PLEDGED, label: str = "Subvention 2027", **more: object
) -> Told:
    return Told(label, cents, state, date(2027, 3, 1), **more)  # type: ignore[arg-type]


def test_a_fund_stands_in_the_plan_by_source_state_and_purpose_without_a_name(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    town = actions.add_funder(db, lea, NOW, FunderKind.TOWN, "Ville de Calais")
    for cents in (30_000, 20_050):
        actions.add_fund(db, lea, NOW, issue.id, told(cents, source=Source.GRANT, funder_id=town.id))
    actions.add_fund(db, lea, NOW, issue.id, told(7_000, FundState.ESTIMATED, purpose=Purpose.PRINTING))
    costing, _ = read(issue.costing)
    assert costing is not None
    assert [(one.source, one.state, one.purpose, one.amount) for one in costing.fund] == [
        ("grant", "pledged", "free", Decimal("500.50")), ("other", "estimated", "printing", Decimal("70")),
    ]  # fmt: skip
    assert "Calais" not in issue.costing and "Subvention 2027" not in issue.costing


def test_only_the_treasurer_says_that_money_was_paid_out(db: Session) -> None:
    coordinator, issue = scene.person(db, Role.COORDINATOR), scene.issue(db)
    fund = actions.add_fund(db, coordinator, NOW, issue.id, told())
    with pytest.raises(Refused, match="treasurer-says"):
        actions.change_fund(db, coordinator, NOW, issue.id, fund.id, fund.version, told(state=FundState.PAID_OUT))
    with pytest.raises(Refused, match="treasurer-says"):
        actions.add_fund(db, scene.person(db), NOW, issue.id, told(state=FundState.RECONCILED))
    changed = actions.change_fund(
        db, scene.person(db), NOW, issue.id, fund.id, fund.version, told(state=FundState.PAID_OUT)
    )
    assert scene.planned(issue)[FundState.PAID_OUT] == changed.cents == 50_000


def test_a_form_that_is_older_than_the_fund_changes_nothing(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    fund = actions.add_fund(db, lea, NOW, issue.id, told())
    seen = fund.version
    actions.change_fund(db, lea, NOW, issue.id, fund.id, seen, told(60_000))
    with pytest.raises(Refused, match="fund-moved-on"):
        actions.change_fund(db, lea, NOW, issue.id, fund.id, seen, told(10_000))


def test_a_balance_moves_with_its_reason_and_both_plans_follow(db: Session) -> None:
    lea, here, there = scene.person(db), scene.issue(db), scene.issue(db, "13-attendre", 13)
    fund = actions.add_fund(db, lea, NOW, here.id, told(50_000))
    actions.move(db, lea, NOW, here, there.id, 24_000, "Le n° 12 est payé", fund.id)
    assert store.held_of(db, [fund.id]) == {fund.id: {here.id: 26_000, there.id: 24_000}}
    assert (scene.planned(here)[FundState.PLEDGED], scene.planned(there)[FundState.PLEDGED]) == (26_000, 24_000)
    step = store.last_step(db, fund.id)
    assert step is not None and step.reason == "Le n° 12 est payé"
    rows = store.rows_of(db, step.move_id)
    assert [(row.issue_id, row.cents) for row in rows] == [(here.id, -24_000), (there.id, 24_000)]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.TRANSLATOR])
def test_why_a_balance_moved_is_not_told_to_everybody_who_reads_the_journal(desk: TestDesk, role: Role) -> None:
    with desk.database.write() as db:
        lea, here, there = scene.person(db), scene.issue(db), scene.issue(db, "13-attendre", 13)
        actions.add_fund(db, lea, NOW, here.id, told(50_000))
        actions.move(db, lea, NOW, here, there.id, 24_000, "La Ville n’a versé que 260 euros")
    reader = desk.visitor(role)
    for slug in ("12-traverser", "13-attendre"):
        page = reader.get(f"/numeros/{slug}/journal").text
        assert "a déplacé un solde" in page and "260" not in page


def test_a_balance_is_drawn_from_what_is_free_the_surest_first(db: Session) -> None:
    lea, here, there = scene.person(db), scene.issue(db), scene.issue(db, "13-attendre", 13)
    hope = actions.add_fund(db, lea, NOW, here.id, told(10_000, FundState.ESTIMATED))
    due = actions.add_fund(db, lea, NOW, here.id, told(10_000, FundState.DUE))
    for_printing = actions.add_fund(db, lea, NOW, here.id, told(90_000, FundState.DUE, purpose=Purpose.PRINTING))
    actions.move(db, lea, NOW, here, there.id, 12_000, "Pour la suite")
    held = store.held_of(db, [hope.id, due.id, for_printing.id])
    assert (held[due.id].get(there.id), held[hope.id].get(there.id)) == (10_000, 2_000)
    assert held[for_printing.id] == {here.id: 90_000}
    with pytest.raises(Refused, match="fund-short"):
        actions.move(db, lea, NOW, here, there.id, 8_001, "Trop")


@pytest.mark.parametrize(("reason", "code"), [("  ", "move-without-reason"), ("Pour la suite", "not-yours")])
def test_a_balance_stays_without_a_reason_or_a_treasurer(db: Session, reason: str, code: str) -> None:
    lea, here, there = scene.person(db), scene.issue(db), scene.issue(db, "13-attendre", 13)
    fund = actions.add_fund(db, lea, NOW, here.id, told())
    asking = scene.person(db, Role.COORDINATOR) if code == "not-yours" else lea
    with pytest.raises(Refused, match=code):
        actions.move(db, asking, NOW, here, there.id, 100, reason, fund.id)


def test_no_issue_ever_holds_less_than_nothing(db: Session) -> None:
    lea, here, there = scene.person(db), scene.issue(db), scene.issue(db, "13-attendre", 13)
    fund = actions.add_fund(db, lea, NOW, here.id, told(50_000))
    actions.move(db, lea, NOW, here, there.id, 40_000, "Pour la suite", fund.id)
    with pytest.raises(Refused, match="fund-held"):
        actions.change_fund(db, lea, NOW, here.id, fund.id, fund.version, told(30_000))


def test_a_free_fund_waits_until_an_issue_is_chosen(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    fund = actions.add_fund(db, lea, NOW, None, told(50_000))
    assert [(one.fund.id, one.cents) for one in noting.held(db, None)] == [(fund.id, 50_000)]
    actions.allocate(db, lea, NOW, fund.id, issue.id, 20_000)
    assert [one.cents for one in noting.held(db, None)] == [30_000]
    assert scene.planned(issue)[FundState.PLEDGED] == 20_000
    with pytest.raises(Refused, match="fund-short"):
        actions.allocate(db, lea, NOW, fund.id, issue.id, 30_001)


def test_what_is_removed_comes_back_as_it_was(db: Session) -> None:
    lea, here, there = scene.person(db), scene.issue(db), scene.issue(db, "13-attendre", 13)
    fund = actions.add_fund(db, lea, NOW, here.id, told(50_000))
    actions.move(db, lea, NOW, here, there.id, 20_000, "Pour la suite", fund.id)
    actions.remove_fund(db, lea, NOW, fund.id, fund.version)
    assert store.held_of(db, [fund.id]) == {}
    assert scene.planned(here)[FundState.PLEDGED] == scene.planned(there)[FundState.PLEDGED] == 0
    assert [row.id for row in store.removed(db, here.id)] == [fund.id]
    last = store.last_step(db, fund.id)
    assert last is not None
    actions.undo(db, lea, NOW, fund.id, last.number)
    assert store.held_of(db, [fund.id]) == {fund.id: {here.id: 30_000, there.id: 20_000}}
    assert fund.gone_at is None


def test_every_step_is_undone_and_the_undoing_too(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    fund = actions.add_fund(db, lea, NOW, issue.id, told(50_000))
    actions.change_fund(db, lea, NOW, issue.id, fund.id, fund.version, told(80_000, FundState.DUE, "Convention signée"))
    for label, cents, state in (("Subvention 2027", 50_000, "pledged"), ("Convention signée", 80_000, "due")):
        last = store.last_step(db, fund.id)
        assert last is not None
        actions.undo(db, lea, NOW, fund.id, last.number)
        assert (fund.label, fund.cents, fund.state) == (label, cents, state)
        assert store.held_of(db, [fund.id]) == {fund.id: {issue.id: cents}}
    first = store.steps(db, fund.id)[-1]
    with pytest.raises(Refused, match="fund-step-over"):
        actions.undo(db, lea, NOW, fund.id, first.number)


def test_of_a_person_who_wishes_no_name_there_is_none(db: Session) -> None:
    lea = scene.person(db)
    person = actions.add_funder(db, lea, NOW, FunderKind.PERSON, "Camille Dupont")
    assert (person.name, person.shown, person.named) == ("Personne 1", "", False)
    actions.change_funder(db, lea, NOW, person, FunderKind.PERSON, "", "Camille D.")
    assert (person.name, person.shown, person.named) == ("Camille D.", "Camille D.", True)
    actions.change_funder(db, lea, NOW, person, FunderKind.PERSON, "", "")
    assert "Camille" not in f"{person.name}{person.shown}" and not person.named


def test_only_who_wishes_to_be_named_and_gives_is_named(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    kinds = (
        ("Ville de Calais", "Ville de Calais"),
        ("Fondation Discrète", ""),
        ("Ville d’Ailleurs", "Ville d’Ailleurs"),
    )
    town, quiet, hoped = (actions.add_funder(db, lea, NOW, FunderKind.TOWN, *one) for one in kinds)
    actions.add_fund(db, lea, NOW, issue.id, told(funder_id=town.id))
    actions.add_fund(db, lea, NOW, issue.id, told(funder_id=quiet.id))
    actions.add_fund(db, lea, NOW, issue.id, told(state=FundState.ESTIMATED, funder_id=hoped.id))
    assert store.named_givers(db, issue.id) == ["Ville de Calais"]


def test_a_pace_counts_of_a_promise_what_the_bank_has_seen(db: Session) -> None:
    lea, issue = scene.person(db), scene.issue(db)
    actions.add_fund(db, lea, NOW, issue.id, told(1_000_000))
    in_part = actions.add_fund(db, lea, NOW, issue.id, told(600_000, label="Subvention en deux fois"))
    in_part.settled_cents = 10_000
    at_platform = actions.add_fund(db, lea, NOW, issue.id, told(7_500, FundState.DUE, label="Collecte"))
    db.flush()
    assert sum(cents for _, _, cents in store.came_in(db)) == 10_000, "what is due by somebody's word has not come"
    at_platform.reference = "collecte"
    db.flush()
    assert sum(cents for _, _, cents in store.came_in(db)) == 10_000 + 7_500
