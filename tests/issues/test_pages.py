"""The pages of issues, residencies, pieces, the log and the inbox: who sees them, and what a form does."""

import re

import pytest

from journal_app.accounts.model import Role
from journal_app.issues import store
from journal_app.submissions import store as submissions
from tests.desk import TestDesk, Visitor, desk

__all__ = ["desk"]

ISSUE = {
    "number": "13", "theme_fr": "Attendre", "date": "2027-05-01", "press_close": "2027-04-20T18:00", "first": "fr",
    "languages": ["fr", "ar"], "inclusive": "low-dot", "preset": "tabloid-offset", "sheet_quantity": "5000",
    "association": "Association de l’exemple", "title": "Journal des Jungles",
}  # fmt: skip
PIECE = {"title": "La file", "kind": "testimony", "original": "fr", "headline": "La file avance", "status": "print",
         "wanted": ["fr", "ar"], "body": "On attend *longtemps*.\n\nPuis la pluie.", "by_contributor": "1"}  # fmt: skip
BODY = "<p>On attend <em>longtemps</em>.</p>\n<p>Puis la pluie.</p>"


def address(desk: TestDesk, visitor: Visitor, slug: str, **more: str) -> str:
    """Where a new piece of that issue is."""
    made = visitor.post(f"/numeros/{slug}/contributions/nouvelle", PIECE | more)
    assert made.status_code == 303, made.text
    return str(made.headers["Location"])


def test_an_issue_is_made_from_a_preset_by_a_form(desk: TestDesk) -> None:
    ana = desk.visitor(Role.COORDINATOR)
    assert ana.get("/numeros/nouveau").status_code == 200
    made = ana.post("/numeros/nouveau", ISSUE)
    assert made.headers["Location"] == "/numeros/13-attendre/reglages"
    with desk.database.read() as db:
        row = store.issue(db, ana.actor, "13-attendre")
    assert row is not None
    assert (row.languages, row.printer) == (["fr", "ar"], {"preset": "tabloid-offset", "quantity": 5000})
    assert row.press_close is not None
    assert row.press_close.isoformat() == "2027-04-20T16:00:00+00:00"  # six in the evening on the wall in France
    shown = ana.get("/numeros/13-attendre/reglages").text
    assert 'value="2027-04-20T18:00"' in shown
    assert 'value="5000"' in shown


@pytest.mark.parametrize(("field", "value", "said"), [
    ("theme_fr", "", "À remplir."), ("sheet_quantity", "beaucoup", "ne convient pas"), ("date", "demain", "2027-03-01"),
    ("number", "-1", "nombre entier"), ("languages", [], "au moins une langue"),
    ("preset", "x", "Choisir dans la liste"),
])  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(desk: TestDesk, field: str, value: object, said: str) -> None:
    more = {"first": ""} if field == "languages" else {}
    answer = desk.visitor(Role.COORDINATOR).post("/numeros/nouveau", ISSUE | more | {field: value})
    assert answer.status_code == 400
    assert said in answer.text
    assert "Attendre" in answer.text or field == "theme_fr"  # what was typed stays


def test_of_two_forms_of_one_version_the_second_is_refused(desk: TestDesk) -> None:
    ana = desk.visitor(Role.COORDINATOR)
    ana.post("/numeros/nouveau", ISSUE)
    first, second = (ana.post("/numeros/13-attendre/reglages", ISSUE | {"version": "1"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 409)


def test_a_piece_comes_by_a_form_once_only(desk: TestDesk) -> None:
    desk.issue()
    bob = desk.visitor(Role.EDITOR)
    one, again = (address(desk, bob, "12-traverser", once="abc") for _ in range(2))
    assert one == again
    page = bob.get(one).text
    assert "La file avance" in page
    assert "témoignage" in page
    with desk.database.read() as db:
        piece = submissions.piece(db, bob.actor, one.rsplit("/", 1)[1])
        assert piece is not None
        heads = submissions.heads(db, [text.id for text in submissions.texts(db, [piece.id])[piece.id]])
    assert [content.body for _, content in heads.values()] == [BODY]


def test_a_piece_is_taken_in_hand_decided_on_and_the_decision_undone(desk: TestDesk) -> None:
    desk.issue()
    bob, eve = desk.visitor(Role.EDITOR), desk.visitor(Role.EDITOR)
    here = address(desk, bob, "12-traverser")
    assert bob.post(f"{here}/mains", {"do": "claim"}).status_code == 303
    assert eve.post(f"{here}/mains", {"do": "claim"}).status_code == 409
    version = re.search(r'name="version" value="(\d+)"', bob.get(here).text)
    assert version is not None
    refused = bob.post(f"{here}/etape", {"verb": "reject", "version": version[1]})
    assert refused.status_code == 422  # no reason
    assert bob.post(f"{here}/etape", {"verb": "take-up", "version": version[1]}).status_code == 303
    page = bob.get(here).text
    assert "stage-in-review" in page
    undo = re.search(r'name="undo" value="(\w+)"', page)
    assert undo is not None
    bob.post(f"{here}/etape", {"undo": undo[1], "version": "1"})
    assert "stage-received" in bob.get(here).text
    log = bob.get("/numeros/12-traverser/journal").text.partition("<ol")[2]
    assert log.index("est revenu sur la dernière décision") < log.index("a pris la contribution en relecture")


def test_a_facilitator_reaches_the_own_residency_only(desk: TestDesk) -> None:
    mine, other = desk.residency(), desk.residency("juin")
    desk.issue("12-mien", mine.id)
    desk.issue("13-autre", other.id)
    fay, ana = desk.visitor(Role.FACILITATOR, residency=mine.id), desk.visitor(Role.COORDINATOR)
    theirs, own = address(desk, ana, "13-autre"), address(desk, ana, "12-mien")
    for path, status in ((own, 200), (theirs, 404), (f"/residences/{mine.id}", 200), (f"/residences/{other.id}", 404),
                         ("/numeros/12-mien/journal", 200), ("/numeros/13-autre/journal", 404),
                         ("/numeros/13-autre/reglages", 404), ("/numeros/nouveau", 404)):  # fmt: skip
        assert fay.get(path).status_code == status, path
    assert fay.post("/numeros/13-autre/contributions/nouvelle", PIECE).status_code == 404
    assert fay.post(f"{theirs}/mains", {"do": "claim"}).status_code == 404


def test_guarded_names_are_asked_for_and_never_shown(desk: TestDesk) -> None:
    row, ana = desk.residency(), desk.visitor(Role.COORDINATOR)
    here = f"/residences/{row.id}"
    ana.post(f"{here}/noms-proteges", {"names": "Zoé Martin\n\nKarim Exemple"})
    page = ana.get(here).text
    assert "2 noms protégés" in page
    assert "Martin" not in page
    assert "Oui, ce nom est protégé." in ana.post(f"{here}/noms-proteges", {"try": "1", "name": "ZOE MARTIN"}).text
    assert "Non, ce nom" in ana.post(f"{here}/noms-proteges", {"try": "1", "name": "Zoé"}).text


def test_an_archived_issue_is_read_and_no_more(desk: TestDesk) -> None:
    desk.issue()
    ana = desk.visitor(Role.COORDINATOR)
    here = address(desk, ana, "12-traverser")
    ana.post("/numeros/12-traverser/archiver", {"reason": "imprimé"})
    assert "Traverser" in ana.get("/archives").text
    assert ana.get(here).status_code == 200
    assert ana.post(f"{here}/mains", {"do": "claim"}).status_code == 409
    assert ana.post("/numeros/12-traverser/contributions/nouvelle", PIECE).status_code == 409
    ana.post("/numeros/12-traverser/archiver", {"open": "1"})
    assert ana.post(f"{here}/mains", {"do": "claim"}).status_code == 303


def test_home_shows_what_one_holds_and_the_inbox_leads_there(desk: TestDesk) -> None:
    desk.issue()
    ana, bob = desk.visitor(Role.COORDINATOR), desk.visitor(Role.EDITOR)
    assert ana.get("/").headers["Location"] == "/accueil"
    here = address(desk, ana, "12-traverser")
    ana.post(f"{here}/mains", {"do": "claim"})
    assert "La file" in ana.get("/accueil").text
    bob.post(f"{here}/etape", {"verb": "take-up", "version": "1"})  # ana holds it: she is told
    inbox = ana.get("/boite").text
    notice = re.search(r'name="notice" value="(\w+)"', inbox)
    assert notice is not None
    assert ana.post("/boite/lu", {"notice": notice[1]}).headers["Location"] == here
    assert bob.post("/boite/lu", {"notice": notice[1]}).headers["Location"] == "/boite"  # not his: leads nowhere


def test_an_administrator_alone_reads_no_piece(desk: TestDesk) -> None:
    desk.issue()
    here = address(desk, desk.visitor(Role.EDITOR), "12-traverser")
    admin = desk.visitor(Role.ADMINISTRATOR)
    assert admin.get("/accueil").status_code == 200
    for path in (here, "/numeros", "/archives", "/numeros/12-traverser/journal", "/residences"):
        assert admin.get(path).status_code == 404, path
