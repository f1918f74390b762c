"""HelloAsso's exports and Lilo's page: what counts, what is asked, and that nobody who gave is in it."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.statements.readers.model import Reading
from tests.statements.files import GIFT, LILO, Gift, gift, helloasso, workbook
from tests.statements.readings import codes, reading, said, stopped

REFERENCE, AMOUNT, DATED, STATE, PAID, PAID_ON = GIFT[1:7]
PAID_OUT = {PAID: "Oui", PAID_ON: "10/11/2026"}


def states(told: Reading) -> list[tuple[str, str, int]]:
    return [(line.reference, line.state, line.cents) for line in told.lines]


@pytest.mark.parametrize("separator", [";", ","])
def test_a_payment_is_a_line_without_a_person(separator: str) -> None:
    told = reading(helloasso([gift(1, **{AMOUNT: "1 020,50"}), gift(2, **PAID_OUT)], separator))
    assert states(told) == [("5000001", "Validé", 102_050), ("5000002", "Validé", 2_000)]
    assert [line.paid_out_on for line in told.lines] == [None, dt.date(2026, 11, 10)]
    assert {line.purpose for line in told.lines} == {"Soutenir le n° 12"}
    assert sorted(told.dropped) == ["Email payeur", "Nom payeur", "Prénom payeur", "Votre pointure ?"]
    assert not any(word in str(told.lines) for word in ("Inventée", "Camille", "exemple.invalid", "38"))


@pytest.mark.parametrize("said", ["Oui", "20,00"])
def test_a_payment_that_was_sent_on_without_a_day_is_kept_and_told(said: str) -> None:
    told = reading(helloasso([gift(1), gift(2, **(PAID_OUT | {"Versé": said, "Date du versement": ""}))]))
    assert [line.paid_out_on for line in told.lines] == [None, None]
    assert codes(told.problems) == [("line:3", "statement-paid-out-no-day")]


def book(gifts: list[Gift], **more: object) -> bytes:
    """The same as a workbook, with real numbers and days."""

    def cell(name: str, words: str) -> object:
        if name == AMOUNT:
            return float(words.replace(" ", "").replace(",", "."))
        if name == DATED:
            return dt.datetime.strptime(words, "%d/%m/%Y %H:%M")
        if name == REFERENCE:
            return int(words)
        return dt.datetime.strptime(words, "%d/%m/%Y") if name == PAID_ON and words else words or None

    return workbook(GIFT, [[more.get(name, cell(name, one[name])) for name in GIFT] for one in gifts])


def test_a_workbook_says_the_same_as_the_csv() -> None:
    gifts = [gift(1, **{AMOUNT: "0,10"}), gift(2, **PAID_OUT), gift(3, **{AMOUNT: "1020,50"})]
    told, csv = reading(book(gifts)), reading(helloasso(gifts))
    assert states(told) == states(csv)
    assert [(one.dated, one.paid_out_on) for one in told.lines] == [(one.dated, one.paid_out_on) for one in csv.lines]


def test_numbers_written_as_text_in_a_workbook() -> None:
    rows = [[gift(1)[name] for name in GIFT]]
    assert states(reading(workbook(GIFT, rows))) == [("5000001", "Validé", 2_000)]


def test_a_computed_amount_is_asked() -> None:
    told = reading(book([gift(1)], **{AMOUNT: "=10+10"}))
    assert (told.lines, codes(told.problems)) == ((), [("line:2", "statement-formula")])


def test_a_formula_in_a_column_that_nobody_reads_is_nobodys_business() -> None:
    assert states(reading(book([gift(1)], **{GIFT[11]: "=1+1"}))) == [("5000001", "Validé", 2_000)]


def shown_as(code: str, amount: float) -> bytes:
    """A bank's table in a workbook, its second amount in this format."""
    out = io.BytesIO()
    sheet_of = openpyxl.Workbook()
    sheet = sheet_of.worksheets[0]
    for row in (("Date", "Libellé", "Montant"), (dt.date(2026, 11, 3), "x", 1), (dt.date(2026, 11, 4), "y", amount)):
        sheet.append(row)
    sheet["C3"].number_format = code
    sheet_of.save(out)
    return out.getvalue()


@pytest.mark.parametrize("code", ["[$$-409]#,##0.00", '"£"#,##0.00', '#,##0.00 "CHF"', "$#,##0.00", "#,##0.00 [$USD]"])
def test_a_number_that_is_shown_in_another_currency_is_asked(code: str) -> None:
    """The cell holds 20.5, and the screen says $20.50."""
    told = reading(shown_as(code, 20.5))
    assert (said(told), codes(told.problems)) == ([("2026-11-03", 100)], [("line:3", "statement-currency")])


@pytest.mark.parametrize("code", ["#,##0.00 [$€-40C]", '#,##0.00\\ "€"', "0.00", "[Red]-#,##0.00", "General",
                                  "_-* #,##0.00\\ [$€-40C]_-;-* #,##0.00\\ [$€-40C]_-"])  # fmt: skip
def test_a_number_that_is_shown_in_euros_is_one(code: str) -> None:
    assert said(reading(shown_as(code, 20.5))) == [("2026-11-03", 100), ("2026-11-04", 2_050)]


def test_a_row_that_nobody_computed_is_asked_and_no_part_of_the_one_above() -> None:
    """A program writes formulas without what they show: neither the day nor the amount is there to be read."""
    rows = [(dt.date(2026, 11, 3), "x", 1), ("=A2+1", "y", "=C2*2"), (dt.date(2026, 11, 5), "z", 3)]
    told = reading(workbook(("Date", "Libellé", "Montant"), rows))
    assert [(one.label, one.cents) for one in told.lines] == [("x", 100), ("z", 300)]
    assert codes(told.problems) == [("line:3", "statement-formula")]


def test_a_cell_in_error_is_asked() -> None:
    told = reading(workbook(("Date", "Libellé", "Montant"), [
        (dt.date(2026, 11, 3), "x", 1), (dt.date(2026, 11, 4), "y", "#REF!"), (dt.date(2026, 11, 5), "z", 3)]))
    assert codes(told.problems) == [("line:3", "statement-amount")]


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("Validé", "Validé"),
        ("validée", "Validé"),
        ("Autorisé", "Validé"),
        ("En attente", "En attente"),
        ("Remboursé", "Remboursé"),
        ("Annulé", "Annulé"),
        ("Refusé", "Annulé"),
        ("Contesté", "Contesté"),
    ],
)
def test_the_states_of_a_payment(written: str, state: str) -> None:
    assert states(reading(helloasso([gift(1, **{STATE: written})]))) == [("5000001", state, 2_000)]


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        ({STATE: "Bizarre"}, "statement-state"),
        ({REFERENCE: ""}, "statement-no-reference"),
        ({AMOUNT: ""}, "statement-no-amount"),
        ({AMOUNT: "vingt"}, "statement-amount"),
        ({DATED: "hier"}, "statement-day"),
        ({PAID: "Non", PAID_ON: "10/11/2026"}, "statement-paid-out"),
        ({PAID: "peut-être"}, "statement-paid-out"),
        ({AMOUNT: "$20"}, "statement-currency"),
        ({AMOUNT: "=2*10"}, "statement-formula"),
        ({AMOUNT: "0,00"}, "statement-zero"),
        ({REFERENCE: "camille@exemple.invalid"}, "statement-no-reference"),
        ({AMOUNT: "-20,00"}, "statement-negative"),
        ({AMOUNT: "-20,00", STATE: "En attente"}, "statement-negative"),
    ],
)
def test_what_is_not_understood_is_asked_with_its_line(odd: Gift, code: str) -> None:
    told = reading(helloasso([gift(1), gift(2, **odd), gift(3)]))
    assert codes(told.problems) == [("line:3", code)]
    assert [line.reference for line in told.lines] == ["5000001", "5000003"]


def test_rows_of_one_order_are_payments_of_their_own() -> None:
    monthly = [gift(number, **{GIFT[0]: "C1"}) for number in (1, 2, 3)]
    assert len(reading(helloasso(monthly)).lines) == 3


def test_a_payment_on_several_rows_is_counted_once_and_one_that_gainsays_itself_is_asked() -> None:
    told = reading(
        helloasso([gift(1), gift(1, **{GIFT[10]: "Soutenir le n° 12"}), gift(2), gift(2, **{AMOUNT: "30,00"})])
    )
    assert states(told) == [("5000001", "Validé", 2_000)]
    assert codes(told.problems) == [
        ("line:2", "statement-payment-rows"),
        ("line:4", "statement-payment-twice"),
        ("line:5", "statement-payment-twice"),
    ]


def test_a_payment_and_its_refund_are_one_refunded_payment() -> None:
    told = reading(helloasso([gift(1), gift(1, **{AMOUNT: "-20,00", STATE: "Remboursé"})]))
    assert states(told) == [("5000001", "Remboursé", 2_000)]


def test_half_a_payment_is_not_taken() -> None:
    told = reading(helloasso([gift(1), gift(1, **{AMOUNT: "vingt"})]))
    assert told.lines == ()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """A workbook with some of its parts replaced, by the end of their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            ending = next((one for one in parts if name.endswith(one.replace("_", "."))), "")
            new.writestr(name, parts[ending] if ending else old.read(name))
    return out.getvalue()


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (repacked(book([gift(1)]), sheet1_xml=BOMB), "document-entities"),
        (repacked(book([gift(1)]), workbook_xml=BOMB), "document-entities"),
        (repacked(book([gift(1)]), sheet1_xml=BOMB.decode().encode("utf-16")), "document-entities"),
        (repacked(book([gift(1)]), sheet1_xml=b"<row>" * 10), "document-xml-broken"),
        (repacked(book([gift(1)]), sheet1_xml=b" " * 70_000_000), "document-bomb"),
        (book([gift(1)])[:-30], "document-damaged"),
        (workbook((), []), "statement-empty"),
        (workbook(("a", "b"), [("c", "d")]), "statement-unknown"),
    ],
)
def test_a_hostile_or_broken_workbook_is_refused(data: bytes, code: str) -> None:
    assert stopped(data) == code


@given(st.lists(st.tuples(st.integers(1, 2_000_000), st.booleans()), min_size=1, max_size=8))
def test_csv_and_workbook_agree_to_the_cent(some: list[tuple[int, bool]]) -> None:
    gifts = [
        gift(place, **{AMOUNT: f"{cents // 100},{cents % 100:02d}"}, **(PAID_OUT if paid else {}))
        for place, (cents, paid) in enumerate(some)
    ]
    told = [reading(data) for data in (helloasso(gifts), book(gifts))]
    assert [one.cents for one in told[0].lines] == [one.cents for one in told[1].lines] == [cents for cents, _ in some]


# --- Lilo -------------------------------------------------------------------------------------------------------------

NOW = [("2026-11-30", 787), ("2026-11-30", 1348)]
PAGE = """<!doctype html><html><head><title>Lilo 12 $</title><script>var x = "99 $"</script></head><body>
<nav>$</nav><div>19 $</div><table><tr><th>Date</th><th>Montant HT</th></tr>
<tr><td>Mois&nbsp;en cours</td><td><b>7.8659</b>&nbsp;$<br><small>(estimation)</small></td></tr>
<tr><td>Reste à payer</td><td>13.4844&#8239;$</td></tr></table>
<p>Lilo reverse l&#39;argent tous les mois, à partir de 100&euro;.</p></body></html>"""


@pytest.mark.parametrize(
    "text",
    [
        LILO,
        PAGE,
        LILO.replace(" ", "\u00a0"),
        LILO.replace("7.8659 $ (estimation)", "\n7.8659\u202f$\n(estimation)\n"),
        LILO.replace("$", "€"),
        LILO.replace(".8659", ",8659"),
        LILO.upper(),
        "Lilo\nDate Amount (excl. tax)\nCurrent month 7.8659 $ (estimation)\nLeft to pay 13.4844 $\n"
        "Lilo pays every month, from 100€.",
        LILO.replace("Date Montant HT", "Date\tMontant HT"),
        LILO.replace("\n", "\r\n"),
    ],
)
def test_the_page_in_any_wording_and_breaking(text: str) -> None:
    told = reading(text.encode())
    assert said(told) == NOW
    assert [line.state for line in told.lines] == ["estimation", "reste à payer"]
    assert [one.code for one in told.problems] in ([], ["statement-lilo-dollar"])


def test_amounts_stay_as_they_were_written() -> None:
    first, second = reading(LILO.encode()).lines
    assert (first.raw["Mois en cours"], second.raw["Reste à payer"]) == ("7.8659 $", "13.4844 $")


def test_past_months_are_told_apart_from_what_is_owed() -> None:
    told = reading(LILO.replace("Mois en cours", "Octobre 2026 5.6185 $\n09/2026 1,025.5 $\nMois en cours").encode())
    assert [(line.state, line.label, line.cents) for line in told.lines[2:]] == [
        ("mois", "10/2026", 562),
        ("mois", "09/2026", 102_550),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (LILO.replace("13.4844 $", "bientôt"), "statement-lilo-missing"),
        (LILO.replace("Reste", "Mois en cours 9.1 $\nReste"), "statement-lilo-twice"),
        (LILO.replace("Reste", "Prime exceptionnelle 4.2 $\nReste"), "statement-lilo-unknown"),
    ],
)
def test_what_the_page_says_and_nobody_knows_is_asked(text: str, code: str) -> None:
    assert code in [one.code for one in reading(text.encode()).problems]


def test_a_page_pasted_twice_says_two_things_only_where_they_differ() -> None:
    assert reading((LILO + LILO).encode()).lines == reading(LILO.encode()).lines
    told = reading((LILO + LILO.replace("7.8659", "8.1000")).encode())
    assert [one.code for one in told.problems if one.code == "statement-lilo-twice"] == ["statement-lilo-twice"]
    assert [line.cents for line in told.lines] == [1348]


@pytest.mark.parametrize("head", ["<head><title>Lilo</title>", "<title>Lilo</title><style>p{}</style>", "<head>"])
def test_a_head_that_does_not_say_its_end_hides_no_page(head: str) -> None:
    html = f"<!doctype html><html>{head}<body><p>{LILO.replace(chr(10), '<br>')}</p></body></html>"
    assert sorted(line.cents for line in reading(html.encode()).lines) == [787, 1348]


def test_a_page_of_something_else_is_refused() -> None:
    assert stopped(b"<!doctype html><html><body><p>Bonjour, 12 $</p></body></html>") == "statement-lilo-none"
