"""XLIFF 2, what the core asks beyond the form: ids, languages, states, order, codes, markers, references.

Rows: what must be told, the right one, the wrong one. Sections are those of the OASIS specification.
"""

import pytest

from tests.bitext.xliff2_documents import (
    EVERYTHING,
    LANGUAGES,
    SEGMENT,
    UNIT,
    VERSIONS,
    blocked,
    checked,
    document,
    file,
    one,
    segment,
    tried,
    unit,
    words,
)

DATA = '<data id="d1">[b]</data><data id="d2">[/b]</data>'
NOTE = '<notes><note id="n1">Lire.</note></notes>'
KEPT = 'canCopy="no" canDelete="no"'
FIRST, NEXT = f'canReorder="firstNo" {KEPT}', f'canReorder="no" {KEPT}'
GROUP = '<group id="g1">{}</group>'


def pair(said: str) -> str:
    return words(f'<pc id="1" {said}>a</pc>', data=DATA)


def two(first: str, second: str) -> str:
    return one(first + second)


def turn(order: int) -> str:
    return f'<segment><source/><target order="{order}"/></segment>'


def noted(inside: str) -> str:
    return one(NOTE + segment(inside))


def twice(tag: str, first: str, second: str) -> str:
    return f'<{tag} id="{first}"/><{tag} id="{second}"/>'


IDS = [
    # attribute id: files in the document, groups and units in their file, parts and codes in their unit
    ("xliff2-id-twice", file(UNIT) + f'<file id="f2">{UNIT}</file>', file(UNIT) * 2),
    ("xliff2-id-twice", file('<group id="a"><group id="b"/></group>'), file('<group id="a"><group id="a"/></group>')),
    ("xliff2-id-twice", file(UNIT + f'<unit id="u2">{SEGMENT}</unit>'), file(UNIT + GROUP.format(UNIT))),
    ("xliff2-id-twice", file(f'<group id="u1">{UNIT}</group>'), file(UNIT + UNIT)),
    ("xliff2-id-twice", two(segment("a", said='id="1"'), segment("b", said='id="2"')),
     two(segment("a", said='id="1"'), segment("b", said='id="1"'))),
    ("xliff2-id-twice", two(SEGMENT, '<ignorable id="1"><source/></ignorable>'),
     two(segment("a", said='id="1"'), '<ignorable id="1"><source/></ignorable>')),
    ("xliff2-id-twice", one(segment('<ph id="2"/>', said='id="1"')), one(segment('<ph id="1"/>', said='id="1"'))),
    ("xliff2-id-twice", words('<ph id="1"/><pc id="2"/>'), words('<ph id="1"/><pc id="1"/>')),
    ("xliff2-id-twice", two(segment('<ph id="1"/>'), segment('<ph id="2"/>')),
     two(segment('<ph id="1"/>'), segment('<ph id="1"/>'))),
    ("xliff2-id-twice", words('<mrk id="1" translate="no"><ph id="2"/></mrk>'),
     words('<mrk id="1" translate="no"><ph id="1"/></mrk>')),
    ("xliff2-id-twice", words("a", twice("ph", "1", "2")), words("a", twice("ph", "1", "1"))),
    # ... the target's are the source's, for what corresponds, and nothing else's
    ("xliff2-id-other", words('<ph id="1"/>', '<ph id="1"/>'), words('<ph id="1"/>', '<pc id="1"/>')),
    ("xliff2-id-other", words('<pc id="1">a</pc>', '<sc id="1"/>b<ec startRef="1"/>'),
     words('<pc id="1">a</pc>', '<mrk id="1" translate="no">b</mrk>')),
    ("xliff2-id-other", one(segment("a", '<ph id="2"/>', 'id="1"')), one(segment("a", '<ph id="1"/>', 'id="1"'))),
    # ... data in the unit, notes of one element
    ("xliff2-id-twice", words("a", data=DATA), words("a", data='<data id="d1"/><data id="d1"/>')),
    *[("xliff2-id-twice", where.format(f"<notes>{twice('note', 'a', 'b')}</notes>"),
       where.format(f"<notes>{twice('note', 'a', 'a')}</notes>"))
      for where in (file("{}" + UNIT), file(GROUP), one("{}" + SEGMENT))],
    # Extensibility: identifiers of an extension's elements, id or xml:id, within one element of the core
    *[("xliff2-id-twice", where.format(f"<my:a>{twice('my:b', 'a', 'b')}</my:a>"),
       where.format('<my:a id="a"/><my:b xml:id="a"/>')) for where in (file("{}" + UNIT), one("{}" + SEGMENT))],
    ("xliff2-value", file('<my:a id="a"/>' + UNIT), file('<my:a id="a b"/>' + UNIT)),
]  # fmt: skip
PARTS = [
    # attributes xml:lang, srcLang, trgLang: each side in its language, said or inherited
    ("xliff2-language", one('<segment><source xml:lang="FR">a</source></segment>'),
     one('<segment><source xml:lang="de">a</source></segment>')),
    ("xliff2-language", one('<segment><source>a</source><target xml:lang="en">b</target></segment>'),
     one('<segment><source>a</source><target xml:lang="en-GB">b</target></segment>')),
    *[("xliff2-language", where.format("fr"), where.format("de"))
      for where in (file(UNIT, 'xml:lang="{}"'), one(SEGMENT, 'xml:lang="{}"'),
                    file(f'<group id="g1" xml:lang="{{}}">{UNIT}</group>'))],
    # attribute xml:space: the same for both sides
    ("xliff2-space", one('<segment><source xml:space="preserve"/><target xml:space="preserve"/></segment>'),
     one('<segment><source xml:space="preserve"/><target/></segment>')),
    ("xliff2-space", one('<segment><source/><target xml:space="default"/></segment>'),
     one('<segment><source/><target xml:space="default"/></segment>', 'xml:space="preserve"')),
    # attributes state, subState
    ("xliff2-needs", one(segment("a", said='state="initial" subState="my:a"')),
     one(segment("a", said='subState="my:a"'))),
    ("xliff2-state", one(segment("a", "b", 'state="reviewed"')), one(segment("a", said='state="reviewed"'))),
    # attribute order: each target one place among the parts
    ("xliff2-order", two(turn(2), turn(1)), two(turn(2), turn(2))),
    ("xliff2-order", two(turn(2), SEGMENT), two(turn(3), SEGMENT)),
    ("xliff2-order", two(turn(2), turn(1)), two(turn(2), segment("a", "b"))),
    # section skeleton: what it holds or where it is
    ("xliff2-content-or-link", file("<skeleton>a</skeleton>" + UNIT), file('<skeleton href="s">a</skeleton>' + UNIT)),
    ("xliff2-content-or-link", file('<skeleton href="s"/>' + UNIT), file("<skeleton/>" + UNIT)),
    ("xliff2-content-or-link", file("<skeleton><my:a/></skeleton>" + UNIT),
     file('<skeleton href="s"><my:a/></skeleton>' + UNIT)),
]  # fmt: skip
CODES = [
    # attributes dataRef, dataRefStart, dataRefEnd, subFlows
    ("xliff2-reference", pair('dataRefStart="d1"'), pair('dataRefStart="d9"')),
    ("xliff2-reference", pair('dataRefEnd="d2"'), pair('dataRefEnd="d9"')),
    ("xliff2-reference", words('<ph id="1" dataRef="d1"/>', data=DATA), words('<ph id="1" dataRef="d1"/>')),
    ("xliff2-reference", words('<ph id="1" subFlows="u1"/>'), words('<ph id="1" subFlows="u1 u9"/>')),
    ("xliff2-reference", pair('subFlowsStart="u1" subFlowsEnd="u1"'), pair('subFlowsEnd="u9"')),
    ("xliff2-value", words('<ph id="1" subFlows="u1"/>'), words('<ph id="1" subFlows="u1, u1"/>')),
    # attributes type, subType: what the prefix xlf says, with the type it belongs to
    *[("xliff2-subtype", pair(f'type="{kind}" subType="xlf:{sub}"'), pair(f'type="link" subType="xlf:{sub}"'))
      for kind, sub in (("fmt", "lb"), ("fmt", "pb"), ("fmt", "b"), ("fmt", "i"), ("fmt", "u"), ("ui", "var"))],
    ("xliff2-subtype", pair('type="fmt" subType="my:red"'), pair('type="fmt" subType="xlf:red"')),
    ("xliff2-needs", pair('type="fmt" subType="xlf:b"'), pair('subType="xlf:b"')),
    # section Duplicating an existing code; attribute copyOf
    ("xliff2-reference", words(twice("ph", "1", "2").replace('"2"', '"2" copyOf="1"')),
     words(twice("ph", "1", "2").replace('"2"', '"2" copyOf="9"'))),
    ("xliff2-copy", words('<ph id="1"/>', '<ph id="1"/><ph id="2" copyOf="1"/>'),
     words('<ph id="1" canCopy="no"/>', '<ph id="1" canCopy="no"/><ph id="2" copyOf="1"/>')),
    ("xliff2-copy", words('<ph id="1"/><ph id="2" copyOf="1"/>', data=DATA),
     words('<ph id="1"/><ph id="2" copyOf="1" dataRef="d1"/>', data=DATA)),
    ("xliff2-copy", words('<ph id="1"/><ph id="2" copyOf="1"/>', data=DATA),
     words('<ph id="1" dataRef="d1"/><ph id="2" copyOf="1"/>', data=DATA)),
    # sections sc, ec: each its other half, after it, or isolated with an id
    ("xliff2-start-alone", words('<sc id="1"/>a<ec startRef="1"/>'), words('<sc id="1"/>a')),
    ("xliff2-start-alone", words('<sc id="1" isolated="yes"/>a'), words('<sc id="1" isolated="no"/>a')),
    ("xliff2-end", words('<ec id="1" isolated="yes"/>a'), words('<ec id="1"/>a')),
    ("xliff2-end", words('<ec id="1" isolated="yes"/>a'), words('<ec isolated="yes"/>a')),
    ("xliff2-end", words('<ec id="1" isolated="yes"/>a'), words('<ec id="1" isolated="yes" startRef="1"/>a')),
    ("xliff2-end-alone", two(segment('<sc id="1"/>a'), segment('b<ec startRef="1"/>')), words('<ec startRef="1"/>')),
    ("xliff2-end-alone", words('<sc id="1"/>a<ec startRef="1"/>'), words('<ec startRef="1"/>a<sc id="1"/>')),
    ("xliff2-attribute", words('<sc id="1" dir="rtl"/><ec startRef="1"/>'),
     words('<sc id="1"/><ec startRef="1" dir="rtl"/>')),
    ("xliff2-attribute", words('<sc id="1" fs:fs="b"/><ec startRef="1"/>'),
     words('<sc id="1"/><ec startRef="1" fs:fs="b"/>')),
    *[("xliff2-ends-differ", words(f'<sc id="1" {said}="no"/><ec startRef="1" {said}="no"/>'),
       words(f'<sc id="1" {said}="no"/><ec startRef="1"/>')) for said in ("canCopy", "canDelete", "canOverlap")],
    ("xliff2-ends-differ", words(f'<sc id="1" {FIRST}/><ec startRef="1" {NEXT}/>'),
     words(f'<sc id="1" {FIRST}/><ec startRef="1" {KEPT}/>')),
    ("xliff2-ends-differ", words('<sc id="1" type="fmt"/><ec startRef="1"/>'),
     words('<sc id="1" type="fmt"/><ec startRef="1" type="ui"/>')),
    # section Editing hints: canReorder goes with canCopy and canDelete; rows begin with firstNo
    ("xliff2-hints", words(f'<ph id="1" {FIRST}/>'), words('<ph id="1" canReorder="firstNo" canDelete="no"/>')),
    ("xliff2-hints", words(f'<ph id="1" {FIRST}/>'), words('<ph id="1" canReorder="firstNo" canCopy="no"/>')),
    ("xliff2-row", words(f'<ph id="1" {FIRST}/><ph id="2" {NEXT}/>'), words(f'<ph id="1" {NEXT}/>')),
    ("xliff2-row", words(f'<ph id="1" {FIRST}/><ph id="2" {FIRST}/><ph id="3"/>'),
     words(f'<ph id="1" {FIRST}/><ph id="3"/><ph id="2" {NEXT}/>')),
    ("xliff2-row", words(f'<ph id="1" {FIRST}/><ph id="2" {NEXT}/>', f'<ph id="1" {FIRST}/>a<ph id="2" {NEXT}/>'),
     words(f'<ph id="1" {FIRST}/><ph id="2" {NEXT}/>', f'<ph id="2" {FIRST}/>a<ph id="1" {NEXT}/>')),
    ("xliff2-row",
     words(f'<pc id="1" {FIRST}><ph id="2" {NEXT}/></pc>', f'<pc id="1" {FIRST}>a<ph id="2" {NEXT}/></pc>'),
     words(f'<pc id="1" {FIRST}><ph id="2" {NEXT}/></pc>', f'<pc id="1" {FIRST}>a</pc><ph id="2" {NEXT}/>')),
    # section Removing a non-removable code
    ("xliff2-code-missing", words('<ph id="1" canDelete="no"/>a', 'b<ph id="1" canDelete="no"/>'),
     words('<ph id="1" canDelete="no"/>a', "b")),
    ("xliff2-code-missing", words('<sc id="1" canDelete="no"/>a<ec startRef="1" canDelete="no"/>'),
     words('<sc id="1" canDelete="no"/>a<ec startRef="1" canDelete="no"/>', "b")),
]  # fmt: skip
MARKERS = [
    # sections sm, em
    ("xliff2-start-alone", words('<sm id="1" translate="no"/>a<em startRef="1"/>'),
     words('<sm id="1" translate="no"/>a')),
    ("xliff2-end-alone", two(segment('<sm id="1" translate="no"/>a'), segment('b<em startRef="1"/>')),
     words('a<em startRef="1"/>')),
    ("xliff2-end-alone", words('<sm id="1" translate="no"/>a<em startRef="1"/>'),
     words('<em startRef="1"/>a<sm id="1" translate="no"/>')),
    # section Comment annotation: a value or a note of the same unit
    ("xliff2-comment", words('<mrk id="1" type="comment" value="a">b</mrk>'),
     words('<mrk id="1" type="comment">b</mrk>')),
    ("xliff2-comment", noted('<mrk id="1" type="comment" ref="#n=n1">b</mrk>'),
     noted('<mrk id="1" type="comment" ref="#n=n1" value="a">b</mrk>')),
    ("xliff2-reference", noted('<mrk id="1" type="comment" ref="#n=n1">b</mrk>'),
     noted('<mrk id="1" type="comment" ref="#n=n9">b</mrk>')),
    ("xliff2-reference", noted('<mrk id="1" type="comment" ref="#u=u1/n=n1">b</mrk>'),
     file(NOTE + unit(segment('<mrk id="1" type="comment" ref="#f=f1/n=n1">b</mrk>')))),
    ("xliff2-reference", noted('<mrk id="1" type="comment" ref="#/f=f1/u=u1/n=n1">b</mrk>'),
     noted('<mrk id="n1" type="comment" ref="#n1">b</mrk>')),
    ("xliff2-reference-form", noted('<mrk id="1" type="comment" ref="#n=n1">b</mrk>'),
     noted('<mrk id="1" type="comment" ref="https://exemple.org">b</mrk>')),
]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("code", "right", "wrong"), [*IDS, *PARTS, *CODES, *MARKERS])
def test_what_the_core_asks_of_a_document(code: str, right: str, wrong: str, version: str) -> None:
    assert tried(right, wrong, version) == {code}


@pytest.mark.parametrize("version", VERSIONS)
def test_what_has_a_target_says_its_language(version: str) -> None:
    translated = words("a", "b")
    assert blocked(document(words("a"), 'srcLang="fr"', version)) == set()
    assert blocked(document(translated, 'srcLang="fr"', version)) == {"xliff2-target-language"}
    between = two("<ignorable><source> </source><target> </target></ignorable>", SEGMENT)
    assert blocked(document(between, 'srcLang="fr"', version)) == {"xliff2-target-language"}
    assert blocked(document(translated, f'{LANGUAGES} xml:lang="ja"', version)) == {"xliff2-language"}


# --- section Fragment Identification ---------------------------------------------------------------------------------

GLOSSARY = '<gls:glossary><gls:glossEntry id="e1"><gls:term>a</gls:term><gls:translation>b</gls:translation>' \
    "</gls:glossEntry></gls:glossary>"  # fmt: skip


def referring(reference: str) -> str:
    """A document in which one marker refers to something, with one of everything to refer to."""
    marker = f'<mrk id="m" type="my:a" ref="{reference}">a <ph id="c" dataRef="d1"/></mrk>'
    parts = f'<originalData>{DATA}</originalData><segment id="s"><source>{marker}</source></segment>'
    inside = unit(GLOSSARY + NOTE + parts)
    return file(f'<my:a id="e"/>{NOTE}<group id="g1">{NOTE}{inside}</group>')


@pytest.mark.parametrize(
    "reference",
    ["#n=n1", "#d=d1", "#m", "#c", "#s", "#gls=e1", "#u=u1", "#u=u1/c", "#g=g1", "#g=g1/n=n1", "#f=f1", "#f=f1/n=n1",
     "#f=f1/g=g1/n=n1", "#f=f1/u=u1/gls=e1", "#/f=f1/u=u1/d=d1", "https://exemple.org/#bad/ref", "autre.xlf#f=f9"],
)  # fmt: skip
def test_a_reference_leads_to_what_it_names(reference: str) -> None:
    assert checked(document(referring(reference))) == []


@pytest.mark.parametrize(
    "reference", ["#n=n9", "#t=c", "#d=c", "#u=u9", "#u=u9/c", "#f=f9/u=u1", "#g=g1/c", "#mda=e1", "#f=f1/gls=e1"]
)
def test_one_that_leads_nowhere_is_only_told(reference: str) -> None:
    (problem,) = checked(document(referring(reference)))
    assert (problem.severity, problem.code) == ("warning", "xliff2-reference-lost")


@pytest.mark.parametrize(
    "reference", ["#", "#/", "#n=", "#=n1", "#n/n1", "#c/s", "#n=n1/c", "#c/n=n1", "#u=u1/f=f1", "#u=u1/u=u1/c",
                  "#d=d1/u=u1", "#z=e", "#my=e", "#r$d=e", "#n=n1/", "##n=n1", "#a b"],
)  # fmt: skip
def test_one_that_is_not_written_as_it_should_be_stops(reference: str) -> None:
    assert blocked(document(referring(reference))) == {"xliff2-reference-form"}


# --- what is told and stops nothing ----------------------------------------------------------------------------------


def test_a_marker_that_says_nothing_and_a_code_lost_between_segments_are_told() -> None:
    (idle,) = checked(document(words('<mrk id="1">a</mrk>')))
    assert (idle.severity, idle.code) == ("warning", "xliff2-marker-idle")
    between = '<ignorable><source><ph id="1" canDelete="no"/></source><target/></ignorable>'
    (lost,) = checked(document(two(between, SEGMENT)))
    assert (lost.severity, lost.code) == ("warning", "xliff2-code-missing")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_element_of_the_core_in_one_document(version: str) -> None:
    assert checked(document(EVERYTHING, version=version)) == []
