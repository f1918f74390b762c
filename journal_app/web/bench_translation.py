"""The translators' benchmark: a full memory, a long article with a pivot, its columns, forty files at once. Not a test.

`journal bench translation`: a desk of its own in a temporary folder, served by waitress in a process of its own, over
the loopback. Times are from the question's first byte to the answer's last.
"""

import json
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.bitext.model import Article, State
from journal_app.db import Database, open_database
from journal_app.exchange import files
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan.actions import Filling
from journal_app.issues.model import Issue
from journal_app.memory import bench as memory
from journal_app.migrations import upgrade
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece
from journal_app.translation import actions
from journal_app.translation.actions import Edit, named
from journal_app.translation.reading import opened, whole
from journal_app.translation.typing import mark_of
from journal_app.web.bench import peak_mb, person_of, row_of, served, upload
from journal_app.web.sessions import cookie_name

SEGMENTS = 200_000
WORDS = 1_500  # of the long article
PARAGRAPHS = 30  # in which it is written
FILES, LINES = 40, 12  # articles that come back at once, and paragraphs of each
TIMES = 40  # each thing is asked for so often
SEED = 12
SLUG = "12-essai"
SENTENCES = {
    "fr": "la file avance sous la pluie et quelqu’un raconte la mer qui attend derrière les grilles du port",
    "en": "the line moves in the rain while somebody tells of the sea that waits behind the fences of the port",
    "ar": "ننتظر تحت المطر ونحكي عن البحر الذي ينتظر خلف أسوار الميناء والطريق طويل",
}
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Reader:
    """One person at a browser, who asks and measures."""

    connection: HTTPConnection
    cookie: str
    csrf: str

    def ask(
        self, path: str, form: dict[str, str] | None = None, body: bytes = b"", kind: str = ""
    ) -> tuple[bytes, float]:
        """The answer and the seconds until it was there. AssertionError when it is none of success."""
        data = body or (urlencode({"csrf": self.csrf} | form).encode() if form is not None else b"")
        headers = {"Cookie": f"{cookie_name(False)}={self.cookie}", "Accept": "text/html"}
        headers |= {"Content-Type": kind or "application/x-www-form-urlencoded"} if data else {}
        begun = time.perf_counter()
        self.connection.request("POST" if data else "GET", path, data or None, headers)
        answer = self.connection.getresponse()
        told = answer.read()
        assert answer.status in (200, 303), (path, answer.status, told[:200])
        return told, time.perf_counter() - begun


def run(tell: Progress, segments: int = SEGMENTS) -> list[dict[str, Any]]:
    """The rows: `load`, `what`, `requests`, `median_ms`, `p95_ms`, `slowest_ms`, `aim_ms`; the last is the server's."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "issues").mkdir()
        database = open_database(f"sqlite:///{folder / 'journal.db'}")
        upgrade(database)
        tell("fill", 0, 2)
        long, small, cookie, csrf = _filled(database)
        tell("fill", 1, 2)
        with database.write() as db:
            memory.fill(db, segments, SEED)
        database.close()
        tell("bench", 0, 4)
        with served(folder) as (port, process):
            reader = Reader(HTTPConnection("127.0.0.1", port, timeout=120), cookie, csrf)
            rows = list(_asked(reader, long, small, tell))
            peak = peak_mb(process.pid)
    return [*rows, {"what": "server", "peak_mb": peak, "segments": segments}]


# --- a desk for it ---------------------------------------------------------------------------------------------------


def _filled(database: Database) -> tuple[str, list[str], str, str]:
    """The long article's id, those of the small ones, and a session."""
    now, dice = datetime.now(UTC), random.Random(SEED)
    with database.write() as db:
        actor, cookie, csrf = _person(db, now)
        issue = Issue(
            slug=SLUG, title="Journal des Jungles", number=12, date=date(2027, 3, 1), theme={"fr": "Essai"},
            languages=["fr", "en", "ar"], printer={"preset": "tabloid-offset"}, masthead={"association": "Essai"},
            press_close=now + timedelta(days=9), created_at=now,
        )  # fmt: skip
        db.add(issue)
        db.flush()
        long = _piece(db, actor, now, issue, dice, "La longue file", PARAGRAPHS, WORDS // PARAGRAPHS, ["en", "ar"])
        page = flatplan.add_page(db, actor, now, issue, "long")
        flatplan.place(db, actor, now, issue, page, "main", Filling(long.id, languages=("ar",)))
        _translated(db, actor, now, long, "en", dice)
        actions.make_from(db, actor, now, long, "ar", "en")
        _translated(db, actor, now, long, "ar", dice)
        small = [_piece(db, actor, now, issue, dice, f"Article {n}", LINES, 25, ["en"]).id for n in range(FILES)]
        page = flatplan.add_page(db, actor, now, issue, "article-2")
        flatplan.place(db, actor, now, issue, page, "main", Filling(small[0], languages=("en",)))
    return long.id, small, cookie, csrf


def _person(db: Session, now: datetime) -> tuple[Actor, str, str]:
    roles = (Role.COORDINATOR, Role.EDITOR)
    account, person = person_of(db, now, "Essai", roles)
    return Actor(account, "Essai", frozenset(roles)), person.cookie, person.csrf


def _paragraph(dice: random.Random, language: str, many: int) -> str:
    words = SENTENCES[language].split()
    return " ".join(dice.choice(words) for _ in range(many)).capitalize() + "."


def _piece(
    db: Session, actor: Actor, now: datetime, issue: Issue, dice: random.Random, title: str, paragraphs: int,
    words: int, languages: list[str],
) -> Piece:  # fmt: skip
    body = "\n".join(f"<p>{_paragraph(dice, 'fr', words)}</p>" for _ in range(paragraphs))
    content = Content(headline=title, standfirst=_paragraph(dice, "fr", 12), body=body)
    return create_piece(db, actor, now, issue, Facts(title, "essay"), original="fr", content=content,
                        languages=languages)  # fmt: skip


def _translated(db: Session, actor: Actor, now: datetime, piece: Piece, language: str, dice: random.Random) -> None:
    here = opened(whole(db, actor, piece), language)
    assert here is not None
    many = WORDS // PARAGRAPHS
    edits = {name: Edit(_paragraph(dice, language, many if row.key == "body" else 5), mark_of(""))
             for name, row in named(here.rows).items()}  # fmt: skip
    actions.translate(db, actor, now, piece, language, edits, list(edits))


# --- what is asked for -----------------------------------------------------------------------------------------------


def _asked(reader: Reader, long: str, small: list[str], tell: Progress) -> Iterator[dict[str, Any]]:
    room = f"/contributions/{long}/ar/traduire"
    page = reader.ask(room)[0].decode()
    yield _row("article of 1,500 words in three languages", 100, [reader.ask(room)[1] for _ in range(TIMES)])
    tell("bench", 1, 4)
    names = re.findall(r'data-row="(body-[^"]+)"', page)
    yield _row("its columns, a paragraph changed", 150, list(_fits(reader, room, names, "ar")))
    room = f"/contributions/{small[0]}/en/traduire"
    names = re.findall(r'data-row="(body-[^"]+)"', reader.ask(room)[0].decode())
    yield _row("those of an article of 300 words", 150, list(_fits(reader, room, names, "en")))
    tell("bench", 2, 4)
    yield _row("matches of a paragraph", 50, list(_matches(reader, small)))
    tell("bench", 3, 4)
    yield _row("forty files come back", 2000, list(_files(reader)))
    tell("bench", 4, 4)


def _row(what: str, aim: float, times: list[float]) -> dict[str, Any]:
    return row_of("translation", what, times) | {"aim_ms": aim}


def _fits(reader: Reader, room: str, names: list[str], language: str) -> Iterator[float]:
    """All rows typed, one of them anew each time."""
    dice = random.Random(SEED)
    form = {f"row-{name}": _paragraph(dice, language, 25) for name in names if language == "en"}
    for number in range(TIMES + 2):
        form[f"row-{names[number % len(names)]}"] = _paragraph(dice, language, 50 if language == "ar" else 25)
        told, seconds = reader.ask(f"{room}/calibrage", form)
        assert json.loads(told)["words"], told
        if number > 1:  # the process that measures is begun with the first question
            yield seconds


def _matches(reader: Reader, small: list[str]) -> Iterator[float]:
    for number, piece_id in enumerate([small[0], *small[:TIMES]]):
        page = reader.ask(f"/contributions/{piece_id}/en/traduire")[0].decode()
        name = re.findall(r'data-row="(body-[^"]+)"', page)[number % LINES]
        seconds = reader.ask(f"/contributions/{piece_id}/en/traduire/memoire/{name}?liste")[1]
        if number:  # the first reads the memory's signatures
            yield seconds


def _files(reader: Reader) -> Iterator[float]:
    """The zip goes out, is translated, comes back; then with other words again."""
    data, _ = reader.ask(f"/numeros/{SLUG}/traductions/fichiers.zip?langue=en&format=2.1")
    dice = random.Random(SEED)
    for _ in range(3):
        parcel, problems = files.read([("en.zip", data)])
        assert not problems, problems
        made = [_said(one, dice) for _, bitext in parcel.bitexts for one in bitext.articles]
        body, kind = upload({"csrf": reader.csrf}, ("files", "en.zip", "application/zip"), files.packed(made, "2.1"))
        yield reader.ask(f"/numeros/{SLUG}/traductions/fichiers", body=body, kind=kind)[1]
        data, _ = reader.ask(f"/numeros/{SLUG}/traductions/fichiers.zip?langue=en&format=2.1")


def _said(one: Article, dice: random.Random) -> Article:
    units = tuple(replace(unit, target=(_paragraph(dice, "en", 25),), state=State.TRANSLATED) for unit in one.units)
    return replace(one, units=units)


def table(rows: list[dict[str, Any]]) -> str:
    """The rows for people."""
    *asked, server = rows
    lines = [f"{'':<44}{'requests':>9}{'median':>11}{'p95':>11}{'aim':>10}"]
    lines += [f"  {row['what']:<42}{row['requests']:>9}{row['median_ms']:>8.1f} ms{row['p95_ms']:>8.1f} ms"
              f"{row['aim_ms']:>7.0f} ms" for row in asked]  # fmt: skip
    return "\n".join([*lines, f"memory of {server['segments']:,} segments; server at most {server['peak_mb']} MB"])

