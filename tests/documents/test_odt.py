"""What an OpenDocument text keeps, changes and leaves out, one small file for each construct."""

import zipfile
from io import BytesIO

import pytest

from journal_app.documents.child import read_safely
from journal_app.documents.html import fragment, plain
from journal_app.documents.model import Document
from tests.prepress.conftest import png

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("manifest", "manifest"),
    )
)  # fmt: skip
_SPACES += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
TEXT = "application/vnd.oasis.opendocument.text"


def odt(body: str, styles: str = "", mimetype: str = TEXT, **parts: bytes) -> bytes:
    """An OpenDocument text with this body and these automatic styles; further parts by name (`_` for `/`)."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", content)
        for name, data in parts.items():
            archive.writestr(name.replace("__", "."), data)
    return held.getvalue()


def read(body: str, styles: str = "", **parts: bytes) -> Document:
    document, problems = read_safely(odt(body, styles, **parts), "texte.odt")
    assert document is not None, problems
    return document


def style(name: str, said: str, family: str = "text") -> str:
    part = "text" if family == "text" else "paragraph"
    return f'<style:style style:name="{name}" style:family="{family}"><style:{part}-properties {said}/></style:style>'


def receipt(document: Document) -> dict[tuple[str, str], tuple[str, int]]:
    return {(row.kind, row.text): (row.fate.value, row.count) for row in document.receipt}


def test_headings_paragraphs_lists_and_emphasis_are_kept() -> None:
    document = read(
        '<text:h text:outline-level="2">Au vent</text:h><text:p>Un <text:span text:style-name="B">mot</text:span> '
        'et <text:span text:style-name="I">un autre</text:span>.</text:p>'
        '<text:list text:style-name="N"><text:list-item><text:p>un</text:p></text:list-item>'
        "<text:list-item><text:p>deux</text:p></text:list-item></text:list>",
        style("B", 'fo:font-weight="bold"') + style("I", 'fo:font-style="italic"')
        + '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"/>'
        "</text:list-style>",
    )
    assert fragment(document.blocks) == (
        "<h2>Au vent</h2>\n<p>Un <strong>mot</strong> et <em>un autre</em>.</p>\n<ol><li>un</li><li>deux</li></ol>"
    )
    assert [block.number for block in document.blocks if block.kind == "li"] == [1, 2]


def test_arabic_is_bold_by_its_own_weight_and_stands_from_right_to_left() -> None:
    document = read(
        '<text:p text:style-name="R"><text:span text:style-name="B">رسالة</text:span> إلى أمي</text:p>',
        style("B", 'fo:font-weight="normal" style:font-weight-complex="bold" style:language-complex="ar"')
        + style("R", 'style:writing-mode="rl-tb"', "paragraph"),
    )  # fmt: skip
    assert document.blocks[0].dir == "rtl"
    assert "<strong>رسالة</strong>" in fragment(document.blocks) and document.language == "ar"


def test_what_goes_without_saying_is_not_said() -> None:
    """LibreOffice writes of every paragraph that it runs from left to right, and makes headings bold by their style."""
    look = style("P", 'style:writing-mode="lr-tb"', "paragraph").replace(
        "</style:style>", '<style:text-properties fo:font-weight="bold" fo:language="fr"/></style:style>'
    )
    document = read('<text:h text:outline-level="2" text:style-name="P">Au vent</text:h>', look)
    assert fragment(document.blocks) == "<h2>Au vent</h2>"


def test_insertions_are_accepted_deletions_left_out_and_each_is_listed() -> None:
    document = read(
        '<text:tracked-changes><text:changed-region text:id="a"><text:insertion><office:change-info><dc:creator>X'
        '</dc:creator></office:change-info></text:insertion></text:changed-region><text:changed-region text:id="b">'
        "<text:deletion><office:change-info><dc:creator>X</dc:creator></office:change-info><text:p>vieux</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>Le <text:change text:change-id="b"/><text:change-start text:change-id="a"/>nouveau'
        '<text:change-end text:change-id="a"/> port.</text:p>'
    )
    assert plain(document.blocks) == "Le nouveau port."
    found = receipt(document)
    assert found["insertion", "nouveau"] == ("accepted", 1) and found["deletion", "vieux"] == ("removed", 1)


def test_notes_stand_at_their_call() -> None:
    body = "<text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body>"
    note = '<text:note text:note-class="{}">' + body + "</text:note>"
    document = read(
        "<text:p>Oui" + note.format("footnote", "<text:p>en bas</text:p>") + " non"
        + note.format("endnote", "<text:p>à la fin</text:p>") + "</text:p>"
    )  # fmt: skip
    assert plain(document.blocks) == "Oui [en bas] non [à la fin]"
    assert [run.note_kind for run in document.blocks[0].runs if run.note] == ["footnote", "endnote"]


def test_a_remark_keeps_its_passage_without_the_name_of_who_wrote_it() -> None:
    document = read(
        '<text:p>On <office:annotation office:name="1"><dc:creator>Vrai Nom</dc:creator><text:p>Sûr ?</text:p>'
        '</office:annotation>attend<office:annotation-end office:name="1"/> ici.</text:p>'
    )
    (comment,) = document.comments
    assert (comment.text, comment.passage) == ("Sûr ?", "attend")
    assert plain(document.blocks) == "On attend ici." and "Vrai Nom" not in str(document)


def test_boxes_and_tables_keep_their_words_and_pictures_come_along() -> None:
    document = read(
        '<text:p>Avant<draw:frame><draw:text-box><text:p>dans la boîte</text:p></draw:text-box></draw:frame></text:p>'
        "<table:table><table:table-column/><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"
        '<text:p><draw:frame><draw:image xlink:href="Pictures/un.png"/><svg:desc>La digue</svg:desc></draw:frame>'
        "</text:p>",
        **{"Pictures/un.png": png(30, 20)},
    )
    assert plain(document.blocks) == "Avant\ndans la boîte\na\nb"
    (picture,) = document.pictures
    assert (picture.width, picture.height, picture.alt, picture.format) == (30, 20, "La digue", "PNG")
    assert receipt(document)["text box", ""] == receipt(document)["table", ""] == ("kept as text", 1)


def test_white_space_is_read_as_the_standard_says() -> None:
    document = read("<text:p>  Un\n   mot<text:s text:c=\"3\"/>et<text:line-break/>une ligne<text:tab/>fin  </text:p>")
    assert plain(document.blocks) == "Un mot   et\nune ligne\tfin"


def test_what_is_not_carried_is_named() -> None:
    document = read(
        '<text:p>Texte<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>',
        **{"Basic/Standard/Module1.xml": b"<x/>", "meta.xml": b"<x/>", "Object 1/content.xml": b"<x/>"},
    )
    found = receipt(document)
    assert found["macro", "Basic/Standard/Module1.xml"][0] == "left out"
    assert found["properties", "meta.xml"][0] == "left out"
    assert found["embedded object", "./Object 1"][0] == "left out"


@pytest.mark.parametrize(("file", "code"), [
    (odt("<text:p>x</text:p>", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "document-wrong-type"),
    (odt("<text:p>x</text:p>", **{"META-INF/manifest.xml":
         (f"<manifest:manifest {_SPACES}><manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
         "</manifest:manifest>").encode()}), "document-encrypted"),
    (odt("<text:p>x</text:p>").replace(b"<office:text>", b"<office:tixt>"), "document-damaged"),
    (odt("<text:list><text:list-item>" * 115 + "</text:list-item></text:list>" * 115), "document-too-deep"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(file: bytes, code: str) -> None:
    document, problems = read_safely(file, "texte.odt")
    assert document is None and [problem.code for problem in problems] == [code]
