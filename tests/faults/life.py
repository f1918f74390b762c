"""A desk's life under kill -9: what a child process does until it is killed, and how it acknowledges on a pipe.

Each deed is what a person's form does: files first, then one transaction, then the answer. The answer is a line on
the pipe, written only when the deed returned; who reads it may count on it from then on.
"""

import os
import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from journal_app.jobs import actions as jobs
from journal_app.jobs import runner
from journal_app.jobs.kinds import Made, Progress
from journal_app.jobs.model import Job
from journal_app.media import actions as media
from journal_app.media.intake import CleanPicture
from journal_app.tasks.model import Notice
from journal_app.workshop import Workshop, open_workshop
from tests.faults.pages import build_it, freeze_it
from tests.faults.place import Clock, Place, now, revise

TEXTS = 4
STAMP = "stamp"  # a kind of job that takes no time, so that kills fall between its ends


def save(shop: Workshop, place: Place, chance: random.Random) -> str:
    """Save one of the texts; its revision."""
    return f"revision {revise(shop, place, chance.choice(place.text_ids[1:]), chance, most=400)}"


def upload(shop: Workshop, place: Place, chance: random.Random) -> str:
    """Keep a picture's three files, then its rows; the picture."""
    data, view, thumb = (chance.randbytes(chance.randint(1_000, size)) for size in (200_000, 60_000, 10_000))
    kept = media.keep(shop.blobs, CleanPicture(data, view, thumb, "image/webp", 100, 100))
    with shop.database.write() as db:
        made, _ = media.add_picture(db, place.actor, now(), place.issue_id, None, kept)
    return f"picture {made.id}"


def stamp(shop: Workshop, place: Place, chance: random.Random) -> str:
    """A job, asked for, done and shown in the transaction that closes it; the job."""
    key = f"{chance.getrandbits(60):x}"
    with shop.database.write() as db:
        job = jobs.enqueue(db, place.actor, now(), STAMP, key, {"seed": chance.getrandbits(60)}, place.issue_id)
    runner.run(shop, {STAMP: press}, job.id, now)
    return f"job {job.id}"


def press(shop: Workshop, job: Job, progress: Progress) -> Made:
    """The work of that job: its output durable first, its pointer by the swap."""
    blob = shop.blobs.put(random.Random(job.arguments["seed"]).randbytes(50_000))

    def show(db: Session, job: Job, at: datetime) -> None:
        db.add(Notice(account_id=job.made_by, code=blob, detail={"job": job.id}, made_at=at))

    return Made({"blob": blob}, show)


Deed = Callable[[Workshop, Place, random.Random], str]
DEEDS: dict[str, Deed] = {"save": save, "upload": upload, "stamp": stamp, "freeze": freeze_it, "build": build_it}
OFTEN = {"save": 6, "upload": 3, "stamp": 2, "freeze": 3, "build": 2}
LONG = ("freeze", "build")  # what a long life does most: a build takes a third of a second


def live(place: Place, seed: int, pipe: int, lives: int, deeds: Iterable[str]) -> None:
    """Do one deed after the other and acknowledge each, until killed. `lives`: how many there were before."""
    chance, names = random.Random(seed), list(deeds)
    Clock.ahead = timedelta(hours=lives)
    shop = open_workshop(place.config)
    os.write(pipe, b"ready\n")
    while True:
        name = chance.choices(names, [OFTEN[name] for name in names])[0]
        if told := DEEDS[name](shop, place, chance):
            os.write(pipe, f"{told}\n".encode())
