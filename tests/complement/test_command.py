"""`journal web`: an answer for people, one for machines, exit codes."""

import json
from pathlib import Path

from click.testing import CliRunner

from journal_app.cli import main
from tests.complement.paper import paper


def asked(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["web", *words])
    return result.exit_code, result.stdout


def test_it_says_what_it_made(tmp_path: Path) -> None:
    folder, out = paper(tmp_path), tmp_path / "web"
    code, said = asked(str(folder), "--out", str(out), "--json")
    told = json.loads(said)
    assert code == 0 and (told["pages"], told["articles"]) == (19, 16)
    assert told["addresses"]["la-file"] == "https://journal.example/n0/la-file"
    assert told["bytes"] == sum(Path(path).stat().st_size for path in told["files"])
    assert {"fr", "ar", "ti", "bn"} <= set(told["languages"])
    assert [p["detail"]["found"] for p in told["problems"] if p["code"] == "web-mention-missing"] == ["host"]
    (out / "notes.txt").write_text("à moi")
    code, said = asked(str(folder), "--out", str(out), "--host", "x")
    assert code == 1 and "notes.txt" in said and "  poids" not in said
    assert (out / "notes.txt").read_text() == "à moi"


def test_a_folder_that_cannot_be_read_is_told_with_its_problems(tmp_path: Path) -> None:
    folder = paper(tmp_path)
    (folder / "articles/cafe/fr.html").write_text("<p>ouvert", "utf-8")
    code, said = asked(str(folder), "--out", str(tmp_path / "web"), "--json")
    told = json.loads(said)
    assert code == 1 and told["files"] == [] and told["problems"][-1]["severity"] and not (tmp_path / "web").exists()
