"""Folders broken at random: whatever stands in the files, the answer is values that have sentences."""

import random

import pytest

from journal_app.messages import as_json
from journal_app.prepress.issue import read_issue
from journal_app.problems import any_blocking
from tests.prepress.conftest import LAYOUTS, IssueFolder

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
