"""What is compared of words: the same for a reader is the same here, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.memory.finding import percent
from journal_app.memory.forms import both, family, likeness, plain

SAME_WORDS = [
    ("La mer est froide.", "La mer est froide"),
    ("Quoi ?", "Quoi\u202f?"),
    ("Le pain arrive à ①midi❶", "Le pain arrive à midi"),
    ("Le pain ①arrive❶ à midi", "Le pain arrive à ②midi❷"),
    ("LA MER", "la mer"),
    ("می‌خواهم بگویم", "میخواهم بگویم"),
    ("ننتظر ١٢ يوما", "ننتظر 12 يوما"),
    ("۱۲ روز", "12 روز"),
    ("كَتَبْنا رسالةً", "كتبنا رسالة"),
    ("كتـــاب", "كتاب"),
    ("« Attendre »", "“Attendre”"),
    ("ex\u00adilé", "exilé"),
]
NEARLY = [("pêche", "peche"), ("أحمد", "احمد"), ("کتاب", "كتاب"), ("ሠላም", "ሰላም")]
OTHER = [("La mer est froide ce soir", "La mer est calme ce soir"), ("নদীর ধারে", "নদী ধার"), ("page 12", "page 13")]


@pytest.mark.parametrize(("one", "other"), SAME_WORDS)
def test_signs_marks_and_spaces_alone_are_99(one: str, other: str) -> None:
    assert percent(one, other) == percent(other, one) == 99
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(("one", "other"), NEARLY)
def test_a_letter_that_is_written_in_two_ways_is_98(one: str, other: str) -> None:
    assert percent(one, other) == percent(other, one) == 98
    assert likeness(one) != likeness(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_words_are_less(one: str, other: str) -> None:
    assert 50 < percent(one, other) < 98


def test_composed_or_not_an_accent_is_the_same() -> None:
    assert percent("l’e\u0301te\u0301", "l’été") == 100


def test_percent_are_of_the_signs_of_the_longer_one_rounded_down() -> None:
    assert percent("abcdefghij", "abcdefghix") == 90
    assert percent("abc", "abcd") == 75
    assert percent("abcdef", "abcdxx") == 66


def test_what_has_no_letter_is_compared_as_it_is() -> None:
    assert percent("***", "***") == 100
    assert percent("***", "…") < 50
    assert likeness("***") != likeness("…")


@given(st.text(max_size=60))
def test_every_form_takes_any_words(words: str) -> None:
    assert percent(words, words) == 100
    assert likeness(words) == likeness(f" {words}\n") and 0 <= likeness(words) < 1 << 63
    assert plain(words) == " ".join(plain(words).split())
    assert both(words, words).count("\n") == 1


@given(st.text(max_size=40), st.text(max_size=40))
def test_percent_is_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= percent(one, other) == percent(other, one) <= 100


@pytest.mark.parametrize(
    ("tag", "found"),
    [("fr", "fr"), ("fr-BE", "fr"), ("FR_be", "fr"), ("pt-BR", "pt"), ("kmr", "kmr"), ("kmr-Arab", "kmr-Arab"),
     ("kmr-Arab-IQ", "kmr-Arab"), ("kmr-Latn", "kmr"), ("fa-Arab", "fa"), ("ar-Latn", "ar-Latn"),
     ("zh-hant", "zh-Hant"), ("prs", "prs"), ("", "")],
)  # fmt: skip
def test_a_region_is_no_other_language_and_a_script_is(tag: str, found: str) -> None:
    assert family(tag) == found
