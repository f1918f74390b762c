"""Desks that are wrong in one way each: what the faults must catch. Used nowhere else."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from journal_app.db import Database
from journal_app.jobs import runner, store
from journal_app.jobs.kinds import Made
from journal_app.jobs.model import Job, JobState
from journal_app.media import actions as media
from journal_app.media import blobs
from tests.faults import life


def commits_late() -> None:
    """The answer goes out first; the commit comes with the next deed, as if it were saved up."""
    right, open_ones = Database.write, ExitStack()

    @contextmanager
    def write(self: Database) -> Iterator[Session]:
        open_ones.close()
        yield open_ones.enter_context(right(self))

    Database.write = write  # type: ignore[method-assign]


def writes_in_place() -> None:
    """A file is written under its own name, bit by bit: a reader may meet half of it."""

    def write(path: Path, data: bytes, mode: int = 0o600) -> None:
        with path.open("wb", buffering=0) as file:
            for start in range(0, len(data), 256):
                file.write(data[start : start + 256])
            os.fsync(file.fileno())

    blobs.write_durably = write


def rows_first() -> None:
    """The rows of a picture are committed before its bytes are kept."""
    right = media.keep

    class Later:
        def put(self, data: bytes) -> str:
            return hashlib.sha256(data).hexdigest()

    def upload(shop: life.Workshop, place: life.Place, chance: life.random.Random) -> str:
        held: list[media.CleanPicture] = []

        def keep(blobs: object, made: media.CleanPicture) -> media.Kept:
            held.append(made)
            return right(Later(), made)  # type: ignore[arg-type]

        media.keep = keep
        try:
            return life.upload(shop, place, chance)
        finally:
            media.keep = right
            right(shop.blobs, held[0])

    life.DEEDS["upload"] = upload


def closes_before_it_shows() -> None:
    """A job is closed in one transaction and its result shown in the next."""

    def shown(database: Database, job: Job, made: Made, now: datetime) -> JobState | None:
        with database.write() as db:
            store.close(db, job.id, job.lease, now, JobState.DONE, result=made.result)
        with database.write() as db:
            if made.swap:
                made.swap(db, job, now)
        return JobState.DONE

    runner._shown = shown


MUTANTS: dict[str, Callable[[], None]] = {
    made.__name__: made for made in (commits_late, writes_in_place, rows_first, closes_before_it_shows)
}
