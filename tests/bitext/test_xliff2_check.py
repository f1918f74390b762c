"""XLIFF 2, the check as a whole: which version, where a problem is, how much is told, and what a hostile file costs."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

import journal_app
from journal_app.bitext.parse import parse
from journal_app.bitext.xliff2.check import DEEPEST, check
from journal_app.bitext.xliff2.grammar import CORE, CORE_22, XSI
from journal_app.bitext.xliff2.told import MOST_TOLD
from journal_app.problems import Severity
from tests.bitext.xliff2_documents import (
    LANGUAGES,
    SEGMENT,
    UNIT,
    checked,
    document,
    file,
    one,
    segment,
    tree_of,
    unit,
    words,
)

CATALOGUES = Path(journal_app.__file__).parent / "messages"


def version_of(data: bytes) -> tuple[str, list[str]]:
    version, problems = check(tree_of(data), "a.xlf")
    return version, [problem.code for problem in problems]


# --- which version ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "core"),
    [("2.0", CORE), ("2.1", CORE), ("2.2", CORE_22), ("2.0", CORE_22), ("2.1", CORE_22)],
)
def test_a_namespace_and_a_version_that_go_together(version: str, core: str) -> None:
    assert version_of(document(file(UNIT), version=version, core=core)) == (version, [])


@pytest.mark.parametrize(("version", "core"), [("2.2", CORE), ("1.2", CORE), ("3.0", CORE_22), ("", CORE), ("2", CORE)])
def test_a_version_that_its_namespace_has_not(version: str, core: str) -> None:
    assert version_of(document(file(UNIT), version=version, core=core)) == ("", ["xliff2-version"])


@pytest.mark.parametrize(
    "data",
    [
        b"<html/>",
        b"<xliff version='2.1'/>",
        b"<xliff xmlns='urn:oasis:names:tc:xliff:document:1.2' version='1.2'/>",
        b"<file xmlns='urn:oasis:names:tc:xliff:document:2.0'/>",
    ],
)
def test_what_is_no_xliff_2(data: bytes) -> None:
    assert version_of(data) == ("", ["xliff2-other"])


# --- where, and how much ---------------------------------------------------------------------------------------------


def test_a_problem_says_the_file_the_line_and_the_element() -> None:
    (problem,) = checked(document(f'\n\n<file id="f1">\n{unit("<segment/>")}</file>'))
    assert (problem.where, problem.detail.found, problem.detail.allowed) == ("a.xlf:5", "<segment>", "<source>")
    (problem,) = checked(document(file(UNIT + "\n" + UNIT)))
    assert (problem.where, problem.detail.found) == ("a.xlf:3", '<unit id="u1">')


def test_lines_beyond_65535_are_right_where_there_is_text_and_left_out_where_there_is_none() -> None:
    far = "\n" * 70_000
    (problem,) = checked(document(far + file(unit("\n<segment> </segment>\n"))))
    assert problem.where == "a.xlf:70003"
    (problem,) = checked(document(far + file(unit("<segment/>"))))
    assert problem.where == "a.xlf" and problem.detail.found == "<segment>"


def test_a_tree_that_no_parser_made_has_no_lines() -> None:
    root = etree.Element(f"{{{CORE}}}xliff", version="2.1", srcLang="fr")
    (problem,) = check(root.getroottree(), "a.xlf")[1]
    assert (problem.where, problem.code) == ("a.xlf", "xliff2-lacking")


def test_a_strange_name_is_shown_and_not_spread_over_the_page() -> None:
    (problem,) = checked(document(file(f'<unit id="u1" name="a" {"x" * 500}="y">{SEGMENT}</unit>')))
    assert problem.code == "xliff2-attribute" and len(problem.detail.found) < 600
    (problem,) = checked(document(one(segment("a", said=f'state="{"é" * 5000}"'))))
    assert len(problem.detail.found) < 60


def test_what_nobody_reads_is_counted() -> None:
    problems = checked(document(file(UNIT * (MOST_TOLD + 51))))
    assert [problem.code for problem in problems[:2]] == ["xliff2-id-twice"] * 2
    assert len(problems) == MOST_TOLD + 1
    assert (problems[-1].code, problems[-1].severity, problems[-1].detail.found) == ("xliff2-more", "note", "50")


def test_a_flood_of_warnings_hides_nothing_that_stops() -> None:
    idle = "".join(f'<mrk id="m{number}">a</mrk>' for number in range(MOST_TOLD + 10))
    problems = checked(document(words(idle + '<ph id="m1"/>')))
    assert "xliff2-id-twice" in {problem.code for problem in problems if problem.severity is Severity.BLOCKING}


def test_form_first_then_what_it_means() -> None:
    """A file whose form is wrong is not asked for its ids, too: one thing at a time."""
    assert version_of(document(file(UNIT + UNIT, 'color="red"')))[1] == ["xliff2-attribute"]


# --- hostile files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inside",
    [
        file("".join(f'<group id="g{number}">' for number in range(230)) + "</group>" * 230),
        words("".join(f'<pc id="c{number}">' for number in range(230)) + "</pc>" * 230),
        words("".join(f'<mrk id="m{number}" translate="no">' for number in range(230)) + "</mrk>" * 230),
    ],
)
def test_what_is_too_deep_stops_once(inside: str) -> None:
    assert DEEPEST < 230
    assert version_of(document(inside))[1] == ["xliff2-deep"]


def test_what_is_deeper_still_does_not_pass_the_gate() -> None:
    tree, (problem,) = parse(document(words("<pc id='a'>" * 5000 + "</pc>" * 5000)), "a.xlf")
    assert tree is None and problem.code == "xml-broken"


def test_more_attributes_than_any_tool_writes_stop_at_the_gate() -> None:
    crowd = " ".join(f'my:a{number}="b"' for number in range(2_000))
    for inside in (unit(SEGMENT, crowd), f"<my:a {crowd}/>{UNIT}"):
        found, problems = parse(document(file(inside)), "a.xlf")
        assert found is None and [problem.code for problem in problems] == ["xml-crowded"]


MANY = 1_500
CROWD = " ".join(f"my:a{number}='b'" for number in range(400))
HOSTILE: dict[str, Callable[[int], str]] = {
    "units": lambda many: "".join(f'<unit id="u{number}">{SEGMENT}</unit>' for number in range(many)),
    "codes": lambda many: unit(segment("".join(f'<ph id="{number}"/>' for number in range(many)))),
    "open ends": lambda many: unit(segment("".join(f'<ec startRef="{number}"/>' for number in range(many)))),
    "crossed pairs": lambda many: unit(segment(
        "".join(f'<sc id="{number}"/>' for number in range(many)) +
        "".join(f'<ec startRef="{number}"/>' for number in range(many)))),
    "parts": lambda many: unit(segment("a", "b") * many),
    "notes": lambda many: "<notes>" + '<note id="n"/>' * many + "</notes>" + UNIT,
    "extensions": lambda many: '<my:a id="a"/>' * many + UNIT,
    "attributes": lambda many: "".join(f'<group id="g{number}" {CROWD}/>' for number in range(many // 100)),
    "references": lambda many: unit("<notes><note id='n'/></notes>" + segment(
        "".join(f'<mrk id="m{number}" type="comment" ref="#n=n">a</mrk>' for number in range(many)))),
    "matches": lambda many: unit("<mtc:matches>" + '<mtc:match ref="#s"><source/><target/></mtc:match>' * many +
                                 "</mtc:matches>" + segment("a", said='id="s"')),
    "changes": lambda many: unit(
        '<ctr:changeTrack><ctr:revisions appliesTo="note" ref="n1"><ctr:revision><ctr:item property="content"/>'
        "</ctr:revision></ctr:revisions></ctr:changeTrack>" * many + "<notes>" +
        "".join(f'<note id="n{number}"/>' for number in range(many)) + "</notes>" + SEGMENT),
    "one row": lambda many: unit(segment("".join(
        f'<ph id="{number}" canCopy="no" canDelete="no" canReorder="{"no" if number else "firstNo"}"/>'
        for number in range(many)))),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_twice_as_much_takes_about_twice_as_long(kind: str) -> None:
    """No file, right or wrong, makes the check look at everything for everything."""

    def cost(many: int) -> float:
        tree, times = tree_of(document(file(HOSTILE[kind](many)))), []
        for _ in range(2):
            started = time.process_time()
            check(tree, "a.xlf")
            times.append(time.process_time() - started)
        return min(times)

    assert cost(4 * MANY) < 9 * cost(MANY) + 0.05  # sixteen times, if it were quadratic


# --- sentences -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_sentence_says_what_was_found(language: str) -> None:
    text = (CATALOGUES / language / "xliff.po").read_text("utf-8")
    for code in ("xliff2-value", "xliff2-id-twice", "xliff2-reference", "xliff2-code-missing", "xliff2-element"):
        sentence = text.partition(f'msgid "problem:{code}"\n')[2].partition("\n\n")[0]
        assert "{found}" in sentence, code


def test_the_root_may_say_where_a_schema_is() -> None:
    assert checked(document(file(UNIT), f'{LANGUAGES} xmlns:x="{XSI}" x:schemaLocation="a b"')) == []
