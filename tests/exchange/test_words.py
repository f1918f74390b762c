"""A row's field as the words and codes of a file, and back."""

from hypothesis import assume, given
from hypothesis import strategies as st

from journal_app.bitext.model import Code, End, Kind
from journal_app.exchange.words import blocks, typed_of, words_of
from journal_app.submissions.blocks import blocks_of
from journal_app.translation.beads import BODY, Bead
from journal_app.translation.rows import Change, Row
from journal_app.translation.typing import marks_of, source_words

LINK = '<a href="https://example.org/a">loi</a>'


def row(html: str) -> Row:
    return Row(Bead(BODY), blocks_of(html), Change.NEW)


def test_marks_are_codes_with_their_markup() -> None:
    here = row(f"<p>Le <em>pain</em> et la {LINK}, puis <em>rien</em>.</p>")
    words, spans = words_of(source_words(here)[0], marks_of(here))
    assert words == ("Le ", Code("m1", End.OPEN), "pain", Code("m1", End.CLOSE), " et la ", Code("m2", End.OPEN), "loi",
                     Code("m2", End.CLOSE), ", puis ", Code("m1.2", End.OPEN), "rien", Code("m1.2", End.CLOSE), ".")
    assert (spans["m1"].kind, spans["m1"].data, spans["m1"].must) == (Kind.EMPHASIS, ("<em>", "</em>"), True)
    assert (spans["m2"].kind, spans["m2"].href) == (Kind.LINK, "https://example.org/a")
    assert spans["m1.2"].shows == ("①", "❶")


def test_a_line_break_and_a_paragraph_are_codes() -> None:
    here = row("<p>Un<br>deux</p><p>trois</p>")
    words, spans = words_of("\n\n".join(source_words(here)), marks_of(here))
    assert words == ("Un", Code("br"), "deux", Code("para"), "trois")
    assert typed_of(words, spans) == "Un\ndeux\n\ntrois"


def test_a_tool_that_wraps_its_lines_changes_nothing() -> None:
    assert typed_of(("The sea\n      is cold.",), {}) == "The sea is cold."


def test_codes_of_others_are_left_out_and_their_words_kept() -> None:
    assert typed_of(("The ", Code("x1", End.OPEN), "sea", Code("x1", End.CLOSE)), {}) == "The sea"


SAYINGS = st.sampled_from(["Le pain", "\\", "①", "❷", "خبز", " ", "x\\①", "እንጀራ", "<b>", "&"])
MARKED = st.sampled_from(["{}", "<em>{}</em>", "<strong>{}</strong>", '<bdi lang="ar" dir="rtl">{}</bdi>',
                          '<a href="https://example.org/">{}</a>', "<small>{}</small>", "{}<br>", "<em>{}</em>"])


@given(st.lists(st.lists(st.tuples(SAYINGS, MARKED), min_size=1, max_size=6), min_size=1, max_size=3))
def test_whatever_a_paragraph_says_comes_back(told: list[list[tuple[str, str]]]) -> None:
    from html import escape

    html = "".join(f"<p>{''.join(mark.format(escape(said)) for said, mark in one)}</p>" for one in told)
    here = row(html)
    assume(here.sources and not any("\n\n" in said for said in source_words(here)))  # two breaks end a paragraph
    typed = "\n\n".join(source_words(here))
    words, spans = words_of(typed, marks_of(here))
    assert typed_of(words, spans) == typed
    assert blocks(words, spans) == here.sources
