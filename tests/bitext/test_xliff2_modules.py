"""XLIFF 2, what each module asks: candidates, glossary, metadata, resources, changes, sizes, rules, ITS, variants.

Rows: what must be told, the right one, the wrong one. Sections are those of the OASIS specification's modules.
"""

import pytest
from lxml import etree

from journal_app.bitext.xliff2.check import check
from tests.bitext.xliff2_documents import (
    EVERY_MODULE,
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

PROFILES = '<slr:profiles generalProfile="xliff:codepoints" storageProfile="xliff:utf8"/>'


def matched(said: str, source: str = "a", target: str = "b", before: str = "", more: str = "") -> str:
    match = f"<mtc:match {said}>{before}<source>{source}</source><target>{target}</target></mtc:match>"
    return one(f"<mtc:matches>{match}{more}</mtc:matches>" + segment('<pc id="c">a</pc>', said='id="s"'))


def listed(*entries: str) -> str:
    return one("<gls:glossary>" + "".join(entries) + "</gls:glossary>" + segment("a", said='id="s"'))


def entry(said: str = "", translation: str = "<gls:translation>b</gls:translation>", more: str = "") -> str:
    return f"<gls:glossEntry {said}><gls:term>a</gls:term>{translation}{more}</gls:glossEntry>"


def known(*groups: str) -> str:
    return one('<mda:metadata id="m">' + "".join(groups) + "</mda:metadata>" + SEGMENT)


def group(said: str, meta: str = 'type="a"') -> str:
    return f"<mda:metaGroup {said}><mda:meta {meta}>b</mda:meta></mda:metaGroup>"


def resource(item: str) -> str:
    return one(f"<res:resourceData>{item}</res:resourceData>" + SEGMENT)


def shown(source: str, said: str = 'id="r" mimeType="a/b"') -> str:
    return resource(f"<res:resourceItem {said}>{source}</res:resourceItem>")


def tracked(about: str, *items: str, version: str = "1") -> str:
    properties = "".join(f'<ctr:item property="{item}">x</ctr:item>' for item in items)
    revisions = f'<ctr:revisions {about}><ctr:revision version="{version}">{properties}</ctr:revision></ctr:revisions>'
    notes = '<notes><note id="n1" category="a"/><note id="n2"/></notes>'
    return one(f"<ctr:changeTrack>{revisions}</ctr:changeTrack>{notes}{SEGMENT}")


def sized(said: str, code: str = "", data: str = "") -> str:
    return file(PROFILES + data + unit(segment(f'<pc id="1" {code}>a</pc>'), said))


def ruled(said: str) -> str:
    return one(f"<val:validation><val:rule {said}/></val:validation>" + SEGMENT)


SIZES = '<slr:data profile="my:a"><my:size id="x"/></slr:data>'
META = '<mda:metadata id="m"><mda:metaGroup id="{}"><mda:meta type="a"/></mda:metaGroup></mda:metadata>'
ROWS = [
    # Translation Candidates: ref names words of the unit; ids of their own; type with subType; no other language
    ("xliff2-reference", matched('ref="#s"'), matched('ref="#s9"')),
    ("xliff2-reference", matched('ref="#c"'), matched('ref="#u1"')),
    ("xliff2-reference", matched('ref="#u=u1/s"'), matched('ref="#u=u1"')),
    ("xliff2-reference-form", matched('ref="#/f=f1/u=u1/s"'), matched('ref="s"')),
    ("xliff2-attribute-lacking", matched('ref="#s"'), matched('id="m"')),
    ("xliff2-id-twice",
     matched('id="1" ref="#s"', more='<mtc:match id="2" ref="#s"><source/><target/></mtc:match>'),
     matched('id="1" ref="#s"', more='<mtc:match id="1" ref="#s"><source/><target/></mtc:match>')),
    ("xliff2-needs", matched('ref="#s" type="tm" subType="my:a"'), matched('ref="#s" subType="my:a"')),
    ("xliff2-value", matched('ref="#s" type="tm" subType="my:a"'), matched('ref="#s" type="tm" subType="xlf:a"')),
    ("xliff2-attribute", matched('ref="#s" my:a="b"'), matched('ref="#s" xml:lang="en"')),
    ("xliff2-reference",
     matched('ref="#s"', '<ph id="1" dataRef="d"/>', before='<originalData><data id="d"/></originalData>'),
     matched('ref="#s"', '<ph id="1" dataRef="d"/>')),
    ("xliff2-id-twice", matched('ref="#s"', '<ph id="1"/>', '<ph id="1"/>'),
     matched('ref="#s"', '<ph id="1"/><ph id="1"/>')),
    ("xliff2-start-alone", matched('ref="#s"', '<sc id="1"/><ec startRef="1"/>'), matched('ref="#s"', '<sc id="1"/>')),
    ("xliff2-lacking", matched('ref="#s"'), one("<mtc:matches/>" + SEGMENT)),
    ("xliff2-id-twice", matched('ref="#s"', before=META.format("g")), matched('ref="#s"', before=META.format("m"))),
    # Glossary: a translation or a definition; ids once; ref names words of the unit
    ("xliff2-lacking", listed(entry(translation="", more="<gls:definition>b</gls:definition>")),
     listed(entry(translation=""))),
    ("xliff2-id-twice", listed(entry('id="1"'), entry('id="2"')), listed(entry('id="1"'), entry('id="1"'))),
    ("xliff2-id-twice", listed(entry('id="1"', '<gls:translation id="2"/>')),
     listed(entry('id="1"', '<gls:translation id="1"/>'))),
    ("xliff2-reference", listed(entry('ref="#s"')), listed(entry('ref="#s9"'))),
    ("xliff2-reference", listed(entry("", '<gls:translation ref="#s"/>')),
     listed(entry("", '<gls:translation ref="#n=s"/>'))),
    ("xliff2-reference-form", listed(entry('ref="https://exemple.org"')), listed(entry('ref="#/s/t"'))),
    ("xliff2-text", listed(entry()), listed(entry(more="mot"))),
    # Metadata: ids once; a group says what it is about
    ("xliff2-id-twice", known(group('id="a"'), group('id="b"')), known(group('id="a"'), group('id="a"'))),
    ("xliff2-id-twice", known(group('id="a"')), known(group('id="m"'))),
    ("xliff2-value", known(group('appliesTo="ignorable"')), known(group('appliesTo="unit"'))),
    ("xliff2-value", known(group('id="a" category="b c"')), known(group('id="a b"'))),
    ("xliff2-attribute", known(group("", 'type="a"')), known(group("", 'type="a" appliesTo="source"'))),
    ("xliff2-place", known(group("")), known('<mda:meta type="a"/>' + group(""))),
    # Resource Data: what it holds or where it is; the type of what nobody sees inside; languages; ids once
    ("xliff2-content-or-link", shown('<res:source href="a"/>'), shown('<res:source href="a"><my:b/></res:source>')),
    ("xliff2-content-or-link", shown("<res:target><my:b/></res:target>"), shown("<res:target/>")),
    ("xliff2-attribute-lacking", shown('<res:source href="a"/>'), shown('<res:source href="a"/>', 'id="r"')),
    ("xliff2-language", shown('<res:source href="a" xml:lang="fr"/>'), shown('<res:source href="a" xml:lang="de"/>')),
    ("xliff2-id-twice",
     resource('<res:resourceItem id="a" mimeType="a/b"/><res:resourceItemRef id="b" ref="a"/>'),
     resource('<res:resourceItem id="a" mimeType="a/b"/><res:resourceItemRef id="a" ref="a"/>')),
    ("xliff2-attribute-lacking", resource('<res:resourceItem id="a" mimeType="a/b"/><res:resourceItemRef ref="a"/>'),
     resource('<res:resourceItem id="a" mimeType="a/b"/><res:resourceItemRef/>')),
    # Change Tracking (2.0): about one thing that is there, and what it says
    ("xliff2-reference", tracked('appliesTo="note" ref="n1"', "content"),
     tracked('appliesTo="note" ref="n9"', "content")),
    ("xliff2-attribute-lacking", tracked('appliesTo="note" ref="n2"', "content"),
     tracked('appliesTo="note"', "content")),
    ("xliff2-property", tracked('appliesTo="note" ref="n1"', "category"),
     tracked('appliesTo="note" ref="n1"', "colour")),
    ("xliff2-property", tracked('appliesTo="note" ref="n1"', "content"),
     tracked('appliesTo="note" ref="n1"', *["content"] * 2)),
    ("xliff2-reference", tracked('appliesTo="source" currentVersion="1"', "content"),
     tracked('appliesTo="source" currentVersion="2"', "content")),
    ("xliff2-lacking", tracked('appliesTo="source"', "content"), tracked('appliesTo="source"')),
    # Size and Length Restriction: how limits and sizes are written; data beside it
    *[("xliff2-value", sized(f'slr:{name}="{good}"'), sized(f'slr:{name}="{bad}"'))
      for name in ("sizeRestriction", "storageRestriction")
      for good, bad in (("90", "ninety"), ("*", "*9"), ("0,12", "1.5"), ("5,*", "*,5"), ("1,2", "1,2,3"), ("9", ""))],
    ("xliff2-value", sized("", 'slr:equivStorage="7"'), sized("", 'slr:equivStorage="seven"')),
    ("xliff2-value", sized("", 'slr:sizeInfo="7"'), sized("", 'slr:sizeInfo="7.5"')),
    ("xliff2-reference", sized('slr:sizeInfoRef="x"', "", SIZES), sized('slr:sizeInfoRef="y"', "", SIZES)),
    ("xliff2-reference", sized("", 'slr:sizeInfoRef="x"', SIZES), sized("", 'slr:sizeInfoRef="x"')),
    ("xliff2-either", sized('slr:sizeInfo="1"', "", SIZES), sized('slr:sizeInfo="1" slr:sizeInfoRef="x"', "", SIZES)),
    ("xliff2-attribute", words('<ec id="1" isolated="yes" slr:sizeInfo="1"/>'),
     words('<sc id="1"/><ec startRef="1" slr:sizeInfo="1"/>')),
    ("xliff2-value", file(PROFILES.replace("/>", '><slr:normalization general="nfc"/></slr:profiles>') + UNIT),
     file(PROFILES.replace("/>", '><slr:normalization general="nfkc"/></slr:profiles>') + UNIT)),
    # Validation: one rule at a time, and what goes with it
    *[("xliff2-rule", ruled(f'{name}="a"'), ruled(f'{name}="a" {other}="b"'))
      for name, other in (("isPresent", "isNotPresent"), ("startsWith", "endsWith"), ("endsWith", "my:rule"))],
    ("xliff2-rule", ruled('my:rule="a"'), ruled("")),
    ("xliff2-needs", ruled('startsWith="a" existsInSource="yes"'), ruled('isNotPresent="a" existsInSource="yes"')),
    ("xliff2-needs", ruled('isPresent="a" occurs="2"'), ruled('endsWith="a" occurs="2"')),
    # Format Style: names of HTML, and what is said of them
    ("xliff2-needs", one(SEGMENT, 'fs:fs="a" fs:subFs="href,b"'), one(SEGMENT, 'fs:subFs="href,b"')),
    ("xliff2-value", words('<pc id="1" fs:fs="em">a</pc>'), words('<pc id="1" fs:fs="emphasis">a</pc>')),
]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("code", "right", "wrong"), ROWS)
def test_what_a_module_asks(code: str, right: str, wrong: str, version: str) -> None:
    assert tried(right, wrong, version) == {code}


# --- ITS, since 2.1 --------------------------------------------------------------------------------------------------

SAID = f'{LANGUAGES} its:version="2.0"'
ISSUES = '<its:locQualityIssues xml:id="{}"><its:locQualityIssue locQualityIssueType="style"/></its:locQualityIssues>'
TOOL = 'its:annotatorsRef="mt-confidence|https://exemple.org/mt"'


def marked(said: str, kind: str = "its:generic", before: str = "") -> str:
    return one(before + segment(f'<mrk id="1" type="{kind}" {said}>a</mrk>'))


ITS = [
    ("xliff2-value", marked('its:locQualityIssueType="style"'), marked('its:locQualityIssueType="loud"')),
    ("xliff2-value", marked('its:locQualityIssueSeverity="50"'), marked('its:locQualityIssueSeverity="500"')),
    ("xliff2-value", marked(f'its:mtConfidence="0.5" {TOOL}'), marked(f'its:mtConfidence="5" {TOOL}')),
    ("xliff2-value", marked('its:localeFilterList="fr, *-CH"'), marked('its:localeFilterList="french_fr"')),
    ("xliff2-value", marked('its:localeFilterType="include"'), marked('its:localeFilterType="all"')),
    ("xliff2-value", marked(TOOL), marked('its:annotatorsRef="https://exemple.org/mt"')),
    ("xliff2-value", marked(TOOL), marked(TOOL.replace('ef="', 'ef="mt-confidence|b '))),
    ("xliff2-value", marked(TOOL), marked(TOOL.replace("mt-c", "my-c"))),
    ("xliff2-value", marked('its:taClassRef="a"'),
     marked('its:taClassRef="a"', "comment").replace(" its:t", ' value="v" its:t')),
    ("xliff2-value", marked('itsm:lang="de"'), marked('itsm:lang="d e"')),
    # a confidence names its tool, here or above
    ("xliff2-needs", one(segment('<mrk id="1" type="its:generic" its:mtConfidence="1">a</mrk>'), TOOL),
     marked('its:mtConfidence="1"')),
    ("xliff2-needs", marked('its:taSource="a" its:taIdent="b"'), marked('its:taSource="a"')),
    ("xliff2-needs", marked('its:taSource="a" its:taIdent="b"'), marked('its:taIdent="b"')),
    ("xliff2-needs", marked('its:locQualityRatingScore="9" its:locQualityRatingScoreThreshold="8"'),
     marked('its:locQualityRatingScoreThreshold="8"')),
    # one of two
    ("xliff2-either", marked('its:taIdentRef="a"'), marked('its:taIdentRef="a" its:taIdent="b" its:taSource="a"')),
    ("xliff2-either", marked('its:locQualityRatingScore="9"'),
     marked('its:locQualityRatingScore="9" its:locQualityRatingVote="3"')),
    ("xliff2-either", marked('its:person="a"'), marked('its:person="a" its:personRef="b"')),
    ("xliff2-either", marked('its:locQualityIssuesRef="#its=q"', before=ISSUES.format("q")),
     marked('its:locQualityIssuesRef="#its=q" its:locQualityIssueType="style"', before=ISSUES.format("q"))),
    # records: each its own id, named by who points at them, in the same unit
    ("xliff2-reference", marked('its:locQualityIssuesRef="#its=q"', before=ISSUES.format("q")),
     marked('its:locQualityIssuesRef="#its=r"', before=ISSUES.format("q"))),
    ("xliff2-reference", marked('its:person="a"'), marked('its:provenanceRecordsRef="#its=p"')),
    ("xliff2-attribute-lacking", one(ISSUES.format("a") + SEGMENT),
     one(ISSUES.format("a").replace('locQualityIssueType="style"', "") + SEGMENT)),
    ("xliff2-attribute-lacking", one(ISSUES.format("a") + SEGMENT),
     one(ISSUES.format("a").replace(' xml:id="a"', "") + SEGMENT)),
    ("xliff2-attribute-lacking",
     one('<its:provenanceRecords xml:id="p"><its:provenanceRecord tool="a"/></its:provenanceRecords>' + SEGMENT),
     one('<its:provenanceRecords xml:id="p"><its:provenanceRecord/></its:provenanceRecords>' + SEGMENT)),
    # where its attributes stand
    ("xliff2-attribute", marked('its:person="a"'), words('<pc id="1" its:person="a">a</pc>')),
    ("xliff2-attribute", marked('its:person="a"'), marked('its:people="a"')),
]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS[1:])
@pytest.mark.parametrize(("code", "right", "wrong"), ITS)
def test_what_its_asks(code: str, right: str, wrong: str, version: str) -> None:
    assert tried(right, wrong, version, SAID) == {code}


def test_records_have_names_of_their_own_in_one_unit() -> None:
    """A parser may refuse two of one name by itself; one that does not leaves it to us."""
    records = ISSUES.format("a") * 2 + SEGMENT
    root = etree.fromstring(document(one(records), SAID), etree.XMLParser(collect_ids=False))
    assert [problem.code for problem in check(root.getroottree(), "a.xlf")[1]] == ["xliff2-id-twice"]
    apart = file(unit(ISSUES.format("a") + SEGMENT) + unit(ISSUES.format("a") + SEGMENT).replace("u1", "u2"))
    root = etree.fromstring(document(apart, SAID), etree.XMLParser(collect_ids=False))
    assert check(root.getroottree(), "a.xlf") == ("2.1", [])


def test_its_says_its_version() -> None:
    marker = marked('its:person="a"')
    assert blocked(document(marker)) == {"xliff2-attribute-lacking"}
    assert blocked(document(marker, f'{LANGUAGES} its:version="two"')) == {"xliff2-value"}
    assert blocked(document(one(segment("a"), 'its:version="2.0" its:person="a"'))) == set()


# --- Plural, Gender and Select, 2.2 ----------------------------------------------------------------------------------


def cases(switch: str, *said: str) -> str:
    return one("".join(segment("a", said=f'pgs:case="{case}"') for case in said), switch and f'pgs:switch="{switch}"')


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (cases("plural:n", "one", "few", "other"), cases("plural:n", "single")),
        (cases("ordinal:n", "1", "other"), cases("order:n", "1")),
        (cases("gender:who plural:n", "feminine one"), cases("gender:who plural:n", "feminine")),
        (cases("select:role, gender:who", "host, any"), cases("select:role", "host, any")),
        (cases("select:role", "host"), cases("", "host")),
        (cases("select:role", "host"), cases("select", "host")),
    ],
)
def test_each_case_says_as_much_as_its_switch_asks(right: str, wrong: str) -> None:
    assert tried(right, wrong, "2.2") == {"xliff2-value"}


# --- what is told and stops nothing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "inside"),
    [
        ("xliff2-limit-idle", one(SEGMENT, 'slr:sizeRestriction="some"')),  # no profile says what it means
        ("xliff2-day", tracked('appliesTo="source"', "content").replace(' version="1"', ' datetime="hier"')),
        ("xliff2-reference-lost", resource('<res:resourceItemRef ref="away"/>')),
        ("xliff2-language", shown('<res:target href="a" xml:lang="de"/>')),
    ],
)
def test_what_is_only_told(code: str, inside: str) -> None:
    (problem,) = checked(document(inside))
    assert (problem.severity, problem.code) == ("warning", code)


def test_a_candidate_for_reference_may_be_in_another_language() -> None:
    german = matched('ref="#s" reference="yes"').replace("<target>b", '<target xml:lang="de">b')
    assert checked(document(german)) == []
    assert blocked(document(german.replace('"yes"', '"no"'))) == {"xliff2-language"}


def test_profiles_of_others_write_sizes_as_they_like() -> None:
    mine = sized('slr:sizeRestriction="two lines"', 'slr:sizeInfo="wide"').replace("xliff:codepoints", "my:lines")
    assert checked(document(mine)) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_every_module_in_one_document(version: str) -> None:
    assert checked(document(EVERY_MODULE, version=version)) == []
