"""The pages of the BAT as people meet them: one next thing, forms that say what is missing, clear answers."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from journal_app.accounts.model import Role, SignIn
from journal_app.bat.model import State, Verdict
from journal_app.bat.signing import say_of_whole
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan import store as plan
from journal_app.issues.model import Issue
from journal_app.proofs.model import PageRemark
from tests.bat.signing_room import LATER, SLUG, SigningRoom
from tests.bat.test_signing import flip
from tests.desk import TestDesk, Visitor

BAT = f"/numeros/{SLUG}/bat"


def form(page: str) -> dict[str, str]:
    """The hidden fields of the page's form, and the once-word."""
    hidden = "bat|sha256|digest|once|verdict|state|listed"
    return dict(re.findall(rf'<input type="hidden" name="({hidden})" value="([^"]*)"', page))


def sign(visitor: Visitor, folio: int, verdict: str = "good", **more: str) -> tuple[int, str]:
    fields = form(visitor.get(f"{BAT}/pages/{folio}").text)
    answer = visitor.post(f"{BAT}/pages/{folio}", fields | {"verdict": verdict} | more)
    return answer.status_code, answer.headers.get("Location", answer.text)


def test_an_issue_without_a_press_file_says_what_comes_first(desk: TestDesk) -> None:
    desk.issue()
    page = desk.visitor(Role.EDITOR).get("/numeros/12-traverser/bat").text
    assert "Rien à signer encore." in page and 'href="/numeros/12-traverser/gel"' in page


def test_an_editor_goes_from_page_to_page_and_a_coordinator_signs_the_whole(room: SigningRoom) -> None:
    edith, coralie = room.desk.visit(room.editor), room.desk.visit(room.coordinator)
    page = edith.get(BAT).text
    assert "4 pages restent à signer" in page and "Regarder et signer la page 1" in page
    led = [sign(edith, folio) for folio in (1, 2, 3, 4)]
    assert led == [(303, f"{BAT}/pages/{n}") for n in (2, 3, 4)] + [(303, BAT)]
    assert "Toutes les pages sont bonnes à tirer" in edith.get(BAT).text
    assert "Une personne de la coordination signe le tout." in edith.get(f"{BAT}/controle").text
    control = coralie.get(f"{BAT}/controle").text
    assert "1 réserve demande une raison écrite" in control and "Signer : bon à tirer" in control
    fields = form(control)
    refused = coralie.post(f"{BAT}/controle", fields)
    assert refused.status_code == 422 and "Écrire pourquoi on signe malgré cela." in refused.text
    assert room.bat().state == State.OPEN
    done = coralie.post(f"{BAT}/controle", fields | {"reason-bat-mentions-nowhere": "L’ours est dans le texte."})
    assert (done.status_code, done.location) == (303, BAT)
    page = coralie.get(BAT).text
    assert "Signé : bon à tirer" in page and "Coralie" in page
    sealed = room.sealed()
    assert sealed is not None
    for name in sealed.files:
        taken = coralie.get(f"{BAT}/fichiers/{name}")
        assert taken.status_code == 200 and taken.data == (room.place.issues / sealed.folder / name).read_bytes()


def test_a_page_that_is_not_good_says_why_or_is_asked(room: SigningRoom) -> None:
    edith = room.desk.visit(room.editor)
    status, page = sign(edith, 2, "after")
    assert status == 422 and "Écrire ce qui doit changer." in page and room.signatures() == []
    status, page = sign(edith, 2, "")
    assert status == 422 and "Choisir ce que vous en dites." in page
    assert sign(edith, 2, "after", conditions="La légende du phare.")[0] == 303
    shown = edith.get(f"{BAT}/pages/2").text
    assert "bon après corrections" in shown and "La légende du phare." in shown
    assert "La légende du phare." in edith.get(f"{BAT}/controle").text


def test_who_said_no_to_a_page_is_led_on_and_not_back_to_it(room: SigningRoom) -> None:
    edith = room.desk.visit(room.editor)
    assert sign(edith, 4, "refused", conditions="Une image manque.")[1] == f"{BAT}/pages/1"
    assert [sign(edith, folio)[1] for folio in (1, 2, 3)] == [f"{BAT}/pages/2", f"{BAT}/pages/3", BAT]


def test_pages_that_moved_or_went_since_the_file_was_made_are_told_first(room: SigningRoom) -> None:
    room.sign_all()
    coralie = room.desk.visit(room.coordinator)
    warnings = re.compile(r'class="bat-warning">.*?<p>(.*?)</p>', re.DOTALL)
    assert not any("chemin de fer" in one for one in warnings.findall(coralie.get(f"{BAT}/controle").text))
    with room.desk.database.write() as db:
        issue = db.get_one(Issue, room.issue_id)
        page = plan.page(db, room.issue_id, 4)
        assert page is not None
        flatplan.move_page(db, room.ana, LATER, issue, page, 3)
    first = warnings.findall(coralie.get(f"{BAT}/controle").text)[0]
    assert "ces pages ont changé de place (3, 4)" in first
    with room.desk.database.write() as db:
        page = plan.page(db, room.issue_id, 4)
        assert page is not None
        flatplan.remove_page(db, room.ana, LATER, db.get_one(Issue, room.issue_id), page)
    first = warnings.findall(coralie.get(f"{BAT}/controle").text)[0]
    assert "Le chemin de fer a 3 pages, le PDF 4." in first


def test_who_did_not_confirm_who_they_are_is_asked_before_the_form(room: SigningRoom) -> None:
    edith = room.desk.visit(room.editor)
    fields = form(edith.get(f"{BAT}/pages/1").text)
    with room.desk.database.write() as db:
        db.execute(update(SignIn).values(stepped_up_at=datetime(2020, 1, 1, tzinfo=UTC)))
    page = edith.get(f"{BAT}/pages/1").text
    assert "Confirmer que c’est moi" in page and "Signer la page" not in page
    answer = edith.post(f"{BAT}/pages/1", fields | {"verdict": "good"})
    assert answer.status_code == 307 and "/confirmer" in answer.location and room.signatures() == []


def test_who_did_not_confirm_finds_the_way_wherever_something_is_said_or_undone(room: SigningRoom) -> None:
    """And types nothing that would be lost on it."""
    room.sign_all()
    asked = replace(room.asked(), conditions="Trop sombre.", verdict=Verdict.REFUSED)
    say_of_whole(room.desk.database, room.place, room.coordinator, LATER, asked, room.of_file)
    coralie = room.desk.visit(room.coordinator)
    with room.desk.database.write() as db:
        db.execute(update(SignIn).values(stepped_up_at=datetime(2020, 1, 1, tzinfo=UTC)))
    for address, ways in ((BAT, 1), (f"{BAT}/controle", 2), (f"{BAT}/pages/1", 2)):
        page = coralie.get(address).text
        assert page.count("Confirmer que c’est moi") == ways, address
        assert "<textarea" not in page and 'name="why"' not in page, address


def test_a_form_sent_twice_signs_once(room: SigningRoom) -> None:
    edith = room.desk.visit(room.editor)
    fields = form(edith.get(f"{BAT}/pages/1").text) | {"verdict": "good"}
    first, second = (edith.post(f"{BAT}/pages/1", fields) for _ in range(2))
    assert first.location == second.location and len(room.signatures()) == 1


def test_a_byte_that_changed_is_a_page_that_says_so(room: SigningRoom) -> None:
    edith = room.desk.visit(room.editor)
    fields = form(edith.get(f"{BAT}/pages/1").text)
    flip(room.file())
    answer = edith.post(f"{BAT}/pages/1", fields | {"verdict": "good"})
    assert answer.status_code == 409 and "rien n’a été signé" in answer.text


def test_a_version_that_was_replaced_meanwhile_is_a_page_that_says_so(room: SigningRoom) -> None:
    edith, coralie = room.desk.visit(room.editor), room.desk.visit(room.coordinator)
    fields = form(edith.get(f"{BAT}/pages/1").text)
    room.sign_all()
    whole = form(coralie.get(f"{BAT}/controle").text)
    room.edit("Une autre fin.")
    room.press()
    answer = edith.post(f"{BAT}/pages/1", fields | {"verdict": "good"})
    assert answer.status_code == 409 and "une autre a pris sa place" in answer.text
    answer = coralie.post(f"{BAT}/controle", whole | {"reason-bat-mentions-nowhere": "Essai."})
    assert answer.status_code == 409 and "une autre a pris sa place" in answer.text
    page = edith.get(BAT).text
    assert "même page qu’avant" in page and "de la page a bougé" in page and "1 page reste à signer" in page
    moved = edith.get(f"{BAT}/v2/pages/1/ecart")
    assert moved.status_code == 200 and moved.data.startswith(b"\x89PNG")
    assert edith.get(f"{BAT}/v2/pages/2/ecart").status_code == 404  # that page is the same


def test_a_signed_file_that_was_changed_on_the_disk_is_not_handed_out(room: SigningRoom) -> None:
    room.signed()
    coralie, sealed = room.desk.visit(room.coordinator), room.sealed()
    assert sealed is not None
    flip(room.place.issues / sealed.folder / sealed.pdf)
    assert coralie.get(f"{BAT}/fichiers/{sealed.pdf}").status_code == 404
    assert coralie.get(f"{BAT}/fichiers/bat.toml").status_code == 404  # who signed is not part of the parcel


def test_freezing_again_says_that_it_will_void_what_is_signed(room: SigningRoom) -> None:
    coralie, gel = room.desk.visit(room.coordinator), f"/numeros/{SLUG}/gel"
    assert "Un BAT est signé." not in coralie.get(gel).text
    room.signed()
    page = coralie.get(gel).text
    assert "Un BAT est signé." in page and "Geler pour l’imprimeur" in page


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.ADMINISTRATOR, Role.TREASURER])
def test_nobody_else_sees_it(room: SigningRoom, role: Role) -> None:
    somebody = room.desk.visitor(role)
    for address in (BAT, f"{BAT}/pages/1", f"{BAT}/controle", f"{BAT}/v1/pages/1/image"):
        assert somebody.get(address).status_code == 404


def test_what_stands_open_is_called_by_its_title_and_leads_to_where_it_is_answered(room: SigningRoom) -> None:
    room.sign_all()
    room.edit("Une autre fin.")
    with room.desk.database.write() as db:
        page = plan.pages(db, room.issue_id)[0]
        db.add(PageRemark(issue_id=room.issue_id, page_id=page.id, body="Sombre.", made_at=LATER))
    control = room.desk.visit(room.coordinator).get(f"{BAT}/controle").text
    assert "<bdi>La file</bdi>" in control and "texte-1" not in control
    assert f'href="/numeros/{SLUG}/epreuves#remarques"><bdi>Pages et images</bdi>' in control


def test_pages_that_nobody_signed_are_named_at_once(room: SigningRoom) -> None:
    control = room.desk.visit(room.coordinator).get(f"{BAT}/controle").text
    assert control.count("Personne n’a encore signé") == 1
    for folio in range(1, 5):
        assert f'href="{BAT}/pages/{folio}"' in control
    for folio in (1, 2, 3):
        room.sign(folio)
    control = room.desk.visit(room.coordinator).get(f"{BAT}/controle").text
    assert "Personne n’a encore signé cette page" in control and f'href="{BAT}/pages/3"' not in control


def test_what_is_signed_shows_what_was_said_of_its_warnings(room: SigningRoom) -> None:
    room.signed()
    control = room.desk.visit(room.coordinator).get(f"{BAT}/controle").text
    assert "Dit à la signature\u00a0: <q>Essai.</q>" in control and "On peut signer" not in control


def test_refused_pages_are_told_from_those_nobody_looked_at(room: SigningRoom) -> None:
    room.sign(1, verdict=Verdict.REFUSED, words="Le titre est faux.")
    room.sign(2, verdict=Verdict.AFTER, words="La légende.")
    page = room.desk.visit(room.editor).get(BAT).text
    assert "4 pages restent à signer" in page and "1 refusée, 1 bonne après corrections" in page
