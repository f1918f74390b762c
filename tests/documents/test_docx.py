"""A Word file keeps its last words, and its receipt names whatever became of the rest."""

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from journal_app.documents import docx, docx_body, odt, odt_body
from journal_app.documents.child import read_safely
from journal_app.documents.html import fragment, plain
from journal_app.documents.model import Document, Fate, Row
from journal_app.documents.read import read_document
from journal_app.messages import FOLDER, translator
from tests.documents.builder import p, part, r, word_file

APP = FOLDER.parent


def read(body: str, **parts: str) -> Document:
    document, problems = read_document(word_file(body, b"", **parts), "texte.docx")
    assert problems == []
    assert document
    return document


def test_changes_are_accepted_and_each_is_listed() -> None:
    document = read(
        p(
            r("Le fleuve "),
            f'<w:ins w:id="1">{r("large ")}</w:ins>',
            '<w:del w:id="2"><w:r><w:delText>sale</w:delText></w:r></w:del>',
            f'<w:moveFrom w:id="3">{r("coule ")}</w:moveFrom>',
            f'<w:moveTo w:id="4">{r("coule ")}</w:moveTo>',
        )
    )
    assert plain(document.blocks) == "Le fleuve large coule "
    assert document.receipt == (
        Row("insertion", "large", Fate.ACCEPTED),
        Row("deletion", "sale", Fate.REMOVED),
        Row("move", "coule", Fate.REMOVED),
        Row("move", "coule", Fate.ACCEPTED),
        Row("paragraph", "", Fate.KEPT),
    )


def test_arabic_takes_its_own_emphasis_direction_and_language() -> None:
    document = read(
        p(
            r("أمل", '<w:rtl/><w:bCs/><w:lang w:val="fr-FR" w:bidi="ar-SA"/>'),
            r(" x", '<w:b/><w:lang w:val="ar-SA"/>'),
            properties="<w:bidi/>",
        )
    )
    assert document.language == "ar"
    assert fragment(document.blocks) == '<p dir="rtl"><strong>أمل x</strong></p>'


def test_a_text_box_said_twice_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p(r('encadré'))}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice><a:x>{box}</a:x></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
    both += "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    document = read(p(r("avant"), f"<w:r>{both}</w:r>", r(" après")))
    assert plain(document.blocks) == "avant après\nencadré"


def test_notes_stand_at_their_call_and_headers_are_named_with_their_words() -> None:
    note = f'<w:footnote w:id="2">{p(r("une note"))}</w:footnote>'
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    document = read(p(r("mot"), call), footnotes=note, header=p(r("courant")))
    assert fragment(document.blocks) == "<p>mot<small>une note</small></p>"
    assert Row("header", "courant", Fate.LEFT_OUT) in document.receipt
    assert Row("footnote", "", Fate.KEPT) in document.receipt


def test_a_remark_stays_on_its_passage() -> None:
    start, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    comments = f'<w:comment w:id="0" w:author="Quelqu’un">{p(r("vraiment ?"))}</w:comment>'
    document = read(p(r("Il a "), start, r("tout vu"), end, r(".")), comments=comments)
    (comment,) = document.comments
    assert (comment.text, comment.passage, comment.start, comment.end) == ("vraiment ?", "tout vu", 5, 12)
    assert "Quelqu’un" not in repr(document)


def test_headings_lists_and_tables_are_read_in_order() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    )
    numbering += '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    table = f"<w:tbl><w:tr><w:tc>{p(r('case'))}</w:tc></w:tr></w:tbl>"
    styles = '<w:style w:styleId="T1"><w:name w:val="heading 1"/></w:style>'
    document = read(
        p(r("Titre"), properties='<w:pStyle w:val="T1"/>')
        + p(r("un"), properties=item)
        + p(r("deux"), properties=item)
        + table,
        numbering=numbering,
        styles=styles,
    )
    assert fragment(document.blocks) == "<h2>Titre</h2>\n<ol><li>un</li><li>deux</li></ol>\n<p>case</p>"
    assert [block.number for block in document.blocks] == [0, 1, 2, 0]
    assert Row("heading", "1", Fate.CHANGED) in document.receipt
    assert Row("table", "", Fate.AS_TEXT) in document.receipt


def test_what_harms_unseen_is_named_and_goes() -> None:
    document = read(p(r("a\u202eb\u202c می\u200cخواهم")))
    assert plain(document.blocks) == "a\u2067b\u2069 می\u200cخواهم"
    assert Row("character", "U+202E", Fate.CHANGED) in document.receipt


def _zip(**parts: bytes) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return held.getvalue()


_GOOD = word_file(p(r("mot")))
_ENTITY = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "document-empty"),
        (b"%PDF-1.7", "document-wrong-type"),
        (b"PK\x03\x04\x00", "document-damaged"),
        (_GOOD[:-30], "document-damaged"),
        (_GOOD + b"<script>", "document-polyglot"),
        (_LOCKED, "document-encrypted"),
        (_LOCKED[:8], "document-old-word"),
        (_zip(**{"word__document.xml": _ENTITY}), "document-entities"),
        (_zip(**{"word__document.xml": b"<a><b>"}), "document-xml-broken"),
        (_zip(**{"..__a": b"x"}), "document-entry-refused"),
        (_zip(**{"word__document.xml": b" " * 70_000_000}), "document-bomb"),
        (word_file(p() * 600_000), "document-too-many-parts"),
        (b"PK\x03\x04" + b"\x00" * 10_000_000, "document-too-large"),
    ],
)
def test_what_may_not_be_read_is_refused_with_one_sentence(data: bytes, code: str) -> None:
    document, problems = read_safely(data, "texte.docx")
    assert document is None
    assert [problem.code for problem in problems] == [code]


def test_the_cage_hands_out_what_was_read() -> None:
    assert read_safely(_GOOD, "texte.docx") == read_document(_GOOD, "texte.docx")


def test_a_picture_in_a_text_box_comes_out_of_the_cage_as_the_file_holds_it() -> None:
    data = BytesIO()
    Image.new("RGB", (3, 2), "red").save(data, "PNG")
    drawn = '<w:r><w:drawing><a:blip r:embed="picture"/></w:drawing></w:r>'
    boxed = (
        f"<w:r><w:pict><v:textbox><w:txbxContent>{p(r('légende'), drawn)}</w:txbxContent></v:textbox></w:pict></w:r>"
    )
    document, problems = read_safely(word_file(p(r("avant"), boxed), data.getvalue()), "texte.docx")
    assert problems == []
    assert document
    (picture,) = document.pictures
    assert (picture.data, picture.width, picture.height, picture.block) == (data.getvalue(), 3, 2, 1)
    assert picture.sha256 == hashlib.sha256(data.getvalue()).hexdigest()


def test_a_macro_is_named_and_never_opened() -> None:
    held = BytesIO(_GOOD)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    document, _ = read_document(held.getvalue(), "texte.docx")
    assert document
    assert Row("macro", "word/vbaProject.bin", Fate.LEFT_OUT) in document.receipt


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abcé أمل ß", min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=8))
def test_words_come_out_as_they_went_in(texts: list[str]) -> None:
    assert plain(read("".join(p(r(text)) for text in texts)).blocks) == "\n".join(texts)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(_GOOD) - 1), st.integers(0, 255))
def test_a_changed_byte_is_read_or_refused_and_never_breaks(place: int, byte: int) -> None:
    document, problems = read_document(_GOOD[:place] + bytes([byte]) + _GOOD[place + 1 :], "texte.docx")
    assert (document is None) == bool(problems)


def test_the_command_says_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "texte.docx"
    path.write_bytes(_GOOD)
    command = [sys.executable, "-m", "journal_app.cli", "docx", str(path), "--json"]
    done = subprocess.run(command, capture_output=True, check=True)
    told = json.loads(done.stdout)
    assert set(told) == {"html", "text", "language", "pictures", "receipt", "problems"}
    assert (told["html"], told["problems"]) == ("<p>mot</p>", [])
    path.write_bytes(b"")
    refused = subprocess.run(command, capture_output=True, check=False)
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["problems"][0]["code"] == "document-empty"


def test_a_strict_file_is_read_like_any_other() -> None:
    strict = part("document", f"<w:body>{p(r('strict'))}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    document, _ = read_document(_zip(**{"word__document.xml": strict.encode()}), "texte.docx")
    assert document
    assert plain(document.blocks) == "strict"


def test_every_part_that_a_receipt_names_has_its_words() -> None:
    """The kinds stand in the readers' code; the page of the receipt says each in the screen's language."""
    code = "".join(path.read_text("utf-8") for path in (APP / "documents").glob("*.py"))
    kinds = {
        *re.findall(r'(?:tally|self)\.add\("([a-z ]+)"', code), *docx._WORDS.values(), *odt._ASIDE.values(),
        *docx_body._GONE.values(), *docx_body._COME.values(), *docx_body._NAMED.values(), "part", "list item",
        *docx_body._LOOKS.values(), *odt_body._LOOKS.values(),
        *(named for table in (docx._KINDS, odt._KINDS) for _, named in table), "footnote", "endnote", "quotation",
    }  # fmt: skip
    assert len(kinds) > 30
    for language in ("fr", "en"):
        told = translator(language)
        assert not [kind for kind in kinds if told.gettext(f"part:{kind}") == f"part:{kind}"]
