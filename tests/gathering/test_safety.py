"""What a person's safety asks of the desk beside what the other tests tell: no column for a name, no way to the
original, cookies of this host alone, and nobody who can shut the door to somebody else."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from journal_app.accounts.attempts import FREE_HERE
from journal_app.cards import code, hashing
from journal_app.cards.model import Card, Visit
from journal_app.consent.model import Consent
from journal_app.db import Base
from journal_app.submissions.model import Revision
from journal_app.uploads.model import Upload
from journal_app.web.desk import Desk, now
from tests.desk import TestDesk, Visitor, desk  # noqa: F401
from tests.gathering.people import Camp, Phone, file, open_camp
from tests.gathering.test_giving import photo

# All that is kept of a contributor beside their words and pictures: no name, telephone, address, nationality, status,
# network, device or exact time has a place. A column more fails below until somebody says here why it harms nobody.
COLUMNS: dict[type[Base], set[str]] = {
    Card: {"id", "digest", "residency_id", "language", "read_back", "cut", "made_on"},
    Visit: {"mark", "card_id", "own_phone", "ends"},
    Upload: {"id", "piece_id", "card_id", "what", "number", "size", "sha256", "state", "problem", "made", "made_on"},
    Consent: {"number", "issue_id", "work_kind", "work_id", "use", "language", "yes", "how", "read_in", "read_by",
              "guardian", "wording", "noted_by", "at"},
}  # fmt: skip

PLACE = "card 127.0.0.1"


@pytest.fixture
def camp(desk: TestDesk) -> Iterator[Camp]:  # noqa: F811
    return open_camp(desk)


@pytest.mark.parametrize("rows", COLUMNS, ids=lambda rows: rows.__name__)
def test_no_column_could_hold_who_somebody_is(rows: type[Base]) -> None:
    assert {column.name for column in rows.__table__.columns} == COLUMNS[rows]


def test_with_another_pepper_the_database_opens_no_card(camp: Camp) -> None:
    phone = camp.phone()
    phone.give()
    known, found = phone.code(), camp.desk.app.extensions["desk"]
    assert isinstance(found, Desk)
    stolen = replace(found, keys=replace(found.keys, pepper=b"another"))
    camp.desk.app.extensions["desk"] = stolen
    thief = camp.phone()
    thief.come_back(known)
    assert thief.get("/moi/").location == "/retour"
    database = (found.config.instance / "journal.db").read_bytes()
    assert found.keys.pepper not in database and bytes.fromhex(found.keys.pepper.decode()) not in database


# --- the original ----------------------------------------------------------------------------------------------------


def walk(ask: Phone | Visitor, begin: str) -> Iterator[tuple[str, bytes]]:
    """Every page, picture and file that can be reached from a page by following its links, with its bytes."""
    known, waiting = {begin}, [begin]
    while waiting and len(known) < 300:
        address = waiting.pop()
        answer = ask.get(address)
        yield address, answer.data
        if answer.mimetype == "text/html":
            links = set(re.findall(r'(?:href|src)="(/[^"#]*)"', answer.text.replace("&amp;", "&")))
            onward = {link for link in links if not re.search(r"^/statique/|deconnexion|quitter|lang=", link)} - known
            known |= onward
            waiting += sorted(onward)


@pytest.mark.parametrize("opened", [False, True], ids=["before the worker", "after the worker"])
def test_no_address_serves_what_the_phone_sent(camp: Camp, opened: bool) -> None:
    phone, sent = camp.phone(), photo()
    phone.give(photos=file(sent))
    if opened:
        camp.work()
    seen = dict(walk(phone, "/moi/"))
    team = dict(walk(camp.staff, f"/numeros/{camp.issue.slug}/tableau"))
    assert any(address.startswith("/moi/") for address in seen) and any("contributions" in one for one in team)
    assert not opened or any("/images/" in one for one in team)
    for address, data in (seen | team).items():
        assert b"CANARY PHONE" not in data and sent[-2000:-1000] not in data, address
    with camp.desk.database.read() as db:
        upload = db.query(Upload).one()
    way_in = hashing.way_in_of(camp.desk.app.extensions["desk"].keys, upload.id)
    answers = [phone.client.open(f"/envois/{upload.id}/{way_in}", method=method) for method in ("GET", "HEAD", "POST")]
    assert all(sent[-2000:-1000] not in answer.data for answer in answers), [answer.status for answer in answers]


def test_what_a_phone_calls_a_file_is_kept_nowhere(camp: Camp) -> None:
    camp.phone().give(photos=file(photo(), "Kanarien Mohammed 14-03.jpg"))
    camp.work()
    camp.desk.database.close()
    instance = camp.desk.app.extensions["desk"].config.instance
    kept = b"".join(path.name.encode() + path.read_bytes() for path in instance.rglob("*") if path.is_file())
    assert b"Kanarien" not in kept


# --- cookies ---------------------------------------------------------------------------------------------------------


def test_on_https_a_cookie_is_of_this_host_and_of_no_script(camp: Camp) -> None:
    phone = camp.phone()
    answer = phone.client.post(f"/ici/{camp.join}", data={"key": "k" * 24, "words": "The sea.", "tongue": "en"},
                               base_url="https://desk.example")  # fmt: skip
    told = answer.headers["Set-Cookie"]
    assert told.startswith("__Host-visit=") and "Domain" not in told
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(told.split("; "))
    assert "Max-Age" not in told and "Expires" not in told, "this is not my phone: it ends with the browser"


# --- nobody shuts the door to somebody else --------------------------------------------------------------------------


def crowded(camp: Camp) -> str:
    return str(camp.desk.app.extensions["desk"].attempts.crowded(PLACE, now()))


def guessed_all_day(camp: Camp) -> None:
    """Far more unknown codes from the camp's address than people mistype."""
    for number in range(FREE_HERE * 3):
        camp.desk.app.extensions["desk"].attempts.failed(str(number), PLACE, now())


def test_who_shares_an_address_with_somebody_who_guesses_still_comes_in(camp: Camp) -> None:
    phone = camp.phone()
    phone.give()
    known = phone.code()
    guessed_all_day(camp)
    assert camp.phone().come_back(known).location == "/moi/"


def test_a_crowded_place_has_one_code_looked_up_at_a_time_and_nobody_else_waits(camp: Camp) -> None:
    phone = camp.phone()
    phone.give()
    known = phone.code()
    guessed_all_day(camp)
    with hashing.turn(crowded(camp)):
        answer = camp.phone().come_back(known)
        assert answer.status_code == 503 and int(answer.headers["Retry-After"]) <= 10
        elsewhere = camp.desk.app.test_client()
        answer = elsewhere.post("/retour", data={"code": known}, environ_base={"REMOTE_ADDR": "192.0.2.9"})
        assert answer.location == "/moi/"
    assert camp.phone().come_back(known).location == "/moi/"


def test_a_typing_mistake_counts_for_nothing(camp: Camp) -> None:
    digits = "".join(code.digits(5))
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    for _ in range(FREE_HERE + 5):
        assert camp.phone().come_back(wrong).status_code == 400
    assert crowded(camp) == ""


def test_a_line_too_long_is_told_and_loses_nothing(camp: Camp, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(keys: object, secret: int) -> str:
        raise hashing.TooMany

    phone, key = camp.phone(), "k" * 24
    with monkeypatch.context() as crowd:
        crowd.setattr(hashing, "digest_of", full)
        answer = phone.give(key=key, photos=file(photo()))
        assert answer.status_code == 503 and answer.headers["Retry-After"]
    with camp.desk.database.read() as db:
        assert db.query(Revision).count() == 0 and db.query(Upload).count() == 0
    assert phone.give(key=key, photos=file(photo())).location == "/moi/carte"
