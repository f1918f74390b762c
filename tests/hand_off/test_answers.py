"""An author who says no after the link was made: the link opens nothing from that moment, and the desk is told."""

import re

import pytest

from journal_app.consent.actions import note_answers
from journal_app.consent.model import How, Use
from journal_app.hand_off.model import PrinterEvent
from journal_app.reactions import REACTIONS
from journal_app.tasks.model import Notice
from tests.hand_off.room import DESK, NAME, SLUG, Shop


def answer(shop: Shop, use: Use, yes: bool, piece_id: str = "") -> None:
    with shop.desk.database.write() as db:
        note_answers(db, shop.mina, shop.now(), ("piece", piece_id or shop.piece_id), shop.issue.id, {use: yes},
                     how=How.SPOKEN, reactions=REACTIONS)  # fmt: skip


def taken(shop: Shop, path: str) -> int:
    return shop.outside.post(f"{path}/fichiers/{NAME}.pdf").status_code


@pytest.mark.parametrize("use", [Use.PRINT, Use.NAME])
def test_a_no_ends_the_link_to_the_file_and_no_other(shop: Shop, use: Use) -> None:
    shop.sign()
    path, asked = shop.hand()[0], shop.ask()[0]
    assert taken(shop, path) == 200
    answer(shop, use, False)
    assert taken(shop, path) == 410 and shop.outside.get(path).status_code == 410
    assert shop.outside.get(asked).status_code == 200, "a request for quotation holds nobody's words"
    with shop.desk.database.read() as db:
        assert [one.kind for one in db.query(PrinterEvent).order_by(PrinterEvent.number)] == ["made", "made", "answer"]
        assert db.query(Notice).filter_by(code="printer-link-answer", account_id=shop.mina.account_id).count() == 1
    page = shop.at_desk.get(DESK).text
    assert "éteint\u00a0: un accord a changé" in page and "a dit non à quelque chose du fichier" in page
    assert (shop.signed / f"{NAME}.pdf").exists(), "nothing is erased"


def test_a_yes_or_an_answer_about_the_web_leaves_the_link_alone(shop: Shop) -> None:
    shop.sign()
    path = shop.hand()[0]
    answer(shop, Use.WEB, False)
    answer(shop, Use.PRINT, True)
    assert taken(shop, path) == 200


def test_a_link_whose_file_was_replaced_is_not_said_to_have_been_answered_no(shop: Shop) -> None:
    bat_id = shop.sign()
    shop.hand()
    shop.void(bat_id)
    answer(shop, Use.PRINT, False, "another-piece")
    with shop.desk.database.read() as db:
        assert [one.kind for one in db.query(PrinterEvent)] == ["made"]


def test_a_refusal_after_the_signature_ends_the_links_to_that_file_and_no_other(shop: Shop) -> None:
    bat_id = shop.sign()
    path, asked = shop.hand()[0], shop.ask()[0]
    assert taken(shop, path) == 200
    control = shop.at_desk.get(f"/numeros/{SLUG}/bat/controle").text
    filled = dict(re.findall(r'<input type="hidden" name="(bat|sha256|state|verdict)" value="([^"]*)"', control))
    assert (filled["bat"], filled["state"], filled["verdict"]) == (bat_id, "signed", "refused")
    said = shop.at_desk.post(f"/numeros/{SLUG}/bat/controle", filled | {"conditions": "Faute à la une."})
    assert said.status_code == 303
    assert taken(shop, path) == 410 and shop.outside.get(path).status_code == 410
    assert shop.outside.get(asked).status_code == 200, "a request for quotation is about no file"
    with shop.desk.database.read() as db:
        assert [one.kind for one in db.query(PrinterEvent).order_by(PrinterEvent.number)] == ["made", "made", "refused"]
    page = shop.at_desk.get(DESK).text
    assert "éteint\u00a0: le BAT a été refusé" in page and "le fichier a été refusé après sa signature" in page
