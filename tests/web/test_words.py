"""The words of the screens: every one of them is in every language, with the same places to fill."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from journal_app.messages import FOLDER, translator
from journal_app.web.errors import SAID

APP = FOLDER.parent
PLACES = re.compile(r"%\(\w+\)s")


def on_screen(templates: str = "**/templates/**.html") -> list[str | tuple[str, ...]]:
    """Every msgid of the templates, and those that are in the code."""
    found = extract_from_dir(
        str(APP), [(templates, "jinja2")], {"**": {"trimmed": "true"}},
        keywords={"_": None, "gettext": None, "ngettext": (1, 2)},
    )  # fmt: skip
    words = [message for _, _, message, *_ in found]
    return [*words, *(text for pair in SAID.values() for text in pair), "%(n)s ko", "%(n)s Mo"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_word_is_translated(language: str) -> None:
    known = {}
    for path in (FOLDER / language).glob("*.po"):
        with path.open("rb") as file:
            known |= {m.id[0] if isinstance(m.id, tuple) else m.id: m for m in read_po(file) if m.id}
    staff_too = language == "en"  # the rooms of staff are in French and English, what is open to all in Arabic, too
    open_to_all = ("proofs/templates/proofs/**.html", "web/**/base.html")
    for words in on_screen() if staff_too else [one for templates in open_to_all for one in on_screen(templates)]:
        plural = isinstance(words, tuple)
        message = known.get(words[0] if plural else words)
        assert message and message.string, words
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert len(forms) == ({"en": 2, "ar": 6}[language] if plural else 1), words
        wanted = set(PLACES.findall(words[1] if plural else words))
        for form in forms[-1:] if plural else forms:
            assert set(PLACES.findall(form)) == wanted, form


@pytest.mark.parametrize(("language", "count", "said"), [
    ("fr", 0, "0 ligne libre"), ("fr", 2, "2 lignes libres"), ("en", 0, "0 lines free"), ("en", 1, "1 line free"),
    ("ar", 2, "سطران فارغان"), ("ar", 5, "5 أسطر فارغة"), ("ar", 11, "11 سطرًا فارغًا"), ("ar", 100, "100 سطر فارغ"),
])  # fmt: skip
def test_plurals_are_each_languages_own(language: str, count: int, said: str) -> None:
    told = translator(language).ngettext("%(n)s ligne libre", "%(n)s lignes libres", count)
    assert told % {"n": count} == said


def test_french_keeps_its_spaces() -> None:
    for words in on_screen():
        for text in words if isinstance(words, tuple) else (words,):
            assert not re.search(r" [:;!?»]|« ", text), text


def test_no_style_or_script_stands_in_a_template() -> None:
    for path in APP.rglob("templates/**/*.html"):
        text = path.read_text("utf-8")
        text = re.sub(r'<script type="module" src="{{ asset_url\("\w+\.js"\) }}"></script>', "", text)  # a file of ours
        text = text.replace("<script>{{ script | safe }}</script>", "")  # the one a hash lets run
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:|https?://", text), path.name


def test_static_files_ask_for_nothing_from_elsewhere() -> None:
    for path in (Path(APP) / "web" / "static").iterdir():
        assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org)", path.read_text("utf-8")), path.name
