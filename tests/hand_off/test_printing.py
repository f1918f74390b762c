"""Delivered is the printer's word; that it is on paper, and erased no more, a coordinator confirms."""

from datetime import UTC, datetime, timedelta

import pytest

from journal_app.bat.model import Bat, State, Why
from journal_app.consent.actions import withdraw_piece
from journal_app.hand_off.model import PrinterEvent
from journal_app.reactions import REACTIONS
from journal_app.upkeep import erasing, janitor
from tests.hand_off.room import DESK, NAME, Shop


@pytest.fixture
def path(shop: Shop) -> str:
    """The printer said that it is delivered."""
    shop.sign()
    path = shop.hand()[0]
    said = shop.outside.post(f"{path}/dire", data={"kind": "delivered", "quantity": "4120"})
    assert said.status_code == 303
    return path


def bat(shop: Shop) -> Bat:
    with shop.desk.database.read() as db:
        return db.query(Bat).one()


def say(shop: Shop, word: str) -> int:
    """A coordinator, signed in anew: a day has passed in between in some of these tests."""
    return shop.desk.visit(shop.mina).post(f"{DESK}/tirage/{bat(shop).id}", {"printed": word}).status_code


def withdraw(shop: Shop) -> None:
    with shop.desk.database.write() as db:
        withdraw_piece(db, shop.mina, shop.now(), shop.piece_id, shop.issue.id, REACTIONS)


def erase(shop: Shop) -> None:
    at = datetime.now(UTC) + timedelta(hours=27)
    erasing.erase(shop.tools(), at, erasing.due(shop.tools(), at), REACTIONS)
    janitor.tidy(shop.tools(), at)


def test_what_only_the_printer_said_is_still_erased_by_a_withdrawal(shop: Shop, path: str) -> None:
    page = shop.at_desk.get(DESK).text
    assert "dit avoir livré 4\u202f120 exemplaires" in page and "C’est sa parole." in page
    withdraw(shop)
    assert bat(shop).void_why == Why.WITHDRAWN
    assert "ses fichiers s’effacent" not in page and "Confirmer\u00a0: c’est imprimé" in page
    page = shop.at_desk.get(DESK).text
    assert "ses fichiers s’effacent" in page and "Confirmer\u00a0: c’est imprimé" not in page
    assert say(shop, "yes") == 409, "withdrawn before anybody of the paper confirmed it"
    erase(shop)
    assert not (shop.signed / f"{NAME}.pdf").exists()


def test_confirmed_it_is_archived_and_a_withdrawal_stops_the_sharing_alone(shop: Shop, path: str) -> None:
    assert say(shop, "yes") == say(shop, "yes") == 303, "a second click changes nothing"
    assert bat(shop).printed_at is not None
    assert "Imprimé\u00a0: confirmé par le journal" in shop.at_desk.get(DESK).text
    assert "Le tirage est imprimé" in shop.outside.get(path).text
    withdraw(shop)
    assert bat(shop).void_why == Why.WITHHELD
    erase(shop)
    assert (shop.signed / f"{NAME}.pdf").exists()
    with shop.desk.database.read() as db:
        kinds = [one.kind for one in db.query(PrinterEvent).order_by(PrinterEvent.number)]
    assert kinds == ["made", "delivered", "printed", "dead"]


def test_taken_back_it_is_as_if_nobody_had_confirmed(shop: Shop, path: str) -> None:
    say(shop, "yes")
    assert say(shop, "no") == 303
    assert bat(shop).printed_at is None and bat(shop).state == State.SIGNED
    assert "Confirmer\u00a0: c’est imprimé" in shop.at_desk.get(DESK).text
    withdraw(shop)
    assert bat(shop).void_why == Why.WITHDRAWN


def test_taken_back_after_a_withdrawal_what_was_kept_is_erased(shop: Shop, path: str) -> None:
    say(shop, "yes")
    withdraw(shop)
    erase(shop)
    assert (shop.signed / f"{NAME}.pdf").exists()
    assert say(shop, "no") == 303
    assert bat(shop).void_why == Why.WITHDRAWN
    erase(shop)
    assert not (shop.signed / f"{NAME}.pdf").exists() and bat(shop).sha256


def test_a_printer_who_goes_back_does_not_unprint_and_gets_no_file(shop: Shop, path: str) -> None:
    say(shop, "yes")
    assert shop.outside.post(f"{path}/dire", data={"kind": "received", "back": "1"}).status_code == 303
    assert bat(shop).printed_at is not None
    assert shop.outside.post(f"{path}/fichiers/{NAME}.pdf").status_code == 409
    assert say(shop, "no") == 303
    assert say(shop, "yes") == 409, "the printer does not say so any more"


def test_nobody_confirms_what_no_printer_said(shop: Shop) -> None:
    shop.sign()
    shop.hand()
    assert say(shop, "yes") == 409
    assert "Sur papier" not in shop.at_desk.get(DESK).text


def test_the_printer_cannot_confirm_it(shop: Shop, path: str) -> None:
    assert shop.outside.post(f"{DESK}/tirage/{bat(shop).id}", data={"printed": "yes"}).status_code == 404
    assert bat(shop).printed_at is None
