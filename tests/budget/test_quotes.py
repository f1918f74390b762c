"""Quotes from the door and by mail, beside one another on the same need; one carries the plan, or none does."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from journal_app.budget import looks, quoting
from journal_app.budget.model import BudgetStep, MailQuote
from journal_app.budget.offers import colour_of, grammage, percent, size_of
from journal_app.costing import working_days
from journal_app.costing.document import written
from journal_app.flatplan import actions as flatplan
from journal_app.issues.model import Issue
from journal_app.problems import Refused
from tests.budget.room import MONEY, PLAN, SLUG, Till
from tests.hand_off.room import Shop

QUOTES = f"{MONEY}/devis"


def choose(till: Till, row: MailQuote) -> int:
    return till.at_desk.post(f"{QUOTES}/choix", {"offer": f"mail:{row.id}"}).status_code


def test_three_quotes_are_brought_to_one_quantity_and_to_ttc(till: Till) -> None:
    till.quote("Imprimerie A", price_0="1 890,00", copies_1="5000", price_1="2150")
    till.quote("Imprimerie B", copies_0="3000", price_0="1500", extra_thousand="200", vat="20")
    till.quote("Imprimerie C", taxes="gross", price_0="2.200,00")
    page = till.at_desk.get(QUOTES).text
    rows = page.split('class="table money-table compare"')[1].split("</table>")[0]
    told = [row for row in ("2\u202f079\xa0€", "2\u202f040\xa0€", "2\u202f200\xa0€") if row in rows]
    assert told == [
        "2\u202f079\xa0€",
        "2\u202f040\xa0€",
        "2\u202f200\xa0€",
    ]  # 1,890 x 1.1; (1,500 + 200) x 1.2; as typed
    assert rows.index("Imprimerie B") < rows.index("Imprimerie A") < rows.index("Imprimerie C")


def test_what_a_quote_leaves_out_in_its_own_words_stands_where_quotes_are_compared(till: Till) -> None:
    till.quote(left_out="Livraison et palettes")
    assert "non compris\xa0: Livraison et palettes" in comparison(till)


def test_a_chosen_quote_carries_the_plan_and_is_let_go(till: Till) -> None:
    row = till.quote(gsm="80", colour="16", copies_1="5000", price_1="2150", overs="± 5 %, au mille", vat_confirmed="1")
    assert choose(till, row) == 303
    quote = till.plan.printing.quote
    assert quote is not None
    assert (quote.net, quote.quantity, quote.overs_percent, quote.gsm) == (1890, 4000, 5, 80)
    assert [(tier.quantity, tier.net) for tier in quote.tier] == [(5000, 2150)]
    assert till.plan.printing.vat_confirmed
    assert till.report.printing.price.gross == 207_900
    assert till.report.printing.kind == "quote"
    assert till.at_desk.post(f"{QUOTES}/choix", {"offer": ""}).status_code == 303
    assert till.plan.printing.quote is None
    assert till.report.printing.kind == "estimate"
    assert till.steps() == ["budget-quote-chosen", "budget-quote-let-go"]


def test_a_quote_that_ran_out_says_so_and_is_not_chosen(till: Till) -> None:
    row = till.quote(dated="2026-01-02", valid_until="2026-02-01")
    assert "périmé" in till.at_desk.get(QUOTES).text
    assert choose(till, row) == 409
    assert till.plan.printing.quote is None


def test_correcting_the_chosen_quote_corrects_the_plan(till: Till) -> None:
    row = till.quote()
    choose(till, row)
    form = {"company": row.company, "reference": row.reference, "dated": "2027-02-01", "pages": "16", "taxes": "net",
            "copies_0": "4000", "price_0": "1980", "vat": "10", "version": str(row.version)}  # fmt: skip
    assert till.at_desk.post(f"{QUOTES}/{row.id}", form).status_code == 303
    assert till.plan.printing.quote is not None
    assert till.plan.printing.quote.net == 1980
    late = till.at_desk.post(f"{QUOTES}/{row.id}", form | {"price_0": "1"})  # an older form
    assert late.status_code == 409 and "1\u202f980" in late.text
    assert till.plan.printing.quote.net == 1980


def test_a_quote_in_the_plan_is_not_removed_and_another_one_comes_back(till: Till) -> None:
    chosen, other = till.quote("Imprimerie A"), till.quote("Imprimerie B")
    choose(till, chosen)
    assert till.at_desk.post(f"{QUOTES}/{chosen.id}/retirer").status_code == 409
    assert till.at_desk.post(f"{QUOTES}/{other.id}/retirer").status_code == 303
    assert [row.company for row in till.rows(MailQuote) if row.gone_at is None] == ["Imprimerie A"]
    assert "Devis retirés" in till.at_desk.get(QUOTES).text
    till.at_desk.post(f"{QUOTES}/{other.id}/retirer", {"back": "1"})
    assert all(row.gone_at is None for row in till.rows(MailQuote))


def test_a_plan_never_comes_to_rest_on_a_quote_that_is_gone(till: Till) -> None:
    row = till.quote()
    with till.desk.database.read() as db:
        offer = quoting.offers(db, db.get_one(Issue, till.issue.id), 16)[0]
    choose(till, row)
    till.at_desk.post(f"{QUOTES}/choix", {"offer": ""})
    till.at_desk.post(f"{QUOTES}/{row.id}/retirer")
    with till.desk.database.write() as db, pytest.raises(Refused, match="quote-moved-on"):
        quoting.choose(db, till.mina, till.now(), db.get_one(Issue, till.issue.id), offer, 4000)
    let_go = max(step.number for step in till.rows(BudgetStep) if step.what == "budget-quote-let-go")
    answer = till.at_desk.post(f"{MONEY}/annuler/{let_go}")
    assert answer.status_code == 409 and "un devis retiré ou corrigé" in answer.text
    assert till.plan.printing.quote is None
    till.at_desk.post(f"{QUOTES}/{row.id}/retirer", {"back": "1"})
    assert till.at_desk.post(f"{MONEY}/annuler/{let_go}").status_code == 303
    assert till.plan.printing.quote is not None


@pytest.mark.parametrize(("field", "words"), [
    ("price_0", ""), ("price_0", "1,234"), ("price_0", "mille"), ("copies_0", "0"), ("vat", "210"), ("pages", ""),
    ("colour", "17"), ("closed", "A3"), ("valid_until", "2026-01-01"), ("gsm", "épais"), ("company", ""),
])  # fmt: skip
def test_what_cannot_be_taken_is_said_beside_its_field(till: Till, field: str, words: str) -> None:
    form = {"company": "Imprimerie A", "reference": "D", "dated": "2027-02-01", "pages": "16", "taxes": "net",
            "copies_0": "4000", "price_0": "1890", "vat": "10"} | {field: words}  # fmt: skip
    answer = till.at_desk.post(f"{QUOTES}/nouveau", form)
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.text
    assert till.rows(MailQuote) == []


def test_a_quote_given_at_the_door_arrives_by_itself_and_can_be_chosen(shop: Shop) -> None:
    till = _beside(shop)
    path, _ = shop.ask()
    offer = {"net_4000": "1909,09", "net_5000": "2200", "vat": "10", "reference": "Q-7", "dated": "2026-11-30",
             "valid_until": "2099-01-31", "delay_days": "6", "step": "give"}  # fmt: skip
    shop.outside.post(f"{path}/devis", data=offer)
    page = till.at_desk.get(QUOTES).text
    assert "Q-7" in page
    assert "par son lien" in page
    with till.desk.database.read() as db:
        key = quoting.offers(db, db.get_one(Issue, till.issue.id), 16)[0].key
    assert till.at_desk.post(f"{QUOTES}/choix", {"offer": key}).status_code == 303
    quote = till.plan.printing.quote
    assert quote is not None
    assert (quote.net, quote.gsm, quote.colour_pages, quote.pages) == (Decimal("1909.09"), 80, 16, 16)
    assert till.report.printing.price.gross == 210_000


def give(shop: Shop, path: str, **typed: str) -> None:
    form = {"net_4000": "1909,09", "vat": "10", "reference": "Q-7", "dated": "2026-11-30", "step": "give",
            "valid_until": "2099-01-31", "delay_days": "6", "conditions": "Palette consignée."}  # fmt: skip
    assert shop.outside.post(f"{path}/devis", data=form | typed).status_code == 303


def comparison(till: Till) -> str:
    return till.at_desk.get(QUOTES).text.split('class="table money-table compare"')[1].split("</table>")[0]


def test_what_a_quote_of_the_door_leaves_out_reaches_the_comparison(shop: Shop) -> None:
    till = _beside(shop)
    full, _ = shop.ask(company="Imprimerie A")
    bare, _ = shop.ask(company="Imprimerie B")
    give(shop, full, net_4000="1950")
    give(shop, bare, net_4000="1940", without_delivery="1", without_proof="1")
    rows = comparison(till)
    assert "sans la livraison" in rows and "sans l’épreuve" in rows
    with till.desk.database.read() as db:
        offers = quoting.offers(db, db.get_one(Issue, till.issue.id), 16)
    assert [sorted(one.without) for one in offers] == [[], ["delivery", "proof"]]
    cards = till.at_desk.get(QUOTES).text.partition('id="all"')[2]
    assert '<dt>Non compris</dt><dd class="pre">la livraison, l’épreuve</dd>' in cards
    assert cards.count("Palette consignée.") == 2 and cards.count("<dt>Non compris</dt>") == 1, "conditions are no gap"


def test_the_printer_s_own_quantity_is_compared_as_the_others(shop: Shop) -> None:
    till = _beside(shop)
    path, _ = shop.ask(quantities="3000")
    give(shop, path, net_3000="1700", more_copies_0="4000", more_net_0="1800")
    assert "1\u202f980\xa0€" in comparison(till), "1,800 x 1.1: the price of the quantity that is needed"


def schedule(till: Till, needed: date, close: date | None = None) -> None:
    with till.desk.database.write() as db:
        issue = db.get_one(Issue, till.issue.id)
        issue.date = needed
        issue.press_close = datetime(close.year, close.month, close.day, 12, tzinfo=UTC) if close else None


def needs(till: Till, today: date) -> looks.Needed | None:
    with till.desk.database.read() as db:
        return looks.needed(db, db.get_one(Issue, till.issue.id), today)


def test_days_count_from_the_bat_to_the_day_that_somebody_named(shop: Shop) -> None:
    till = _beside(shop)
    schedule(till, date(2027, 3, 20), date(2027, 3, 9))
    assert needs(till, date(2027, 3, 1)) == looks.Needed(date(2027, 3, 20), date(2027, 3, 9), asked=False)
    shop.ask(needed="2027-03-15")
    found = needs(till, date(2027, 3, 1))
    assert found == looks.Needed(date(2027, 3, 15), date(2027, 3, 9), asked=True)
    assert found is not None and (found.days, found.arrives(6)) == (4, date(2027, 3, 17))
    late = needs(till, date(2027, 3, 12))
    assert late is not None and (late.bat, late.days) == (date(2027, 3, 12), 1), "the press close is past"
    with till.desk.database.write() as db:
        db.get_one(Issue, till.issue.id).printed_on = date(2027, 3, 16)
    assert needs(till, date(2027, 3, 12)) is None


def test_a_quote_that_arrives_too_late_says_so_and_is_not_put_forward(till: Till) -> None:
    today = till.now().date()
    schedule(till, working_days.after(today, 8))
    till.quote("Imprimerie A", price_0="1500", delay_days="9")
    assert "arrive trop tard" in comparison(till) and "button-main" not in comparison(till), "none comes in time"
    till.quote("Imprimerie B", price_0="1900", delay_days="8")
    rows = comparison(till)
    assert rows.index("Imprimerie B") < rows.index("Imprimerie A")
    assert "trop tard\u00a0: 9 jours ouvrés" in rows and rows.count("arrive trop tard") == 1
    assert "button-main" in rows
    schedule(till, working_days.after(today, 9))
    assert "arrive trop tard" not in comparison(till)


def test_a_day_before_the_bat_is_told_as_such_with_where_it_is_changed(till: Till) -> None:
    today = till.now().date()
    schedule(till, today)
    till.quote(delay_days="5")
    page = till.at_desk.get(QUOTES).text
    assert "aucun imprimeur n’y arrive" in page and f'href="/numeros/{SLUG}/reglages"' in page
    assert "arrive trop tard" in comparison(till)
    schedule(till, today, working_days.after(today, 20))
    assert "aucun imprimeur n’y arrive" in till.at_desk.get(QUOTES).text


def test_a_day_at_the_end_of_time_is_not_counted_to(till: Till) -> None:
    schedule(till, date.max)
    till.quote(delay_days="365")
    assert "arrive trop tard" not in comparison(till)


def test_overs_are_told_in_euros_in_the_comparison_and_on_the_overview(till: Till) -> None:
    row = till.quote(extra_thousand="200", overs="± 5 %", price_0="1900")
    told = "3\u202f800 à 4\u202f200 exemplaires, 2\u202f046\xa0€ à 2\u202f134\xa0€ TTC"
    assert told in comparison(till)
    choose(till, row)
    page = till.at_desk.get(MONEY).text
    assert "de 3\u202f800 à 4\u202f200 exemplaires" in page and "de 2\u202f046\xa0€ à 2\u202f134\xa0€ TTC" in page
    assert "Livrés" not in page


def test_what_the_printer_delivered_beyond_the_order_is_told_in_euros(shop: Shop) -> None:
    till = _beside(shop)
    with till.desk.database.write() as db:
        issue = db.get_one(Issue, till.issue.id)
        flatplan.add_pages(db, till.mina, till.now(), issue, ["article-2"] * 16)
        issue.costing = written(PLAN)
    choose(till, till.quote(extra_thousand="200", price_0="1900"))
    shop.sign()
    path, _ = shop.hand()
    form = {"kind": "delivered", "quantity": "4 100", "overs": "+100"}
    assert shop.outside.post(f"{path}/dire", data=form).status_code == 303
    page = till.at_desk.get(MONEY).text
    assert "Livrés\u00a0: 4\u202f100 exemplaires, 100 de plus que commandé" in page
    assert "22\xa0€ TTC de plus" in page, "100 x 0.20 x 1.1"
    assert "L’exemplaire revient alors à 0,515\xa0€" in page  # (2,090 + 22) / 4,100


def _beside(shop: Shop) -> Till:
    """The till of the hand-off's issue."""
    till = Till.__new__(Till)
    till.desk, till.issue, till.mina, till.at_desk = shop.desk, shop.issue, shop.mina, shop.at_desk
    return till


def test_past_quotes_move_the_estimate_and_it_stays_one(till: Till) -> None:
    before = till.report.printing
    other = till.desk.issue("11-avant")
    form = {"company": "Imprimerie A", "reference": "D", "dated": "2026-02-01", "pages": "16", "taxes": "net",
            "copies_0": "4000", "price_0": str(before.price.net * 12 // 1000), "vat": "10", "gsm": "80"}  # fmt: skip
    assert till.at_desk.post(f"/numeros/{other.slug}/argent/devis/nouveau", form).status_code == 303
    assert till.at_desk.post(f"{QUOTES}/caler").status_code == 303
    after = till.report.printing
    assert after.kind == "estimate"
    assert after.price.gross > before.price.gross
    assert after.low < after.price.gross < after.high
    assert "1 devis" in after.source


# --- words of a request ---------------------------------------------------------------------------------------------


def test_words_are_read_where_they_are_plain() -> None:
    assert [grammage(words) for words in ("offset 80 g", "80 g/m²", "80 g ou 90 g", "offset")] == [80, 80, None, None]
    assert [colour_of(words, 16) for words in ("4/4", "1/1", "4/4 : 1, 8, 9, 16 ; 1/1", "quadri")] == [16, 0, 4, None]
    assert size_of("289 × 410 mm") == (289, 410)
    assert size_of("A3") is None
    assert [percent(words) for words in ("± 5 %", "5,5 %", "5 % ou 10 %", "")] == [5, Decimal("5.5"), None, None]


def test_a_door_s_quote_for_unsaid_pages_is_for_the_planned_ones(shop: Shop) -> None:
    from journal_app.budget.offers import by_door, for_plan
    from journal_app.hand_off.store import Quoted

    row = Quoted("q", "i", "r", "l", "A", 1, "Q", date(2027, 1, 1), date(2027, 2, 1), 1000, ((4000, 100_000),), None, 5,
                 "", "", "", "", shop.now(), True)  # fmt: skip
    made = for_plan(by_door(row, {}, 12), 4000)
    assert made is not None
    assert made.pages == 12
    assert for_plan(by_door(row, {}, 0), 4000) is None
