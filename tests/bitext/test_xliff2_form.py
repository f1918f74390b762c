"""XLIFF 2, the form: each element in its place, each attribute where it belongs and of its kind. Rows: right, wrong.

Sections are those of the OASIS specification, core and modules.
"""

import pytest

from tests.bitext.xliff2_documents import (
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
    words,
)

NOTES = "<notes><note>Lire.</note></notes>"
ENTRY = "<gls:glossEntry><gls:term>mot</gls:term><gls:translation>word</gls:translation></gls:glossEntry>"

ELEMENTS = [
    # section xliff: one or more <file>
    ("xliff2-lacking", file(UNIT), ""),
    # section file: a unit or a group; <notes> before them; one skeleton, first
    ("xliff2-lacking", file(UNIT), file(" ")),
    ("xliff2-lacking", file(UNIT), file(NOTES)),
    ("xliff2-place", file(NOTES + UNIT), file(UNIT + NOTES)),
    ("xliff2-place", file('<skeleton href="s"/>' + UNIT), file('<skeleton href="s"/><skeleton href="s"/>' + UNIT)),
    ("xliff2-place", file('<skeleton href="s"/>' + NOTES + UNIT), file(NOTES + '<skeleton href="s"/>' + UNIT)),
    ("xliff2-place", file(UNIT), file(UNIT + SEGMENT)),
    # section group: it may be empty, and its notes stand first
    ("xliff2-place", file(f'<group id="g">{NOTES}{UNIT}</group>'), file(f'<group id="g">{UNIT}{NOTES}</group>')),
    # section unit: a segment at least; notes, data, parts
    ("xliff2-lacking", one(SEGMENT), one("")),
    ("xliff2-lacking", one(SEGMENT), one("<ignorable><source> </source></ignorable>")),
    ("xliff2-place", one(NOTES + SEGMENT), one(SEGMENT + NOTES)),
    ("xliff2-place", one('<originalData><data id="d"/></originalData>' + SEGMENT),
     one(SEGMENT + '<originalData><data id="d"/></originalData>')),
    ("xliff2-place", one(NOTES + SEGMENT), one(NOTES + NOTES + SEGMENT)),
    # sections segment, ignorable: one source, then at most one target
    ("xliff2-lacking", one(segment("a", "b")), one("<segment><target>b</target></segment>")),
    ("xliff2-lacking", one(SEGMENT + "<ignorable><source> </source></ignorable>"), one(SEGMENT + "<ignorable/>")),
    ("xliff2-place", one(segment("a", "b")), one("<segment><source>a</source><source>b</source></segment>")),
    ("xliff2-place", one(segment("a", "b")), one("<segment><source>a</source><target/><target/></segment>")),
    # sections notes, originalData: never empty; no element in a note
    ("xliff2-lacking", one(NOTES + SEGMENT), one("<notes></notes>" + SEGMENT)),
    ("xliff2-lacking", words("a", data='<data id="d"/>'), one("<originalData> </originalData>" + SEGMENT)),
    ("xliff2-place", one(NOTES + SEGMENT), one('<notes><note><pc id="1">a</pc></note></notes>' + SEGMENT)),
    # section data: text and <cp>
    ("xliff2-place", words("a", data='<data id="d"><cp hex="0007"/></data>'),
     words("a", data='<data id="d"><ph id="1"/></data>')),
    # sections ph, sc, ec, cp, sm, em: empty
    ("xliff2-text", words('<ph id="1"/>'), words('<ph id="1">mot</ph>')),
    ("xliff2-place", words('<ph id="1"/>'), words('<ph id="1"><ph id="2"/></ph>')),
    ("xliff2-text", words('<cp hex="0001"/>'), words('<cp hex="0001">a</cp>')),
    # text where an element only holds elements
    ("xliff2-text", file(UNIT), file(UNIT + "mot")),
    ("xliff2-text", one(SEGMENT), one("mot" + SEGMENT)),
    ("xliff2-text", one(SEGMENT), one("<segment>mot<source>a</source></segment>")),
    # an element that the core or a module does not have
    ("xliff2-element", words("<mrk id='1' translate='no'>a</mrk>"), words("<bold>a</bold>")),
    ("xliff2-element", one(f"<gls:glossary>{ENTRY}</gls:glossary>" + SEGMENT), one("<gls:list/>" + SEGMENT)),
    # Extension points: file, group, unit, skeleton, not in words, segments, notes or after what they belong to
    ("xliff2-place", file("<my:a/>" + UNIT), "<my:a/>" + file(UNIT)),
    ("xliff2-place", file("<my:a/>" + UNIT), file(UNIT + "<my:a/>")),
    ("xliff2-place", one("<my:a><my:b/>mot</my:a>" + SEGMENT), one("<segment><my:a/><source>a</source></segment>")),
    ("xliff2-place", file('<group id="g"><my:a/></group>'), words("<my:a/>")),
    ("xliff2-place", one("<my:a/>" + SEGMENT), one("<notes><my:a/><note/></notes>" + SEGMENT)),
    ("xliff2-place", words("a", data='<data id="d"/>'), words("a", data='<data id="d"/><my:a/>')),
    # Modules stand where they say, most of them once
    ("xliff2-place", one(f"<gls:glossary>{ENTRY}</gls:glossary>" + SEGMENT),
     file(f"<gls:glossary>{ENTRY}</gls:glossary>" + UNIT)),
    ("xliff2-place", one(f"<gls:glossary>{ENTRY}</gls:glossary>" + SEGMENT),
     one(f"<gls:glossary>{ENTRY}</gls:glossary>" * 2 + SEGMENT)),
    ("xliff2-place", file('<slr:profiles generalProfile="xliff:codepoints"/>' + UNIT),
     one('<slr:profiles generalProfile="xliff:codepoints"/>' + SEGMENT)),
    ("xliff2-place", file('<group id="g"><val:validation><val:rule isPresent="a"/></val:validation></group>'),
     file('<group id="g"><val:rule isPresent="a"/></group>')),
    # section metaGroup: at least one thing; metadata holds groups
    ("xliff2-lacking", one('<mda:metadata><mda:metaGroup><mda:meta type="a">b</mda:meta></mda:metaGroup></mda:metadata>'
                           + SEGMENT), one("<mda:metadata><mda:metaGroup/></mda:metadata>" + SEGMENT)),
    # section glossEntry: a term first; section match: source and target
    ("xliff2-lacking", one(f"<gls:glossary>{ENTRY}</gls:glossary>" + SEGMENT),
     one("<gls:glossary><gls:glossEntry><gls:translation>a</gls:translation></gls:glossEntry></gls:glossary>"
         + SEGMENT)),
    ("xliff2-lacking", one('<mtc:matches><mtc:match ref="#s"><source>a</source><target>b</target></mtc:match>'
                           '</mtc:matches><segment id="s"><source>a</source></segment>'),
     one('<mtc:matches><mtc:match ref="#s"><source>a</source></mtc:match></mtc:matches>'
         '<segment id="s"><source>a</source></segment>')),
]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("code", "right", "wrong"), ELEMENTS)
def test_each_element_stands_in_its_place(code: str, right: str, wrong: str, version: str) -> None:
    assert tried(right, wrong, version) == {code}


MISSING = [
    # section of each element, Attributes: those that are REQUIRED
    (file(UNIT), f"<file>{UNIT}</file>"),
    (file('<group id="g"/>'), file("<group/>")),
    (one(SEGMENT), file(f"<unit>{SEGMENT}</unit>")),
    (words("a", data='<data id="d"/>'), words("a", data="<data/>")),
    *[(words(f'<{name} id="1"/>'), words(f"<{name}/>")) for name in ("ph", "pc")],
    (words('<sc id="1"/><ec startRef="1"/>'), words('<sc/><ec startRef="1"/>')),
    (words('<mrk id="1" translate="no">a</mrk>'), words('<mrk translate="no">a</mrk>')),
    (words('<sm id="1" translate="no"/><em startRef="1"/>'), words('<sm id="1" translate="no"/><em/>')),
    (words('<cp hex="001F"/>'), words("<cp/>")),
    (one('<mda:metadata><mda:metaGroup><mda:meta type="a"/></mda:metaGroup></mda:metadata>' + SEGMENT),
     one("<mda:metadata><mda:metaGroup><mda:meta/></mda:metaGroup></mda:metadata>" + SEGMENT)),
    (one('<slr:data profile="my:a"/>' + SEGMENT), one("<slr:data/>" + SEGMENT)),
    (one('<res:resourceData><res:resourceItem id="r" mimeType="a/b"><res:reference href="a"/></res:resourceItem>'
         "</res:resourceData>" + SEGMENT),
     one('<res:resourceData><res:resourceItem id="r" mimeType="a/b"><res:reference/></res:resourceItem>'
         "</res:resourceData>" + SEGMENT)),
]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("right", "wrong"), MISSING)
def test_what_an_element_has_to_say_is_there(right: str, wrong: str, version: str) -> None:
    assert tried(right, wrong, version) == {"xliff2-attribute-lacking"}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_document_says_its_source_language(version: str) -> None:
    assert tried(file(UNIT), file(UNIT), version, 'srcLang="fr"') == set()
    assert blocked(document(file(UNIT), "", version)) == {"xliff2-attribute-lacking"}


STRANGE = [
    # an attribute that an element has not, or that another one has
    (one(SEGMENT, 'translate="no"'), one(segment("a", said='translate="no"'))),
    (words('<pc id="1" dir="rtl">a</pc>'), one('<segment><source dir="rtl">a</source></segment>')),
    (words('<ph id="1" disp="a"/>'), words('<pc id="1" disp="a">b</pc>')),
    (words('<pc id="1" canOverlap="no">a</pc>'), words('<ph id="1" canOverlap="no"/>')),
    (one(segment("a", "b", 'state="translated"')), one(SEGMENT, 'state="translated"')),
    (one("<notes><note/></notes>" + SEGMENT), one('<notes id="n"><note/></notes>' + SEGMENT)),
    # Extension points: attributes of other namespaces on file, group, unit, note, mrk, sm; not on parts, words, codes
    (one(SEGMENT, 'my:a="b"'), one(segment("a", said='my:a="b"'))),
    (file(UNIT, 'my:a="b"'), words('<pc id="1" my:a="b">a</pc>')),
    (words('<mrk id="1" type="my:a" my:a="b">a</mrk>'), one('<segment><source my:a="b">a</source></segment>')),
    (one('<notes><note my:a="b"/></notes>' + SEGMENT), one('<notes my:a="b"><note/></notes>' + SEGMENT)),
    (file('<group id="g" my:a="b"/>'), one(f"<ignorable my:a='b'><source/></ignorable>{SEGMENT}")),
    # ... nor those of XML on markers
    (one(SEGMENT, 'xml:lang="fr"'), words('<mrk id="1" translate="no" xml:lang="fr">a</mrk>')),
    # a module's attributes: those it has, where it says
    (one(SEGMENT, 'fs:fs="p"'), one(SEGMENT, 'fs:look="p"')),
    (one(SEGMENT, 'fs:fs="p"'), one(segment("a", said='fs:fs="p"'))),
    (one(SEGMENT, 'slr:sizeRestriction="9"'), one(segment("a", said='slr:sizeRestriction="9"'))),
    (words('<ph id="1" slr:sizeInfo="9"/>'), one('<segment><source slr:sizeInfo="9">a</source></segment>')),
]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("right", "wrong"), STRANGE)
def test_an_attribute_stands_where_it_belongs(right: str, wrong: str, version: str) -> None:
    assert tried(right, wrong, version) == {"xliff2-attribute"}


MATCH = '<mtc:matches><mtc:match ref="#s" {}><source>a</source><target>b</target></mtc:match></mtc:matches>'
PLACES = {  # where an attribute is put
    "unit": one(SEGMENT, "{}"),
    "named": file(f"<unit {{}}>{SEGMENT}</unit>"),
    "segment": one(segment("a", "b", "{}")),
    "final": one(segment("a", "b", 'state="final" {}')),
    "target": one("<segment><source>a</source><target {}>b</target></segment>"),
    "note": one("<notes><note {}/></notes>" + SEGMENT),
    "pair": words('<pc id="1" {}>a</pc>'),
    "alone": words('<ph id="1" canCopy="no" canDelete="no" {}/>'),
    "marker": words('<mrk id="1" translate="no" {}>a</mrk>'),
    "styled": one(SEGMENT, 'fs:fs="a" {}'),
    "character": words("<cp {}/>"),
    "match": one(MATCH + segment("a", said='id="s"')),
    "rule": one('<val:validation><val:rule isPresent="a" {}/></val:validation>' + SEGMENT),
}
VALUES = [
    # section XLIFF Attributes, the Value description of each
    ("unit", "translate", "yes no", "true|Yes||1"),
    ("unit", "canResegment", "yes no", "maybe"),
    ("unit", "srcDir", "ltr rtl auto", "left"),
    ("unit", "trgDir", "ltr rtl auto", "RTL"),
    ("unit", "xml:space", "default preserve", "keep"),
    ("unit", "type", "my:list x:y", "list|xlf:list|my:|:a|a b:c"),  # a prefix that is not the specification's
    ("named", "id", "a é_1-.:", "|a/b|a,b"),
    ("segment", "id", "a 1 ٣ é.x-_:", "a b|/a|#a|a$"),
    ("segment", "state", "initial translated reviewed final", "done|Translated|"),
    ("final", "subState", "my:checked a:b:c", "checked|xlf:checked|my:"),
    ("target", "order", "1", "0|-1|one|1.0"),
    ("target", "xml:lang", "en EN", "e n|en_GB|english-"),
    ("note", "appliesTo", "source target", "both"),
    ("note", "priority", "1 5 10", "0|11|high|1.5"),
    ("pair", "canDelete", "yes no", "firstNo"),
    ("pair", "canCopy", "yes no", "true"),
    ("pair", "canOverlap", "yes no", "false"),
    ("pair", "dir", "ltr rtl auto", "up"),
    ("alone", "canReorder", "yes firstNo", "first"),
    ("alone", "type", "fmt ui quote link image other", "bold|xlf:b|my:x"),
    ("marker", "type", "generic term my:x", "note|my:"),
    ("character", "hex", "00 1A 001f FFFE D800", "0041|xyz|00a0|1|"),
    # Translation Candidates, Validation, Format Style: the same
    ("match", "similarity", "0 87.5 100 100.0", "101|-1|many|1e1"),
    ("match", "matchQuality", "0 99", "100.1"),
    ("match", "matchSuitability", "0 99", "NaN"),
    ("match", "reference", "yes no", "true"),
    ("match", "type", "am mt icm idm tb tm other", "my:mt"),
    ("rule", "occurs", "1 12", "0|a|-1"),
    ("rule", "caseSensitive", "yes no", "true"),
    ("rule", "disabled", "yes no", "false"),
    ("rule", "normalization", "none nfc nfd", "nfkc"),
    ("unit", "fs:fs", "p span em h1", "paragraph|P|"),
    ("styled", "fs:subFs", "href,a href,a\\title,b\\,c a,", "href|,a|a b,c|a,b,c"),
]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("place", "name", "right", "wrong"), VALUES)
def test_a_value_is_of_its_kind(place: str, name: str, right: str, wrong: str, version: str) -> None:
    def said(value: str) -> set[str]:
        return blocked(document(PLACES[place].format(f'{name}="{value}"'), version=version))

    for value in right.split():
        assert said(value) == set(), value
    for value in wrong.split("|"):
        assert said(value) == {"xliff2-value"}, value


@pytest.mark.parametrize("tag", ["fr", "kmr-Arab", "zh-Hant-TW", "sr-Latn-RS", "de-1996", "x-mine", "i-klingon", "und"])
def test_a_language_is_a_tag_of_bcp_47(tag: str) -> None:
    assert blocked(document(file(UNIT), f'srcLang="{tag}"')) == set()


@pytest.mark.parametrize("tag", ["f", "fr_FR", "français", "fr-", "fr FR", "", "a" * 300])
def test_anything_else_is_not(tag: str) -> None:
    assert blocked(document(file(UNIT), f'srcLang="{tag}"')) == {"xliff2-value"}
    assert blocked(document(file(UNIT), f'srcLang="fr" trgLang="{tag}"')) == {"xliff2-value"}


def test_only_2_2_has_notes_of_the_whole_document_and_notes_that_refer() -> None:
    whole = NOTES + file(UNIT)
    about = file('<notes><note ref="#u=u1">Lire.</note></notes>' + UNIT)
    assert blocked(document(whole, version="2.2")) == blocked(document(about, version="2.2")) == set()
    assert blocked(document(whole)) == {"xliff2-place"}
    assert blocked(document(about)) == {"xliff2-attribute"}
    (lost,) = checked(document(about.replace("u=u1", "u=u9"), version="2.2"))
    assert lost.code == "xliff2-reference-lost" and lost.detail.found == "#u=u9"


def test_metadata_of_the_whole_document_may_be_written_in_the_core_s_namespace() -> None:
    meta = '<mda:metadata><mda:metaGroup><meta type="a">b</meta></mda:metaGroup></mda:metadata>'
    (problem,) = checked(document(meta + file(UNIT), version="2.2"))
    assert (problem.severity, problem.code) == ("warning", "xliff2-metadata-space")


def test_what_a_version_does_not_know_is_anybody_s_extension() -> None:
    its = one(SEGMENT, 'its:locQualityIssueType="loud"')
    assert blocked(document(its, version="2.0")) == set()
    assert blocked(document(its, version="2.1")) == {"xliff2-value"}
    case = one(SEGMENT, 'pgs:switch="many"')
    assert blocked(document(case, version="2.1")) == set()
    assert blocked(document(case, version="2.2")) == {"xliff2-value"}


def test_one_thing_wrong_is_told_once_and_names_what_it_found() -> None:
    (problem,) = checked(document(one(SEGMENT, 'translate="non"'), LANGUAGES))
    assert (problem.code, problem.detail.found, problem.detail.allowed) == ("xliff2-value", "translate=non", "yes, no")
