"""The record of faces: written, read back, compared."""

from journal_app.prepress.face_records import compare_faces, faces_record
from journal_app.prepress.issue import read_issue, recorded_faces
from tests.prepress.conftest import LAYOUTS, IssueFolder

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
