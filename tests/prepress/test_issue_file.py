"""The printer sheet that issue.toml asks for."""

import pytest

from journal_app.prepress.issue import read_issue
from tests.prepress.conftest import LAYOUTS, IssueFolder, problems_of


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("bleed = 300", "printer.bleed = 300"),
        ("pages_multiple = 0", "printer.pages_multiple = 0"),
        ("page = [0, 410]", "printer.page = 0"),
        ("resolution = { aim = 0 }", "printer.resolution.aim = 0"),
        ("colour_pages = [0]", "printer.colour_pages = 0"),
    ],
)
def test_a_sheet_no_press_could_follow(small_issue: IssueFolder, key: str, said: str) -> None:
    small_issue.change("issue.toml", 'printer = "tabloid-offset"', "")
    small_issue.change("issue.toml", "[masthead]", f'[printer]\npreset = "tabloid-offset"\n{key}\n[masthead]')
    problem = problems_of(small_issue, "toml-value-wrong")[0]
    assert (problem.where, problem.detail.found) == ("issue.toml:10", said)


@pytest.mark.parametrize(
    ("key", "code", "where"),
    [
        ("bleeed = 3", "toml-key-unknown", "issue.toml:10"),
        ('profile = "../x.icc"', "path-outside", "issue.toml:10"),
        ('naming = "{number.real}"', "printer-naming-wrong", "issue.toml:10"),
        ('naming = "{number:099999999d}"', "printer-naming-wrong", "issue.toml:10"),
        ('naming = "a b"', "printer-naming-wrong", "issue.toml:10"),
        ('bleed = "wide"', "toml-value-wrong", "issue.toml:10"),
        ('web_base = "ftp://x"', "toml-value-wrong", "issue.toml:10"),
        ("resolution = 3", "toml-value-wrong", "issue.toml:10"),
    ],
)
def test_a_sheet_with_a_wrong_key(small_issue: IssueFolder, key: str, code: str, where: str) -> None:
    small_issue.change("issue.toml", 'printer = "tabloid-offset"', "")
    small_issue.change("issue.toml", "[masthead]", f'[printer]\npreset = "tabloid-offset"\n{key}\n[masthead]')
    assert problems_of(small_issue, code)[0].where == where


def test_a_sheet_of_its_own(small_issue: IssueFolder) -> None:
    small_issue.change("issue.toml", 'printer = "tabloid-offset"', "")
    small_issue.change("issue.toml", "[masthead]", '[printer]\npreset = "a4-booklet"\nbleed = 5\n[masthead]')
    issue, problems = read_issue(small_issue.path, layouts=LAYOUTS)
    assert issue is not None and problems == []
    assert issue.sheet.bleed == 5
