"""The plan of an issue's money: one way to change it, nobody's change lost, and each one taken back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.budget import actions
from journal_app.budget.model import BudgetStep
from journal_app.budget.parts import followed, mark, planned, put_back, touched
from journal_app.costing.model import Costing, FundState, Targets
from journal_app.issues import actions as issues
from journal_app.issues.model import Issue
from journal_app.problems import Refused
from tests.budget.room import MONEY, PLAN, SLUG, Till, fund
from tests.desk import TestDesk

OTHER = Targets(printing=Decimal(2500), all=Decimal(7000))


def aims(plan: Costing) -> Costing:
    return plan.model_copy(update={"targets": OTHER})


def without_rooms(plan: Costing) -> Costing:
    lines = [line for line in plan.residency.line if line.slug != "chambres"]
    return plan.model_copy(update={"residency": plan.residency.model_copy(update={"line": lines})})


def test_a_plan_that_says_nothing_starts_from_the_two_targets(desk: TestDesk) -> None:
    till = Till(desk, plan=None)
    till.rewrite(lambda plan: plan)
    assert till.text == ""
    till.raise_money(fund("10.50"))
    assert till.plan.targets == Targets()
    assert [one.amount for one in till.plan.fund] == [Decimal("10.50")]


def test_a_text_that_cannot_be_read_is_left_as_it_is(till: Till) -> None:
    with till.desk.database.write() as db:
        db.get_one(Issue, till.issue.id).costing = "targets = 3"
    with pytest.raises(Refused, match="costing-unreadable"):
        till.rewrite(aims)
    assert till.text == "targets = 3"
    page = till.at_desk.get(MONEY)
    assert page.status_code == 200
    assert "Commencer un plan vide" in page.text
    till.at_desk.post(f"{MONEY}/recommencer")
    assert till.text == ""
    assert [row.before for row in till.rows(BudgetStep)] == ["targets = 3"]


def test_a_change_is_taken_back_and_what_others_changed_since_stays(till: Till) -> None:
    till.rewrite(aims, what="budget-targets")
    till.rewrite(without_rooms, what="budget-residency")
    till.raise_money(fund("100"))
    first = till.rows(BudgetStep)[0].number
    assert till.at_desk.post(f"{MONEY}/annuler/{first}").status_code == 303
    assert till.plan.targets == PLAN.targets
    assert "chambres" not in {line.slug for line in till.plan.residency.line}
    assert till.plan.fund[0].amount == 100
    assert till.at_desk.post(f"{MONEY}/annuler/{first}").status_code == 409


def test_what_was_taken_back_comes_back_by_taking_that_back(till: Till) -> None:
    till.rewrite(aims)
    for _ in range(2):
        till.at_desk.post(f"{MONEY}/annuler/{till.rows(BudgetStep)[-1].number}")
    assert till.plan.targets == OTHER


def test_a_change_is_not_taken_back_over_a_later_one_of_the_same_part(till: Till) -> None:
    till.rewrite(aims)
    till.rewrite(lambda plan: plan.model_copy(update={"targets": Targets(printing=Decimal(1), all=Decimal(2))}))
    answer = till.at_desk.post(f"{MONEY}/annuler/{till.rows(BudgetStep)[0].number}")
    assert answer.status_code == 409
    assert till.plan.targets.printing == 1


def test_what_funding_brings_is_no_step_to_take_back(till: Till) -> None:
    till.raise_money(fund("100", FundState.PLEDGED))
    till.expense()
    assert till.steps() == []


def test_of_two_at_once_the_second_is_told_and_loses_nothing(till: Till) -> None:
    seen = mark(till.plan, "targets")
    form = {"printing": "2200", "all": "6900", "seen": seen}
    assert till.at_desk.post(f"{MONEY}/objectifs", form).status_code == 303
    late = till.at_desk.post(f"{MONEY}/objectifs", form | {"printing": "1999"})
    assert late.status_code == 409
    assert 'value="1999"' in late.text
    assert "2\u202f200\xa0€ et 6\u202f900\xa0€" in late.text
    assert till.plan.targets.printing == 2200
    again = form | {"printing": "1999", "seen": mark(till.plan, "targets")}
    assert till.at_desk.post(f"{MONEY}/objectifs", again).status_code == 303


@pytest.mark.parametrize("typed", [{"printing": "7000", "all": "6700"}, {"printing": "deux mille", "all": "6700"},
                                   {"printing": "1,234", "all": "6700"},
                                   {"printing": "-1", "all": "6700"}])  # fmt: skip
def test_targets_that_cannot_be_are_refused_beside_their_field(till: Till, typed: dict[str, str]) -> None:
    before = till.text
    answer = till.at_desk.post(f"{MONEY}/objectifs", typed | {"seen": mark(till.plan, "targets")})
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.text
    assert till.text == before


def test_an_archived_issue_is_planned_no_more_and_still_paid_for(till: Till) -> None:
    with till.desk.database.write() as db:
        issues.archive(db, till.mina, till.now(), db.get_one(Issue, till.issue.id))
    seen = mark(till.plan, "targets")
    answer = till.at_desk.post(f"{MONEY}/objectifs", {"printing": "1", "all": "2", "seen": seen})
    assert answer.status_code == 409
    till.expense(line="repas", cents="300", state="spent")
    assert next(line for line in till.plan.residency.line if line.slug == "repas").spent == 300


def test_who_edits_sees_what_choices_cost_and_no_money(till: Till) -> None:
    from journal_app.accounts.model import Role

    till.raise_money(fund("1234.56"))
    editor = till.desk.visitor(Role.EDITOR)
    for address in (MONEY, f"{MONEY}/choisir", f"{MONEY}/devis", f"{MONEY}/residence", f"{MONEY}/depenses"):
        assert editor.get(address).status_code == 404, address
    page = editor.get(f"/numeros/{SLUG}/couts")
    assert page.status_code == 200
    assert "1\u202f234" not in page.text
    assert "résidence" not in page.text.split("<main")[1]
    assert "Prendre ce choix" not in page.text
    assert "Coûts" in page.text


def test_the_flatplan_follows_what_is_written(till: Till) -> None:
    from journal_app.flatplan.costs import costs

    with till.desk.database.read() as db:
        before = costs(db.get_one(Issue, till.issue.id), 16)
    till.quote(price_0="1000", gsm="80", colour="16")
    till.at_desk.post(f"{MONEY}/devis/choix", {"offer": f"mail:{_only(till)}"})
    with till.desk.database.read() as db:
        after = costs(db.get_one(Issue, till.issue.id), 16)
    assert before is not None
    assert before.now.estimate
    assert after is not None
    assert (after.now.estimate, after.now.cents) == (False, 110_000)


def _only(till: Till) -> str:
    from journal_app.budget.model import MailQuote

    return str(till.rows(MailQuote)[0].id)


# --- the parts, as values -------------------------------------------------------------------------------------------

cents = st.integers(0, 100_000_000)


@given(st.dictionaries(st.sampled_from(["repas", "chambres", "other", "gone"]), st.tuples(cents, cents)))
def test_what_follows_from_rows_is_no_part_of_the_plan(sums: dict[str, tuple[int, int]]) -> None:
    after = followed(PLAN, sums, None)
    assert touched(PLAN, after) == ()
    assert mark(after, "residency") == mark(PLAN, "residency")
    known = {line.slug: (line.committed * 100, line.spent * 100) for line in after.residency.line}
    assert all(known[line] == held for line, held in sums.items() if line in known)
    assert planned(after) == planned(PLAN)


def test_putting_back_touches_only_the_parts_that_were_touched() -> None:
    after = aims(PLAN)
    now = without_rooms(after)
    back = put_back(now, PLAN, after)
    assert back is not None
    assert (back.targets, back.residency) == (PLAN.targets, now.residency)
    assert put_back(aims(now).model_copy(update={"targets": PLAN.targets}), PLAN, after) is None


def test_a_form_names_the_part_it_was_made_from(till: Till) -> None:
    seen = actions.Seen("residency", mark(till.plan, "residency"))
    till.rewrite(aims)
    till.rewrite(without_rooms, seen=seen)  # another part had changed: that is nobody's loss
    with pytest.raises(Refused, match="costing-moved-on"):
        till.rewrite(lambda plan: plan, seen=seen)
