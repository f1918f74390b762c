"""The contributors' words: every one of them in every language that has a catalogue for them."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from journal_app.consent.model import Use
from journal_app.gathering.story import Step, Turn, When
from journal_app.media.beside import KINDS
from journal_app.messages import FOLDER, languages
from journal_app.uploads.model import State, What

ROOM = FOLDER.parent / "gathering"
STAFF = {"entrance.html", "claim.html", "paper.html"}  # read at the desk, in its two languages
KEYS = [
    *(f"step:{one}" for one in Step), *(f"when:{one}" for one in When), *(f"turn:{one}" for one in Turn),
    *(f"file:{one}" for one in What), *(f"upload:{one}" for one in State), *(f"may:{one}" for one in Use),
    *(f"plain-ask:{one}" for one in Use), "out:rejected", "out:withdrawn",
    *(f"cleaned:{kind}" for kind in KINDS),
]  # fmt: skip


def in_templates() -> set[str]:
    found = extract_from_dir(str(ROOM), [("templates/**.html", "jinja2")], {"**": {"trimmed": "true"}},
                             keywords={"_": None, "gettext": None})  # fmt: skip
    said = {str(message) for name, _, message, *_ in found if Path(name).name not in STAFF | {"poster.html"}}
    printed = "".join((ROOM / f"templates/gathering/{name}.html").read_text("utf-8") for name in ("poster", "paper"))
    for way in (r'"([^"]+)" \| said_in', r'both\("([^"]+)"', r'pick\("\w+", "([^"]+)"'):
        said |= {words for words in re.findall(way, printed) if not words.endswith(":")}
    return said


def in_code() -> set[str]:
    """What the forms say is wrong."""
    found: set[str] = set()
    for path in (*ROOM.glob("*.py"), FOLDER.parent / "web" / "forms.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "wrong":
                found |= {arg.value for arg in node.args[1:] if isinstance(arg, ast.Constant)}
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name == "refusal":
                    found |= {str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant)}
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "NOWHERE":
                assert isinstance(node.value, ast.Constant)
                found.add(str(node.value.value))
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_SLIPS":
                assert isinstance(node.value, ast.Dict)
                found |= {one.value for one in node.value.values if isinstance(one, ast.Constant)}
    return {words for words in found if " entier " not in words and " attendue" not in words and words != "À remplir."}


@pytest.mark.parametrize("language", languages("gathering"))
def test_every_word_is_there_with_its_places(language: str) -> None:
    with (FOLDER / language / "gathering.po").open("rb") as file:
        known = {str(one.id): str(one.string) for one in read_po(file) if one.id}
    wanted = set(KEYS) if language == "fr" else {*KEYS, *in_templates(), *in_code()}
    wanted = {words for words in wanted if not words.endswith(":")}  # a key's beginning: its ends are in KEYS
    assert sorted(words for words in wanted if not known.get(words)) == []
    for words, said in known.items():
        assert set(re.findall(r"%\(\w+\)s", words)) == set(re.findall(r"%\(\w+\)s", said)), words


@pytest.mark.parametrize("language", languages("gathering"))
def test_nothing_is_said_that_is_asked_for_nowhere(language: str) -> None:
    with (FOLDER / language / "gathering.po").open("rb") as file:
        known = {str(one.id) for one in read_po(file) if one.id}
    assert sorted(known - {*KEYS, *in_templates(), *in_code()}) == []
