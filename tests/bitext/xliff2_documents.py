"""XLIFF 2 for the tests of this folder: the smallest document that is right, with what a test puts into it.

Rows of a table say what is right and the same with one thing wrong; `tried` runs both.
"""

from lxml import etree

from journal_app.bitext.parse import parse
from journal_app.bitext.xliff2.check import check
from journal_app.bitext.xliff2.grammar import SPACES
from journal_app.bitext.xliff2.write import VERSIONS as CORES
from journal_app.problems import Problem, Severity

VERSIONS = ("2.0", "2.1", "2.2")
LANGUAGES = 'srcLang="fr" trgLang="en"'
MINE = "urn:example:mine"
_PREFIXES = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
SEGMENT = "<segment><source>mot</source></segment>"


def document(files: str, said: str = LANGUAGES, version: str = "2.1", core: str = "") -> bytes:
    """The whole file, every module's prefix declared and `my` for an extension."""
    head = f'<xliff xmlns="{core or CORES[version]}" {_PREFIXES} xmlns:my="{MINE}" version="{version}" {said}>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{files}</xliff>\n'.encode()


def file(inside: str, said: str = "") -> str:
    return f'<file id="f1" {said}>{inside}</file>'


def unit(inside: str, said: str = "") -> str:
    return f'<unit id="u1" {said}>{inside}</unit>'


UNIT = unit(SEGMENT)


def one(inside: str, said: str = "") -> str:
    """A file with one unit."""
    return file(unit(inside, said))


def segment(source: str, target: str | None = None, said: str = "") -> str:
    translation = "" if target is None else f"<target>{target}</target>"
    return f"<segment {said}><source>{source}</source>{translation}</segment>"


def words(source: str, target: str | None = None, data: str = "") -> str:
    """A file with one unit of one segment, and the data of its codes."""
    return one((f"<originalData>{data}</originalData>" if data else "") + segment(source, target))


def tree_of(data: bytes) -> etree._ElementTree:
    tree, problems = parse(data, "a.xlf")
    assert tree is not None, problems
    return tree


def checked(data: bytes) -> list[Problem]:
    return check(tree_of(data), "a.xlf")[1]


def blocked(data: bytes) -> set[str]:
    """The codes of what stops an import."""
    return {problem.code for problem in checked(data) if problem.severity is Severity.BLOCKING}


def tried(right: str, wrong: str, version: str, said: str = LANGUAGES) -> set[str]:
    """What is wrong with the wrong one; the right one has to be right."""
    assert blocked(document(right, said, version)) == set()
    return blocked(document(wrong, said, version))


# every element and attribute of the core, and every module's
EVERYTHING = """
<file id="f1" original="12/la-file" canResegment="no" translate="yes" srcDir="ltr" trgDir="auto" xml:space="preserve">
  <skeleton><my:part my:n="1">x<my:hole/></my:part></skeleton>
  <my:tool id="a"/>
  <notes><note id="n1" appliesTo="source" category="desk" priority="2">Lire <!-- tout --> d'abord.</note></notes>
  <group id="g1" name="a" type="my:list"><group id="g2"><notes><note/></notes></group></group>
  <unit id="u1" name="body" type="my:text">
    <originalData><data id="d1" dir="ltr" xml:space="preserve">&lt;b&gt;<cp hex="0001"/></data></originalData>
    <ignorable id="i"><source>— </source></ignorable>
    <segment id="s1" state="translated" subState="my:a" canResegment="yes">
      <source>Un <pc id="1" dataRefStart="d1" dispStart="①" equivEnd="" type="fmt" subType="xlf:b">mot<ph id="2"/></pc>
        <sc id="3" dir="rtl"/>et <mrk id="m" type="term" ref="https://exemple.org/t"><sc id="4"/>la</mrk></source>
      <target order="3">One <ph id="2"/><sc id="3" dir="rtl"/><pc id="1"/><sc id="4"/></target>
    </segment>
    <?keep this?>
    <segment><source><ec startRef="3"/> suite<ec startRef="4"/> <ec id="7" isolated="yes" dir="auto"/></source>
      <target order="2"><cp hex="001F"/><ec startRef="3"/><ec startRef="4"/></target></segment>
  </unit>
</file><!-- fin -->"""
EVERY_MODULE = """
<file id="f1"><slr:profiles generalProfile="xliff:codepoints" storageProfile="xliff:utf8"/>
  <slr:data profile="my:a"><my:size id="x"/></slr:data>
  <res:resourceData><res:resourceItem id="r" mimeType="image/png" context="no"><notes><note/></notes>
    <res:source href="a.png" xml:lang="fr"/><res:target><my:picture/></res:target><res:reference href="b"/>
  </res:resourceItem></res:resourceData>
  <mda:metadata><mda:metaGroup category="a" appliesTo="target"><mda:meta type="a">b</mda:meta></mda:metaGroup>
  </mda:metadata>
  <val:validation my:a="b"><val:rule isPresent="a" occurs="1" existsInSource="yes" disabled="yes"/></val:validation>
  <unit id="u1" slr:sizeRestriction="10,*" slr:storageRestriction="255" fs:fs="p">
    <mtc:matches><mtc:match id="1" ref="#c" type="tm" subType="my:a" similarity="87.5" matchQuality="90"
        matchSuitability="88" origin="12" reference="no">
      <mda:metadata id="m"><mda:metaGroup id="g"><mda:meta type="a"/></mda:metaGroup></mda:metadata>
      <originalData><data id="d"/></originalData>
      <source>a<ph id="1" dataRef="d"/></source><target>b</target><my:more/></mtc:match></mtc:matches>
    <gls:glossary><gls:glossEntry id="e" ref="#c"><gls:term source="x">a</gls:term>
      <gls:translation id="t" source="x">b</gls:translation><gls:definition>c</gls:definition><my:a/></gls:glossEntry>
    </gls:glossary>
    <res:resourceData><res:resourceItemRef ref="r"/></res:resourceData>
    <ctr:changeTrack><ctr:revisions appliesTo="source" currentVersion="1">
      <ctr:revision author="a" version="1" datetime="2026-05-31T10:00:00+02:00">
        <ctr:item property="content">z</ctr:item></ctr:revision></ctr:revisions></ctr:changeTrack>
    <segment><source><pc id="c" fs:fs="span" fs:subFs="class,a" slr:sizeInfoRef="x">a</pc></source>
      <target>b</target></segment>
  </unit>
</file>"""
