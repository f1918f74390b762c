"""What else Word files hold, one construct a test: it is carried, or the receipt names it with its words."""

import zipfile
from io import BytesIO

import pytest

from journal_app.documents.html import fragment, plain
from journal_app.documents.model import Document, Fate, Row
from journal_app.documents.read import read_document
from tests.documents.builder import R, p, r, word_file
from tests.prepress.conftest import png

_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
_MS = "http://schemas.microsoft.com/office"


def opened(data: bytes) -> Document:
    document, problems = read_document(data, "texte.docx")
    assert problems == []
    assert document
    return document


def read(body: str, picture: bytes = b"", **parts: str) -> Document:
    return opened(word_file(body, picture, **parts))


def read_with(body: str, kind: str, name: str, inside: str) -> Document:
    """A file with one more part under its relation."""
    held = BytesIO()
    link = f'<Relationships><Relationship Id="more" Type="{kind}" Target="{name}"/></Relationships>'
    with zipfile.ZipFile(BytesIO(word_file(body))) as source, zipfile.ZipFile(held, "w") as archive:
        for entry in source.namelist():
            archive.writestr(entry, link if "document.xml.rels" in entry else source.read(entry))
        archive.writestr(f"word/{name}", inside)
    return opened(held.getvalue())


def html(body: str, **parts: str) -> str:
    return fragment(read(body, b"", **parts).blocks)


def pict(inside: str) -> str:
    return f"<w:r><w:pict>{inside}</w:pict></w:r>"


def drawing(inside: str) -> str:
    graphic = f"<a:graphic><a:graphicData>{inside}</a:graphicData></a:graphic>"
    return f"<w:r><w:drawing>{graphic}</w:drawing></w:r>"


def box(inside: str) -> str:
    return pict(f"<v:group><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></v:group>")


def table(*cells: str) -> str:
    return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"


def test_a_picture_of_the_old_drawing_language_comes_along_with_its_description() -> None:
    shape = '<v:shape style="width:10pt" alt="La digue"><v:imagedata r:id="picture"/></v:shape>'
    (picture,) = read(p(r("mot"), pict(shape)), png(30, 20)).pictures
    assert (picture.width, picture.height, picture.alt) == (30, 20, "La digue")


def test_a_text_box_of_the_old_drawing_language_keeps_its_paragraphs() -> None:
    assert html(p(r("avant"), box(p(r("un")) + p(r("deux"))))) == "<p>avant</p>\n<p>un</p>\n<p>deux</p>"


@pytest.mark.parametrize(("shape", "said"), [
    (pict('<v:shape><v:textpath string="JUNGLE"/></v:shape>'), "JUNGLE"),
    (drawing("<a:txBody><a:p><a:r><a:t>Dessiné</a:t></a:r></a:p></a:txBody>"), "Dessiné"),
])  # fmt: skip
def test_words_that_are_drawn_are_named(shape: str, said: str) -> None:
    assert Row("drawing", said, Fate.LEFT_OUT) in read(p(r("mot"), shape)).receipt


@pytest.mark.parametrize(("kind", "root"), [
    (f"{R}/diagramData", "dataModel"), (f"{_MS}/2007/relationships/diagramDrawing", "drawing"),
])  # fmt: skip
def test_the_words_of_a_diagram_are_named_from_its_data_or_else_its_drawing(kind: str, root: str) -> None:
    points = "".join(f"<a:p><a:r><a:t>{said}</a:t></a:r></a:p>" for said in ("Partir", "Rester"))
    inside = f'<{root} xmlns:a="{_DRAWN}/main">{points}</{root}>'
    shape = drawing(f'<dgm:relIds xmlns:dgm="{_DRAWN}/diagram" r:dm="more"/>')
    document = read_with(p(r("mot"), shape), kind, "diagrams/one.xml", inside)
    assert Row("diagram", "Partir Rester", Fate.LEFT_OUT) in document.receipt


def test_the_title_series_and_categories_of_a_chart_are_named() -> None:
    names = "".join(f"<c:pt><c:v>{said}</c:v></c:pt>" for said in ("Arrivées", "lundi", "12"))
    title = "<c:title><a:p><a:r><a:t>Bateaux</a:t></a:r></a:p></c:title>"
    inside = f'<c:chart xmlns:c="{_DRAWN}/chart" xmlns:a="{_DRAWN}/main">{title}{names}</c:chart>'
    shape = drawing(f'<c:chart xmlns:c="{_DRAWN}/chart" r:id="more"/>')
    document = read_with(p(r("mot"), shape), f"{R}/chart", "charts/one.xml", inside)
    assert Row("chart", "Bateaux Arrivées lundi 12", Fate.LEFT_OUT) in document.receipt


def test_numbers_inside_signs_begin_anew_below_each_sign() -> None:
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/></w:lvl>'
    kinds = level.format(0, "bullet") + level.format(1, "decimal")
    numbering = f'<w:abstractNum w:abstractNumId="1">{kinds}</w:abstractNum>'
    numbering += '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'

    def item(text: str, depth: int) -> str:
        return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr>')

    items = [item(*one) for one in (("a", 0), ("b", 1), ("c", 1), ("d", 0), ("e", 1))]
    document = read("".join(items), numbering=numbering)
    assert fragment(document.blocks) == (
        "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d<ol><li>e</li></ol></li></ul>"
    )
    assert [block.number for block in document.blocks] == [0, 1, 2, 0, 1]


def test_a_list_whose_numbers_are_set_begins_there() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>'
    over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    numbering += f'<w:num w:numId="2"><w:abstractNumId w:val="1"/>{over}</w:num>'
    items = [p(r("x"), properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{n}"/></w:numPr>') for n in "1122"]
    assert [block.number for block in read("".join(items), numbering=numbering).blocks] == [1, 2, 5, 6]


def test_a_box_in_a_table_and_a_table_in_a_box_keep_their_words_in_place() -> None:
    assert plain(read(table(p(r("case"), box(p(r("boîte")))), p(r("voisine")))).blocks) == "case\nboîte\nvoisine"
    assert plain(read(p(r("avant"), box(table(p(r("case")))))).blocks) == "avant\ncase"


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_of_two_paragraphs_keeps_its_emphasis(kind: str) -> None:
    inside = p(r("un "), r("fort", "<w:b/>")) + p(r("deux "), r("penché", "<w:i/>"))
    body = p(r("mot"), f'<w:r><w:{kind}Reference w:id="2"/></w:r>')
    found = html(body, **{f"{kind}s": f'<w:{kind} w:id="2">{inside}</w:{kind}>'})
    assert found == "<p>mot<small>un <strong>fort</strong><br>deux <em>penché</em></small></p>"


def test_a_note_that_nothing_calls_is_named_with_its_words() -> None:
    document = read(p(r("mot")), footnotes=f'<w:footnote w:id="2">{p(r("orpheline"))}</w:footnote>')
    assert Row("footnote", "orpheline", Fate.LEFT_OUT) in document.receipt


def turn(kind: str, inside: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def field(instruction: str, result: str) -> str:
    asked = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    return turn("begin") + asked + turn("separate") + r(result) + turn("end")


@pytest.mark.parametrize("link", [
    field('HYPERLINK "https://exemple.org/a"', "le site"),
    f"<w:fldSimple w:instr=' HYPERLINK \"https://exemple.org/a\" '>{r('le site')}</w:fldSimple>",
])  # fmt: skip
def test_a_field_that_is_a_link_stays_one_and_ends_where_it_ends(link: str) -> None:
    document = read(p(link, r(" et")))
    assert fragment(document.blocks) == '<p><a href="https://exemple.org/a">le site</a> et</p>'
    assert Row("link", "https://exemple.org/a", Fate.KEPT) in document.receipt


def test_a_field_that_leads_into_the_machine_is_only_words() -> None:
    assert html(p(field('HYPERLINK "file:///C:/a"', "là"))) == "<p>là</p>"


def test_what_word_reckoned_stays_and_each_field_is_named_even_without_a_result() -> None:
    document = read(p(r("page "), field("PAGE", "12"), turn("begin"), "<w:r><w:instrText>XE</w:instrText></w:r>"))
    assert plain(document.blocks) == "page 12"
    assert {Row("field", "PAGE", Fate.AS_TEXT), Row("field", "XE", Fate.LEFT_OUT)} <= set(document.receipt)


def test_of_a_list_to_choose_from_the_chosen_word_stays() -> None:
    choices = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="oui"/><w:listEntry w:val="non"/></w:ddList>'
    assert plain(read(p(turn("begin", f"<w:ffData>{choices}</w:ffData>"), turn("end"))).blocks) == "non"


def sdt(inside: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def test_what_stands_in_a_control_is_kept_at_every_level() -> None:
    cell, row = (f"<w:tc>{p(r(said))}</w:tc>" for said in ("case", "rang"))
    rows = f"<w:tbl><w:tr>{sdt(cell)}</w:tr>{sdt(f'<w:tr>{row}</w:tr>')}</w:tbl>"
    document = read(sdt(p(r("bloc"))) + p(r("en "), sdt(r("ligne"))) + rows)
    assert plain(document.blocks) == "bloc\nen ligne\ncase\nrang"


def test_smart_tags_one_in_another_keep_their_words() -> None:
    tagged = f"<w:smartTag><w:smartTag>{r('Calais')}</w:smartTag></w:smartTag>"
    assert plain(read(p(tagged, r(" !"))).blocks) == "Calais !"


@pytest.mark.parametrize(("body", "left", "kind"), [
    (f'<w:ins w:id="1">{p(r("entier"))}</w:ins>', "entier", "insertion"),
    (f'<w:tbl><w:tr><w:trPr><w:ins w:id="1"/></w:trPr><w:tc>{p(r("entier"))}</w:tc></w:tr></w:tbl>', "entier",
     "insertion"),
    (f'<w:moveFrom w:id="1">{p(r("entier"))}</w:moveFrom>{p(r("ici"))}<w:moveTo w:id="2">{p(r("entier"))}</w:moveTo>',
     "ici\nentier", "move"),
])  # fmt: skip
def test_whole_paragraphs_and_rows_that_came_are_kept_and_listed(body: str, left: str, kind: str) -> None:
    document = read(body)
    assert plain(document.blocks) == left
    assert Row(kind, "entier", Fate.ACCEPTED) in document.receipt


def test_a_move_across_paragraphs_leaves_no_paragraph_behind() -> None:
    gone = p(f'<w:moveFrom w:id="1">{r("loin")}</w:moveFrom>', properties='<w:rPr><w:moveFrom w:id="2"/></w:rPr>')
    come = p(f'<w:moveTo w:id="3">{r("loin")}</w:moveTo>', properties='<w:rPr><w:moveTo w:id="4"/></w:rPr>')
    document = read(gone + p(r("milieu")) + come)
    assert plain(document.blocks) == "milieu\nloin"
    assert {Row("move", "loin", Fate.REMOVED), Row("move", "loin", Fate.ACCEPTED)} <= set(document.receipt)


def test_arabic_takes_the_marks_of_its_own_script_alone() -> None:
    bold, italic = r("غامق", "<w:rtl/><w:bCs/>"), r("مائل", "<w:rtl/><w:iCs/>")
    runs = bold + r(" ", "<w:rtl/>") + italic + r(" عادي", "<w:rtl/><w:b/>")
    assert html(p(runs, properties="<w:bidi/>")) == '<p dir="rtl"><strong>غامق</strong> <em>مائل</em> عادي</p>'


@pytest.mark.parametrize(("look", "kind"), [
    ("<w:strike/>", "struck text"), ('<w:u w:val="single"/>', "underlined text"),
    ('<w:vertAlign w:val="superscript"/>', "raised text"), ("<w:vanish/>", "hidden text"),
])  # fmt: skip
def test_a_look_that_no_page_shows_is_named_with_its_words(look: str, kind: str) -> None:
    assert Row(kind, "mot", Fate.AS_TEXT) in read(p(r("mot", look))).receipt


@pytest.mark.parametrize("look", ['<w:strike w:val="0"/>', '<w:u w:val="none"/>', '<w:vertAlign w:val="baseline"/>'])
def test_a_look_that_is_off_is_not_named(look: str) -> None:
    assert {row.kind for row in read(p(r("mot", look))).receipt} == {"paragraph"}


def test_a_change_of_look_is_accepted_and_counted() -> None:
    document = read(p(r("mot", '<w:b/><w:rPrChange w:id="1"><w:rPr><w:i/></w:rPr></w:rPrChange>')))
    assert fragment(document.blocks) == "<p><strong>mot</strong></p>"
    assert Row("format change", "", Fate.ACCEPTED) in document.receipt
