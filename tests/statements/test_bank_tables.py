"""A bank's CSV in its dialects: read to the cent, or refused or asked with the line and the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.problems import Severity
from journal_app.statements.readers import amounts, read
from journal_app.statements.readers.model import Unsure
from tests.statements.files import (
    MOVES,
    TODAY,
    bank_signed,
    bank_two_columns,
    csv,
    euros,
    french,
)
from tests.statements.readings import codes, reading, said, stopped

EXPECTED = [(day, cents) for day, _, cents in MOVES]
HEAD = ("Date", "Libellé", "Débit", "Crédit")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le"])
def test_any_encoding_of_a_bank(encoding: str) -> None:
    told = reading(bank_two_columns(encoding=encoding))
    assert said(told) == EXPECTED
    assert told.lines[0].raw["Libellé"] == "VIR HELLOASSO 2026-11"
    assert told.problems == ()


@pytest.mark.parametrize("thousands", ["", " ", "\u00a0", "\u202f", "'", "."])
def test_thousands_in_any_spelling(thousands: str) -> None:
    assert said(reading(bank_two_columns(thousands=thousands))) == EXPECTED


@pytest.mark.parametrize("sign", [",", "."])
def test_one_signed_column_with_a_balance_that_follows(sign: str) -> None:
    told = reading(bank_signed(balance=10_000, sign=sign, currency="EUR"))
    assert (said(told), told.problems) == (EXPECTED, ())


def test_lines_above_and_below_the_table_are_no_lines_of_it() -> None:
    above = "Titulaire;Association de l’exemple\r\nCompte;n° 17283940506\r\nSolde au 30/11/2026;1 820,00\r\n\r\n"
    below = "\r\nTotal;;;91,00;1412,00\r\n;;Nouveau solde au 30/11/2026;;1820,00\r\n"
    told = reading(bank_two_columns(above=above, below=below))
    assert said(told) == EXPECTED
    assert codes(told.problems) == [("line:12", "statement-total-left"), ("line:13", "statement-balance-left")]
    assert not any("17283940506" in str(line.raw) for line in told.lines)


def test_a_total_that_is_not_the_sum_is_asked() -> None:
    told = reading(bank_two_columns(below="Total;;;91,00;1413,00\r\n"))
    assert ("line:7", "statement-total-differs") in codes(told.problems)


def test_a_balance_that_does_not_follow_tells_the_first_line_that_is_odd() -> None:
    data = bank_signed(balance=10_000).decode().splitlines()
    del data[2]  # a line that somebody took out
    assert codes(reading(("\n".join(data) + "\n").encode()).problems) == [("line:3", "statement-balance-differs")]


@pytest.mark.parametrize(
    ("day", "read_as"),
    [
        ("03/11/2026", "2026-11-03"),
        ("03/11/26", "2026-11-03"),
        ("2026-11-03", "2026-11-03"),
        ("3.11.2026", "2026-11-03"),
        ("03-11-2026", "2026-11-03"),
        ("20261103", "2026-11-03"),
        ("03/11/2026 14:05", "2026-11-03"),
    ],
)
def test_days(day: str, read_as: str) -> None:
    assert said(reading(csv(HEAD, [(day, "x", "", "1,00"), (day, "y", "", "2,00")]).encode()))[0][0] == read_as


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("31/02/2026", "x", "", "1,00"), "statement-day"),
        (("11/2026", "x", "", "1,00"), "statement-day"),
        (("46329", "x", "", "1,00"), "statement-day-serial"),
        (("03/11/2066", "x", "", "1,00"), "statement-day-far"),
        (("03/11/1926", "x", "", "1,00"), "statement-day-far"),
        (("03/11/2026", "x", "", "douze"), "statement-amount"),
        (("03/11/2026", "x", "", "12,345"), "statement-amount-fine"),
        (("03/11/2026", "x", "", "99999999,00"), "statement-amount-much"),
        (("03/11/2026", "x", "", ""), "statement-no-amount"),
        (("03/11/2026", "x", "3,00", "1,00"), "statement-both-sides"),
        (("03/11/2026", "x", "", "12.50,00"), "statement-amount-mixed"),
        (("03/11/2026", "x", "", "$ 12,00"), "statement-currency"),
        (("03/11/2026", "x", "", "12,00 CHF"), "statement-currency"),
        (("03/11/2026", "x", "", "=1+1"), "statement-formula"),
        (("03/11/2026", "x", "", "-5,00"), "statement-side"),
        (("03/11/2026", "x", "", "1.5"), "statement-amount-mixed"),
    ],
)
def test_what_is_not_understood_is_asked_and_the_rest_is_read(row: tuple[str, ...], code: str) -> None:
    fine = ("02/11/2026", "VIR", "", "1 020,50"), ("04/11/2026", "PRLV", "66,00", "")
    told = reading(csv(HEAD, [fine[0], row, fine[1]]).encode())
    assert codes(told.problems) == [("line:3", code)]
    assert told.problems[0].severity is Severity.WARNING
    assert said(told) == [("2026-11-02", 102_050), ("2026-11-04", -6_600)]


def test_nothing_is_no_money() -> None:
    told = reading(csv(HEAD, [("02/11/2026", "FRAIS OFFERTS", "0,00", ""), ("03/11/2026", "x", "", "1,00")]).encode())
    assert (said(told), codes(told.problems)) == ([("2026-11-03", 100)], [("line:2", "statement-zero")])


def test_an_amount_with_two_readings_is_asked_unless_a_person_says_its_sign() -> None:
    data = csv(HEAD, [("02/11/2026", "x", "", "1,234"), ("03/11/2026", "y", "", "2,500")]).encode()
    assert codes(reading(data).problems) == [("line:2", "statement-amount-two"), ("line:3", "statement-amount-two")]
    assert said(reading(data, {"sign": "."})) == [("2026-11-02", 123_400), ("2026-11-03", 250_000)]


def test_the_column_tells_how_its_thousands_are_written() -> None:
    data = csv(HEAD, [("02/11/2026", "x", "", "1.234"), ("03/11/2026", "y", "", "2.500,75")]).encode()
    assert said(reading(data)) == [("2026-11-02", 123_400), ("2026-11-03", 250_075)]


def test_a_line_with_another_separator_is_asked() -> None:
    data = csv(HEAD, [("02/11/2026", "x", "", "1,00"), ("04/11/2026", "z", "", "3,00")])
    mixed = data.replace("04/11/2026;z;;3,00", "04/11/2026,z,,3.00") + "05/11/2026;w;;4,00\r\n"
    assert codes(reading(mixed.encode()).problems) == [("line:3", "statement-row-width")]


def test_words_over_two_lines_belong_to_the_line_above() -> None:
    data = csv(
        HEAD,
        [("02/11/2026", "VIR MAIRIE", "", "1,00"), ("", "SUBVENTION 2026", "", ""), ("03/11/2026", "y", "", "2,00")],
    )
    assert [line.label for line in reading(data.encode()).lines] == ["VIR MAIRIE SUBVENTION 2026", "y"]


@pytest.mark.parametrize("above", [
    ("99/99/2026", "CB DUPONT", "", "7,00"), ("02/11/2026", "CB DUPONT", "", "0,00"),
    ("02/11/2026", "Solde du projet DUPONT", "", "7,00"), ("02/11/2026", "CB DUPONT", "3,00", "7,00"),
    ("", "Solde au 02/11/2026", "", "7,00"),
])  # fmt: skip
def test_words_under_a_row_that_was_left_out_go_to_no_other_line(above: tuple[str, str, str, str]) -> None:
    rows = [("01/11/2026", "VIR MAIRIE", "", "1,00"), above, ("", "SUITE DUPONT", "", ""), ("", "ENCORE", "", ""),
            ("03/11/2026", "y", "", "2,00"), ("", "SUITE Y", "", "")]  # fmt: skip
    told = reading(csv(HEAD, rows).encode())
    assert [line.label for line in told.lines] == ["VIR MAIRIE", "y SUITE Y"]
    assert [one.where for one in told.problems if one.code == "statement-words-left"] == ["line:4", "line:5"]


def test_a_side_in_its_own_column() -> None:
    rows = [("02/11/2026", "x", "12,00", "C"), ("03/11/2026", "y", "7,50", "Débit"), ("04/11/2026", "z", "1,00", "?")]
    told = reading(csv(("Date", "Libellé", "Montant", "Sens"), rows).encode())
    assert (said(told), codes(told.problems)) == (
        [("2026-11-02", 1200), ("2026-11-03", -750)],
        [("line:4", "statement-side")],
    )


@pytest.mark.parametrize(
    "data",
    [
        bank_two_columns(above="Devise;USD\r\n"),
        csv(("Date", "Libellé", "Montant (USD)"), [("02/11/2026", "x", "1,00")]).encode(),
    ],
)
def test_a_statement_in_another_currency_is_refused(data: bytes) -> None:
    assert stopped(data) == "statement-currency"


def test_a_line_in_another_currency_is_asked() -> None:
    rows = [("02/11/2026", "x", "1,00", "EUR"), ("03/11/2026", "y", "2,00", "GBP")]
    told = reading(csv(("Date", "Libellé", "Montant", "Devise"), rows).encode())
    assert (said(told), codes(told.problems)) == ([("2026-11-02", 100)], [("line:3", "statement-currency")])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "statement-empty"),
        (b"\n \n", "statement-empty"),
        (b"bonjour\n", "statement-unknown"),
        (b"\x00\x01\x02\x03\xff" * 50, "statement-no-text"),
        (b"%PDF-1.7 ...", "statement-old"),
        (b"\x1f\x8b\x08" + b"\0" * 50, "statement-no-text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "statement-old"),
        (b"x" * 10_000_001, "statement-too-large"),
        (b"Date;Libelle;Montant\n" + b"02/11/2026;x;1,00\n" * 200_002, "statement-too-many-lines"),
        (b'Date;Libelle;Montant\n02/11/2026;"x;1,00\n03/11/2026;y;2,00\n', "statement-cut"),
    ],
)
def test_what_is_no_statement_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert stopped(data) == code


@given(st.integers(1, len(bank_signed(balance=10_000)) - 2))
def test_a_file_cut_anywhere_is_told_or_ends_between_two_lines(place: int) -> None:
    """No half of a line is ever taken for a whole one."""
    whole = bank_signed(balance=10_000)
    data = whole[:place]
    found, _ = read.look(data, TODAY)
    if found is None:
        return
    assert found.table is not None
    columns = read.columns_of(found.table)
    told = read.understood(found.table, columns, {}, TODAY) if not columns.missing else None
    if told is None or any(one.severity is not Severity.NOTE for one in told.problems):
        return
    whole_lines = said(reading(whole))
    assert said(told) == whole_lines[: len(told.lines)]
    if told.lines and not data.endswith(b"\n"):
        assert "statement-no-end" in [one.code for one in told.problems]


def test_columns_are_found_by_name_with_accents_case_and_spaces_aside() -> None:
    rows = [("x", "02/11/2026", "12,00")]
    data = csv(("  LIBELLÉ de l'opération ", "DATE  OPÉRATION", "Montant en EUR"), rows).encode("cp1252")
    assert said(reading(data)) == [("2026-11-02", 1200)]


@pytest.mark.parametrize(
    "header",
    [
        ("Date", "Libellé", "Somme"),
        ("Date", "Libellé", "Montant", "Montant"),
        ("Jour", "Libellé", "Montant"),
    ],
)
def test_a_column_that_is_not_known_or_named_twice_is_asked(header: tuple[str, ...]) -> None:
    rows = [("02/11/2026", "x", "1,00", "2,00")[: len(header)], ("03/11/2026", "y", "1,00", "3,00")[: len(header)]]
    found, _ = read.look(csv(header, rows).encode(), TODAY)
    assert found is not None and found.table is not None
    assert len(read.columns_of(found.table).missing) == 1


def test_a_file_without_a_header_keeps_its_first_line_and_no_name_of_it() -> None:
    rows = [
        ("03/11/2026", "03/11/2026", "VIR", "-5,00", "", "Inventée"),
        ("04/11/2026", "04/11/2026", "DON", "", "1500,00", ""),
        ("05/11/2026", "05/11/2026", "DON", "", "7,00", ""),
    ]
    found, _ = read.look(csv(rows[0], rows[1:]).encode(), TODAY)
    assert found is not None and found.table is not None
    assert found.table.header == tuple(f"Colonne {place}" for place in range(1, 7))
    assert read.columns_of(found.table).missing == ("dated", "label", "amount")
    told = {"dated": "Colonne 1", "label": "Colonne 3", "debit": "Colonne 4", "credit": "Colonne 5"}
    columns = read.columns_of(found.table, "bank", told)
    got = read.understood(found.table, columns, {}, TODAY, found.dropped)
    assert said(got) == [("2026-11-03", -500), ("2026-11-04", 150_000), ("2026-11-05", 700)]
    assert got.dropped == ("Colonne 2", "Colonne 6") and "Invent" not in str(got)


def test_a_header_of_unknown_words_stays_one_though_its_first_line_is_shorter() -> None:
    rows = [("02/11/2026", "x", "1,00", ""), ("03/11/2026", "y", "2,00", ""), ("04/11/2026", "z", "", "3,00")]
    found, _ = read.look(csv(("Quand", "Quoi", "Sorti", "Entré"), rows).encode(), TODAY)
    assert found is not None and found.table is not None
    assert found.table.header == ("Quand", "Quoi", "Sorti", "Entré") and len(found.table.rows) == 3


@pytest.mark.parametrize("words", ["SOLDE DU PROJET PASSERELLE", "Solde en faveur ville", "Report du solde", "SOLDE"])
def test_a_dated_line_that_could_be_a_balance_or_a_payment_is_asked(words: str) -> None:
    told = reading(csv(HEAD, [("02/11/2026", "x", "", "1,00"), ("03/11/2026", words, "", "1500,00")]).encode())
    assert said(told) == [("2026-11-02", 100)]
    assert [(one.where, one.code, one.severity) for one in told.problems] == [
        ("line:3", "statement-balance-doubt", Severity.WARNING)
    ]


@pytest.mark.parametrize("upwards", [False, True])
def test_a_balance_that_goes_on_by_its_amount_makes_it_a_payment(upwards: bool) -> None:
    rows = [
        ("02/11/2026", "VIR", "1,00", "11,00"),
        ("03/11/2026", "SOLDE DU PROJET", "1500,00", "1511,00"),
        ("04/11/2026", "PRLV", "-2,00", "1509,00"),
    ]
    told = reading(csv(("Date", "Libellé", "Montant", "Solde"), rows[::-1] if upwards else rows).encode())
    assert sorted(cents for _, cents in said(told)) == [-200, 100, 150_000]
    assert told.problems == ()


def test_two_balances_and_what_lies_between_them_prove_each_other() -> None:
    rows = [
        ("02/11/2026", "Solde initial", "10,00"),
        ("03/11/2026", "x", "5,00"),
        ("04/11/2026", "Solde final", "15,00"),
    ]
    told = reading(csv(("Date", "Libellé", "Montant"), rows).encode())
    assert said(told) == [("2026-11-03", 500)]
    assert codes(told.problems) == [("line:2", "statement-balance-left"), ("line:4", "statement-balance-left")]
    sure = [("02/11/2026", "Solde au 02/11/2026", "10,00"), ("03/11/2026", "x", "5,00")]
    told = reading(csv(("Date", "Libellé", "Montant"), sure).encode())
    assert codes(told.problems) == [("line:2", "statement-balance-left")]


DATED = ("Libellé", "Montant", "Date", "Date valeur")
CUT_FILES = [  # whole but for their last end of line, one to three lines long
    csv(HEAD, [(f"0{day}/11/2026", "VIR", "", f"{day}500,00") for day in range(1, many)], end="\n")
    for many in (2, 3, 4)
] + [
    csv(DATED, [("VIR", f"{day},00", f"0{day}/11/2026", "20/11/2026") for day in range(1, many)], end="\n")
    for many in (2, 3, 4)
] + [
    csv(DATED, [("VIR", f"{day},00", f"2026-11-0{day}", "2026-11-12") for day in range(1, many)], end="\n")
    for many in (2, 3)
]  # fmt: skip


@pytest.mark.parametrize("whole", CUT_FILES)
def test_a_short_file_cut_anywhere_says_what_it_said_or_is_told(whole: str) -> None:
    true = {line.number: (line.dated, line.cents, line.valued) for line in reading(whole.encode()).lines}
    for place in range(1, len(whole)):
        found, _ = read.look(whole[:place].encode(), TODAY)
        if found is None or found.table is None or read.columns_of(found.table).missing:
            continue
        told = read.understood(found.table, read.columns_of(found.table), {}, TODAY)
        if any(one.severity is not Severity.NOTE for one in told.problems):
            continue
        half = [line for line in told.lines if true[line.number] != (line.dated, line.cents, line.valued)]
        assert not half, whole[:place]


@pytest.mark.parametrize(
    ("day", "read_as"),
    [("26-11-03", ""), ("26-11-20", ""), ("26/11/03", ""), ("03-11-26", "2026-11-03"), ("25/11/26", "2026-11-25"),
     ("15/11/19", "2019-11-15")],
)  # fmt: skip
def test_a_day_whose_year_may_stand_first_is_asked(day: str, read_as: str) -> None:
    told = reading(csv(HEAD, [(day, "x", "", "1,00")]).encode())
    assert [one for one, _ in said(told)] == ([read_as] if read_as else [])
    assert codes(told.problems) == ([] if read_as else [("line:2", "statement-day-two")])


def test_nothing_of_a_person_is_left_of_a_bank_file() -> None:
    header = ("Date", "Libellé", "Montant", "Nom du tiers", "IBAN", "Commentaire libre")
    words = "VIR MME CAMILLE INVENTEE DON camille@exemple.invalid 06 12 34 56 78 FR7612345678901234567890123"
    told = reading(csv(header, [("02/11/2026", words, "5,00", "Camille Inventée", "FR76", "ma voisine")]).encode())
    assert told.lines[0].label == "VIR … DON … … …"
    assert sorted(told.dropped) == ["Commentaire libre", "IBAN", "Nom du tiers"]
    assert "nvent" not in str(told).casefold() and "voisine" not in str(told)


@given(
    st.integers(-2_000_000_000, 2_000_000_000), st.sampled_from([",", "."]), st.sampled_from(["", " ", "\u202f", "'"])
)
def test_every_amount_comes_back_to_the_cent(cents: int, sign: str, thousands: str) -> None:
    assert amounts.cents(euros(cents, sign, thousands), sign) == cents


@given(st.text(max_size=12))
def test_no_text_is_half_an_amount(words: str) -> None:
    try:
        assert isinstance(amounts.cents(words), int)
    except Unsure as unsure:
        assert unsure.problem("line:1").code.startswith("statement-")


def test_a_spreadsheets_dust_is_no_money_but_a_tenth_of_a_cent_is() -> None:
    assert amounts.of_number("412.00000000000006") == 41_200
    assert amounts.of_number("1.2E2") == 12_000
    with pytest.raises(Unsure):
        amounts.of_number("412.001")


def test_the_day_comes_first() -> None:
    assert french("2026-11-03") == "03/11/2026"
    assert said(reading(csv(HEAD, [("04/11/2026", "x", "", "1,00")] * 2).encode()))[0][0] == "2026-11-04"


@pytest.mark.parametrize("amount", ["12 50", "1 23,45", "1234 567,00", "1 2345", "12' 50"])
def test_blanks_that_part_no_thousands_are_asked(amount: str) -> None:
    """`12 50` would be twelve hundred and fifty."""
    told = reading(csv(HEAD, [("03/11/2026", "x", "", amount), ("04/11/2026", "y", "", "2,00")]).encode())
    assert codes(told.problems) == [("line:2", "statement-amount-mixed")]
    assert said(told) == [("2026-11-04", 200)]


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("1 234 , 56", 123_456), ("- 12,50", -1_250), ("12,50 -", -1_250), ("( 12,50 )", -1_250), ("€ 12,50", 1_250),
     ("1 234 €", 123_400), ("12 ,50 EUR", 1_250), ("−1\u202f234,56", -123_456), ("1’234’567,00", 123_456_700)],
)  # fmt: skip
def test_blanks_around_signs_are_none(amount: str, cents: int) -> None:
    assert amounts.cents(amount, ",") == cents


def test_days_with_their_month_first_stop_the_file() -> None:
    """11/13 is seen by itself; 11/03 would be taken for the 11th of March."""
    rows = [("11/03/2026", "x", "", "1,00"), ("11/13/2026", "y", "", "2,00"), ("11/05/2026", "z", "", "3,00")]
    assert stopped(csv(HEAD, rows).encode()) == "statement-month-first"
    told = reading(csv(HEAD, [*rows, ("25/11/2026", "w", "", "4,00")]).encode())  # one that is a slip
    assert codes(told.problems) == [("line:3", "statement-day")]


def test_a_file_put_together_of_two_encodings_is_read_line_by_line() -> None:
    rows = ["Date;Libellé;Montant", "03/11/2026;CAFÉ;1,00", "04/11/2026;FÊTE;2,00", ""]
    data = b"\r\n".join(row.encode(how) for row, how in zip(rows, ("utf-8", "utf-8", "cp1252", "utf-8"), strict=True))
    assert [line.label for line in reading(data).lines] == ["CAFÉ", "FÊTE"]


def test_a_spreadsheets_number_of_a_day_is_told_as_one() -> None:
    told = reading(csv(HEAD, [("46329", "x", "", "1,00"), ("04/11/2026", "y", "", "2,00")]).encode())
    assert (told.problems[0].detail.found, told.problems[0].detail.allowed) == ("46329", "2026-11-03")
