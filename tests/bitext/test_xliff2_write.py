"""XLIFF 2, the way out: what leaves is valid whatever it holds, other tools can work on it, and it comes back whole."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from journal_app.bitext.model import (
    Article,
    Bitext,
    Code,
    End,
    Kind,
    Match,
    Note,
    Span,
    State,
    Term,
    Unit,
    Words,
    plain,
)
from journal_app.bitext.xliff2.check import check
from journal_app.bitext.xliff2.grammar import CORE, SPACES, XML
from journal_app.bitext.xliff2.read import read
from journal_app.bitext.xliff2.write import write
from tests.bitext.examples import EMPHASIS, ISSUE, LINE, LINK, QUEUE, opened, shut, texts, unlined
from tests.bitext.xliff2_documents import VERSIONS, tree_of

WORD = Unit("u1", "headline", ("mot",))


def issue(*units: Unit, source: str = "fr", target: str = "en") -> Bitext:
    return Bitext(source, target, (Article("a1", "12/la-file", source, target, "La file", units),))


def back(bitext: Bitext, version: str = "2.1") -> Bitext:
    """What is read of what was written, once the check has found nothing in it."""
    tree = tree_of(write(bitext, version))
    assert check(tree, "a.xlf") == (version, [])
    found, problems = read(tree, "a.xlf")
    assert problems == [] and found.version == version
    return unlined(found)


def unit_back(unit: Unit) -> Unit:
    return back(issue(unit)).articles[0].units[0]


def element(unit: Unit) -> etree._Element:
    found = tree_of(write(issue(unit))).getroot().find(f".//{{{CORE}}}unit")
    assert found is not None
    return found


def text(unit: Unit) -> str:
    return write(issue(unit)).decode()


# --- whole -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_an_issue_comes_back_as_it_left(version: str) -> None:
    assert back(ISSUE, version) == ISSUE


@pytest.mark.parametrize("version", VERSIONS)
def test_the_same_values_give_the_same_bytes(version: str) -> None:
    assert write(ISSUE, version) == write(ISSUE, version)
    assert write(back(ISSUE, version), version) == write(ISSUE, version)


def test_every_unit_says_its_line() -> None:
    data = write(ISSUE)
    lines = data.decode().splitlines()
    for article in read(tree_of(data), "a.xlf")[0].articles:
        assert all(f'<unit id="{unit.id}"' in lines[unit.line - 1] for unit in article.units)


def test_a_version_that_nobody_knows_is_not_written() -> None:
    with pytest.raises(KeyError):
        write(ISSUE, "1.2")


@pytest.mark.parametrize("bad", ["", "a b", "a/b", " a", "#a"])
def test_an_id_that_xml_does_not_allow_is_an_error_of_ours(bad: str) -> None:
    with pytest.raises(ValueError):
        write(issue(replace(WORD, id=bad)))
    with pytest.raises(ValueError):
        write(replace(ISSUE, articles=(replace(QUEUE, id=bad),)))


def test_so_is_one_that_is_there_twice() -> None:
    with pytest.raises(ValueError):
        write(issue(WORD, WORD))
    with pytest.raises(ValueError):
        write(replace(ISSUE, articles=(QUEUE, QUEUE)))


def test_an_article_without_units_is_a_file_all_the_same() -> None:
    assert back(issue()).articles[0].units == ()


# --- what tools see --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target", "directions"),
    [("fr", "ar", ("ltr", "rtl")), ("fa", "en", ("rtl", "ltr")), ("kmr-Arab", "ps", ("rtl", "rtl"))],
)
def test_a_file_says_which_way_it_is_written(source: str, target: str, directions: tuple[str, str]) -> None:
    file = tree_of(write(issue(WORD, source=source, target=target))).getroot()[0]
    assert (file.get("srcDir"), file.get("trgDir")) == directions


def test_a_pair_is_a_span_with_its_signs_its_data_and_its_address() -> None:
    words = ("la ", opened("1"), "file", shut("1"), Code("2"), "ici")
    written = text(replace(WORD, source=words, target=words, spans={"1": LINK, "2": LINE}))
    assert '<data id="d1">&lt;a href="https://exemple.org/?a=1&amp;amp;b"&gt;</data>' in written
    assert (
        'la <pc id="1" type="link" canDelete="no" dataRefStart="d1" dispStart="②" dataRefEnd="d2" dispEnd="❷" fs:fs="a"'
        ' fs:subFs="href,https://exemple.org/?a=1&amp;b">file</pc>'
        '<ph id="2" type="fmt" subType="xlf:lb" dataRef="d3" disp="↵"/>ici' in written
    )


def test_of_pairs_that_overlap_one_is_a_start_and_an_end() -> None:
    words = (opened("1"), "a", opened("2"), "b", shut("1"), "c", shut("2"))
    unit = replace(WORD, source=words, spans={"1": EMPHASIS, "2": EMPHASIS})
    tags = [etree.QName(one).localname for one in element(unit).iterfind(f"{{{CORE}}}segment/{{{CORE}}}source//*")]
    assert tags == ["sc", "pc", "ec"] and unit_back(unit) == unit


BROKEN: list[Words] = [
    (shut("1"), "a", opened("1")),
    (opened("1"), "a", opened("1"), "b", shut("1"), shut("1")),
    (opened("1"), "a", shut("1"), opened("1"), "b", shut("1")),
    (Code("1"), opened("1"), "a", shut("1"), Code("1")),
    (opened("1"), opened("2"), "a", shut("1")),
    (Code("a b"), "x", Code("")),
    (Code("s"), "x"),
    (Code("1-2"), Code("1"), Code("1")),
]


@pytest.mark.parametrize("source", BROKEN)
@pytest.mark.parametrize("target", [None, *BROKEN])
def test_whatever_people_did_to_the_codes_the_file_is_valid(source: Words, target: Words | None) -> None:
    unit = replace(WORD, source=source, target=target, spans={"1": EMPHASIS, "2": LINK, "s": LINE}, state=State.FINAL)
    found = unit_back(replace(unit, state=State.FINAL if target is not None else State.INITIAL))
    for before, after in ((unit.source, found.source), (unit.target, found.target)):
        assert plain(before or ()) == plain(after or ())
        ends = [[part.end for part in words or () if isinstance(part, Code)] for words in (before, after)]
        assert ends[0] == ends[1]


def test_what_a_target_has_to_have_may_be_missing_and_is_asked_for_all_the_same() -> None:
    unit = replace(WORD, source=(opened("1"), "a", shut("1")), target=("b",), spans={"1": EMPHASIS})
    assert 'canDelete="no"' not in text(unit) and unit_back(unit).spans["1"].must
    whole = replace(unit, target=unit.source)
    assert 'canDelete="no"' in text(whole) and unit_back(whole) == whole


@pytest.mark.parametrize(
    "words", ["la\nfile", " la file", "la file ", "la  file", "la\tfile", "\u2028la", "la\r\nfile", "\n"]
)
def test_spaces_that_count_are_kept(words: str) -> None:
    for unit in (
        replace(WORD, source=(words,)),
        replace(WORD, target=(words,)),
        replace(WORD, matches=(Match(words, "", 9),)),
    ):
        assert element(unit).get(f"{{{XML}}}space") == "preserve"
        assert unit_back(unit) == unit
    assert element(WORD).get(f"{{{XML}}}space") is None


@pytest.mark.parametrize(
    "words",
    ["می‌خواهم", "رسالة إلى الشمال", "ትግርኛ", "پښتو ځ", "Ku rêwî", "中文", "𞤀𞤣𞤤𞤢𞤥", "e\u0301 ≠ é", "\u202b؟\u202c"],
)
def test_all_scripts(words: str) -> None:
    unit = replace(WORD, source=(words,), target=(words, Code("1"), words), spans={"1": LINE})
    assert unit_back(unit) == unit


def test_a_character_that_xml_cannot_hold_is_written_in_words_and_left_out_elsewhere() -> None:
    unit = replace(WORD, source=("a\x00b\x1fc",), notes=(Note("a\x1fb"),), target=("\x07",))
    written = text(unit)
    assert '<source>a<cp hex="0000"/>b<cp hex="001F"/>c</source>' in written and '<cp hex="0007"/>' in written
    tree = tree_of(written.encode())
    assert check(tree, "a.xlf") == ("2.1", [])
    found = read(tree, "a.xlf")[0].articles[0].units[0]
    assert (found.source, found.target, found.notes) == (("ab\x1fc",), ("\x07",), (Note("ab"),))


# --- states, limits, the body ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("target", [None, (), ("word",)])
def test_every_state_comes_back(state: State, target: Words | None) -> None:
    unit = replace(WORD, target=target, state=state)
    assert unit_back(unit) == unit


def test_what_xliff_has_no_state_for_is_a_substate_of_the_first() -> None:
    for state in (State.MEMORY, State.MACHINE, State.IN_PROGRESS, State.NEEDS_WORK):
        assert f'state="initial" subState="jdj:{state}"' in text(replace(WORD, target=("a",), state=state))
    assert 'state="reviewed">' in text(replace(WORD, target=("a",), state=State.REVIEWED))


def test_the_body_is_a_group_that_has_its_limit() -> None:
    body = tuple(Unit(f"p{number}", "body", ("Un.",)) for number in range(3))
    article = Article("a1", "12/a", "fr", "en", "", (replace(WORD, limit=40), *body), (), 900)
    bitext = Bitext("fr", "en", (article,))
    file = tree_of(write(bitext)).getroot()[0]
    limit = f"{{{SPACES['slr']}}}sizeRestriction"
    (profiles,) = file.iterchildren(f"{{{SPACES['slr']}}}profiles")
    assert profiles.get("generalProfile") == "xliff:codepoints"
    unit, group = list(file)[-2:]
    assert (unit.get(limit), group.get("id"), group.get(limit), len(group)) == ("40", "body", "900", 3)
    assert back(bitext) == bitext
    assert back(replace(bitext, articles=(replace(article, units=(WORD,)),))).articles[0].limit == 900


def test_no_profile_where_there_is_no_limit() -> None:
    assert b"slr:profiles" not in write(issue(WORD))


# --- memory and glossary ---------------------------------------------------------------------------------------------


def test_a_memory_proposes_with_a_percentage() -> None:
    unit = replace(
        WORD, matches=(Match("mots", "words", 87, "11-seuils"), Match("mort", "dead", 140), Match("", "", -3))
    )
    written = text(unit)
    assert '<mtc:match id="m1" ref="#s" type="tm" origin="11-seuils" similarity="87">' in written
    assert [match.percent for match in unit_back(unit).matches] == [87, 100, 0]


SORTS = (("queue", "preferred"), ("line", "forbidden"), ("file", "kept"), ("waiting", "spoken"), ("row", "preferred"))


def test_tools_propose_only_what_may_be_taken() -> None:
    unit = replace(WORD, terms=(Term("file", SORTS, "des gens"),))
    proposals = [one.text for one in element(unit).iter(f"{{{SPACES['gls']}}}translation")]
    assert proposals == ["queue", "file", "row"] and unit_back(unit) == unit


def test_an_entry_with_nothing_to_propose_shows_what_it_knows() -> None:
    unit = replace(
        WORD, terms=(Term("jungle", (("jungle", "forbidden"), ("camp", "spoken"))), Term("rien"), Term("a", (), "b"))
    )
    signs = [one.text for one in element(unit).iter(f"{{{SPACES['gls']}}}definition")]
    assert signs == ["✗ jungle, ♪ camp", None, "b"] and unit_back(unit) == unit


# --- any bitext at all -----------------------------------------------------------------------------------------------

# What XML can hold; in words also what it cannot, but for NUL and what Unicode calls no character.
NEVER = "\x00\ufffe\uffff"
UNSAYABLE = NEVER + "".join(chr(point) for point in range(32) if chr(point) not in "\t\n\r")
SAYABLE = st.characters(exclude_categories=["Cs"], exclude_characters=UNSAYABLE)
LINES = st.text(SAYABLE, max_size=8)
FILLED = st.text(SAYABLE, min_size=1, max_size=8)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=NEVER), min_size=1, max_size=8)
IDS = st.from_regex(r"[A-Za-z_][A-Za-z0-9._:-]{0,6}", fullmatch=True)
LANGUAGES = st.sampled_from(["fr", "ar", "en", "kmr-Arab", "fa-AF", "ti"])
COUNTS = st.none() | st.integers(0, 10_000)
TERMS = st.builds(
    Term,
    FILLED,
    st.lists(st.tuples(FILLED, st.sampled_from(["preferred", "forbidden", "kept", "spoken"])), max_size=3).map(tuple),
    LINES,
)
NOTES = st.lists(st.builds(Note, LINES, LINES, st.sampled_from(["", "source", "target"])), max_size=2).map(tuple)
MATCHES = st.lists(st.builds(Match, LINES, LINES, st.integers(0, 100), LINES), max_size=2).map(tuple)
PAIRS = st.builds(
    Span, st.sampled_from([kind for kind in Kind if kind is not Kind.BREAK]), st.tuples(LINES, LINES),
    st.tuples(ANY, ANY), st.just("") | FILLED, st.booleans(),
)  # fmt: skip
ALONE = st.builds(
    Span, st.sampled_from([Kind.BREAK, Kind.FOREIGN]), st.tuples(LINES, st.just("")), st.tuples(ANY, st.just("")),
    st.just(""), st.booleans(),
)  # fmt: skip


@st.composite
def units(draw: st.DrawFn, identity: str, key: str) -> Unit:
    words = texts(once=True, letters=ANY)
    source, target = draw(words), draw(st.none() | words)
    used = {part.id: part.end for side in (source, target or ()) for part in side if isinstance(part, Code)}
    spans = {name: draw(ALONE if end is End.ALONE else PAIRS) for name, end in used.items()}
    return Unit(
        identity, key, source, target, draw(st.sampled_from(State)), spans, draw(NOTES), draw(LINES), draw(LINES),
        draw(COUNTS), draw(MATCHES), tuple(draw(st.lists(TERMS, max_size=2))),
    )  # fmt: skip


@st.composite
def bitexts(draw: st.DrawFn) -> Bitext:
    articles: list[Article] = []
    for identity in draw(st.lists(IDS, min_size=1, max_size=2, unique=True)):
        ids = draw(st.lists(IDS, max_size=3, unique=True))
        bodies = draw(st.integers(0, len(ids)))
        keys = [draw(FILLED.filter(lambda key: key != "body")) for _ in ids[bodies:]] + ["body"] * bodies
        articles.append(
            Article(
                identity, draw(LINES), draw(LANGUAGES), draw(LANGUAGES), draw(LINES),
                tuple(draw(units(name, key)) for name, key in zip(ids, keys, strict=True)), draw(NOTES), draw(COUNTS),
            )
        )  # fmt: skip
    return Bitext(draw(LANGUAGES | st.just("mul")), draw(LANGUAGES), tuple(articles))


@settings(max_examples=150, deadline=None)
@given(bitexts(), st.sampled_from(VERSIONS))
def test_any_bitext_is_written_valid_and_read_back_the_same(bitext: Bitext, version: str) -> None:
    assert back(bitext, version) == bitext


ROWS = st.lists(
    st.sampled_from([opened("1"), shut("1"), opened("2"), shut("2"), Code("1"), Code("3"), "a"]), max_size=9
)


@settings(max_examples=100, deadline=None)
@given(ROWS, ROWS)
def test_any_row_of_codes_is_written_valid(source: list[str | Code], target: list[str | Code]) -> None:
    spans = {"1": EMPHASIS, "2": LINK, "3": LINE}
    unit = replace(WORD, source=tuple(source), target=tuple(target), spans=spans, state=State.TRANSLATED)
    assert plain(unit_back(unit).source) == plain(source)


def test_nothing_of_this_machine_is_in_a_file() -> None:
    assert not re.search(rb"/(home|tmp|work|usr)/", write(ISSUE))
