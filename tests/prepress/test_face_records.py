"""The record of faces: written, read back, compared."""

from pathlib import Path

from journal_app.prepress.face_records import compare_faces, faces_record
from journal_app.prepress.issue import read_issue, recorded_faces
from tests.prepress.conftest import LAYOUTS, IssueFolder
from tests.prepress.real_issue import RealIssue, journal

A, B = "a" * 64, "b" * 64


def test_written_and_read_back(small_issue: IssueFolder) -> None:
    assert recorded_faces(small_issue.path) == (None, [])
    small_issue.write("faces.toml", faces_record({"b.ttf": B, "a.ttf": A}))
    assert recorded_faces(small_issue.path) == ({"a.ttf": A, "b.ttf": B}, [])
    assert read_issue(small_issue.path, layouts=LAYOUTS)[1] == []


def test_faces_that_changed_or_went() -> None:
    assert compare_faces({"a.ttf": A}, {"a.ttf": A, "b.ttf": B}) == []
    found = compare_faces({"a.ttf": A, "b.ttf": B}, {"a.ttf": B})
    assert [(p.code, p.where, p.detail.found, p.detail.allowed, p.severity.value) for p in found] == [
        ("face-differs", "faces.toml/a.ttf", "b" * 12, "a" * 12, "warning"),
        ("face-differs", "faces.toml/b.ttf", "-", "b" * 12, "warning"),
    ]


def test_a_wrong_record(small_issue: IssueFolder) -> None:
    small_issue.write("faces.toml", '[[face]]\nfile = "a.ttf"\nsha256 = "x"\n')
    problems = recorded_faces(small_issue.path)[1]
    assert [(p.code, p.where) for p in problems] == [("toml-value-wrong", "faces.toml:3")]


def test_check_says_when_the_installed_faces_differ(tmp_path: Path) -> None:
    """Recorded, checked, one face of the record another file, and one that is gone: said by `check`, in `press` too."""
    issue = RealIssue(tmp_path / "01-la-mer")
    told = journal("faces", issue.path)
    assert not (issue.path / "faces.toml").exists()
    recorded = journal("faces", issue.path, "--record")
    assert recorded.code == 0 and recorded.said["faces"] == told.said["faces"]
    names = set(told.said["faces"])
    assert any("Naskh" in name for name in names) and any("SourceSerif4" in name for name in names)
    assert not any("Bengali" in name for name in names)  # none of this issue's languages
    assert journal("check", issue.path).said["problems"] == []
    name = sorted(names)[0]
    issue.change("faces.toml", told.said["faces"][name], A)
    whole = (issue.path / "faces.toml").read_text("utf-8")
    issue.write("faces.toml", whole + f'\n[[face]]\nfile = "gone.ttf"\nsha256 = "{B}"\n')
    checked = journal("check", issue.path)
    assert checked.code == 0
    assert [(p["code"], p["where"]) for p in checked.said["problems"]] == [
        ("face-differs", f"faces.toml/{name}"), ("face-differs", "faces.toml/gone.ttf")]
    again = journal("faces", issue.path, "--record")
    assert again.code == 0 and again.said["problems"] == []
    assert journal("check", issue.path).said["problems"] == []
