"""Parts that several tests of the print compiler start from: a small issue folder that is right in every way."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.prepress.issue import read_issue
from journal_app.problems import Problem

ISSUE = """\
title = "Le Journal des Jungles"
number = 0
date = 2026-11-30
languages = ["fr", "ar", "en"]
printer = "tabloid-offset"
theme = { fr = "La mer", ar = "البحر" }

[masthead]
association = "Plateforme des Soutiens"
seat = "1 rue du Port, Calais"
representative = "A. Exemple"
director = "A. Exemple"
editor = "B. Exemple"
printer = "Imprimerie Exemple, Lille"
legal_deposit = "novembre 2026"
issn = "0000-0000"
"""

FLATPLAN = """\
[[page]]
layout = "front"
[page.slots.lead]
article = "la-file"
language = "fr"

[[page]]
layout = "story"
[page.slots.body]
article = "la-file"
language = "ar"
[page.slots.picture]
picture = "la-digue"
languages = ["fr", "ar"]

[[page]]
layout = "story"
[page.slots.body]
article = "le-pain"
language = "fr"

[[page]]
layout = "story"
[page.slots.body]
article = "le-pain"
language = "fr"
continues = true
"""

ARTICLE = """\
kind = "essay"
original = "fr"
author = "Une plume"

[text.fr]
headline = "La file d’attente"

[text.ar]
headline = "الطابور"
translator = "Une voix"
"""

BREAD = """\
kind = "recipe"
original = "fr"

[text.fr]
headline = "Le pain"
"""

PICTURE = """\
file = "la-digue.png"
kind = "drawing"
credit = "Le Journal"
faces = "none"
uses = ["print"]
caption = { fr = "La digue", ar = "السد" }
alt = { fr = "Une digue sous la pluie", ar = "سد تحت المطر" }
"""

# Slots and roles of the two layouts the flatplan above uses.
LAYOUTS = {
    "front": {"lead": "article", "teaser": "teaser", "ours": "masthead"},
    "story": {"body": "article", "side": "aligned", "picture": "picture", "exergue": "quote"},
}


def png(width: int, height: int, extra: bytes = b"") -> bytes:
    """A white grey PNG; `extra` is put before its pixels (a chunk, or what breaks it)."""
    rows = zlib.compress(b"".join(b"\0" + b"\xff" * width for _ in range(height)))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + extra
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    """One PNG chunk with its right checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


class IssueFolder:
    """A folder on disk that a test makes wrong in one place: `change` a file's words, `write` or `remove` one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write("issue.toml", ISSUE)
        self.write("flatplan.toml", FLATPLAN)
        self.write("articles/la-file/article.toml", ARTICLE)
        self.write("articles/la-file/fr.html", "<p>On attend.</p>\n<p>Il pleut.</p>\n")
        self.write("articles/la-file/ar.html", "<p>ننتظر.</p>\n")
        self.write("articles/le-pain/article.toml", BREAD)
        self.write("articles/le-pain/fr.html", "<h2>Farine</h2>\n<ol><li>Pétrir</li><li>Attendre</li></ol>\n")
        self.write("pictures/la-digue.toml", PICTURE)
        self.write("pictures/la-digue.png", png(60, 40))

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text("utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def remove(self, name: str) -> None:
        (self.path / name).unlink()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[], IssueFolder]:
    """Makes a small valid issue folder of four pages: `made = folder()`, then `made.path`."""

    def make(name: str = "01-la-mer") -> IssueFolder:
        return IssueFolder(tmp_path / name)

    return make


@pytest.fixture
def small_issue(folder: Callable[[], IssueFolder]) -> IssueFolder:
    """The small valid issue folder itself."""
    return folder()


def problems_of(made: IssueFolder, code: str) -> list[Problem]:
    _, problems = read_issue(made.path, layouts=LAYOUTS)
    found = [p for p in problems if p.code == code]
    assert found, [(p.code, p.where, p.detail.found) for p in problems]
    return found
