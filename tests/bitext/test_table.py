"""The table for Word: it comes back whole, and whatever was done to its rows is told row by row."""

import copy
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.bitext.model import Article, Code, Note, State, Unit, Words, joined, plain
from journal_app.bitext.table import read_table, write_table
from journal_app.bitext.table.cells import read_cells
from journal_app.bitext.table.read import judged
from journal_app.bitext.table.signs import paragraphs_of, typed
from journal_app.problems import Problem, Severity
from tests.bitext.examples import LETTER, LINE, PARAGRAPH, QUEUE, opened, shut, texts
from tests.documents.builder import p, r
from tests.documents.builder import word_file as built

TO_PASHTO = replace(LETTER, target="ps")
Change = Callable[[Any, Any], None]


def read(data: bytes, article: Article = QUEUE) -> tuple[list[Unit], list[Problem]]:
    cells, problems = read_cells(data, "t.docx")
    return judged(cells, "t.docx", article) if cells is not None else ([], problems)


def changed(change: Change, article: Article = QUEUE) -> bytes:
    """The article's file after somebody worked in it: `change` is given its table and the whole document."""
    document = docx.Document(BytesIO(write_table(article)))
    change(document.tables[0], document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def after(change: Change) -> tuple[list[Unit], list[tuple[str, str, str]]]:
    units, problems = read(changed(change))
    return units, [(one.code, one.where.removeprefix("t.docx"), one.detail.found) for one in problems]


def say(cell: Any, *lines: str) -> None:
    cell.text = lines[0]
    for line in lines[1:]:
        cell.add_paragraph(line)


def row_of(table: Any, number: int) -> Any:
    return table.rows[number]._tr


# --- whole -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("article", [QUEUE, LETTER, TO_PASHTO])
def test_what_leaves_comes_back_whole(article: Article) -> None:
    units, problems = read(write_table(article), article)
    assert problems == []
    assert units == [replace(one, notes=(), matches=(), terms=(), line=place)
                     for place, one in enumerate(article.units, 1)]  # fmt: skip


def test_a_strangers_file_is_opened_in_the_cage() -> None:
    assert read_table(write_table(QUEUE), "t.docx", QUEUE) == read(write_table(QUEUE))


LETTERS = st.text(st.sampled_from("aé١ب .,\\①❷中\u200dﬁ"), min_size=1, max_size=6)
EM = QUEUE.units[1].spans["m1"]
SHOWN = {"1": EM, "2": replace(EM, shows=("②", "❷")), "3": replace(EM, shows=("", "")), "4": LINE}


SIGNED = texts(once=True, nested=True, letters=LETTERS).map(lambda words: joined(("a", *words, "b")))


@settings(max_examples=200, deadline=None)
@given(SIGNED, SIGNED)
def test_any_words_and_signs_come_back(source: Words, theirs: Words) -> None:
    unit = Unit("u", "body", source, None, State.INITIAL, SHOWN, source_hash="h")
    found = typed(paragraphs_of(theirs, unit), unit, "t")
    assert found.words == theirs and {one.code for one in found.problems} <= {"mark-lost"}


@settings(max_examples=25, deadline=None)
@given(SIGNED, SIGNED)
def test_any_words_come_back_through_the_file(source: Words, theirs: Words) -> None:
    unit = Unit("u", "body", source, theirs, State.TRANSLATED, SHOWN, source_hash="h", line=1)
    article = replace(QUEUE, units=(unit,))
    assert read(write_table(article), article) == (list(article.units), [])


def test_the_page_says_what_to_do_and_tells_of_nobody() -> None:
    made = write_table(QUEUE)
    assert made == write_table(QUEUE)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        body, properties = (archive.read(name).decode() for name in ("word/document.xml", "docProps/core.xml"))
    assert re.sub(r"<[^>]*>", " ", properties).split() == ["1", *["2000-01-01T00:00:00Z"] * 3]
    words = re.sub(r"<[^>]*>", "", body)
    assert "Écrire la traduction dans la colonne « shqip (sq) »" in words
    assert "Write the translation in the column “shqip (sq)”" in words and "①…❶" in words and "≤ 40" in words
    assert body.count("<w:tblHeader/>") == 1 and "bidiVisual" not in body


def test_each_cell_runs_in_its_own_direction() -> None:
    with zipfile.ZipFile(BytesIO(write_table(LETTER))) as archive:
        body = archive.read("word/document.xml").decode()
    cells = re.findall(r"<w:tc>.*?</w:tc>", body)[3:6]
    assert ["<w:bidi/>" in cell for cell in cells] == [False, True, False]
    assert '<w:lang w:bidi="ar"/>' in cells[1] and '<w:lang w:val="sq"/>' in cells[2] and "bidiVisual" not in body
    with zipfile.ZipFile(BytesIO(write_table(TO_PASHTO))) as archive:
        body = archive.read("word/document.xml").decode()
    assert "<w:bidiVisual/>" in body and '<w:lang w:bidi="ps"/>' in re.findall(r"<w:tc>.*?</w:tc>", body)[5]


# --- translated ------------------------------------------------------------------------------------------------------


def test_what_was_written_is_read_with_its_signs_and_breaks() -> None:
    def work(table: Any, document: Any) -> None:
        say(table.cell(1, 2), "Radha e mëngjesit")
        table.cell(2, 2).text = "Presim ①të gjithë❶, ②këtu❷.\nKthehemi.③Më 2024.❸"
        say(table.cell(3, 2), "E dyta.", "2000 €.")

    units, problems = after(work)
    assert problems == []
    assert units[0].target == ("Radha e mëngjesit",) and units[0].state is State.INITIAL
    assert units[1].target == ("Presim ", opened("m1"), "të gjithë", shut("m1"), ", ", opened("m2"), "këtu", shut("m2"),
                               ".", Code("br"), "Kthehemi.", opened("m3"), "Më 2024.", shut("m3"))  # fmt: skip
    assert units[2].target == ("E dyta.", Code("para"), "2000 €.")
    assert (units[2].target_hash, units[3].target, units[3].target_hash) == ("b3" * 16, None, "")


def test_breaks_that_the_source_has_not_are_said_anew() -> None:
    def work(table: Any, document: Any) -> None:
        say(table.cell(4, 2), "Në mbrëmje", "fillojmë\nprapë")
        say(table.cell(1, 2), "Radha", "e mëngjesit")

    units, problems = after(work)
    assert problems == []
    assert units[3].target == ("Në mbrëmje", Code("para"), "fillojmë", Code("br"), "prapë")
    assert (units[3].spans["para"], units[3].spans["br"]) == (PARAGRAPH, LINE)
    assert units[0].target == ("Radha", Code("br"), "e mëngjesit"), "a headline has no paragraphs"


@pytest.mark.parametrize(
    ("words", "stays", "told"),
    [
        ("Presim ①të❶ ②gjithë❷ ③x", "Presim të gjithë x", [("mark-alone", "③"), ("mark-lost", "③")]),
        ("①Presim ②të❶ gjithë❷③.❸", "Presim të gjithë.",
         [("mark-alone", "②"), ("mark-alone", "❷"), ("mark-lost", "②")]),
        ("①a❶ ②b❷ ③c❸ ④d❹", "a b c d", [("mark-unknown", "④"), ("mark-unknown", "❹")]),
        ("a \\① b", "a ① b", [("mark-lost", "① ② ③")]),
    ],
)  # fmt: skip
def test_signs_that_do_not_match_are_told_and_their_words_stay(
    words: str, stays: str, told: list[tuple[str, str]]
) -> None:
    units, problems = after(lambda table, document: say(table.cell(2, 2), words))
    assert [(code, found) for code, _, found in problems] == told
    assert {where for _, where, _ in problems} == {":2"}
    assert plain(units[1].target or ()) == stays


def test_tracked_changes_are_accepted_and_comments_are_notes() -> None:
    def work(table: Any, document: Any) -> None:
        paragraph = table.cell(4, 2).paragraphs[0]._p
        paragraph.append(parse_xml(f'<w:del {nsdecls("w")}><w:r><w:delText>Natën</w:delText></w:r></w:del>'))
        paragraph.append(parse_xml(f'<w:ins {nsdecls("w")}><w:r><w:t>Në mbrëmje.</w:t></w:r></w:ins>'))
        document.add_comment(table.cell(4, 1).paragraphs[0].runs, "Lequel ?", author="Zahra", initials="Z")
        document.add_comment(table.cell(2, 2).paragraphs[0].runs[0], "A voir", author="Zahra", initials="Z")

    units, problems = after(work)
    assert problems == [] and units[3].target == ("Në mbrëmje.",)
    assert units[3].notes == (Note("Lequel ?", "", "source"),) and units[1].notes == (Note("A voir", "", "target"),)


def test_a_remark_on_an_empty_cell_stays_with_its_row() -> None:
    def work(table: Any, document: Any) -> None:
        document.add_comment(table.cell(1, 2).paragraphs[0].add_run(""), "Trop court ?", author="Z", initials="Z")

    units, problems = after(work)
    assert problems == [] and units[0].notes == (Note("Trop court ?", "", "target"),) and units[1].notes == ()


def test_text_boxes_and_fields_are_words_of_their_cell() -> None:
    box = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>dhe kutia</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )

    def work(table: Any, document: Any) -> None:
        table.cell(4, 2).paragraphs[0].add_run("Mbrëmja")
        table.cell(4, 2).paragraphs[0]._p.append(parse_xml(box))

    units, problems = after(work)
    assert problems == [] and plain(units[3].target or ()) == "Mbrëmjadhe kutia"


# --- rows and columns ------------------------------------------------------------------------------------------------


def test_rows_in_another_order_are_the_same_rows() -> None:
    def work(table: Any, document: Any) -> None:
        say(table.cell(4, 2), "Mbrëmja")
        table._tbl.append(row_of(table, 1))
        table._tbl.insert(3, row_of(table, 3))

    units, problems = after(work)
    assert problems == [] and [one.id for one in units] == [one.id for one in QUEUE.units]
    assert units[3].target == ("Mbrëmja",)
    assert sorted(lines := [one.line for one in units]) == [1, 2, 3, 4] and lines[0] == 4


def test_columns_in_another_order_are_the_same_columns() -> None:
    def work(table: Any, document: Any) -> None:
        for row in table.rows:
            row._tr.append(row._tr.tc_lst[0])
            row._tr.append(row._tr.tc_lst[0])

    units, problems = after(work)
    assert problems == [] and [one.target for one in units] == [one.target for one in QUEUE.units]


def test_a_missing_row_is_told_and_the_others_are_read() -> None:
    units, problems = after(lambda table, document: table._tbl.remove(row_of(table, 3)))
    assert [one.id for one in units] == ["headline", "p1", "p3"]
    assert problems == [("table-row-missing", "", "3")]


def test_an_added_row_is_told_unless_it_says_nothing() -> None:
    def work(table: Any, document: Any) -> None:
        table.add_row()
        say(table.add_row().cells[2], "Një fjali e re")

    units, problems = after(work)
    assert len(units) == 4 and problems == [("table-row-unknown", ":6", "Një fjali e re")]


def test_a_row_that_is_there_twice() -> None:
    def work(words: str) -> Change:
        def change(table: Any, document: Any) -> None:
            again = copy.deepcopy(row_of(table, 2))
            table._tbl.append(again)
            say(table.rows[5].cells[2], words)

        return change

    for words, targets in (("", ("p1",)), ("Presim ①të gjithë❶ çdo mëngjes.", ("p1",)), ("Tjetër gjë", ())):
        units, problems = read(changed(work(words)))
        twice = [one for one in problems if one.code == "table-row-twice"]
        assert [one.id for one in units if one.id == "p1"] == list(targets)
        assert [(one.detail.found, one.detail.allowed, one.where) for one in twice] == [("2", "2, 5", "t.docx:5")]
        assert twice[0].severity is (Severity.NOTE if targets else Severity.WARNING)
        assert "table-row-missing" not in [one.code for one in problems]


def test_rows_whose_cells_were_merged_are_told_together() -> None:
    def down(table: Any, document: Any) -> None:
        table.cell(2, 2).merge(table.cell(3, 2))

    def numbers(table: Any, document: Any) -> None:
        table.cell(2, 0).merge(table.cell(3, 0))

    def all_(table: Any, document: Any) -> None:
        for column in range(3):
            table.cell(2, column).merge(table.cell(3, column))

    for change in (down, numbers, all_):
        units, problems = after(change)
        assert [one.id for one in units] == ["headline", "p3"]
        assert problems == [("table-rows-merged", ":2", "2, 3")]


def test_words_pasted_into_the_row_above_with_their_numbers() -> None:
    def work(table: Any, document: Any) -> None:
        for column in range(3):
            for paragraph in table.cell(3, column).paragraphs:
                table.cell(2, column)._tc.append(paragraph._p)
        table._tbl.remove(row_of(table, 3))

    units, problems = after(work)
    assert [one.id for one in units] == ["headline", "p3"] and problems == [("table-rows-merged", ":2", "2, 3")]


def test_source_and_target_in_one_cell() -> None:
    units, problems = after(lambda table, document: table.cell(2, 1).merge(table.cell(2, 2)) and None)
    assert [one.id for one in units] == ["headline", "p2", "p3"] and problems == [("table-rows-merged", ":2", "2")]


def test_a_cell_that_is_gone() -> None:
    units, problems = after(lambda table, document: row_of(table, 3).remove(row_of(table, 3).tc_lst[2]))
    assert [one.id for one in units] == ["headline", "p1", "p3"] and problems == [("table-rows-merged", ":3", "3")]


def test_a_row_that_was_split_is_one_text() -> None:
    def work(table: Any, document: Any) -> None:
        lower = copy.deepcopy(row_of(table, 4))
        row_of(table, 4).addnext(lower)
        say(table.cell(4, 2), "Në mbrëmje")
        say(table.rows[5].cells[2], "fillojmë prapë.")
        for cell, said in ((row_of(table, 4), ' w:val="restart"'), (lower, "")):
            for one in cell.tc_lst[:2]:
                one.get_or_add_tcPr().append(parse_xml(f'<w:vMerge {nsdecls("w")}{said}/>'))
        for one in lower.tc_lst[:2]:
            for paragraph in one.findall(qn("w:p")):
                one.remove(paragraph)
            one.append(parse_xml(f"<w:p {nsdecls('w')}/>"))

    units, problems = after(work)
    assert units[3].target == ("Në mbrëmje", Code("para"), "fillojmë prapë.")
    assert problems == [("table-row-split", ":4", "4")]


def test_a_column_of_the_translators_own_becomes_notes() -> None:
    def work(table: Any, document: Any) -> None:
        table.add_column(docx.shared.Mm(30))
        say(table.cell(2, 3), "Pas sûr de « attend »")

    units, problems = after(work)
    assert problems == [] and units[1].notes == (Note("Pas sûr de « attend »", "", "target"),)
    assert [one.target for one in units] == [one.target for one in QUEUE.units]


def test_a_number_that_was_changed_or_wiped_is_told_and_the_row_known() -> None:
    def changed_(table: Any, document: Any) -> None:
        run = table.cell(2, 0).paragraphs[1].runs[0]
        run.text = run.text.replace("a2a2", "a2a3", 1).replace("a2a3", "a2a2", 1)[:-1] + "0"

    def wiped(table: Any, document: Any) -> None:
        table.cell(2, 0).text = "2 (vu)"

    for change in (changed_, wiped):
        units, problems = after(change)
        assert len(units) == 4 and units[1].target == QUEUE.units[1].target
        assert [(code, where) for code, where, _ in problems] == [("table-row-number", ":2")]


def test_what_was_written_beside_a_number_is_a_note() -> None:
    units, problems = after(lambda table, document: table.cell(2, 0).paragraphs[0].add_run(" à relire") and None)
    assert problems == [] and units[1].notes == (Note("à relire"),)


def test_a_source_that_was_changed_is_told_and_comes_as_it_is() -> None:
    units, problems = after(lambda table, document: say(table.cell(4, 1), "Le soir, on recommence encore."))
    assert problems == [("table-source-edited", ":4", "Le soir, on recommence encore.")]
    assert units[3].source == ("Le soir, on recommence encore.",) and units[3].source_hash == "a4" * 16


def test_marks_of_direction_and_spaces_in_the_source_are_nothing() -> None:
    turned = "\u202bLe\u200f soir,  on\u2069 recommence. "
    units, problems = after(lambda table, document: say(table.cell(4, 1), turned))
    assert problems == [] and units[3].source == QUEUE.units[3].source


def test_a_table_in_two_parts_is_read_whole_and_other_words_are_told() -> None:
    def work(table: Any, document: Any) -> None:
        lower = copy.deepcopy(table._tbl)
        document.add_paragraph("Une question : qui est Amina ?")
        document.element.body.insert(len(document.element.body) - 1, lower)
        for row in table.rows[3:]:
            table._tbl.remove(row._tr)
        for row in docx.table.Table(lower, document).rows[:3]:
            lower.remove(row._tr)
        document.add_table(1, 2).cell(0, 0).text = "autre tableau"

    units, problems = after(work)
    assert [one.target for one in units] == [one.target for one in QUEUE.units]
    assert problems == [("table-words-outside", "", "autre tableau"),
                        ("table-words-outside", "", "Une question : qui est Amina ?")]  # fmt: skip


def test_a_table_of_another_text_or_none_at_all() -> None:
    (told,) = read(write_table(LETTER))[1]
    assert (told.code, told.severity) == ("table-other-article", Severity.BLOCKING)
    assert [one.code for one in read(built(p(r("Bonjour"))))[1]] == ["table-none"]
    other = "<w:tbl><w:tr><w:tc>" + p(r("a")) + "</w:tc></w:tr></w:tbl>"
    assert [one.code for one in read(built(other))[1]] == ["table-none"]


def test_a_table_without_numbers_is_known_by_its_sources() -> None:
    def work(table: Any, document: Any) -> None:
        for row in table.rows:
            row._tr.remove(row._tr.tc_lst[0])

    units, problems = after(work)
    assert [one.target for one in units] == [one.target for one in QUEUE.units]
    assert {code for code, _, _ in problems} == {"table-row-number"}


# --- the desk has moved on -------------------------------------------------------------------------------------------


def test_rows_whose_source_changed_on_the_desk_come_with_what_they_had() -> None:
    data = changed(lambda table, document: say(table.cell(4, 2), "Në mbrëmje ①fillojmë❶."))
    first, body, _, last = QUEUE.units
    new = Unit("p3", "body", ("Un paragraphe tout neuf.",), None, source_hash="e1" * 16)
    now = replace(last, id="p4", source=("Le soir, on ", opened("m1"), "recommence", shut("m1"), " demain."),
                  source_hash="e2" * 16, spans=body.spans)  # fmt: skip
    units, problems = read(data, replace(QUEUE, units=(first, replace(body, id="p2"), new, now)))
    assert [one.id for one in units] == ["headline", "p2", "p2.3", "p3"]
    assert [(one.code, one.detail.found) for one in problems] == [("table-row-missing", "3")]
    old, gone = units[3], units[2]
    assert (old.source, old.source_hash, old.key, old.line) == (last.source, "a4" * 16, "body", 4)
    assert old.target == ("Në mbrëmje ", opened("m1"), "fillojmë", shut("m1"), ".")
    assert old.spans["m1"] == body.spans["m1"]
    assert (plain(gone.source), gone.target_hash) == ("Deuxième.2\u202f000 € <b> & fin.", "b3" * 16)


def test_two_paragraphs_of_the_same_words_are_told_apart() -> None:
    twins = tuple(Unit(f"p{place}", "body", ("Silence.",), None, source_hash="f1" * 16) for place in (1, 2, 3))
    article = replace(QUEUE, units=twins)
    units, problems = read(changed(lambda table, document: say(table.cell(2, 2), "Heshtje."), article), article)
    assert problems == [] and [one.target for one in units] == [None, ("Heshtje.",), None]


# --- what is no table ------------------------------------------------------------------------------------------------


def _with(name: str, inside: bytes) -> bytes:
    out = BytesIO()
    made = zipfile.ZipFile(BytesIO(write_table(QUEUE)))
    with made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in made.namelist():
            packed.writestr(one, inside if one == name else made.read(one))
    return out.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LATIN = f'<w:document xmlns:w="{W}">é</w:document>'.encode("latin-1")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "document-empty"),
        (b"PK\x03\x04", "document-damaged"),
        (write_table(QUEUE)[:4_000], "document-damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "document-old-word"),
        (b"%PDF-1.7", "document-wrong-type"),
        (_with("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "document-entities"),
        (_with("word/document.xml", b"<a xmlns='urn:else'/>"), "document-wrong-type"),
        (_with("word/document.xml", b"<a><b></a>"), "document-xml-broken"),
        (_with("word/document.xml", LATIN), "document-xml-broken"),
        (_with("word/media/a.bin", b"") + b"more", "document-polyglot"),
        (_with("word/document.xml", b" " * 70_000_000), "document-bomb"),
    ],
)
def test_what_is_refused_at_the_gate(data: bytes, code: str) -> None:
    assert [one.code for one in read_table(data, "t.docx", QUEUE)[1]] == [code]


def test_utf_16_is_read_as_well() -> None:
    with zipfile.ZipFile(BytesIO(write_table(QUEUE))) as made:
        body = made.read("word/document.xml").decode()
    turned = re.sub("encoding=.UTF-8.", "encoding='UTF-16'", body).encode("utf-16")
    assert [one.target for one in read(_with("word/document.xml", turned))[0]] == [one.target for one in QUEUE.units]


def test_a_table_of_a_hundred_thousand_rows_is_refused() -> None:
    row = f"<w:tr>{''.join(f'<w:tc>{p(r(words))}</w:tc>' for words in ('1', 'Un mot', 'Një'))}</w:tr>"
    units, problems = read_table(built(f"<w:tbl>{row * 100_000}</w:tbl>"), "t.docx", QUEUE)
    assert units == [] and [one.code for one in problems] == ["document-too-many-parts"]


def test_rows_without_end_and_cells_that_span_everything_cost_no_traceback() -> None:
    wide = '<w:tcPr><w:gridSpan w:val="999999999"/><w:vMerge/><w:hMerge/></w:tcPr>'
    cells = f"<w:tc>{wide}{p(r('La file du matin'))}</w:tc><w:tc/>"
    units, problems = read(built(f"<w:tbl><w:tr>{cells}</w:tr><w:tr/></w:tbl><w:tc>{p(r('x'))}</w:tc>"))
    assert [one.target for one in units] == [None] and "table-row-missing" in [one.code for one in problems]
