"""Kill -9 at random, again and again: two children live on one desk, die together, and what is left is looked at.

Nothing that was acknowledged may be missing, and nothing that is half there may be seen. A cycle takes about 0.15 s;
every hundred and fifty the desk is begun anew, its whole history checked once more before.
"""

import gc
import json
import os
import random
import resource
import select as ready
import shutil
import signal
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select, text

from journal_app.accounts.model import Account
from journal_app.db import no_room, open_database
from journal_app.durable import ASIDE
from journal_app.issues.model import Issue
from journal_app.jobs.model import Job, JobState
from journal_app.media.blobs import BlobDamaged, FolderBlobs
from journal_app.media.model import Blob, Picture
from journal_app.migrations import upgrade
from journal_app.submissions.content import from_json
from journal_app.submissions.model import Piece, Revision, Text
from journal_app.tables import tables
from journal_app.tasks.model import Notice
from journal_app.workshop import open_workshop
from tests.faults import pages
from tests.faults.life import DEEDS, LONG, STAMP, TEXTS, live, save, upload
from tests.faults.mutants import Mutant
from tests.faults.place import Place, digest, now

CHILDREN = 2
LIVES_S, LONG_S = 0.05, 0.5  # at most, after both are ready; each tenth life is a long one, which builds
LONG_EACH = 10
# Memory where there is some: a kill leaves all that was written to the system, wherever that is, and is sooner there.
WHERE = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
ANEW = 150  # cycles of one desk
SEED = 3


@dataclass
class Count:
    """What happened so far; kept in a file so that ten thousand cycles may be done in pieces."""

    cycles: int = 0
    acknowledged: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    left_aside: int = 0  # files that a kill left half written, under a name nobody looks at
    orphans: int = 0  # blobs whose rows were never committed: the janitor's
    faults: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path | None) -> "Count":
        if path is None or not path.exists():
            return cls()
        told = json.loads(path.read_text("utf-8"))
        return cls(**told | {"kinds": Counter(told["kinds"])})

    def keep(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_suffix(".new")
            aside.write_text(json.dumps(self.__dict__, indent=1), "utf-8")
            aside.replace(path)


def furnish(folder: Path) -> Place:
    """A desk with an issue, a person and a few texts."""
    (folder / "issues").mkdir(parents=True)
    (folder / "instance").mkdir()
    tables()
    database = open_database(f"sqlite:///{folder / 'instance' / 'journal.db'}")
    upgrade(database)
    at = now()
    with database.write() as db:
        person = Account(login="mina", name="Mina", password_hash="-", created_at=at)
        issue = Issue(slug="12-traverser", title="J", number=12, date=at.date(), theme={}, languages=["fr"], printer={},
                      masthead={}, created_at=at)  # fmt: skip
        db.add_all([person, issue])
        db.flush()
        texts = []
        for number in range(TEXTS):
            piece = Piece(issue_id=issue.id, slug=f"p{number}", title="P", original="fr", created_at=at, changed_at=at)
            db.add(piece)
            db.flush()
            texts.append(Text(piece_id=piece.id, language="fr"))
        db.add_all(texts)
    database.close()
    place = Place(folder, issue.id, issue.slug, tuple(row.id for row in texts), person.id)
    shop = open_workshop(place.config)
    with shop.database.write() as db:
        pages.lay_out(db, place)
    for deed in DEEDS.values():  # once before the first fork: the children then begin with everything compiled
        deed(shop, place, random.Random(SEED))
    shop.database.close()
    return place


def live_and_die(place: Place, chance: random.Random, lives: int, mutant: Mutant | None = None) -> list[str]:
    """Two lives on one desk, ended at once at a moment nobody knows; what they acknowledged."""
    long = lives % LONG_EACH == LONG_EACH - 1
    deeds = mutant.deeds if mutant else LONG if long else tuple(DEEDS)
    pipes, children = [], []
    for _ in range(CHILDREN):
        read, write = os.pipe()
        seed = chance.getrandbits(60)
        child = os.fork()
        if child == 0:
            try:
                if mutant is not None:
                    mutant.change()
                live(place, seed, write, lives, deeds)
            finally:
                os._exit(1)
        os.close(write)
        pipes.append(read)
        children.append(child)
    for pipe in pipes:
        assert ready.select([pipe], [], [], 30)[0], "a child did not begin"
    time.sleep(chance.uniform(0, LONG_S if long else LIVES_S))
    for child in children:
        os.kill(child, signal.SIGKILL)
    ended = [os.waitpid(child, 0)[1] for child in children]
    told = "".join(_drain(pipe) for pipe in pipes)
    if any(os.WIFEXITED(status) for status in ended):
        raise RuntimeError("a child broke down by itself")
    return [line for line in told.split("\n")[:-1] if line != "ready"]


def _drain(pipe: int) -> str:
    found = b""
    while part := os.read(pipe, 65536):
        found += part
    os.close(pipe)
    return found[: found.rfind(b"\n") + 1].decode()  # half a line acknowledges nothing


class Look:
    """What a desk shows after a kill. What was seen whole once is looked at again only at the end."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.blobs = FolderBlobs(Path(place.config.blobs_url))
        self.database = open_database(place.config.database_url)
        self.whole: set[str] = set()
        self.number = dict.fromkeys(place.text_ids, 0)
        self.told: list[str] = []

    def after(self, told: list[str]) -> list[str]:
        """What is wrong after this kill."""
        self.told += told
        try:
            return [*self._lost(told), *self._seen()]
        finally:
            self.database.close()  # the next fork inherits no open file of SQLite

    def _seen(self) -> list[str]:
        return [*self._halves(), *self._files(), *pages.wrong(self.database, self.place)]

    def at_the_end(self) -> list[str]:
        """The same for all that was ever acknowledged, and the database's own check."""
        self.whole.clear()
        try:
            with self.database.read() as db:
                said = db.execute(text("PRAGMA integrity_check")).scalar()
            broken = [] if said == "ok" else [f"the database is damaged: {said}"]
            return [*broken, *self._lost(self.told), *self._seen()]
        finally:
            self.database.close()

    def _lost(self, told: list[str]) -> list[str]:
        wanted = {"revision": Revision, "picture": Picture, "job": Job, "freeze": Job}
        found = []
        with self.database.read() as db:
            for line in told:
                kind, row_id = line.split(" ")
                if kind == "stuck":
                    found.append("a freeze takes the desk's own files for somebody's")
                elif kind == "build":
                    done = db.get(Job, row_id)
                    found += [] if done and done.state == JobState.DONE else ["lost: build"]
                elif db.get(wanted[kind], row_id) is None:
                    found.append(f"lost: {kind}")
        return found

    def _halves(self) -> list[str]:
        found = []
        with self.database.read() as db:
            for row in db.scalars(select(Text)):
                known = self.number[row.id]
                new = select(Revision).where(Revision.text_id == row.id, Revision.number > known)
                rows = db.scalars(new.order_by(Revision.number)).all()
                for revision in rows:
                    content = from_json(revision.content)
                    if content.headline != digest(content.body):
                        found.append("half a revision")
                if [revision.number for revision in rows] != list(range(known + 1, known + 1 + len(rows))):
                    found.append("a gap between revisions")
                if rows and row.head_id != rows[-1].id:
                    found.append("a text that does not show its last revision")
                self.number[row.id] = known + len(rows)
            for name in set(db.scalars(select(Blob.sha256))) - self.whole:
                found += self._whole(name, "a row without its bytes")
            shown = Counter(detail["job"] for detail in db.scalars(select(Notice.detail)))
            done = set(db.scalars(select(Job.id).where(Job.kind == STAMP, Job.state == JobState.DONE)))
            if shown != Counter(done):
                found.append("a job that is done and not shown, or the other way round")
        return found

    def _files(self) -> list[str]:
        new = [name for name, _ in self.blobs.names() if name not in self.whole]
        return [wrong for name in new for wrong in self._whole(name, "a name without its bytes")]

    def _whole(self, name: str, lacking: str) -> list[str]:
        try:
            self.blobs.get(name)
        except FileNotFoundError:
            return [lacking]
        except BlobDamaged:
            return ["half a file under its own name"]
        self.whole.add(name)
        return []

    def leftovers(self) -> tuple[int, int]:
        """Files under no name, and blobs without a row."""
        with self.database.read() as db:
            rows = set(db.scalars(select(Blob.sha256))) | set(db.scalars(select(Notice.code)))
        self.database.close()
        aside = len(list(self.blobs.folder.glob(f"{ASIDE}*")))
        return aside, sum(name not in rows for name, _ in self.blobs.names())


def fill(place: Place, room: int, deeds: int = 60) -> list[str]:
    """A life in which no file may grow beyond the database's present size and `room` (bytes): what it said.

    A limit of the process (RLIMIT_FSIZE) stands for the full disk: a small file system of its own cannot be mounted
    everywhere. Each deed is acknowledged, or told as `full` when the error is one that the desk answers with 507.
    """
    read, write = os.pipe()
    if os.fork() == 0:
        try:
            most = Path(place.config.database_url.removeprefix("sqlite:///")).stat().st_size + room
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            chance, shop = random.Random(SEED), open_workshop(place.config)
            for _ in range(deeds):
                try:
                    told = (save if chance.random() < 0.5 else upload)(shop, place, chance)
                except Exception as error:
                    told = "full" if no_room(error) else f"{type(error).__name__}"
                os.write(write, f"{told}\n".encode())
        finally:
            os._exit(0)
    os.close(write)
    said = _drain(read).split("\n")[:-1]
    os.wait()
    return said


def run_full() -> Count:
    """Fill the disk, look; then make room and see that life goes on."""
    count, folder = Count(), Path(tempfile.mkdtemp(prefix="faults-", dir=WHERE))
    try:
        look = Look(furnish(folder / "desk"))
        for room in (0, 20_000, 100_000, 500_000, 100_000_000):
            told = fill(look.place, room)
            count.cycles += 1
            count.kinds.update(line.split(" ")[0] for line in told)
            count.faults += look.after([line for line in told if " " in line])
        if "full" in told:
            count.faults.append("no room was seen although there is")
        count.faults += look.at_the_end()
        count.acknowledged = len(look.told)
        count.left_aside, count.orphans = look.leftovers()
    finally:
        shutil.rmtree(folder)
    return count


def run(cycles: int, state: Path | None = None, mutant: Mutant | None = None) -> Count:
    """Go on to so many cycles, counting from what the state file says; with a mutant only until it is caught."""
    count = Count.read(state)
    while count.cycles < cycles and not (mutant and count.faults):
        chance = random.Random(f"{SEED} {count.cycles}")
        folder = Path(tempfile.mkdtemp(prefix="faults-", dir=WHERE))
        try:
            look = Look(furnish(folder / "desk"))
            gc.freeze()  # or each child's first collection would copy all that its parent holds
            for _ in range(min(ANEW, cycles - count.cycles)):
                told = live_and_die(look.place, chance, count.cycles, mutant)
                count.cycles += 1
                count.acknowledged += len(told)
                count.kinds.update(line.split(" ")[0] for line in told)
                count.faults += look.after(told)
                if mutant and count.faults:
                    break
            count.faults += look.at_the_end()
            aside, orphans = look.leftovers()
            count.left_aside += aside
            count.orphans += orphans
        finally:
            shutil.rmtree(folder)
        count.keep(state)
    return count
