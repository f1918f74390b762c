"""Files of an issue folder: missing, hostile, linked from outside, in another encoding."""

import os
from pathlib import Path

import pytest

from journal_app.prepress.issue import read_issue
from journal_app.problems import Severity
from tests.prepress.conftest import LAYOUTS, IssueFolder, png, problems_of


def test_no_folder(tmp_path: Path) -> None:
    issue, problems = read_issue(tmp_path / "none")
    assert issue is None
    assert [p.code for p in problems] == ["folder-missing"]


@pytest.mark.parametrize("name", ["issue.toml", "flatplan.toml", "articles/la-file/article.toml"])
def test_a_file_is_missing(small_issue: IssueFolder, name: str) -> None:
    small_issue.remove(name)
    assert problems_of(small_issue, "file-missing")[0].where == name


def test_a_text_is_missing(small_issue: IssueFolder) -> None:
    small_issue.remove("articles/la-file/ar.html")
    problem = problems_of(small_issue, "text-file-missing")[0]
    assert (problem.where, problem.detail.title) == ("articles/la-file/ar.html", "الطابور")


def test_a_text_without_headline(small_issue: IssueFolder) -> None:
    small_issue.write("articles/la-file/en.html", "<p>We wait.</p>")
    assert problems_of(small_issue, "wording-missing")[0].where == "articles/la-file/en.html"


def test_a_text_in_no_language(small_issue: IssueFolder) -> None:
    small_issue.write("articles/la-file/brouillon.html", "<p>We wait.</p>")
    assert problems_of(small_issue, "language-unknown")[0].where == "articles/la-file/brouillon.html"


@pytest.mark.parametrize("data", ["é".encode("latin-1"), "<p>é</p>".encode("utf-16"), b"<p>\xed\xa0\x80</p>"])
def test_not_utf8(small_issue: IssueFolder, data: bytes) -> None:
    small_issue.write("articles/la-file/fr.html", b"<p>\n" + data if data[0] != 0xFF else data)
    problem = problems_of(small_issue, "file-not-utf8")[0]
    assert problem.where.startswith("articles/la-file/fr.html:")
    assert problem.detail.allowed == "UTF-8"


def test_a_byte_order_mark_and_windows_line_ends_are_fine(small_issue: IssueFolder) -> None:
    text = (small_issue.path / "issue.toml").read_text("utf-8").replace("\n", "\r\n")
    small_issue.write("issue.toml", "\ufeff" + text)
    assert read_issue(small_issue.path, layouts=LAYOUTS)[1] == []


def test_a_file_is_too_large(small_issue: IssueFolder) -> None:
    small_issue.write("articles/la-file/fr.html", "<p>" + "a" * 1_000_001 + "</p>")
    assert problems_of(small_issue, "file-too-large")[0].where == "articles/la-file/fr.html"


@pytest.mark.parametrize("name", ["issue.toml", "articles/la-file/fr.html", "articles/la-file/article.toml"])
def test_a_link_out_of_the_folder(small_issue: IssueFolder, tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("<p>secret</p>")
    small_issue.remove(name)
    (small_issue.path / name).symlink_to(secret)
    assert problems_of(small_issue, "path-outside")[-1].where == name


def test_a_folder_linked_from_outside(small_issue: IssueFolder, tmp_path: Path) -> None:
    (small_issue.path / "articles").rename(tmp_path / "elsewhere")
    (small_issue.path / "articles").symlink_to(tmp_path / "elsewhere")
    assert problems_of(small_issue, "path-outside")[0].where == "articles"


def test_an_article_linked_from_outside(small_issue: IssueFolder, tmp_path: Path) -> None:
    (small_issue.path / "articles/la-file").rename(tmp_path / "elsewhere")
    (small_issue.path / "articles/la-file").symlink_to(tmp_path / "elsewhere")
    assert problems_of(small_issue, "path-outside")[0].where == "articles/la-file"


def test_a_picture_linked_from_outside(small_issue: IssueFolder, tmp_path: Path) -> None:
    (small_issue.path / "pictures/la-digue.png").rename(tmp_path / "x.png")
    (small_issue.path / "pictures/la-digue.png").symlink_to(tmp_path / "x.png")
    assert problems_of(small_issue, "path-outside")[0].where == "pictures/la-digue.toml:1"


def test_a_link_to_itself(small_issue: IssueFolder) -> None:
    small_issue.remove("issue.toml")
    (small_issue.path / "issue.toml").symlink_to("issue.toml")
    assert read_issue(small_issue.path)[0] is None


def test_a_pipe_does_not_hold_the_reader(small_issue: IssueFolder) -> None:
    small_issue.remove("articles/la-file/fr.html")
    os.mkfifo(small_issue.path / "articles/la-file/fr.html")
    assert problems_of(small_issue, "file-unreadable")[0].where == "articles/la-file/fr.html"


def test_a_folder_where_a_file_goes(small_issue: IssueFolder) -> None:
    small_issue.remove("issue.toml")
    (small_issue.path / "issue.toml").mkdir()
    assert problems_of(small_issue, "file-unreadable")[0].where == "issue.toml"


def test_names_that_are_no_slug(small_issue: IssueFolder) -> None:
    (small_issue.path / "articles" / "La File").mkdir()
    os.mkdir(os.fsencode(small_issue.path / "articles") + b"/caf\xe9")
    assert [p.where for p in problems_of(small_issue, "name-refused")] == ["articles/La File", "articles/cafU+DCE9"]


def test_files_that_nothing_reads(small_issue: IssueFolder) -> None:
    small_issue.write("flatplan.tom", "")
    small_issue.write("articles/la-file/notes.txt", "")
    small_issue.write("pictures/autre.png", png(1, 1))
    issue, problems = read_issue(small_issue.path, layouts=LAYOUTS)
    assert issue is not None
    assert {(p.where, p.severity) for p in problems if p.code == "file-unknown"} == {
        ("flatplan.tom", Severity.NOTE),
        ("articles/la-file/notes.txt", Severity.NOTE),
        ("pictures/autre.png", Severity.NOTE),
    }


@pytest.mark.parametrize(
    "source", ["[" * 100_000, "a" + ".a" * 100_000 + " = 1", "a = " + "9" * 5000, '"', "\x00", "= 1", "[[page]]\n" * 3]
)
def test_hostile_tables_are_values(small_issue: IssueFolder, source: str) -> None:
    for name in ("issue.toml", "flatplan.toml"):
        small_issue.write(name, source)
    issue, problems = read_issue(small_issue.path, layouts=LAYOUTS)
    assert issue is None
    assert problems
