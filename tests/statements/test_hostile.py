"""Whatever bytes come: an answer with its reason, never a crash, and no line without a day and an amount."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.statements.readers import read
from tests.statements.files import (
    GIFT,
    LILO,
    TODAY,
    bank_signed,
    bank_two_columns,
    camt,
    cfonb,
    gift,
    helloasso,
    ofx,
    workbook,
)  # fmt: skip

WHOLE = {
    "bank": bank_two_columns(), "signed": bank_signed(balance=10_000), "cp1252": bank_two_columns(encoding="cp1252"),
    "utf-16": bank_two_columns(encoding="utf-16"), "cfonb": cfonb(words=[("LCC", "SUBVENTION")]), "ofx": ofx(),
    "ofx2": ofx(version=2), "camt": camt(), "helloasso": helloasso([gift(1), gift(2)]), "lilo": LILO.encode(),
    "xlsx": workbook(GIFT, [[gift(1)[name] for name in GIFT]]),
}  # fmt: skip


def answered(data: bytes) -> None:
    found, problems = read.look(data, TODAY)
    if found is None:
        assert len(problems) == 1
        return
    told = found.reading
    if told is None:
        assert found.table is not None
        columns = read.columns_of(found.table)
        if columns.missing:
            return
        told = read.understood(found.table, columns, {}, TODAY, found.dropped)
    for line in told.lines:
        assert isinstance(line.dated, date) and isinstance(line.cents, int) and line.number > 0
        assert all(isinstance(value, str) for value in line.raw.values())


@pytest.mark.parametrize("name", WHOLE)
@given(data=st.data())
def test_a_damaged_file_is_answered(name: str, data: st.DataObject) -> None:
    broken = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 6))):
        if not broken:
            break
        place = data.draw(st.integers(0, len(broken) - 1))
        what = data.draw(st.sampled_from(["flip", "drop", "double", "insert", "cut"]))
        if what == "flip":
            broken[place] = data.draw(st.integers(0, 255))
        elif what == "drop":
            del broken[place : place + data.draw(st.integers(1, 30))]
        elif what == "double":
            broken[place:place] = broken[place : place + data.draw(st.integers(1, 200))]
        elif what == "insert":
            broken[place:place] = data.draw(
                st.sampled_from([b"\0", b'"', b";", b"<", b"&x;", b"\xff", b"\r", b"9" * 40, b"="])
            )
        elif place:
            del broken[place:]
    answered(bytes(broken))


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_answered(data: bytes) -> None:
    answered(data)


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=3, max_size=6), max_size=6))
def test_any_table_under_a_known_header_is_answered(rows: list[list[str]]) -> None:
    lines = [["Date", "Libellé", "Montant"], *rows]
    answered("".join(";".join(row) + "\n" for row in lines).encode())
