"""A text leaves as a Word file that says the same in every script, and tells of nobody; read again it is the same."""

import re
import zipfile
from io import BytesIO

import pytest

from journal_app.accounts.model import Role
from journal_app.issues.model import Issue
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.bringing import read_upload
from journal_app.submissions.content import Content
from journal_app.submissions.export import word_file
from tests.desk import NOW, TestDesk

FULL = (
    '<p>Un <strong>mot</strong> et <em>un autre</em>, <a href="https://exemple.org/">un lien</a>.'
    "<small>une note</small></p>\n"
    "<h2>Au vent</h2>\n<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>\n<p>une ligne<br>deux</p>\n"
    "<ol><li>un</li><li>deux</li></ol>\n<p>puis</p>\n<ol><li>un encore</li></ol>\n<blockquote>dit-elle</blockquote>"
)  # fmt: skip
TEXTS = {
    "fr": FULL,
    "ar": "<p>كتبنا <strong>على الشاطئ</strong> رسالةً.<small>ملاحظة</small></p>\n<ul><li>واحد</li><li>اثنان</li></ul>",
    "ti": "<h2>ብርሃን</h2>\n<p>ኣብ <em>መንገዲ</em> ብርሃን ኣሎ</p>",
    "bn": "<p>নদীর <strong>ধারে</strong> আমরা</p>\n<ol><li>এক</li><li>দুই</li></ol>",
    "uk": "<p>Ми <em>чекаємо</em> на світанок</p>\n<blockquote>біля моря</blockquote>",
}


def said(body: str) -> list[object]:
    """A body as its words and marks, wherever its direction is said."""
    told: list[object] = []
    for block in blocks_of(body):
        runs = [(r.text, r.em, r.strong, r.href, r.br, [n.text for n in r.note]) for r in block.runs]
        told.append((block.kind, block.level, block.ordered, block.number, runs))
    return told


@pytest.mark.parametrize("language", TEXTS)
def test_read_again_it_says_the_same(language: str) -> None:
    made = word_file(Content("Un titre", body=TEXTS[language]), language)
    brought, problems = read_upload(made, "texte.docx")
    assert brought is not None and problems == []
    assert (brought.language, brought.declared, brought.content.headline) == (language, True, "Un titre")
    assert said(brought.content.body) == said(TEXTS[language])


def test_what_runs_from_right_to_left_says_so_in_word() -> None:
    with zipfile.ZipFile(BytesIO(word_file(Content("رسالة", body=TEXTS["ar"]), "ar"))) as made:
        body, notes = made.read("word/document.xml").decode(), made.read("word/footnotes.xml").decode()
    assert body.count("<w:bidi/>") == 4 and "<w:rtl/>" in body and "<w:bCs/>" in body
    assert '<w:lang w:bidi="ar"/>' in body and "<w:bidi/>" in notes


def test_it_tells_of_nobody_and_is_the_same_whenever_it_is_made() -> None:
    made = word_file(Content("La file", body=FULL), "fr")
    assert made == word_file(Content("La file", body=FULL), "fr")
    with zipfile.ZipFile(BytesIO(made)) as archive:
        properties = archive.read("docProps/core.xml").decode()
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [
            name for name in archive.namelist() if "thumbnail" in name or "customXml" in name or "app.xml" in name
        ]
        whole = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert re.sub(r"<[^>]*>", " ", properties).split() == ["1", *["2000-01-01T00:00:00Z"] * 3]
    assert "w:rsid" not in whole and "python-docx" not in whole


def test_who_may_read_the_text_may_take_it(desk: TestDesk) -> None:
    editor = desk.visitor(Role.EDITOR)
    issue_id = desk.issue(residency=desk.residency().id).id
    with desk.database.write() as db:
        words = Content("La file", body="<p>On attend.</p>")
        piece = create_piece(db, editor.actor, NOW, db.get_one(Issue, issue_id), Facts("La file"), original="fr",
                             content=words).id  # fmt: skip
    address = f"/contributions/{piece}/fr/export.docx"
    answer = editor.get(address)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="la-file-fr.docx"'
    assert answer.data == word_file(words, "fr")
    elsewhere = desk.visitor(Role.FACILITATOR, residency=desk.residency("ailleurs").id)
    assert elsewhere.get(address).status_code == 404
