"""Characters that no face has, and inclusive writing."""

import pytest

from journal_app.prepress.issue import read_issue
from journal_app.problems import Severity
from tests.prepress.conftest import LAYOUTS, IssueFolder, problems_of


def test_a_character_no_face_has(small_issue: IssueFolder) -> None:
    coverage = {"fr": set(range(0x20, 0x250)) | {0x2019, 0xA0, 0x202F}, "ar": set(range(0x600, 0x700))}
    assert read_issue(small_issue.path, coverage, LAYOUTS)[1] == []
    small_issue.write("articles/la-file/fr.html", "<p>On attend.</p>\n\n<p>Il\u200d pleut 🌧.</p>")
    _, problems = read_issue(small_issue.path, coverage, LAYOUTS)
    assert [(p.code, p.where, p.detail.found) for p in problems] == [
        ("character-without-face", "article:la-file#fr", "🌧 U+1F327 (l. 3)")
    ]


@pytest.mark.parametrize(
    ("setting", "text", "found"),
    [
        ("low-dot", "les migrant.e.s et les habitant·e·s", "habitant·e·s"),
        ("low-dot", "chacun(e) attend", "chacun(e)"),
        ("middle-dot", "un·e migrant.e attend", "migrant.e"),
        ("doublet", "les habitant.e.s", "habitant.e.s"),
        ("low-dot", "les habitant-e-s", "habitant-e-s"),
    ],
)
def test_mixed_inclusive_writing(small_issue: IssueFolder, setting: str, text: str, found: str) -> None:
    small_issue.change("issue.toml", "number", f'inclusive = "{setting}"\nnumber')
    small_issue.write("articles/la-file/fr.html", f"<p>{text}.</p>")
    problem = problems_of(small_issue, "inclusive-mixed")[0]
    assert (problem.detail.found, problem.detail.allowed, problem.severity) == (found, setting, Severity.WARNING)


@pytest.mark.parametrize(
    "text",
    [
        "les migrant.e.s, chacun.e, tous et toutes, les habitantes et les habitants",
        "J’attends. Les autres aussi. etc.",
        "www.exemple.fr et a.b@exemple.org",
        "des bénévole(s) de Grande-Synthe",
        "Il est 9.30 h. fin.",
    ],
)
def test_one_way_of_writing_is_fine(small_issue: IssueFolder, text: str) -> None:
    small_issue.write("articles/la-file/fr.html", f"<p>{text}</p>")
    assert read_issue(small_issue.path, layouts=LAYOUTS)[1] == []


def test_doublets_are_told_where_dots_are_the_setting_is_doublet(small_issue: IssueFolder) -> None:
    small_issue.change("issue.toml", "number", 'inclusive = "doublet"\nnumber')
    small_issue.write("articles/la-file/fr.html", "<p>Les habitantes et les habitants, les actrices et acteurs.</p>")
    assert read_issue(small_issue.path, layouts=LAYOUTS)[1] == []
