"""Folders broken at random: whatever stands in the files, the answer is values that have sentences."""

import random
import shutil
from pathlib import Path

import pytest

from journal_app.messages import as_json
from journal_app.prepress.issue import read_issue
from journal_app.problems import any_blocking
from tests.prepress.conftest import LAYOUTS, IssueFolder
from tests.prepress.real_issue import RealIssue, journal

SPECIMEN = Path(__file__).resolve().parents[2] / "issues" / "00-specimen"

PIECES = [
    *(b'"', b"'''", b"[", b"]", b"{", b"}", b"=", b"\n", b".", b"<p>", b"</p>", b"<", b"&#x", b"\xff", b"\0", b"nan"),
    *(b"-1", b'"""', b"../", b"\\u0000", b"\\uD800", b"<small>", b"<ul>", "\u202e".encode(), b"[[page]]", b"9" * 5000),
]


def broken(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few pieces put in, taken out or doubled."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place, other = chance.randrange(len(out) + 1), chance.randrange(len(out) + 1)
        what = chance.randrange(4)
        if what == 0:
            out[place:place] = chance.choice(PIECES)
        elif what == 1:
            del out[place : place + chance.randint(1, 30)]
        elif what == 2:
            out[place : place + 1] = bytes([chance.randrange(256)])
        else:
            out[place:place] = out[other : other + 40]
    return bytes(out)


@pytest.mark.parametrize("seed", range(4))
def test_never_a_traceback(small_issue: IssueFolder, seed: int) -> None:
    chance = random.Random(seed)
    files = sorted(path for path in small_issue.path.rglob("*") if path.is_file())
    for _ in range(60):
        path = chance.choice(files)
        whole = path.read_bytes()
        path.write_bytes(broken(whole, chance))
        issue, problems = read_issue(small_issue.path, {"fr": set(range(0x20, 0x2FFF))}, LAYOUTS)
        assert issue is not None or any_blocking(problems)
        for problem in problems:
            assert str(as_json(problem, "ar")["message"]).encode()
        path.write_bytes(whole)


WORDS = ["mot", "la", "l’eau", "«", "»", "?", "!", "1234", "élu·e·s", "<em>x y</em>", "<strong>Question ?</strong>",
         "<br>", "<small>note <em>ici</em></small>", "<bdi>ب 12</bdi>", '<span dir="rtl" lang="ar">البحر 3</span>', "(",
         '"', "—", "...", "œ", "10 %", "€", "الخبز"]  # fmt: skip
BLOCKS = ["<p>{}</p>", "<h2>{}</h2>",
          "<ul><li>{}</li><li>b<ol><li>c</li></ol></li></ul>", "<blockquote>{}</blockquote>",
          '<p dir="rtl" lang="ar">{}</p>']  # fmt: skip


def composed(chance: random.Random) -> str:
    """A text in the restricted HTML, of anything in any order."""
    return "\n".join(chance.choice(BLOCKS).format(" ".join(chance.choices(WORDS, k=chance.randint(1, 30))))
                     for _ in range(chance.randint(1, 12)))  # fmt: skip


def test_any_text_is_set(tmp_path: Path) -> None:
    """Whatever order the allowed words and blocks stand in, the command answers, and the engine never breaks off."""
    issue, chance = RealIssue(tmp_path / "01-la-mer"), random.Random(5)
    for _ in range(5):
        for name in ("la-file/fr", "le-pain/ar"):
            issue.write(f"articles/{name}.html", composed(chance))
        fitted = journal("fit", issue.path)
        assert fitted.said["fit"]
        assert not {"engine-broke", "layout-template-broken"} & set(fitted.codes())


def test_a_broken_specimen_is_answered(tmp_path: Path) -> None:
    folder, chance = tmp_path / "00-specimen", random.Random(6)
    shutil.copytree(SPECIMEN, folder, ignore=shutil.ignore_patterns("build", "atelier", "bat"))
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".toml", ".html"))
    for _ in range(30):
        path = chance.choice(files)
        whole = path.read_bytes()
        path.write_bytes(broken(whole, chance))
        checked = journal("check", folder)
        assert checked.code == (1 if checked.codes() else 0)
        path.write_bytes(whole)
