"""The light writing: what people type, and the exact way back of every kept text."""

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal_app.prepress.model import Block, Run
from journal_app.prepress.normal import normal_blocks
from journal_app.prepress.writing import fragment_of
from journal_app.submissions.cleaning import clean_fragment
from journal_app.submissions.plain import clean_plain, from_plain, to_plain
from tests.growth import LINEAR, grows
from tests.submissions.fragments import blocks, words


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("Un.\n\nDeux\ntrois.", "<p>Un.</p>\n<p>Deux<br>trois.</p>"),
        ("## Titre\nTexte", "<h2>Titre</h2>\n<p>Texte</p>"),
        ("Il faut :\n- du pain\n- de l’eau", "<p>Il faut :</p>\n<ul><li>du pain</li><li>de l’eau</li></ul>"),
        ("1. un\n2. deux\n  - a\n3. trois",
         "<ol><li>un</li><li>deux<ul><li>a</li></ul></li><li>trois</li></ol>"),
        ("1. un\n1. deux", "<ol><li>un</li><li>deux</li></ol>"),
        ("1. un\n\n1. autre", "<ol><li>un</li></ol><ol><li>autre</li></ol>"),
        ("> dit-elle\n> encore\n\nfin", "<blockquote>dit-elle<br>encore</blockquote>\n<p>fin</p>"),
        ("*em* **fort** ***deux***", "<p><em>em</em> <strong>fort <em>deux</em></strong></p>"),
        ("2 * 3 * 4, note*", "<p>2 * 3 * 4, note*</p>"),
        ("[[ar|سلام]] Ali", '<p><span lang="ar">سلام</span> Ali</p>'),
        ("[[ar/rtl]] سلام", '<p lang="ar" dir="rtl">سلام</p>'),
        ("mot((la note (bis))) suite", "<p>mot<small>la note (bis)</small> suite</p>"),
        ("((jamais finie", "<p>((jamais finie</p>"),
        ("[ici](https://a.org) et [sic] […]", '<p><a href="https://a.org">ici</a> et [sic] […]</p>'),
        ("[ici](javascript:alert)", "<p>[ici](javascript:alert)</p>"),
        (r"\*pas\* \- \[[ar|x]]", "<p>*pas* - [[ar|x]]</p>"),
        ("migrant.e.s, 3*4", "<p>migrant.e.s, 3*4</p>"),
        ("- \n*\n#", "<p>-<br>*<br>#</p>"),
        ("<b>a</b> & b", "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p>"),
        ("a\\\n\\\nb", "<p>a<br><br>b</p>"),
        ("\r\n \t\r\na\r\n\r\nb", "<p>a</p>\n<p>b</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_people_type(text: str, fragment: str) -> None:
    assert from_plain(text) == fragment


@given(blocks)
@example((Block("p", (Run("a", em=True), Run("", note=(Run("b)"),)), Run("c", strong=True))),))
@example((Block("p", (Run("a]", isolate=True), Run("(http://x)"))),))
def test_every_kept_text_comes_back_exactly(given_blocks: tuple) -> None:  # type: ignore[type-arg]
    fragment = fragment_of(normal_blocks(given_blocks))
    assert from_plain(to_plain(fragment)) == fragment
    assert from_plain(to_plain(fragment).replace("\n", "\r\n")) == fragment


@given(st.lists(words | st.sampled_from(["\n", "\n\n", "## ", "- ", "1. ", "> ", "  "]), max_size=20).map("".join))
def test_whatever_is_typed_is_a_text_and_stays_it(text: str) -> None:
    fragment = from_plain(text)
    assert from_plain(to_plain(fragment)) == fragment
    assert clean_fragment(fragment)[0] == fragment


def test_letters_are_never_lost() -> None:
    signs = "a*b[c]d(e)f\\g|h]]i[[j((k))l**m>n#o-p•q1.r"
    for length in range(1, len(signs)):
        for start in range(len(signs) - length):
            part = signs[start : start + length]
            kept = unescape(re.sub("<[^>]*>", "", clean_plain(part)[0]))
            assert [c for c in part if c.isalpha()] == [c for c in kept if c.isalpha()]


@pytest.mark.parametrize(
    "piece", ["mot ", "* ", "*a", "[", "((", "[[ar|", "](http://", "\\", "((a", "- a\n", "a\n\n", "(", "`"]
)
def test_a_long_paste_takes_bounded_time(piece: str) -> None:
    assert grows(lambda size: clean_plain(piece * (size // len(piece))), 200_000) < LINEAR
