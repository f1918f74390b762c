"""A desk's life under kill -9: what a child process does until it is killed, and how it acknowledges on a pipe.

Each deed is what a person's form does: files first, then one transaction, then the answer. The answer is a line on
the pipe, written only when the deed returned; who reads it may count on it from then on.
"""

import hashlib
import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.config import Config
from journal_app.jobs import actions as jobs
from journal_app.jobs import runner
from journal_app.jobs.kinds import Made, Progress
from journal_app.jobs.model import Job
from journal_app.media import actions as media
from journal_app.media.intake import CleanPicture
from journal_app.submissions import actions as submissions
from journal_app.submissions.actions import Saved
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Text
from journal_app.tasks.model import Notice
from journal_app.workshop import Workshop, open_workshop

TEXTS = 4


@dataclass(frozen=True)
class Place:
    """Where the desk of these tests is, and what was put there before the first kill."""

    folder: Path
    issue_id: str
    text_ids: tuple[str, ...]
    account_id: str

    @property
    def config(self) -> Config:
        return Config(self.folder / "issues", instance=self.folder / "instance")

    @property
    def actor(self) -> Actor:
        return Actor(self.account_id, "Mina", frozenset({Role.EDITOR}))


def digest(words: str) -> str:
    """What a whole text carries in its headline: half of it would not match."""
    return hashlib.sha256(words.encode()).hexdigest()


def save(shop: Workshop, place: Place, chance: random.Random) -> str:
    """Save a text on what it says now; its revision."""
    words = "<p>" + " ".join(f"{chance.getrandbits(40):x}" for _ in range(chance.randint(10, 400))) + "</p>"
    content = Content(headline=digest(words), body=words)
    with shop.database.write() as db:
        text = db.get_one(Text, chance.choice(place.text_ids), with_for_update=True)
        answer = submissions.save(db, place.actor, now(), text, content, text.head_id, moment=Moment.SAVED)
    assert isinstance(answer, Saved)
    return f"revision {answer.revision.id}"


def upload(shop: Workshop, place: Place, chance: random.Random) -> str:
    """Keep a picture's three files, then its rows; the picture."""
    data = [chance.randbytes(chance.randint(1_000, size)) for size in (200_000, 60_000, 10_000)]
    kept = media.keep(shop.blobs, CleanPicture(*data, "image/webp", 100, 100))
    with shop.database.write() as db:
        made, _ = media.add_picture(db, place.actor, now(), place.issue_id, None, kept)
    return f"picture {made.id}"


def build(shop: Workshop, place: Place, chance: random.Random) -> str:
    """A job, asked for, done and shown in the transaction that closes it; the job."""
    key = f"{chance.getrandbits(60):x}"
    with shop.database.write() as db:
        job = jobs.enqueue(db, place.actor, now(), "build", key, {"seed": chance.getrandbits(60)}, place.issue_id)
    runner.run(shop, {"build": press}, job.id)
    return f"job {job.id}"


def press(shop: Workshop, job: Job, progress: Progress) -> Made:
    """The work of the job: its output durable first, its pointer by the swap."""
    blob = shop.blobs.put(random.Random(job.arguments["seed"]).randbytes(50_000))

    def show(db: Session, job: Job, at: datetime) -> None:
        db.add(Notice(account_id=job.made_by, code=blob, detail={"job": job.id}, made_at=at))

    return Made({"blob": blob}, show)


DEEDS: dict[str, Callable[[Workshop, Place, random.Random], str]] = {"save": save, "upload": upload, "build": build}


def now() -> datetime:
    return datetime.now(UTC)


def live(place: Place, seed: int, pipe: int) -> None:
    """Do one deed after the other and acknowledge each, until killed."""
    chance = random.Random(seed)
    shop = open_workshop(place.config)
    os.write(pipe, b"ready\n")
    while True:
        name = chance.choices(list(DEEDS), (6, 3, 1))[0]
        os.write(pipe, f"{DEEDS[name](shop, place, chance)}\n".encode())
