"""Costing of a folder: from costing.toml to the report, the estimate's range, the quote that replaces it, the bar."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from journal_app.costing.folder import read_costing
from journal_app.costing.model import Costing, FundState, Quote
from journal_app.costing.report import costing_report
from journal_app.costing.weight import copy_grams, run_kilograms
from journal_app.messages import sentence
from journal_app.prepress.sheet import PrinterSheet, preset

SPECIMEN = Path(__file__).parents[2] / "issues" / "00-specimen"
OFFSET = preset("tabloid-offset")


@pytest.fixture
def costing() -> Costing:
    found, problems = read_costing(SPECIMEN)
    assert found is not None
    assert problems == []
    return found


def quoted(costing: Costing, **changes: object) -> Costing:
    quote = Quote.model_validate(
        {"printer": "Presse", "reference": "D-1", "dated": "2026-11-12", "quantity": 4000, "pages": 16, "net": "1900"}
        | changes
    )
    return costing.model_copy(update={"printing": costing.printing.model_copy(update={"quote": quote})})


def test_the_residency_template_is_4600(costing: Costing) -> None:
    report = costing_report(costing, OFFSET, 16)
    assert report.residency == 460000
    assert [line.cents // 100 for line in report.residency_lines] == [
        750, 810, 700, 684, 750, 400, 150, 90, 66, 100, 100,
    ]  # fmt: skip


def test_the_specimen_fits_its_targets_and_says_it_is_an_estimate(costing: Costing) -> None:
    report = costing_report(costing, OFFSET, 16)
    assert report.printing.kind == "estimate"
    assert report.printing.low < report.printing.price.gross <= 210000 < report.printing.high
    assert [problem.code for problem in report.problems] == ["costing-vat-unconfirmed"]


def test_grey_pages_cost_less_than_colour(costing: Costing) -> None:
    grey = costing_report(costing, preset("tabloid-offset-k"), 16)
    assert grey.printing.price.gross < costing_report(costing, OFFSET, 16).printing.price.gross


def test_tabloids_weigh_what_they_weigh() -> None:
    sheet = OFFSET.model_copy(update={"gsm": 52.0})
    assert round(copy_grams(sheet, 8)) == 25  # 4,000 tabloids of 8 pp at 52 g/m2
    assert round(run_kilograms(sheet, 8)) == 99
    assert round(run_kilograms(sheet, 16)) == 197


def test_a_poster_is_one_leaf() -> None:
    poster: PrinterSheet = preset("a2-poster")
    assert copy_grams(poster, 2) == pytest.approx(poster.page[0] * poster.page[1] * poster.gsm / 1e6)


def test_a_quote_replaces_the_estimate(costing: Costing) -> None:
    report = costing_report(quoted(costing), OFFSET, 16)
    price = report.printing.price
    assert (report.printing.kind, price.net, price.vat, price.gross) == ("quote", 190000, 19000, 209000)
    assert report.printing.low == report.printing.high == 209000
    assert report.per_copy(price.gross) == Decimal("0.523")
    assert report.per_page(price.gross) == Decimal("130.63")


def test_a_quote_follows_the_run_by_its_price_per_thousand(costing: Costing) -> None:
    five = OFFSET.model_copy(update={"quantity": 5000})
    report = costing_report(quoted(costing, extra_thousand="300"), five, 16)
    assert report.printing.price.net == 220000
    assert "costing-quote-quantity" not in {problem.code for problem in report.problems}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"quantity": 3000}, "costing-quote-quantity"),
        ({"pages": 12}, "costing-quote-pages"),
        ({"valid_until": "2026-11-20"}, "costing-quote-expired"),
        ({"net": "2500"}, "costing-printing-over"),
    ],
)
def test_a_quote_that_does_not_suit_is_said(costing: Costing, changes: dict[str, object], code: str) -> None:
    report = costing_report(quoted(costing, **changes), OFFSET, 16, date(2026, 11, 21))
    found = [problem for problem in report.problems if problem.code == code]
    assert found
    for language in ("fr", "en", "ar"):
        assert "problem:" not in sentence(found[0], language)


def test_only_reconciled_money_is_received(costing: Costing) -> None:
    report = costing_report(costing, OFFSET, 16)
    inside, whole = report.targets
    assert inside.received == whole.received == report.funds[FundState.RECONCILED] == 126000
    assert (inside.cents, inside.missing, inside.percent) == (210000, 84000, 60)
    assert (whole.cents, whole.missing, whole.percent) == (670000, 544000, 18)


def test_the_bar_is_laid_from_the_surest_euro_and_holds_both_targets(costing: Costing) -> None:
    report = costing_report(costing, OFFSET, 16)
    assert [share.state for share in report.bar] == [
        FundState.RECONCILED, FundState.PAID_OUT, FundState.DUE, FundState.PLEDGED, FundState.ESTIMATED,
    ]  # fmt: skip
    for before, after in zip(report.bar, report.bar[1:], strict=False):
        assert after.start == pytest.approx(before.start + before.width, abs=0.02)
    assert report.at(report.targets[0].cents) == pytest.approx(31.34)
    assert report.at(report.targets[1].cents) == 100


def test_more_funds_than_the_target_make_the_bar_longer(costing: Costing) -> None:
    rich = costing.model_copy(
        update={"fund": [fund.model_copy(update={"amount": Decimal(9000)}) for fund in costing.fund[:1]]}
    )
    report = costing_report(rich, OFFSET, 16)
    assert report.scale == 900000
    assert (report.targets[1].percent, report.targets[1].missing) == (100, 0)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("printing = 2100", "printing = 9000", "toml-value-wrong", 9),
        ("places = 5 ", "place = 5 ", "toml-key-unknown", None),
        ('state = "due"', 'state = "maybe"', "toml-value-wrong", None),
        ("price = 25.00", "price = 25.001", "toml-value-wrong", None),
        ("price = 25.00", "price = -1", "toml-value-wrong", None),
        ("price = 25.00", "price = nan", "toml-value-wrong", None),
        ("specimen = true", "specimen = ", "toml-broken", None),
    ],
)
def test_a_wrong_file_is_a_problem_with_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: int | None
) -> None:
    text = (SPECIMEN / "costing.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "costing.toml").write_text(text.replace(old, new, 1), "utf-8")
    found, problems = read_costing(tmp_path)
    assert found is None
    assert problems[0].code == code
    assert problems[0].where.startswith("costing.toml:")


def test_no_file_is_a_note(tmp_path: Path) -> None:
    found, problems = read_costing(tmp_path)
    assert found is None
    assert [(p.code, p.severity.value) for p in problems] == [("costing-missing", "note")]
