"""The desk's benchmark: how long people wait while twenty of them work over a hundred issues. Not a test.

A desk of its own in a temporary folder, filled with rows; waitress in a process of its own, over the loopback; twenty
people at work (web/bench_people.py), then the same without a pause between two acts. Times are taken by who asks, on
the same machine, which also has to ask.
"""

import hashlib
import os
import random
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from journal_app.accounts.model import Account, Grant, Role, SignIn, Stage
from journal_app.db import Base, Database, new_id, open_database
from journal_app.issues.model import Issue
from journal_app.migrations import upgrade
from journal_app.search.folding import words as folded
from journal_app.search.model import SearchEntry
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Piece, Revision, Text
from journal_app.submissions.model import Stage as PieceStage
from journal_app.web.bench_people import ROOMS, Filled, Person, Times, at_work

PEOPLE, ISSUES, PIECES, REVISIONS, LANGUAGES = 20, 100, 60, 10, ("fr", "en", "ar")
# Seconds between a person's acts: reading a page, or the editor's next autosave (at least every 15 s while typing).
THINKS_S = (2.0, 6.0)
WORK_S, RUSH_S = 150, 20  # how long twenty people work, and how long they act without a pause
WARM_S = 5  # before, not counted: each page's template and statements are made at its first
START_S = 60  # to wait for the server
SEED = 12  # the same desk each time
_SENTENCES = {
    "fr": "la file avance sous la pluie et quelqu’un raconte la mer qui attend derrière les grilles du port",
    "en": "the line moves in the rain while somebody tells of the sea that waits behind the fences",
    "ar": "ننتظر تحت المطر ونحكي عن البحر الذي ينتظر خلف أسوار الميناء والطريق طويل",
}
_WORDS = {language: sentence.split() for language, sentence in _SENTENCES.items()}

Progress = Callable[[str, int, int], None]


def run(tell: Progress) -> list[dict[str, Any]]:
    """The rows: `load`, `what`, `requests`, `median_ms`, `p95_ms`, `slowest_ms`; the last one tells of the server."""
    with full_desk(tell) as (folder, database, filled):
        with database.read() as db:
            mode = str(db.execute(text("PRAGMA journal_mode")).scalar())
        database.close()
        with served(folder) as (port, process):
            rows = []
            at_work(port, filled, WARM_S, (0.0, 0.0), SEED)  # a desk is started once and then asked for days
            for load, seconds, pause in (("at work", WORK_S, THINKS_S), ("no pause", RUSH_S, (0.0, 0.0))):
                tell(load, 0, 1)
                rows += _rows(load, seconds, at_work(port, filled, seconds, pause, SEED))
            peak = peak_mb(process.pid)
    return [*rows, {"what": "server", "peak_mb": peak, "sqlite": sqlite3.sqlite_version, "journal_mode": mode}]


# --- a full desk -----------------------------------------------------------------------------------------------------


@contextmanager
def full_desk(tell: Progress, issues: int = ISSUES) -> Iterator[tuple[Path, Database, Filled]]:
    """A desk for as long as it is measured: its folder, its open database, and what is in it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "issues").mkdir()
        database = open_database(f"sqlite:///{folder / 'journal.db'}")
        upgrade(database)
        yield folder, database, fill(database, tell, issues)


def fill(database: Database, tell: Progress, issues: int = ISSUES) -> Filled:
    """So many issues (a hundred) of sixty pieces, three languages each, ten revisions of the original."""
    dice, now, filled = random.Random(SEED), datetime.now(UTC), Filled(words=_WORDS["fr"])
    with database.write() as db:
        editors = _people(db, now, filled)
        for number in range(1, issues + 1):
            _issue(db, dice, now, number, editors, filled)
            tell("fill", number, issues)
        db.execute(text("INSERT INTO search_words(search_words) VALUES ('rebuild')"))
    return filled


def _people(db: Session, now: datetime, filled: Filled) -> list[str]:
    ids = []
    for number in range(1, PEOPLE + 1):
        account_id, person = person_of(db, now, f"Personne {number}", (Role.EDITOR, Role.COORDINATOR))
        filled.people.append(person)
        ids.append(account_id)
    return ids


def person_of(db: Session, now: datetime, name: str, roles: Iterable[Role]) -> tuple[str, Person]:
    """Somebody of the desk who is signed in: the account, and what their browser holds."""
    account_id = new_id()
    db.add(Account(id=account_id, login=name.lower(), name=name, password_hash="-", created_at=now))
    db.flush()
    db.add_all([Grant(account_id=account_id, role=role, granted_at=now) for role in roles])
    return account_id, signed_in(db, now, account_id)


def signed_in(db: Session, now: datetime, account_id: str) -> Person:
    """A browser that is let in for a day."""
    person = Person(secrets.token_urlsafe(32), secrets.token_urlsafe(24))
    mark = hashlib.sha256(person.cookie.encode()).hexdigest()
    db.add(SignIn(token_hash=mark, account_id=account_id, csrf=person.csrf, stage=Stage.IN, made_at=now, seen_at=now,
                  expires_at=now + timedelta(days=1)))  # fmt: skip
    db.flush()
    return person


def upload(fields: Mapping[str, str], file: tuple[str, str, str], data: bytes) -> tuple[bytes, str]:
    """A form with one file as a browser sends it: bytes and media type. `file`: field, file name, media type."""
    mark, (field, name, kind) = secrets.token_hex(12), file
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
             for key, value in fields.items()]  # fmt: skip
    parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
                 f"Content-Type: {kind}\r\n\r\n")  # fmt: skip
    return "".join(parts).encode() + data + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def _issue(db: Session, dice: random.Random, now: datetime, number: int, editors: list[str], filled: Filled) -> None:
    issue = Issue(
        slug=f"{number:02}-essai", title="Journal des Jungles", number=number, date=date(2027, 3, 1),
        theme={"fr": f"Essai {number}"}, languages=list(LANGUAGES), printer={"preset": "tabloid-offset"},
        masthead={"association": "Association de l’exemple"}, press_close=now + timedelta(days=9), created_at=now,
    )  # fmt: skip
    db.add(issue)
    db.flush()
    filled.slugs.append(issue.slug)
    rows: dict[type[Base], list[dict[str, Any]]] = {Piece: [], Text: [], Revision: [], SearchEntry: []}
    for count in range(PIECES):
        _piece(rows, dice, now, issue, count, editors, filled)
    for kind, values in rows.items():
        db.execute(insert(kind), values)


def _piece(
    rows: dict[type[Base], list[dict[str, Any]]], dice: random.Random, now: datetime, issue: Issue, count: int,
    editors: list[str], filled: Filled,
) -> None:  # fmt: skip
    piece_id = new_id()
    stages = [stage for stage in PieceStage if stage is not PieceStage.WITHDRAWN]
    holder = dice.choice(editors) if dice.random() < 0.3 else None
    title = " ".join(dice.sample(_WORDS["fr"], 4))
    rows[Piece].append({
        "id": piece_id, "issue_id": issue.id, "slug": f"texte-{count}", "title": title, "original": "fr",
        "author": f"Plume {count}", "stage": dice.choice(stages), "holder_id": holder,
        "held_since": now if holder else None, "created_at": now, "changed_at": now - timedelta(minutes=count),
    })  # fmt: skip
    for language in LANGUAGES:
        text_id, head = new_id(), new_id()
        many = REVISIONS if language == "fr" else 1
        said = _content(dice, language)
        rows[Text].append({"id": text_id, "piece_id": piece_id, "language": language, "head_id": head})
        for number in range(1, many + 1):
            told = said if number == many else _content(dice, language)
            rows[Revision].append({
                "id": head if number == many else new_id(), "text_id": text_id, "number": number, "base_id": None,
                "content": told.as_json(), "digest": told.digest, "moment": Moment.SAVED, "made_at": now,
            })  # fmt: skip
        rows[SearchEntry].append({
            "kind": "text", "object_id": text_id, "issue_id": issue.id, "piece_id": piece_id, "language": language,
            "words": " ".join(dict.fromkeys(folded(f"{title} {said.headline} {said.body}"))),
        })  # fmt: skip
        if language == "fr":
            filled.texts.append(piece_id)


def _content(dice: random.Random, language: str) -> Content:
    known = _WORDS[language]
    body = "".join(f"<p>{' '.join(dice.choices(known, k=60))}.</p>" for _ in range(6))
    return Content(headline=" ".join(dice.sample(known, 3)), body=body)


# --- the server -------------------------------------------------------------------------------------------------------


class served:
    """The desk of a folder, served by waitress in a process of its own; with its worker beside when it is asked for."""

    def __init__(self, folder: Path, with_worker: bool = False) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        code = (
            "import sys; from journal_app.app import create_app; "
            "from journal_app.web.server import open_server, serve; "
            f"serve(open_server(create_app(), '127.0.0.1', int(sys.argv[1])), {with_worker})"
        )
        told = {"JOURNAL_ISSUES": str(folder / "issues"), "JOURNAL_INSTANCE": str(folder)}
        self.process = subprocess.Popen([sys.executable, "-c", code, str(self.port)], env=os.environ | told)

    def __enter__(self) -> tuple[int, subprocess.Popen[bytes]]:
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self.port, self.process
            except OSError:
                time.sleep(0.1)
        self.__exit__()
        raise TimeoutError("the desk did not open its door")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)


def peak_mb(pid: int) -> int:
    """The most memory the process has had, MB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return round(int(line.split()[1]) / 1024)
    return 0


def _rows(load: str, seconds: float, taken: Times) -> list[dict[str, Any]]:
    """A row for each thing asked for, one for the pages together, one for all."""
    rooms = [value for what, values in taken.items() if what in ROOMS for value in values]
    everything = [value for values in taken.values() for value in values]
    rows = [row_of(load, what, times) for what, times in sorted(taken.items())]
    rows.append(row_of(load, "any page", rooms))
    return [*rows, row_of(load, "all", everything) | {"per_s": round(len(everything) / seconds, 1)}]


def row_of(load: str, what: str, times: list[float]) -> dict[str, Any]:
    """What was asked for, how often, and how long it took."""
    told = sorted(times)
    at = {"median_ms": 0.5, "p95_ms": 0.95, "slowest_ms": 1.0}
    values = {key: round(1000 * told[min(len(told) - 1, int(share * len(told)))], 1) for key, share in at.items()}
    return {"load": load, "what": what, "requests": len(told), **values}


def table(rows: list[dict[str, Any]]) -> str:
    """The rows for people."""
    *asked, server = rows
    lines: list[str] = []
    load = ""
    for row in asked:
        if row["load"] != load:
            load = row["load"]
            lines.append(f"{load:<24}{'requests':>9}{'median':>10}{'p95':>10}{'slowest':>10}")
        figures = "".join(f"{row[key]:>7.1f} ms" for key in ("median_ms", "p95_ms", "slowest_ms"))
        lines.append(f"  {row['what']:<22}{row['requests']:>9}{figures}")
        if "per_s" in row:
            lines.append(f"  {row['per_s']} requests a second")
    return "\n".join([*lines, f"server at most {server['peak_mb']} MB, SQLite {server['sqlite']}, "
                              f"journal_mode {server['journal_mode']}"])  # fmt: skip
