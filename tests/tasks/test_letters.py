"""Letters to people at the desk, taken by a real SMTP server on loopback: few words, once, again after a failure."""

import email
import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from journal_app.accounts.model import Account
from journal_app.config import Config, ConfigError, Mail, from_environment
from journal_app.db import Database
from journal_app.jobs import runner, store
from journal_app.jobs.model import Job
from journal_app.media.blobs import open_blobs
from journal_app.tables import tables
from journal_app.tasks.actions import notify
from journal_app.tasks.model import Notice
from journal_app.worker import KINDS, ask_letters
from journal_app.workshop import Workshop

NOW = datetime.now(UTC).replace(minute=20) - timedelta(hours=1)  # the jobs' clock; letters are asked for once an hour
SENDER = "La rédaction <redaction@exemple.org>"


class PostOffice(socketserver.ThreadingTCPServer):
    """A mail server as far as RFC 5321 asks of the smallest one. `fails`: how many letters it puts off first."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters: list[EmailMessage] = []
        self.greeted: list[str] = []
        self.fails, self.refused = 0, ""


class Conversation(socketserver.StreamRequestHandler):
    server: PostOffice

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "EHLO":
                self.server.greeted.append(line[5:])
                self.say("250-here\r\n250 SMTPUTF8")
            elif verb == "RCPT" and self.server.refused and self.server.refused in line:
                self.say("550 nobody here")
            elif verb == "DATA" and self.server.fails:
                self.server.fails -= 1
                self.say("451 later")
            elif verb == "DATA":
                self.say("354 go on")
                data = b"".join(iter(self.rfile.readline, b".\r\n"))
                made = email.message_from_bytes(data, policy=policy.default)
                assert isinstance(made, EmailMessage)
                self.server.letters.append(made)
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def shop(office: PostOffice, database: Database, tmp_path: Path) -> Workshop:
    """A desk on SQLite, then on PostgreSQL: two people gave an address, one did not, one has left."""
    tables()
    mail = Mail("127.0.0.1", office.server_address[1], sender=SENDER)
    config = Config(tmp_path, instance=tmp_path / "instance", mail=mail)
    with database.write() as db:
        for name, language, address in (("mina", "fr", "mina@exemple.org"), ("omar", "en", "omar@exemple.org"),
                                        ("zohra", "fr", ""), ("parti", "fr", "parti@exemple.org")):  # fmt: skip
            db.add(Account(id=name, login=name, name=name.title(), language=language, email=address,
                           password_hash="-", created_at=NOW, active=name != "parti"))  # fmt: skip
        db.flush()
        old = NOW - timedelta(minutes=30)
        notify(db, old, ["mina", "omar", "zohra", "parti"], "commented", detail={"title": "What the sea kept"})
        notify(db, old, ["mina"], "suggested")
        notify(db, datetime.now(UTC), ["omar"], "suggested")  # may still be read before a letter is needed
    return Workshop(config, database, open_blobs(str(tmp_path / "blobs")))


def run(shop: Workshop, at: datetime = NOW) -> list[str | None]:
    """Ask for letters and let the worker do what is asked for."""
    ask_letters(shop, at)
    with shop.database.read() as db:
        ready = store.ready(db, at + timedelta(hours=1))
    return [runner.run(shop, KINDS, job_id, lambda: at + timedelta(hours=1)) for job_id in ready]


def test_who_gave_an_address_gets_one_letter_that_says_how_many_and_nothing_else(
    shop: Workshop, office: PostOffice
) -> None:
    assert run(shop) == ["done"]
    letters = {str(one["To"]): one for one in office.letters}
    assert letters.keys() == {"mina@exemple.org", "omar@exemple.org"}
    assert "rédaction\u00a0: 2." in letters["mina@exemple.org"].get_content()
    assert "desk: 1." in letters["omar@exemple.org"].get_content()
    whole = " ".join(one.as_string() for one in office.letters)
    assert not any(word in whole for word in ("sea kept", "Mina", "Omar", "Zohra"))
    assert set(office.greeted) == {"exemple.org"}, "the machine's own name stays here"


def test_nobody_is_told_twice_of_the_same(shop: Workshop, office: PostOffice) -> None:
    run(shop)
    assert run(shop) == [] == run(shop, NOW + timedelta(minutes=1))
    assert len(office.letters) == 2
    with shop.database.write() as db:
        notify(db, NOW, ["omar"], "piece-accept")
    assert run(shop, NOW + timedelta(minutes=30)) == [], "at most one letter an hour"
    assert run(shop, NOW + timedelta(hours=1)) == ["done"]
    assert [str(one["To"]) for one in office.letters[2:]] == ["omar@exemple.org"]


def test_a_letter_that_was_put_off_is_tried_again_and_the_others_are_not_sent_twice(
    shop: Workshop, office: PostOffice
) -> None:
    office.fails = 2
    for attempt in range(3):
        state = run(shop, NOW + timedelta(seconds=20 * attempt))
    assert state == ["done"]
    assert sorted(str(one["To"]) for one in office.letters) == ["mina@exemple.org", "omar@exemple.org"]


def test_an_address_that_is_refused_keeps_no_other_from_its_letter(shop: Workshop, office: PostOffice) -> None:
    office.refused = "mina@"
    assert run(shop) == ["done"]
    assert [str(one["To"]) for one in office.letters] == ["omar@exemple.org"]
    with shop.database.read() as db:
        assert db.query(Job).one().result == {"letters": 1}
        assert db.query(Notice).filter_by(account_id="mina", mailed_at=None).count() == 0


def test_without_a_server_nothing_is_asked_for(shop: Workshop, office: PostOffice) -> None:
    quiet = Workshop(Config(shop.config.issues_folder, instance=shop.config.instance), shop.database, shop.blobs)
    assert run(quiet) == []
    assert office.letters == []


def test_a_sender_without_an_address_stops_the_start() -> None:
    with pytest.raises(ConfigError, match="SMTP_FROM"):
        from_environment({"SMTP_HOST": "mail.exemple.org", "SMTP_FROM": "nobody"})
