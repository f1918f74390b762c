"""What is rare in Word files: each construct in a file of its own, its words once and in the order they are read."""

from time import monotonic

import pytest

from journal_app.documents.child import Limits, read_safely
from journal_app.documents.html import plain
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
