"""The estimate at the desk: taken, changed line by line, undone, and said to be one wherever its figures stand."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from journal_app.accounts.model import Role
from journal_app.activity.model import Activity
from journal_app.budget.articles import _told
from journal_app.budget.estimating import starts
from journal_app.budget.model import BudgetStep, MailQuote
from journal_app.budget.parts import mark
from journal_app.budget.reference import estimate
from journal_app.costing.changing import more_pages
from journal_app.costing.choices import Slider
from journal_app.costing.document import written
from journal_app.costing.model import Basis, Printing
from journal_app.costing.saying import signed
from journal_app.issues import actions as issues
from journal_app.issues.model import Issue
from journal_app.prepress.sheet import preset
from tests.budget.room import MONEY, PLAN, SLUG, Till
from tests.desk import TestDesk

LINES = f"{MONEY}/devis/estimation"
SHIPPED = estimate()
SHEET = preset("tabloid-offset")


def plain(text: str) -> str:
    """A page's words as one types them."""
    return unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").replace("\u202f", " ")


def seen(till: Till, address: str = LINES) -> str:
    answer = till.at_desk.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", plain(answer.text))


def typed(till: Till, **changes: str) -> dict[str, str]:
    """The form as the page gives it, but for what is changed."""
    printing = till.plan.printing
    rates = printing.estimate or SHIPPED
    form = {"seen": mark(till.plan, "printing"), "rows": str(len(rates.line) + 2), "dated": "2027-02-01",
            "source": "barème de février", "range_percent": "15", "places": "5", "section_pages": "8",
            "vat": "10"}  # fmt: skip
    for place, line in enumerate(rates.line):
        net = str(line.net).replace(".", ",")
        form |= {f"label_{place}": line.label["fr"], f"per_{place}": line.per.value, f"net_{place}": net,
                 f"waste_{place}": str(line.waste_percent)}  # fmt: skip
    return form | changes


def two(cents: int) -> str:
    """≈ and ten euros, as an estimate is told."""
    return f"{round(cents, -3) // 100:,} €".replace(",", " ")


def test_an_issue_without_a_price_starts_from_the_desk_s_estimate(desk: TestDesk) -> None:
    till = Till(desk, plan=None)
    assert "pas de prix" in seen(till, MONEY)
    assert till.at_desk.post(f"{MONEY}/estimation").status_code == 303
    assert till.plan.printing.estimate == SHIPPED
    assert till.steps() == ["budget-estimate"]
    cost = till.report.printing
    assert (cost.kind, cost.range_percent) == ("estimate", 15)
    assert f"ESTIMATION, entre {two(cost.low)} et {two(cost.high)}" in seen(till, MONEY)
    till.at_desk.post(f"{LINES}", typed(till, net_0="91"))
    till.at_desk.post(f"{MONEY}/estimation")
    assert till.plan.printing.estimate != SHIPPED, "what is there is not replaced"


def test_nobody_but_who_holds_the_money_starts_or_changes_an_estimate(desk: TestDesk) -> None:
    till = Till(desk, plan=None)
    editor = desk.visitor(Role.EDITOR)
    for address in (f"{MONEY}/estimation", LINES, f"{LINES}/reprendre"):
        assert editor.post(address, {"start": "shipped"}).status_code == 404, address
    assert till.text == ""


def test_the_page_shows_each_line_s_part_and_the_price_by_pages(till: Till) -> None:
    cost = till.report.printing
    page = seen(till)
    assert f"≈ {two(cost.price.gross)} TTC entre {two(cost.low)} et {two(cost.high)}" in page
    assert "528 € × 16" in page, "the plates of sixteen pages in colour"
    assert "60 € × 2" in page, "two sections are started"
    prices = {pages: Slider(PLAN, SHEET, pages).now.price.gross for pages in (8, 12, 16, 20)}
    for pages, cents in prices.items():
        assert f"{pages} pages ≈ {two(cents)}" in page
    assert prices[12] - prices[8] > prices[16] - prices[12] < prices[20] - prices[16]


def test_a_line_is_changed_added_and_taken_out_and_all_of_it_undone(till: Till) -> None:
    before = till.plan.printing
    form = typed(till, net_1="35,5", drop_7="1", label_8="Encart agrafé", per_8="thousand", net_8="12", waste_8="",
                 range_percent="20", vat="20")  # fmt: skip
    assert till.at_desk.post(LINES, form).status_code == 303
    found = till.plan.printing.estimate
    assert found is not None
    assert [line.label["fr"] for line in found.line][-2:] == ["Pliage et paquets", "Encart agrafé"]
    assert found.line[1].net == Decimal("35.5") and found.line[1].label["en"] == "Starting each section"
    assert (found.range_percent, found.source, found.dated) == (20, "barème de février", date(2027, 2, 1))
    assert (till.plan.printing.vat_percent, till.plan.printing.vat_confirmed) == (20, False)
    assert till.steps() == ["budget-estimate-lines"]
    with till.desk.database.read() as db:
        assert db.query(Activity).filter_by(verb="budget-estimate-lines", issue_id=till.issue.id).count() == 1
    assert "a changé les lignes de l’estimation" in seen(till, MONEY)
    assert till.at_desk.post(f"{MONEY}/annuler/{till.rows(BudgetStep)[-1].number}").status_code == 303
    assert till.plan.printing == before


@pytest.mark.parametrize(("field", "words", "place", "reason"), [
    ("net_2", "beaucoup", "Ligne 3, Montant HT, €", "Ce n’est pas un nombre. Écrire par exemple 1,5."),
    ("net_2", "-33", "Ligne 3, Montant HT, €", "Ce n’est pas un nombre. Écrire par exemple 1,5."),
    ("net_2", "1,23456", "Ligne 3, Montant HT, €", "Ce n’est pas un nombre. Écrire par exemple 1,5."),
    ("net_2", "9999999", "Ligne 3, Montant HT, €", "Ce nombre est trop grand."),
    ("label_0", "", "Ligne 1, Quoi", "À remplir."),
    ("label_0", "x" * 130, "Ligne 1, Quoi", "Trop long."),
    ("per_4", "stère", "Ligne 5, Par", "Choisir dans la liste."),
    ("waste_4", "200", "Ligne 5, Gâche, %", "Ce nombre est trop grand."),
    ("range_percent", "", "Marge, en %", "Ce n’est pas un nombre. Écrire par exemple 1,5."),
    ("vat", "250", "TVA, en %", "Ce nombre est trop grand."),
    ("section_pages", "0", "Pages d’un cahier de presse", "Un nombre entier est attendu."),
    ("dated", "hier", "Prix relevés le", "Une date est attendue"),
    ("source", "", "D’où viennent ces prix", "À remplir."),
])  # fmt: skip
def test_what_cannot_be_is_said_with_its_line_and_its_reason(
    till: Till, field: str, words: str, place: str, reason: str
) -> None:
    before = till.text
    answer = till.at_desk.post(LINES, typed(till, **{field: words, "label_8": "Encart agrafé", "net_8": "12"}))
    assert answer.status_code == 400
    page = re.sub(r"\s+", " ", plain(answer.text))
    assert place in page and reason in page
    assert f"{place} : {reason}" in page or not place.startswith("Ligne"), "above the table, too"
    assert re.search(rf'id="{field}"[^>]*aria-invalid', answer.text)
    assert 'value="Encart agrafé"' in answer.text, "nothing that was typed is lost"
    assert till.text == before


def test_an_estimate_without_a_line_is_refused(till: Till) -> None:
    answer = till.at_desk.post(LINES, typed(till, rows="0"))
    assert answer.status_code == 400 and "Une estimation a au moins une ligne." in answer.text
    assert till.plan.printing.estimate == SHIPPED


def test_the_price_is_seen_before_anything_is_saved(till: Till) -> None:
    before = till.text
    answer = till.at_desk.post(LINES, typed(till, net_2="66", look="1"))
    assert answer.status_code == 200 and till.text == before
    page = re.sub(r"\s+", " ", plain(answer.text))
    assert "Rien n’est enregistré encore" in page and "1 056 € × 16" in page
    wanted = SHIPPED.model_copy(update={"line": [
        line.model_copy(update={"net": Decimal(66)}) if line.per is Basis.COLOUR_PAGE else line
        for line in SHIPPED.line]})  # fmt: skip
    plan = PLAN.model_copy(update={"printing": Printing(vat_percent=Decimal(10), estimate=wanted)})
    assert f"≈ {two(Slider(plan, SHEET, 16).now.price.gross)} TTC" in page


def test_of_two_who_change_lines_the_second_is_told_and_loses_nothing(till: Till) -> None:
    form = typed(till, net_0="100")
    assert till.at_desk.post(LINES, typed(till, net_0="101")).status_code == 303
    late = till.at_desk.post(LINES, form)
    assert late.status_code == 409 and 'value="100"' in late.text
    assert till.plan.printing.estimate is not None and till.plan.printing.estimate.line[0].net == 101


def test_another_issue_s_estimate_is_taken_over(till: Till) -> None:
    other = till.desk.issue("11-dormir")
    rates = SHIPPED.model_copy(update={"source": "trois devis de l’an dernier", "range_percent": Decimal(9)})
    with till.desk.database.write() as db:
        plan = PLAN.model_copy(update={"printing": PLAN.printing.model_copy(update={"estimate": rates})})
        db.get_one(Issue, other.id).costing = written(plan)
    with till.desk.database.read() as db:
        assert [one.number for one in starts(db, till.mina, db.get_one(Issue, till.issue.id))] == [None, other.number]
    assert "trois devis de l’an dernier" in seen(till)
    late = {"start": other.id, "seen": mark(till.plan, "printing")}
    assert till.at_desk.post(f"{LINES}/reprendre", late).status_code == 303
    assert till.plan.printing.estimate == rates
    assert till.steps() == ["budget-estimate-taken"]
    assert till.at_desk.post(f"{LINES}/reprendre", {"start": "nowhere"}).status_code == 404
    stale = till.at_desk.post(f"{LINES}/reprendre", late | {"start": "shipped"})
    assert stale.status_code == 409 and "Rien n’a été repris" in stale.text, "somebody's newer lines are there"
    assert till.plan.printing.estimate == rates and "trois devis de l’an dernier" in stale.text
    (again,) = {*re.findall(r'name="seen" value="(\w+)"', stale.text)}
    assert till.at_desk.post(f"{LINES}/reprendre", {"start": "shipped", "seen": again}).status_code == 303
    assert till.plan.printing.estimate == SHIPPED


def test_a_quote_keeps_its_own_vat_and_the_lines_price_what_it_does_not(till: Till) -> None:
    till.quote(price_0="1000", gsm="80", colour="16", vat="20")
    till.at_desk.post(f"{MONEY}/devis/choix", {"offer": f"mail:{till.rows(MailQuote)[0].id}"})
    page = seen(till)
    assert "Un devis est choisi" in page and "TVA, en %" not in page
    assert till.at_desk.post(LINES, typed(till, net_0="500", vat="5")).status_code == 303
    assert till.plan.printing.vat_percent == 20 and till.report.printing.kind == "quote"


def test_an_archived_issue_keeps_its_estimate(till: Till) -> None:
    form = typed(till, net_0="100")
    with till.desk.database.write() as db:
        issues.archive(db, till.mina, till.now(), db.get_one(Issue, till.issue.id))
    assert till.at_desk.post(LINES, form).status_code == 409
    assert "Enregistrer l’estimation" not in seen(till)
    assert till.plan.printing.estimate == SHIPPED


# --- said wherever it stands -----------------------------------------------------------------------------------------


def test_four_pages_more_cost_so_much_on_the_plan_with_their_range(till: Till) -> None:
    change = more_pages(Slider(PLAN, SHEET, 16))
    low, high = change.spread
    page = seen(till, f"/numeros/{SLUG}/chemin-de-fer")
    told = signed(change.cents, "fr", False).replace("\u00a0", " ").replace("\u202f", " ")
    assert told == "≈ +487 €"
    assert re.search(rf"Ajouter un cahier de 4 pages {re.escape(told)}, \+19 g "
                     rf"\(estimation : de {round(low / 100)} à {round(high / 100)} €\)", page)  # fmt: skip
    assert re.search(r"≈ −273 €, −19 g \(estimation : de −314 à −232 €\)", page)


def test_of_a_plan_that_only_has_a_quote_the_quote_is_sure_and_four_pages_more_are_an_estimate(desk: TestDesk) -> None:
    """A new plan has no rates, and choosing a quote adds none: other pages are told by the desk's, brought to it."""
    till = Till(desk, plan=None)
    till.quote(price_0="1000", gsm="80", colour="16")
    till.at_desk.post(f"{MONEY}/devis/choix", {"offer": f"mail:{till.rows(MailQuote)[0].id}"})
    assert till.plan.printing.estimate is None and till.report.printing.kind == "quote"
    rated = till.plan.model_copy(update={"printing": till.plan.printing.model_copy(update={"estimate": SHIPPED})})
    change = more_pages(Slider(rated, SHEET, 16))
    told = signed(change.cents, "fr", False).replace("\u00a0", " ").replace("\u202f", " ")
    low, high = (round(cents / 100) for cents in change.spread)
    assert 0 < low < change.cents / 100 < high
    page = seen(till, f"/numeros/{SLUG}/chemin-de-fer")
    assert "1 100 € TTC" in page and "69 €" in page and "69 € (estimation" not in page
    assert re.search(rf"Ajouter un cahier de 4 pages {re.escape(told)}, \+19 g "
                     rf"\(estimation : de {low} à {high} €\)", page)  # fmt: skip
    page = re.sub(r"\s+", " ", plain(till.at_desk.get(f"{MONEY}/choisir/reponse").text))
    assert "devis 1 100 €" in page and f"Quatre pages de plus {told} (estimation" in page
    other = re.sub(r"\s+", " ", plain(till.at_desk.get(f"{MONEY}/choisir/reponse?pages=20").text))
    assert other.startswith(" ESTIMATION ≈ ") and "entre" in other
    assert "le barème du bureau" in seen(till), "the estimate's page says by what"


def test_the_choice_says_the_range_of_every_step_and_draws_the_stairs(till: Till) -> None:
    answer = till.at_desk.get(f"{MONEY}/choisir/reponse?pages=12")
    page = re.sub(r"\s+", " ", plain(answer.text))
    assert "≈ +487 € (estimation : de +414 € à +560 €)" in page, "from eight to twelve pages"
    assert "≈ −273 € (estimation : de −314 € à −232 €)" in page, "twelve instead of sixteen"
    assert 'id="price-stairs-title"' in answer.text
    assert f"12 pages coûtent ≈ {two(Slider(PLAN, SHEET, 12).now.price.gross)}" in page


def test_an_article_s_share_is_an_estimate_like_the_whole() -> None:
    parts = {"a": ((2,), (100, 85, 115)), "gone": ((3,), (50, 42, 58)), "": ((1,), (60, 51, 69))}
    one, rest = _told(parts, {"a": "Le phare"})
    assert (one.title, one.cents, one.low, one.high) == ("Le phare", 100, 85, 115)
    assert (rest.title, rest.pages, rest.cents, rest.low, rest.high) == ("", (1, 3), 110, 93, 127)
