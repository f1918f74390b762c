"""The page of the search: a passage with the words marked, the narrowings, and nothing out of reach or taken back."""

import pytest

from journal_app.accounts.model import Role
from journal_app.consent.actions import withdraw_piece
from journal_app.issues.model import Issue
from journal_app.reactions import REACTIONS
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from tests.desk import NOW, TestDesk, Visitor

PIECES = {
    "La file": ("fr", "On attend près de la digue, et quelqu’un raconte l’été."),
    "الطابور": ("ar", "كَتَبْنا على الشاطئ رسالةً إلى أمي"),
    "ብርሃን": ("ti", "ኣብ መንገዲ ብርሃን ኣሎ"),
}


@pytest.fixture
def ana(desk: TestDesk) -> Visitor:
    """An editor of an issue with a piece in each of three scripts."""
    visitor = desk.visitor(Role.EDITOR)
    issue_id = desk.issue(residency=desk.residency().id).id
    with desk.database.write() as db:
        issue = db.get_one(Issue, issue_id)
        for title, (tag, words) in PIECES.items():
            content = Content(headline=title, body=f"<p>{words}</p>")
            create_piece(db, visitor.actor, NOW, issue, Facts(title), original=tag, content=content)
    return visitor


def page(visitor: Visitor, mots: str, **more: str) -> str:
    answer = visitor.get("/recherche", query_string={"mots": mots} | more)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(("asked", "marked"), [
    ("ETE", "été"), ("كتبنا رسالة", "كَتَبْنا"), ("መንገ", "መንገዲ"),
])  # fmt: skip
def test_a_word_is_found_and_marked_in_every_script(ana: Visitor, asked: str, marked: str) -> None:
    told = page(ana, asked)
    assert f"<mark>{marked}</mark>" in told and "1 texte trouvé" in told


def test_the_way_to_the_text_stands_with_it(ana: Visitor) -> None:
    told = page(ana, "digue")
    assert '/fr"' in told and "La file" in told and "N° 12" in told


def test_the_narrowings_narrow(ana: Visitor) -> None:
    assert "1 texte trouvé" in page(ana, "digue", langue="fr", etape="received", numero="12-traverser")
    for other in ({"langue": "ar"}, {"etape": "accepted"}):
        assert "Rien trouvé" in page(ana, "digue", **other)
    assert "1 texte trouvé" in page(ana, "digue", langue="<x>", etape="nowhere", numero="nowhere")


def test_what_was_typed_comes_back_as_words_only(ana: Visitor) -> None:
    told = page(ana, '"><script>alert(1)</script> AND OR NEAR(* "')
    assert "<script>alert" not in told and "Rien trouvé" in told
    assert "Chercher dans tous les textes" in page(ana, "")


def test_nobody_finds_what_is_out_of_reach_or_taken_back(desk: TestDesk, ana: Visitor) -> None:
    elsewhere = desk.visitor(Role.FACILITATOR, residency=desk.residency("ailleurs").id)
    assert "Rien trouvé" in page(elsewhere, "digue")
    address = next(part for part in page(ana, "digue").split('"') if part.startswith("/contributions/"))
    with desk.database.write() as db:
        piece_id = address.split("/")[2]
        withdraw_piece(db, ana.actor, NOW, piece_id, db.query(Issue).one().id, REACTIONS)
    assert "Rien trouvé" in page(ana, "digue")
