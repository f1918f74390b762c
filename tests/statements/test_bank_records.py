"""CFONB120, OFX and CAMT.053: the same five movements, and each way in which such a file can be wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.statements.readers import read
from tests.statements.files import MOVES, TODAY, Move, camt, cfonb, ofx, overpunched
from tests.statements.readings import codes, reading, said, stopped

EXPECTED = [(day, cents) for day, _, cents in MOVES]
SIX = b"<Stmt><Id>1</Id><TxsSummry><TtlNtries><NbOfNtries>6</NbOfNtries></TtlNtries></TxsSummry>"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "data",
    [
        cfonb(),
        cfonb().replace(b"\r\n", b"\n"),
        cfonb().replace(b"\r\n", b""),
        ofx(),
        ofx(version=2),
        camt(),
        camt(version="08"),
        camt(version="13"),
        ofx().replace(b".", b","),
    ],
)
def test_the_same_movements_in_every_dialect(data: bytes) -> None:
    told = reading(data)
    assert said(told) == EXPECTED
    assert told.lines[0].label == "VIR HELLOASSO 2026-11"
    assert told.problems == ()


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (0, "0000000000000{"),
        (1, "0000000000000A"),
        (-1, "0000000000000J"),
        (-10, "0000000000001}"),
        (41_209, "0000000004120I"),
    ],
)
def test_the_last_character_of_an_amount_carries_its_sign(cents: int, written: str) -> None:
    assert overpunched(cents) == written
    assert said(reading(cfonb([("2026-11-03", "x", cents), ("2026-11-04", "y", 500)])))[-1] == ("2026-11-04", 500)


def test_french_tables_write_braces_as_letters_with_accents() -> None:
    data = cfonb([("2026-11-03", "x", 100), ("2026-11-04", "y", -200)]).decode("latin-1")
    assert said(reading(data.replace("{", "é").replace("}", "è").encode("latin-1"))) == [
        ("2026-11-03", 100),
        ("2026-11-04", -200),
    ]


def test_words_of_05_are_added_and_names_are_not() -> None:
    told = reading(cfonb(words=[("LCC", "SUBVENTION 2026"), ("NPY", "CAMILLE INVENTEE"), ("RCN", "REF 77")]))
    assert told.lines[0].label == "VIR HELLOASSO 2026-11 SUBVENTION 2026"
    assert "INVENTEE" not in str(told) and told.dropped
    assert "17283940506" not in str(told)  # the account's number


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (cfonb(closing=1), "statement-sum"),
        (cfonb().replace(b"EUR2", b"USD2"), "statement-currency"),
        (cfonb() + cfonb(account="17283940507"), "statement-several-accounts"),
        (cfonb()[122:], "statement-no-opening"),
        (cfonb().replace(b"0000000004120{", b"0000000004120?"), "statement-overpunch"),
        (ofx(currency="USD"), "statement-currency"),
        (ofx(more=BOMB), "statement-entities"),
        (ofx(more="&b;"), "statement-entities"),
        (ofx(version=2, more=BOMB), "statement-entities"),
        (ofx() + ofx().replace(b"17283940506", b"17283940507"), "statement-several-accounts"),
        (camt(closing=1), "statement-sum"),
        (camt(currency="CHF"), "statement-currency"),
        (camt().replace(b"<Document", BOMB.encode() + b"<Document"), "document-entities"),
        (camt().replace(b"camt.053", b"camt.054").replace(b"BkToCstmrStmt", b"BkToCstmrNtfctn"), "statement-sibling"),
        (camt().replace(b"<Stmt><Id>1</Id>", SIX), "statement-count"),
    ],
)
def test_what_cannot_be_believed_is_refused_whole(data: bytes, code: str) -> None:
    assert stopped(data) == code


def test_days_of_one_account_that_follow_each_other_are_one_statement() -> None:
    first, second = cfonb(MOVES[:2]), cfonb(MOVES[2:], opening=50_000 + 41_200 - 6_600)
    assert said(reading(first + second)) == EXPECTED
    assert stopped(first + cfonb(MOVES[2:], opening=1)) == "statement-sum"


@pytest.mark.parametrize("whole", [cfonb(), ofx(), ofx(version=2), camt()], ids=["cfonb", "ofx1", "ofx2", "camt"])
@pytest.mark.parametrize("part", [0.2, 0.4, 0.5, 0.7, 0.9, 0.97])
def test_a_file_cut_anywhere_is_never_taken(whole: bytes, part: float) -> None:
    data = whole[: int(len(whole) * part)]
    found, problems = read.look(data, TODAY)
    assert found is None and problems[0].code in ("statement-cut", "statement-xml", "statement-sum"), problems


def test_a_pending_entry_and_one_in_another_currency_are_not_taken() -> None:
    entry = (
        "<Ntry><Amt Ccy='{}'>1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{}</Sts>"
        "<BookgDt><Dt>2026-11-20</Dt></BookgDt></Ntry>"
    )
    told = reading(camt(entries=entry.format("EUR", "PDNG") + entry.format("GBP", "BOOK")))
    assert said(told) == EXPECTED
    assert sorted(code for _, code in codes(told.problems)) == ["statement-currency", "statement-pending"]


def test_names_of_payers_are_passed_over() -> None:
    told = reading(camt())
    assert "Inventée" not in str(told) and told.dropped == ("RltdPties",) and "FR76" not in str(told)


def test_a_broken_line_of_ofx_is_asked() -> None:
    told = reading(ofx().replace(b"<TRNAMT>412.00", b"<TRNAMT>quatre"))
    assert [code for _, code in codes(told.problems)] == ["statement-amount"]
    assert said(told) == EXPECTED[1:]


moves = st.lists(
    st.tuples(
        st.dates(min_value=TODAY.replace(year=2020), max_value=TODAY).map(lambda day: day.isoformat()),
        st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ ", min_size=1, max_size=25).map(lambda words: f"OP {words}".strip()),
        st.integers(-1_000_000, 1_000_000).filter(bool),
    ),
    min_size=1,
    max_size=12,
)


@given(moves)
def test_every_dialect_says_the_same_of_the_same_movements(some: list[Move]) -> None:
    readings = [reading(cfonb(some)), reading(ofx(some)), reading(ofx(some, version=2)), reading(camt(some))]
    assert [said(one) for one in readings] == [[(day, cents) for day, _, cents in some]] * 4


def test_words_before_a_movement_are_of_none() -> None:
    first, second = cfonb([("2026-11-02", "VIR MAIRIE", 100)]), cfonb(opening=50_100, words=[("LCC", "SUITE")])
    records = second.splitlines(keepends=True)
    told = reading(first + b"".join([records[0], records[2], *records[1:]]))
    assert [line.label for line in told.lines[:2]] == ["VIR MAIRIE", "VIR HELLOASSO 2026-11 SUITE"]


@pytest.mark.parametrize("blank", [b"\n", b"  \r\n"])
def test_an_ofx_with_blanks_above_it_is_read(blank: bytes) -> None:
    assert said(reading(blank + ofx(version=2))) == EXPECTED


def test_a_reference_that_says_there_is_none_is_no_key() -> None:
    data = camt().decode()
    for place in range(len(MOVES)):
        data = data.replace(f"<AcctSvcrRef>R{place}</AcctSvcrRef>", "<AcctSvcrRef>NOTPROVIDED</AcctSvcrRef>")
    assert {line.reference for line in reading(data.encode()).lines} == {""}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ofx(version=2).replace(b"<OFX>", BOMB.encode() + b"<OFX>", 1), "statement-entities"),
        (ofx(more="<!ENTITY a 'aaaa'>"), "statement-entities"),
        (ofx([("2026-11-03", "x", 100)]).replace(b"<NAME>x", b"<NAME>&lol9;"), "statement-entities"),
        (camt().replace(b"<Document", BOMB.encode() + b"<Document", 1), "document-entities"),
        (camt().decode().replace("<Document", BOMB + "<Document", 1).replace("UTF-8", "UTF-16").encode("utf-16"),
         "statement-unknown"),
        (ofx()[: len(ofx()) // 2], "statement-cut"),
    ],
)  # fmt: skip
def test_a_hostile_statement_is_refused_whole(data: bytes, code: str) -> None:
    assert stopped(data) == code
