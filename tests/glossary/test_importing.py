"""Rows of a file beside the glossary: each has its fate, nothing is there twice, nothing is written over unasked."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from journal_app.glossary import sheets, tbx
from journal_app.glossary.concepts import Concept, Status, Term, one_line, plain
from journal_app.glossary.importing import Entry, Fate, mark, of_glossary, plan
from tests.glossary.words import ASYLUM, EXILE, GLOSSARY, QUEUE

FR = Entry(2, "1", "fr", "exilé·e", "preferred")


def fates(*rows: Entry, known: tuple[Concept, ...] = GLOSSARY, **more: bool) -> list[Fate]:
    return [one.fate for one in plan(rows, known, **more).became]


@pytest.mark.parametrize(("row", "fate"), [
    (FR, Fate.SAME), (replace(FR, status=""), Fate.SAME), (replace(FR, term="Exilé·e"), Fate.SAME),
    (replace(FR, language="fr-BE"), Fate.SAME), (replace(FR, language="Français"), Fate.SAME),
    (replace(FR, status="admitted"), Fate.DIFFERS), (replace(FR, term="banni·e"), Fate.NEW),
    (replace(FR, concept="exile", term="banni·e"), Fate.ADDED),
    (replace(FR, language="zh"), Fate.LEFT_OUT), (replace(FR, language=""), Fate.WRONG),
    (replace(FR, term="…"), Fate.WRONG), (replace(FR, term="x" * 121), Fate.WRONG),
    (replace(FR, status="best"), Fate.WRONG),
])  # fmt: skip
def test_a_row_has_its_fate(row: Entry, fate: Fate) -> None:
    assert fates(row) == [fate]


def test_a_term_finds_its_concept_and_brings_the_others_there() -> None:
    rows = [FR, replace(FR, line=3, language="de", term="Geflüchtete"), replace(FR, line=4, term="exilé·e")]
    told = plan(rows, GLOSSARY)
    assert [one.fate for one in told.became] == [Fate.SAME, Fate.ADDED, Fate.TWICE]
    (after,) = told.concepts
    assert after.id == "exile" and after.said("de") == ("Geflüchtete",) and len(after.terms) == len(EXILE.terms) + 1


def test_another_definition_is_another_concept_and_an_unclear_one_is_asked_about() -> None:
    nail = replace(FR, term="file", definition="Un outil pour les ongles.")
    assert fates(nail) == [Fate.NEW]
    both = (*GLOSSARY, Concept("nail", "Un outil pour les ongles.", (Term("fr", "file"),)))
    assert fates(nail, known=both) == [Fate.SAME]
    (asked,) = plan([replace(nail, definition="")], both).became
    assert asked.problem and asked.problem.code == "glossary-concept-unclear" and asked.problem.detail.found == "file"


def test_two_names_of_one_concept_in_a_file_make_one() -> None:
    rows = [replace(FR, concept="a", term="tente", definition="Un abri."),
            replace(FR, concept="b", line=3, term="tente", definition="Un abri.", language="fr"),
            replace(FR, concept="b", line=4, term="tent", language="en")]  # fmt: skip
    told = plan(rows, GLOSSARY)
    assert [one.fate for one in told.became] == [Fate.NEW, Fate.SAME, Fate.NEW]
    (made,) = told.concepts
    assert made.id == "" and [term.text for term in made.terms] == ["tente", "tent"]


def test_what_differs_stays_or_is_replaced_as_it_is_asked() -> None:
    row = replace(FR, concept="exile", term="clandestin", status="admitted", definition="Autre.", note="Une remarque.")
    kept, replaced = plan([row], GLOSSARY), plan([row], GLOSSARY, replaces=True)
    assert [(one.what, one.fate) for one in kept.became] == [
        ("definition", Fate.DIFFERS), ("note", Fate.ADDED), ("term", Fate.DIFFERS)
    ]  # fmt: skip
    assert kept.concepts[0].definition == EXILE.definition and kept.concepts[0].note == "Une remarque."
    assert replaced.concepts[0].definition == "Autre."
    assert replaced.concepts[0].said("fr", Status.ADMITTED) == ("personne en exil", "clandestin")
    assert mark(kept) != mark(plan([row], (ASYLUM, QUEUE)))


def test_what_was_taken_out_is_put_back_by_people_only() -> None:
    (told,) = plan([replace(FR, concept="gone", term="mot")], GLOSSARY, ["gone"]).became
    assert told.problem and told.problem.code == "glossary-concept-gone"


def test_one_wrong_row_takes_nothing_in() -> None:
    told = plan([replace(FR, term="banni·e"), replace(FR, line=3, term="")], GLOSSARY)
    assert told.concepts == () and [problem.detail.allowed for problem in told.problems] == ["120"]


# --- the files -------------------------------------------------------------------------------------------------------

words = some.text(max_size=40).map(one_line)
terms = some.text(min_size=1, max_size=30).map(lambda text: one_line(f"{text}a"))
entries = some.lists(
    some.builds(Entry, some.just(0), some.just("23456789abcd"), some.sampled_from(["fr", "ar", "kmr-Arab"]), terms,
                some.sampled_from([one.value for one in Status]), some.just(""), some.just("")),
    min_size=1, max_size=5, unique_by=lambda one: (one.language, plain(one.term)),
)  # fmt: skip


@given(entries, words, words)
def test_a_file_comes_back_as_it_left(rows: list[Entry], definition: str, note: str) -> None:
    rows = [replace(rows[0], definition=definition, note=note), *rows[1:]]
    for kind in (sheets, tbx):
        back, problems = kind.read(kind.write(rows), "file")
        assert not problems
        same = [replace(one, line=0, definition=definition, note=note) for one in back]
        order = sorted if kind is tbx else list
        assert order(map(repr, same)) == order(repr(replace(one, definition=definition, note=note)) for one in rows)


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-x", "@SUM(A1)", "'=1", "''+x"])
def test_no_cell_is_a_formula(cell: str) -> None:
    data = sheets.write([replace(FR, term=f"{cell} a")])
    row = data.decode("utf-8-sig").splitlines()[1]
    assert f",'{cell} a," in row
    assert sheets.read(data, "x")[0][0].term == f"{cell} a"


@pytest.mark.parametrize("text", [
    "concept,language,term\n1,fr,mot\n", "concept;langue;terme\n1;fr;mot\n",
    "\ufeffterm\tlanguage\tconcept\nmot\tfr\t1\n",
    "CONCEPT,Language,Term,autre\r\n1,fr,mot,x\r\n\r\n",
])  # fmt: skip
def test_a_table_is_read_as_spreadsheets_write_it(text: str) -> None:
    (row,), problems = sheets.read(text.encode(), "x")
    assert (row.concept, row.language, row.term, row.line, problems) == ("1", "fr", "mot", 2, [])


def test_a_row_without_a_concept_belongs_to_the_one_above() -> None:
    rows, _ = sheets.read(b"concept,language,term\n,fr,un\n7,fr,deux\n,en,two\n", "x")
    assert [row.concept for row in rows] == ["line 2", "7", "7"]


TBX2 = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body><termEntry id="eid-1"><descrip type="subjectField">law</descrip>
<langSet xml:lang="en-GB"><descripGrp><descrip type="definition">A queue.</descrip></descripGrp>
<tig><term>queue<!-- x --></term>
<termNote type="partOfSpeech">noun</termNote><termNote type="administrativeStatus">preferred</termNote></tig></langSet>
<langSet xml:lang="fr"><ntig><termGrp><term>file <hi>d’attente</hi></term>
<termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termGrp></ntig></langSet>
</termEntry></body></text></martif>"""


def test_the_first_edition_of_tbx_is_read_too() -> None:
    rows, problems = tbx.read(TBX2.encode(), "x")
    assert problems == []
    assert [(row.concept, row.language, row.term, row.status) for row in rows] == [
        ("eid-1", "en-GB", "queue", "preferred"), ("eid-1", "fr", "file d’attente", "forbidden"),
    ]  # fmt: skip
    assert rows[0].definition == "A queue."


def test_what_is_written_is_tbx_basic() -> None:
    from lxml import etree

    root = etree.fromstring(tbx.write(of_glossary(GLOSSARY)))
    assert root.tag == "{urn:iso:std:iso:30042:ed-2}tbx" and root.attrib["style"] == "dca"
    space = {"t": tbx.NAMESPACE}
    assert root.xpath("count(//t:conceptEntry)", namespaces=space) == len(GLOSSARY)
    assert root.xpath("//t:termSec[t:admin='kept']/t:term/text()", namespaces=space) == ["OQTF", "Dublin"]
    places = {one.getparent().tag for one in root.xpath("//t:descrip", namespaces=space)}
    assert places == {f"{{{tbx.NAMESPACE}}}conceptEntry"}, "definitions stand nowhere else in the dialect"
    assert set(root.xpath("//t:termNote/text()", namespaces=space)) <= set(tbx._TOLD.values())
