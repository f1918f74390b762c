"""Somebody gives a text and pictures from a borrowed phone, without a script, and gets a code that brings them back."""

import gzip
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from journal_app.accounts.model import Role
from journal_app.cards.model import Card, Door, Visit
from journal_app.issues.model import Issue, IssueState
from journal_app.jobs.model import Job
from journal_app.media.model import Picture
from journal_app.submissions.model import Piece, Revision
from journal_app.tasks.model import Notice
from journal_app.uploads.model import State, Upload
from journal_app.web.desk import Desk
from journal_app.web.screen import CONTRIBUTORS
from tests.desk import TestDesk, desk  # noqa: F401
from tests.gathering.people import WORDS, Camp, file, open_camp


@pytest.fixture
def camp(desk: TestDesk) -> Iterator[Camp]:  # noqa: F811
    return open_camp(desk)


def photo(gps: bool = True) -> bytes:
    """A phone's picture that says where it was taken."""
    image, exif, out = Image.effect_noise((640, 480), 60).convert("RGB"), Image.Exif(), BytesIO()
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 59.0, 12.0), 3: "E", 4: (2.0, 18.0, 4.0)})
        exif[0x0110] = "CANARY PHONE"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def incoming(camp: Camp) -> list[Path]:
    found: Desk = camp.desk.app.extensions["desk"]
    folder = found.config.instance / "incoming"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_text_is_given_and_its_author_comes_back(camp: Camp) -> None:
    phone = camp.phone()
    answer = phone.give()
    assert (answer.status_code, answer.location) == (303, "/moi/carte")
    code = phone.code()
    another = camp.phone()
    typed = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert another.come_back(typed).location == "/moi/"
    assert another.pieces() == phone.pieces() != []
    assert "We walk along the dike." in another.get(f"/moi/{another.pieces()[0]}").text
    assert another.get("/moi/carte").location == "/moi/"  # the code is shown where it was made, and nowhere else


def test_the_team_finds_it_on_its_board_and_in_its_inbox(camp: Camp) -> None:
    camp.phone().give()
    assert "The sea is cold tonight." in camp.staff.get(f"/numeros/{camp.issue.slug}/tableau").text
    with camp.desk.database.read() as db:
        assert db.query(Notice).filter_by(code="piece-received", account_id=camp.staff.actor.account_id).count() == 1


def test_nothing_of_the_code_is_kept(camp: Camp) -> None:
    phone = camp.phone()
    phone.give()
    code = phone.code()
    cookie = phone.client.get_cookie("visit")
    assert cookie is not None
    camp.desk.database.close()
    found: Desk = camp.desk.app.extensions["desk"]
    kept = b"".join(path.read_bytes() for path in found.config.instance.rglob("*") if path.is_file())
    assert code.encode() not in kept and cookie.value.encode() not in kept and WORDS.split("\n")[0].encode() in kept


def test_times_are_kept_to_the_day(camp: Camp) -> None:
    camp.phone().give(photos=file(photo()))
    camp.work()
    with camp.desk.database.read() as db:
        rows = [*db.query(Piece), *db.query(Picture)]
        moments = [row.created_at for row in rows] + [row.made_at for row in db.query(Revision)]
        assert {(one.hour, one.minute, one.second, one.microsecond) for one in moments} == {(0, 0, 0, 0)}
        assert {row.ends.minute for row in db.query(Visit)} == {0}
        assert db.query(Job).count() == 0  # when it was done would tell when it came


def test_a_form_that_is_sent_twice_gives_one_piece_and_one_card(camp: Camp) -> None:
    phone, again = camp.phone(), camp.phone()
    key, taken = phone.hidden(f"/ici/{camp.join}", "key"), photo()
    phone.give(key=key, photos=file(taken))
    again.give(key=key, photos=file(taken))
    assert phone.code() == again.code() and len(phone.pieces()) == 1
    with camp.desk.database.read() as db:
        assert (db.query(Card).count(), db.query(Piece).count(), db.query(Upload).count()) == (1, 1, 1)
    assert len(incoming(camp)) == 1


def test_other_words_under_the_same_key_are_another_piece_of_the_same_card(camp: Camp) -> None:
    phone = camp.phone()
    key = phone.hidden(f"/ici/{camp.join}", "key")
    phone.give(key=key)
    phone.give("And something I forgot. (specimen)", key=key)
    assert len(phone.pieces()) == 2
    with camp.desk.database.read() as db:
        assert db.query(Card).count() == 1


def test_a_photo_is_durable_before_the_answer_and_clean_after_the_work(camp: Camp) -> None:
    phone = camp.phone()
    phone.give("", photos=[file(photo()), file(photo(), "b.jpg")], pages=file(photo(False)))
    assert len(incoming(camp)) == 3
    page = phone.get(f"/moi/{phone.pieces()[0]}").text
    assert page.count("arrived") >= 3
    assert camp.work() == 3
    assert incoming(camp) == []
    with camp.desk.database.read() as db:
        assert {row.state for row in db.query(Upload)} == {State.OPENED}
        pictures = db.query(Picture).all()
        assert sorted(row.page for row in pictures) == [False, False, True]
    found: Desk = camp.desk.app.extensions["desk"]
    for row in pictures:
        assert b"CANARY" not in found.blobs.get(row.blob) and b"Exif" not in found.blobs.get(row.blob)
    shown = phone.get(f"/moi/{phone.pieces()[0]}/images/{pictures[0].id}/vignette")
    assert shown.status_code == 200 and shown.data.startswith(b"\xff\xd8")


def test_a_file_that_cannot_be_read_is_told_and_goes(camp: Camp) -> None:
    phone = camp.phone()
    phone.give(photos=file(b"not a picture at all", "x.jpg"))
    camp.work()
    assert "unreadable" in phone.get(f"/moi/{phone.pieces()[0]}").text
    assert incoming(camp) == []


def test_a_document_becomes_words(camp: Camp) -> None:
    from tests.documents.builder import p, r, word_file

    phone = camp.phone()
    phone.give("", document=file(word_file(p(r("Une phrase du fichier."))), "texte.docx"))
    camp.work()
    assert "Une phrase du fichier." in phone.get(f"/moi/{phone.pieces()[0]}").text


def test_nothing_at_all_is_said_kindly(camp: Camp) -> None:
    answer = camp.phone().give("")
    assert answer.status_code == 400 and "Write something, or choose a file." in answer.text


def test_a_file_over_its_limit_keeps_nothing(camp: Camp, monkeypatch: pytest.MonkeyPatch) -> None:
    from journal_app.uploads import actions as uploads
    from journal_app.uploads.model import What

    monkeypatch.setitem(uploads.MOST_BYTES, What.PHOTO, 1000)
    answer = camp.phone().give("kept in the form", photos=file(photo()))
    assert answer.status_code == 400 and "This file is too large." in answer.text and "kept in the form" in answer.text
    assert incoming(camp) == []


def test_the_door_opens_in_the_residencys_days_alone(camp: Camp) -> None:
    phone = camp.phone()
    key = phone.hidden(f"/ici/{camp.join}", "key")
    camp.staff.post(f"/residences/{camp.residency.id}/entree", {"do": "pause"})
    assert "made a pause" in phone.get(f"/ici/{camp.join}").text
    assert phone.post(f"/ici/{camp.join}", {"key": key, "words": "x"}).status_code == 409
    camp.staff.post(f"/residences/{camp.residency.id}/entree", {"do": "resume"})
    assert phone.give().status_code == 303
    camp.staff.post(f"/residences/{camp.residency.id}/entree", {"do": "replace"})
    assert phone.get(f"/ici/{camp.join}").status_code == 404  # the old posters lead nowhere
    assert camp.phone().come_back(phone.code()).location == "/moi/"  # and who has a code comes back
    with camp.desk.database.write() as db:
        db.get_one(Issue, camp.issue.id).state = IssueState.ARCHIVED
        join = db.get_one(Door, camp.residency.id).code
    assert "Nothing can be given" in phone.get(f"/ici/{join}").text


def test_a_join_code_is_typed_in_any_script(camp: Camp) -> None:
    phone = camp.phone()
    typed = camp.join.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert phone.post("/ici", {"code": typed}).location == f"/ici/{camp.join}"
    wrong = camp.join[:-1] + str((int(camp.join[-1]) + 1) % 10)
    assert phone.post("/ici", {"code": wrong}).status_code == 400


def test_a_visit_is_no_sign_in_and_a_sign_in_is_no_visit(camp: Camp) -> None:
    phone = camp.phone()
    phone.give()
    assert phone.get(f"/contributions/{phone.pieces()[0]}").status_code in (302, 303, 404)
    assert camp.staff.get("/moi/").location == "/retour"


def test_the_page_is_in_the_language_of_the_phone(camp: Camp) -> None:
    assert '<html lang="ar" dir="rtl">' in camp.phone("ar-SY,ar;q=0.9").get(f"/ici/{camp.join}").text
    assert '<html lang="fr" dir="ltr">' in camp.phone("de").get(f"/ici/{camp.join}").text


@pytest.mark.parametrize("lang", CONTRIBUTORS)
def test_a_cold_page_is_light(camp: Camp, lang: str) -> None:
    """Issue 4: at most 30 kB and 3 requests, as a phone asks for them."""
    phone = camp.phone(lang)
    page = phone.get(f"/ici/{camp.join}?lang={lang}")
    assert f'<html lang="{lang}"' in page.text
    linked = re.findall(r'(?:href|src)="(/statique/[^"]+)"', page.text)
    assert len(linked) == 2  # its style and its module; with the page itself three requests
    parts = [phone.client.get(one, headers={"Accept-Encoding": "gzip, deflate"}) for one in linked]
    assert all(part.headers["Content-Encoding"] == "gzip" for part in parts)
    assert [gzip.decompress(part.data) for part in parts] == [phone.get(one).data for one in linked]
    assert len(page.data) + sum(len(part.data) for part in parts) <= 30_000


def test_administrators_read_nothing_of_it(camp: Camp) -> None:
    camp.phone().give()
    other = camp.desk.visitor(Role.ADMINISTRATOR)
    with camp.desk.database.read() as db:
        piece = db.query(Piece).one()
    assert other.get(f"/contributions/{piece.id}").status_code == 404
