"""A printer's link: what opens nothing answers alike, whatever the reason; what is looked at burns nothing."""

import hashlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from journal_app.accounts.attempts import FREE
from journal_app.consent.actions import withdraw_piece
from journal_app.db import Base
from journal_app.hand_off import door, store
from journal_app.hand_off.model import MOST_DOWNLOADS, PrinterDownload, PrinterLink
from journal_app.issues.model import Issue, IssueState
from journal_app.reactions import REACTIONS
from journal_app.tasks.model import Notice
from tests.hand_off.room import DESK, NAME, Shop

ALL = "fichiers/tout"


def link(shop: Shop) -> PrinterLink:
    with shop.desk.database.read() as db:
        return db.query(PrinterLink).order_by(PrinterLink.made_at.desc()).first()  # type: ignore[return-value]


def change(shop: Shop, **values: object) -> None:
    with shop.desk.database.write() as db:
        row = db.query(PrinterLink).one()
        for name, value in values.items():
            setattr(row, name, value)


def expired(shop: Shop) -> None:
    change(shop, expires_at=shop.now() - timedelta(seconds=1))


def revoked(shop: Shop) -> None:
    assert shop.at_desk.post(f"{DESK}/liens/{link(shop).id}/revoquer").status_code == 303


def used_up(shop: Shop) -> None:
    with shop.desk.database.write() as db:
        row = db.query(PrinterLink).one()
        db.add_all(PrinterDownload(link_id=row.id, name="tout", begun_at=shop.now(), sent_at=shop.now())
                   for _ in range(MOST_DOWNLOADS))  # fmt: skip


def withdrawn(shop: Shop) -> None:
    with shop.desk.database.write() as db:
        withdraw_piece(db, shop.mina, shop.now(), shop.piece_id, shop.issue.id, REACTIONS)


def void(shop: Shop) -> None:
    shop.void(link(shop).bat_id or "")


def guessed_at(shop: Shop) -> None:
    with shop.desk.database.write() as db:
        for _ in range(door.MOST_WRONG_PINS):
            door.wrong_pin(db, shop.now(), db.query(PrinterLink).one())


ENDS: list[Callable[[Shop], None]] = [expired, revoked, used_up, void, guessed_at]  # withdrawn: test_stopping.py


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("pin", [False, True], ids=["", "with-pin"])
def test_whatever_ended_it_a_link_answers_as_one_that_never_was(
    shop: Shop, end: Callable[[Shop], None], pin: bool
) -> None:
    shop.sign()
    path, digits = shop.hand(pin)
    if pin:
        assert shop.outside.post(f"{path}/code", data={"pin": digits}).status_code == 303
    assert NAME in shop.outside.get(path).text
    end(shop)
    never = "/imprimeur/" + "A" * 32
    for method, way in [("GET", ""), ("POST", f"/{ALL}"), ("POST", f"/fichiers/{NAME}.pdf"), ("POST", "/dire"),
                        ("POST", "/code"), ("GET", "/devis"), ("POST", "/devis"), ("GET", "/fiche"), ("POST", "/fiche"),
                        ("POST", "/epreuve"), ("GET", "/epreuve/abcdefghjkmn"),
                        ("GET", "/epreuve/abcdefghjkmn/1.png")]:  # fmt: skip
        ended = shop.outside.open(path + way, method=method)
        absent = shop.outside.open(never + way, method=method)
        assert (ended.status_code, ended.data) == (404, absent.data), (method, way)
        assert {name: value for name, value in ended.headers} == {name: value for name, value in absent.headers}
    assert path.rpartition("/")[2] not in ended.text and NAME not in ended.text
    for tag, words in (("fr", "Que faire"), ("en", "What to do?")):
        assert words in shop.outside.get(f"{path}?lang={tag}").text


def test_a_link_of_a_request_opens_no_file_and_a_link_of_a_file_no_request(shop: Shop) -> None:
    shop.sign()
    asked, _ = shop.ask()
    handed, _ = shop.hand()
    closed = shop.outside.get("/imprimeur/x").data
    for way in (f"fichiers/{NAME}.pdf", ALL, "fichiers/SHA256SUMS"):
        assert shop.outside.post(f"{asked}/{way}").data == closed
    assert shop.outside.post(f"{asked}/dire", data={"kind": "received"}).status_code == 409
    for way in ("devis", "fiche"):
        assert shop.outside.get(f"{handed}/{way}").data == closed
    assert shop.outside.post(f"{handed}/fichiers/bat.toml").data == closed
    assert shop.outside.post(f"{handed}/fichiers/places.json").data == closed


def test_looking_and_previews_burn_nothing(shop: Shop) -> None:
    """What a mail program asks for by itself: GET and HEAD, of the page and of what its buttons lead to."""
    shop.sign()
    path, _ = shop.hand()
    for _ in range(MOST_DOWNLOADS + 5):
        assert shop.outside.get(path).status_code == 200
        assert shop.outside.head(path).status_code == 200
        assert shop.outside.get(f"{path}/{ALL}").status_code == 405
        assert shop.outside.head(f"{path}/fichiers/{NAME}.pdf").status_code == 405
    with shop.desk.database.read() as db:
        assert store.taken(db, [link(shop).id], shop.now()) == {} and db.query(PrinterDownload).count() == 0


def test_the_twentieth_download_is_the_last(shop: Shop) -> None:
    shop.sign()
    path, _ = shop.hand()
    for _ in range(MOST_DOWNLOADS):
        answer = shop.outside.post(f"{path}/fichiers/SHA256SUMS")
        assert answer.status_code == 200 and answer.data
    assert shop.outside.post(f"{path}/fichiers/SHA256SUMS").status_code == 404
    assert shop.outside.get(path).data == shop.outside.get("/imprimeur/x").data


def test_a_line_that_breaks_counts_nothing_and_what_is_on_its_way_keeps_its_place(shop: Shop) -> None:
    shop.sign()
    path, _ = shop.hand()
    begun = [shop.outside.post(f"{path}/{ALL}", buffered=False) for _ in range(MOST_DOWNLOADS)]
    assert shop.outside.post(f"{path}/{ALL}").status_code == 404, "twenty at once, and a twenty-first"
    for answer in begun:
        answer.close()
    with shop.desk.database.read() as db:
        assert store.taken(db, [link(shop).id], shop.now()) == {}
    assert shop.outside.post(f"{path}/{ALL}").status_code == 200


def test_a_server_that_is_killed_gives_the_place_back_after_an_hour(shop: Shop) -> None:
    shop.sign()
    path, _ = shop.hand()
    with shop.desk.database.write() as db:
        long_ago = shop.now() - store.ON_ITS_WAY - timedelta(minutes=1)
        db.add_all(PrinterDownload(link_id=link(shop).id, name="tout", begun_at=long_ago)
                   for _ in range(MOST_DOWNLOADS))  # fmt: skip
    assert shop.outside.post(f"{path}/{ALL}").status_code == 200


def test_of_a_token_and_a_pin_only_hashes_are_kept(shop: Shop) -> None:
    shop.sign()
    path, pin = shop.hand(pin=True)
    token = path.rpartition("/")[2]
    assert len(token) == 32 and len(pin) == 6
    with shop.desk.database.read() as db:
        rows = [str(tuple(row)) for table in Base.metadata.sorted_tables for row in db.execute(table.select())]
    assert hashlib.sha256(token.encode()).hexdigest() in " ".join(rows)
    assert not any(token in row for row in rows)
    assert link(shop).pin_hash.startswith("$argon2id$") and pin not in link(shop).pin_hash


def test_no_log_holds_a_token(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    shop.sign()
    path, _ = shop.hand()
    (shop.signed / f"{NAME}.pdf").chmod(0o644)
    (shop.signed / f"{NAME}.pdf").write_bytes(b"other")
    with caplog.at_level(logging.DEBUG):
        shop.outside.get(path)
        shop.outside.post(f"{path}/{ALL}")
        shop.outside.post(f"{path}/dire", data={"kind": "delivered"})
        shop.outside.get(f"{path}/{ALL}")
    assert path.rpartition("/")[2] not in caplog.text


def test_a_link_is_shown_once(shop: Shop) -> None:
    shop.sign()
    form = {"company": "Imprimerie", "once": "same-form"}
    first = shop.at_desk.post(f"{DESK}/liens", form)
    assert "/imprimeur/" in first.text
    again = shop.at_desk.post(f"{DESK}/liens", form)
    assert again.status_code == 303
    with shop.desk.database.read() as db:
        assert db.query(PrinterLink).count() == 1


def test_the_pin_is_asked_for_and_kept_by_the_browser(shop: Shop) -> None:
    shop.sign()
    path, pin = shop.hand(pin=True)
    page = shop.outside.get(path)
    assert "six chiffres" in page.text and NAME not in page.text
    assert shop.outside.post(f"{path}/{ALL}").status_code == 303, "back to the PIN, nothing sent"
    assert shop.outside.post(f"{path}/code", data={"pin": "000000" if pin != "000000" else "1"}).status_code == 401
    answer = shop.outside.post(f"{path}/code", data={"pin": f"{pin[:3]} {pin[3:]}"})
    assert (
        answer.status_code == 303
        and "HttpOnly" in answer.headers["Set-Cookie"]
        and path in answer.headers["Set-Cookie"]
    )
    assert NAME in shop.outside.get(path).text
    other = shop.desk.app.test_client()
    other.set_cookie("printer", "x" * 64, path=path)
    assert NAME not in other.get(path).text


def test_guessing_a_pin_makes_one_wait_and_in_the_end_ends_the_link(shop: Shop) -> None:
    shop.sign()
    path, pin = shop.hand(pin=True)
    wrong = "111111" if pin != "111111" else "222222"
    for _ in range(FREE):
        assert shop.outside.post(f"{path}/code", data={"pin": wrong}).status_code == 401
    assert shop.outside.post(f"{path}/code", data={"pin": pin}).status_code == 429, "even the right one waits now"
    assert link(shop).wrong_pins == FREE
    places = (f"10.1.0.{number}" for number in range(200))
    statuses = []
    for place in places:  # a stranger with many addresses
        statuses.append(shop.outside.post(f"{path}/code", data={"pin": wrong},
                                          environ_base={"REMOTE_ADDR": place}).status_code)  # fmt: skip
        if statuses[-1] == 404:
            break
    assert statuses.count(401) == door.MOST_WRONG_PINS - FREE
    assert link(shop).ended_why == "pins"
    with shop.desk.database.read() as db:
        assert [row.code for row in db.query(Notice) if row.code == "printer-pins"] == ["printer-pins"]


def test_making_a_link_asks_for_the_password_again(shop: Shop) -> None:
    shop.sign()
    with shop.desk.database.write() as db:
        from journal_app.accounts.model import SignIn

        for row in db.query(SignIn):
            row.stepped_up_at = shop.now() - timedelta(hours=1)
    for way in ("liens", "demandes"):
        answer = shop.at_desk.post(f"{DESK}/{way}", {"company": "Imprimerie"})
        assert answer.status_code == 307 and "/confirmer" in answer.location
    with shop.desk.database.read() as db:
        assert db.query(PrinterLink).count() == 0


def test_nothing_unsigned_is_handed_out(shop: Shop) -> None:
    answer = shop.at_desk.post(f"{DESK}/liens", {"company": "Imprimerie"})
    assert answer.status_code == 303 and "le BAT d’abord" in shop.at_desk.get(answer.location).text
    with shop.desk.database.read() as db:
        assert db.query(PrinterLink).count() == 0


def test_a_new_link_for_a_new_version_leaves_the_old_one_dead(shop: Shop) -> None:
    from tests.hand_off.room import pdf

    shop.sign()
    old, _ = shop.hand()
    shop.sign(pdf(4, [(2, 100, 100)]), number=2)
    assert shop.outside.get(old).status_code == 404
    new, _ = shop.hand()
    assert shop.outside.get(new).status_code == 200


def test_an_archived_issue_gets_no_new_link(shop: Shop) -> None:
    with shop.desk.database.write() as db:
        db.get_one(Issue, shop.issue.id).state = IssueState.ARCHIVED
    answer = shop.at_desk.post(f"{DESK}/demandes", {"company": "Imprimerie", "sheet": "1", "reference": "D-1"})
    assert answer.status_code == 409
    with shop.desk.database.read() as db:
        assert db.query(PrinterLink).count() == 0


def test_thirty_at_once_get_twenty(shop: Shop) -> None:
    shop.sign()
    path, _ = shop.hand()

    def take(_: int) -> int:
        return shop.desk.app.test_client().post(f"{path}/fichiers/SHA256SUMS").status_code

    with ThreadPoolExecutor(8) as people:
        statuses = list(people.map(take, range(MOST_DOWNLOADS + 10)))
    assert (statuses.count(200), statuses.count(404)) == (MOST_DOWNLOADS, 10)


def test_no_download_that_begins_after_a_withdrawal_is_sent(shop: Shop) -> None:
    """Readers beside a withdrawal: from the moment it is done, whoever asks gets nothing."""
    shop.sign()
    path, _ = shop.hand()
    done = Event()
    leaked: list[int] = []

    def read() -> None:
        client = shop.desk.app.test_client()
        for _ in range(12):
            over = done.is_set()
            answer = client.post(f"{path}/fichiers/SHA256SUMS")
            if over and answer.status_code != 410:
                leaked.append(answer.status_code)

    with ThreadPoolExecutor(4) as people:
        readers = [people.submit(read) for _ in range(4)]
        withdrawn(shop)
        done.set()
        for reader in readers:
            reader.result()
    assert leaked == []
    assert shop.outside.post(f"{path}/fichiers/SHA256SUMS").status_code == 410


def test_the_letter_speaks_of_what_the_link_gives_and_of_nothing_else(shop: Shop) -> None:
    received, price, sheet = "que c’est reçu", "écrire votre prix", "corriger la fiche technique"
    form = {"company": "Imprimerie", "reference": "JDJ-12-1", "quantities": "3000"}
    for ticked, words in (({"quote": "1"}, {price}), ({"sheet": "1"}, {sheet}),
                          ({"quote": "1", "sheet": "1"}, {price, sheet})):  # fmt: skip
        page = shop.at_desk.post(f"{DESK}/demandes", form | ticked).text
        assert {one for one in (received, price, sheet) if one in page} == words, ticked
    shop.sign()
    page = shop.at_desk.post(f"{DESK}/liens", {"company": "Imprimerie"}).text
    assert received in page and price not in page and sheet not in page
