"""A network that breaks, and phones that hand in photos through it: all arrive whole, each once, or the count says so.

`python -m tests.faults.network UPLOADS [--state FILE]`: the count as JSON; exit 1 on a fault. The proxy is our own: it
passes bytes on between a phone and a real server on the loopback, and cuts connections anywhere, also when the request
is through and only its answer is lost.
"""

import base64
import hashlib
import json
import os
import random
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import click

from journal_app.app import create_app
from journal_app.config import Config
from journal_app.submissions.model import Piece
from journal_app.uploads.files import Incoming
from journal_app.uploads.model import State, Upload
from journal_app.web.desk import Desk
from tests.desk import TestDesk
from tests.gathering.people import Camp, open_camp
from tests.served import answering

SIZE = 3_000_000  # bytes of a photo
PHONES = 6  # at once
PART = 262_144  # bytes a phone sends in one request
MOST_TRIES = 400  # of one phone for one file: a bound, never reached by a desk that keeps what it acknowledged


class BrokenNetwork:
    """A proxy in front of a port: of ten connections four are cut, in either direction, after some bytes."""

    def __init__(self, port: int, seed: int) -> None:
        self.behind, self.dice, self.cuts = port, random.Random(seed), 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self.socket.accept()
                fate = self.dice.choice(("fine",) * 6 + ("up", "up", "down", "refused"))
                after = self.dice.choice((0, 1, 200, 5_000, PART // 2, PART))
                threading.Thread(target=self._carry, args=(phone, fate, after), daemon=True).start()

    def _carry(self, phone: socket.socket, fate: str, after: int) -> None:
        if fate == "refused":
            return self._cut(phone)
        try:
            desk = socket.create_connection(("127.0.0.1", self.behind), timeout=30)
        except OSError:
            return self._cut(phone)
        up = threading.Thread(target=self._pass, args=(phone, desk, after if fate == "up" else None), daemon=True)
        up.start()
        # an answer that is lost is lost before its first byte: the request was done, and the phone cannot know
        self._pass(desk, phone, 0 if fate == "down" else None)
        up.join(30)
        return None

    def _pass(self, here: socket.socket, there: socket.socket, cut_after: int | None) -> None:
        carried = 0
        with suppress(OSError):
            while data := here.recv(16_384):
                if cut_after is not None and carried + len(data) > cut_after:
                    there.sendall(data[: cut_after - carried])
                    self.cuts += 1
                    break
                there.sendall(data)
                carried += len(data)
        self._cut(here)
        self._cut(there)

    @staticmethod
    def _cut(one: socket.socket) -> None:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()

    def close(self) -> None:
        self.socket.close()


@dataclass
class Count:
    """What was done and found."""

    uploads: int = 0
    pieces: int = 0
    cuts: int = 0
    requests: int = 0
    faults: list[str] = field(default_factory=list)


class Phone:
    """Sends as giving.js does: announces, asks how far a file is, sends on from there, believes nothing but a hash."""

    def __init__(self, port: int, camp: Camp, count: Count) -> None:
        self.port, self.camp, self.count = port, camp, count

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """One answer; tried again until there is one."""
        for _ in range(MOST_TRIES):
            self.count.requests += 1
            connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                data = answer.read()
            except (OSError, HTTPException):
                if method == "PATCH":  # how much of it arrived is the desk's to say
                    return 0, {}, b""
                continue
            finally:
                connection.close()
            if answer.status not in (423, 429, 503):
                return answer.status, {name.lower(): value for name, value in answer.getheaders()}, data
        raise AssertionError(f"{method} {path}: never answered")

    def give(self, files: list[bytes], key: str) -> list[str]:
        """Hand in; the receipts' ways in, in order."""
        told = [{"what": "photo", "size": len(one), "sha256": hashlib.sha256(one).hexdigest()} for one in files]
        body = urlencode({"words": f"Une phrase {key}. (spécimen)", "tongue": "fr", "files": json.dumps(told)}).encode()
        headers = {"Idempotency-Key": key, "Content-Type": "application/x-www-form-urlencoded"}
        status, _, data = self.ask("POST", f"/ici/{self.camp.join}", body, headers)
        assert status == 200, (status, data[:200])
        ways = [str(one["to"]) for one in json.loads(data)["files"]]
        for way, one in zip(ways, files, strict=True):
            self.send(way, one)
        return ways

    def send(self, way: str, data: bytes) -> None:
        whole = f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"
        base = {"Tus-Resumable": "1.0.0"}
        for _ in range(MOST_TRIES):
            status, told, _ = self.ask("HEAD", way, b"", base)
            assert status == 200, status
            while "upload-offset" in told:
                if told.get("repr-digest") == whole:
                    return
                offset = int(told["upload-offset"])
                headers = base | {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
                status, told, _ = self.ask("PATCH", way, data[offset : offset + PART], headers)
        raise AssertionError(f"{way}: never whole")


@contextmanager
def _served(folder: Path) -> Iterator[tuple[Camp, int]]:
    (folder / "issues").mkdir()
    app = create_app(Config(issues_folder=folder / "issues", instance=folder / "instance"))
    camp = open_camp(TestDesk(app))
    try:
        with answering(app) as port:
            yield camp, port
    finally:
        app.extensions["desk"].database.close()


def run(uploads: int, seed: int = 4, size: int = SIZE) -> Count:
    """So many photos of `size` bytes, one to four of a piece, by several phones at once."""
    count = Count()
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as (camp, port):
        network = BrokenNetwork(port, seed)
        found: Desk = camp.desk.app.extensions["desk"]
        incoming = Incoming(found.config.instance / "incoming")
        dice, parcels, left = random.Random(seed), [], uploads
        while left:
            parcels.append(min(left, dice.randint(1, 4)))
            left -= parcels[-1]

        def hand_in(number: int) -> None:
            files = [os.urandom(size) for _ in range(parcels[number])]
            ways = Phone(network.port, camp, count).give(files, f"parcel-{seed}-{number}")
            for way, one in zip(ways, files, strict=True):
                upload_id = way.split("/")[2]
                if incoming.sha256(upload_id) != hashlib.sha256(one).hexdigest():
                    count.faults.append(f"{upload_id} is not what was sent")
                incoming.remove(upload_id)  # a disk of this machine need not hold them all
            count.uploads += len(files)

        with ThreadPoolExecutor(PHONES) as phones:
            for number, done in enumerate([phones.submit(hand_in, number) for number in range(len(parcels))]):
                if error := done.exception():
                    count.faults.append(f"parcel {number}: {error!r}")
        network.close()
        with found.database.read() as db:
            rows = db.query(Upload).all()
            count.pieces = db.query(Piece).count()
        if count.pieces != len(parcels):
            count.faults.append(f"{count.pieces} pieces of {len(parcels)}")
        if len(rows) != uploads or any(row.state != State.WHOLE for row in rows):
            count.faults.append(f"{len(rows)} rows of {uploads}, not all of them whole and once")
        count.cuts = network.cuts
    return count


@click.command()
@click.argument("uploads", type=int)
@click.option("--state", type=click.Path(path_type=Path), help="where the count is kept: go on from there")
def main(uploads: int, state: Path | None) -> None:
    """Hand in so many photos over a network that breaks."""
    kept = json.loads(state.read_text("utf-8")) if state and state.exists() else asdict(Count())
    while kept["uploads"] < uploads and not kept["faults"]:
        more = asdict(run(min(100, uploads - kept["uploads"]), seed=kept["uploads"] + 1))
        kept = {name: kept[name] + more[name] for name in kept}
        if state:
            state.parent.mkdir(parents=True, exist_ok=True)
            state.write_text(json.dumps(kept), "utf-8")
        print(json.dumps({name: kept[name] for name in ("uploads", "cuts", "requests")}), file=sys.stderr, flush=True)
    print(json.dumps(kept, indent=1))
    sys.exit(1 if kept["faults"] else 0)


if __name__ == "__main__":
    main()
