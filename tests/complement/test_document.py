"""The tagged PDF: a tree a voice can follow, in each language; what the engine leaves wrong is found, and mended."""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
import pypdfium2
import pytest

from journal_app.complement.accessible import elements, judge
from journal_app.complement.glyphs import instructions, lacking, used
from journal_app.complement.tags import mended
from journal_app.prepress.house import faces_css
from journal_app.prepress.tagged import Tagged, typeset_tagged
from tests.complement.paper import Made

ONE = """<html lang="fr"><head><title>Essai</title><body><h1>Titre</h1>
<section lang="ar" dir="rtl"><h2>الطابور</h2><p>هناك ننتظر الماء <a href="https://exemple.org/">والخبز</a>
<bdi lang="en" dir="ltr">Calais 2026</bdi>.</p></section>
<figure><img src="p.png" alt="Un carré rouge" lang="fr"><figcaption>Légende <em>ici</em></figcaption></figure>
<p>Un paragraphe qui passe la page, %s</p><ul><li>un</li><li>deux</li></ul></body></html>"""
CSS = '@page{size:105mm 148mm;margin:12mm;@bottom-center{content:counter(page);font-family:"Fira Sans"}}'


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Tagged:
    from PIL import Image

    folder = tmp_path_factory.mktemp("pictures")
    Image.new("RGB", (300, 200), "red").save(folder / "p.png")
    return typeset_tagged(ONE % ("mot après mot, " * 200), (faces_css(), CSS), folder)


@pytest.fixture(scope="module")
def pdf(raw: Tagged) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(mended(raw, "Un essai", ["fr", "ar"], False))) as opened:
        yield opened


def tree(pdf: pikepdf.Pdf) -> list[tuple[Any, str, str, str]]:
    return list(elements(pdf.Root.StructTreeRoot))


def words(pdf: pikepdf.Pdf) -> str:
    return "".join(str(one.ActualText) for one, *_ in tree(pdf) if "/ActualText" in one)


def test_what_the_engine_leaves_wrong_is_found(raw: Tagged) -> None:
    said = judge(raw.pdf)
    assert "a mark that hangs on no tree" in said  # the page's number
    assert "a Figure's BBox is not on its page" in said
    assert "Caption in NonStruct" in said
    assert "glyphs that stand for no code point" in said
    with pikepdf.open(io.BytesIO(raw.pdf)) as before:
        assert [kind for _, kind, _, _ in tree(before)].count("P") > 3  # one paragraph over several pages is several
        assert not [one for one, *_ in tree(before) if "/ActualText" in one]


def test_nothing_is_wrong_once_it_is_mended(raw: Tagged) -> None:
    assert judge(mended(raw, "Un essai", ["fr", "ar"], False)) == []


def test_a_paragraph_over_pages_is_one(pdf: pikepdf.Pdf) -> None:
    long = [one for one, kind, parent, _ in tree(pdf) if kind == "P" and parent in ("Document", "Part")]
    assert len(long) == 1
    pages = {kid.Pg.objgen for kid in long[0].K}
    assert len(pages) == len(pdf.pages) - 1 or len(pages) == len(pdf.pages)


def test_each_element_says_its_language(pdf: pikepdf.Pdf) -> None:
    found = [(kind, language) for _, kind, _, language in tree(pdf)]
    assert ("H1", "") in found and ("H2", "ar") in found and ("Link", "ar") in found
    assert ("Span", "en") in found  # Calais 2026
    assert str(pdf.Root.Lang) == "fr"


def test_words_in_arabic_are_words(pdf: pikepdf.Pdf) -> None:
    """In the tags as they are read; on the page glyph by glyph, as they are drawn: from left to right."""
    assert "الطابور" in words(pdf) and "هناك ننتظر الماء" in words(pdf)
    drawn = [str(operands[1].ActualText) for operands, operator in instructions(pdf.pages[0], "BDC")
             if isinstance(operands[1], pikepdf.Dictionary) and "/ActualText" in operands[1]]  # fmt: skip
    read = "".join(reversed(drawn))
    assert "الطابور" in read and "هناك ننتظر الماء" in read and "والخبز" in read


def test_a_figure_holds_its_caption_and_says_where_it_is(pdf: pikepdf.Pdf) -> None:
    (figure,) = [one for one, kind, _, _ in tree(pdf) if kind == "Figure"]
    assert str(figure.Alt) == "Un carré rouge"
    assert [parent for _, kind, parent, _ in tree(pdf) if kind == "Caption"] == ["Figure"]
    x1, y1, x2, y2 = map(float, figure.A.BBox)
    assert x2 - x1 > 50 and abs((x2 - x1) / (y2 - y1) - 1.5) < 0.02


def test_a_link_is_called_by_its_words(pdf: pikepdf.Pdf) -> None:
    notes = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
    assert [str(note.Contents) for note in notes] == ["والخبز — https://exemple.org/"]
    x1, y1, x2, y2 = map(float, notes[0].Rect)
    assert x1 < x2 and y1 < y2


def test_the_pages_look_as_before(raw: Tagged, pdf: pikepdf.Pdf) -> None:
    out = io.BytesIO()
    pdf.save(out)
    before, after = pypdfium2.PdfDocument(raw.pdf), pypdfium2.PdfDocument(out.getvalue())
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        assert one.render(scale=1.5).to_pil().tobytes() == other.render(scale=1.5).to_pil().tobytes()


@pytest.mark.parametrize("broken", ["alt", "heading", "artifact", "title", "language", "link"])
def test_a_pdf_that_is_broken_since_is_refused(raw: Tagged, broken: str) -> None:
    with pikepdf.open(io.BytesIO(mended(raw, "Un essai", ["fr"], False))) as pdf:
        by = {kind: one for one, kind, _, _ in tree(pdf)}
        if broken == "alt":
            del by["Figure"]["/Alt"]
        elif broken == "heading":
            by["H2"].S = pikepdf.Name.H4
        elif broken == "artifact":
            pdf.pages[0].contents_add(b"0 0 9 9 re f")
        elif broken == "title":
            del pdf.Root.ViewerPreferences
        elif broken == "language":
            del pdf.Root.Lang
        else:
            by["Link"].K = by["Link"].K[1]
        out = io.BytesIO()
        pdf.save(out)
    assert len(judge(out.getvalue())) == 1


# --- the whole issue ------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(made: Made) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made[1]["00-specimen/00-specimen.pdf"])) as opened:
        yield opened


def test_the_issue_is_one_document_in_reading_order(made: Made, whole: pikepdf.Pdf) -> None:
    assert str(whole.Root.ViewerPreferences.DisplayDocTitle) == "True"
    assert str(whole.docinfo.Title) == "Journal des Jungles n° 0"
    with whole.open_metadata() as told:
        assert told["pdfuaid:part"] == "1" and "ti" in told["dc:language"]
    articles = [one for one, kind, _, _ in tree(whole) if kind == "Art"]
    assert len(articles) == len(made[0].pieces)
    for piece, article in zip(made[0].pieces, articles, strict=True):
        said = [language for _, kind, _, language in elements(article) if kind == "H3"]
        assert said == list(piece.languages)


def test_every_picture_of_the_pdf_says_what_it_shows_in_its_language(made: Made, whole: pikepdf.Pdf) -> None:
    alts = {(said, tag) for one in made[0].pictures for tag, said in one.meta.alt.items()}
    figures = [(str(one.Alt), language) for one, kind, _, language in tree(whole) if kind == "Figure"]
    assert len(figures) == len(made[0].pictures) - 1  # all but the one that no PDF may show

    def plain(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        return {(re.sub(r"\s", " ", said).replace(" ", ""), tag) for said, tag in pairs}

    assert plain(figures) <= plain(alts)


def test_every_word_of_a_text_is_in_the_tree(made: Made, whole: pikepdf.Pdf) -> None:
    def bare(text: str) -> str:
        return re.sub("[\\s\u2066-\u2069\u200b\u2060]", "", text)

    told = bare(words(whole))
    for slug, tag in (("la-file", "ar"), ("bolani", "prs"), ("fenetre", "ps"), ("cafe", "ti"), ("fleuve", "bn")):
        for block in made[0].issue.articles[slug].texts[tag].blocks:
            longest = max(block.plain.split("\n"), key=len)
            part = max(re.findall(r"[^\u0000-\u024F\u2000-\u206F]+", longest), key=len)
            assert bare(part) in told, (slug, part)


def test_it_has_bookmarks_and_no_glyph_without_a_letter(whole: pikepdf.Pdf) -> None:
    with whole.open_outline() as outline:
        assert [len(one.children) for one in outline.root if one.children][:3] == [2, 3, 3]
    assert all(not lacking(font, drawn) for font, drawn in used(whole))
