"""The pages of funding: what can be done on them, what they say when something is wrong, and that they ask little."""

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from journal_app.accounts.model import Role
from journal_app.costing.model import FundState
from journal_app.funding import actions, matching, noting, store
from journal_app.funding.actions import Told
from journal_app.funding.model import Fund, FunderKind, Source
from journal_app.issues.model import Issue
from journal_app.statements.model import Kind
from tests.desk import TestDesk, Visitor
from tests.funding import scene
from tests.funding.scene import NOW, credit, payment

FUNDS, HERE, FUNDERS = "/numeros/12-traverser/argent/fonds", "/argent/rapprochement", "/argent/financeurs"


@pytest.fixture
def lea(desk: TestDesk) -> Visitor:
    """A coordinator with the treasury, at a desk with two issues."""
    with desk.database.write() as db:
        scene.issue(db)
        scene.issue(db, "13-attendre", 13)
    return desk.visitor(Role.COORDINATOR, Role.TREASURER)


def text(lea: Visitor, address: str) -> str:
    answer = lea.get(address)
    assert answer.status_code == 200
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def noted(desk: TestDesk, lea: Visitor, cents: int = 50_000, state: FundState = FundState.PLEDGED) -> tuple[str, int]:
    with desk.database.write() as db:
        issue = db.query(Issue).filter_by(slug="12-traverser").one()
        row = actions.add_fund(db, lea.actor, NOW, issue.id, Told("Subvention", cents, state, date(2027, 3, 1)))
        return row.id, row.version


def test_a_grant_that_is_owed_is_no_money_that_came_in_and_what_a_platform_holds_is(
    desk: TestDesk, lea: Visitor
) -> None:
    noted(desk, lea, 500_000, FundState.DUE)
    with desk.database.write() as db:
        assert store.came_in(db) == []
        scene.bring(db, lea.actor, Kind.HELLOASSO, [payment("a", 5_000, date(2027, 2, 3))])
        assert [(source, cents) for source, _, cents in store.came_in(db)] == [("helloasso", 5_000)]
        scene.bring(db, lea.actor, Kind.BANK, [credit(200_000, date(2027, 3, 3), "REGION")])
        fund = db.query(Fund).filter_by(label="Subvention").one()
        matching.confirm(db, lea.actor, NOW, [scene.bank_line(db, "REGION").id], [f"fund:{fund.id}"])
        assert sorted(cents for _, _, cents in store.came_in(db)) == [5_000, 200_000], "of the grant what the bank saw"


FORM = {"label": "Subvention 2027", "amount": "1 500,50", "state": "due", "dated": "2027-03-01", "purpose": "printing"}


def test_a_fund_is_noted_changed_removed_and_brought_back_by_forms_alone(desk: TestDesk, lea: Visitor) -> None:
    assert lea.post(FUNDS, FORM).status_code == 303
    with desk.database.read() as db:
        issue = db.query(Issue).filter_by(slug="12-traverser").one()
        [held] = noting.held(db, issue.id)
    assert (held.cents, held.fund.purpose) == (150_050, "printing")
    page = f"{FUNDS}/{held.fund.id}"
    assert "1\u202f500,50" in text(lea, page)
    answer = lea.post(page, FORM | {"amount": "1600", "version": str(held.fund.version)})
    assert answer.status_code == 303 and "1\u202f600" in text(lea, page)
    version = re.search(r'name="version" value="(\d+)"', lea.get(page).get_data(as_text=True))
    assert version is not None
    lea.post(f"{page}/retirer", {"version": version[1]})
    assert "retiré" in text(lea, page) and "Subvention 2027" in text(lea, FUNDS)
    step = re.search(r'name="step" value="(\d+)"', lea.get(page).get_data(as_text=True))
    assert step is not None
    lea.post(f"{page}/defaire", {"step": step[1]})
    assert "1\u202f600" in text(lea, FUNDS)


def test_of_two_who_change_a_fund_the_second_is_told_what_it_is_now(desk: TestDesk, lea: Visitor) -> None:
    fund_id, version = noted(desk, lea)
    page = f"{FUNDS}/{fund_id}"
    assert lea.post(page, FORM | {"amount": "600", "version": str(version)}).status_code == 303
    late = lea.post(page, FORM | {"amount": "700", "version": str(version)})
    assert late.status_code == 409 and 'role="alert"' in late.text
    assert 'value="700"' in late.text and "600\xa0€" in late.text
    assert f'name="version" value="{version + 1}"' in late.text
    assert lea.post(page, FORM | {"amount": "700", "version": str(version + 1)}).status_code == 303


def test_a_fund_the_bank_has_seen_says_what_to_undo_and_where(desk: TestDesk, lea: Visitor) -> None:
    fund_id, _ = noted(desk, lea)
    with desk.database.write() as db:
        scene.bring(db, lea.actor, Kind.BANK, [credit(20_000, date(2027, 3, 4), "VIR REGION")])
        line = scene.bank_line(db, "VIR REGION").id
        group = matching.confirm(db, lea.actor, NOW, [line], [f"fund:{fund_id}"]).group_id
    page = f"{FUNDS}/{fund_id}"
    told = lea.get(page).text
    assert f"/argent/releves/lignes/{line}" in told and group in told and "Retirer ce financement" not in told
    version = re.search(r'name="version" value="(\d+)"', told)
    assert version is not None
    answer = lea.post(f"{page}/retirer", {"version": version[1]})
    assert answer.status_code == 409 and 'href="#banque"' in answer.text
    back = lea.post(f"{HERE}/{group}/defaire", {"slug": "12-traverser", "fund": fund_id})
    assert back.location.endswith(page) and "Retirer ce financement" in lea.get(page).text


def test_what_moved_on_while_somebody_said_yes_is_shown_as_it_is_now(desk: TestDesk, lea: Visitor) -> None:
    fund_id, _ = noted(desk, lea)
    with desk.database.write() as db:
        scene.bring(db, lea.actor, Kind.BANK, [credit(50_000, date(2027, 3, 4), "VIR REGION")])
        line = scene.bank_line(db, "VIR REGION").id
    answer = lea.post(f"{HERE}/confirmer", {"line": line, "target": f"fund:{fund_id}", "cents": "49999"})
    assert answer.status_code == 409 and "VIR REGION" in answer.text and 'role="alert"' in answer.text, answer.text


def bounced(desk: TestDesk, lea: Visitor) -> tuple[str, str]:
    """A fund that the bank has seen, and the transfer back in a later statement: the fund, and the two lines' page."""
    fund_id, _ = noted(desk, lea, 5_000, FundState.DUE)
    with desk.database.write() as db:
        scene.bring(db, lea.actor, Kind.BANK, [credit(5_000, date(2027, 3, 4), "VIR CERCLE")])
        matching.confirm(db, lea.actor, NOW, [scene.bank_line(db, "VIR CERCLE").id], [f"fund:{fund_id}"])
        scene.bring(db, lea.actor, Kind.BANK, [credit(-5_000, date(2027, 3, 11), "REJET VIR")])
        return fund_id, scene.bank_line(db, "REJET VIR").id


def form_of(told: str, action: str) -> dict[str, list[str]]:
    """The hidden fields of the first form that goes there, as a browser without a script would send them."""
    found = re.search(rf'<form method="post" action="[^"]*{action}">(.*?)</form>', told, re.S)
    assert found is not None, action
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', found[1]):
        fields.setdefault(name, []).append(html.unescape(value))
    return fields


def test_a_bounce_says_what_it_parts_does_it_in_one_click_and_is_taken_back(desk: TestDesk, lea: Visitor) -> None:
    fund_id, back = bounced(desk, lea)
    told = text(lea, HERE)
    for words in ("S’annule avec", "Revenue 7 jours après.", "Le libellé dit REJET.",
                  "L’autre ligne est déjà rapprochée\xa0: Subvention, 50\xa0€."):  # fmt: skip
        assert words in told, words
    sent = form_of(lea.get(HERE).text, "/annuler")
    assert sent["cents"] == ["5000"] and len(sent["line"]) == 2 and len(sent["part"]) == 1
    assert lea.post(f"{HERE}/annuler", sent).status_code == 303
    assert lea.post(f"{HERE}/annuler", sent).status_code == 303, "the same form again is answered as the first time"
    after = text(lea, HERE)
    assert "VIR CERCLE" in after and "s’annulent" in after and "Aucune ligne ouverte" in after
    with desk.database.read() as db:
        fund = store.fund(db, fund_id)
        assert fund is not None and fund.settled_cents == 0
        assert store.steps(db, fund_id)[0].reason == "rejet"
    assert "REJET VIR" in text(lea, f"{FUNDS}/{fund_id}"), "the bank's words, while their line is there"
    assert "REJET VIR" in text(lea, f"{FUNDS}/{fund_id}"), "the fund's page says why"
    line = lea.get(f"/argent/releves/lignes/{back}").text
    assert "S’annule avec" in line and "VIR CERCLE" in line
    group = re.search(r"/argent/rapprochement/([^/\"]+)/defaire", line)
    assert group is not None
    lea.post(f"{HERE}/{group[1]}/defaire")
    assert "les deux lignes sont de nouveau ouvertes" in text(lea, HERE)
    with desk.database.read() as db:
        assert all(scene.bank_line(db, label).settled_cents == 0 for label in ("VIR CERCLE", "REJET VIR"))


def test_a_bounce_that_somebody_else_dealt_with_is_shown_as_it_is_now(desk: TestDesk, lea: Visitor) -> None:
    bounced(desk, lea)
    sent = form_of(lea.get(HERE).text, "/annuler")
    with desk.database.write() as db:
        matching.part(db, lea.actor, NOW, sent["part"][0])
    answer = lea.post(f"{HERE}/annuler", sent)
    assert answer.status_code == 409 and 'role="alert"' in answer.text
    assert "déjà rapprochée" not in answer.text and "S’annule avec" in answer.text


def test_a_pair_that_was_refused_is_still_found_by_hand(desk: TestDesk, lea: Visitor) -> None:
    _, back = bounced(desk, lea)
    lea.post(f"{HERE}/refuser", form_of(lea.get(HERE).text, "/refuser"))
    assert "S’annule avec" not in text(lea, HERE) and "Propositions refusées" in text(lea, HERE)
    assert "S’annule avec" in text(lea, f"{HERE}/{back}")


def test_a_line_of_which_no_label_speaks_is_found_by_hand(desk: TestDesk, lea: Visitor) -> None:
    with desk.database.write() as db:
        scene.bring(db, lea.actor, Kind.BANK, [
            credit(-8_000, date(2027, 1, 4), "VIR EMIS"), credit(8_000, date(2027, 6, 4), "VIR RECU"),
        ])  # fmt: skip
        here = scene.bank_line(db, "VIR RECU").id
    assert "S’annule avec" not in text(lea, HERE)
    told = lea.get(f"{HERE}/{here}").text
    assert "Elle est revenue, ou en annule une autre" in told
    assert lea.post(f"{HERE}/annuler", form_of(told, "/annuler")).status_code == 303
    assert "Aucune ligne ouverte" in text(lea, HERE)


@pytest.mark.parametrize(("path", "room", "page"), [
    ("/argent/releves", "Argent", "Relevés"), ("/argent/releves/imports", "Argent", ""),
    ("/argent/releves/apporter", "Argent", ""), ("/argent/rapprochement", "Argent", "Rapprochement"),
    ("/argent/financeurs", "Argent", "Financeurs"), ("/argent/comptes", "Argent", "Comptes"),
    (FUNDS, "Numéros", "Fonds"), ("/numeros/12-traverser/argent", "Numéros", "Vue d’ensemble"),
    ("/numeros/12-traverser/argent/depenses/nouvelle", "Numéros", "Dépenses"),
    ("/numeros/12-traverser/argent/compte", "Numéros", "Compte"),
    ("/numeros/12-traverser/exemplaires/plan", "Numéros", "Plan"),
])  # fmt: skip
def test_every_page_of_the_money_says_where_one_is(lea: Visitor, path: str, room: str, page: str) -> None:
    told = lea.get(path).text
    here = [html.unescape(name) for name in re.findall(r'aria-current="(?:page|true)"[^>]*>([^<]+)', told)]
    assert here[1:2] == [room], here  # the first one is the language
    assert not page or page in here[2:]
    assert here.count("Argent") == ("/argent" in path), "once, in the bar it belongs to"


@pytest.mark.parametrize(("field", "value", "said"), [
    ("amount", "beaucoup", "Ce n’est pas un montant"), ("amount", "1.234", "se lit de deux façons"),
    ("amount", "0", "plus grand que zéro"), ("amount", "-5", "Ce n’est pas un montant"), ("label", "", "À remplir"),
    ("dated", "hier", "Une date est attendue"), ("state", "reconciled", "Choisir dans la liste"),
])  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_noted(
    desk: TestDesk, lea: Visitor, field: str, value: str, said: str
) -> None:
    answer = lea.post(FUNDS, FORM | {field: value})
    assert answer.status_code == 400 and said in html.unescape(answer.get_data(as_text=True))
    with desk.database.read() as db:
        assert store.held_by(db, None) == [] and store.waiting_for_the_bank(db) == []


def test_a_form_that_is_sent_twice_notes_one_fund(desk: TestDesk, lea: Visitor) -> None:
    for _ in range(2):
        lea.post(FUNDS, FORM | {"once": "le même mot"})
    with desk.database.read() as db:
        assert len(store.waiting_for_the_bank(db)) == 1


def test_a_coordinator_without_the_treasury_plans_and_neither_moves_nor_pays(desk: TestDesk, lea: Visitor) -> None:
    coordinator = desk.visitor(Role.COORDINATOR)
    fund_id, _ = noted(desk, lea)
    page = coordinator.get(FUNDS).get_data(as_text=True)
    assert "Déplacer un solde" not in html.unescape(page) and 'value="paid_out"' not in page
    assert coordinator.post(FUNDS, FORM | {"state": "paid_out"}).status_code in (400, 409)
    move = {"amount": "10", "to": "13-attendre", "reason": "Pour voir", "fund": fund_id}
    assert coordinator.post(f"{FUNDS}/deplacer", move).status_code == 404
    assert coordinator.get(HERE).status_code == 404


def test_a_balance_is_moved_by_a_form_and_told_on_both_pages(desk: TestDesk, lea: Visitor) -> None:
    fund_id, _ = noted(desk, lea)
    move = {"amount": "120,50", "to": "13-attendre", "reason": "Le n° 12 est payé", "fund": fund_id}
    assert lea.post(f"{FUNDS}/deplacer", move | {"reason": ""}).status_code == 400
    assert lea.post(f"{FUNDS}/deplacer", move).status_code == 303
    for slug, said in (("12-traverser", "120,50\u00a0€ partis"), ("13-attendre", "120,50\u00a0€ arrivés")):
        page = text(lea, f"/numeros/{slug}/argent/fonds")
        assert said in page and "Le n° 12 est payé" in page


def test_a_fund_of_another_issue_is_not_there(desk: TestDesk, lea: Visitor) -> None:
    fund_id, version = noted(desk, lea)
    assert lea.get(f"/numeros/13-attendre/argent/fonds/{fund_id}").status_code == 404
    answer = lea.post(f"/numeros/13-attendre/argent/fonds/{fund_id}/retirer", {"version": str(version)})
    assert answer.status_code == 404


def test_a_bank_line_that_nobody_announced_becomes_a_fund_and_is_received(desk: TestDesk, lea: Visitor) -> None:
    with desk.database.write() as db:
        scene.bring(db, lea.actor, Kind.BANK, [credit(4_200, date(2027, 3, 8), "REMISE CHEQUE")])
        line = scene.bank_line(db, "REMISE CHEQUE").id
    answer = lea.post(f"{HERE}/{line}/nouveau", {"label": "Quête", "issue": "12-traverser", "purpose": "free"})
    assert answer.status_code == 303
    with desk.database.read() as db:
        issue = db.query(Issue).filter_by(slug="12-traverser").one()
        assert scene.planned(issue)[FundState.RECONCILED] == 4_200
    assert lea.get(f"{HERE}/{line}").status_code == 404, "it is not open any more"


def test_several_chosen_by_hand_are_one_line(desk: TestDesk, lea: Visitor) -> None:
    first, _ = noted(desk, lea, 10_000)
    second, _ = noted(desk, lea, 5_000)
    with desk.database.write() as db:
        scene.bring(db, lea.actor, Kind.BANK, [credit(15_000, date(2027, 3, 8), "VIREMENT")])
        line = scene.bank_line(db, "VIREMENT").id
    answer = lea.post(f"{HERE}/confirmer", {"line": line, "target": [f"fund:{first}", f"fund:{second}"]})
    assert answer.status_code == 303
    assert "Aucune ligne ouverte" in text(lea, HERE)


def test_a_person_who_wishes_no_name_is_a_number_on_every_page(desk: TestDesk, lea: Visitor) -> None:
    lea.post(FUNDERS, {"kind": "person", "name": "Camille Dupont"})
    assert "Personne 1" in text(lea, FUNDERS) and "Camille" not in text(lea, FUNDERS)
    answer = lea.post(FUNDERS, {"kind": "town", "name": "Calais", "named": "1", "shown": ""})
    assert answer.status_code == 400
    lea.post(FUNDERS, {"kind": "town", "name": "Calais", "named": "1", "shown": "Ville de Calais"})
    assert "Ville de Calais" in text(lea, FUNDERS)


def test_the_pace_is_told_plainly(desk: TestDesk, lea: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journal_app.funding.funders_views.now", lambda: NOW)
    with desk.database.write() as db:
        scene.bring(db, lea.actor, Kind.LILO, scene.lilo_page(date(2027, 3, 3), "7.8659", "13.4844"), date(2027, 3, 3))
    page = text(lea, FUNDERS)
    assert "À ce rythme, 267 mois pour payer une impression" in page
    assert "Imprimer le n° 13 demande 2\u202f100\xa0€, son objectif" in page
    with desk.database.write() as db:
        other = db.query(Issue).filter_by(slug="12-traverser").one()
        other.costing = other.costing.replace("printing = 2100", "printing = 4200")
    page = text(lea, f"{FUNDERS}?numero=12-traverser")
    assert "Imprimer le n° 12 demande 4\u202f200\xa0€" in page, "the target that the team typed, and no other"
    assert "À ce rythme, 534 mois pour payer une impression" in page
    assert "prochain versement dans 11 mois" in page and "sur 1 mois seulement" in page


@pytest.fixture
def statements(desk: TestDesk) -> Iterator[list[str]]:
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        said.append(statement)

    event.listen(desk.database.engine, "before_cursor_execute", note)
    yield said
    event.remove(desk.database.engine, "before_cursor_execute", note)


def fill(desk: TestDesk, lea: Visitor, many: int, first: int) -> None:
    """So many more funds, funders, payouts, bank lines, matches and moves."""
    day = date(2027, 1, 1)
    with desk.database.write() as db:
        here = db.query(Issue).filter_by(slug="12-traverser").one()
        there = db.query(Issue).filter_by(slug="13-attendre").one()
        for n in range(first, first + many):
            funder = actions.add_funder(db, lea.actor, NOW, FunderKind.TOWN, f"Ville {n}")
            told = Told(f"Fonds {n}", 10_000, FundState.DUE, day, funder_id=funder.id)
            fund = actions.add_fund(db, lea.actor, NOW, here.id, told)
            actions.add_fund(db, lea.actor, NOW, None, told)
            actions.move(db, lea.actor, NOW, here, there.id, 100, "Pour la suite", fund.id)
        scene.bring(db, lea.actor, Kind.HELLOASSO, [
            payment(f"{n}", 1_000 + n, day, day + timedelta(days=n), form=f"Formulaire {n}")
            for n in range(first, first + many)
        ])  # fmt: skip
        lines = [credit(1_000 + n, day + timedelta(days=n + 1), f"HELLOASSO {n}") for n in range(first, first + many)]
        scene.bring(db, lea.actor, Kind.BANK, lines)


@pytest.mark.parametrize("address", [FUNDS, FUNDERS, HERE, "/numeros/12-traverser/argent/fonds/<fund>"])
def test_a_page_asks_the_database_as_often_for_thirty_as_for_three(
    desk: TestDesk, lea: Visitor, statements: list[str], address: str
) -> None:
    counted = []
    for first, many in ((0, 3), (3, 27)):
        fill(desk, lea, many, first)
        with desk.database.read() as db:
            issue = db.query(Issue).filter_by(slug="12-traverser").one()
            fund = store.held_by(db, issue.id)[0]
        here = address.replace("<fund>", fund)
        lea.get(here)
        statements.clear()
        assert lea.get(here).status_code == 200
        counted.append(len(statements))
    assert counted[0] == counted[1]


def test_campaigns_send_what_comes_through_them_to_their_issue(desk: TestDesk, lea: Visitor) -> None:
    fill(desk, lea, 1, 0)
    with desk.database.read() as db:
        campaign = store.campaign(db, Source.HELLOASSO, "Formulaire 0")
        assert campaign is not None
    answer = lea.post(f"{FUNDERS}/formulaires/{campaign.id}", {"issue": "13-attendre", "purpose": "residency"})
    assert answer.status_code == 303
    assert "HelloAsso · Formulaire 0" in text(lea, "/numeros/13-attendre/argent/fonds")
