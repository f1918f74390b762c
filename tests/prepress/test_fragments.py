"""Texts: what the restricted HTML becomes, and each thing it refuses, with its line."""

import pytest

from journal_app.prepress.fragments import parse_fragment
from journal_app.prepress.model import Block, Run
from journal_app.problems import Severity, any_blocking


def blocks(source: str) -> tuple[Block, ...]:
    found, problems = parse_fragment(source, "fr.html")
    assert not any_blocking(problems), problems
    return found


def runs(source: str) -> tuple[Run, ...]:
    (block,) = blocks(source)
    return block.runs


# --- what a text becomes ----------------------------------------------------------------------------------------


def test_paragraphs_and_heads() -> None:
    found = blocks("<h2>Un</h2>\n<p>Deux\n trois</p>")
    assert [(b.kind, b.plain, b.line) for b in found] == [("h2", "Un", 1), ("p", "Deux trois", 2)]


def test_marks() -> None:
    assert runs("<p>a <em>b <strong>c</strong></em> d</p>") == (
        Run("a "),
        Run("b ", em=True),
        Run("c", em=True, strong=True),
        Run(" d"),
    )


def test_verse_keeps_its_lines() -> None:
    (stanza,) = blocks("<p>La mer,<br>\n  la mer<br/>toujours</p>")
    assert stanza.plain == "La mer,\nla mer\ntoujours"
    assert [r.br for r in stanza.runs] == [False, True, False, True, False]


def test_line_breaks_at_the_ends_go() -> None:
    assert blocks("<p><br>a<br></p>")[0].plain == "a"


def test_spaces_collapse_and_chosen_spaces_stay() -> None:
    assert runs("<p>\n\ta  <em> b</em>\n</p>") == (Run("a "), Run("b", em=True))
    assert runs("<p>«&nbsp;Non\u202f! »</p>")[0].text == "«\u00a0Non\u202f! »"


def test_lists_are_numbered_and_nested() -> None:
    found = blocks("<ol><li>un<ul><li>a</li><li>b</li></ul></li><li>deux</li></ol><ul><li>c</li></ul>")
    assert [(b.plain, b.ordered, b.number, b.level) for b in found] == [
        ("un", True, 1, 1),
        ("a", False, 0, 2),
        ("b", False, 0, 2),
        ("deux", True, 2, 1),
        ("c", False, 0, 1),
    ]


def test_quotes() -> None:
    found, problems = parse_fragment("<blockquote>a</blockquote><blockquote><p>b</p><p>c</p></blockquote>", "fr.html")
    assert [(b.kind, b.plain) for b in found] == [("quote", "a"), ("quote", "b"), ("quote", "c")]
    assert problems == []


def test_footnotes_stand_at_their_call() -> None:
    assert runs("<p>OQTF<small>Obligation de <em>quitter</em></small> ici</p>") == (
        Run("OQTF"),
        Run("", note=(Run("Obligation de "), Run("quitter", em=True))),
        Run(" ici"),
    )


def test_languages_and_directions() -> None:
    (block,) = blocks('<p lang="ar" dir="rtl">نص <span lang="en" dir="ltr">text</span> <bdi>x</bdi><bdi>y</bdi></p>')
    assert (block.lang, block.dir) == ("ar", "rtl")
    assert block.runs == (
        Run("نص "),
        Run("text", lang="en", dir="ltr", isolate=True),
        Run(" "),
        Run("x", isolate=True),
        Run("y", isolate=True),
    )


def test_direction_by_the_first_letter() -> None:
    found = blocks('<p dir="auto">123 نص</p><p dir="auto">a</p><p dir="auto">1</p>')
    assert [b.dir for b in found] == ["rtl", "ltr", ""]


def test_language_of_a_list_is_its_items() -> None:
    assert blocks('<ul lang="ps" dir="rtl"><li>الف</li></ul>')[0].lang == "ps"


def test_links() -> None:
    assert runs('<p><a href="https://example.org/a?b=c">ici</a></p>') == (Run("ici", href="https://example.org/a?b=c"),)


def test_references_and_lone_signs() -> None:
    assert blocks("<p>R&amp;D, AT&T, 5 < 6 &lt;p&gt; &#233;&#x2019;</p>")[0].plain == "R&D, AT&T, 5 < 6 <p> é’"


# --- characters -------------------------------------------------------------------------------------------------


def test_nfc_and_never_nfkc() -> None:
    assert blocks("<p>e\u0301 ﬁ ① ﷺ ²</p>")[0].plain == "é ﬁ ① ﷺ ²"


def test_normalising_never_eats_a_tag() -> None:
    assert blocks("<p>\u0338a</p>")[0].plain == "\u0338a"


def test_joiners_stay() -> None:
    assert blocks("<p>می\u200cخواهم ක්\u200dෂ</p>")[0].plain == "می\u200cخواهم ක්\u200dෂ"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a\u202eb\u202cc", "a\u2067b\u2069c"),
        ("a\u202ab\u202bc\u202cd\u202c", "a\u2066b\u2067c\u2069d\u2069"),
        ("a\u202eb", "ab"),
        ("a\u202cb", "ab"),
        ("a\u2067b", "ab"),
        ("a\u2067b\u2069", "a\u2067b\u2069"),
        ("a\u2067\u202eb\u2069\u202c", "a\u2067b\u2069"),
    ],
)
def test_embeddings_become_isolates_or_go(text: str, result: str) -> None:
    found, problems = parse_fragment(f"<p>{text}</p>", "fr.html")
    assert found[0].plain == result
    assert all(p.severity is Severity.NOTE for p in problems)
    opened = sum(c in "\u2066\u2067\u2068" for c in result)
    assert opened == result.count("\u2069")
    assert not set(result) & set("\u202a\u202b\u202c\u202d\u202e")


@pytest.mark.parametrize("character", ["\0", "\x07", "\x85", "\ud800", "\ufdd0", "\uffff", "\ue000"])
def test_characters_nobody_prints(character: str) -> None:
    found, problems = parse_fragment(f"<p>un</p>\n<p>\ndeux{character}</p>", "fr.html")
    assert [(p.code, p.where, p.detail.found) for p in problems] == [
        ("text-character-refused", "fr.html:3", f"U+{ord(character):04X}")
    ]
    assert character not in found[1].plain


@pytest.mark.parametrize("reference", ["&#0;", "&#xD800;", "&#128;", "&#x110000;", "&#99999999999999999999;", "&#7;"])
def test_references_to_them(reference: str) -> None:
    _, problems = parse_fragment(f"<p>a</p>\n<p>{reference}</p>", "fr.html")
    assert ("text-character-refused", "fr.html:2") in [(p.code, p.where) for p in problems]


def test_a_character_lost_before() -> None:
    _, problems = parse_fragment("<p>caf\ufffd</p>", "fr.html")
    assert [(p.code, p.severity) for p in problems] == [("text-character-lost", Severity.WARNING)]


# --- what is refused --------------------------------------------------------------------------------------------

REFUSED = {
    "script": ("<p>a</p>\n<script>alert(1)</script>", "text-script", 2, "<script>"),
    "style": ("<style>p{color:red}</style><p>a</p>", "text-script", 1, "<style>"),
    "unclosed script": ("<p>a</p><script>alert(1)", "text-script", 1, "<script>"),
    "handler": ('<p onclick="x()">a</p>', "text-script", 1, "onclick"),
    "style attribute": ('<p style="color:red">a</p>', "text-script", 1, "style"),
    "svg": ("<p>a</p><svg onload=x></svg>", "text-script", 1, "<svg>"),
    "external picture": (
        '<p>a</p><img src="https://example.org/x.png">',
        "text-address",
        1,
        "https://example.org/x.png",
    ),
    "source on a paragraph": ('<p src="https://example.org">a</p>', "text-address", 1, "src"),
    "javascript": ('<p>\n<a href="javascript:x()">a</a></p>', "text-link-refused", 2, "javascript:x()"),
    "hidden javascript": ('<p><a href="java&#10;script:x()">a</a></p>', "text-link-refused", 1, "java"),
    "file": ('<p><a href="file:///etc/passwd">a</a></p>', "text-link-refused", 1, "file:///etc/passwd"),
    "relative": ('<p><a href="../x">a</a></p>', "text-link-refused", 1, "../x"),
    "broken address": ('<p><a href="http://[">a</a></p>', "text-link-refused", 1, "http://["),
    "unknown tag": ("<div>\n<p>a</p></div>", "text-tag-unknown", 1, "<div>"),
    "unknown attribute": ('<p class="x">a</p>', "text-attribute-unknown", 1, "class"),
    "address on a span": ('<p><span href="https://example.org">a</span></p>', "text-address", 1, "href"),
    "wrong direction": ('<p dir="up">a</p>', "text-attribute-wrong", 1, "up"),
    "wrong language": ('<p lang="../x">a</p>', "text-attribute-wrong", 1, "../x"),
    "unclosed": ("<p>a\n<p>b</p>", "text-tag-unclosed", 1, "<p>"),
    "unclosed at the end": ("<p>a</p>\n<p>b <em>c", "text-tag-unclosed", 2, "<em>"),
    "self-closed": ("<p>a</p><p/>", "text-tag-unclosed", 1, "<p/>"),
    "misnested": ("<p><em><strong>a</em></strong></p>", "text-tag-misnested", 1, "</em>"),
    "stray end": ("<p>a</p></em>", "text-tag-stray", 1, "</em>"),
    "outside": ("<p>a</p>\nb", "text-outside-block", 2, "b"),
    "after an inner list": ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", "text-outside-block", 1, "c"),
    "mark outside": ("<em>a</em>", "text-tag-misplaced", 1, "<em>"),
    "item outside": ("<li>a</li>", "text-tag-misplaced", 1, "<li>"),
    "head in a quote": ("<blockquote><h2>a</h2></blockquote>", "text-tag-misplaced", 1, "<h2>"),
    "note in a note": ("<p>a<small>b<small>c</small></small></p>", "text-tag-misplaced", 1, "<small>"),
    "too deep": ("<p>" + "<em>" * 60 + "a" + "</em>" * 60 + "</p>", "text-too-deep", 1, "<em>"),
    "too long": ("<p>" + "a" * 200_000 + "</p>", "text-too-long", 0, "200007"),
    "empty": (" \n<!-- rien -->", "text-empty", 0, ""),
    "empty paragraphs": ("<p> &nbsp; </p>", "text-empty", 0, ""),
    "doctype": ("<!DOCTYPE html><p>a</p>", "text-declaration", 1, "<!DOCTYPE html>"),
    "cdata": ("<p>a</p><![CDATA[b]]>", "text-declaration", 1, "CDATA"),
    "instruction": ("<?php x ?><p>a</p>", "text-declaration", 1, "php"),
    "unfinished tag": ('<p>a</p><p class="', "text-tag-unfinished", 1, "<p"),
    "unfinished comment": ("<p>a</p><!-- ", "text-tag-unfinished", 1, "<!--"),
    "unknown reference": ("<p>&bogus;</p>", "text-reference-unknown", 1, "&bogus;"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    source, code, line, found = REFUSED[case]
    _, problems = parse_fragment(source, "fr.html")
    same = [p for p in problems if p.code == code]
    assert same, problems
    assert same[0].where == (f"fr.html:{line}" if line else "fr.html")
    assert found in same[0].detail.found
    assert same[0].severity is Severity.BLOCKING


def test_what_is_meant_is_named() -> None:
    _, problems = parse_fragment("<p><b>a</b></p>", "fr.html")
    assert problems[0].detail.allowed == "<strong>"


def test_notes_do_not_stop() -> None:
    found, problems = parse_fragment("<!-- note -->\n<p></p><p>a</p>", "fr.html")
    assert len(found) == 1
    assert [(p.code, p.severity) for p in problems] == [
        ("text-comment", Severity.NOTE),
        ("text-block-empty", Severity.NOTE),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<p>" * 60_000,
        "</p>" * 50_000,
        "<" * 200_000,
        "&" * 200_000,
        "&#" * 90_000,
        "<!--" * 50_000,
        "<p><small>" * 20_000,
        "<ul><li>" * 20_000,
        "&amp;" * 39_000,
        "<p>" + "<br>" * 45_000,
        "<p>" + "\u202e" * 100_000,
        "<a " * 60_000,
        "<p " + "a " * 90_000 + ">",
        "<p>" + "<em>a</em>" * 19_000,
    ],
)
def test_hostile_texts_are_bounded(source: str) -> None:
    found, problems = parse_fragment(source, "fr.html")
    assert len(problems) <= 60
    assert found or problems
