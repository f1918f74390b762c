"""Who sees which pages of a proof: who reads all, all of them; a facilitator, those that hold the own residency's texts
and nothing else, in every way in which a page is shown."""

import re

import pytest

from journal_app.accounts.model import Role
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan import store as plan
from journal_app.flatplan.actions import Filling
from journal_app.issues.model import Issue
from journal_app.proofs import store
from journal_app.proofs.model import Seen
from journal_app.submissions.model import Piece
from tests.costing.test_document import SPECIMEN
from tests.desk import NOW, Visitor
from tests.proofs.shop import Shop

ISSUE = "/numeros/12-essai"
THEIRS = {1: "La file", 3: "Le phare"}  # page -> title; the texts of the other pages are of another residency
OTHERS = {2: "Le pain", 4: "La valise"}


@pytest.fixture
def mixed(shop: Shop) -> Shop:
    """An issue of one residency that has borrowed two texts from another one, built."""
    elsewhere = shop.desk.residency("Résidence d’avril").id
    with shop.desk.database.write() as db:
        for title in THEIRS.values():
            db.get_one(Piece, shop.piece(title).id).residency_id = shop.residency
        for title in OTHERS.values():
            db.get_one(Piece, shop.piece(title).id).residency_id = elsewhere
    shop.build()
    return shop


def facilitator(shop: Shop) -> Visitor:
    return shop.desk.visitor(Role.FACILITATOR, residency=shop.residency)


def pages(shop: Shop, who: Visitor) -> list[int]:
    """The pages that somebody sees in the viewer; a page and its picture go together."""
    found, seen = shop.present(), []
    for folio in (1, 2, 3, 4):
        page = who.get(f"{ISSUE}/epreuve/{folio}").status_code
        mark = found.mark(folio)
        shown = [who.get(f"{ISSUE}/epreuve/{folio}/{kind}").status_code
                 for kind in (f"image/{mark}/100/0/0", f"encre/{mark}/black/100/0/0")]  # fmt: skip
        assert shown == [page, page]
        seen += [folio] if page == 200 else []
    return seen


@pytest.mark.parametrize(("role", "seen"), [
    (Role.EDITOR, [1, 2, 3, 4]), (Role.COORDINATOR, [1, 2, 3, 4]), (Role.TRANSLATOR, [1, 2, 3, 4]),
    (Role.FACILITATOR, [1, 3]),
])  # fmt: skip
def test_each_role_sees_its_pages(mixed: Shop, role: Role, seen: list[int]) -> None:
    assert pages(mixed, mixed.desk.visitor(role, residency=mixed.residency)) == seen


def test_a_facilitator_of_another_residency_sees_none(mixed: Shop) -> None:
    far = mixed.desk.visitor(Role.FACILITATOR, residency=mixed.desk.residency("Résidence de mai").id)
    assert pages(mixed, far) == []


def test_where_all_is_of_the_own_residency_all_is_seen(mixed: Shop) -> None:
    with mixed.desk.database.write() as db:
        for title in OTHERS.values():
            db.get_one(Piece, mixed.piece(title).id).residency_id = mixed.residency
    near = facilitator(mixed)
    assert pages(mixed, near) == [1, 2, 3, 4]
    assert near.get(f"{ISSUE}/").status_code == 200


def test_no_other_page_of_the_viewer_tells_of_the_hidden_ones(mixed: Shop) -> None:
    near = facilitator(mixed)
    whole = mixed.desk.visit(mixed.ana)
    for address in ("epreuve/3?vue=double", "epreuve/3", "epreuves"):
        text = near.get(f"{ISSUE}/{address}").text
        assert not [title for title in OTHERS.values() if title in text], address
        assert 'data-leaf="2"' not in text and "/fichiers/" not in text
    assert "/fichiers/" in whole.get(f"{ISSUE}/epreuves").text
    assert near.get(f"{ISSUE}/epreuve?folio=2").location.rsplit("/", 1)[1] in ("1", "3")


def test_the_files_that_hold_every_page_are_not_theirs(mixed: Shop) -> None:
    near, whole = facilitator(mixed), mixed.desk.visit(mixed.ana)
    text = whole.get(f"{ISSUE}/").text
    files = re.findall(rf'"({ISSUE}/(?:fichiers/|pages/\d+/)[^"]+)"', text)
    assert files and {whole.get(one).status_code for one in files} == {200}
    assert {near.get(one).status_code for one in (*files, f"{ISSUE}/pages/1")} == {404}
    assert near.get(f"{ISSUE}/").status_code == 302, "to the board, as while there is no proof"


def test_the_contents_name_everybody_so_they_are_for_who_reads_all(mixed: Shop) -> None:
    with mixed.desk.database.write() as db:
        issue = db.get_one(Issue, mixed.issue_id)
        page = plan.page(db, issue.id, 3)
        assert page is not None
        flatplan.set_page(db, mixed.ana, NOW, issue, page, page.version, layout="front", direction="ltr",
                          language="fr", head={}, slots=["lead"])  # fmt: skip
    mixed.build()
    assert pages(mixed, facilitator(mixed)) == [1]


def test_what_a_page_held_before_is_not_seen_in_what_changed(mixed: Shop) -> None:
    """Page 2 is theirs by now; the round before shows what stood there, in the difference."""
    old = mixed.round(mixed.present(), [mixed.cleo])
    with mixed.desk.database.write() as db:
        issue, page = db.get_one(Issue, mixed.issue_id), plan.page(db, mixed.issue_id, 2)
        assert page is not None
        flatplan.place(db, mixed.ana, NOW, issue, page, "main", Filling(mixed.piece("La file").id, languages=("fr",)))
        other = plan.page(db, mixed.issue_id, 1)
        assert other is not None
        flatplan.place(db, mixed.ana, NOW, issue, other, "main", Filling())
    mixed.build()
    near, whole = facilitator(mixed), mixed.desk.visit(mixed.ana)
    assert near.get(f"{ISSUE}/epreuve/2").status_code == 200
    asked = f"{ISSUE}/epreuves/difference/2?avant={old.number}&apres=0"
    assert (near.get(asked).status_code, whole.get(asked).status_code) == (404, 200)


def test_what_is_said_of_a_hidden_page_is_hidden_too(mixed: Shop) -> None:
    whole, near = mixed.desk.visit(mixed.ana), facilitator(mixed)
    build = mixed.present().build_id
    for folio in (1, 2):
        whole.post(f"{ISSUE}/epreuve/{folio}/remarques", {"build": build, "spot": "page", "comment": f"De la {folio}."})
    text = near.get(f"{ISSUE}/epreuves").text
    assert "De la 1." in text and "De la 2." not in text
    with mixed.desk.database.read() as db:
        rows = {row.body: row.id for row in store.page_remarks(db, mixed.issue_id)}
    ways = [f"{ISSUE}/epreuve/1/remarques/{rows[words]}" for words in ("De la 1.", "De la 2.")]
    done = [near.post(way, {"done": "yes"}) for way in ways]
    assert [answer.status_code for answer in done] == [303, 404]


def test_nobody_ticks_off_a_page_they_cannot_see(mixed: Shop) -> None:
    going_on, build = mixed.round(mixed.present(), [mixed.cleo]), mixed.present().build_id
    near = facilitator(mixed)
    told = {"build": build, "seen": "yes"}
    assert [near.post(f"{ISSUE}/epreuve/{folio}/vu", told).status_code for folio in (1, 2)] == [303, 404]
    said = {"build": build, "spot": "page", "comment": "x"}
    assert near.post(f"{ISSUE}/epreuve/2/remarques", said).status_code == 404
    with mixed.desk.database.read() as db:
        rows: dict[tuple[str, int], Seen] = store.seen(db, going_on.id)
    assert [folio for _, folio in rows] == [1]


@pytest.mark.parametrize(("role", "sees"), [(Role.COORDINATOR, True), (Role.EDITOR, False), (Role.TRANSLATOR, False)])
def test_what_an_issue_costs_is_read_beside_its_pages_by_who_plans_its_money(
    shop: Shop, role: Role, sees: bool
) -> None:
    with shop.desk.database.write() as db:
        db.get_one(Issue, shop.issue_id).costing = SPECIMEN
    shop.build()
    text = shop.desk.visitor(role).get(f"{ISSUE}/").text
    assert "Page 1" in text or "page 1" in text
    assert [words in text for words in ("Un exemplaire coûte", "Résidence comprise")] == [sees, sees]
