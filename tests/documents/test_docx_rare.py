"""What is rare in Word files: each construct in a file of its own, its words once and in the order they are read."""

import base64
from time import monotonic

import pytest

from journal_app.documents.child import Limits, read_safely
from journal_app.documents.html import fragment, plain
from journal_app.documents.model import Document, Fate, Row
from journal_app.documents.read import read_document
from tests.documents.builder import p, r, word_file


def read(body: str, **parts: str) -> Document:
    document, problems = read_document(word_file(body, b"", **parts), "texte.docx")
    assert problems == []
    assert document
    return document


def words(body: str, **parts: str) -> list[str]:
    return plain(read(body, **parts).blocks).split()


def kinds(document: Document) -> set[str]:
    return {row.kind for row in document.receipt}


def box(inside: str) -> str:
    return f"<w:r><w:pict><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></w:pict></w:r>"


def test_a_box_inside_a_box_is_read_once() -> None:
    assert sorted(words(p(r("corps "), box(p(r("dehors "), box(p(r("dedans")))))))) == ["corps", "dedans", "dehors"]


def test_a_table_inside_a_table_keeps_every_word_once() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p(r('dedans'))}</w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{p(r('avant'))}{inner}{p(r('après'))}</w:tc></w:tr></w:tbl>"
    assert words(outer) == ["avant", "dedans", "après"]


def test_changes_in_a_table_are_accepted_there() -> None:
    gone = '<w:del w:id="1"><w:r><w:delText>sale</w:delText></w:r></w:del>'
    come = f'<w:ins w:id="2">{r("large")}</w:ins>'
    document = read(f"<w:tbl><w:tr><w:tc>{p(gone, come)}</w:tc></w:tr></w:tbl>")
    assert plain(document.blocks).split() == ["large"]
    assert {"insertion", "deletion"} <= kinds(document)


def test_changes_in_a_note_are_accepted_there() -> None:
    gone = '<w:del w:id="1"><w:r><w:delText>vieille</w:delText></w:r></w:del>'
    note = f'<w:footnote w:id="2">{p(gone, r("neuve"))}</w:footnote>'
    document = read(p(r("mot "), '<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=note)
    assert "neuve" in plain(document.blocks)
    assert "vieille" not in plain(document.blocks)
    assert "deletion" in kinds(document)


def test_what_is_read_aloud_over_a_word_keeps_its_words() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('かんじ')}</w:rt><w:rubyBase>{r('漢字')}</w:rubyBase></w:ruby></w:r>"
    assert plain(read(p(ruby)).blocks) == "かんじ漢字"


def test_a_sign_from_a_font_of_signs_is_accounted_for() -> None:
    document = read(p(r("mot "), '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>'))
    assert plain(document.blocks) == "mot "
    assert Row("symbol", "Wingdings F04A", Fate.LEFT_OUT) in document.receipt


def test_a_document_put_inside_another_is_named() -> None:
    document = read(p(r("mot")) + '<w:altChunk r:id="rId9"/>')
    assert Row("embedded document", "", Fate.LEFT_OUT) in document.receipt


def test_millions_of_paragraphs_in_a_small_file_are_refused_soon() -> None:
    file = word_file("<w:p/>" * 3_000_000)
    assert len(file) < 200_000
    document, problems = read_safely(file, "texte.docx")
    assert document is None
    assert [problem.code for problem in problems] == ["document-too-many-parts"]


_MARKED = "<w:p " + " ".join(f'w:a{n}=""' for n in range(300)) + "/>"


@pytest.mark.parametrize(("body", "found", "allowed"), [
    ("<w:p/>" * 500_000, "500\u00a0007", "500\u00a0000"),
    (_MARKED * 5_001, "1\u00a0500\u00a0310", "1\u00a0500\u00a0000"),
])  # fmt: skip
def test_what_is_too_many_is_counted_against_its_own_bound(body: str, found: str, allowed: str) -> None:
    _, (problem,) = read_document(word_file(body), "texte.docx")
    assert (problem.code, problem.detail.allowed) == ("document-too-many-parts", allowed)
    assert problem.detail.found == found


def test_a_long_book_fits_into_the_cage() -> None:
    document, problems = read_safely(word_file("".join(p(r(f"mot {n}")) for n in range(20_000))), "texte.docx")
    assert problems == []
    assert document
    assert len(document.blocks) == 20_000


_LARGE = word_file("".join(p(r(f"mot {n}")) for n in range(60_000)))


@pytest.mark.parametrize(("limits", "code", "allowed"), [
    (Limits(cpu_s=20, wall_s=60, memory=85_000_000), "document-too-heavy", "85 MB"),  # before there is any tree
    (Limits(cpu_s=20, wall_s=60, memory=120_000_000), "document-too-heavy", "120 MB"),  # while libxml2 makes the tree
    (Limits(cpu_s=20, wall_s=60, memory=140_000_000), "document-too-heavy", "140 MB"),  # while it is read
    (Limits(cpu_s=1, wall_s=60), "document-too-slow", "1 s"),
    (Limits(cpu_s=20, wall_s=1), "document-too-slow", "1 s"),
])  # fmt: skip
def test_a_reading_that_takes_too_much_is_stopped_and_says_of_what(limits: Limits, code: str, allowed: str) -> None:
    began = monotonic()
    document, problems = read_safely(_LARGE, "texte.docx", limits)
    assert document is None
    assert [(problem.code, problem.detail.allowed) for problem in problems] == [(code, allowed)]
    assert monotonic() - began < 30


def test_a_small_text_stays_far_below_what_stops_a_large_one() -> None:
    document, problems = read_safely(word_file(p(r("mot"))), "texte.docx", Limits(cpu_s=2, memory=120_000_000))
    assert problems == []
    assert document


# --- pictures, drawings, lists and notes in their rarer forms --------------------------------------------------------

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAAC0lEQVR4nGNgwAIAABUAAapll8QAAAAASUVORK5CYII=")


def test_an_old_picture_is_carried_wherever_it_stands() -> None:
    """VML, as Word 2003 wrote pictures and as Word still writes them in boxes and objects."""
    old = '<w:r><w:pict><v:shape><v:imagedata r:id="picture"/></v:shape></w:pict></w:r>'
    for body in (p(r("mot"), old), p(r("mot"), box(p(old))), f"<w:tbl><w:tr><w:tc>{p(old)}</w:tc></w:tr></w:tbl>"):
        document, problems = read_document(word_file(body, PNG), "texte.docx")
        assert document is not None, problems
        assert [(picture.width, picture.height) for picture in document.pictures] == [(2, 3)]
        assert Row("picture", "a.png", Fate.KEPT) in document.receipt


def test_the_words_of_a_diagram_and_of_a_chart_are_named() -> None:
    """They are drawn by Word, not written on a line: nobody gets them as text, and everybody is told which they are."""
    for kind, inside in (("diagramData", "<a:t>Partir</a:t>"), ("chart", "<a:t>Arrivées</a:t>")):
        document = read(p(r("mot")), **{kind: inside})
        (row,) = (row for row in document.receipt if row.fate is Fate.LEFT_OUT)
        assert row.text in ("Partir", "Arrivées"), row


def levels(*forms: str, start: int = 1) -> str:
    """A list of so many levels, number 7."""
    made = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/></w:lvl>'
        for level, form in enumerate(forms)
    )
    return (f'<w:abstractNum w:abstractNumId="1">{made}</w:abstractNum>'
            '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>')  # fmt: skip


def item(words: str, level: int = 0, number: str = "7") -> str:
    return p(r(words), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_a_list_inside_a_list_stands_inside_it() -> None:
    document = read(item("a") + item("b", 1) + item("c", 1) + item("d"), numbering=levels("bullet", "decimal"))
    assert fragment(document.blocks) == "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>"
    assert [(block.level, block.number) for block in document.blocks] == [(1, 0), (2, 1), (2, 2), (1, 0)]


def test_numbers_begin_anew_under_each_item_and_go_on_after_a_paragraph() -> None:
    document = read(
        item("a") + item("b", 1) + item("c") + item("d", 1) + p(r("entre deux")) + item("e"),
        numbering=levels("decimal", "decimal"),
    )
    assert [block.number for block in document.blocks] == [1, 1, 2, 1, 0, 3]


def test_a_list_that_begins_at_five_begins_at_five() -> None:
    document = read(item("cinq") + item("six"), numbering=levels("decimal", start=5))
    assert [block.number for block in document.blocks] == [5, 6]


def test_what_is_filled_in_a_form_is_text_like_any_other() -> None:
    """Content controls around blocks, rows, cells and words."""

    def held(inside: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    cell = f"<w:tc>{p(r('cellule'))}</w:tc>"
    body = held(p(r("bloc"))) + p(r("avant "), held(r("dedans ")), r("après"))
    body += f"<w:tbl>{held(f'<w:tr>{held(cell)}</w:tr>')}</w:tbl>"
    assert words(body) == ["bloc", "avant", "dedans", "après", "cellule"]


def test_a_note_of_two_paragraphs_keeps_both_and_their_emphasis() -> None:
    note = f'<w:footnote w:id="2">{p(r("un"))}{p(r("deux", "<w:i/>"))}</w:footnote>'
    document = read(p(r("mot"), '<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=note)
    assert "un<br" in fragment(document.blocks) and "<em>deux</em>" in fragment(document.blocks)


def test_a_note_at_the_end_stands_at_its_call() -> None:
    note = f'<w:endnote w:id="3">{p(r("plus tard"))}</w:endnote>'
    document = read(p(r("mot"), '<w:r><w:endnoteReference w:id="3"/></w:r>', r(" suite")), endnotes=note)
    (block,) = document.blocks
    assert [run.note_kind for run in block.runs if run.note] == ["endnote"]
    assert Row("endnote", "", Fate.KEPT) in document.receipt


def test_a_field_shows_its_result_and_is_named() -> None:
    field = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF x </w:instrText></w:r>'
             '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("12") +
             '<w:r><w:fldChar w:fldCharType="end"/></w:r>')  # fmt: skip
    document = read(p(r("page "), field, f'<w:fldSimple w:instr="DATE">{r(" mai")}</w:fldSimple>'))
    assert plain(document.blocks) == "page 12 mai"
    assert {row.text.strip() for row in document.receipt if row.kind == "field"} == {"PAGEREF x", "DATE"}


def test_a_smart_tag_hides_no_word() -> None:
    assert words(p(r("à "), f"<w:smartTag>{r('Calais')}</w:smartTag>")) == ["à", "Calais"]


def test_a_passage_that_was_moved_over_paragraphs_is_said_once_where_it_went() -> None:
    def moved(side: str, mark: str, text: str) -> str:
        end = f'<w:pPr><w:rPr><w:{side} w:id="1"/></w:rPr></w:pPr>'
        return f'<w:p>{end}<w:{side} w:id="{mark}">{r(text)}</w:{side}></w:p>'

    body = moved("moveFrom", "2", "premier") + moved("moveFrom", "3", "second") + p(r("milieu"))
    body += moved("moveTo", "4", "premier") + moved("moveTo", "5", "second")
    document = read(body)
    assert plain(document.blocks).split() == ["milieu", "premier", "second"]
    moves = [(row.text, row.fate) for row in document.receipt if row.kind == "move"]
    assert sorted(moves) == sorted(
        (text, fate) for text in ("premier", "second") for fate in (Fate.REMOVED, Fate.ACCEPTED)
    )


def test_a_paragraph_that_was_put_in_whole_is_accepted_with_its_end() -> None:
    document = read(
        '<w:p><w:pPr><w:rPr><w:ins w:id="1"/></w:rPr></w:pPr>' + f'<w:ins w:id="2">{r("neuf")}</w:ins></w:p>'
    )
    assert plain(document.blocks) == "neuf"
    assert Row("insertion", "¶", Fate.ACCEPTED) in document.receipt
