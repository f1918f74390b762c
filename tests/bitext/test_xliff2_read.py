"""XLIFF 2, the way in: other tools' files become units again, and a tree is written back with nothing lost."""

import pytest
from lxml import etree

from journal_app.bitext.model import Code, End, Kind, Match, Note, Span, State, Term, Unit, Words
from journal_app.bitext.xliff2.read import read, rewrite
from journal_app.bitext.xliff2.words import character_of
from journal_app.problems import Problem
from tests.bitext.examples import opened, shut
from tests.bitext.xliff2_documents import (
    EVERY_MODULE,
    EVERYTHING,
    SEGMENT,
    UNIT,
    VERSIONS,
    blocked,
    checked,
    document,
    file,
    one,
    segment,
    tree_of,
    unit,
)


def unit_of(inside: str, said: str = "") -> tuple[Unit, list[Problem]]:
    data = document(one(inside, said))
    assert blocked(data) == set()
    bitext, problems = read(tree_of(data), "a.xlf")
    return bitext.articles[0].units[0], problems


def source(inside: str, said: str = "") -> Words:
    return unit_of(segment(inside), said)[0].source


# --- what a file says of itself --------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_an_article_with_its_languages_and_its_version(version: str) -> None:
    two = file(UNIT, 'original="12/la-file"') + file(UNIT).replace("f1", "f2")
    data = document(two, version=version)
    bitext, problems = read(tree_of(data), "a.xlf")
    assert problems == [] and (bitext.source, bitext.target, bitext.version) == ("fr", "en", version)
    first, second = bitext.articles
    assert (first.id, first.original, first.source, first.target) == ("f1", "12/la-file", "fr", "en")
    assert (second.id, second.original, second.title, second.limit) == ("f2", "", "", None)


def test_a_file_without_a_target_language_has_none() -> None:
    bitext, _ = read(tree_of(document(one(SEGMENT), 'srcLang="fr"')), "a.xlf")
    assert (bitext.target, bitext.articles[0].target, bitext.articles[0].units[0].target) == ("", "", None)


def test_units_come_in_the_order_of_the_file_whatever_group_they_are_in() -> None:
    nested = "".join(f'<group id="g{n}">{UNIT.replace("u1", f"u{n}")}</group>' for n in (3, 2))
    data = document(file(UNIT + f'<group id="g">{nested}</group>' + UNIT.replace("u1", "u4")))
    (article,) = read(tree_of(data), "a.xlf")[0].articles
    assert [one.id for one in article.units] == ["u1", "u3", "u2", "u4"]


def test_a_unit_says_where_it_stands() -> None:
    data = document(file("\n\n" + unit("\n" + SEGMENT + "\n") + "\n"))
    assert read(tree_of(data), "a.xlf")[0].articles[0].units[0].line == 4


# --- words and codes -------------------------------------------------------------------------------------------------


def test_segments_and_what_stands_between_them_are_one_text() -> None:
    parts = segment("Un. ") + "<ignorable><source>— </source></ignorable>" + segment("Deux.")
    unit_, problems = unit_of(parts)
    assert unit_.source == ("Un. — Deux.",) and unit_.target is None and problems == []


def test_a_target_is_read_in_the_order_that_the_file_gives() -> None:
    parts = "".join(
        f"<{kind}><source>{text}</source><target {order}>{text.upper()}</target></{kind}>"
        for kind, text, order in (
            ("segment", "un", "order='3'"),
            ("ignorable", "-", ""),
            ("segment", "deux", "order='1'"),
        )
    )
    unit_, _ = unit_of(parts)
    assert unit_.source == ("un-deux",) and unit_.target == ("DEUX-UN",)


def test_what_stands_between_segments_stays_until_somebody_translates_it() -> None:
    between = '<ignorable><source> <ph id="1"/></source></ignorable>'
    unit_, _ = unit_of(segment("un", "one") + between + segment("deux", "two"))
    assert unit_.target == ("one ", Code("1"), "two")


def test_a_unit_of_which_a_part_is_translated_is_told() -> None:
    unit_, (problem,) = unit_of(segment("un", "one") + segment("deux"))
    assert unit_.target == ("one",) and unit_.state is State.INITIAL
    assert (problem.severity, problem.code) == ("warning", "xliff2-part-untranslated")
    assert problem.detail.found == '<unit id="u1">'


@pytest.mark.parametrize(
    "inside",
    ['<pc id="1">la <ph id="2"/></pc> file', '<sc id="1"/>la <ph id="2"/><ec startRef="1"/> file'],
)
def test_a_pair_is_a_pair_however_it_is_written(inside: str) -> None:
    assert source(inside) == (opened("1"), "la ", Code("2"), shut("1"), " file")


def test_pairs_may_overlap_and_run_over_segments() -> None:
    inside = segment('<sc id="1"/>a<sc id="2"/>b<ec startRef="1"/>') + segment('c<ec startRef="2"/>')
    assert unit_of(inside)[0].source == (opened("1"), "a", opened("2"), "b", shut("1"), "c", shut("2"))


def test_ends_whose_other_end_is_elsewhere_stand_alone() -> None:
    assert source('<ec id="9" isolated="yes"/>a<sc id="8" isolated="yes"/>') == (shut("9"), "a", opened("8"))


def test_markers_go_and_their_words_stay() -> None:
    one_ = '<mrk id="m" type="comment" value="x">la <pc id="1">file</pc></mrk>'
    other = ' du <sm id="n" translate="no"/>matin<em startRef="n"/>'
    assert source(one_ + other) == ("la ", opened("1"), "file", shut("1"), " du matin")


def test_comments_and_instructions_are_no_words() -> None:
    assert source("la <!-- grande -->file<?x y?> ici") == ("la file ici",)
    assert source("<![CDATA[<b> & co]]>") == ("<b> & co",)


def test_a_character_that_xml_cannot_hold_is_read_and_one_that_is_none_is_told() -> None:
    unit_, problems = unit_of(segment('a<cp hex="001F"/>b<cp hex="0007"/>'))
    assert unit_.source == ("a\x1fb\x07",) and problems == []
    unit_, problems = unit_of(segment('a<cp hex="D800"/>b<cp hex="0000"/>'))
    assert unit_.source == ("ab",)
    assert [problem.code for problem in problems] == ["xliff2-character"] * 2
    assert [problem.detail.found for problem in problems] == ["D800", "0000"]
    assert character_of("FFFE") == character_of("110000") == character_of("no") == character_of(None) == ""


def test_line_breaks_that_lay_out_a_file_are_a_space_and_none_at_the_ends() -> None:
    laid_out = "\n   la\n\t file <pc id='1'>du\r\nmatin</pc>\n  "
    words = ("la file ", opened("1"), "du matin", shut("1"))
    assert source(laid_out) == words
    assert source(laid_out, 'xml:space="preserve"')[0] == "\n   la\n\t file "


def test_spaces_that_somebody_wrote_stay() -> None:
    assert source(" la  file ") == (" la  file ",)
    assert unit_of(segment("un.\n") + segment("\n deux."))[0].source == ("un.  deux.",)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ('type="fmt" subType="xlf:b"', Kind.STRONG),
        ('type="fmt" subType="xlf:i"', Kind.EMPHASIS),
        ('type="fmt" subType="xlf:lb"', Kind.BREAK),
        ('type="link"', Kind.LINK),
        ('type="link" subType="my:x"', Kind.LINK),
        ('type="other" subType="jdj:note"', Kind.NOTE),
        ('type="other" subType="jdj:other"', Kind.OTHER),
        ('type="fmt" subType="xlf:u"', Kind.FOREIGN),
        ('type="image"', Kind.FOREIGN),
        ("", Kind.FOREIGN),
    ],
)
def test_what_a_code_stands_for(said: str, kind: Kind) -> None:
    assert unit_of(segment(f'<pc id="1" {said}>a</pc>'))[0].spans["1"].kind is kind


def test_the_signs_the_data_and_the_address_of_a_code() -> None:
    data = '<originalData><data id="d1">&lt;a&gt;</data><data id="d2">&lt;/a&gt;<cp hex="0001"/></data></originalData>'
    pair = (
        '<pc id="1" type="link" dataRefStart="d1" dataRefEnd="d2" dispStart="①" dispEnd="❶" canDelete="no"'
        ' fs:fs="a" fs:subFs="href,https://exemple.org/?a=1\\,2\\\\3\\title,x">a</pc>'
    )
    ends = '<sc id="2" dataRef="d1" equiv="("/>b<ec startRef="2" dataRef="d2" disp=")"/><ph id="3" disp="↵" equiv="n"/>'
    spans = unit_of(data + segment(pair + ends, pair))[0].spans
    assert spans["1"] == Span(Kind.LINK, ("①", "❶"), ("<a>", "</a>\x01"), "https://exemple.org/?a=1,2\\3", True)
    assert spans["2"] == Span(Kind.FOREIGN, ("(", ")"), ("<a>", "</a>\x01"))
    assert spans["3"] == Span(Kind.FOREIGN, ("↵", ""))


def test_a_code_that_only_the_target_has_is_known_too() -> None:
    spans = unit_of(segment("a", '<ph id="9" disp="!"/>'))[0].spans
    assert spans == {"9": Span(Kind.FOREIGN, ("!", ""))}


# --- how far ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("", State.INITIAL),
        ('state="initial"', State.INITIAL),
        ('state="translated"', State.TRANSLATED),
        ('state="reviewed" subState="my:twice"', State.REVIEWED),
        ('state="final"', State.FINAL),
        ('state="initial" subState="jdj:memory"', State.MEMORY),
        ('state="initial" subState="jdj:machine"', State.MACHINE),
        ('state="initial" subState="jdj:in-progress"', State.IN_PROGRESS),
        ('state="initial" subState="jdj:needs-work"', State.NEEDS_WORK),
        ('state="translated" subState="jdj:machine"', State.TRANSLATED),  # moved on by a tool that left ours behind
        ('state="initial" subState="jdj:reviewed"', State.INITIAL),
        ('state="initial" subState="jdj:else"', State.INITIAL),
    ],
)
def test_a_state_is_read_with_ours(said: str, state: State) -> None:
    assert unit_of(segment("a", "b", said))[0].state is state


def test_without_a_target_a_state_of_ours_is_kept_as_a_substate() -> None:
    assert unit_of(segment("a", said='state="initial" subState="jdj:reviewed"'))[0].state is State.REVIEWED


def test_a_unit_is_as_far_as_the_segment_that_is_least_far() -> None:
    parts = "".join(segment("a", "b", f'state="{state}"') for state in ("final", "translated", "reviewed"))
    assert unit_of(parts + "<ignorable><source> </source></ignorable>")[0].state is State.TRANSLATED


# --- what is said beside the words -----------------------------------------------------------------------------------

OURS = '<mda:metadata><mda:metaGroup category="journal-des-jungles">{}</mda:metaGroup></mda:metadata>'


def test_our_own_metadata_name_a_unit_and_what_the_desk_had() -> None:
    said = {"key": "quote:0", "source-hash": "aa", "target-hash": "bb", "must": "1", "else": "x"}
    metas = "".join(f'<mda:meta type="{kind}">{text}</mda:meta>' for kind, text in said.items())
    unit_, _ = unit_of(OURS.format(metas) + segment('<ph id="1"/><ph id="2"/>'), 'name="other"')
    assert (unit_.key, unit_.source_hash, unit_.target_hash) == ("quote:0", "aa", "bb")
    assert [unit_.spans[name].must for name in "12"] == [True, False]
    theirs = OURS.replace("journal-des-jungles", "theirs").format(metas)
    assert unit_of(theirs + SEGMENT, 'name="headline"')[0].key == "headline"


def test_a_unit_in_the_body_is_of_the_body() -> None:
    data = document(file(f'<group id="body" slr:sizeRestriction="900">{UNIT}</group>'))
    (article,) = read(tree_of(data), "a.xlf")[0].articles
    assert article.units[0].key == "body" and article.limit == 900


@pytest.mark.parametrize(
    ("profile", "said", "limit"),
    [
        ("xliff:codepoints", "40", 40),
        ("xliff:codepoints", "5,40", 40),
        ("xliff:codepoints", "*", None),
        ("xliff:codepoints", "5,*", None),
        ("my:pixels", "40", None),
    ],
)
def test_a_limit_counts_when_it_counts_signs(profile: str, said: str, limit: int | None) -> None:
    inside = f'<slr:profiles generalProfile="{profile}"/>' + unit(SEGMENT, f'slr:sizeRestriction="{said}"')
    assert read(tree_of(document(file(inside))), "a.xlf")[0].articles[0].units[0].limit == limit


def test_remarks_of_units_files_and_groups() -> None:
    notes = '<notes><note id="1" appliesTo="target" category="desk" priority="1">{}</note></notes>'
    inside = (
        notes.format("tout") + f'<group id="g">{notes.format("groupe")}{unit(notes.format("ici") + SEGMENT)}</group>'
    )
    (article,) = read(tree_of(document(file(inside))), "a.xlf")[0].articles
    assert article.notes == (Note("tout", "desk", "target"), Note("groupe", "desk", "target"))
    assert article.units[0].notes == (Note("ici", "desk", "target"),)


def test_proposals_of_other_tools() -> None:
    said = ('similarity="87.5" origin="TM"', 'matchQuality="70"', 'similarity="60" matchQuality="99"', "")
    words = '<source>la <ph id="1"/>file</source><target>queue</target>'
    matches = "".join(f'<mtc:match ref="#s" {one}>{words}</mtc:match>' for one in said)
    found = unit_of(f"<mtc:matches>{matches}</mtc:matches>" + segment("a", said='id="s"'))[0].matches
    assert found[0] == Match("la file", "queue", 88, "TM")
    assert [match.percent for match in found] == [88, 70, 60, 0]


def test_a_glossary_of_another_tool() -> None:
    entry = "<gls:glossEntry><gls:term>file</gls:term><gls:translation>queue</gls:translation>{}</gls:glossEntry>"
    more = "<gls:translation source='x'>line</gls:translation><gls:definition>gens</gls:definition>"
    inside = "<gls:glossary>" + entry.format("") + entry.format(more) + "</gls:glossary>"
    assert unit_of(inside + SEGMENT)[0].terms == (
        Term("file", (("queue", "preferred"),)),
        Term("file", (("queue", "preferred"), ("line", "preferred")), "gens"),
    )


@pytest.mark.parametrize("inside", [EVERYTHING, EVERY_MODULE])
@pytest.mark.parametrize("version", VERSIONS)
def test_whatever_the_check_lets_pass_is_read(inside: str, version: str) -> None:
    data = document(inside, version=version)
    assert checked(data) == []
    bitext, _ = read(tree_of(data), "a.xlf")
    assert [one.id for one in bitext.articles] == ["f1"]


def test_the_words_of_a_rich_unit() -> None:
    unit_ = read(tree_of(document(EVERYTHING)), "a.xlf")[0].articles[0].units[0]
    assert unit_.key == "body" and unit_.target is not None and unit_.state is State.INITIAL
    assert [part.id for part in unit_.target if isinstance(part, Code) and part.end is End.OPEN] == ["3", "1", "4"]


# --- and back --------------------------------------------------------------------------------------------------------


def canonical(data: bytes) -> bytes:
    return bytes(etree.tostring(etree.fromstring(data).getroottree(), method="c14n2", with_comments=True))


FOREIGN = b"""<?xml version="1.0" encoding="UTF-16"?>
<?xml-stylesheet href="a.xsl"?>
<!-- made elsewhere -->
<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' version="2.1" trgLang="ar" srcLang="fr"
  xmlns:o="urn:other" o:b="2" o:a='1 &amp; "2"'>
\t<file id='f' o:z="" canResegment='no'><o:tool><o:x xmlns="">  <y/>\r\n</o:x></o:tool>
<unit   id="1"><!-- a --><segment><source>a <![CDATA[<b>]]>&#x9;&#xD; &#233;<?pi  some data ?></source>
   <target xml:lang='ar'>\xc3\xa9 \xd8\xb1\xd8\xb3\xd8\xa7\xd9\x84\xd8\xa9 \xe2\x80\x8c&#x200F;</target></segment>
</unit></file></xliff>
<!-- the end -->
<?last?>
"""


@pytest.mark.parametrize(
    "data",
    [
        FOREIGN.replace(b"UTF-16", b"UTF-8"),
        FOREIGN.decode().encode("utf-16"),
        document(EVERYTHING),
        document(EVERY_MODULE, version="2.2"),
    ],
)
def test_a_tree_goes_back_with_nothing_lost(data: bytes) -> None:
    tree = tree_of(data)
    read(tree, "a.xlf")
    again = rewrite(tree)
    assert canonical(again) == canonical(data)
    assert again.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert rewrite(tree_of(again)) == again


def test_attributes_stay_in_their_order() -> None:
    again = rewrite(tree_of(FOREIGN.replace(b"UTF-16", b"UTF-8"))).decode()
    places = [again.index(f" {name}=") for name in ("version", "trgLang", "srcLang", "o:b", "o:a")]
    assert places == sorted(places)
