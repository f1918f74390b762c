"""TMX: a memory comes back as it left, other tools' memories are read, nobody's name is."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.bitext import tmx
from journal_app.bitext.model import Code, End, Kind, Span, Words
from journal_app.bitext.parse import parse
from journal_app.bitext.tmx import Segment
from journal_app.problems import Problem, Severity
from tests.bitext.examples import LETTERS, opened, shut, spans_of, texts

HEADER = (
    '<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="{}" '
    'datatype="plaintext"/>'
)
FRAME = '<?xml version="1.0"?>\n<tmx version="1.4">' + HEADER.format("fr") + "<body>\n{}\n</body></tmx>"


def unit(*sides: str, said: str = "", source: str = "Un mot") -> str:
    texts_ = ("".join(f"<tuv {side.replace('|', '><seg>', 1)}</seg></tuv>" for side in sides))
    return f'<tu{said}><tuv xml:lang="fr"><seg>{source}</seg></tuv>{texts_}</tu>'


def read(data: str, source: str = "") -> tuple[list[Segment], list[Problem]]:
    tree, problems = parse(data.encode(), "a.tmx", doctype=True)
    assert tree is not None, problems
    return tmx.read(tree, "a.tmx", source)


def codes(data: str) -> list[str]:
    tree, problems = parse(data.encode(), "a.tmx", doctype=True)
    assert tree is not None, problems
    return [problem.code for problem in tmx.check(tree, "a.tmx")[1]]


# --- our own ---------------------------------------------------------------------------------------------------------

PLAIN = st.text(st.characters(categories=["L", "N", "P"]), max_size=8)
MOMENTS = st.none() | st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)


@st.composite
def segments(draw: st.DrawFn) -> Segment:
    source, theirs = draw(texts(once=True)), draw(texts(once=True))
    props = draw(st.lists(st.tuples(st.sampled_from(["x-issue", "file", "next"]), PLAIN), max_size=2))
    languages = st.sampled_from(["fr", "ar", "prs", "kmr-Arab", "fr-BE"])
    return Segment(draw(languages), draw(languages), source, theirs, spans_of(source, theirs), draw(PLAIN),
                   draw(MOMENTS), draw(MOMENTS), draw(PLAIN), tuple(props))  # fmt: skip


def unlined(found: list[Segment]) -> list[Segment]:
    return [Segment(one.source_language, one.target_language, one.source, one.target, one.spans, one.note, one.created,
                    one.changed, one.tuid, one.props) for one in found]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(segments(), max_size=3))
def test_what_leaves_comes_back(some: list[Segment]) -> None:
    data = tmx.write(some, "fr")
    found, problems = read(data.decode())
    assert unlined(found) == some and problems == [] and codes(data.decode()) == []
    streamed = list(tmx.stream(data, "a.tmx"))
    assert streamed == found


def test_what_a_memory_looks_like() -> None:
    one = Segment("fr", "ar", ("On ", opened("1"), "attend", shut("1"), Code("2")), (opened("1"), "ننتظر"),
                  {"1": Span(Kind.EMPHASIS, data=("<em>", "</em>")), "2": Span(Kind.BREAK, data=("<br>", ""))},
                  created=datetime(2026, 1, 31, 12, 15, tzinfo=timezone(timedelta(hours=2))))  # fmt: skip
    data = tmx.write([one], "fr", kind="sentence").decode()
    assert '<bpt i="1" x="1" type="italic">&lt;em&gt;</bpt>attend<ept i="1">&lt;/em&gt;</ept>' in data
    assert '<ph x="2" type="lb">&lt;br&gt;</ph>' in data and '<it pos="begin" x="1" type="italic">' in data
    assert 'creationdate="20260131T101500Z"' in data and 'segtype="sentence"' in data and codes(data) == []


def test_nobody_is_named_on_the_way_out_or_in() -> None:
    props = (("x-issue", "12"), ("x-user", "Zahra"), ("changeid", "Zahra"), ("modified-by", "Zahra"))
    data = tmx.write([Segment("fr", "ar", ("a",), ("b",), props=props)], "fr").decode()
    assert "Zahra" not in data and "creationid" not in data and '<prop type="x-issue">12' in data
    said = ' creationid="Zahra" changeid="Zahra"'
    inside = '<prop type="x-LastUsedBy:SingleString">Zahra</prop>'
    found = read(FRAME.format(unit(f'xml:lang="en"{said}|A word', said=said).replace("<tuv", inside + "<tuv", 1)))[0]
    assert found and "Zahra" not in repr(found)


def test_ids_that_are_no_numbers_become_numbers_on_both_sides_alike() -> None:
    words: Words = (opened("m1"), "a", shut("m1"), opened("2"), "b", shut("2"))
    found = read(tmx.write([Segment("fr", "ar", words, words)], "fr").decode())[0]
    assert found[0].source == (opened("1"), "a", shut("1"), opened("2"), "b", shut("2")) == found[0].target


# --- other tools -----------------------------------------------------------------------------------------------------


def test_omegat_writes_two_levels() -> None:
    first = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx11.dtd">\n<tmx version="1.1">'
        + HEADER.format("FR") + "<body>\n<!-- Default translations -->\n"
        '<tu><note>voir p. 3</note><tuv lang="FR"><seg>&lt;g0&gt;Un&lt;/g0&gt; mot</seg></tuv>'
        '<tuv lang="EN-US" changeid="zahra" changedate="20260131T101500Z" creationdate="20260101T000000Z">'
        "<seg>A &lt;g0&gt;word&lt;/g0&gt;</seg></tuv></tu></body></tmx>"
    )  # fmt: skip
    assert codes(first) == []
    (one,), problems = read(first)
    assert problems == [] and (one.source_language, one.target_language) == ("fr", "en-US")
    assert one.source == ("<g0>Un</g0> mot",) and (one.note, one.line) == ("voir p. 3", 5)
    assert (one.created, one.changed) == (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 31, 10, 15, tzinfo=UTC))
    second = first.replace("tmx11", "tmx14").replace('version="1.1"', 'version="1.4"').replace(" lang=", " xml:lang=")
    for tag, code in (("&lt;g0&gt;", '<bpt i="0" x="0">&lt;g0&gt;</bpt>'),
                      ("&lt;/g0&gt;", '<ept i="0">&lt;/g0&gt;</ept>')):  # fmt: skip
        second = second.replace(tag, code)
    assert codes(second) == []
    ((one,), _) = read(second)
    assert one.source == (opened("0"), "Un", shut("0"), " mot") and one.target == ("A ", opened("0"), "word", shut("0"))
    assert one.spans == {"0": Span(Kind.FOREIGN, data=("<g0>", "</g0>"))}


def test_codes_without_x_are_known_again_by_i_and_by_their_order() -> None:
    seg = '<bpt i="1">&lt;b></bpt>a<ept i="1">&lt;/b></ept><ph>1</ph><ph>2</ph><hi>b</hi><ut>3</ut>'
    ((one,), _) = read(FRAME.format(unit(f'xml:lang="en"|{seg}', source=seg)))
    assert one.source == one.target
    assert [part.id for part in one.source if isinstance(part, Code)] == ["1", "1", "p1", "p2", "h3", "h3", "p4"]


def test_the_same_x_for_two_kinds_of_codes_is_two_codes() -> None:
    seg = '<bpt i="1" x="1"/>a<ept i="1"/><ph x="1"/>'
    ((one,), _) = read(FRAME.format(unit(f'xml:lang="en"|{seg}', source=seg)))
    assert [part.id for part in one.source if isinstance(part, Code)] == ["1", "1", "1-alone"]
    assert one.source == one.target


def test_each_further_language_is_a_pair_with_the_source() -> None:
    data = FRAME.format(unit('xml:lang="en"|A word', 'lang="ar"|كلمة', 'xml:lang="PRS"|واژه'))
    assert [one.target_language for one in read(data)[0]] == ["en", "ar", "prs"]


@pytest.mark.parametrize(("said", "languages"), [("FR-be", ["fr", "en"]), ("*all*", ["fr", "en"]), ("en", ["en", "fr"]),
                                                 ("fr_FR", ["fr", "en"])])  # fmt: skip
def test_the_source_is_found_whatever_its_letters(said: str, languages: list[str]) -> None:
    data = FRAME.replace('srclang="fr"', f'srclang="{said}"').format(unit('xml:lang="en"|A word'))
    ((one,), problems) = read(data)
    assert [one.source_language, one.target_language] == languages and problems == []


def test_who_reads_may_say_which_is_the_source_of_a_memory_without_one() -> None:
    data = FRAME.replace('srclang="fr"', 'srclang="*all*"').format(unit('xml:lang="en"|A word'))
    ((one,), _) = read(data, source="en")
    assert one.source == ("A word",)


def test_what_cannot_be_paired_is_told_and_left() -> None:
    data = FRAME.format("\n".join((
        unit(), unit('xml:lang="klingon_1"|a'), unit('xml:lang="en"|a').replace('"fr"', '"de"', 1),
        unit('xml:lang="en"|a', said=' srclang="ar"'), unit('xml:lang="en"|b'))))  # fmt: skip
    found, problems = read(data)
    assert [one.target for one in found] == [("b",)]
    assert [(one.code, one.where) for one in problems] == [
        ("tmx-skipped", "a.tmx:3"), ("tmx-language", "a.tmx:4"), ("tmx-skipped", "a.tmx:4"), ("tmx-skipped", "a.tmx:5"),
        ("tmx-skipped", "a.tmx:6"),
    ]  # fmt: skip


# --- what is wrong ---------------------------------------------------------------------------------------------------

WRONG = {
    "tmx-misplaced": [unit('xml:lang="en"|a').replace("</tu>", "<note>n</note></tu>"), "<tuv/>",
                      unit("xml:lang='en'|<b>a</b>"), unit("xml:lang='en'|a<sub>b</sub>"),
                      unit("xml:lang='en'|a").replace("</seg></tuv></tu>", "</seg><seg/></tuv></tu>")],
    "tmx-lacking": ["<tu/>", '<tu><tuv xml:lang="fr"/></tu>'],
    "tmx-words": ["<tu>mots" + unit()[4:]],
    "tmx-attribute-lacking": [unit("xml:lang='en'|<bpt>a</bpt>"), unit("xml:lang='en'|<it>a</it>"),
                              "<tu><prop>a</prop>" + unit()[4:]],
    "tmx-attribute": [unit(said=' owner="x"'), unit("xml:lang='en'|<ph id='1'/>")],
    "tmx-value": [unit(said=' creationdate="hier"'), unit(said=' segtype="word"'),
                  unit("xml:lang='en'|<it pos='open'/>"), unit("xml:lang='en'|<bpt i='a'/><ept i='a'/>")],
    "tmx-code-alone": [unit("xml:lang='en'|<bpt i='1'/>a"), unit("xml:lang='en'|<ept i='1'/>a<bpt i='1'/>")],
    "tmx-code-twice": [unit("xml:lang='en'|<bpt i='1'/><ept i='1'/><bpt i='1'/><ept i='1'/>"),
                       unit("xml:lang='en'|<ph x='1'/><ph x='1'/>")],
}  # fmt: skip


@pytest.mark.parametrize(("code", "inside"), [(code, one) for code, many in WRONG.items() for one in many])
def test_what_is_wrong_is_told_at_its_line(code: str, inside: str) -> None:
    tree, _ = parse(FRAME.format(inside).encode(), "a.tmx")
    assert tree is not None
    found = tmx.check(tree, "a.tmx")[1]
    assert code in {one.code for one in found} and {one.where for one in found} == {"a.tmx:3"}


def test_what_is_right_is_not_told() -> None:
    seg = 'a<bpt i="1" x="1" type="bold">[<sub>b</sub></bpt>c<hi x="3"><ph x="2" assoc="p"/></hi><ept i="1">]</ept>'
    said = ' tuid="1" usagecount="2" changedate="20260131T101500Z"'
    assert codes(FRAME.format(unit(f'xml:lang="en" creationtool="t"|{seg}', said=said))) == []


@pytest.mark.parametrize(
    ("change", "code", "severity"),
    [((' srclang="fr"', ""), "tmx-attribute-lacking", Severity.WARNING),
     (('version="1.4"', 'version="3"'), "tmx-version", Severity.WARNING),
     (("<body>", "<body/><body>"), "tmx-misplaced", Severity.BLOCKING),
     ((HEADER.format("fr"), ""), "tmx-lacking", Severity.BLOCKING)],
)  # fmt: skip
def test_what_is_wrong_with_a_file(change: tuple[str, str], code: str, severity: Severity) -> None:
    tree, _ = parse(FRAME.replace(*change).format(unit('xml:lang="en"|a')).encode(), "a.tmx")
    assert tree is not None
    assert [(one.code, one.severity) for one in tmx.check(tree, "a.tmx")[1]] == [(code, severity)]


@pytest.mark.parametrize("root", ["<xliff/>", '<tmx xmlns="urn:else" version="1.4"/>'])
def test_another_root_is_no_memory(root: str) -> None:
    assert codes(root) == ["tmx-other"]
    assert [one.code for one in read(root)[1]] == ["tmx-other"]
    assert [one.code for one in tmx.stream(root.encode(), "a") if isinstance(one, Problem)] == ["tmx-other"]


BOMB = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
GOOD = FRAME.format(unit('xml:lang="en"|é'))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml-broken"),
        ((BOMB + "<tmx>&b;</tmx>").encode(), "xml-entities"),
        (b"\xff\xfe" + (BOMB + "<tmx>&b;</tmx>").encode("utf-16-le"), "xml-entities"),
        (GOOD.encode()[:-40], "xml-broken"),
        (GOOD.encode("latin-1"), "xml-broken"),
        (GOOD.replace('"1.0"', '"1.0" encoding="x-none"').encode(), "xml-broken"),
    ],
)
def test_the_gate_is_the_same_for_a_tree_and_for_a_stream(data: bytes, code: str) -> None:
    tree, problems = parse(data, "a.tmx", doctype=True)
    assert tree is None and [one.code for one in problems] == [code]
    streamed = list(tmx.stream(data, "a.tmx"))
    assert [one.code for one in streamed if isinstance(one, Problem)] == [code]


def test_a_grammar_that_is_named_is_let_pass_and_not_fetched() -> None:
    data = GOOD.replace("<tmx", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx').encode()
    assert parse(data, "a.tmx")[0] is None
    assert [one.target for one in tmx.stream(data, "a.tmx") if isinstance(one, Segment)] == [("é",)]


def test_what_a_file_says_before_it_breaks_off_is_read() -> None:
    data = FRAME.format("\n".join([unit('xml:lang="en"|a')] * 2_000)).encode()[:-5_000]
    streamed = list(tmx.stream(data, "a.tmx"))
    assert len(streamed) > 1_000 and isinstance(streamed[-1], Problem) and streamed[-1].code == "xml-broken"


@pytest.mark.parametrize("codec", ["utf-16", "latin-1"])
def test_every_encoding_that_says_its_name_is_read(codec: str) -> None:
    said = {"utf-16": "UTF-16", "latin-1": "ISO-8859-1"}[codec]
    data = GOOD.replace('"1.0"', f'"1.0" encoding="{said}"', 1).encode(codec)
    assert [one.target for one in tmx.stream(data, "a.tmx") if isinstance(one, Segment)] == [("é",)]


@settings(max_examples=60, deadline=None)
@given(LETTERS, LETTERS)
def test_any_tag_of_a_stranger_costs_no_traceback(name: str, value: str) -> None:
    bad = re.sub(r"[<&\"]", "", value)
    data = FRAME.format(unit(f'xml:lang="{bad}"|<ph x="{bad}" type="{bad}"/>', said=f' srclang="{bad}"')).encode()
    tree, _ = parse(data, "a.tmx")
    if tree is not None:
        tmx.check(tree, name)
        tmx.read(tree, name)


_STREAM = """
import resource, sys
from journal_app.bitext import tmx
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
data = sys.stdin.buffer.read()
count = sum(isinstance(one, tmx.Segment) for one in tmx.stream(data, "a.tmx"))
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 - len(data))
"""


def test_a_hundred_thousand_units_are_streamed_in_the_memory_of_their_bytes() -> None:
    words = "Chaque matin à six heures les mêmes personnes attendent."
    many = (Segment("fr", "en", (opened("1"), words, shut("1")), ("word " * 9,), tuid=str(n)) for n in range(100_000))
    data = tmx.write(many, "fr")
    told = subprocess.run([sys.executable, "-c", _STREAM], input=data, capture_output=True, check=True).stdout.split()
    assert int(told[0]) == 100_000
    assert int(told[1]) < 60_000_000, "what is not the file itself"


def test_ends_that_cross_are_pairs_all_the_same() -> None:
    words: Words = (opened("1"), "a", opened("2"), "b", shut("1"), "c", shut("2"))
    found = read(tmx.write([Segment("fr", "ar", words, ("x",))], "fr").decode())[0]
    assert found[0].source == words and Code("1", End.CLOSE) in found[0].source
