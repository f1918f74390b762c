"""The first room of the desk: what a visitor sees of a specimen issue, and what stays closed."""

import json
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from journal_app.app import create_app
from journal_app.config import Config, from_environment
from journal_app.web.guards import is_open
from journal_app.web.headers import HEADERS

SPECIMEN = Path(__file__).resolve().parents[2] / "issues" / "00-specimen"


@pytest.fixture
def issues(tmp_path: Path) -> Path:
    folder = tmp_path / "00-specimen"
    (folder / "build" / "pages").mkdir(parents=True)
    shutil.copy(SPECIMEN / "issue.toml", folder / "issue.toml")
    for name in ("p01.png", "p01-small.png"):
        (folder / "build" / "pages" / name).write_bytes(b"\x89PNG\r\n\x1a\n")
    page = {"folio": 1, "layout": "front", "colour": True, "png": "pages/p01.png", "thumb": "pages/p01-small.png", "width": 289, "height": 410}
    problem = {"severity": "blocking", "code": "text-overset", "where": "p1/main",
               "detail": {"found": "+3", "allowed": "0", "who": "editor", "title": "La file"}, "message": ""}
    fit = {"article": "la-file", "title": "La file", "language": "fr", "over": 3, "under": 0, "size_pt": 9.4, "tracking": 0, "pages": [1]}
    report = {"title": "Journal", "number": 0, "date": "2026-11-20", "pages": [page], "fit": [fit], "problems": [problem], "files": []}
    (folder / "build" / "report.json").write_text(json.dumps(report), "utf-8")
    return tmp_path


@pytest.fixture
def visitor(issues: Path) -> FlaskClient:
    return create_app(Config(issues)).test_client()


@pytest.mark.parametrize(("language", "direction", "words"), [
    ("fr", "ltr", "Chemin de fer"), ("en", "ltr", "Flatplan"), ("ar", "rtl", "مخطط الصفحات")])
def test_the_flatplan_in_three_languages(visitor: FlaskClient, language: str, direction: str, words: str) -> None:
    answer = visitor.get(f"/numeros/00-specimen/?lang={language}")
    text = answer.get_data(as_text=True)
    assert f'<html lang="{language}" dir="{direction}">' in text
    assert words in text and "+3" in text


def test_the_start_leads_to_the_only_issue(visitor: FlaskClient) -> None:
    assert visitor.get("/").headers["Location"].startswith("/numeros/00-specimen/")


def test_a_page_large_and_its_picture(visitor: FlaskClient) -> None:
    assert "La file" in visitor.get("/numeros/00-specimen/pages/1").get_data(as_text=True)
    assert visitor.get("/numeros/00-specimen/fichiers/pages/p01.png").mimetype == "image/png"


@pytest.mark.parametrize("path", [
    "/numeros/none/", "/numeros/00-specimen/pages/2", "/numeros/00-specimen/fichiers/report.json",
    "/numeros/00-specimen/fichiers/../issue.toml", "/numeros/../", "/numeros/00-specimen/fichiers/%2e%2e/issue.toml"])
def test_what_is_not_listed_is_absent(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_an_issue_that_is_no_specimen_is_closed(issues: Path) -> None:
    toml = issues / "00-specimen" / "issue.toml"
    toml.write_text(toml.read_text("utf-8").replace("specimen = true", "specimen = false"), "utf-8")
    assert create_app(Config(issues)).test_client().get("/numeros/00-specimen/").status_code == 404


def test_an_issue_not_built_says_what_to_do(issues: Path) -> None:
    (issues / "00-specimen" / "build" / "report.json").write_text("{", "utf-8")
    text = create_app(Config(issues)).test_client().get("/numeros/00-specimen/").get_data(as_text=True)
    assert "make run" in text


def test_every_route_is_open_by_decision_and_carries_the_headers(issues: Path) -> None:
    app = create_app(Config(issues))
    assert all(is_open(app, rule.endpoint) for rule in app.url_map.iter_rules())
    answer = app.test_client().get("/numeros/00-specimen/")
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_a_route_without_a_policy_stops_the_start(issues: Path) -> None:
    from journal_app.web import guards

    app = create_app(Config(issues))
    app.add_url_rule("/secret", "secret", lambda: "x")
    with pytest.raises(RuntimeError, match="secret"):
        guards.install(app)


def test_the_desk_starts_as_make_run_starts_it() -> None:
    assert create_app().test_client().get("/").status_code == 302


def test_a_folder_that_is_not_there_is_said_at_start() -> None:
    with pytest.raises(ValueError, match="no folder"):
        from_environment({"JOURNAL_ISSUES": "/nowhere/at/all"})
