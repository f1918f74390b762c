"""Rounds of proofs: who is asked, who saw what, what changed since, and which builds are kept for it."""

from datetime import timedelta

import pytest

from journal_app.accounts.model import Role
from journal_app.consent.actions import withdraw_piece
from journal_app.freeze.model import FreezeKind
from journal_app.freeze.store import forget_drafts, last_freeze
from journal_app.issues.model import Issue
from journal_app.problems import Problem, Refused
from journal_app.proofs import actions, store
from journal_app.proofs.drawn import Drawn
from journal_app.proofs.rounds_pages import changes
from journal_app.reactions import REACTIONS
from journal_app.tasks import store as tasks
from tests.desk import NOW
from tests.proofs.shop import LATER, THREE, Shop

ROUNDS = "/numeros/12-essai/epreuves"


def test_people_are_asked_and_told_and_the_round_before_ends(shop: Shop) -> None:
    found = shop.build()
    ana = shop.desk.visit(shop.ana)
    for number in (1, 2):
        answer = ana.post(ROUNDS, {"readers": [shop.cleo.own_account, shop.ana.own_account], "note": "Les légendes."})
        assert answer.location == f"{ROUNDS}/{number}"
    with shop.desk.database.read() as db:
        second, first = store.rounds(db, shop.issue_id)
        assert first.closed_at is not None and second.closed_at is None and second.build_id == found.build_id
        notices = tasks.inbox(db, shop.cleo.own_account)
        assert [(row.code, row.detail) for row in notices] == [("proof-round", {"number": 2})]
        assert tasks.inbox(db, shop.ana.own_account) == []
    cleo = shop.desk.visit(shop.cleo)
    assert cleo.post("/boite/lu", {"notice": notices[0].id}).location == ROUNDS
    assert "Les légendes." in cleo.get(f"{ROUNDS}/2").text


@pytest.mark.parametrize(("fields", "said"), [
    ({}, "Personne n’est choisi"),
    ({"readers": "me", "until": "2020-01-01T10:00"}, "Cette heure est passée"),
    ({"readers": "me", "until": "demain"}, "Une date et une heure sont attendues"),
])  # fmt: skip
def test_what_is_missing_is_said_beside_it_and_nothing_is_opened(shop: Shop, fields: dict[str, str], said: str) -> None:
    shop.build()
    ana = shop.desk.visit(shop.ana)
    told = {name: shop.ana.own_account if value == "me" else value for name, value in fields.items()}
    answer = ana.post(ROUNDS, told | {"note": "Un mot gardé."})
    assert answer.status_code == 422 and said in answer.text and "Un mot gardé." in answer.text
    with shop.desk.database.read() as db:
        assert store.rounds(db, shop.issue_id) == []


def test_only_who_decides_opens_and_ends_a_round_and_everybody_who_reads_ticks(shop: Shop) -> None:
    found = shop.build()
    cleo = shop.desk.visit(shop.cleo)
    assert cleo.post(ROUNDS, {"readers": shop.cleo.own_account}).status_code == 404
    shop.round(found, [shop.cleo])
    assert cleo.post(f"{ROUNDS}/1/fin").status_code == 404
    answer = cleo.post("/numeros/12-essai/epreuve/1/vu", {"build": found.build_id, "seen": "yes", "next": "yes"})
    assert answer.location == "/numeros/12-essai/epreuve/2"
    with shop.desk.database.read() as db:
        row = store.open_round(db, shop.issue_id)
        assert row is not None and list(store.seen(db, row.id)) == [(shop.cleo.own_account, 1)]


def test_looking_is_not_seeing(shop: Shop) -> None:
    found = shop.build()
    made = shop.round(found, [shop.cleo])
    shop.desk.visit(shop.cleo).get("/numeros/12-essai/epreuve/1")
    with shop.desk.database.read() as db:
        assert store.seen(db, made.id) == {}


def test_a_page_that_changed_since_it_was_seen_is_to_be_seen_again_and_only_that_one(shop: Shop) -> None:
    found = shop.build()
    shop.round(found, [shop.cleo])
    cleo = shop.desk.visit(shop.cleo)
    for folio in (1, 2):
        cleo.post(f"/numeros/12-essai/epreuve/{folio}/vu", {"build": found.build_id, "seen": "yes"})
    shop.write(*THREE)
    new = shop.build()
    page = cleo.get(f"{ROUNDS}/1").text
    assert page.count("changée depuis") == 1 and page.count("✓ vue") == 1 and "1 / 4" in page
    assert "La page a changé depuis que vous l’avez vue." in cleo.get("/numeros/12-essai/epreuve/1").text
    cleo.post("/numeros/12-essai/epreuve/1/vu", {"build": new.build_id, "seen": "yes"})
    assert "2 / 4" in cleo.get(f"{ROUNDS}/1").text
    cleo.post("/numeros/12-essai/epreuve/1/vu", {"build": new.build_id, "seen": "no"})
    assert "1 / 4" in cleo.get(f"{ROUNDS}/1").text


def test_a_round_that_is_over_notes_nothing_more(shop: Shop) -> None:
    found = shop.build()
    made = shop.round(found, [shop.cleo])
    shop.desk.visit(shop.ana).post(f"{ROUNDS}/1/fin")
    with shop.desk.database.write() as db:
        row = store.round_of(db, shop.issue_id, made.number)
        assert row is not None and row.closed_at is not None
        with pytest.raises(Refused):
            actions.tick(db, shop.cleo, LATER, row, 1, "m", True)


def test_a_round_for_nobody_is_none(shop: Shop) -> None:
    with shop.desk.database.write() as db:
        made = actions.open_round(db, shop.ana, NOW, db.get_one(Issue, shop.issue_id), "build", None, [])
    assert isinstance(made, Problem) and made.code == "proof-nobody"


# --- what changed ----------------------------------------------------------------------------------------------------


def test_between_two_proofs_each_page_is_the_same_or_says_how_much_and_where(shop: Shop) -> None:
    old = shop.build()
    shop.write(*THREE)
    new = shop.build()
    pictures = Drawn(shop.instance, shop.issue_id)
    found = changes(pictures, old, new)
    assert [change.same for change in found] == [False, True, True, True]
    first = found[0].found
    assert first is not None and 0 < first.changed < 0.5 and first.boxes
    assert changes(pictures, old, new, patience_s=-1) == found  # kept: nothing is drawn twice
    assert all(change.same for change in changes(pictures, new, new, patience_s=-1))


def test_what_takes_too_long_waits_for_the_next_look(shop: Shop) -> None:
    old = shop.build()
    shop.write(*THREE)
    new = shop.build()
    pictures = Drawn(shop.instance, shop.issue_id)
    assert [change.found is None for change in changes(pictures, old, new, patience_s=-1)] == [
        True,
        False,
        False,
        False,
    ]
    assert changes(pictures, old, new)[0].found is not None


def test_the_page_of_differences_shows_the_picture_of_each_page_that_changed(shop: Shop) -> None:
    shop.round(shop.build(), [shop.cleo])
    shop.write(*THREE)
    shop.build()
    cleo = shop.desk.visit(shop.cleo)
    page = cleo.get(f"{ROUNDS}/difference?avant=1&apres=0").text
    assert "1 page n’est plus la même." in page and "Inchangées\u00a0: 2, 3, 4." in page
    answer = cleo.get(f"{ROUNDS}/difference/1?avant=1&apres=0")
    assert answer.content_type == "image/png" and answer.data.startswith(b"\x89PNG")
    again = cleo.get(f"{ROUNDS}/difference/1?avant=1&apres=0", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert cleo.get(f"{ROUNDS}/difference/9?avant=1&apres=0").status_code == 404
    assert "Ces deux épreuves ne se comparent pas" in cleo.get(f"{ROUNDS}/difference?avant=7&apres=0").text


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_the_build_of_a_round_is_kept_until_the_issue_is_printed_and_others_are_forgotten(shop: Shop) -> None:
    shop.round(shop.build(), [shop.cleo])
    shop.write(*THREE)
    shop.build()
    shop.write(*reversed(THREE))
    shop.build()
    later = NOW + timedelta(days=20000)
    with shop.desk.database.write() as db:
        assert forget_drafts(db, later, store.kept_builds(db)) == 1
        made = store.round_of(db, shop.issue_id, 1)
        assert made is not None and store.build(db, shop.issue_id, made.build_id) is not None
        db.get_one(Issue, shop.issue_id).printed_on = NOW.date()
        db.flush()
        assert forget_drafts(db, later, store.kept_builds(db)) == 1
    assert "ses pages ne sont plus gardées" in shop.desk.visit(shop.ana).get(ROUNDS).text


def test_a_proof_with_something_that_was_taken_back_is_shown_to_nobody(shop: Shop) -> None:
    found = shop.build()
    shop.round(found, [shop.cleo])
    ana = shop.desk.visit(shop.ana)
    address = f"/numeros/12-essai/epreuve/1/image/{found.mark(1)}/100/0/0"
    assert ana.get(address).status_code == ana.get(address + "?tour=1").status_code == 200
    with shop.desk.database.write() as db:
        withdraw_piece(db, shop.ana, LATER, shop.piece().id, shop.issue_id, REACTIONS)
    for asked in (address, address + "?tour=1"):
        assert ana.get(asked).status_code == 404
    assert ana.get("/numeros/12-essai/epreuve/1?tour=1").status_code == 302
    assert "ne sont plus gardées, ou quelque chose" in ana.get(f"{ROUNDS}/1").text
    with shop.desk.database.read() as db:
        assert last_freeze(db, shop.issue_id, FreezeKind.DRAFT) is not None


def test_who_facilitates_elsewhere_sees_no_round(shop: Shop) -> None:
    shop.round(shop.build(), [shop.cleo])
    stranger = shop.desk.visitor(Role.FACILITATOR, residency=shop.desk.residency("ailleurs").id)
    assert stranger.get(ROUNDS).status_code == stranger.get(f"{ROUNDS}/1").status_code == 404
