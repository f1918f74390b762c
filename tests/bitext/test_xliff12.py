"""XLIFF 1.2: what leaves comes back whole, what other tools write is read, what is wrong is told where it is."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from journal_app.bitext import xliff12
from journal_app.bitext.model import Article, Bitext, Code, End, Kind, Note, Span, State, Unit, Words, plain
from journal_app.bitext.parse import parse
from journal_app.bitext.xliff12.grammar import SPACE
from journal_app.bitext.xliff12.write import STATES
from journal_app.problems import Problem, Severity
from tests.bitext.examples import HEADLINE, ISSUE, QUEUE, opened, shut, spans_of, texts, unlined
from tests.growth import LINEAR, grows

FRAME = (
    f'<?xml version="1.0"?><xliff version="1.2" xmlns="{SPACE}" xmlns:o="urn:other"><file original="a" '
    'source-language="fr" target-language="en" datatype="plaintext"><body>\n{}\n</body></file></xliff>'
)


def unit(inside: str, said: str = 'id="1"') -> bytes:
    return FRAME.format(f"<trans-unit {said}>{inside}</trans-unit>").encode()


def read(data: bytes) -> Bitext:
    tree, problems = parse(data, "a.xlf")
    assert tree is not None, problems
    return xliff12.read(tree, "a.xlf")[0]


def target(inside: str, said: str = 'id="1"') -> Unit:
    return read(unit(f"<source>Un mot</source>{inside}", said)).articles[0].units[0]


def check(data: bytes) -> list[Problem]:
    tree, problems = parse(data, "a.xlf")
    assert tree is not None, problems
    return xliff12.check(tree, "a.xlf")[1]


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in check(data)]


# --- our own files ---------------------------------------------------------------------------------------------------


def test_what_leaves_comes_back_whole_and_is_right() -> None:
    data = xliff12.write(ISSUE)
    tree, _ = parse(data, "a.xlf")
    assert tree is not None
    assert xliff12.check(tree, "a.xlf") == ("1.2", [])
    found, problems = xliff12.read(tree, "a.xlf")
    assert problems == [] and found.version == "1.2" and unlined(found) == ISSUE
    lines = data.decode().splitlines()
    assert all(f'id="{one.id}"' in lines[one.line - 1] for article in found.articles for one in article.units)


@settings(max_examples=150, deadline=None)
@given(texts(), texts())
def test_any_words_come_back(source: Words, theirs: Words) -> None:
    one = Unit("u", "body", source, theirs, State.TRANSLATED, spans_of(source, theirs))
    sent = Bitext("fr", "en", (Article("1", "n/a", "fr", "en", "A", (one,)),))
    data = xliff12.write(sent)
    assert unlined(read(data)) == sent and check(data) == []


@pytest.mark.parametrize("state", State)
def test_each_state_comes_back(state: State) -> None:
    for theirs in (("Fjalë",), None):
        one = replace(QUEUE, units=(replace(HEADLINE, target=theirs, state=state),))
        assert read(xliff12.write(Bitext("fr", "sq", (one,)))).articles[0].units[0].state is state


def test_no_two_states_are_written_alike() -> None:
    assert len(set(STATES.values())) == len(State)


def test_a_copy_of_the_source_stands_where_a_tool_needs_a_target() -> None:
    found = read(xliff12.write(ISSUE, copied=True)).articles[0].units
    assert found[0].target == found[0].source and found[0].state is State.INITIAL
    assert found[1].target == QUEUE.units[1].target


def test_what_a_tool_dropped_of_ours_is_empty_and_the_words_are_read() -> None:
    bare = re.sub(rb' (xmlns:)?jdj(:[\w-]+)?="[^"]*"', b"", xliff12.write(ISSUE))
    bare = re.sub(rb"<jdj:term.*?(/>|</jdj:term>)\n", b"", bare)
    assert b"jdj" not in bare
    found = read(bare).articles[0]
    assert (found.id, found.title, found.limit) == ("12-attente/la-file",) * 2 + (None,)
    first, second = found.units[:2]
    assert (first.source_hash, first.target_hash, first.limit, first.terms) == ("", "", 40, ())
    term = "file → radhë (preferred), rresht (forbidden): des gens qui attendent"
    assert Note(term, "glossary", "source") in first.notes
    assert second.source == QUEUE.units[1].source and second.target == QUEUE.units[1].target
    kinds = {name: span.kind for name, span in second.spans.items()}
    assert kinds == {name: span.kind for name, span in QUEUE.units[1].spans.items()}


def test_nothing_that_no_file_can_hold_is_written() -> None:
    one = Unit("u", "body", ("a\x00b\ud800c",), None, notes=(Note("d\x0be"),))
    sent = Bitext("fr", "en", (Article("1", "n/a", "fr", "en", "A", (one,)),))
    found = read(xliff12.write(sent)).articles[0].units[0]
    assert (found.source, found.notes) == (("abc",), (Note("de"),))


# --- other tools' files ----------------------------------------------------------------------------------------------


def test_ends_of_codes_find_one_another_as_each_tool_writes_them() -> None:
    okapi = '<bpt id="1">&lt;b></bpt>a<ept id="1">&lt;/b></ept><ph id="2">&lt;br/></ph>'
    memoq = '<bpt id="1" rid="7" ctype="bold">{}</bpt>a<ept id="2" rid="7">{}</ept><x id="7"/>'
    other = '<bx id="1" rid="9"/>a<ex id="2" rid="9"/><it id="3" pos="open">[</it>'
    nameless = '<bpt id="1"/><bpt id="2"/>a<ept id="3"/><ept id="4"/>'
    for written, ends in (
        (nameless, [Code("1", End.OPEN), Code("2", End.OPEN), Code("2", End.CLOSE), Code("1", End.CLOSE)]),
        (okapi, [Code("1", End.OPEN), Code("1", End.CLOSE), Code("2")]),
        (memoq, [Code("1", End.OPEN), Code("1", End.CLOSE), Code("7")]),
        (other, [Code("1", End.OPEN), Code("1", End.CLOSE), Code("3", End.OPEN)]),
    ):
        found = target(f"<target>{written}</target>")
        assert [part for part in found.target or () if isinstance(part, Code)] == ends
        assert plain(found.target or ()) == "a"
    assert target(f"<target>{okapi}</target>").spans["1"] == Span(Kind.FOREIGN, data=("<b>", "</b>"))
    assert target(f"<target>{memoq}</target>").spans["1"].kind is Kind.STRONG


def test_segments_are_read_as_one_text() -> None:
    data = unit(
        '<source>Un. Deux.</source><seg-source><mrk mtype="seg" mid="0">Un.</mrk> <mrk mtype="seg" mid="1">Deux.</mrk>'
        '</seg-source><target><mrk mtype="seg" mid="0">One<g id="1">!</g></mrk> <mrk mtype="seg" mid="1">Two.</mrk>'
        "</target>"
    )
    assert codes(data) == []
    found = read(data).articles[0].units[0]
    assert found.target == ("One", opened("1"), "!", shut("1"), " Two.")


def test_comments_cdata_and_instructions_cost_no_words() -> None:
    found = target("<target>a<!-- x -->b<![CDATA[<c>]]><?p q?>d<g id='1'><!-- y -->e</g></target>")
    assert found.target == ("ab<c>d", opened("1"), "e", shut("1"))


@pytest.mark.parametrize(
    ("said", "unit_said", "state"),
    [
        ("", "", State.INITIAL),
        ("", ' approved="yes"', State.TRANSLATED),
        (' state="needs-review-translation"', "", State.TRANSLATED),
        (' state="needs-l10n"', "", State.NEEDS_WORK),
        (' state="translated" state-qualifier="exact-match"', "", State.TRANSLATED),
        (' state="new" state-qualifier="leveraged-tm"', "", State.MEMORY),
        (' state-qualifier="leveraged-mt"', "", State.MACHINE),
        (' state="translated" state-qualifier="rejected-spelling"', "", State.NEEDS_WORK),
        (' state="x-mine"', "", State.INITIAL),
        (' state="signed-off"', ' approved="no"', State.REVIEWED),
    ],
)
def test_states_of_other_tools(said: str, unit_said: str, state: State) -> None:
    assert target(f"<target{said}>A word</target>", f'id="1"{unit_said}').state is state


def test_a_target_that_is_missing_is_not_one_that_is_empty() -> None:
    assert target("").target is None and target("<target/>").target == ()


def test_matches_of_other_tools() -> None:
    inside = "".join(
        f'<alt-trans {said}><target>w{place}</target></alt-trans>'
        for place, said in enumerate(('match-quality="87%"', 'match-quality="99.5"', 'match-quality="good"',
                                      'alttranstype="previous-version"', 'match-quality="101"'))
    )  # fmt: skip
    assert [(one.source, one.target, one.percent) for one in target(inside).matches] == [
        ("Un mot", "w0", 87), ("Un mot", "w1", 99), ("Un mot", "w2", 0), ("Un mot", "w4", 100)]  # fmt: skip


def test_words_inside_a_code_are_told() -> None:
    tree, _ = parse(unit('<source>a<ph id="1">[<sub>titre</sub>]</ph></source>'), "a.xlf")
    assert tree is not None
    found, problems = xliff12.read(tree, "a.xlf")
    assert [(one.code, one.where, one.detail.found) for one in problems] == [("xliff12-inner", "a.xlf:2", "titre")]
    assert found.articles[0].units[0].spans["1"].data[0] == "[titre]"


@pytest.mark.parametrize("space", ["", ' xmlns="urn:oasis:names:tc:xliff:document:1.1"'])
def test_older_versions_are_read_and_told(space: str) -> None:
    data = unit("<source>a</source><target>b</target>").replace(f' xmlns="{SPACE}"'.encode(), space.encode())
    data = data.replace(b'version="1.2"', b'version="1.1"')
    tree, _ = parse(data, "a.xlf")
    assert tree is not None and xliff12.check(tree, "a.xlf")[0] == "1.2"
    assert codes(data) == ["xliff12-old"] and read(data).articles[0].units[0].target == ("b",)


# --- what is wrong ---------------------------------------------------------------------------------------------------

SOURCE = "<source>a</source>"
WRONG = {
    "xliff12-misplaced": ["<target>b</target><source>a</source>", f"{SOURCE}<o:a/><note>b</note>", f"{SOURCE}<nota/>",
                          f"{SOURCE}<target/><target/>", "<source>a<o:b/></source>", "<source>a<b>c</b></source>",
                          '<source><x id="1"><g id="2"/></x></source>', f"{SOURCE}<note>a<g id='1'/></note>"],
    "xliff12-lacking": ["", f"{SOURCE}<alt-trans/>", f"{SOURCE}<context-group/>"],
    "xliff12-words": ["<source>a</source>mots"],
    "xliff12-attribute-lacking": ["<source>a<x/></source>", "<source><mrk>a</mrk></source>",
                                  '<source><it id="1">a</it></source>', f"{SOURCE}<count-group/>"],
    "xliff12-attribute": [f'{SOURCE}<note lang="fr">b</note>', f'{SOURCE}<note o:a="b">b</note>'],
    "xliff12-value": [f'{SOURCE}<target state="done">b</target>', f'{SOURCE}<target state-qualifier="mt">b</target>',
                      '<source><g id="1" ctype="em">a</g></source>', '<source><it id="1" pos="begin">a</it></source>',
                      f'{SOURCE}<note annotates="all">b</note>', f'{SOURCE}<note priority="11">b</note>',
                      '<source><mrk mtype="mine">a</mrk></source>'],
    "xliff12-language": ['<source xml:lang="français">a</source>', '<source xml:lang="fr_FR">a</source>'],
    "xliff12-language-differs": ['<source xml:lang="en">a</source>', f'{SOURCE}<target xml:lang="fr">b</target>'],
    "xliff12-code-alone": ['<source><bpt id="1"/>a</source>', '<source>a<ept id="1"/></source>',
                           '<source><ex id="1"/>a<bx id="1"/></source>',
                           '<source><bx id="1"/>a<ex id="2" rid="7"/></source>',
                           '<source><bx id="1" rid="2"/><ex id="1"/></source>'],
    "xliff12-code-twice": ['<source><x id="1"/><x id="1" clone="no"/></source>',
                           '<source><bx id="1"/><ex id="1"/><bx id="1"/><ex id="1"/></source>',
                           f'{SOURCE}<target><g id="1" clone="no">a</g><g id="1" clone="no">a</g></target>'],
    "xliff12-segments": ['<source>Un.</source><seg-source><mrk mtype="seg" mid="1">Deux.</mrk></seg-source>'],
    "xliff12-segment-twice": ['<source>aa</source><seg-source><mrk mtype="seg" mid="1">a</mrk>'
                              '<mrk mtype="seg" mid="1">a</mrk></seg-source>'],
    "xliff12-segment-unknown": ['<source>a</source><target><mrk mtype="seg" mid="1">a</mrk></target>'],
    "xliff12-reference": [f'{SOURCE}<target phase-name="p">b</target>', '<source>a<x id="1" xid="9"/></source>',
                          f'{SOURCE}<alt-trans tool-id="t"><target>b</target></alt-trans>'],
    "xliff12-transitional": [f"{SOURCE}<prop-group><prop prop-type='a'>b</prop></prop-group>",
                             '<source ts="x">a</source>',
                             f"{SOURCE}<alt-trans><target>a</target><target>b</target></alt-trans>"],
}  # fmt: skip


@pytest.mark.parametrize(("code", "inside"), [(code, one) for code, many in WRONG.items() for one in many])
def test_what_is_wrong_is_told_at_its_line(code: str, inside: str) -> None:
    found = check(unit(inside))
    assert code in {problem.code for problem in found}
    assert {problem.where for problem in found} <= {"a.xlf:2", "a.xlf:1"}


@pytest.mark.parametrize(
    ("said", "code"),
    [('id="1" approved="maybe"', "xliff12-value"), ('id="1" maxwidth="wide"', "xliff12-value"),
     ('id="1" size-unit="letters"', "xliff12-value"), ('id="1" minwidth="9" maxwidth="3"', "xliff12-value"),
     ('id="1" xml:space="keep"', "xliff12-value"), ('id="1" approved="yes"', "xliff12-approved"),
     ('id="1" lang="fr"', "xliff12-attribute"), ("", "xliff12-attribute-lacking"),
     ('id=" "', "xliff12-attribute-lacking"), ('id="1" datatype="word"', "xliff12-value")],
)  # fmt: skip
def test_what_is_wrong_with_a_unit(said: str, code: str) -> None:
    assert codes(unit(SOURCE, said)) == [code]


@pytest.mark.parametrize(
    "inside",
    ['<source>a</source><target state="x-mine" state-qualifier="x-ours">b</target>',
     '<source><g id="1" ctype="x-b">a</g></source>',
     '<source>a</source><target><g id="1">b</g><g id="1">c</g></target>',
     "<source>a</source><note>b</note><o:c><d/></o:c>",
     '<source xml:lang="fr-BE">a</source>', '<source o:a="b">a</source>',
     '<source>a<ph id="1">&lt;<sub>b<g id="2">c</g></sub></ph></source>',
     '<source><bpt id="1"/>a<bpt id="2"/>b<ept id="3"/>c<ept id="4"/><bx id="5"/><ex id="6"/></source>',
     '<source><bpt id="1" rid="1"/>a<bpt id="3" rid="2"/>b<ept id="2" rid="1"/>c<ept id="4" rid="2"/></source>',
     '<source>a</source><alt-trans><target>b</target></alt-trans><note>c</note><context-group><context '
     'context-type="record">d</context></context-group>'],
)  # fmt: skip
def test_what_is_right_is_not_told(inside: str) -> None:
    assert codes(unit(inside)) == []


def test_ids_are_one_files_own() -> None:
    one = "<trans-unit id='1'><source>a</source></trans-unit>"
    group = f"<group id='g'>{one}</group>"
    assert codes(FRAME.format(one + one).encode()) == ["xliff12-id-twice"]
    assert codes(FRAME.format(group + group.replace("'1'", "'2'")).encode()) == ["xliff12-id-twice"]
    file = FRAME.partition("<file")[2].partition("</xliff>")[0].format(one)
    assert codes(FRAME.format(one).replace("</xliff>", f"<file{file}</xliff>").encode()) == []


@pytest.mark.parametrize(
    ("change", "code", "severity"),
    [
        (("<body>", "<header><tool tool-id='a' tool-name='b'/><note>n</note></header><body>"), None, None),
        (("<body>", "<header><note>n</note><skl><external-file href='a'/></skl></header><body>"),
         "xliff12-misplaced", Severity.BLOCKING),
        (("<body>", "<header><skl/></header><body>"), "xliff12-lacking", Severity.BLOCKING),
        (("<body>", "<header><phase-group><phase phase-name='a'/></phase-group></header><body>"),
         "xliff12-attribute-lacking", Severity.WARNING),
        (("<body>", "<body/><body>"), "xliff12-misplaced", Severity.BLOCKING),
        ((' datatype="plaintext"', ""), "xliff12-attribute-lacking", Severity.WARNING),
        ((' source-language="fr"', ""), "xliff12-attribute-lacking", Severity.BLOCKING),
        ((' source-language="fr"', ' source-language="klingon_2"'), "xliff12-language", Severity.WARNING),
        ((' original="a"', ""), "xliff12-attribute-lacking", Severity.BLOCKING),
        ((' original="a"', ' original=""'), None, None),
        ((' original="a"', ' original="a" date="hier"'), "xliff12-value", Severity.WARNING),
        ((' original="a"', ' original="a" tool="x"'), "xliff12-transitional", Severity.NOTE),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file(change: tuple[str, str], code: str | None, severity: Severity | None) -> None:
    found = check(unit(SOURCE).decode().replace(*change).encode())
    assert [(problem.code, problem.severity) for problem in found] == ([(code, severity)] if code else [])


@pytest.mark.parametrize("root", ["<a/>", '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>',
                                  '<xliff xmlns="urn:else"/>', "<tmx/>"])  # fmt: skip
def test_another_root_is_no_xliff(root: str) -> None:
    tree, _ = parse(root.encode(), "a.xlf")
    assert tree is not None
    version, problems = xliff12.check(tree, "a.xlf")
    assert (version, [one.code for one in problems]) == ("", ["xliff12-other"])
    found, problems = xliff12.read(tree, "a.xlf")
    assert (found.articles, [one.code for one in problems]) == ((), ["xliff12-other"])


def test_a_version_that_is_none() -> None:
    assert codes(f'<xliff xmlns="{SPACE}"/>'.encode()) == ["xliff12-version"]
    assert codes(f'<xliff xmlns="{SPACE}" version="1.2"/>'.encode()) == ["xliff12-lacking"]


BOMB = b'<!DOCTYPE xliff [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml-broken"),
        (BOMB + b'<xliff version="1.2">&b;</xliff>', "xml-entities"),
        (unit(SOURCE)[:-30], "xml-broken"),
        (unit("<source>é</source>").decode().encode("latin-1"), "xml-broken"),
        (b"\xff\xfe" + BOMB.decode().encode("utf-16-le"), "xml-entities"),
    ],
)
def test_no_tree_comes_of_what_the_gate_refuses(data: bytes, code: str) -> None:
    tree, problems = parse(data, "a.xlf")
    assert tree is None and [one.code for one in problems] == [code]


@pytest.mark.parametrize("codec", ["utf-16", "latin-1", "utf-8-sig"])
def test_every_encoding_that_says_its_name_is_read(codec: str) -> None:
    said = {"utf-16": "UTF-16", "latin-1": "ISO-8859-1", "utf-8-sig": "UTF-8"}[codec]
    text = unit("<source>déjà</source>").decode().replace('version="1.0"', f'version="1.0" encoding="{said}"')
    assert read(text.encode(codec)).articles[0].units[0].source == ("déjà",)


def test_deep_nesting_costs_no_traceback() -> None:
    inside = "<g id='1'>" * 200 + "a" + "</g>" * 200
    found = read(unit(f"<source>{inside}</source>")).articles[0].units[0]
    assert plain(found.source) == "a" and len(found.source) == 401


def test_eight_times_as_many_units_take_about_eight_times_as_long() -> None:
    def work(many: int) -> None:
        units = "\n".join(f'<trans-unit id="{n}"><source>Mot {n}</source><target>Word {n}</target></trans-unit>'
                          for n in range(many))  # fmt: skip
        tree, problems = parse(FRAME.format(units).encode(), "a.xlf")
        assert tree is not None, problems
        assert xliff12.check(tree, "a.xlf")[1] == []
        found = xliff12.read(tree, "a.xlf")[0].articles[0].units
        assert len(found) == many and found[-1].line == many + 1

    assert grows(work, 40_000) < LINEAR


def test_a_file_that_is_wrong_everywhere_is_told_in_few_words() -> None:
    found = check(FRAME.format("<trans-unit/>" * 1_000).encode())
    assert len(found) == 201 and (found[-1].code, found[-1].detail.found) == ("xliff12-more", "1800")
