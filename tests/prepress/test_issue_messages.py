"""Every code that step 1 can give has a sentence in each language of the screens."""

import re
from pathlib import Path

import pytest

from journal_app import prepress
from journal_app.messages import as_json, sentence, translator
from journal_app.prepress.issue import read_issue
from journal_app.problems import Detail, Problem, Severity
from tests.prepress.conftest import LAYOUTS, IssueFolder

STEP_1 = ("article_folders", "coverage", "face_records", "fragments", "inclusive", "issue", "issue_file", "permissions")
STEP_1 += ("picture_files", "picture_folder", "placements", "reading", "svg_files", "tables")
FAMILIES = "aligned|alt|article|caption|character|continues|credit|face|file|folder|headline|inclusive"
FAMILIES += "|language|layout|masthead|name|pages|path|picture|printer|quote|slot|svg|text|toml|wording"
CODE = re.compile(rf'"((?:{FAMILIES})-[a-z0-9-]+)"')


def codes() -> list[str]:
    """Every code that stands in the sources of step 1."""
    folder = Path(prepress.__path__[0])
    return sorted({code for name in STEP_1 for code in CODE.findall((folder / f"{name}.py").read_text("utf-8"))})


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_code_has_a_sentence(language: str) -> None:
    told = translator(language)._sentences
    assert len(codes()) > 70
    assert [code for code in codes() if not told.get(f"problem:{code}")] == []
    for code in codes():
        text = sentence(Problem(Severity.BLOCKING, code, "a", Detail("b", "c", title="d")), language)
        assert "{" not in text


def test_a_problem_speaks(small_issue: IssueFolder) -> None:
    small_issue.change("issue.toml", "title =", "titel =")
    _, problems = read_issue(small_issue.path, layouts=LAYOUTS)
    told = as_json(next(p for p in problems if p.code == "toml-key-unknown"), "en")
    assert str(told["message"]).startswith("issue.toml:1: there is no key “titel”. Write: title.")
