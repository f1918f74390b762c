"""The camp's benchmark: fifty phones hand in a text and three photos each over thin links while five editors work.

A desk of its own, waitress and the worker that opens the photos in processes of theirs, over the loopback. What a phone
sends is held back to the speed of its link; a time is counted from its last byte sent to the answer's first line, so
that it is the server's. At the end what was acknowledged is looked for, row by row and hash by hash.
"""

import hashlib
import json
import random
import re
import secrets
import statistics
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from PIL import Image

from journal_app.cards import code, door_code
from journal_app.cards.model import Door
from journal_app.db import Database
from journal_app.issues.model import Issue, Residency
from journal_app.submissions.model import Piece
from journal_app.uploads.model import State, Upload
from journal_app.web.bench import SEED, THINKS_S, Progress, full_desk, peak_mb, row_of, served
from journal_app.web.bench_people import ROOMS, Times, at_work

PHONES, PHOTOS, EDITORS, ISSUES = 50, 3, 5, 10
LINK_BYTES_S = 128_000  # 1 Mbit/s of each phone: what fifty of them get of one mast
PART = 65_536
ARRIVE_S = 60  # phones begin within so many seconds
CODES = 50  # known and unknown each; more would wait for their failures
WORDS = "La mer est froide ce soir. Nous marchons le long de la digue. (spécimen) " * 20


@dataclass(slots=True)
class Seen:
    """What one phone saw: seconds by what it did, what was acknowledged (hashes), what went wrong."""

    taken: Times = field(default_factory=dict)
    hashes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    code: str = ""


def run(tell: Progress) -> list[dict[str, Any]]:
    """The rows: `load`, `what`, `requests`, `median_ms`, `p95_ms`, `slowest_ms`; the last one tells of the server."""
    with full_desk(tell, ISSUES) as (folder, database, filled):
        filled.people = filled.people[:EDITORS]
        join = _open_door(database)
        database.close()
        photos = [_photo(number) for number in range(6)]
        phones = [Seen() for _ in range(PHONES)]
        with served(folder, with_worker=True) as (port, process):
            at_work(port, filled, 3, (0.0, 0.0), SEED)
            threads = [
                threading.Thread(target=_hand_in, args=(port, join, photos, random.Random(number), seen))
                for number, seen in enumerate(phones)
            ]
            seconds = ARRIVE_S + 1.3 * PHOTOS * max(map(len, photos)) / LINK_BYTES_S
            tell("camp", 0, 1)
            for thread in threads:
                thread.start()
            editors = at_work(port, filled, seconds, THINKS_S, SEED)
            for thread in threads:
                thread.join()
            apart = _apart(port, [seen.code for seen in phones])
            peak = peak_mb(process.pid)
        lost = _lost(database, phones)
    return [*_rows(phones, editors), {"what": "server", "peak_mb": peak, "lost": lost, "codes_apart_ms": apart,
                                      "errors": [error for seen in phones for error in seen.errors]}]  # fmt: skip


def _open_door(database: Database) -> str:
    now = datetime.now(UTC)
    with database.write() as db:
        row = Residency(name="Essai", place="Ici", starts=now.date(), ends=now.date(), languages=["fr"], created_at=now)
        db.add(row)
        db.flush()
        for issue in db.query(Issue).limit(1):
            issue.residency_id = row.id
        join = door_code.new_code()
        db.add(Door(residency_id=row.id, code=join, made_on=now.date()))
    return join


def _photo(number: int) -> bytes:
    """Twelve megapixels as a phone writes them, some 1.5 MB."""
    rough = Image.effect_noise((500, 375), 40 + number).resize((4000, 3000)).convert("RGB")
    out = BytesIO()
    rough.save(out, "JPEG", quality=88)
    return out.getvalue()


def _hand_in(port: int, join: str, photos: list[bytes], dice: random.Random, seen: Seen) -> None:
    """One phone: opens the page, sends words and three photos, keeps its code, looks at its pieces."""
    time.sleep(dice.uniform(0, ARRIVE_S))
    try:
        _Phone(port, dice, seen).give(join, dice.sample(photos, PHOTOS))
    except Exception as error:
        seen.errors.append(repr(error))


class _Phone:
    """A browser on a thin link."""

    def __init__(self, port: int, dice: random.Random, seen: Seen) -> None:
        self.port, self.dice, self.seen, self.cookie = port, dice, seen, ""

    def give(self, join: str, photos: list[bytes]) -> None:
        # of its own: two phones' same picture would be one; a JPEG is read up to its end
        files = [one + secrets.token_bytes(8) for one in photos]
        told = [{"what": "photo", "size": len(one), "sha256": hashlib.sha256(one).hexdigest()} for one in files]
        self.ask("page", "GET", f"/ici/{join}")
        words = urlencode({"words": WORDS + secrets.token_hex(8), "tongue": "fr", "files": json.dumps(told)}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": secrets.token_urlsafe(16)}
        _, answer = self.ask("words", "POST", f"/ici/{join}", words, kind)
        for one, data in zip(json.loads(answer)["files"], files, strict=True):
            self.send(one["to"], data)
            self.seen.hashes.append(one["sha256"])
        _, page = self.ask("page", "GET", "/moi/carte")
        shown = re.search(r'digits western".*?<bdi>(.*?)</bdi>', page.decode())
        self.seen.code = "".join(re.findall(r"\d", shown[1])) if shown else ""
        self.ask("page", "GET", "/moi/")

    def send(self, way: str, data: bytes) -> None:
        offset, digest = 0, None
        while digest is None:
            headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset),
                       "Content-Type": "application/offset+octet-stream"}  # fmt: skip
            last = offset + PART >= len(data)
            said, _ = self.ask("last part" if last else "part", "PATCH", way, data[offset : offset + PART], headers)
            offset, digest = int(said["upload-offset"]), said.get("repr-digest")

    def ask(
        self, what: str, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path)
        told = (headers or {}) | ({"Cookie": self.cookie} if self.cookie else {}) | {"Content-Length": str(len(body))}
        for name, value in told.items():
            connection.putheader(name, value)
        connection.endheaders()
        for at in range(0, len(body), 8192):
            time.sleep(min(8192, len(body) - at) / LINK_BYTES_S)
            connection.send(body[at : at + 8192])
        started = time.perf_counter()
        answer = connection.getresponse()
        seconds = time.perf_counter() - started
        data = answer.read()
        connection.close()
        if answer.status >= 400:
            raise RuntimeError(f"{what}: {answer.status}")
        self.seen.taken.setdefault(what, []).append(seconds)
        if cookie := answer.headers.get("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return {name.lower(): value for name, value in answer.getheaders()}, data


def _apart(port: int, known: list[str]) -> float:
    """How far the medians of known and unknown codes are from one another, ms; asked in turn."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for number in range(CODES):
        for there in (True, False):
            asked = known[number % len(known)] if there else "".join(code.digits(secrets.randbits(code.BITS)))
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            started = time.perf_counter()
            connection.request("POST", "/retour", urlencode({"code": asked}),
                               {"Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
            answer = connection.getresponse()
            answer.read()
            if answer.status == 303:
                times[there].append(time.perf_counter() - started)
            connection.close()
    return round(1000 * abs(statistics.median(times[True]) - statistics.median(times[False])), 2)


def _lost(database: Database, phones: list[Seen]) -> int:
    """How much of what was acknowledged is not there."""
    with database.read() as db:
        kept = {row.sha256 for row in db.query(Upload) if row.state in (State.WHOLE, State.OPENED)}
        pieces = db.query(Piece).filter(Piece.card_id.is_not(None)).count()
    database.close()
    given = [one for seen in phones for one in seen.hashes]
    return sum(one not in kept for one in given) + abs(sum(bool(seen.taken.get("words")) for seen in phones) - pieces)


def _rows(phones: list[Seen], editors: Times) -> list[dict[str, Any]]:
    taken: Times = {}
    for seen in phones:
        for what, times in seen.taken.items():
            taken.setdefault(what, []).extend(times)
    rooms = [value for what, values in editors.items() if what in ROOMS for value in values]
    return [*(row_of("phones", what, times) for what, times in sorted(taken.items())),
            *(row_of("editors", what, times) for what, times in sorted(editors.items())),
            row_of("editors", "any page", rooms)]  # fmt: skip


def table(rows: list[dict[str, Any]]) -> str:
    """The rows for people."""
    *asked, server = rows
    lines = [f"{'':<24}{'requests':>9}{'median':>10}{'p95':>10}{'slowest':>10}"]
    for row in asked:
        figures = "".join(f"{row[key]:>7.1f} ms" for key in ("median_ms", "p95_ms", "slowest_ms"))
        lines.append(f"{row['load'] + ' ' + row['what']:<24}{row['requests']:>9}{figures}")
    said = (f"server at most {server['peak_mb']} MB, lost {server['lost']}, errors {len(server['errors'])}, "
            f"known and unknown codes {server['codes_apart_ms']} ms apart")  # fmt: skip
    return "\n".join([*lines, said])
