"""Desks that are wrong in one way each: what the faults must catch. Used nowhere else."""

import hashlib
import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from journal_app.db import Database
from journal_app.freeze import begun, building
from journal_app.freeze import store as freezes
from journal_app.freeze.model import Build, FreezeKind
from journal_app.jobs import runner, store
from journal_app.jobs.kinds import Made, Progress
from journal_app.jobs.model import Job, JobState
from journal_app.media import actions as media
from journal_app.media import blobs
from journal_app.media.intake import CleanPicture
from journal_app.workshop import Workshop
from tests.faults import life
from tests.faults.place import Place, now


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

    blobs.write_durably = write  # type: ignore[attr-defined]  # the name it is used by there


def rows_first() -> None:
    """The rows of a picture are committed before its bytes are kept."""
    right = media.keep

    class Later:
        def put(self, data: bytes) -> str:
            return hashlib.sha256(data).hexdigest()

    def upload(shop: Workshop, place: Place, chance: random.Random) -> str:
        held: list[CleanPicture] = []

        def keep(blobs: object, made: CleanPicture) -> media.Kept:
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


def shows_before_it_is_built() -> None:
    """A build is shown from the moment it begins: its folder fills up while people look."""
    right = building.copied

    def copied(source: Path, folder: Path, manifest: dict[str, Any]) -> bool:
        database, job_id, freeze_id, issue_id = running[-1]
        place = f"builds/{folder.name}"
        row = Build(issue_id=issue_id, freeze_id=freeze_id, job_id=job_id, folder=place, made_at=now())
        with database.write() as db:
            freezes.swap(db, issue_id, FreezeKind.DRAFT, row)
        return right(source, folder, manifest)

    running: list[tuple[Database, str, str, str]] = []

    def build(shop: Workshop, job: Job, progress: Progress) -> Made:
        running.append((shop.database, job.id, job.arguments["freeze"], str(job.issue_id)))
        return building.build(FreezeKind.DRAFT, shop, job, progress)

    building.copied = copied
    building.KINDS["build-draft"] = build


def forgets_what_it_began() -> None:
    """A freeze leaves no note of what it is about to write: after a kill it takes its own files for somebody's."""
    begun.begin = lambda *_: None


@dataclass(frozen=True)
class Mutant:
    """A wrong desk, and what it does over and over: nothing that has no part in it."""

    change: Callable[[], None]
    deeds: tuple[str, ...]


MUTANTS: dict[str, Mutant] = {
    made.__name__: Mutant(made, deeds)
    for made, deeds in (
        (commits_late, ("save", "upload")), (writes_in_place, ("upload",)), (rows_first, ("upload",)),
        (closes_before_it_shows, ("stamp",)), (shows_before_it_is_built, ("build",)),
        (forgets_what_it_began, ("freeze",)),
    )
}  # fmt: skip
