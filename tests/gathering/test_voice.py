"""Somebody speaks instead of writing: the team hears it and writes it down beside, and its author hears it again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from journal_app.media.model import Recording
from journal_app.submissions.model import Piece, Revision
from journal_app.uploads.model import State, Upload
from journal_app.web.sessions import cookie_name
from tests.browser import browser, serving  # noqa: F401
from tests.desk import TestDesk, desk  # noqa: F401
from tests.gathering.people import Camp, file, open_camp
from tests.gathering.test_giving import incoming, photo
from tests.media.voices import CANARY, voice


@pytest.fixture
def camp(desk: TestDesk) -> Iterator[Camp]:  # noqa: F811
    return open_camp(desk)


def spoken(camp: Camp) -> str:
    """A piece that was spoken, and a page written by hand with it; its id."""
    camp.phone("fr").give(words="", tongue="fr", voice=file(voice("ogg", 6), "AUD-2026.opus"), pages=file(photo()))
    camp.work()
    with camp.desk.database.read() as db:
        return db.query(Piece).one().id


def test_a_voice_is_kept_as_sound_alone(camp: Camp) -> None:
    phone = camp.phone()
    assert phone.give(words="", voice=file(voice(), "AUD-20270301-WA0001.m4a")).status_code == 303
    camp.work()
    with camp.desk.database.read() as db:
        row, upload = db.query(Recording).one(), db.query(Upload).one()
        assert (upload.state, upload.made) == (State.OPENED, row.id) and row.seconds == pytest.approx(3, abs=0.2)
    piece = phone.pieces()[0]
    heard = phone.get(f"/moi/{piece}/voix/{row.id}")
    assert heard.content_type == "audio/mpeg" and CANARY.encode() not in heard.data and incoming(camp) == []
    part = phone.client.get(f"/moi/{piece}/voix/{row.id}", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, heard.data[100:200])
    assert camp.staff.get(f"/contributions/{piece}/voix/{row.id}").data == heard.data
    assert camp.phone().get(f"/moi/{piece}/voix/{row.id}").location == "/retour"


def test_what_is_no_recording_is_told_to_who_gave_it(camp: Camp) -> None:
    phone = camp.phone()
    phone.give(voice=file(b"no sound at all", "voice.m4a"))
    camp.work()
    assert "It could not be opened." in phone.get(f"/moi/{phone.pieces()[0]}").text


def test_a_voice_taken_back_is_heard_by_nobody(camp: Camp) -> None:
    phone = camp.phone()
    phone.give(words="", voice=file(voice()))
    camp.work()
    piece = phone.pieces()[0]
    with camp.desk.database.read() as db:
        recording = db.query(Recording).one().id
    phone.post(f"/moi/{piece}/reprendre", {"csrf": phone.csrf()})
    assert camp.staff.get(f"/contributions/{piece}/voix/{recording}").status_code == 404
    assert phone.get(f"/moi/{piece}/voix/{recording}").status_code == 404


def test_a_voice_and_a_written_page_are_transcribed_side_by_side(browser: Browser, camp: Camp) -> None:  # noqa: F811
    piece = spoken(camp)
    with serving(camp.desk.app) as here:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        cookie = camp.staff.client.get_cookie(cookie_name(False))
        assert cookie is not None
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": here}])
        page = context.new_page()
        page.goto(f"{here}/contributions/{piece}/fr")
        expect(page.get_by_role("heading", name="À transcrire")).to_be_visible()
        left, right = page.locator(".source").bounding_box(), page.locator("#editor").bounding_box()
        assert left and right and left["x"] + left["width"] <= right["x"]  # beside one another
        expect(page.locator("audio")).to_have_js_property("readyState", 4)
        page.locator("#body").focus()
        page.keyboard.press("Alt+l")
        assert page.locator("audio").evaluate("audio => audio.currentTime") == pytest.approx(3, abs=0.1)
        page.keyboard.press("Alt+j")
        page.keyboard.press("Alt+,")
        expect(page.locator("[data-speed]")).to_have_text("× 0,75")
        page.keyboard.press("Escape")
        assert page.locator("audio").evaluate("audio => !audio.paused")
        page.keyboard.press("Escape")
        assert page.locator("audio").evaluate("audio => audio.paused")
        width = page.locator(".pan img").evaluate("image => image.width")
        page.get_by_label("Agrandir").fill("200")
        assert page.locator(".pan img").evaluate("image => image.width") == pytest.approx(2 * width, abs=2)
        page.locator("#body").fill("La mer est froide ce soir. (spécimen)")
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        expect(page.get_by_text("Enregistré.")).to_be_visible()
    with camp.desk.database.read() as db:
        assert "La mer est froide" in str(db.query(Revision).order_by(Revision.number.desc()).first().content)


def test_without_a_script_there_is_a_player_and_the_whole_picture(camp: Camp) -> None:
    page = camp.staff.get(f"/contributions/{spoken(camp)}/fr").text
    assert re.search(r'<audio controls preload="metadata" src="/contributions/[^"]+/voix/[^"]+"', page)
    assert re.search(r'<a href="/images/[^"]+/entiere"><img', page)
