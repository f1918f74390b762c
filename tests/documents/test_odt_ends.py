"""What else OpenDocument texts hold, one construct a test: it is carried, or the receipt names it with its words."""

import pytest

from journal_app.documents.html import fragment, plain
from journal_app.documents.model import Document, Fate, Row
from journal_app.documents.read import read_document
from tests.documents.test_odt import TEXT, odt, style


def read(body: str, styles: str = "") -> Document:
    return opened(odt(body, styles))


def opened(data: bytes) -> Document:
    document, problems = read_document(data, "texte.odt")
    assert problems == []
    assert document
    return document


def box(inside: str) -> str:
    return f"<draw:frame><draw:text-box>{inside}</draw:text-box></draw:frame>"


def para(inside: str) -> str:
    return f"<text:p>{inside}</text:p>"


def test_boxes_stand_in_boxes_and_before_any_paragraph() -> None:
    document = read(box(para("page")) + para("a" + box(para("un" + box(para("deux"))))))
    assert plain(document.blocks) == "page\na\nun\ndeux"
    assert Row("text box", "", Fate.AS_TEXT, 3) in document.receipt


def test_words_in_shapes_of_every_kind_are_kept_once() -> None:
    shapes = "".join(f"<draw:{kind}>{para(kind)}</draw:{kind}>" for kind in ("custom-shape", "line", "ellipse", "rect"))
    assert plain(read(para("a" + shapes)).blocks) == "a\ncustom-shape\nline\nellipse\nrect"
    assert plain(read(para(f"a<draw:g>{shapes}</draw:g>")).blocks) == "a\ncustom-shape\nline\nellipse\nrect"


def test_a_shape_without_words_stops_no_reading() -> None:
    assert plain(read(para("a<draw:g><draw:path/><draw:polygon/></draw:g>")).blocks) == "a"


def test_numbers_inside_signs_begin_anew_below_each_sign() -> None:
    look = (
        '<text:list-style style:name="M"><text:list-level-style-bullet text:level="1"/>'
        '<text:list-level-style-number text:level="2" style:num-format="1"/></text:list-style>'
    )

    def item(text: str, below: str) -> str:
        items = "".join(f"<text:list-item>{para(one)}</text:list-item>" for one in below)
        return f"<text:list-item>{para(text)}<text:list>{items}</text:list></text:list-item>"

    document = read(f'<text:list text:style-name="M">{item("a", "bc")}{item("d", "e")}</text:list>', look)
    assert fragment(document.blocks) == "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d<ol><li>e</li></ol></li></ul>"
    assert [block.number for block in document.blocks] == [0, 1, 2, 0, 1]


def test_a_remark_may_begin_in_one_paragraph_and_end_in_another() -> None:
    begin = f'<office:annotation office:name="1">{para("hm")}{para("bis")}</office:annotation>'
    (comment,) = read(para(f"un {begin}deux") + para('trois<office:annotation-end office:name="1"/> quatre')).comments
    assert (comment.text, comment.passage) == ("hm\nbis", "deux\ntrois")


def test_changes_across_paragraphs_are_accepted_and_listed_with_their_ends() -> None:
    gone = (
        '<text:tracked-changes><text:changed-region text:id="b"><text:deletion>'
        f"{para('fin')}{para('début')}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    begin, end = '<text:change-start text:change-id="a"/>', '<text:change-end text:change-id="a"/>'
    document = read(gone + para(f'A <text:change text:change-id="b"/>{begin}neuf') + para(f"encore{end} vieux"))
    assert plain(document.blocks) == "A neuf\nencore vieux"
    assert Row("insertion", "neuf¶encore", Fate.ACCEPTED) in document.receipt
    assert Row("deletion", "fin¶début", Fate.REMOVED) in document.receipt


def test_an_insertion_that_never_ends_is_listed_too() -> None:
    document = read(para('<text:change-start text:change-id="a"/>neuf'))
    assert Row("insertion", "neuf", Fate.ACCEPTED) in document.receipt


def test_sections_keep_their_words_and_a_hidden_one_is_named() -> None:
    hidden = f'<text:section text:display="none">{para("caché")}</text:section>'
    document = read(f"<text:section>{para('vu')}{hidden}</text:section>")
    assert plain(document.blocks) == "vu\ncaché"
    assert Row("hidden text", "caché", Fate.AS_TEXT) in document.receipt


@pytest.mark.parametrize(("inside", "kept", "fate"), [
    ("<text:hidden-paragraph/>secret", "secret", Fate.AS_TEXT),
    ('<text:hidden-text text:string-value="secret"/>', "", Fate.LEFT_OUT),
])  # fmt: skip
def test_hidden_words_are_named(inside: str, kept: str, fate: Fate) -> None:
    document = read(para(inside))
    assert plain(document.blocks) == kept
    assert Row("hidden text", "secret", fate) in document.receipt


def test_what_is_read_aloud_over_a_word_keeps_its_words() -> None:
    ruby = "<text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>かんじ</text:ruby-text></text:ruby>"
    assert plain(read(para(ruby)).blocks) == "漢字かんじ"


def test_a_note_of_two_paragraphs_keeps_its_emphasis() -> None:
    inside = para('un <text:span text:style-name="B">fort</text:span>') + para("deux")
    note = f'<text:note text:note-class="footnote"><text:note-body>{inside}</text:note-body></text:note>'
    document = read(para(f"mot{note}"), style("B", 'fo:font-weight="bold"'))
    assert fragment(document.blocks) == "<p>mot<small>un <strong>fort</strong><br>deux</small></p>"


def test_a_table_in_a_table_keeps_every_word_once() -> None:
    def table(inside: str) -> str:
        cell = f"<table:table-cell>{inside}</table:table-cell>"
        return f"<table:table><table:table-row>{cell}</table:table-row></table:table>"

    assert plain(read(table(para("avant") + table(para("dedans")) + para("après"))).blocks) == "avant\ndedans\naprès"


@pytest.mark.parametrize(("said", "kind"), [
    ('style:text-line-through-style="solid"', "struck text"), ('style:text-underline-style="solid"', "underlined text"),
    ('style:text-position="super 58%"', "raised text"), ('text:display="none"', "hidden text"),
])  # fmt: skip
def test_a_look_that_no_page_shows_is_named_with_its_words(said: str, kind: str) -> None:
    document = read(para('<text:span text:style-name="L">mot</text:span>'), style("L", said))
    assert Row(kind, "mot", Fate.AS_TEXT) in document.receipt


@pytest.mark.parametrize("said", ['style:text-underline-style="none"', 'style:text-position="0% 100%"'])
def test_a_look_that_is_off_is_not_named(said: str) -> None:
    document = read(para('<text:span text:style-name="L">mot</text:span>'), style("L", said))
    assert {row.kind for row in document.receipt} == {"paragraph"}


def test_a_script_in_the_text_is_named_and_is_no_words_of_it() -> None:
    document = read(para("a<text:script>alert(1)</text:script>"))
    assert plain(document.blocks) == "a"
    assert Row("macro", "alert(1)", Fate.LEFT_OUT) in document.receipt


def test_what_was_written_into_a_form_is_named() -> None:
    name = 'xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"'
    forms = f'<office:forms><form:text {name} form:label="Prénom" form:current-value="Aya"/></office:forms>'
    assert Row("control", "Prénom Aya", Fate.LEFT_OUT) in read(forms + para("a")).receipt


def test_a_field_keeps_its_result_and_is_named() -> None:
    document = read(para("page <text:page-number>3</text:page-number>, <text:drop-down>oui</text:drop-down>"))
    assert plain(document.blocks) == "page 3, oui"
    assert {Row("field", name, Fate.AS_TEXT) for name in ("page-number", "drop-down")} <= set(document.receipt)


@pytest.mark.parametrize(("inside", "named"), [(b"<o><p>Bateaux</p><p>lundi</p></o>", True), (b"<o><p>Bat", False)])
def test_the_words_of_a_chart_are_named_unless_it_is_broken(inside: bytes, named: bool) -> None:
    shown = para('a<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>')
    document = opened(odt(shown, "", TEXT, **{"Object 1/content.xml": inside}))
    assert plain(document.blocks) == "a"
    assert Row("embedded object", "Object 1/content.xml", Fate.LEFT_OUT) in document.receipt
    assert (Row("embedded object", "Bateaux lundi", Fate.LEFT_OUT) in document.receipt) == named
