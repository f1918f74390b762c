"""Rounds of proofs: who is asked, who saw what, what changed since, and which builds are kept for it."""

import html
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from journal_app.accounts.model import Role
from journal_app.consent.actions import withdraw_piece
from journal_app.freeze.model import Build, FreezeKind
from journal_app.freeze.store import forget_drafts, last_freeze
from journal_app.issues.model import Issue
from journal_app.problems import Problem, Refused
from journal_app.proofs import actions, store
from journal_app.proofs.drawn import Drawn
from journal_app.proofs.model import Round
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
        second, first = store.rounds(db, shop.issue_id, 20)
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
        assert store.rounds(db, shop.issue_id, 20) == []


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


# --- many rounds: what is looked at costs no more because of those that were -----------------------------------------


def past_rounds(shop: Shop, many: int) -> None:
    """So many more rounds that are over, each with a build of its own, its folder beside it."""
    with shop.desk.database.write() as db:
        present = store.present_build(db, shop.issue_id)
        assert present is not None
        first = store.next_number(db, shop.issue_id)
        for number in range(first, first + many):
            folder = f"{present.folder}-{number}"
            shutil.copytree(shop.instance / present.folder, shop.instance / folder, copy_function=os.link)
            build = Build(issue_id=shop.issue_id, freeze_id=present.freeze_id, job_id=present.job_id, folder=folder,
                          made_at=present.made_at)  # fmt: skip
            db.add(build)
            db.flush()
            db.add(Round(issue_id=shop.issue_id, number=number, build_id=build.id, until=None, opened_at=NOW,
                         opened_by=shop.ana.account_id, closed_at=LATER))  # fmt: skip


OPENED: list[str] | None = None  # while somebody counts: an audit hook stays for ever


def _hook(event: str, told: tuple[object, ...]) -> None:
    if OPENED is not None and event == "open":
        OPENED.append(str(told[0]))


sys.addaudithook(_hook)


@contextmanager
def counted(shop: Shop) -> Iterator[tuple[list[str], list[str]]]:
    """The statements put to the database and the files opened meanwhile."""
    global OPENED
    said: list[str] = []
    engine = shop.desk.database.engine

    def note(_: object, __: object, statement: str, *___: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    OPENED = files = []
    try:
        yield said, files
    finally:
        OPENED = None
        event.remove(engine, "before_cursor_execute", note)


LOOKED_AT = (ROUNDS, f"{ROUNDS}/3", f"{ROUNDS}/difference?avant=3&apres=0", "/numeros/12-essai/epreuve/1")


def test_no_page_of_proofs_takes_more_because_of_those_of_the_past(shop: Shop) -> None:
    shop.build()
    past_rounds(shop, 3)
    ana = shop.desk.visit(shop.ana)
    took: dict[str, list[tuple[int, int]]] = {address: [] for address in LOOKED_AT}
    for more in (0, 57):
        past_rounds(shop, more)
        for address in LOOKED_AT:
            ana.get(address)  # what is read once and kept is not counted
            with counted(shop) as (statements, files):
                assert ana.get(address).status_code == 200
            took[address].append((len(statements), len([one for one in files if str(shop.instance) in one])))
    for address, (few, many) in took.items():
        assert few == many and few[0], address


def test_a_sentence_that_is_saved_takes_no_more_because_of_the_proofs_of_the_past(shop: Shop) -> None:
    shop.build()
    shop.write("Un midi.")  # the first change of a text notes more than the next ones
    took = []
    for more, words in ((3, "Un matin."), (57, "Un soir.")):
        past_rounds(shop, more)
        with counted(shop) as (statements, files):
            shop.write(words)
        took.append((len(statements), len([one for one in files if str(shop.instance) in one])))
    assert took[0] == took[1]


def test_older_rounds_stand_on_pages_of_their_own_and_all_are_reached(shop: Shop) -> None:
    shop.build()
    past_rounds(shop, 45)
    ana, address, seen = shop.desk.visit(shop.ana), ROUNDS, list[int]()
    while address:
        page = ana.get(address).text
        shown = [int(one) for one in re.findall(rf'<h3><a href="{ROUNDS}/(\d+)"', page)]
        assert len(shown) <= 20
        seen += shown
        older = re.search(r'rel="next" href="([^"]+)">Tours plus anciens', page)
        address = html.unescape(older[1]) if older else ""
    assert seen == list(range(45, 0, -1))
    newer = re.search(r'rel="prev" href="([^"]+)">Tours plus récents', page)
    assert newer and f'href="{ROUNDS}/25"' in ana.get(html.unescape(newer[1])).text
    assert "Tours plus récents" not in ana.get(ROUNDS).text


def test_a_round_whose_pages_hold_something_taken_back_says_so_in_the_list(shop: Shop) -> None:
    shop.build()
    past_rounds(shop, 2)
    ana = shop.desk.visit(shop.ana)
    assert "ses pages ne sont plus gardées" not in ana.get(ROUNDS).text
    with shop.desk.database.write() as db:
        withdraw_piece(db, shop.ana, LATER, shop.piece().id, shop.issue_id, REACTIONS)
    assert ana.get(ROUNDS).text.count("ses pages ne sont plus gardées") == 2
