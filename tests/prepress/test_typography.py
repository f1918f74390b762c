"""How words are set, language by language: what goes in, what comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.languages import LANGUAGES
from journal_app.prepress.model import Block, Run
from journal_app.prepress.typography import set_block, set_words


@pytest.mark.parametrize(("given_words", "expected"), [
    ("Qui attend ?", "Qui attend\u202f?"),
    ("Attention!", "Attention\u202f!"),
    ("Il dit: oui", "Il dit\u00a0: oui"),
    ("« Bonjour »", "«\u00a0Bonjour\u00a0»"),
    ("à 12:30, voir https://journal.example/a?b", "à 12:30, voir https://journal.example/a?b"),
    ("l'eau", "l’eau"),
    ("il reste 40 km", "il reste 40\u00a0km"),
])
def test_french_spaces(given_words: str, expected: str) -> None:
    assert set_words(given_words, "fr") == expected


def test_english_takes_none() -> None:
    assert set_words("Who waits? He said: yes!", "en") == "Who waits? He said: yes!"


def test_inclusive_forms_are_kept_whole() -> None:
    block, _ = set_block(Block("p", (Run("Des migrant.e.s arrivé.e.s hier."),)), "fr")
    assert [run.text for run in block.runs if run.nobreak] == ["migrant.e.s", "arrivé.e.s"]


def test_latin_names_and_numbers_are_isolated_in_arabic() -> None:
    block, _ = set_block(Block("p", (Run("وصلنا إلى Grande-Synthe يوم 12 مايو"),)), "ar")
    assert [(run.text, run.dir) for run in block.runs if run.isolate] == [("Grande-Synthe", "ltr"), ("12", "ltr")]


def test_two_kinds_of_digits_are_noticed() -> None:
    _, problems = set_block(Block("p", (Run("١٢ و 12"),)), "ar")
    assert [problem.code for problem in problems] == ["digits-mixed"]


@given(st.text(alphabet="aéè '’«»:;!?.,12 \u00a0\u202fابت۱٢ሀ፡অ", max_size=40), st.sampled_from(sorted(LANGUAGES)))
def test_setting_twice_changes_nothing(text: str, language: str) -> None:
    once = set_words(text, language)
    assert set_words(once, language) == once
