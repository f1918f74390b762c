"""costing.toml as a document: what is written is read back equal, old files stay readable, and each line has a name."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from journal_app.costing.document import crossing, read, written
from journal_app.costing.model import Costing
from tests.costing.making import COSTINGS

SPECIMEN = (Path(__file__).parents[2] / "issues" / "00-specimen" / "costing.toml").read_text("utf-8")
OLD = """
[printing]
vat_percent = 10
[printing.quote]
printer = "Presse"
reference = "D-1"
dated = 2026-11-12
quantity = 4000
pages = 16
net = 1890.00
[residency]
dated = 2026-11-01
[[residency.line]]
label = { fr = "Chambres" }
unit = { fr = "nuit" }
price = 25.00
[[residency.line]]
label = { fr = "Chambres" }
unit = { fr = "nuit" }
price = 0.1
[[fund]]
label = { fr = "Dons" }
state = "due"
amount = 12.3
dated = 2026-11-01
"""


@settings(max_examples=150)
@given(COSTINGS)
def test_what_is_written_is_read_back_equal(costing: Costing) -> None:
    text = written(costing)
    found, problems = read(text)
    assert (found, problems) == (costing, [])
    assert found is not None and written(found) == text


def test_the_specimen_is_read_back_equal() -> None:
    costing, problems = read(SPECIMEN)
    assert costing is not None and problems == []
    assert read(written(costing)) == (costing, [])


def test_a_file_of_before_is_still_read_and_its_lines_get_names() -> None:
    costing, problems = read(OLD)
    assert costing is not None and problems == []
    assert [(line.slug, line.price) for line in costing.residency.line] == [
        ("chambres", Decimal(25)), ("chambres-2", Decimal("0.1")),
    ]  # fmt: skip
    assert (costing.fund[0].purpose, costing.printing.quote.tier if costing.printing.quote else None) == ("free", [])
    assert costing.delivery.batch == [] and costing.in_kind.hours == []


def test_a_cent_is_written_as_people_write_it() -> None:
    costing, _ = read(OLD)
    assert costing is not None
    text = written(costing)
    assert "price = 0.10\n" in text and "amount = 12.30\n" in text and "price = 25\n" in text
    assert "printing = 2100\nall = 6700\n" in text, "the usual targets are written out"


def test_a_comment_somebody_wrote_does_not_stay() -> None:
    costing, _ = read(OLD + "# don de Marie D., 06 12 34 56 78\n")
    assert costing is not None and "Marie" not in written(costing)


@pytest.mark.parametrize(
    ("name", "said"),
    [("printing", "printing"), ("chambres", "chambres"), ("Chambres", ""), ("../..", "")],
    ids=["taken by an expense", "twice", "capital", "path"],
)
def test_a_name_that_cannot_stand_is_a_problem_with_its_line(name: str, said: str) -> None:
    text = OLD.replace("price = 25.00", 'price = 25.00\nslug = "chambres"').replace(
        "price = 0.1", f'price = 0.1\nslug = "{name}"'
    )
    found, problems = read(text)
    assert found is None
    assert [problem.code for problem in problems] == ["toml-value-wrong"]
    assert problems[0].where.startswith("costing.toml:") and said in problems[0].detail.allowed


def test_what_the_file_may_not_hold_is_never_written() -> None:
    costing, _ = read(OLD)
    assert costing is not None
    fund = costing.fund[0].model_copy(update={"amount": Decimal("0.001")})
    with pytest.raises(ValidationError):
        written(costing.model_copy(update={"fund": [fund]}))


def test_two_prices_of_one_quantity_are_a_problem() -> None:
    found, problems = read(OLD.replace("net = 1890.00", "net = 1890.00\ntier = [{ quantity = 4000, net = 1.00 }]"))
    assert found is None and problems[0].where == "costing.toml:4"


def test_what_leaves_the_desk_knows_a_line_by_what_it_is_called_now() -> None:
    renamed = OLD.replace('label = { fr = "Chambres" }', 'slug = "chez-zoe"\nlabel = { fr = "Chambres" }', 1)
    kept = renamed.replace('label = { fr = "Chambres" }\nunit = { fr = "nuit" }\nprice = 0.1',
                           'slug = "chambres-2"\nlabel = { fr = "Chambres" }\nunit = { fr = "nuit" }\nprice = 0.1')
    for text in (renamed, kept):
        here, there = read(text)[0], read(crossing(text, "Presse"))[0]
        assert here is not None and there is not None
        assert here.residency.line[0].slug == "chez-zoe", "its expenses are noted under it"
        assert "zoe" not in crossing(text, "Presse")
        assert {line.slug for line in there.residency.line} == {"chambres", "chambres-2"}
    assert there.residency.line[1].slug == "chambres-2", "a name that says nothing else stays"
