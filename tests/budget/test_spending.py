"""What is ordered, paid and given: the plan follows, to the cent, and nothing that is removed is lost."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_app.accounts.model import Role
from journal_app.budget import actions, gifts, residency, store
from journal_app.budget.given import in_plan
from journal_app.budget.model import BudgetTemplate, Expense, Gift, InKind, Spending
from journal_app.budget.parts import mark
from journal_app.budget.reference import SHIPPED, Rate, rates
from journal_app.costing.valuing import worth
from journal_app.db import Database
from journal_app.funding import matching
from journal_app.issues.model import Issue
from journal_app.statements.model import Kind
from tests.budget.room import MONEY, Till
from tests.desk import NOW, TestDesk
from tests.funding import scene

SPENT, LINES, KIND = f"{MONEY}/depenses", f"{MONEY}/residence", f"{MONEY}/en-nature"


def held(till: Till, slug: str = "repas") -> tuple[Decimal, Decimal]:
    line = next(line for line in till.plan.residency.line if line.slug == slug)
    return line.committed, line.spent


# --- expenses ------------------------------------------------------------------------------------------------------


def test_committed_and_spent_follow_from_the_expenses(till: Till) -> None:
    first = till.expense(cents="300,10")
    till.expense(label="Pain", cents="12.05", state="spent")
    assert held(till) == (Decimal("300.10"), Decimal("12.05"))
    till.at_desk.post(f"{SPENT}/{first.id}/payee")
    assert held(till) == (0, Decimal("312.15"))
    till.at_desk.post(f"{SPENT}/{first.id}/payee", {"paid": "0"})
    till.at_desk.post(f"{SPENT}/{first.id}/retirer")
    assert held(till) == (0, Decimal("12.05"))
    till.at_desk.post(f"{SPENT}/{first.id}/retirer", {"back": "1"})
    assert held(till) == (Decimal("300.10"), Decimal("12.05"))


def test_what_the_bank_saw_is_spent_on_that_day_and_can_be_taken_back(till: Till) -> None:
    row = till.expense()
    with till.desk.database.write() as db:
        actions.spend(db, till.mina, till.now(), db.get_one(Expense, row.id), date(2027, 3, 4))
    with till.desk.database.read() as db:
        paid = store.expense(db, row.id)
    assert paid is not None
    assert (paid.state, paid.spent_on) == (Spending.SPENT, date(2027, 3, 4))
    assert held(till) == (0, 300)
    with till.desk.database.write() as db:
        actions.unspend(db, till.mina, till.now(), db.get_one(Expense, row.id))
    assert held(till) == (300, 0)


def test_an_expense_is_corrected_from_the_form_it_was_seen_in(till: Till) -> None:
    row = till.expense()
    form = {"line": "chambres", "label": "Gîte", "cents": "400", "vat": "36,36", "dated": "2027-02-27",
            "state": "committed", "account": "61", "version": "1"}  # fmt: skip
    assert till.at_desk.post(f"{SPENT}/{row.id}", form).status_code == 303
    assert (held(till), held(till, "chambres")) == ((0, 0), (400, 0))
    late = till.at_desk.post(f"{SPENT}/{row.id}", form | {"cents": "401"})
    assert late.status_code == 409 and held(till, "chambres") == (400, 0)
    assert 'value="401"' in late.text and "400\xa0€" in late.text, "what was typed, and what it is now"
    assert till.at_desk.post(f"{SPENT}/{row.id}", form | {"cents": "401", "version": "2"}).status_code == 303


def test_an_expense_the_bank_has_seen_says_what_to_undo_and_where(till: Till) -> None:
    row = till.expense()
    with till.desk.database.write() as db:
        scene.bring(db, till.mina, Kind.BANK, [scene.credit(-30_000, date(2027, 3, 4), "PRLV TRAITEUR")])
        line = scene.bank_line(db, "PRLV TRAITEUR")
        group = matching.confirm(db, till.mina, till.now(), [line.id], [f"expense:{row.id}"]).group_id
    page = f"{SPENT}/{row.id}"
    told = till.at_desk.get(page).text
    assert f"/argent/releves/lignes/{line.id}" in told and "Retirer la dépense" not in told
    assert "Qui tient la trésorerie" in told and group not in told, "a coordinator alone cannot undo it"
    for path, form in ((f"{page}/retirer", {}), (f"{page}/payee", {"paid": "0"})):
        answer = till.at_desk.post(path, form)
        assert answer.status_code == 409
        assert "Défaire d’abord le rapprochement" in answer.text and 'href="#banque"' in answer.text
    form = {"line": "repas", "label": "Traiteur", "cents": "299,99", "dated": "2027-02-27", "version": "3"}
    answer = till.at_desk.post(page, form)
    assert answer.status_code == 409 and 'id="cents-error"' in answer.text and 'value="299,99"' in answer.text
    treasurer = till.desk.visitor(Role.COORDINATOR, Role.TREASURER)
    assert group in treasurer.get(page).text
    back = treasurer.post(f"/argent/rapprochement/{group}/defaire", {"slug": till.issue.slug, "expense": row.id})
    assert back.status_code == 303 and back.location.endswith(page)
    assert till.at_desk.post(f"{page}/retirer").status_code == 303


@pytest.mark.parametrize(("field", "words"), [
    ("cents", ""), ("cents", "12,345"), ("cents", "9999999999"), ("vat", "301"), ("dated", "hier"), ("label", ""),
])  # fmt: skip
def test_an_expense_that_cannot_be_is_said_beside_its_field(till: Till, field: str, words: str) -> None:
    form = {"line": "repas", "label": "Traiteur", "cents": "300", "dated": "2027-02-27", "state": "committed",
            "account": ""} | {field: words}  # fmt: skip
    answer = till.at_desk.post(f"{SPENT}/nouvelle", form)
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.text
    assert till.rows(Expense) == []


def test_an_expense_of_another_issue_is_not_there(till: Till) -> None:
    row = till.expense()
    other = till.desk.issue("13-autre")
    assert till.at_desk.get(f"/numeros/{other.slug}/argent/depenses/{row.id}").status_code == 404
    assert till.at_desk.post(f"/numeros/{other.slug}/argent/depenses/{row.id}/retirer").status_code == 404
    assert till.rows(Expense)[0].gone_at is None


def test_what_no_line_plans_is_told_apart(till: Till) -> None:
    till.expense(line="other", label="Photocopies", cents="42,10")
    assert "42,10" in till.at_desk.get(MONEY).text
    assert sum(line.committed for line in till.plan.residency.line) == 0


def test_sums_are_told_by_each_database(database: Database) -> None:
    desk_rows = [("repas", 300, "committed"), ("repas", 12, "spent"), ("other", 5, "spent")]
    with database.write() as db:
        issue = Issue(slug="1", title="J", number=1, date=date(2027, 3, 1), theme={}, languages=[], printer={},
                      masthead={}, created_at=NOW)  # fmt: skip
        db.add(issue)
        db.flush()
        assert store.sums(db, issue.id) is None
        for line, cents, state in desk_rows:
            db.add(Expense(issue_id=issue.id, line=line, label="x", cents=cents, dated=NOW.date(), state=state,
                           account="60", made_at=NOW))  # fmt: skip
        db.flush()
        assert store.sums(db, issue.id) == {"repas": (300, 12), "other": (0, 5)}
        db.query(Expense).update({"gone_at": NOW})
        assert store.sums(db, issue.id) == {"repas": (0, 0), "other": (0, 0)}


# --- the residency -------------------------------------------------------------------------------------------------


def lines_form(till: Till, **typed: str) -> dict[str, str]:
    """The residency's form as the page shows it."""
    form = {"seen": mark(till.plan, "residency"), "dated": "2026-11-01", "rows": "13"}
    for place, line in enumerate(till.plan.residency.line):
        form |= {f"slug_{place}": line.slug, f"label_{place}": line.label["fr"], f"unit_{place}": line.unit["fr"],
                 f"price_{place}": str(line.price), f"quantity_{place}": str(line.quantity),
                 f"days_{place}": str(line.days), f"vat_{place}": "0"}  # fmt: skip
    return form | typed


def test_the_shipped_residency_is_4600_euros_and_can_be_started_from(desk: TestDesk) -> None:
    till = Till(desk, plan=None)
    (seen,) = {*re.findall(r'name="seen" value="(\w+)"', till.at_desk.get(LINES).text)}
    assert till.at_desk.post(f"{LINES}/modele", {"template": SHIPPED, "seen": seen}).status_code == 303
    assert till.report.residency == 460_000
    assert till.plan.residency.line[0].label == {"fr": "Chambres", "en": "Rooms", "ar": "الغرف"}


def test_lines_are_changed_added_and_taken_out(till: Till) -> None:
    till.expense()
    form = lines_form(till, price_0="30", label_1="Repas du soir", drop_10="1", label_11="Chauffage", price_11="12,5",
                      unit_11="", quantity_11="2", days_11="3", vat_11="20")  # fmt: skip
    assert till.at_desk.post(LINES, form).status_code == 303
    known = {line.slug: line for line in till.plan.residency.line}
    assert known["chambres"].price == 30
    assert known["chambres"].label["en"] == "Rooms"  # only what was typed otherwise loses its translations
    assert known["repas"].label == {"fr": "Repas du soir"}
    assert known["repas"].committed == 300
    assert "imprevus" not in known
    assert (known["chauffage"].price, known["chauffage"].unit) == (Decimal("12.5"), {"fr": "forfait"})
    assert till.report.residency == 460_000 + 15_000 - 10_000 + 7_500


def test_a_line_that_cannot_be_read_loses_nothing_of_what_was_typed(till: Till) -> None:
    before = till.text
    answer = till.at_desk.post(LINES, lines_form(till, price_0="beaucoup", label_11="Chauffage", price_11="12"))
    assert answer.status_code == 400
    assert 'value="beaucoup"' in answer.text
    assert 'value="Chauffage"' in answer.text
    assert till.text == before


def test_of_two_who_change_lines_the_second_is_told(till: Till) -> None:
    form = lines_form(till, price_0="30")
    till.at_desk.post(LINES, lines_form(till, price_0="31"))
    late = till.at_desk.post(LINES, form)
    assert late.status_code == 409
    assert 'value="30"' in late.text
    assert till.plan.residency.line[0].price == 31


def test_a_residency_is_kept_as_a_template_and_dropped_and_brought_back(till: Till) -> None:
    till.expense()
    till.at_desk.post(f"{LINES}/garder", {"name": "Calais, deux jours"})
    [row] = till.rows(BudgetTemplate)
    with till.desk.database.read() as db:
        kept = residency.template(db, row.id)
    assert kept is not None
    assert sum(line.committed + line.spent for line in kept.lines) == 0
    assert [line.slug for line in kept.lines] == [line.slug for line in till.plan.residency.line]
    till.at_desk.post(f"{LINES}/modeles/{row.id}")
    assert till.at_desk.post(f"{LINES}/modele", {"template": row.id}).status_code == 404
    till.at_desk.post(f"{LINES}/modeles/{row.id}", {"back": "1"})
    told = {"template": row.id, "seen": mark(till.plan, "residency")}
    till.at_desk.post(LINES, lines_form(till, price_0="31"))
    late = till.at_desk.post(f"{LINES}/modele", told)
    assert late.status_code == 409 and "Rien n’a été repris" in late.text, "somebody's newer lines are there"
    assert till.plan.residency.line[0].price == 31
    told["seen"] = mark(till.plan, "residency")
    assert till.at_desk.post(f"{LINES}/modele", told).status_code == 303
    assert till.plan.residency.line[0].price == 25


# --- in kind -------------------------------------------------------------------------------------------------------


def test_hours_kilometres_and_things_are_valued_apart(till: Till) -> None:
    total = till.report.total
    for form in ({"kind": "hours", "label": "Relecture avec Karim", "quantity": "6,5"},
                 {"kind": "mileage", "label": "Calais", "quantity": "120"},
                 {"kind": "gift", "label": "Salle", "value": "250", "account": "861"}):  # fmt: skip
        assert till.at_desk.post(KIND, form | {"rate": "", "dated": "2027-02-27"}).status_code == 303
    assert till.report.worth.used == {"861": 25_000 + 3_852, "864": 9_750}
    assert till.report.total == total
    assert "Karim" not in till.text  # what is typed of a person stays in its row
    till.at_desk.post(f"{KIND}/{till.rows(InKind)[0].id}/retirer")
    assert "864" not in till.report.worth.used
    till.at_desk.post(f"{KIND}/{till.rows(InKind)[0].id}/retirer", {"back": "1"})
    assert till.report.worth.used["864"] == 9_750


def test_of_two_who_correct_a_gift_the_second_is_told_what_it_is_now(till: Till) -> None:
    till.at_desk.post(KIND, {"kind": "gift", "label": "Salle", "value": "250", "account": "861", "dated": "2027-02-27"})
    [row] = till.rows(InKind)
    form = {"kind": "gift", "label": "Salle", "account": "861", "dated": "2027-02-27", "version": "1"}
    assert till.at_desk.post(f"{KIND}/{row.id}", form | {"value": "260"}).status_code == 303
    late = till.at_desk.post(f"{KIND}/{row.id}", form | {"value": "270"})
    assert late.status_code == 409 and 'role="alert"' in late.text
    assert 'value="270"' in late.text and "260\xa0€" in late.text
    assert 'name="version" value="2"' in late.text, "saving again puts it in the place of what is there"
    assert till.at_desk.post(f"{KIND}/{row.id}", form | {"value": "270", "version": "2"}).status_code == 303
    assert till.rows(InKind)[0].cents == 27_000


def test_a_new_rate_holds_from_its_day_and_changes_nothing_before(till: Till) -> None:
    form = {"kind": "hours", "label": "Relecture", "quantity": "2", "rate": "", "dated": "2027-02-27"}
    till.at_desk.post(KIND, form)
    rate = {"rate_kind": "hours", "worth": "17,82", "since": "2027-03-01", "source": "SMIC 2027"}
    assert till.at_desk.post(f"{KIND}/bareme", rate).status_code == 303
    till.at_desk.post(KIND, form)
    till.at_desk.post(KIND, form | {"dated": "2027-03-02"})
    assert sorted(row.cents for row in till.rows(InKind)) == [3000, 3000, 3564]


def test_the_rate_of_a_day_is_the_latest_that_had_begun() -> None:
    known = [Rate(Gift.HOURS, Decimal(18), date(2027, 1, 1)), *rates()]
    asked = [gifts.rate_on(known, Gift.HOURS, day) for day in (date(2027, 1, 1), date(2026, 12, 31), date(2000, 1, 1))]
    assert [one.rate for one in asked if one] == [18, 15, 15]


@given(
    st.lists(st.tuples(st.sampled_from(list(Gift)), st.integers(0, 100_000), st.integers(0, 1_000_000)), max_size=12)
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_the_plan_is_worth_what_the_rows_are_worth_to_a_cent_a_rate(rows: list[tuple[Gift, int, int]]) -> None:
    made = [InKind(kind=kind, quantity=many if kind is not Gift.GIFT else 100, rate=rate, account=gifts.ACCOUNTS[kind],
                   cents=gifts.to_cents(Decimal(many if kind is not Gift.GIFT else 100) * rate / 1_000_000),
                   dated=date(2027, 1, 1)) for kind, many, rate in rows]  # fmt: skip
    found, said = worth(in_plan(made)).cents, sum(row.cents for row in made)
    assert abs(found - said) <= len(rows)  # hours of one rate are added before they are rounded
    only = [row for row in made if row.kind != Gift.HOURS]
    assert worth(in_plan(only)).cents == sum(row.cents for row in only)


def test_only_who_holds_the_money_reads_these_pages(till: Till) -> None:
    row = till.expense()
    for role in (Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR):
        visitor = till.desk.visitor(role)
        for address in (SPENT, f"{SPENT}/{row.id}", LINES, KIND):
            assert visitor.get(address).status_code == 404
