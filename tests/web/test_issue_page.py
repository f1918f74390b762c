"""The issue's page as a reader without an account gets it: what it shows, what it never serves, an empty one."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from journal_app.app import create_app
from journal_app.config import Config, ConfigError, from_environment
from tests.web.conftest import PAGE, BuiltIssue

Read = Callable[..., str]


def links(words: str, holding: str) -> list[str]:
    return [link for link in re.findall(r'(?:href|src)="([^"]+)"', words) if holding in link]


def test_one_specimen_is_where_the_desk_opens(visit: FlaskClient) -> None:
    answer = visit.get("/?lang=ar")
    assert (answer.status_code, answer.location) == (302, PAGE + "?lang=ar")


def test_several_specimens_are_listed_and_others_are_not(issues: Path, built: BuiltIssue, read: Read) -> None:
    BuiltIssue(issues, "01-autre")
    BuiltIssue(issues, "02-fermee", specimen=False)
    words = read("/")
    assert [link for link in links(words, "/numeros/") if link.endswith("/")] == [PAGE, "/numeros/01-autre/"]


@pytest.mark.parametrize(("language", "way", "heading"), [
    ("fr", "ltr", "Chemin de fer"), ("en", "ltr", "Flatplan"), ("ar", "rtl", "مخطط الصفحات"), ("xx", "ltr", "Chemin"),
])  # fmt: skip
def test_three_languages_french_first(read: Read, language: str, way: str, heading: str) -> None:
    words = read(lang=language)
    asked = language if language != "xx" else "fr"
    assert f'<html lang="{asked}" dir="{way}">' in words
    assert heading in words
    if asked != "fr":
        assert all(f"lang={asked}" in link for link in links(words, "/pages/") if "-" not in link.split("/pages/")[1])


def test_the_flatplan_shows_spreads_with_folios_and_inks(read: Read) -> None:
    words = read()
    assert "Pages 2 et 3" in words
    assert words.count('class="spread"') == 3
    assert words.count('class="inks colour"') == 3
    assert words.count('class="inks grey"') == 1
    assert 'alt="Page 4\u00a0: Le pain"' in words
    assert 'width="289" height="410" loading="lazy"' in words


def test_an_issue_bound_on_the_right_lies_from_right_to_left(built: BuiltIssue, read: Read) -> None:
    path = built.folder / "issue.toml"
    path.write_text(path.read_text("utf-8").replace('["fr", "ar", "en"]', '["ar", "fr", "en"]'), "utf-8")
    assert '<div class="sheets" dir="rtl">' in read()


def test_problems_stand_beside_their_page_the_rest_above(read: Read) -> None:
    words = read()
    spread = words[words.index("Pages 2 et 3") : words.index(">Page 4<")]
    assert "96 ppi" in spread
    assert "+2 lignes de trop" in spread
    assert spread.index("96 ppi") < spread.index("+2 lignes")
    above = words[words.index("Pour tout le numéro") : words.index("Pages 2 et 3")]
    assert "Noto &lt;Serif&gt;" in above
    assert "1 anomalie bloquante" in words


def test_problems_are_said_in_the_readers_language(read: Read) -> None:
    assert "en français" not in read(lang="en")
    assert "problem:" not in read(lang="ar")


def test_fit_names_each_article_once_with_its_languages(read: Read) -> None:
    words = read()
    fit = words[words.index('id="calibrage"') : words.index('id="fichiers"')]
    assert fit.count("<caption>") == 2
    assert "3 lignes libres" in fit
    assert "2 lignes de trop" in fit
    assert "juste" in fit
    assert "الطابور" in read(lang="ar")


def test_money_is_an_estimate_with_a_range_on_one_bar_with_two_targets(read: Read) -> None:
    words = read().replace("\u202f", " ").replace("\u00a0", " ")
    assert "estimation, entre" in words
    assert "1 260 € reçus : 60 % de l’impression (2 100 €), 18 % de l’impression et de la résidence (6 700 €)." in words
    assert words.count('class="goal-line"') == 2
    assert "Chiffres spécimens" in words
    assert "19 g" in words  # 289 x 410 mm x 2 leaves x 80 g/m2


def test_every_address_of_the_page_answers(visit: FlaskClient, read: Read) -> None:
    found = [unquote(link) for link in links(read(), "/") if not link.startswith("#")]
    assert len(found) > 15
    for link in found:
        assert visit.get(link).status_code in (200, 302, 303), link


def test_files_come_whole_with_their_type_and_are_asked_for_again(visit: FlaskClient, read: Read) -> None:
    for link in links(read(), "/fichiers/"):
        answer = visit.get(link)
        assert answer.headers["Cache-Control"] == "private, no-cache", "pages of a piece taken back are shown no more"
        assert visit.get(link, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    press, proof, report, sums = (visit.get(link) for link in links(read(), "/fichiers/"))
    assert (press.mimetype, press.headers["Content-Disposition"]) == (
        "application/pdf", "attachment; filename=JDJ_n00.pdf",
    )  # fmt: skip
    assert proof.headers["Content-Disposition"].startswith("inline")
    assert report.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert sums.mimetype == "text/plain"


def test_a_file_that_changed_since_the_report_is_not_served(built: BuiltIssue, visit: FlaskClient, read: Read) -> None:
    link = links(read(), "/fichiers/")[0]
    (built.build / "JDJ_n00.pdf").write_bytes(b"%PDF-1.6 other")
    assert visit.get(link).status_code == 404


def test_a_rebuilt_page_has_a_new_address(built: BuiltIssue, visit: FlaskClient, read: Read) -> None:
    before = links(read(), "vignette")[0]
    (built.build / "pages" / "p01-small.png").write_bytes(b"\x89PNG another")
    after = links(read(), "vignette")[0]
    assert before != after
    assert visit.get(before).location == after, "who asks for the one of before sees the one there is now"
    assert visit.get(after).mimetype == "image/png"


@pytest.mark.parametrize("path", [
    "/numeros/01-absente/", "/numeros/../", "/numeros/..%2f..%2fetc/", "/numeros/00-essai/pages/0",
    "/numeros/00-essai/pages/99", "/numeros/00-essai/pages/1/vignette-0", "/numeros/00-essai/report.json",
    "/numeros/00-essai/fichiers/" + "0" * 64 + "/JDJ_n00.pdf", "/numeros/00-essai/fichiers/x/../../issue.toml",
    "/numeros/00-essai/build/report.json", "/statique/x/desk.css", "/statique/../app.py", "/static/desk.css",
])  # fmt: skip
def test_what_is_not_listed_is_not_there(visit: FlaskClient, path: str) -> None:
    assert visit.get(path).status_code == 404


@pytest.mark.parametrize("path", [
    "../issue.toml", "/etc/passwd", "pages/../../issue.toml", "./x", "pages//p01.png", ".hidden", "pages/..",
    "x\x00.pdf",
])  # fmt: skip
def test_a_report_that_points_outside_is_not_believed(built: BuiltIssue, read: Read, path: str) -> None:
    built.report["files"][0]["path"] = path
    built.write()
    assert "ne se lit pas" in read()


def test_a_link_that_leads_out_is_not_followed(built: BuiltIssue, visit: FlaskClient, read: Read) -> None:
    secret = built.folder.parent.parent / "secret.pdf"
    secret.write_bytes(b"%PDF-1.6 press")
    link = links(read(), "/fichiers/")[0]
    (built.build / "JDJ_n00.pdf").unlink()
    (built.build / "JDJ_n00.pdf").symlink_to(secret)
    assert visit.get(link).status_code == 404
    assert "JDJ_n00.pdf" not in read()


def test_an_issue_that_is_no_specimen_answers_as_one_that_does_not_exist(issues: Path, visit: FlaskClient) -> None:
    BuiltIssue(issues, "02-fermee", specimen=False)
    closed, absent = visit.get("/numeros/02-fermee/"), visit.get("/numeros/03-fermee/")
    assert closed.status_code == absent.status_code == 404
    assert closed.get_data(as_text=True).replace("02-fermee", "03-fermee") == absent.get_data(as_text=True)


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"pages": 3}', '{"pages": [{}]}', "\x00" * 10, "null"])
def test_without_a_report_the_page_says_how_to_build(built: BuiltIssue, read: Read, content: str | None) -> None:
    path = built.build / "report.json"
    path.unlink() if content is None else path.write_text(content, "utf-8")
    words = read()
    assert "make run" in words
    assert "2\u202f100" in words  # what it costs is known before it is built


def test_a_folder_that_changed_after_the_build_is_said(built: BuiltIssue, read: Read) -> None:
    assert "a changé depuis" not in read()
    later = (built.build / "report.json").stat().st_mtime + 10
    import os

    os.utime(built.folder / "flatplan.toml", (later, later))
    assert "a changé depuis" in read()


@pytest.mark.parametrize("change", ["costing.toml", "pages/p02-small.png", "pages/p02.png"])
def test_a_missing_piece_leaves_the_rest_readable(built: BuiltIssue, read: Read, change: str) -> None:
    path = built.folder / change if change.endswith("toml") else built.build / change
    path.unlink()
    assert "Chemin de fer" in read()
    assert "Page 2 sur 4" in read(PAGE + "pages/2")


def test_a_page_shows_its_picture_problems_and_texts(read: Read) -> None:
    words = read(PAGE + "pages/3")
    assert "Page 3 sur 4" in words
    assert "+2 lignes de trop" in words
    assert "96 ppi" not in words
    assert links(words, "image-")
    assert [link for link in links(words, "/pages/") if link.endswith(("2", "4"))]


def test_words_from_a_report_are_escaped(built: BuiltIssue, read: Read) -> None:
    built.report["fit"][0]["title"] = "<script>alert(1)</script>"
    built.report["problems"][0]["detail"]["title"] = "<img src=x>"
    built.report["files"][0]["kind"] = "<b>x"
    built.write()
    for words in (read(), read(PAGE + "pages/3"), read(lang="ar")):
        assert "<script" not in words
        assert "<img src=x" not in words
        assert "<b>x" not in words


def test_the_cold_page_is_light(visit: FlaskClient, read: Read) -> None:
    sheet = visit.get(links(read(), "desk.css")[0]).data
    assert len(read().encode()) + len(sheet) < 45_000
    assert "<script" not in read()
    assert " style=" not in read()


def test_settings_are_checked_at_start(tmp_path: Path) -> None:
    assert from_environment({"JOURNAL_ISSUES": str(tmp_path)}).issues_folder == tmp_path
    for wrong in ({"JOURNAL_ISSUES": str(tmp_path / "nowhere")}, {"JOURNAL_FORM_BYTES": "many"}):
        with pytest.raises(ConfigError, match=next(iter(wrong))):
            from_environment(wrong)


def test_the_desk_starts_as_make_run_starts_it() -> None:
    assert create_app().test_client().get("/").status_code in (200, 302)


def test_the_report_may_be_from_a_newer_compiler(built: BuiltIssue, read: Read) -> None:
    built.report["pages"][0]["sounds"] = ["wind"]
    built.write()
    assert json.loads((built.build / "report.json").read_text())["of the future"]
    assert read().count('class="spread"') == 3


def test_large_sizes_do_not_break_the_configuration(issues: Path) -> None:
    with pytest.raises(ConfigError):
        Config(issues, 10)
