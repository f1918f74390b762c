"""A file that nobody may print any more: the link says so to its printer, and the desk to telephone, until it did."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from journal_app.activity.model import Activity
from journal_app.bat.model import Bat, Why
from journal_app.consent.actions import note_answers, withdraw_piece
from journal_app.consent.model import How, Use
from journal_app.facts import BatRefused, PieceWithdrawn
from journal_app.hand_off import reacts, stopping, store
from journal_app.hand_off.letters import stop_letters
from journal_app.hand_off.model import PrinterDownload, PrinterEvent, PrinterLink
from journal_app.reactions import REACTIONS
from journal_app.tasks.model import Notice
from tests.hand_off.room import DESK, NAME, Shop, pdf

CALL = "Prévenir l’imprimeur maintenant"
WAYS = [("GET", ""), ("POST", "/fichiers/tout"), ("POST", f"/fichiers/{NAME}.pdf"), ("POST", "/dire"),
        ("POST", "/code"), ("GET", "/devis"), ("POST", "/devis"), ("GET", "/fiche"), ("POST", "/fiche"),
        ("POST", "/epreuve"), ("GET", "/epreuve/abcdefghjkmn"), ("GET", "/epreuve/abcdefghjkmn/1.png")]  # fmt: skip


def withdrawn(shop: Shop) -> None:
    with shop.desk.database.write() as db:
        withdraw_piece(db, shop.mina, shop.now(), shop.piece_id, shop.issue.id, REACTIONS)


def answered_no(shop: Shop) -> None:
    with shop.desk.database.write() as db:
        note_answers(db, shop.mina, shop.now(), ("piece", shop.piece_id), shop.issue.id, {Use.PRINT: False},
                     how=How.SPOKEN, reactions=REACTIONS)  # fmt: skip


def refused(shop: Shop) -> None:
    from journal_app.bat import actions as bat

    with shop.desk.database.write() as db:
        row = db.query(Bat).one()
        bat.void(db, shop.now(), row, Why.REFUSED)
        reacts.react(db, BatRefused(row.id, row.issue_id), shop.now())


STOPS: list[tuple[Callable[[Shop], None], str]] = [
    (withdrawn, "printer-link-dead"), (answered_no, "printer-link-answer"), (refused, "printer-link-refused"),
]  # fmt: skip


def links(shop: Shop) -> list[PrinterLink]:
    with shop.desk.database.read() as db:
        return list(store.links(db, shop.issue.id))


def kinds(shop: Shop) -> list[str]:
    with shop.desk.database.read() as db:
        return [one.kind for one in db.query(PrinterEvent).order_by(PrinterEvent.number)]


def expired(shop: Shop) -> None:
    """The days of every link are over, and the worker has seen it."""
    with shop.desk.database.write() as db:
        for row in db.query(PrinterLink):
            row.expires_at = shop.now() - timedelta(seconds=1)
        store.run_out(db, shop.now())


def warn(shop: Shop, row: PrinterLink) -> int:
    return shop.at_desk.post(f"{DESK}/liens/{row.id}/prevenu").status_code


@pytest.mark.parametrize(("stop", "_"), STOPS, ids=["withdrawn", "answer", "refused"])
def test_whoever_holds_the_link_is_told_not_to_print_and_nothing_else(
    shop: Shop, stop: Callable[[Shop], None], _: str
) -> None:
    shop.sign()
    path, _pin = shop.hand()
    stop(shop)
    for method, way in WAYS:
        answer = shop.outside.open(path + way, method=method)
        assert answer.status_code == 410, (method, way)
        assert "n’en faites pas de plaques" in answer.text and "<form" not in answer.text
    said = {tag: shop.outside.get(f"{path}?lang={tag}").text for tag in ("fr", "en")}
    for words in ("Effacez vos copies", "Appelez la personne du journal"):
        assert words in said["fr"]
    for words in ("Do not print this file", "Delete your copies", "Call the person at the paper"):
        assert words in said["en"]
    for page in said.values():
        assert f"{NAME}.pdf" in page, "which of the many files of a workshop it is"
        for secret in ("La mer", "auteur", "author", "contribution", "refus", "Imprimerie de l’exemple", path[11:]):
            assert secret not in page, secret
    never = shop.outside.get("/imprimeur/" + "A" * 32)
    assert never.status_code == 404 and "n’ouvre rien" in never.text, "who guesses learns nothing"


def test_before_the_pin_not_even_the_name_of_the_file_is_said(shop: Shop) -> None:
    shop.sign()
    path, pin = shop.hand(pin=True)
    inside = shop.desk.app.test_client()
    assert inside.post(f"{path}/code", data={"pin": pin}).status_code == 303
    withdrawn(shop)
    stranger = shop.outside.get(path)
    assert stranger.status_code == 410 and "Ne pas imprimer" in stranger.text
    assert NAME not in stranger.text and shop.issue.title not in stranger.text.partition("<main")[2]
    assert NAME in inside.get(path).text


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "never-taken"])
def test_who_took_the_file_through_a_link_that_ran_out_is_told_as_well(shop: Shop, taken: bool) -> None:
    shop.sign()
    path, _ = shop.hand()
    if taken:
        assert shop.outside.post(f"{path}/fichiers/{NAME}.pdf").status_code == 200
    expired(shop)
    assert shop.outside.get(path).status_code == 404
    withdrawn(shop)
    assert shop.outside.get(path).status_code == (410 if taken else 404)
    assert (CALL in shop.at_desk.get(DESK).text) is taken
    assert kinds(shop) == (["made", "dead"] if taken else ["made"])
    with shop.desk.database.write() as db:
        reacts.react(db, PieceWithdrawn(shop.piece_id, shop.issue.id), shop.now())
    assert kinds(shop).count("dead") == int(taken), "what is said twice is noted once"


def test_a_link_that_was_revoked_says_nothing_but_its_printer_is_to_be_told(shop: Shop) -> None:
    shop.sign()
    path, _ = shop.hand()
    assert shop.outside.post(f"{path}/fichiers/{NAME}.pdf").status_code == 200
    assert shop.at_desk.post(f"{DESK}/liens/{links(shop)[0].id}/revoquer").status_code == 303
    answered_no(shop)
    assert shop.outside.get(path).data == shop.outside.get("/imprimeur/x").data, "it may be in other hands"
    assert CALL in shop.at_desk.get(DESK).text


@pytest.mark.parametrize(("stop", "code"), STOPS, ids=["withdrawn", "answer", "refused"])
def test_the_desk_says_tell_the_printer_until_somebody_did(
    shop: Shop, stop: Callable[[Shop], None], code: str
) -> None:
    shop.sign()
    shop.hand(company="Rotatives du Nord")
    shop.hand(company="Imprimerie du Port")
    assert CALL not in shop.at_desk.get(DESK).text
    stop(shop)
    inbox = shop.at_desk.get("/boite").text
    assert CALL in inbox
    page = shop.at_desk.get(DESK).text
    assert CALL in page and page.count("à prévenir</strong>") == 2
    letters = re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", page, re.DOTALL)
    assert any("ne faites pas de plaques" in one for one in letters)
    assert any("make no plates" in one and f"{NAME}.pdf" in one for one in letters)
    assert not any(word in one for one in letters for word in ("La mer", "auteur", "refus", "/imprimeur/"))
    first, second = links(shop)
    assert warn(shop, first) == warn(shop, first) == 303, "a second click notes nothing twice"
    assert CALL in shop.at_desk.get(DESK).text
    with shop.desk.database.read() as db:
        assert db.query(Notice).filter_by(code=code, read_at=None).count() == 1
    assert warn(shop, second) == 303
    page = shop.at_desk.get(DESK).text
    assert CALL not in page and page.count("prévenu par Mina") == 2 and "Imprimeur prévenu" in page
    assert kinds(shop).count("warned") == 2
    with shop.desk.database.read() as db:
        assert db.query(Notice).filter_by(code=code, read_at=None).count() == 0
        done = db.query(Activity).filter_by(verb="printer-warned").all()
    assert {(one.object_id, one.actor_id) for one in done} == {(one.id, shop.mina.account_id) for one in links(shop)}


def test_nobody_notes_it_of_a_file_that_may_be_printed(shop: Shop) -> None:
    shop.sign()
    shop.hand()
    shop.ask()
    for row in links(shop):
        assert warn(shop, row) == 409
    assert "warned" not in kinds(shop) and CALL not in shop.at_desk.get(DESK).text
    assert shop.outside.post(f"{DESK}/liens/{links(shop)[0].id}/prevenu").status_code == 404


def test_a_file_whose_signature_holds_is_never_said_to_be_withdrawn(shop: Shop) -> None:
    """A withdrawal ends links in doubt: an earlier freeze held the piece, the signed one does not."""
    shop.sign()
    first = shop.piece_id
    shop.sign(pdf(4, [(2, 100, 100)]), number=2)
    path, _ = shop.hand()
    shop.piece_id = first
    withdrawn(shop)
    with shop.desk.database.read() as db:
        rows = db.query(Bat).order_by(Bat.number).all()
        assert [one.void_why for one in rows] == [Why.WITHDRAWN, ""]
    answer = shop.outside.get(path)
    assert answer.status_code == 404 and "n’ouvre rien" in answer.text
    assert CALL not in shop.at_desk.get(DESK).text
    again, _ = shop.hand()
    assert shop.outside.get(again).status_code == 200


def test_of_what_is_on_paper_only_more_is_stopped(shop: Shop) -> None:
    bat_id = shop.sign()
    path, _ = shop.hand()
    shop.outside.post(f"{path}/dire", data={"kind": "delivered", "quantity": "4000"})
    assert shop.at_desk.post(f"{DESK}/tirage/{bat_id}", {"printed": "yes"}).status_code == 303
    withdrawn(shop)
    with shop.desk.database.read() as db:
        (one,) = stopping.stops(db, shop.issue.id)
    assert one.late
    page = shop.at_desk.get(DESK).text
    assert "ni retirage" in page and "ne faites pas de plaques" not in page


def test_the_letter_in_two_languages() -> None:
    french, english = stop_letters("Le Journal des Jungles", 12, "JDJ_n12.pdf", False)
    assert french.subject == "Le Journal des Jungles n°\u00a012\u00a0: NE PAS IMPRIMER, fichier retiré"
    assert english.subject == "Le Journal des Jungles no. 12: DO NOT PRINT, file withdrawn"
    assert "JDJ_n12.pdf" in french.text and "call me before you go on" in english.text
    late = stop_letters("Le Journal des Jungles", 12, "JDJ_n12.pdf", True)
    assert "stay as they are" in late[1].text and "make no plates" not in late[1].text


def test_a_download_under_way_when_the_file_is_withdrawn_counts_as_held(shop: Shop) -> None:
    """Sent or on its way: who may hold the file is to be told; who broke off before is not."""
    shop.sign()
    shop.hand(company="En route")
    shop.hand(company="Coupé")
    with shop.desk.database.write() as db:
        for row in db.query(PrinterLink):
            db.add(PrinterDownload(link_id=row.id, name="tout", begun_at=shop.now(), broken=row.company == "Coupé"))
    expired(shop)
    withdrawn(shop)
    page = shop.at_desk.get(DESK).text
    assert page.count("à prévenir</strong>") == 1 and "En route</bdi> · <strong>à prévenir" in page
