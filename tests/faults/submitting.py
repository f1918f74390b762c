"""Kill -9 at random over handing in: the real app answers real forms and parts in a child until it is killed.

`python -m tests.faults.submitting CYCLES [--state FILE]`: the count as JSON; exit 1 on a fault. Nothing that was
answered may be missing, nothing half may be seen, and the form that the kill fell on, sent again, is one piece.
"""

import gc
import hashlib
import json
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from sqlalchemy import String, cast

from journal_app.app import create_app
from journal_app.config import Config
from journal_app.gathering.receiving import KIND
from journal_app.jobs.model import Job
from journal_app.submissions.model import Piece, Revision, Text
from journal_app.uploads.files import Incoming
from journal_app.uploads.model import State, Upload
from journal_app.web.desk import Desk
from tests.desk import TestDesk
from tests.gathering.people import Camp, Phone, open_camp

CHILDREN = 2
LINES = 6  # at most so many are told by the first child before the kill: a busy machine is waited for
LIFE_S = 0.05  # at most, after those lines
ANEW = 200  # cycles of one desk
WHERE = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
PART = 20_000


@dataclass
class Count:
    """What happened so far. `again`: forms that a kill fell on and that were sent once more."""

    cycles: int = 0
    forms: int = 0
    parts: int = 0
    files: int = 0
    again: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Scene:
    """A desk, a phone with a code, and what was acknowledged on it."""

    camp: Camp
    phone: Phone
    csrf: str

    @property
    def desk(self) -> Desk:
        found: Desk = self.camp.desk.app.extensions["desk"]
        return found

    @property
    def incoming(self) -> Incoming:
        return Incoming(self.desk.config.instance / "incoming")


def set_up(folder: Path) -> Scene:
    (folder / "issues").mkdir(parents=True)
    app = create_app(Config(issues_folder=folder / "issues", instance=folder / "instance"))
    camp = open_camp(TestDesk(app))
    phone = camp.phone()
    phone.give()
    scene = Scene(camp, phone, phone.csrf())
    for number, deed in enumerate((form, parts)):  # once before the first fork: children begin with all compiled
        deed(scene, f"first-{number}", lambda line: None)
    scene.desk.database.close()
    return scene


# --- what a child does -----------------------------------------------------------------------------------------------


def _files(key: str, most: int) -> list[bytes]:
    """The same bytes for the same key."""
    chance = random.Random(key)
    return [chance.randbytes(chance.randint(1, 90_000)) for _ in range(chance.randint(0, most))]


def _words(key: str) -> str:
    return f"Mot {hashlib.sha256(key.encode()).hexdigest()[:16]} (spécimen)"


def form(scene: Scene, key: str, tell: Any) -> str:
    """A form as a browser without a script sends it; the piece."""
    data: dict[str, Any] = {"csrf": scene.csrf, "key": key, "words": _words(key), "tongue": "fr"}
    files = _files(key, 2)
    data["photos"] = [(BytesIO(one), "IMG.jpg") for one in files]
    answer = scene.phone.client.post("/moi/donner", data=data)
    assert answer.status_code == 303, answer.status_code
    piece = answer.location.split("/")[2].split("?")[0]
    tell({"kind": "form", "key": key, "piece": piece})
    return piece


def parts(scene: Scene, key: str, tell: Any) -> str:
    """A file that is announced and sent in parts; the piece."""
    data = (_files(key, 2) or [b"x"])[0]
    told = [{"what": "photo", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}]
    body = {"csrf": scene.csrf, "words": _words(key), "tongue": "fr", "files": json.dumps(told)}
    answer = scene.phone.client.post("/moi/donner", data=body, headers={"Idempotency-Key": key})
    assert answer.status_code == 200 and answer.json is not None, answer.status_code
    way, piece = answer.json["files"][0]["to"], answer.json["onwards"].split("/")[2].split("?")[0]
    tell({"kind": "announced", "key": key, "piece": piece})
    head = {"Tus-Resumable": "1.0.0"}
    offset = int(scene.phone.client.head(way, headers=head).headers["Upload-Offset"])
    while offset < len(data):
        more = head | {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        sent = scene.phone.client.patch(way, data=data[offset : offset + PART], headers=more)
        offset = int(sent.headers["Upload-Offset"])
        tell({"kind": "part", "key": key, "upload": way.split("/")[2], "offset": offset, "of": len(data)})
    return piece


DEEDS = {"form": form, "parts": parts}


def _live(scene: Scene, seed: str, pipe: int) -> None:
    chance, number = random.Random(seed), 0

    def tell(line: dict[str, Any]) -> None:
        os.write(pipe, json.dumps(line).encode() + b"\n")

    tell({"kind": "ready"})
    while True:
        name, key = chance.choice(tuple(DEEDS)), f"{seed}-{number}"
        tell({"kind": "begun", "key": key, "deed": name})
        DEEDS[name](scene, key, tell)
        tell({"kind": "ended", "key": key})
        number += 1


def live_and_die(scene: Scene, seed: str, chance: random.Random) -> list[dict[str, Any]]:
    """Children on one desk, killed at once; what they told."""
    pipes, children = [], []
    for number in range(CHILDREN):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                _live(scene, f"{seed}-{number}", write)
            finally:
                os._exit(1)
        os.close(write)
        pipes.append(read)
        children.append(child)
    for pipe in pipes:
        assert select.select([pipe], [], [], 30)[0], "a child did not begin"
    first = _after(pipes[0], chance.randint(1, LINES))
    time.sleep(chance.uniform(0, LIFE_S))
    for child in children:
        os.kill(child, signal.SIGKILL)
    ended = [os.waitpid(child, 0)[1] for child in children]
    told = []
    for pipe, begun in zip(pipes, (first, *[b""] * (CHILDREN - 1)), strict=True):
        with os.fdopen(pipe, "rb") as file:
            whole = (begun + file.read()).split(b"\n")[:-1]  # half a line acknowledges nothing
            told += [json.loads(line) for line in whole]
    if any(os.WIFEXITED(status) for status in ended):
        raise RuntimeError("a child broke down by itself")
    return told


def _after(pipe: int, lines: int) -> bytes:
    """What a child told, as soon as it is so many lines."""
    told = b""
    while told.count(b"\n") < lines:
        more = os.read(pipe, 65_536)
        if not more:
            break  # it broke down: seen below
        told += more
    return told


# --- what is left ----------------------------------------------------------------------------------------------------


def look(scene: Scene, told: list[dict[str, Any]], count: Count) -> None:
    """What is wrong after a kill; the forms it fell on are sent again first."""
    ended = {line["key"] for line in told if line["kind"] == "ended"}
    deeds = {line["key"]: line["deed"] for line in told if line["kind"] == "begun"}
    for line in told:
        if line["kind"] == "part":
            _part(scene, line, count)
    for key, name in deeds.items():
        if key not in ended:
            DEEDS[name](scene, key, lambda line: None)
            count.again += 1
    with scene.desk.database.read() as db:
        for key, name in deeds.items():
            _whole(scene, db, key, name, count)
        acknowledged = {line["piece"] for line in told if line["kind"] in ("form", "announced")}
        count.faults += [f"lost: {one}" for one in acknowledged if db.get(Piece, one) is None]
        jobs = {str(job.arguments["upload"]) for job in db.query(Job).filter_by(kind=KIND)}
        whole = {row.id for row in db.query(Upload).filter_by(state=State.WHOLE)}
        count.faults += [f"nobody will open {one}" for one in whole - jobs]
    count.forms += sum(line["kind"] in ("form", "announced") for line in told)
    count.parts += sum(line["kind"] == "part" for line in told)
    scene.desk.database.close()  # the next fork inherits no open file of SQLite


def _part(scene: Scene, line: dict[str, Any], count: Count) -> None:
    """What was said to be here is here, and is what was sent."""
    data = (_files(line["key"], 2) or [b"x"])[0][: line["offset"]]
    try:
        with scene.incoming.open(line["upload"]) as file:
            if file.read(len(data)) != data:
                count.faults.append(f"other bytes: {line}")
    except FileNotFoundError:
        count.faults.append(f"no bytes: {line}")


def _whole(scene: Scene, db: Any, key: str, name: str, count: Count) -> None:
    """One piece with these words, and its files whole, each once."""
    said = _words(key)
    rows = db.query(Revision).filter(cast(Revision.content, String).contains(said.split(" ")[1])).all()
    pieces = {db.get(Text, row.text_id).piece_id for row in rows}
    if len(pieces) != 1:
        count.faults.append(f"{len(pieces)} pieces of one form ({name})")
        return
    wanted = _files(key, 2) if name == "form" else [(_files(key, 2) or [b"x"])[0]]
    found = db.query(Upload).filter_by(piece_id=pieces.pop()).order_by(Upload.number).all()
    if [row.sha256 for row in found] != [hashlib.sha256(one).hexdigest() for one in wanted]:
        count.faults.append(f"other files ({name})")
    for row in found:
        if row.state != State.WHOLE or scene.incoming.sha256(row.id) != row.sha256:
            count.faults.append(f"a file that is not whole ({name})")
    count.files += len(found)


def run(cycles: int, first: int = 0) -> Count:
    """So many kills."""
    count = Count()
    while count.cycles < cycles and not count.faults:
        folder = Path(tempfile.mkdtemp(prefix="faults-", dir=WHERE))
        try:
            scene = set_up(folder / "desk")
            gc.freeze()
            for _ in range(min(ANEW, cycles - count.cycles)):
                seed = f"kill-{first + count.cycles}"
                look(scene, live_and_die(scene, seed, random.Random(seed)), count)
                count.cycles += 1
        finally:
            shutil.rmtree(folder)
    return count


@click.command()
@click.argument("cycles", type=int)
@click.option("--state", type=click.Path(path_type=Path), help="where the count is kept: go on from there")
def main(cycles: int, state: Path | None) -> None:
    """Kill so many times."""
    kept = json.loads(state.read_text("utf-8")) if state and state.exists() else asdict(Count())
    while kept["cycles"] < cycles and not kept["faults"]:
        more = asdict(run(min(ANEW, cycles - kept["cycles"]), kept["cycles"]))
        kept = {name: kept[name] + more[name] for name in kept}
        if state:
            state.parent.mkdir(parents=True, exist_ok=True)
            state.write_text(json.dumps(kept), "utf-8")
    print(json.dumps(kept, indent=1))
    sys.exit(1 if kept["faults"] else 0)


if __name__ == "__main__":
    main()
