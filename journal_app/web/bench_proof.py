"""The proof's benchmark: a sentence is edited at the desk and its page is there again, while five people work. No test.

`journal bench proof`: the demo's issue in a temporary folder, served by waitress in a process of its own, over the
loopback. Times are from the first byte of the save to the last of the page's picture, or of the press PDF.
"""

import json
import os
import random
import re
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

from journal_app.accounts import store as accounts
from journal_app.accounts.actor import Actor
from journal_app.config import Config
from journal_app.db import Database, open_database
from journal_app.demo import SLUG, fill
from journal_app.flatplan import actions as flatplan
from journal_app.freeze import building
from journal_app.freeze.building import drafts
from journal_app.freeze.freezing import Tools, freeze
from journal_app.freeze.model import Build, FreezeKind
from journal_app.issues import store as issues
from journal_app.jobs.runner import run as run_job
from journal_app.keys import open_keys
from journal_app.proofs import store as proofs
from journal_app.proofs.model import Round
from journal_app.submissions import store as submissions
from journal_app.web.bench import peak_mb, row_of, served, signed_in
from journal_app.web.bench_people import Filled, Person, at_work
from journal_app.web.bench_translation import Reader
from journal_app.workshop import open_workshop

PEOPLE = ("editor", "editor-2", "translator", "facilitator", "coordinator")
EDITS, PDFS, MOVES = 40, 12, 24
PAST, LOOKS = (3, 60), 12  # past proofs, and how often each page is looked at with so many
THINKS_S = (2.0, 6.0)  # between two acts of each of the five
PAGES = 64
EDITED = "editorial"  # the piece whose text is edited; it stands on page 2
PAGE = 2
SEED = 12
WORDS = ["la", "file", "avance", "sous", "la", "pluie", "vers", "le", "port"]
SPECIMEN = Path(__file__).resolve().parents[2] / "issues" / "00-specimen"
WAIT_S = 300  # until the pages are set for the first time
_BASE = re.compile(rb'name="base" value="([^"]*)"')
Progress = Callable[[str, int, int], None]


def run(tell: Progress, specimen: Path = SPECIMEN) -> list[dict[str, Any]]:
    """The rows: `what`, `requests`, `median_ms`, `p95_ms`, `slowest_ms`, `aim_ms`; the last is the server's."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        tell("fill", 0, 1)
        copy = copytree(specimen, folder / "issues" / specimen.name, ignore=ignore_patterns("build"))
        assert fill(Config(folder / "issues", instance=folder), copy, lambda _: None)
        database = open_database(f"sqlite:///{folder / 'journal.db'}")
        people, filled, piece_id = _people(database)
        tell("fill", 1, 1)
        with served(folder) as (port, process):
            reader = Reader(HTTPConnection("127.0.0.1", port, timeout=120), people[1].cookie, people[1].csrf)
            _wait(reader, tell)
            busy = threading.Thread(target=at_work, args=(port, filled, _work_s(), THINKS_S, SEED), daemon=True)
            busy.start()
            rows = list(_asked(reader, piece_id, tell))
            _proof(folder)
            rows += list(_past_rows(reader, database, folder, piece_id, tell))
            _many_pages(database)
            rows += list(_moved(reader, database, tell))
            peak = peak_mb(process.pid)
        database.close()
    return [*rows, {"what": "server", "peak_mb": peak}]


def _work_s() -> float:
    """How long the five work: longer than the rest takes."""
    return 240.0


def _people(database: Database) -> tuple[list[Person], Filled, str]:
    """A session for each of the five, what they ask for, and the piece that is edited."""
    now, people = datetime.now(UTC), []
    with database.write() as db:
        for login in PEOPLE:
            account = accounts.by_login(db, f"demo-{login}")
            assert account is not None
            people.append(signed_in(db, now, account.id))
        actor = accounts.actor_of(accounts.by_login(db, "demo-coordinator"))  # type: ignore[arg-type]
        issue = issues.issue(db, actor, SLUG)
        assert issue is not None
        pieces = submissions.pieces(db, actor, issue.id)
        edited = next(one.id for one in pieces if one.slug == EDITED)
        others = [one.id for one in pieces if one.original == "fr" and one.id != edited]
    return people, Filled(people, [SLUG], others, WORDS), edited


def _wait(reader: Reader, tell: Progress) -> None:
    """Ask for the pages until all are set, as a browser does."""
    late, tries = time.monotonic() + WAIT_S, 0
    while json.loads(reader.ask(f"/numeros/{SLUG}/pages-vivantes")[0])["making"]:
        assert time.monotonic() < late, "the pages were never set"
        tries += 1
        tell("proof", tries, tries + 1)
    reader.ask(_picture(reader))
    _pressed(reader, late)


def _picture(reader: Reader) -> str:
    told: dict[str, Any] = {"making": True}
    while told["making"]:
        told = json.loads(reader.ask(f"/numeros/{SLUG}/pages-vivantes")[0])
    return str(next(page["reading"] for page in told["pages"] if page["folio"] == PAGE))


def _pressed(reader: Reader, late: float) -> None:
    """Ask for the press PDF until it is there: its pictures are prepared the first time."""
    while not reader.ask(f"/numeros/{SLUG}/chemin-de-fer/presse", {})[0].startswith(b"%PDF"):
        assert time.monotonic() < late, "the press PDF was never made"


def _asked(reader: Reader, piece_id: str, tell: Progress) -> Iterator[dict[str, Any]]:
    edit = _editor(reader, piece_id)
    pictures = []
    for number in range(EDITS):
        before, save = _picture(reader), edit(number)
        begun = time.perf_counter()
        save()
        now = _picture(reader)
        reader.ask(now)
        pictures.append(time.perf_counter() - begun)
        assert now != before, "the page did not change"
        tell("bench", number, EDITS + PDFS + MOVES)
    half = len(pictures) // 2
    yield _row("a sentence edited -> its page's picture", 300, pictures)
    yield _row("  the first half of them", 300, pictures[:half])
    yield _row("  the second half: nothing grows", 300, pictures[half:])
    pdfs = []
    for number in range(PDFS):
        save = edit(EDITS + number)
        begun = time.perf_counter()
        save()
        told = reader.ask(f"/numeros/{SLUG}/chemin-de-fer/presse", {})[0]
        pdfs.append(time.perf_counter() - begun)
        assert told.startswith(b"%PDF")
        tell("bench", EDITS + number, EDITS + PDFS + MOVES)
    yield _row("a sentence edited -> the press PDF, checked", 1000, pdfs)


# --- with few and with many proofs of the past -----------------------------------------------------------------------


def _proof(folder: Path) -> None:
    """The issue's first proof, made as its worker would."""
    shop = open_workshop(Config(folder / "issues", instance=folder))
    actor = _coordinator(shop.database)
    tools = Tools(shop.database, shop.blobs.get, open_keys(folder / "keys").digest, drafts(folder), folder / "issues")
    job_id, _ = freeze(tools, actor, datetime.now(UTC), SLUG, FreezeKind.DRAFT)
    assert job_id is not None
    run_job(shop, building.KINDS, job_id)
    shop.database.close()


def _coordinator(database: Database) -> Actor:
    """Who coordinates."""
    with database.read() as db:
        account = accounts.by_login(db, "demo-coordinator")
        assert account is not None
        return accounts.actor_of(account)


def _past(database: Database, folder: Path, many: int) -> None:
    """So many rounds that are over in all, each with a build of its own."""
    actor, now = _coordinator(database), datetime.now(UTC)
    with database.write() as db:
        issue = issues.issue(db, actor, SLUG)
        assert issue is not None
        present = proofs.present_build(db, issue.id)
        assert present is not None, "the proof was never made"
        for number in range(proofs.next_number(db, issue.id), many + 1):
            place = f"{present.folder}-{number}"
            copytree(folder / present.folder, folder / place, copy_function=os.link)
            build = Build(issue_id=issue.id, freeze_id=present.freeze_id, job_id=present.job_id, folder=place,
                          made_at=present.made_at)  # fmt: skip
            db.add(build)
            db.flush()
            proofs.add(db, Round(issue_id=issue.id, number=number, build_id=build.id, until=None,
                                 opened_by=actor.account_id, opened_at=now, closed_at=now))  # fmt: skip


def _past_rows(
    reader: Reader, database: Database, folder: Path, piece_id: str, tell: Progress
) -> Iterator[dict[str, Any]]:
    """What is looked at and edited beside few past proofs, then beside many: nothing is to grow."""
    room = f"/numeros/{SLUG}"
    pages = (("the page of the rounds", f"{room}/epreuves"), ("a page in the viewer", f"{room}/epreuve/4"))
    edit, told = _editor(reader, piece_id), 0
    for many in PAST:
        _past(database, folder, many)
        for what, address in pages:
            reader.ask(address)
            yield _row(f"{what}, {many} past proofs", 300, [reader.ask(address)[1] for _ in range(LOOKS)])
        times = []
        for _ in range(LOOKS):
            told += 1
            save = edit(1000 + told)
            begun = time.perf_counter()
            save()
            reader.ask(_picture(reader))
            times.append(time.perf_counter() - begun)
            tell("past", told, LOOKS * len(PAST))
        yield _row(f"a sentence edited -> picture, {many} past proofs", 300, times)


# --- the acts --------------------------------------------------------------------------------------------------------


def _editor(reader: Reader, piece_id: str) -> Callable[[int], Callable[[], None]]:
    """Opens the text and writes another sentence, each time another one; what it gives back saves it."""
    address = f"/contributions/{piece_id}/fr"
    page = reader.ask(address)[0]
    found = re.search(rb'<textarea[^>]*name="body"[^>]*>\s*(.*?)</textarea>', page, re.S)
    assert found is not None
    body = unescape(found[1].decode())

    def edit(number: int) -> Callable[[], None]:
        base = _BASE.search(reader.ask(address)[0])
        assert base is not None
        words = f"{body.rstrip()} Une phrase de plus, la {number}."
        form = {"headline": "Édito", "body": words, "base": base[1].decode(), "key": secrets.token_hex(8)}
        return lambda: _save(reader, address, form)

    return edit


def _save(reader: Reader, address: str, form: dict[str, str]) -> None:
    reader.ask(address, form)


def _many_pages(database: Database) -> None:
    """The plan grows to 64 pages."""
    with database.write() as db:
        actor = accounts.actor_of(accounts.by_login(db, "demo-coordinator"))  # type: ignore[arg-type]
        issue = issues.issue(db, actor, SLUG)
        assert issue is not None
        flatplan.add_pages(db, actor, datetime.now(UTC), issue, ["article-2"] * (PAGES - 16))


def _moved(reader: Reader, database: Database, tell: Progress) -> Iterator[dict[str, Any]]:
    """A page is moved from one end of the 64 towards the other, to the plan that shows it."""
    plan = f"/numeros/{SLUG}/chemin-de-fer"
    pages = re.findall(r'data-page="([^"]+)"', reader.ask(plan)[0].decode())
    assert len(pages) == PAGES
    dice, times, shown = random.Random(SEED), [], []
    for number in range(MOVES):
        form = {"what": f"page:{dice.choice(pages)}", "to": f"page:{dice.randint(1, PAGES)}"}
        times.append(reader.ask(f"{plan}/deplacer", form)[1])
        shown.append(reader.ask(plan)[1])
        tell("bench", EDITS + PDFS + number, EDITS + PDFS + MOVES)
    yield _row(f"a page moved in a plan of {PAGES}", 300, times)
    yield _row("  and the plan shown again with its pages", 300, shown)


def _row(what: str, aim: float, times: list[float]) -> dict[str, Any]:
    return row_of("proof", what, times) | {"aim_ms": aim}


def table(rows: list[dict[str, Any]]) -> str:
    """The rows for people."""
    *asked, server = rows
    lines = [f"{'':<46}{'times':>7}{'median':>11}{'p95':>11}{'aim':>10}"]
    lines += [f"  {row['what']:<44}{row['requests']:>7}{row['median_ms']:>8.0f} ms{row['p95_ms']:>8.0f} ms"
              f"{row['aim_ms']:>7.0f} ms" for row in asked]  # fmt: skip
    return "\n".join([*lines, f"five people at work beside; the desk's own process at most {server['peak_mb']} MB"])
