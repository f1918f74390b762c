"""Emphasis, links and footnotes of a source are signs in the words a translator types: moved whole, never mistyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.prepress.model import Run
from journal_app.prepress.writing import inline
from journal_app.submissions.blocks import blocks_of
from journal_app.translation.marks import OPEN, SHUT, marked, runs_of


def source(html: str) -> tuple[Run, ...]:
    return blocks_of(f"<p>{html}</p>")[0].runs


LINK = 'Lire <a href="https://exemple.org/a">la loi</a> et <em>attendre</em>, <em>encore</em>.'
NOTE = "La file<small>Elle commence à <em>six</em> heures.</small> avance.<br>Un pas."


@pytest.mark.parametrize(
    ("html", "typed"),
    [
        ("Rien de plus.", "Rien de plus."),
        (LINK, "Lire ①la loi❶ et ②attendre❷, ②encore❷."),
        (NOTE, "La file①Elle commence à ②six❷ heures.❶ avance.\nUn pas."),
        ('Il dit <span lang="ar" dir="rtl">سلام</span>.', "Il dit ①سلام❶."),
    ],
)
def test_a_source_is_words_with_signs(html: str, typed: str) -> None:
    found = marked(source(html))
    assert found.text == typed
    assert runs_of(typed, found.marks, "u") == (source(html), [])


def test_a_translation_puts_them_where_its_language_wants_them() -> None:
    marks = marked(source(LINK)).marks
    runs, problems = runs_of("②انتظر❷، ②مرة أخرى❷، واقرأ ①القانون❶.", marks, "u")
    assert inline(runs) == '<em>انتظر</em>، <em>مرة أخرى</em>، واقرأ <a href="https://exemple.org/a">القانون</a>.'
    assert problems == []
    assert marked(runs, marks).text == "②انتظر❷، ②مرة أخرى❷، واقرأ ①القانون❶."


@pytest.mark.parametrize(
    ("typed", "html", "codes"),
    [
        ("Read the law and ②wait❷.", "Read the law and <em>wait</em>.", {"mark-lost": "①"}),
        ("①the law, ②wait❷.", "the law, <em>wait</em>.", {"mark-alone": "①", "mark-lost": "①"}),
        ("the law❶ ②wait❷", "the law <em>wait</em>", {"mark-alone": "❶", "mark-lost": "①"}),
        ("①the ②law❶ wait❷", '<a href="https://exemple.org/a">the law</a> wait',
         {"mark-alone": "②", "mark-lost": "②"}),
        ("①the law❶ ②wait❷ ⑦here❼", '<a href="https://exemple.org/a">the law</a> <em>wait</em> here',
         {"mark-unknown": "⑦"}),
        ("①the ②law❷❶", '<a href="https://exemple.org/a">the <em>law</em></a>', {}),
    ],
)  # fmt: skip
def test_a_sign_that_is_wrong_is_told_and_no_word_is_lost(typed: str, html: str, codes: dict[str, str]) -> None:
    runs, problems = runs_of(typed, marked(source(LINK)).marks, "u")
    assert inline(runs) == html
    for code, detail in codes.items():
        assert detail in next(one.detail.found for one in problems if one.code == code)
    assert {one.code for one in problems} == set(codes)


def test_marks_in_one_another_are_typed_as_they_were() -> None:
    marks = marked(source(LINK)).marks
    runs, problems = runs_of("①the ②law❷❶", marks, "u")
    again = marked(runs, marks)
    assert (again.text, again.marks, problems) == ("①the ❶①②law❷❶", marks, [])
    assert runs_of(again.text, marks, "u") == (runs, [])


def test_a_stretch_in_another_language_need_not_be_marked_in_its_own() -> None:
    marks = marked(source('Il dit <span lang="ar" dir="rtl">سلام</span>.')).marks
    assert runs_of("يقول سلام.", marks, "u")[1] == []


def test_a_sign_that_is_a_word_of_its_author_stays_one() -> None:
    runs = source("Point ① et <em>② encore</em>.")
    found = marked(runs)
    assert found.text == r"Point \① et ①\② encore❶." and runs_of(found.text, found.marks, "u") == (runs, [])


signs = st.lists(st.sampled_from([*OPEN[:3], *SHUT[:3], "⑲", "\\", "mot ", "\n", "سلام", "&", "<"]), max_size=14)


def said(runs: tuple[Run, ...]) -> str:
    return "".join(said(run.note) if run.note else run.text for run in runs)


@given(signs)
def test_whatever_is_typed_has_its_words(typed: list[str]) -> None:
    marks = marked(source(LINK + NOTE)).marks
    runs, _ = runs_of("".join(typed), marks, "u")
    signs = OPEN + SHUT + "\\ "
    words = "".join(one for one in typed if one not in signs)
    assert "".join(one for one in said(runs) if one not in signs) == "".join(words.split())
    again, problems = runs_of(marked(runs, marks).text, marks, "u")
    assert again == runs and {one.code for one in problems} <= {"mark-lost"}
