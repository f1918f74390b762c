"""A field of the masthead is told by the name it has in the settings, never by its key in a file."""

import json

import pytest

from journal_app.messages import mention_name, sentence
from journal_app.prepress.model import Masthead
from journal_app.problems import warning
from tests.bat.signing_room import SigningRoom
from tests.bat.test_pages import BAT

FIELDS = tuple(name for name, field in Masthead.model_fields.items() if field.annotation is str)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_each_field_has_a_name_in_each_language_and_no_two_share_one(language: str) -> None:
    names = {mention_name(f"masthead.{name}", language) for name in (*FIELDS, "host")}
    assert len(names) == len(FIELDS) + 1 and not any("masthead" in name for name in names)


@pytest.mark.parametrize(("language", "desk", "said"), [
    ("fr", True, "L’ours n’a pas « Siège », une mention due. L’ajouter dans les réglages du numéro."),
    ("en", True, "The masthead lacks “Seat”, which the law asks for. Add it in the issue’s settings."),
    ("fr", False, "issue.toml : l’ours n’a pas « Siège », une mention due. Ajouter : seat = \"…\"."),
    ("ar", False, "issue.toml: بيانات النشر ينقصها «المقرّ» وهي واجبة. أضيفوا: seat = \"…\"."),
])  # fmt: skip
def test_a_mention_that_is_lacking_is_named(language: str, desk: bool, said: str) -> None:
    """Who edits the file is told the key to write as well."""
    one = warning("masthead-missing", "issue.toml", "masthead.seat", 'seat = "…"')
    assert sentence(one, language, desk=desk).translate({0xA0: " ", 0x2068: None, 0x2069: None}) == said


def test_the_last_gate_names_it(room: SigningRoom) -> None:
    told = room.build() / "build" / "report.json"
    report = json.loads(told.read_bytes())
    report["problems"].append({"severity": "warning", "code": "masthead-missing", "where": "issue.toml",
                               "detail": {"found": "masthead.seat"}})  # fmt: skip
    told.write_text(json.dumps(report), "utf-8")
    page = room.desk.visit(room.coordinator).get(f"{BAT}/controle").text
    assert "L’ours n’a pas «\u00a0Siège\u00a0»" in page and "masthead." not in page


def test_what_is_no_field_keeps_its_words() -> None:
    assert mention_name("12 mm") == "12 mm"
