"""An estimate is told as one, with its range, in every account and every file; where quotes say it all, nothing is."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from journal_app.accounts.model import Role
from journal_app.budget.reference import estimate
from journal_app.costing.document import read, written
from journal_app.db import Database
from journal_app.reports import grants, reading
from journal_app.reports.accounts import plan
from journal_app.reports.figures import Account, Amounts, Group, Post, total
from tests.desk import TestDesk, Visitor
from tests.reports import scene
from tests.reports.test_files import read_csv
from tests.reports.test_pages import words_of

ISSUE, YEAR = "/numeros/12-traverser/argent", "/argent/comptes/2027"
TODAY = date(2027, 3, 10)
LOW, PRICE, HIGH = 175_052, 205_944, 236_836  # TTC cents of the shipped rates for the usual issue: 15 % each way
RESIDENCY = 75_000 + 82_890 + 70_000  # what scene.PLAN plans
SAID = "ESTIMATION, entre 1 750 € et 2 370 €"
Fill = Callable[[str], Visitor]


def guessed() -> str:
    """The scene's plan with rates in the place of its quote."""
    found, _ = read(scene.PLAN)
    assert found is not None
    printing = found.printing.model_copy(update={"quote": None, "estimate": estimate()})
    return written(found.model_copy(update={"printing": printing}))


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


def seen(visitor: Visitor, address: str) -> str:
    answer = visitor.get(address)
    assert answer.status_code == 200, address
    return spaced(re.sub(r"<[^>]+>", " ", unescape(answer.text)))


def euros(cents: int) -> Decimal:
    return Decimal(cents) / 100


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    with database.write() as session:
        yield session


@pytest.fixture
def fill(desk: TestDesk) -> Fill:
    """A treasurer, with an issue of that plan; its copies were handed out and one of its meals paid."""

    def made(text: str) -> Visitor:
        visitor = desk.visitor(Role.COORDINATOR, Role.TREASURER)
        with desk.database.write() as db:
            issue = scene.issue(db, plan=text)
            scene.spend(db, visitor.actor, issue, "repas", 40_210, account="60")
            scene.hand_out(db, visitor.actor, issue)
        return visitor

    return made


def test_the_shipped_rates_are_what_the_figures_below_are_made_of(db: Session) -> None:
    account = reading.one(db, scene.issue(db, plan=guessed()), TODAY)
    one = account.of(Group.PRINTING)
    assert (one.planned, one.low, one.high, one.guessed) == (PRICE, LOW, HIGH, PRICE)
    whole = account.amounts
    assert (whole.low, whole.high, whole.guessed) == (LOW + RESIDENCY, HIGH + RESIDENCY, PRICE)
    assert account.per_copy.low == Decimal("1.01") and account.per_copy.high == Decimal("1.16")
    assert account.of(Group.RESIDENCY).guessed == 0


def test_the_account_says_it_of_printing_of_the_sum_and_of_each_copy(fill: Fill) -> None:
    page = seen(fill(guessed()), f"{ISSUE}/compte")
    assert re.search(rf"Impression {SAID} ≈ 2 060 €", page)
    assert re.search(r"En tout ESTIMATION, entre 4 030 € et 4 650 € ≈ 4 340 €", page)
    assert "≈ 1,08 € ESTIMATION, entre 1,01 € et 1,16 €" in page
    assert "4 000 exemplaires coûtent ≈ 2 060 € (ESTIMATION, entre 1 750 € et 2 370 €)" in page, "for who sees no plot"
    assert "Résidence : payé 402,10 €" in page, "what is sure is told to the cent"


def test_the_donors_page_says_it_on_paper(fill: Fill) -> None:
    told = spaced(words_of(fill(guessed()).get(f"{ISSUE}/compte.pdf").data))
    assert told.count("ESTIMATION, entre 1 750") == 1 and told.count("ESTIMATION, entre 4 030") == 1
    assert "ESTIMATION, entre 1,01 € et 1,16 €" in told
    assert "2 059,44" not in told and "≈ 2 060 €" in told, "its cents say nothing"


def test_a_table_of_an_issue_has_the_range_beside_what_is_estimated(fill: Fill) -> None:
    head, *rows = read_csv(fill(guessed()).get(f"{ISSUE}/compte.csv").data, ";")
    assert head[-2:] == ["Estimation, au moins", "Estimation, au plus"]
    told = [row for row in rows if row[-2] or row[-1]]
    assert [(row[3], row[4], row[5], row[7], row[8]) for row in told] == [
        ("Impression", "Prévu", "2059,44", "1750,52", "2368,36"),
    ]  # fmt: skip


def test_a_workbook_has_the_range_on_every_sheet_that_has_the_price(fill: Fill) -> None:
    book = load_workbook(io.BytesIO(fill(guessed()).get(f"{ISSUE}/compte.xlsx").data))
    first = [[cell.value for cell in row] for row in book["Compte"].iter_rows()]
    assert first[0][-2:] == ["Estimation, au moins", "Estimation, au plus"]
    rows = {str(row[0]): row for row in first}
    assert [Decimal(str(cell)) for cell in rows["Impression (ESTIMATION)"][-2:]] == [euros(LOW), euros(HIGH)]
    assert [Decimal(str(cell)) for cell in rows["En tout (ESTIMATION)"][-2:]] == [
        euros(LOW + RESIDENCY), euros(HIGH + RESIDENCY)]  # fmt: skip
    assert rows["Repas"][-2:] == [None, None], "what is sure has no range"
    each = [[cell.value for cell in row] for row in book["Coûts"].iter_rows()]
    assert each[1][0] == "Un exemplaire (ESTIMATION)" and each[1][-2:] == [1.01, 1.16]
    form = {str(row[0].value): [cell.value for cell in row] for row in book["Comptes"].iter_rows() if row[0].value}
    assert form["62"][1].endswith("(ESTIMATION)")
    assert [Decimal(str(cell)) for cell in form["62"][-2:]] == [euros(LOW + 70_000), euros(HIGH + 70_000)]
    assert form["60"][-2:] == [None, None]


def test_the_grant_form_says_it_and_asks_for_a_quote(fill: Fill) -> None:
    page = seen(fill(guessed()), f"{ISSUE}/cerfa")
    assert f"L’impression y est une {SAID} : un devis, avant de déposer le dossier." in page
    assert "62 Autres services extérieurs ESTIMATION, entre 2 450 € et 3 070 € ≈ 2 759" in page
    assert "Total des charges ESTIMATION, entre 4 030 € et 4 650 €" in page


def test_a_year_says_it_of_the_issue_that_is_estimated_and_of_the_sum(fill: Fill, desk: TestDesk) -> None:
    lea = fill(guessed())
    with desk.database.write() as db:
        scene.issue(db, 13, date(2027, 9, 1))
    page = seen(lea, YEAR)
    assert "N° 12 · Traverser ESTIMATION, entre 4 030 € et 4 650 € ≈ 4 340 €" in page
    assert "N° 13 · Traverser 4 298,94 €" in page, "a quote says it"
    assert "En tout ESTIMATION, entre 8 330 € et 8 950 € ≈ 8 640 €" in page
    head, first, second, sums = read_csv(lea.get(f"{YEAR}.csv").data, ";")
    assert [spaced(cell) for cell in head[-4:]] == [
        "Impression : estimation, au moins", "Impression : estimation, au plus",
        "Prévu en tout : estimation, au moins", "Prévu en tout : estimation, au plus",
    ]  # fmt: skip
    assert first[-4:-2] == ["1750,52", "2368,36"] and second[-4:] == ["", "", "", ""]
    assert sums[-4:-2] == ["3770,56", "4388,40"], "with the 2,020.04 that the quote of the other says"
    told = spaced(words_of(lea.get(f"{YEAR}.pdf").data))
    assert "ESTIMATION, entre 4 030" in told and "ESTIMATION, entre 8 330" in told
    assert "Total des charges ESTIMATION, entre 8 330 € et 8 950 €" in seen(lea, f"{YEAR}/cerfa")


def test_where_a_quote_says_it_all_nothing_says_estimate(fill: Fill) -> None:
    lea = fill(scene.PLAN)
    for address in (f"{ISSUE}/compte", f"{ISSUE}/cerfa", YEAR, f"{YEAR}/cerfa", ISSUE):
        page = seen(lea, address).replace("Les lignes de l’estimation", "")
        assert not re.search("estim", page, re.IGNORECASE), address
    for address in (f"{ISSUE}/compte.csv", f"{ISSUE}/cerfa.csv", f"{YEAR}.csv", f"{YEAR}/cerfa.csv"):
        assert "stimation" not in lea.get(address).data.decode(), address
    for address in (f"{ISSUE}/compte.xlsx", f"{YEAR}.xlsx"):
        book = load_workbook(io.BytesIO(lea.get(address).data))
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if "STIMATION" in cell.upper()], address
    for address in (f"{ISSUE}/compte.pdf", f"{YEAR}.pdf"):
        assert "stimation" not in words_of(lea.get(address).data).lower(), address


# --- the sums, as values ---------------------------------------------------------------------------------------------

CENTS = st.integers(0, 10**9)
AMOUNTS = st.builds(
    lambda planned, below, above: Amounts(planned, guessed=planned, below=min(planned, below), above=above),
    CENTS, CENTS, CENTS,
) | st.builds(Amounts, CENTS, CENTS, CENTS)  # fmt: skip


@given(st.lists(AMOUNTS, max_size=6))
def test_a_sum_lies_between_the_sums_of_the_bounds(told: list[Amounts]) -> None:
    whole = total(told)
    assert whole.low == sum(one.low for one in told) <= whole.planned <= sum(one.high for one in told) == whole.high
    assert whole.guessed == sum(one.planned for one in told if one.guessed)


@given(st.lists(st.tuples(st.sampled_from(["printing", "repas", "x"]), AMOUNTS), max_size=6))
def test_a_form_loses_nothing_of_what_is_estimated(told: list[tuple[str, Amounts]]) -> None:
    posts = tuple(Post(Group.RESIDENCY, key, {"fr": key}, one) for key, one in told)
    account = replace(Account("a", 1, {}, TODAY), posts=posts)
    form = grants.form(grants.entries(account, plan()), plan())
    there = [one for _, one in told if one.planned]
    sums = tuple(sum(getattr(one, name) for one in there) for name in ("guessed", "below", "above"))
    assert (form.guessed, form.below, form.above) == sums
