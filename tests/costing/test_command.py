"""`journal costing`: what people read in a terminal and what machines get, from the real specimen."""

import json
from pathlib import Path

from click.testing import CliRunner

from journal_app.cli import main
from journal_app.costing.folder import read_costing
from journal_app.costing.model import Quote
from journal_app.costing.report import costing_report
from journal_app.costing.table import BAR, costing_table
from journal_app.prepress.sheet import preset

SPECIMEN = Path(__file__).parents[2] / "issues" / "00-specimen"
QUOTE = {"printer": "Presse", "reference": "D-1", "dated": "2026-11-12", "quantity": 4000, "pages": 16, "net": "1900"}


def table(**printing: object) -> str:
    costing, _ = read_costing(SPECIMEN)
    assert costing is not None
    changed = costing.model_copy(update={"printing": costing.printing.model_copy(update=printing)})
    return costing_table(costing_report(changed, preset("tabloid-offset"), 16))


def test_an_estimate_says_so_with_its_range() -> None:
    text = table()
    assert "ESTIMATION" in text and "entre" in text and "DEVIS" not in text


def test_a_quote_says_so_without_a_range() -> None:
    text = table(quote=Quote.model_validate(QUOTE))
    assert "DEVIS Presse, D-1" in text and "estimation" not in text.lower()


def test_neither_quote_nor_estimate_is_said_and_no_total_is_made_up() -> None:
    text = table(estimate=None)
    assert "ni devis ni estimation" in text and "Impression et résidence" not in text


def test_the_bar_has_its_length_and_both_targets() -> None:
    lines = table().splitlines()
    bar = next(line for line in lines if line.startswith("["))
    marks = lines[lines.index(bar) + 1]
    assert len(bar) == BAR + 2
    assert marks.count("▲") == 2 and len(marks) <= BAR + 2


def test_the_command_answers_people_and_machines() -> None:
    said = CliRunner().invoke(main, ["costing", str(SPECIMEN)])
    assert said.exit_code == 0 and "4 600" in said.output.replace("\u202f", " ")
    told = CliRunner().invoke(main, ["costing", str(SPECIMEN), "--json"])
    values = json.loads(told.stdout)
    assert [target["amount"] for target in values["targets"]] == ["2100.00", "6700.00"]
    assert values["residency"]["ttc"] == "4600.00" and isinstance(values["problems"], list)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["costing", str(tmp_path / "none"), "--json"])
    assert told.exit_code == 1 and json.loads(told.stdout)["problems"]
