"""A second build of an unchanged issue is not made; a changed letter, layout or file makes one."""

import hashlib
import json
from pathlib import Path

import pytest

from journal_app.prepress.unchanged import last_build, made_from


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    folder = tmp_path / "00-essai"
    (folder / "build").mkdir(parents=True)
    (folder / "issue.toml").write_text("title = 'a'\n", "utf-8")
    return folder


def built(issue: Path, key: str) -> Path:
    pdf = issue / "build" / "n.pdf"
    pdf.write_bytes(b"%PDF-1.6")
    problem = {"severity": "note", "code": "text-unreviewed", "where": "article:a", "message": "…",
               "detail": {"found": "ti", "allowed": "", "who": "translator", "title": "A"}}
    report = {"made_from": key, "pages": [], "problems": [problem],
              "files": [{"kind": "press", "path": "n.pdf", "sha256": hashlib.sha256(b"%PDF-1.6").hexdigest()}]}
    (issue / "build" / "report.json").write_text(json.dumps(report), "utf-8")
    return pdf


def test_the_key_follows_every_source_and_no_output(issue: Path, tmp_path: Path) -> None:
    layouts = tmp_path / "layouts"
    layouts.mkdir()
    first = made_from(issue, layouts)
    (issue / "build" / "x.pdf").write_bytes(b"x")
    assert made_from(issue, layouts) == first
    (issue / "issue.toml").write_text("title = 'b'\n", "utf-8")
    second = made_from(issue, layouts)
    (layouts / "page.css").write_text("p{}", "utf-8")
    assert len({first, second, made_from(issue, layouts)}) == 3


def test_an_unchanged_build_is_told_again(issue: Path) -> None:
    pdf = built(issue, "k")
    told = last_build(issue / "build", "k")
    assert told is not None
    files, problems = told
    assert files == {"press": str(pdf)}
    assert [(p.code, p.detail.found) for p in problems] == [("text-unreviewed", "ti")]


@pytest.mark.parametrize("spoil", ["key", "file", "gone", "report"])
def test_anything_else_is_built_anew(issue: Path, spoil: str) -> None:
    pdf = built(issue, "k")
    if spoil == "file":
        pdf.write_bytes(b"%PDF-1.7")
    elif spoil == "gone":
        pdf.unlink()
    elif spoil == "report":
        (issue / "build" / "report.json").write_text("{", "utf-8")
    assert last_build(issue / "build", "other" if spoil == "key" else "k") is None
