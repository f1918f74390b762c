"""`journal xliff`: any file is checked; an issue's translations leave and come back, by its slug on the desk."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from journal_app.accounts.model import Account
from journal_app.cli import main
from journal_app.db import open_database
from journal_app.migrations import upgrade
from tests.exchange.room import Abroad
from tests.exchange.test_bringing import SAID
from tests.exchange.test_files import in_a_tool
from tests.translation.room import SEA


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Abroad:
    monkeypatch.setenv("JOURNAL_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("JOURNAL_ISSUES", str(tmp_path / "issues"))
    (tmp_path / "instance").mkdir()
    (tmp_path / "issues").mkdir()
    database = open_database(f"sqlite:///{tmp_path / 'instance' / 'journal.db'}")
    upgrade(database)
    return Abroad(database)


def told(*words: str, code: int = 0) -> dict[str, Any]:
    answer = CliRunner().invoke(main, ["xliff", *words, "--json"])
    assert answer.exit_code == code, answer.output
    return json.loads(answer.stdout)


def test_a_file_is_valid_or_says_on_which_line_it_is_not(tmp_path: Path) -> None:
    file = tmp_path / "a.xlf"
    file.write_text('<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="fr">\n<file id="f">\n'
                    '<unit id="u"><segment><source>Oui</source></segment></unit></file></xliff>')  # fmt: skip
    assert told("check", str(file)) == {"valid": True, "version": "2.1", "problems": []}
    file.write_text(file.read_text().replace(' id="u"', ""))
    found = told("check", str(file), code=1)
    assert (found["valid"], found["version"]) == (False, "2.1")
    assert [(one["where"], one["severity"]) for one in found["problems"]] == [("a.xlf:3", "blocking")]


@pytest.mark.parametrize("words", ["", "Bonjour", "<html/>", "<xliff/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_what_is_no_xliff_is_told_and_breaks_nothing(tmp_path: Path, words: str) -> None:
    (tmp_path / "a.xlf").write_text(words)
    found = told("check", str(tmp_path / "a.xlf"), code=1)
    assert found["valid"] is False and found["problems"]
    assert told("check", str(tmp_path / "nowhere.xlf"), code=1)["problems"][0]["code"] == "file-unreadable"


def test_a_file_is_written_back_as_it_was_read(tmp_path: Path) -> None:
    words = ('<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:my="urn:mine" version="2.0" srcLang="fr">'
             '<!-- à garder --><file id="f" my:a="1"><unit id="u"><my:b> c </my:b><segment><source>Oui</source>'
             "</segment></unit></file></xliff>")  # fmt: skip
    (tmp_path / "a.xlf").write_text(words)
    told("rewrite", str(tmp_path / "a.xlf"), "--out", str(tmp_path / "b.xlf"))
    one, other = (etree.canonicalize(from_file=str(tmp_path / name), with_comments=True) for name in ("a.xlf", "b.xlf"))
    assert one == other


def test_an_issue_leaves_and_comes_back(room: Abroad, tmp_path: Path) -> None:
    out = tmp_path / "en.xlf"
    found = told("export", "12-traverser", "en", "--out", str(out))
    assert (found["articles"], found["units"], found["states"]) == (1, 4, {"initial": 4})
    assert told("check", str(out))["valid"]
    out.write_bytes(in_a_tool(out.read_bytes()))
    found = told("import", str(out))
    assert (found["issue"], found["units"]) == ("12-traverser", {"taken": 4})
    assert [unit["fate"] for unit in found["articles"][0]["units"]] == ["taken"] * 4
    assert SAID[SEA] in room.says_in()
    assert room.standings() == ["draft"] * 4, "nobody answers for them by name"


def test_who_is_named_answers_for_the_words(room: Abroad, tmp_path: Path) -> None:
    out = tmp_path / "en.zip"
    told("export", "12-traverser", "en", "--out", str(out), "--version", "2.2")
    out = tmp_path / "one.xlf"
    told("export", "12-traverser", "en", "--out", str(out), "--version", "1.2", "--bare")
    out.write_bytes(in_a_tool(out.read_bytes()))
    with room.desk.database.write() as db:
        db.get_one(Account, room.ana.own_account).login = "ana"
    told("import", str(out), "--by", "Ana")
    assert room.standings() == ["translated"] * 4
    assert told("import", str(out), "--by", "nobody", code=1)["problems"][0]["code"] == "exchange-by-nobody"


@pytest.mark.parametrize(("words", "code"), [
    (("12-traverser", "xx"), "exchange-language-unknown"), (("99-nulle-part", "en"), "exchange-issue-unknown"),
    (("12-traverser", "ti"), "exchange-nothing-to-send"),
    (("12-traverser", "en", "--article", "autre"), "exchange-article-unknown"),
])  # fmt: skip
def test_what_cannot_be_exported_is_told(room: Abroad, tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    found = told("export", *words, "--out", str(tmp_path / "a.xlf"), code=1)
    assert [one["code"] for one in found["problems"]] == [code]
    assert not (tmp_path / "a.xlf").exists()
