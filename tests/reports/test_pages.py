"""The pages and files of accounts, as a treasurer opens them: figures, plots, one sheet of paper, and no one's name."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest
from openpyxl import load_workbook

from journal_app.accounts.model import Role
from journal_app.costing.model import Fund, FundState
from journal_app.costing.report import costing_report
from journal_app.funding.model import Source
from journal_app.prepress.sheet import preset
from journal_app.reports.setting import CSS, typeset
from journal_app.reports.views import bar_of
from tests.costing.test_choices import costing
from tests.desk import TestDesk, Visitor
from tests.reports import scene

ISSUE, YEAR = "/numeros/12-traverser/argent", "/argent/comptes/2027"
SECRETS = ("Untel", "Secrète", "Facture", "Relecture de")  # what people typed of one expense, one donor, one gift
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def lea(desk: TestDesk) -> Visitor:
    """A treasurer, with an issue that has some of everything."""
    visitor = desk.visitor(Role.COORDINATOR, Role.TREASURER)
    with desk.database.write() as db:
        issue = scene.issue(db)
        for line, cents, paid, account in (
            ("printing", 150_000, True, "62"),
            ("repas", 40_210, True, "60"),
            ("chambres", 32_100, False, "61"),
            ("other", 8_840, True, "65"),
        ):
            scene.spend(db, visitor.actor, issue, line, cents, paid=paid, account=account)
        secret = scene.funder(db, visitor.actor, "Mme Secrète")
        town = scene.funder(db, visitor.actor, "Dossier 12", "Ville de l’exemple")
        scene.fund(db, visitor.actor, issue, 150_300, FundState.RECONCILED, Source.GRANT, funder=town)
        scene.fund(db, visitor.actor, issue, 81_235, FundState.RECONCILED, Source.GIFT, funder=secret)
        scene.fund(db, visitor.actor, issue, 50_000, FundState.PLEDGED, Source.OTHER)
        scene.hours(db, visitor.actor, issue, "40")
        scene.hand_out(db, visitor.actor, issue)
    return visitor


def page(lea: Visitor, address: str) -> str:
    answer = lea.get(address)
    assert answer.status_code == 200, address
    return str(answer.text).replace("\u00a0", " ").replace("\u202f", " ")


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    told = " ".join(document[place].get_textpage().get_text_range() for place in range(len(document)))
    return re.sub(r"\s+", " ", told)


def tags(node: pikepdf.Object, kind: str) -> list[bool]:
    """The tags of a kind below a node: whether each has words for who does not see it."""
    if isinstance(node, pikepdf.Array):
        return [found for child in node for found in tags(child, kind)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    here = ["/Alt" in node] if node.get("/S") == kind else []
    return here + (tags(node.K, kind) if "/K" in node else [])


def test_the_account_of_an_issue_says_what_donors_ask(lea: Visitor) -> None:
    told = page(lea, f"{ISSUE}/compte")
    for words in ("4 298,94 €", "1 990,50 €", "321 €", "2 315,35 €", "1,07 €", "268,68 €", "320", "1 500",
                  "Imprimer est payé", "Ville de l’exemple", "600 € d’heures"):  # fmt: skip
        assert words in told, words


def test_copies_that_are_with_associations_are_not_told_as_being_in_somebody_s_hands(lea: Visitor) -> None:
    given = "dont 0 remis de la main à la main"
    for address in (f"{ISSUE}/compte", YEAR):
        told = page(lea, address)
        assert "Exemplaires donnés" in told and given in told and "istribués" not in told
    assert given in words_of(lea.get(f"{ISSUE}/compte.pdf").data).replace("\u00a0", " ")


def test_no_export_names_who_did_not_ask_for_it_nor_what_was_typed_of_one_expense(lea: Visitor) -> None:
    for top in (f"{ISSUE}/compte", f"{ISSUE}/cerfa", YEAR, f"{YEAR}/cerfa"):
        for kind in ("", ".csv", ".xlsx", ".pdf"):
            if kind == ".pdf" and top.endswith("cerfa"):
                continue
            answer = lea.get(top + kind)
            assert answer.status_code == 200, top + kind
            told = answer.text if kind in ("", ".csv") else ""
            if kind == ".pdf":
                told = words_of(answer.data)
            if kind == ".xlsx":
                book = load_workbook(io.BytesIO(answer.data))
                told = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
            assert not [one for one in SECRETS if one in told], top + kind


def test_every_plot_can_be_heard_and_has_its_table(lea: Visitor) -> None:
    told = lea.get(f"{ISSUE}/compte").text
    plots = re.findall(r"<svg class=\"(?:plot|bar nested)\".*?</svg>", told, re.S)
    assert len(plots) == 4  # the bar, each kind of thing, over time, price against copies
    idents = []
    for one in plots:
        drawn = ElementTree.fromstring(one.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
        assert drawn.get("role") == "img"
        title, desc = drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")
        assert title is not None and title.text and desc is not None and desc.text
        assert drawn.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        idents += [title.get("id"), desc.get("id")]
    assert len(set(idents)) == len(idents)
    assert told.count("<details") >= 4  # the tables behind three of them; the bar's stands open; the keys


def test_the_account_is_one_page_that_reads_aloud(lea: Visitor) -> None:
    answer = lea.get(f"{ISSUE}/compte.pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="compte-12-traverser.pdf"'
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert len(pdf.pages) == 1
        assert [round(float(one)) for one in pdf.pages[0].mediabox] == [0, 0, 595, 842]
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "fr"
        assert str(pdf.docinfo["/Producer"]).startswith("Journal")
        assert b"WeasyPrint" not in pdf.Root.Metadata.read_bytes()
        assert tags(pdf.Root.StructTreeRoot.K, "/Figure") == [True] * 6, "the bar and five patterns, with words"
        assert len(tags(pdf.Root.StructTreeRoot.K, "/Table")) == 3
        faces = {str(one.BaseFont).split("+")[-1] for one in pdf.pages[0].Resources.Font.values()}
    assert faces and all(one.startswith("Fira") for one in faces), faces
    told = words_of(answer.data)
    for words in ("4 298,94 €", "1 990,50 €", "2 315,35 €", "Imprimer est payé", "Ville de l’exemple"):
        assert words in told.replace("\u202f", " ").replace("\u00a0", " "), words


def test_a_residency_of_many_lines_with_long_names_is_still_one_page(desk: TestDesk) -> None:
    visitor = desk.visitor(Role.COORDINATOR, Role.TREASURER)
    line = ('\n[[residency.line]]\nslug = "l-{n}"\nlabel = {{ fr = "Une ligne dont le nom est fort long et se coupe '
            'en deux ou trois, numéro {n}" }}\nunit = {{ fr = "jour" }}\nprice = {n}.10\n')  # fmt: skip
    plan = scene.PLAN + "".join(line.format(n=number) for number in range(1, 60))
    with desk.database.write() as db:
        issue = scene.issue(db, plan=plan)
        for number in range(50):
            giver = scene.funder(db, visitor.actor, f"Fondation {number}", f"Fondation au nom fort long n° {number}")
            scene.fund(db, visitor.actor, issue, 10_000, list(FundState)[number % 4], list(Source)[number % 6],
                       funder=giver)  # fmt: skip
    pdf = visitor.get(f"{ISSUE}/compte.pdf").data
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    told = words_of(pdf)
    shown = len(re.findall(r"numéro \d+", told))
    assert shown and f"{59 - shown} autres postes" in told
    assert re.search(r"et \d+ autres", told)


def test_a_page_too_long_for_any_size_says_less() -> None:
    long, short = ("<html lang=fr><title>t</title><p>" + "Long. " * many for many in (9000, 900))
    assert len(pypdfium2.PdfDocument(typeset([long], CSS.read_text("utf-8"), 1, ("11pt", "7pt")))) > 1
    assert len(pypdfium2.PdfDocument(typeset([long, short], CSS.read_text("utf-8"), 1, ("11pt", "7pt")))) == 1


def test_a_csv_of_an_issue_has_every_figure_on_a_row(lea: Visitor) -> None:
    data = lea.get(f"{ISSUE}/compte.csv").data.decode("utf-8-sig")
    rows = [(row[2], row[3], row[4], row[5] or row[6]) for row in csv.reader(io.StringIO(data), delimiter=";")]
    assert ("Compte", "Impression", "Payé", "1500,00") in rows
    assert ("Fonds", "Subventions", "Reçu\u00a0: vu par la banque", "1503,00") in rows
    assert ("Exemplaires", "Personnes rencontrées", "Personnes", "320") in rows
    spent = sum(int(value.replace(",", "")) for part, _, name, value in rows if (part, name) == ("Compte", "Payé"))
    assert spent == 199_050


def test_a_workbook_of_an_issue_adds_up(lea: Visitor) -> None:
    book = load_workbook(io.BytesIO(lea.get(f"{ISSUE}/compte.xlsx").data))
    assert book.sheetnames == ["Compte", "Fonds", "Coûts", "Exemplaires", "Au fil du temps", "Comptes", "Sans compte"]
    sheet = book["Compte"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    for place in range(1, 5):
        assert round(sum(row[place] for row in rows[:-1]) * 100) == round(rows[-1][place] * 100)
    assert book["Au fil du temps"]["A2"].is_date


def test_no_total_of_the_funds_is_more_than_the_bank_has_seen(desk: TestDesk) -> None:
    """Hopes and promises are summed apart, on screen, on paper and in the workbook."""
    visitor = desk.visitor(Role.COORDINATOR, Role.TREASURER)
    with desk.database.write() as db:
        issue = scene.issue(db)
        for cents, state, source in (
            (1_003_17, FundState.RECONCILED, Source.GRANT), (411_00, FundState.RECONCILED, Source.GIFT),
            (2_000_00, FundState.ESTIMATED, Source.GIFT), (700_50, FundState.PLEDGED, Source.GRANT),
            (30_25, FundState.PAID_OUT, Source.HELLOASSO), (60_00, FundState.DUE, Source.LILO),
        ):  # fmt: skip
            scene.fund(db, visitor.actor, issue, cents, state, source)
    seen, apart, both = "1 414,17", "2 790,75", "4 204,92"
    paper = words_of(visitor.get(f"{ISSUE}/compte.pdf").data).replace("\u202f", " ").replace("\u00a0", " ")
    for told in (page(visitor, f"{ISSUE}/compte"), paper):
        assert seen in told and apart in told and "Pas encore reçu" in told and both not in told
    sheet = load_workbook(io.BytesIO(visitor.get(f"{ISSUE}/compte.xlsx").data))["Fonds"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert (head[1], head[-1]) == ("Reçu\u00a0: vu par la banque", "Pas encore reçu")
    assert [row[0] for row in rows[:2]] == ["Subventions", "Dons"], "who gave most, not who is hoped to"
    for row in rows:
        assert round(sum(row[2:-1]) * 100) == round(row[-1] * 100)
    assert (rows[-1][1], rows[-1][-1]) == (1414.17, 2790.75)


def test_money_for_the_residency_alone_prints_nothing_on_the_donors_bar() -> None:
    given = Fund(label={"fr": "Pour la résidence"}, state=FundState.RECONCILED, amount=Decimal(3000), source="grant",
                 dated=date(2027, 2, 1), purpose="residency")  # fmt: skip
    report = costing_report(costing().model_copy(update={"fund": [given]}), preset("tabloid-offset"), 16)
    bar = bar_of(report)
    assert bar.states[FundState.RECONCILED] == 300_000
    assert bar.can_print is not None and bar.can_print[FundState.RECONCILED] == 0


def test_a_year_shows_its_issues_and_their_sum(lea: Visitor, desk: TestDesk) -> None:
    with desk.database.write() as db:
        other = scene.issue(db, 13, date(2027, 11, 2))
        scene.spend(db, lea.actor, other, "repas", 12_345)
        scene.spend(db, lea.actor, None, "other", 1_000, day=date(2027, 5, 5))
    told = page(lea, YEAR)
    for words in ("N° 12 · Traverser", "N° 13 · Traverser", "Hors numéro", "2 123,95 €", "8 597,88 €"):
        assert words in told, words
    assert "2027" in page(lea, "/argent/comptes")
    rows = list(csv.reader(io.StringIO(lea.get(f"{YEAR}.csv").data.decode("utf-8-sig")), delimiter=";"))
    assert rows[-1][8] == "2123,95"
    assert "2 123,95" in words_of(lea.get(f"{YEAR}.pdf").data).replace("\u202f", " ").replace("\u00a0", " ")
    assert lea.get("/argent/comptes/2019").status_code == 404
    assert lea.get("/argent/comptes/2019.pdf").status_code == 404


def test_the_forms_say_what_to_correct_before_they_are_copied(lea: Visitor) -> None:
    told = page(lea, f"{ISSUE}/cerfa")
    assert "Budget : les charges dépassent les produits de 1 983,59 €." in told  # 4298.94 - 2315.35
    assert "Réalisé : 324,85 € reçus de plus que payés." in told  # 2315.35 - 1990.50
    assert "321 €" in told and "restent à payer" in told
    assert "Dire de quelle sorte est ce financement." in told  # the 500 of nobody knows what
    assert f'href="{ISSUE}/fonds"' in told


def test_english_pages_and_files_are_in_english(lea: Visitor) -> None:
    assert "What comes of it" in page(lea, f"{ISSUE}/compte?lang=en")
    head = lea.get(f"{ISSUE}/compte.csv?lang=en").data.decode("utf-8-sig").splitlines()[0]
    assert head == "Issue,Appears,Part,Item,Measure,Amount,Number"
    assert "Account of no. 12" in words_of(lea.get(f"{ISSUE}/compte.pdf?lang=en").data)


def test_an_issue_without_a_plan_a_price_or_a_copy_has_its_page(desk: TestDesk) -> None:
    visitor = desk.visitor(Role.COORDINATOR)
    with desk.database.write() as db:
        scene.issue(db, 12, plan="", pages=0)
        scene.issue(db, 13, plan="targets = 3", pages=0)
    for slug in ("12-traverser", "13-traverser"):
        for path in ("compte", "cerfa", "compte.csv", "compte.xlsx", "cerfa.xlsx"):
            assert visitor.get(f"/numeros/{slug}/argent/{path}").status_code == 200, path
    assert "ne se lit pas" in visitor.get("/numeros/13-traverser/argent/compte").text
    assert visitor.get("/numeros/13-traverser/argent/compte.pdf").status_code == 404


@pytest.mark.parametrize("role", [Role.EDITOR, Role.TRANSLATOR, Role.FACILITATOR, Role.ADMINISTRATOR])
def test_nobody_else_sees_an_account(lea: Visitor, desk: TestDesk, role: Role) -> None:
    residency = desk.residency().id if role is Role.FACILITATOR else None
    other = desk.visitor(role, residency=residency)
    for address in (f"{ISSUE}/compte", f"{ISSUE}/compte.pdf", f"{ISSUE}/cerfa.csv", YEAR, f"{YEAR}.xlsx",
                    "/argent/comptes"):  # fmt: skip
        assert other.get(address).status_code == 404, address
