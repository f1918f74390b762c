"""Names that must never be printed, at the last gate: in what the desk says, and in what the file was frozen with."""

import pytest

from journal_app.bat import names
from journal_app.bat.model import State
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan import store as plan
from journal_app.flatplan.actions import Filling
from journal_app.issues import guarded
from journal_app.issues.model import Issue
from tests.bat.signing_room import LATER, SigningRoom
from tests.bat.test_pages import BAT, form
from tests.desk import TestDesk
from tests.freeze.test_gates import listed, place


@pytest.fixture
def thanked(desk: TestDesk) -> SigningRoom:
    """A file that thanks somebody, in words typed straight into a slot, and is signed page by page."""
    room = SigningRoom(desk)
    with desk.database.write() as db:
        plan.pages(db, room.issue_id)[3].layout = "glossary"  # it has a slot for words
    place(room, "numbers", Filling(words={"fr": "Merci à Zoé Exemple"}))
    room.press()
    room.sign_all()
    return room


def control(room: SigningRoom) -> str:
    return room.desk.visit(room.coordinator).get(f"{BAT}/controle").text


def mend(room: SigningRoom) -> None:
    with room.desk.database.write() as db:
        issue, page = db.get_one(Issue, room.issue_id), plan.pages(db, room.issue_id)[3]
        flatplan.place(db, room.ana, LATER, issue, page, "numbers", Filling(words={"fr": "Merci à Zoé"}))


def test_a_name_listed_since_the_freeze_stops_the_signature(thanked: SigningRoom) -> None:
    room = thanked
    page = control(room)
    assert "nom à ne jamais imprimer" not in page
    filled = form(page[: page.index('id="pas-bon"')]) | {"reason-bat-mentions-nowhere": "Essai."}
    listed(room)
    answer = room.desk.visit(room.coordinator).post(f"{BAT}/controle", filled)
    assert answer.status_code == 422 and room.bat().state == State.OPEN and room.sealed() is None
    assert 'chemin-de-fer#p4"><bdi>Page 4</bdi></a> · Des mots écrits à même la page 4' in answer.text
    assert answer.text.count("nom à ne jamais imprimer") == 1, "the file says the same: told once"


def test_the_file_still_holds_what_the_desk_has_mended(thanked: SigningRoom) -> None:
    listed(thanked)
    mend(thanked)
    page = control(thanked)
    assert "Le PDF contient un nom à ne jamais imprimer" in page and "Des mots écrits" not in page
    assert "Signer\u00a0: bon à tirer" not in page
    thanked.press()
    thanked.sign_all()
    assert "nom à ne jamais imprimer" not in control(thanked)


TEXTS = {
    "articles/lettre-de-zoe-exemple/fr.html": "<p>Rien <em>d’elle</em>.</p>\n",
    "articles/lettre-de-zoe-exemple/article.toml": 'web = "zoe-exemple"\n[text.fr]\nheadline = "Là"',
    "articles/mer/fr.html": "<p>Merci à <strong>Zoé</strong> Exemple.</p>\n",
    "articles/mer/article.toml": 'author = "Une plume"',
    "articles/pain/article.toml": '[text.ar]\nheadline = "x"\ntranslator = "ZOE  EXEMPLE"',
    "pictures/quai.toml": 'file = "zoe-exemple.jpg"\ncredit = "Une plume"\n[caption]\nfr = "Le quai, Zoé Exemple"',
    "flatplan.toml": '[[page]]\nlayout = "a"\nslots.main = { article = "zoe-exemple" }\n'
                     '[[page]]\nlayout = "a"\nhead = { fr = "Zoé", en = "Exemple" }\n'
                     '[[page]]\nlayout = "a"\nslots.words = { text = { fr = "Zoé Exemple" } }\n',
    "issue.toml": '[masthead]\ndirector = "Zoé Exemple"',
    "articles/loin/article.toml": "author = ",
}  # fmt: skip


def found(told: tuple[str, ...] = ()) -> list[str]:
    mark, words = guarded.kept("Zoé Exemple", str)
    return [one.where for one in names.of_frozen(TEXTS, {mark: words}, str, told)]


def test_only_words_that_are_printed_are_asked() -> None:
    """A folder is called by a working title, which is not printed; who is in the masthead said so themselves."""
    assert found() == ["article:mer#fr", "article:pain", "p3", "picture:quai"]


def test_what_the_desk_says_of_a_place_is_not_said_again() -> None:
    assert found(("article:mer", "p3/words", "article:pain#ar", "picture:quai")) == []


def test_nobody_listed_nothing_found() -> None:
    assert names.of_frozen(TEXTS, {}, str, ()) == []
