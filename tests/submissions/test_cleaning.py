"""What comes in: any HTML becomes the restricted fragment, nothing in it can run, and what was left out is said."""

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal_app.prepress.fragments import TAGS, parse_fragment
from journal_app.prepress.normal import normal_blocks
from journal_app.prepress.writing import fragment_of
from journal_app.problems import Severity
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.cleaning import clean_content, clean_fragment, clean_line
from journal_app.submissions.content import Content, from_json
from tests.growth import LINEAR, grows, seconds
from tests.submissions.fragments import blocks, markup

OF_LENGTH = {"text-word-endless", "text-paragraph-endless", "text-paragraphs-many", "text-character-lost"}


def cleaned(html: str) -> str:
    return clean_fragment(html)[0]


def codes(html: str) -> set[str]:
    return {problem.code for problem in clean_fragment(html)[1]}


@pytest.mark.parametrize(
    ("html", "fragment"),
    [
        ("<p>Deux\n mots</p>", "<p>Deux mots</p>"),
        ("sans paragraphe", "<p>sans paragraphe</p>"),
        ("<div><b>gras</b> et <i>italique</i></div>", "<p><strong>gras</strong> et <em>italique</em></p>"),
        ("<p>un<p>deux", "<p>un</p>\n<p>deux</p>"),
        ("<h1>Titre</h1><h4>Sous</h4>", "<h2>Titre</h2>\n<h2>Sous</h2>"),
        ("<p><em>fort </em>suite</p>", "<p><em>fort</em> suite</p>"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"),
        ("<ol><li>a</li></ol><ol><li>b</li></ol>", "<ol><li>a</li></ol><ol><li>b</li></ol>"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "<blockquote>a</blockquote>\n<blockquote>b</blockquote>"),
        ('<p dir="rtl" lang="ar">سلام <bdi>Ali</bdi></p>', '<p lang="ar" dir="rtl">سلام <bdi>Ali</bdi></p>'),
        ("<p>a<small lang=en>see <i>x</i></small></p>",
         '<p>a<small><span lang="en">see <em>x</em></span></small></p>'),
        ("<p>a<small>n<p>m</p></small>b", "<p>a<small>n<br>m</small></p>\n<p>b</p>"),
        ('<a href="https://a.org/?x=1&amp;y">lien</a>', '<p><a href="https://a.org/?x=1&amp;y">lien</a></p>'),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a</p>\n<p>b</p>"),
        ("e\u0301te\u0301 \ufb01n می\u200cروم", "<p>été \ufb01n می\u200cروم</p>"),
        ("a \u202bسلام\u202c b", "<p>a \u2067سلام\u2069 b</p>"),
        ("a \u202etxt.exe\u202c b", "<p>a \u2067txt.exe\u2069 b</p>"),
        ("a\u202e b", "<p>a b</p>"),
        ("a\ud800\x00b", "<p>ab</p>"),
        ("5 < 6 & 7 > 2", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>"),
        ("<p>&lt;script&gt;</p>", "<p>&lt;script&gt;</p>"),
        ("<p></p> \n <p>&nbsp;</p>", ""),
    ],
)  # fmt: skip
def test_a_text_takes_its_one_form(html: str, fragment: str) -> None:
    assert cleaned(html) == fragment


@pytest.mark.parametrize(
    ("html", "fragment", "code"),
    [
        ("<p>a<script>alert('x')</script>b</p>", "<p>ab</p>", "cleaned-scripts"),
        ("<style>p{}</style><p onclick=x()>a</p>", "<p>a</p>", "cleaned-scripts"),
        ("<svg><style><img src=x onerror=alert(1)></style></svg><p>a", "<p>a</p>", "cleaned-scripts"),
        ("<p>a<img src=x onerror=alert(1)></p>", "<p>a</p>", "cleaned-marks"),
        ('<a href="javascript:alert(1)">a</a>', "<p>a</p>", "cleaned-link"),
        ('<a href="jav&#x09;ascript:alert(1)">a</a>', "<p>a</p>", "cleaned-link"),
        ('<a href="http://">a</a>', "<p>a</p>", "cleaned-link"),
        ("<p>a\x07</p>", "<p>a</p>", "cleaned-characters"),
        ("<p>\u202aa\u202c</p>", "<p>\u2066a\u2069</p>", "cleaned-directions"),
        ("<p>&#xD800;a</p>", "<p>\ufffda</p>", "text-character-lost"),
    ],
)
def test_what_is_left_out_is_said(html: str, fragment: str, code: str) -> None:
    assert cleaned(html) == fragment
    assert code in codes(html)


@given(markup)
@example('<a href="http://x/\'<>">b</a>')
@example("<p>e\u202c\u0301")
def test_nothing_that_runs_comes_through(html: str) -> None:
    fragment, _ = clean_fragment(html)
    again, problems = clean_fragment(fragment)
    assert again == fragment
    assert {problem.code for problem in problems} <= OF_LENGTH
    read = parse_fragment(fragment, "x")[1] if fragment else []
    assert {problem.code for problem in read} <= OF_LENGTH
    assert fragment_of(blocks_of(fragment)) == fragment
    judged = nh3.clean(fragment, tags=set(TAGS), attributes={"*": {"lang", "dir"}, "a": {"href"}}, link_rel=None)
    assert judged.replace("&nbsp;", "\u00a0") == fragment
    fragment.encode()


@given(blocks)
def test_blocks_come_back_from_their_fragment(given_blocks: tuple) -> None:  # type: ignore[type-arg]
    kept = normal_blocks(given_blocks)
    assert normal_blocks(kept) == kept
    assert blocks_of(fragment_of(kept)) == kept


@given(st.text(max_size=60))
def test_a_line_is_one_line_of_printable_words(text: str) -> None:
    line, _ = clean_line(text)
    assert clean_line(line)[0] == line
    assert not set(line) & set("\n\r\t\x00")
    line.encode()


def test_a_whole_revision_is_cleaned_field_by_field() -> None:
    given_content = Content("Ti\x00tre\n", " k ", "chapô", "", "par\tA", ("q\ud800", ""), "<p>a<script>b</script></p>")
    content, problems = clean_content(given_content)
    assert content == Content("Titre", "k", "chapô", "", "par A", ("q",), "<p>a</p>")
    assert {problem.where for problem in problems} == {"headline", "quotes", "body"}
    assert clean_content(Content(body=" \n"))[0].body == ""


@pytest.mark.parametrize("field", ["headline", "kicker", "standfirst", "short", "byline"])
def test_a_field_too_long_is_said_and_not_cut(field: str) -> None:
    content, problems = clean_content(from_json({field: "mot " * 2000}))
    assert len(getattr(content, field)) > 5000
    assert [(p.code, p.where, p.severity) for p in problems] == [("text-too-long", field, Severity.BLOCKING)]


HOSTILE: dict[str, tuple[str, ...]] = {  # what stands once at the beginning, and what is repeated, one after the other
    "deep boxes": ("", "<div>"),
    "deep marks": ("", "<b>"),
    "marks and paragraphs": ("", "<b lang=ar>", "<p>x"),
    "items": ("", "<ul><li>"),
    "ends without a beginning": ("<div>" * 100, "</p></li></ul>"),
    "comments": ("", "<!--"),
    "declarations": ("", "<!"),
    "scripts": ("", "<script>"),
    "scripts and styles": ("", "<style><script><svg>"),
    "unfinished tags": ("", '<a "'),
    "endless name": ("<", "a"),
    "references": ("&#", "9"),
    "notes": ("", "<small>"),
    "notes and paragraphs": ("", "<p>a<small>b</p>"),
    "isolates": ("", "\u2067"),
    "accents": ("e", "\u0301"),
    "words": ("", "mot "),
    "lines": ("a", "<br>"),
}


def hostile(name: str, size: int) -> str:
    """About so many signs of this kind."""
    before, *pieces = HOSTILE[name]
    return before + "".join(piece * (size // len(pieces) // len(piece)) for piece in pieces)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_bounded_time(name: str) -> None:
    assert grows(lambda size: clean_fragment(hostile(name, size)), 200_000) < LINEAR


def test_a_text_without_end_is_refused_at_once() -> None:
    fragment, problems = clean_fragment("<p>" + "a " * 1_100_000)
    assert (fragment, [problem.code for problem in problems]) == ("", ["text-too-long"])
    refused = seconds(lambda: clean_fragment("<p>" + "a " * 1_100_000))
    assert refused < seconds(lambda: clean_fragment("<p>" + "a " * 50_000))
