"""Upkeep, the doctor: examines a desk and says what is wrong with it and what would help. It changes nothing."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext

from journal_app import floors
from journal_app.issues import store as issues
from journal_app.jobs import store as jobs
from journal_app.media.blobs import BlobDamaged
from journal_app.migrations import expected
from journal_app.problems import Problem, blocking, note, warning
from journal_app.upkeep import store
from journal_app.upkeep.janitor import DAY
from journal_app.uploads import store as uploads
from journal_app.workshop import Workshop

STALE = timedelta(minutes=15)  # a job begun or asked for, and nothing heard of it since: no worker runs
UNSAID = timedelta(days=60)  # after an issue's day: it will have been printed, and nobody noted it
SHORT_BYTES, NO_ROOM_BYTES = 2_000_000_000, 200_000_000
WHO = "technician"


def examine(shop: Workshop, now: datetime, deep: bool = False) -> tuple[dict[str, Any], list[Problem]]:
    """The desk's state and its problems. `deep` reads every blob and compares it with its name."""
    if (said := store.integrity(shop.database)) != "ok":
        damaged = blocking("database-damaged", "database", said[:200], "journal restore", WHO)
        return {"sqlite": sqlite3.sqlite_version}, [damaged]
    there = dict(shop.blobs.names())
    with shop.database.read() as db:
        kept, wanted = store.kept_blobs(db), store.wanted_blobs(db)
        stale = len(jobs.stale(db, now - STALE))
        unsaid = [row.slug for row in issues.not_said_printed(db, (now - UNSAID).date())]
        unopened = len(uploads.unopened(db, (now - DAY).date()))
    orphans = sum(name not in wanted and at < now - DAY for name, at in there.items())
    free = shutil.disk_usage(shop.config.instance).free
    mode = store.journal_mode(shop.database)
    values = {
        "sqlite": sqlite3.sqlite_version, "journal_mode": mode, "blobs": len(there), "orphans": orphans,
        "missing": len(kept - set(there)), "stale_jobs": stale, "free_bytes": free,
    }  # fmt: skip
    found = [
        *_versions(),
        *_database(shop),
        *(blocking("blob-missing", name[:12], "", "journal restore", WHO) for name in sorted(kept - set(there))),
        *_keys(shop.config.instance / "keys"),
        *_room(free),
    ]
    if deep:
        found += _damaged(shop, kept & set(there))
    if orphans:
        found.append(note("blob-orphans", "blobs", orphans, "journal janitor", WHO))
    found += [note("printing-not-said", slug, "", "journal erase --due", "coordinator") for slug in unsaid]
    if unopened:
        found.append(warning("uploads-unopened", "incoming", unopened, "journal serve", WHO))
    if stale:
        found.append(warning("jobs-stale", "jobs", stale, "journal serve", WHO))
    return values, found


def _versions() -> Iterator[Problem]:
    for name, found, floor in floors.below():
        yield blocking("version-below", name, found or "—", floor, WHO)


def _database(shop: Workshop) -> Iterator[Problem]:
    with shop.database.engine.connect() as connection:
        step = MigrationContext.configure(connection).get_current_revision()
    if step != expected():
        yield warning("database-behind", "database", step or "—", expected(), WHO)


def _damaged(shop: Workshop, names: set[str]) -> Iterator[Problem]:
    for name in sorted(names):
        try:
            shop.blobs.get(name)
        except BlobDamaged:
            yield blocking("blob-damaged", name[:12], "", "journal restore", WHO)


def _keys(folder: Path) -> Iterator[Problem]:
    for path in sorted(folder.glob("[!.]*")):
        mode = path.stat().st_mode & 0o777
        if mode & 0o077:
            yield blocking("key-open", path.name, f"{mode:o}", f"chmod 600 keys/{path.name}", WHO)


def _room(free: int) -> Iterator[Problem]:
    if free < SHORT_BYTES:
        told = blocking if free < NO_ROOM_BYTES else warning
        yield told("room-short", "disk", free // 1_000_000, SHORT_BYTES // 1_000_000, WHO)
