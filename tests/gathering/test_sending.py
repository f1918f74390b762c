"""A script announces files and sends them in parts: what was acknowledged is here, once, in whatever pieces."""

import base64
import hashlib
import html
import json
import os
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from journal_app.cards.model import Card, Door, Visit
from journal_app.media.model import Picture
from journal_app.submissions.model import Piece
from journal_app.uploads.files import Incoming
from journal_app.uploads.model import State, Upload
from journal_app.web.desk import Desk
from tests.desk import TestDesk, desk  # noqa: F401
from tests.gathering.people import WORDS, Camp, Phone, open_camp
from tests.gathering.test_giving import incoming, photo

PHOTO = photo()
BYTES = "application/offset+octet-stream"


@pytest.fixture
def camp(desk: TestDesk) -> Iterator[Camp]:  # noqa: F811
    return open_camp(desk)


def announce(phone: Phone, *files: bytes, words: str = WORDS, key: str = "k" * 22, to: str = "") -> TestResponse:
    """What giving.js sends first."""
    told = [{"what": "photo", "size": len(one), "sha256": hashlib.sha256(one).hexdigest()} for one in files]
    data = {"words": words, "tongue": "en", "author": "", "files": json.dumps(told)}
    if to:
        data["csrf"] = phone.csrf()
    return phone.client.post(to or f"/ici/{phone.camp.join}", data=data, headers={
        "Idempotency-Key": f'"{key}"', "Accept-Language": phone.lang,
    })  # fmt: skip


def part(phone: Phone, way: str, offset: int, data: bytes, **more: str) -> TestResponse:
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), "Content-Type": BYTES}
    return phone.client.patch(way, data=data, headers=headers | more)


def head(phone: Phone, way: str) -> TestResponse:
    return phone.client.head(way, headers={"Tus-Resumable": "1.0.0"})


def digest(data: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"


def rows(camp: Camp, kind: Any) -> list[Any]:
    with camp.desk.database.read() as db:
        return list(db.query(kind))


def test_words_are_acknowledged_first_then_each_file_by_its_hash(camp: Camp) -> None:
    phone = camp.phone()
    receipt = announce(phone, PHOTO).json
    assert receipt is not None and receipt["words"] == hashlib.sha256(WORDS.encode()).hexdigest()
    assert receipt["onwards"] == "/moi/carte?lang=en" or receipt["onwards"] == "/moi/carte"
    way = receipt["files"][0]["to"]
    assert head(phone, way).headers["Upload-Offset"] == "0"
    half = part(phone, way, 0, PHOTO[:1000])
    assert (half.status_code, half.headers["Upload-Offset"]) == (204, "1000") and "Repr-Digest" not in half.headers
    whole = part(phone, way, 1000, PHOTO[1000:])
    assert (whole.status_code, whole.headers["Repr-Digest"]) == (204, digest(PHOTO))
    assert camp.work() == 1
    assert [row.state for row in rows(camp, Upload)] == [State.OPENED] and len(rows(camp, Picture)) == 1
    assert head(phone, way).headers["Repr-Digest"] == digest(PHOTO)  # also when it was opened long since
    assert len(phone.pieces()) == 1 and incoming(camp) == []


def test_the_same_announcement_again_is_the_same_piece_and_the_same_ways(camp: Camp) -> None:
    first, second = announce(camp.phone(), PHOTO), announce(camp.phone(), PHOTO)
    assert first.json == second.json
    assert len(rows(camp, Piece)) == len(rows(camp, Card)) == len(rows(camp, Upload)) == len(incoming(camp)) == 1


def test_an_announcement_whose_answer_was_lost_is_answered_after_the_door_closed(camp: Camp) -> None:
    receipt = announce(camp.phone(), PHOTO).json
    with camp.desk.database.write() as db:
        db.query(Door).one().paused = True
    assert announce(camp.phone(), PHOTO).json == receipt
    late = announce(camp.phone(), key="l" * 22)
    assert late.status_code == 409 and late.json == {"say": "You cannot give anything right now."}
    assert len(rows(camp, Piece)) == 1 and len(incoming(camp)) == 1


def test_it_goes_on_where_the_network_broke_and_when_the_visit_is_over(camp: Camp) -> None:
    phone = camp.phone()
    way = announce(phone, PHOTO).json["files"][0]["to"]
    part(phone, way, 0, PHOTO[:5000])
    with camp.desk.database.write() as db:
        db.query(Visit).delete()
    other = camp.phone()
    assert head(other, way).headers["Upload-Offset"] == "5000"
    assert part(other, way, 5000, PHOTO[5000:]).headers["Repr-Digest"] == digest(PHOTO)
    assert other.client.get_cookie("visit") is None and other.get("/moi/").location == "/retour"


def test_bytes_that_are_not_the_announced_ones_begin_again(camp: Camp) -> None:
    phone = camp.phone()
    way = announce(phone, PHOTO).json["files"][0]["to"]
    assert part(phone, way, 0, PHOTO[:-1] + b"?").status_code == 460
    assert head(phone, way).headers["Upload-Offset"] == "0"
    assert part(phone, way, 0, PHOTO).headers["Repr-Digest"] == digest(PHOTO)


def test_a_crash_between_the_last_byte_and_its_row_is_made_good(camp: Camp) -> None:
    phone = camp.phone()
    way = announce(phone, PHOTO).json["files"][0]["to"]
    found: Desk = camp.desk.app.extensions["desk"]
    Incoming(found.config.instance / "incoming").append(rows(camp, Upload)[0].id, 0, BytesIO(PHOTO), len(PHOTO))
    assert rows(camp, Upload)[0].state == State.ARRIVING
    assert head(phone, way).headers["Repr-Digest"] == digest(PHOTO)
    assert camp.work() == 1


@pytest.mark.parametrize(
    ("offset", "data", "more", "status"),
    [
        (7, b"x", {}, 409),  # not where the file ends
        (0, b"x" * (len(PHOTO) + 1), {}, 413),
        (0, b"x", {"Content-Type": "text/plain"}, 415),
        (0, b"x", {"Tus-Resumable": "0.2"}, 412),
        (0, b"x", {"Upload-Offset": "-1"}, 400),
        (0, b"x", {"Upload-Offset": "٣"}, 400),
        (0, b"x", {"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_what_is_no_next_part_changes_nothing(
    camp: Camp, offset: int, data: bytes, more: dict[str, str], status: int
) -> None:
    phone = camp.phone()
    way = announce(phone, PHOTO).json["files"][0]["to"]
    if "Upload-Offset" in more:
        more = more | {"Upload-Offset": more["Upload-Offset"].encode().decode("latin-1")}
    assert part(phone, way, offset, data, **more).status_code == status
    assert head(phone, way).headers["Upload-Offset"] == "0"


def test_nobody_finds_the_way_in_by_guessing(camp: Camp) -> None:
    phone = camp.phone()
    way = announce(phone, PHOTO).json["files"][0]["to"]
    for wrong in (way[:-1] + ("0" if way[-1] != "0" else "1"), f"/envois/abcdefghjkmn/{'0' * 32}", way[:-32] + "é"):
        assert head(phone, wrong).status_code == 404


def test_a_part_goes_through_where_only_forms_do(camp: Camp) -> None:
    phone = camp.phone()
    way = announce(phone, PHOTO).json["files"][0]["to"]
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH",
               "Content-Type": BYTES}  # fmt: skip
    assert phone.client.post(way, data=PHOTO, headers=headers).headers["Repr-Digest"] == digest(PHOTO)
    assert phone.client.options(way).headers["Tus-Version"] == "1.0.0"


def test_a_file_is_not_sent_any_more(camp: Camp) -> None:
    phone = camp.phone()
    way = announce(phone, PHOTO).json["files"][0]["to"]
    gone = phone.client.delete(way, headers={"Tus-Resumable": "1.0.0"})
    assert gone.status_code == 204 and head(phone, way).status_code == 404 and incoming(camp) == []


def test_nothing_more_comes_of_a_piece_that_was_taken_back(camp: Camp) -> None:
    phone = camp.phone()
    way = announce(phone, PHOTO).json["files"][0]["to"]
    phone.post(f"/moi/{phone.pieces()[0]}/reprendre", {"csrf": phone.csrf()})
    assert part(phone, way, 0, PHOTO).status_code == 410


@pytest.mark.parametrize(
    "files",
    ["no json", "[1]", "{}", '[{"what": "photo"}]', '[{"what": "film", "size": 1, "sha256": "%s"}]' % ("0" * 64),
     '[{"what": "photo", "size": 25000001, "sha256": "%s"}]' % ("0" * 64),
     '[{"what": "photo", "size": 0, "sha256": "%s"}]' % ("0" * 64),
     '[{"what": "photo", "size": 5, "sha256": "../../x"}]', "[" * 100_000],
)  # fmt: skip
def test_an_announcement_that_cannot_be_is_refused_in_a_sentence(camp: Camp, files: str) -> None:
    headers = {"Idempotency-Key": "x", "Accept-Language": "en"}
    answer = camp.phone().client.post(f"/ici/{camp.join}", data={"words": "", "files": files}, headers=headers)
    assert answer.status_code == 400 and answer.json is not None and answer.json["say"]
    assert rows(camp, Piece) == [] and incoming(camp) == []


def test_more_is_given_with_the_same_code(camp: Camp) -> None:
    phone = camp.phone()
    phone.give()
    receipt = announce(phone, PHOTO, words="", to="/moi/donner").json
    assert receipt is not None and receipt["onwards"].startswith("/moi/") and len(phone.pieces()) == 2


def test_a_visit_that_is_over_is_told_to_the_script(camp: Camp) -> None:
    phone = camp.phone()
    phone.give()
    csrf = phone.csrf()
    with camp.desk.database.write() as db:
        db.query(Visit).delete()
    answer = phone.client.post("/moi/donner", data={"words": "More.", "csrf": csrf}, headers={"Idempotency-Key": "y"})
    assert answer.status_code == 401 and answer.json is not None and answer.json["onwards"] == "/retour?vers=donner"


def test_words_outlive_a_visit_without_a_script(camp: Camp) -> None:
    """The form comes back with the page that asks for the code, and goes in with one more touch."""
    phone = camp.phone()
    phone.give()
    code, csrf = phone.code(), phone.csrf()
    with camp.desk.database.write() as db:
        db.query(Visit).delete()
    words = "More words.\n\n<b>And \"others\"</b> (specimen)"
    page = phone.post("/moi/donner", {"csrf": csrf, "words": words, "tongue": "ps", "key": "z" * 22})
    assert page.status_code == 401
    carried = _hidden(page.text)
    assert carried["words"] == words
    ready = phone.post("/retour", carried | {"code": code})
    assert ready.status_code == 200 and "&lt;b&gt;And" in ready.text
    assert phone.post("/moi/donner", _hidden(ready.text)).status_code == 303
    assert len(phone.pieces()) == 2 and rows(camp, Piece)[-1].original in ("ps", "en")


def test_words_outlive_another_visit_in_the_same_browser(camp: Camp) -> None:
    phone = camp.phone()
    phone.give()
    page = phone.post("/moi/donner", {"csrf": "of the visit before", "words": "More words.", "key": "z" * 22})
    assert page.status_code == 400 and "More words." in page.text and len(phone.pieces()) == 1


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def test_every_length_of_bytes_arrives_as_it_was(camp: Camp) -> None:
    data = os.urandom(200_000)
    phone = camp.phone()
    way, at = announce(phone, data).json["files"][0]["to"], 0
    for length in (1, 65_536, 0, 100_000, 34_463):
        answer = part(phone, way, at, data[at : at + length])
        at = int(answer.headers["Upload-Offset"])
    assert answer.headers["Repr-Digest"] == digest(data)
