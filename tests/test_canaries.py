"""Canaries: what could harm somebody is planted in all that a desk is told, and found in no log and no temporary file.

A served desk with its worker, behind a proxy, is told a name, a telephone number, a place, a sentence, an address of
the network, a browser, codes and passwords, by forms that are right, wrong, cut off, refused and met by a locked
database. What its processes say, and all they leave outside the desk's own files, is read at the end; what stands in
the temporary folder is read all along.
"""

import base64
import json
import logging
import re
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from sqlalchemy.exc import IntegrityError
from werkzeug.test import stream_encode_multipart

from journal_app.accounts.model import Role
from journal_app.app import create_app
from journal_app.config import Config
from journal_app.db import Database
from journal_app.issues.model import Issue
from journal_app.sober import sober
from tests.accounts.people import has_password
from tests.canaries import ADDRESS, ALL, BROWSER, NAME, OTHER, PASSWORD, PHONE, SENTENCE, Wire
from tests.desk import TestDesk
from tests.gathering.people import Camp, open_camp
from tests.media.files import jpeg
from tests.media.voices import voice
from tests.served import Served, soon

SCRIPTS = [str.maketrans("0123456789", digits) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")]
OWN = re.compile(r"journal\.db|blobs/|incoming/|keys/")  # where a desk keeps what it is told


class Visitor:
    """A browser behind a proxy, on a socket: forms with their tokens."""

    def __init__(self, here: str) -> None:
        self.here, self.jar = here, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        self.opener.addheaders = [("User-Agent", BROWSER), ("X-Forwarded-For", ADDRESS), ("Accept-Language", "en")]

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
        try:
            with self.opener.open(Request(f"{self.here}{path}", body, headers), timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def form(self, path: str, action: str = "", **fields: object) -> tuple[int, str]:
        """The form of a page, its hidden fields with it."""
        _, page = self.ask(path)
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
        if not any(isinstance(value, tuple) for value in fields.values()):
            plain = urlencode(hidden | fields).encode()
            return self.ask(action or path, plain, **{"Content-Type": "application/x-www-form-urlencoded"})
        stream, _, boundary = stream_encode_multipart(hidden | fields)
        kind = f"multipart/form-data; boundary={boundary}"
        return self.ask(action or path, stream.read(), **{"Content-Type": kind})


class Watch(threading.Thread):
    """Reads every file of a folder again and again, and keeps what it saw."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.seen, self.over = folder, set[bytes](), threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.01):
            self.look()

    def look(self) -> None:
        for path in self.folder.rglob("*"):
            try:
                self.seen |= {path.name.encode(), path.read_bytes()} if path.is_file() else {path.name.encode()}
            except OSError:
                continue  # gone meanwhile


def spellings(canary: str) -> set[bytes]:
    """One canary as it may stand in a file."""
    told = {canary, quote(canary), json.dumps(canary)[1:-1], canary.replace(" ", ""), canary.replace(" ", "+")}
    if canary.isdigit():
        told |= {canary.translate(script) for script in SCRIPTS}
        told |= {sign.join(re.findall(rf"\d{{{size}}}", canary)) for size in (4, 5) for sign in " -"}
    raw = {one.encode() for one in told} | {canary.encode("utf-16-le")}
    return raw | {base64.b64encode(one).rstrip(b"=") for one in raw if len(one) > 8}


def found(heap: bytes, canaries: list[str]) -> list[str]:
    return [one for one in canaries if any(way in heap for way in spellings(one))]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("issues", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def camp(place: Path) -> Iterator[Camp]:
    desk = TestDesk(create_app(Config(place / "issues", instance=place / "instance")))
    has_password(desk, Role.FACILITATOR, login="mina", residency=None)
    yield open_camp(desk)
    desk.database.close()


def whole_way(camp: Camp, here: str) -> list[str]:
    """Everything that somebody tells a desk; returns the codes that were made on the way."""
    phone, path = Visitor(here), f"/ici/{camp.join}"
    words = f"{NAME} says: {SENTENCE} {PHONE}"
    picture = (jpeg_stream(), f"{NAME}.jpg")
    told = {"words": words, "tongue": "en", "author": NAME}
    assert phone.form(path, **told, photos=picture)[0] == 200
    _, card = phone.ask("/moi/carte")
    shown = re.search(r'digits western".*?<bdi>(.*?)</bdi>', card, re.S)
    assert shown is not None
    code = "".join(re.findall(r"\d", shown[1]))
    piece = re.findall(r'href="/moi/([0-9a-z]{12})"', phone.ask("/moi/")[1])[0]
    assert phone.form("/moi/donner", **told, voice=(voice_stream(), "a.m4a"))[0] == 200
    assert phone.ask(f"/moi/{piece}")[0] == 200
    stranger = Visitor(here)
    wrong = "".join(str((int(digit) + 3) % 10) for digit in code)
    assert stranger.form("/retour", code=wrong)[0] in (200, 400, 401, 404, 422)
    assert stranger.form("/retour", code=code)[0] == 200
    assert stranger.form("/connexion", login=NAME, password=OTHER)[0] in (200, 401)
    assert stranger.form("/connexion", login="mina", password=PASSWORD)[0] in (200, 401)
    assert stranger.ask(f"/ici/{camp.join}?{urlencode({'q': NAME, 'zero': chr(0)})}")[0] == 404
    assert stranger.ask(f"/nowhere/{quote(NAME)}/{code}")[0] == 404
    assert stranger.ask(path, b"\xff" * 500, **{"Content-Type": "multipart/form-data; boundary=x"})[0] >= 200
    cut_off(here, camp.join, words)
    locked(camp, phone, path, told)
    phone.form(f"/moi/{piece}", f"/moi/{piece}/avis", answer="talk", note=words)
    assert phone.form(f"/moi/{piece}", f"/moi/{piece}/reprendre")[0] == 200
    return [code, wrong, camp.join]


def jpeg_stream() -> BytesIO:
    return BytesIO(jpeg() + bytes(3_000_000))  # large enough for a form's file to leave memory


def voice_stream() -> BytesIO:
    return BytesIO(voice())


def cut_off(here: str, join: str, words: str) -> None:
    """A form that stops in the middle of its words."""
    host, port = here.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        head = f"POST /ici/{join} HTTP/1.1\r\nHost: {host}:{port}\r\nUser-Agent: {BROWSER}\r\n"
        head += f"X-Forwarded-For: {ADDRESS}\r\n"
        line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\n".encode())
        line.sendall(f"words={quote(words)}".encode())


def locked(camp: Camp, phone: Visitor, path: str, told: dict[str, str]) -> None:
    """A form that meets a locked database: not kept, and said so."""
    with camp.desk.database.read() as db:
        file = str(db.get_bind().engine.url.database)
    other = sqlite3.connect(file)
    other.execute("BEGIN EXCLUSIVE")
    assert phone.ask(path, urlencode(told | {"key": "k" * 24}).encode())[0] >= 400
    other.rollback()
    other.close()


def test_nothing_that_could_harm_is_in_logs_or_temporary_files(place: Path, camp: Camp) -> None:
    watch = Watch(place / "tmp")
    watch.start()
    served = Served(place, errors=place / "errors", TMPDIR=str(place / "tmp"), JOURNAL_PROXIES="1")
    try:
        codes = whole_way(camp, f"http://127.0.0.1:{served.port}")
        incoming = place / "instance" / "incoming"
        soon(lambda: not incoming.exists() or not [one for one in incoming.rglob("*") if one.is_file()])
        time.sleep(0.2)
    finally:
        served.process.terminate()
        rest = served.process.communicate(timeout=60)[0]
        watch.over.set()
        watch.join()
    watch.look()
    canaries = [*ALL, "50.9871N", "+50.9850", *codes]
    assert found(rest + (place / "errors").read_bytes(), canaries) == []
    assert found(b"\n".join(watch.seen), canaries) == []
    assert [one for one in (place / "tmp").rglob("*") if one.is_file()] == [], "and nothing stays there"
    instance = place / "instance"
    files = [one for one in instance.rglob("*") if one.is_file()]
    others = [one for one in files if not OWN.match(one.relative_to(instance).as_posix())]
    assert {one.name.split("-")[0] for one in others} <= {"queue.db"}, "a place that nobody has named"
    assert found(b"".join(one.read_bytes() for one in others), canaries) == []


@pytest.mark.parametrize("way", [0, 1, 2])
def test_the_search_itself_finds_a_canary_that_is_there(way: int) -> None:
    told = [NAME.encode(), quote(NAME).encode(), base64.b64encode(b"..." + NAME.encode())][way]
    assert way == 2 or found(b"x" + told + b"y", [NAME]) == [NAME]
    assert found("کد ۱۲۳۴۵ ۶۷۸۹۰".replace(" ", "").encode(), ["1234567890"]) == ["1234567890"]


def test_an_error_says_where_and_not_what(database: Database) -> None:
    def broken() -> None:
        with database.write() as db:
            for _ in range(2):
                db.add(Issue(id="i", slug=NAME, title=SENTENCE, number=1, date=None, created_at=None))  # type: ignore[arg-type]
                db.flush()

    with pytest.raises(IntegrityError) as caught:
        broken()
    assert "[SQL:" in str(caught.value) and "parameters: (" not in str(caught.value)
    assert found(sober(caught.value).encode(), [NAME, SENTENCE]) == []
    assert "in broken" in sober(caught.value) and "IntegrityError" in sober(caught.value)


def test_a_page_that_breaks_is_logged_without_its_address(
    desk: TestDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(join: str) -> str:
        raise ValueError(f"{NAME} {join}")

    breaks.__dict__["policy"] = desk.app.view_functions["gathering.give"].__dict__["policy"]
    monkeypatch.setitem(desk.app.view_functions, "gathering.give", breaks)
    assert desk.app.test_client().get("/ici/12345678").status_code == 500
    assert "gathering.give broke" in caplog.text and "in breaks" in caplog.text
    assert found(caplog.text.encode(), [NAME, "12345678"]) == []


def test_the_wire_hears_a_canary_that_is_logged() -> None:
    wire, log = Wire(), logging.Logger("aside")
    log.addHandler(wire)
    log.warning("nothing of anybody")
    assert wire.heard == []
    log.error("somebody wrote %s", SENTENCE)
    try:
        raise ValueError(NAME)
    except ValueError:
        log.exception("and an error that repeats words")
    assert len(wire.heard) == 2
