"""From the printer's word to the ledger, and from past issues to the next run."""

import re
from datetime import date

from flask.testing import FlaskClient

from journal_app.costing.document import written
from journal_app.distribution import ledger, store
from journal_app.distribution.model import PlanLine
from journal_app.issues.model import Issue
from tests.budget.room import PLAN
from tests.desk import NOW, TestDesk
from tests.distribution.store_room import StoreRoom
from tests.hand_off.room import DESK, Shop

COPIES = "/numeros/12-traverser/exemplaires"
FIELD = re.compile(r'<input id="copies"[^>]*value="(\d*)"')
CHOOSE = "/numeros/12-traverser/argent/choisir"


def test_the_printers_word_is_taken_over_once_a_coordinator_confirmed_it(desk: TestDesk) -> None:
    shop = Shop(desk)
    bat = shop.sign()
    path, _ = shop.hand()
    printer: FlaskClient = shop.outside
    printer.post(f"{path}/dire", data={"kind": "delivered", "quantity": "4120", "overs": "120"})
    page = shop.at_desk.get(COPIES).text
    assert "L’imprimeur dit avoir livré 4" in page and "Personne du journal ne l’a encore confirmé" in page
    assert FIELD.search(page)[1] == ""  # type: ignore[index]
    shop.at_desk.post(f"{DESK}/tirage/{bat}", {"printed": "yes"})
    page = shop.at_desk.get(COPIES).text
    assert FIELD.search(page)[1] == "4120"  # type: ignore[index]
    with desk.database.read() as db:
        assert store.delivered(db, shop.issue.id) == 0, "nothing is counted until a person says where they are"


def test_the_next_run_comes_from_issues_whose_copies_are_all_given(room: StoreRoom) -> None:
    for number, left in ((9, 4000), (10, 250), (11, 320)):
        with room.desk.database.write() as db:
            issue = Issue(slug=f"{number}-avant", title="JDJ", number=number, date=date(2026, 3, number),
                          theme={"fr": "Avant"}, languages=["fr"], printer={}, masthead={}, created_at=NOW)  # fmt: skip
            db.add(issue)
            db.flush()
            ledger.delivered(db, room.mina, NOW, issue.id, 4000, "stock")
            if number > 9:  # of the ninth everything is still in stock: it says nothing
                ledger.move(db, room.mina, NOW, issue.id, "stock", room.places["A-01"], 4000 - left)
                ledger.move(db, room.mina, NOW, issue.id, room.places["A-01"], "handed-out", 4000 - left)
                ledger.move(db, room.mina, NOW, issue.id, "stock", "left-over", left)
            db.add(PlanLine(issue_id=issue.id, place_id=room.places["A-01"], asked=100, given=100))
    page = room.page()
    assert "Aux 2 derniers numéros il est resté 285 exemplaires en moyenne" in page
    assert re.search(r"imprimer 3\s800\.", page)
    assert "The last 2 issues left 285 copies on average: print 3,800." in room.page(lang="en")


def test_what_places_have_and_said_nothing_of_makes_the_next_run_a_range_or_a_reason_to_wait(room: StoreRoom) -> None:
    key = room.places["A-01"]
    with room.desk.database.write() as db:
        issue = Issue(slug="11-avant", title="JDJ", number=11, date=date(2026, 3, 11), theme={"fr": "Avant"},
                      languages=["fr"], printer={}, masthead={}, created_at=NOW)  # fmt: skip
        db.add(issue)
        db.flush()
        ledger.delivered(db, room.mina, NOW, issue.id, 4000, "stock")
        ledger.move(db, room.mina, NOW, issue.id, "stock", key, 4000)
        db.get_one(Issue, room.issue.id).costing = written(PLAN)
    page = re.sub(r"\s", " ", room.page())
    assert "Encore dehors et sans réponse : 4 000 exemplaires en moyenne. Attendre" in page
    assert "des derniers numéros" not in choosing(room)
    assert "imprimer 4 000" not in page and "4 000 exemplaires au plus" in page
    with room.desk.database.write() as db:
        ledger.move(db, room.mina, NOW, issue.id, key, "handed-out", 3300)
    page = re.sub(r"\s", " ", room.page())
    assert "encore dehors et sans réponse : 700. Imprimer entre 3 300 et 4 000 exemplaires" in page
    assert "Print between 3,300 and 4,000 copies" in room.page(lang="en")
    assert "resté des derniers numéros : entre 3 300 et 4 000 exemplaires." in choosing(room)
    with room.desk.database.write() as db:
        ledger.move(db, room.mina, NOW, issue.id, key, "left-over", 700)
    page = re.sub(r"\s", " ", room.page())
    assert "Au dernier numéro il est resté 700 exemplaires : imprimer 3 300." in page
    assert "resté des derniers numéros : 3 300 exemplaires." in choosing(room), "where the run is decided"
    there = re.search(r'href="([^"]+copies=3300[^"]*)"', room.at_desk.get(CHOOSE).text)
    assert there is not None
    assert "3\u202f300 exemplaires au lieu de" in room.at_desk.get(there[1].replace("&amp;", "&")).text


def choosing(room: StoreRoom) -> str:
    return re.sub(r"\s", " ", room.at_desk.get(CHOOSE).text)
