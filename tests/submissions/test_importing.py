"""Files become pieces: one each, with their words, their receipt; one that cannot be read stops no other."""

import io

import docx
import pytest

from journal_app.accounts.model import Role
from journal_app.consent.actions import withdraw_piece
from journal_app.reactions import REACTIONS
from journal_app.submissions import bringing, store
from journal_app.submissions.bringing import read_upload
from tests.desk import NOW, TestDesk, desk
from tests.documents.builder import p, r
from tests.documents.builder import word_file as written

__all__ = ["desk"]


def word_file(*paragraphs: str, heading: str = "") -> bytes:
    document = docx.Document()
    if heading:
        document.add_heading(heading, 1)
    for words in paragraphs:
        document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_heading_at_the_top_is_the_headline() -> None:
    brought, problems = read_upload(word_file("On attend.", "Puis la pluie.", heading="La file"), "x.docx")
    assert brought is not None, problems
    assert (brought.title, brought.content.headline) == ("La file", "La file")
    assert "On attend." in brought.content.body
    assert "La file" not in brought.content.body
    assert brought.receipt


@pytest.mark.parametrize(("data", "title"), [
    ("## Matin\n\nOn se lève.".encode(), "Matin"), ("\ufeffDeux *mots* seulement".encode(), "Deux mots seulement"),
    ("déjà été".encode("cp1252"), "déjà été"), (b"", ""),
])  # fmt: skip
def test_typed_text_comes_in_whatever_wrote_it(data: bytes, title: str) -> None:
    brought, _ = read_upload(data, "lettre.TXT")
    assert brought is not None
    assert brought.title == title


def test_several_files_are_a_piece_each_and_a_bad_one_stops_none(desk: TestDesk) -> None:
    desk.issue()
    ana = desk.visitor(Role.EDITOR)
    sent = {"a.docx": word_file("Une phrase.", heading="La mer"), "b.docx": b"PK\x03\x04 no", "c.txt": b"Une lettre."}
    files = [(io.BytesIO(data), name) for name, data in sent.items()]
    answer = ana.post("/numeros/12-traverser/importer", {"files": files, "original": "fr", "wanted": ["en"]})
    assert answer.status_code == 303  # to a page of its own: going back sends no file again
    for _ in range(2):
        told = ana.get(answer.headers["Location"]).text
        assert told.count("refusé") == 1 and "La mer" in told
    other = desk.visitor(Role.EDITOR)
    assert "La mer" not in other.get(answer.headers["Location"]).text
    with desk.database.read() as db:
        issue = desk_issue(desk)
        pieces = {piece.title: piece for piece in store.pieces(db, ana.actor, issue)}
        texts = store.texts(db, [pieces["La mer"].id])[pieces["La mer"].id]
    assert set(pieces) == {"La mer", "Une lettre."}
    assert [text.language for text in texts] == ["en", "fr"]
    receipt = ana.get(f"/contributions/{pieces['La mer'].id}/recu").text
    assert "Partie du fichier" in receipt
    gone = pieces["La mer"]
    with desk.database.write() as db:
        withdraw_piece(db, ana.actor, NOW, gone.id, gone.issue_id, REACTIONS)
    told = ana.get(answer.headers["Location"]).text
    assert "La mer" not in told and "Une lettre." in told  # what its author took back is told of nowhere


def desk_issue(desk: TestDesk) -> str:
    from sqlalchemy import select

    from journal_app.issues.model import Issue

    with desk.database.read() as db:
        found: str = db.scalars(select(Issue.id)).one()
        return found


def test_no_file_is_said(desk: TestDesk) -> None:
    desk.issue()
    assert desk.visitor(Role.EDITOR).post("/numeros/12-traverser/importer", {}).status_code == 400


def test_what_is_far_too_long_is_not_washed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty thousand paragraphs took the desk's own process three seconds before they were refused all the same."""
    monkeypatch.setattr(bringing, "clean_fragment", lambda *given: pytest.fail("washed"))
    brought, problems = read_upload(written(p(r("mot")) * 40_000), "x.docx")
    assert brought is None and [problem.code for problem in problems] == ["text-too-long"]


def test_what_may_just_be_as_long_is_taken() -> None:
    brought, _ = read_upload(written(p(r("mot " * 240)) * 205), "x.docx")
    assert brought is not None and len(brought.content.body) > 195_000
