"""A folder of issues as the compiler leaves it, small: one specimen, built, with pages that are real pictures."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from journal_app.app import create_app
from journal_app.config import Config
from tests.prepress.conftest import ISSUE, png

ROOT = Path(__file__).parents[2]
PAGE = "/numeros/00-essai/"
FLATPLAN = "".join('[[page]]\nlayout = "story"\n\n' for _ in range(4))


def problem(
    severity: str, code: str, where: str, found: str = "", allowed: str = "", title: str = ""
) -> dict[str, Any]:
    detail = {"found": found, "allowed": allowed, "who": "editor", "title": title}
    return {"severity": severity, "code": code, "where": where, "detail": detail, "message": "en français"}


class BuiltIssue:
    """An issue folder with its build; `report` may be changed, then `write()` leaves it as the compiler does."""

    def __init__(self, issues: Path, slug: str = "00-essai", specimen: bool = True) -> None:
        self.folder = issues / slug
        self.build = self.folder / "build"
        (self.build / "pages").mkdir(parents=True)
        marked = "specimen = true\n" if specimen else ""
        (self.folder / "issue.toml").write_text(ISSUE.replace("languages", marked + "languages", 1), "utf-8")
        (self.folder / "flatplan.toml").write_text(FLATPLAN, "utf-8")
        costing = ROOT / "issues" / "00-specimen" / "costing.toml"
        (self.folder / "costing.toml").write_bytes(costing.read_bytes())
        for folio in range(1, 5):
            (self.build / "pages" / f"p{folio:02}.png").write_bytes(png(200, 284))
            (self.build / "pages" / f"p{folio:02}-small.png").write_bytes(png(100, 142))
        self.report: dict[str, Any] = {
            "slug": slug, "title": "Le Journal des Jungles", "number": 0, "date": "2026-11-30",
            "pages": [self.page(folio) for folio in range(1, 5)],
            "fit": [
                self.fit("la-file", "La file d’attente", "fr", [2, 3], under=3),
                self.fit("la-file", "الطابور", "ar", [3], over=2),
                self.fit("le-pain", "Le pain", "fr", [4]),
            ],
            "problems": [
                problem("blocking", "text-overset", "p3/body", "+2", "0", "الطابور (ar)"),
                problem("warning", "picture-below-ppi", "p2/photo", "96 ppi, 12 cm", "7 cm", "La digue"),
                problem("note", "face-not-installed", "fonts", "Noto <Serif>", "make setup"),
            ],
            "files": [
                self.file("press", "JDJ_n00.pdf", b"%PDF-1.6 press"),
                self.file("proof", "epreuve.pdf", b"%PDF-1.6 proof"),
                self.file("preflight", "JDJ_n00_preflight.html", b"<!doctype html><title>x</title>"),
                self.file("sums", "SHA256SUMS", b"0  x\n"),
            ],
            "seconds": {"total": 1.0},
            "of the future": True,
        }  # fmt: skip
        self.write()

    def page(self, folio: int) -> dict[str, Any]:
        names = {"reading": f"pages/p{folio:02}.png", "thumb": f"pages/p{folio:02}-small.png"}
        return {"folio": folio, "layout": "story", "colour": folio != 2, "width": 289, "height": 410, **names}

    def fit(self, article: str, title: str, language: str, pages: list[int], over: int = 0, under: int = 0) -> Any:
        return {"article": article, "title": title, "language": language, "over": over, "under": under,
                "size_pt": 9.4, "pages": pages}  # fmt: skip

    def file(self, kind: str, name: str, content: bytes) -> dict[str, Any]:
        (self.build / name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        return {"kind": kind, "name": name, "path": name, "bytes": len(content), "sha256": digest}

    def write(self) -> None:
        (self.build / "report.json").write_text(json.dumps(self.report), "utf-8")


@pytest.fixture
def issues(tmp_path: Path) -> Path:
    folder = tmp_path / "issues"
    folder.mkdir()
    return folder


@pytest.fixture
def built(issues: Path) -> BuiltIssue:
    """A specimen issue of four pages, built."""
    return BuiltIssue(issues)


@pytest.fixture
def visit(issues: Path, built: BuiltIssue, instance: Path) -> FlaskClient:
    """A reader without an account."""
    return create_app(Config(issues, instance=instance)).test_client()


@pytest.fixture
def read(visit: FlaskClient) -> Callable[..., str]:
    """The words of an address that answers 200."""

    def words(path: str = PAGE, **query: str) -> str:
        answer = visit.get(path, query_string=query)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.get_data(as_text=True)

    return words
