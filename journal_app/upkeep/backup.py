"""Upkeep, the backup: database, blobs, issue folders, files not opened yet, and a manifest of their hashes in one file.

The database is copied while people work (SQLite's online backup, or PostgreSQL's pg_dump), then the blobs: what the
copy names is there. The file is read again before it is told of. The keys are in it only when it is sealed. It never
overwrites a backup.
"""

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from journal_app.durable import ASIDE, make_folder, sync_folder
from journal_app.upkeep import postgres
from journal_app.upkeep.sealing import Opener, Sealer, is_sealed
from journal_app.workshop import Workshop

DATABASE, DUMP, MANIFEST = "journal.db", "journal.pgdump", "manifest.json"
PIECE = 1024 * 1024
SAVING = "saving"  # under instance/: the copy of the database; what a kill left there the janitor takes
LEFT_OUT = ("build", "cache", "__pycache__")  # of an issue folder: made again from the rest


class NotWhole(ValueError):
    """The backup is not what its manifest says; the message names the part."""


def back_up(shop: Workshop, out: Path, now: datetime, secret: bytes = b"") -> tuple[Path, dict[str, str]]:
    """Write a backup into this folder, durably, and read it again: its path and manifest (path -> SHA-256)."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"journal-{now:%Y%m%d-%H%M%S}.tar{'.sealed' if secret else ''}"
    aside = out / f"{ASIDE}{path.name}"
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            sealer = Sealer(file, secret) if secret else None
            manifest = _write(shop, cast("IO[bytes]", sealer or file), bool(secret))
            if sealer:
                sealer.end()
            file.flush()
            os.fsync(file.fileno())
        if verify(aside, secret) != manifest:
            raise NotWhole(MANIFEST)
        os.link(aside, path)  # unlike a rename this replaces nothing
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(out)
    return path, manifest


def _write(shop: Workshop, out: IO[bytes], with_keys: bool) -> dict[str, str]:
    manifest: dict[str, str] = {}

    def add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(data), 0o600
        tar.addfile(member, io.BytesIO(data))
        if name != MANIFEST:
            manifest[name] = hashlib.sha256(data).hexdigest()

    with tarfile.open(fileobj=out, mode="w|") as tar:
        add(tar, *((DATABASE, _copy(shop)) if shop.database.is_sqlite else (DUMP, _dump(shop))))
        for name, _ in shop.blobs.names():
            add(tar, f"blobs/{name}", shop.blobs.get(name))
        for path, name in _files(shop.config.issues_folder):
            add(tar, f"issues/{name}", path.read_bytes())
        for name, data in _waiting(shop.config.instance / "incoming"):
            add(tar, f"incoming/{name}", data)
        if with_keys:
            for path in sorted((shop.config.instance / "keys").glob("[!.]*")):
                add(tar, f"keys/{path.name}", path.read_bytes())
        add(tar, MANIFEST, json.dumps(manifest, indent=0).encode())
    return manifest


def _waiting(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files people handed in that nobody has opened yet: they were told that these are here."""
    for path in sorted(folder.glob("[!.]*")):
        with suppress(FileNotFoundError):  # opened in this very moment: what came of it is in the next backup
            yield path.name, path.read_bytes()


def _copy(shop: Workshop) -> bytes:
    """The database as it is at one moment."""
    source = shop.config.database_url.removeprefix("sqlite:///")
    place = shop.config.instance / SAVING
    make_folder(place)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
        return copy.read_bytes()


def _dump(shop: Workshop) -> bytes:
    try:
        return postgres.dump(shop.config.database_url)
    except postgres.NotDumped as error:
        raise NotWhole(str(error)) from error


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and not set(name.parts) & set(LEFT_OUT):
            yield path, name.as_posix()


@contextmanager
def opened(path: Path, secret: bytes) -> Iterator[tarfile.TarFile]:
    """The backup, to be read from its begin to its end. NotOpened for another passphrase."""
    with path.open("rb") as file:
        source = Opener(file, secret) if is_sealed(file) else file
        with tarfile.open(fileobj=cast(Any, source), mode="r|") as tar:
            yield tar


def parts(path: Path, secret: bytes) -> Iterator[tuple[str, bytes]]:
    """Each part's name and bytes. NotWhole when the manifest, which comes last, does not say the same of them."""
    found: dict[str, str] = {}
    told: dict[str, str] | None = None
    try:
        with opened(path, secret) as tar:
            for member in tar:
                file = tar.extractfile(member)
                if file is None or member.name.startswith("/") or ".." in member.name.split("/"):
                    raise NotWhole(member.name)
                data = file.read()
                if member.name == MANIFEST:
                    told = json.loads(data)
                    continue
                found[member.name] = hashlib.sha256(data).hexdigest()
                yield member.name, data
    except (tarfile.TarError, ValueError, OSError) as error:
        if isinstance(error, ValueError) and not isinstance(error, json.JSONDecodeError):
            raise
        raise NotWhole(str(error)) from error
    if told != found:
        raise NotWhole(MANIFEST)


def verify(path: Path, secret: bytes = b"") -> dict[str, str]:
    """Read a backup whole and open its database; its manifest. NotWhole, NotOpened."""
    found = {}
    for name, data in parts(path, secret):
        found[name] = hashlib.sha256(data).hexdigest()
        if name in (DATABASE, DUMP):
            (_open if name == DATABASE else _read)(data)
        if name.startswith("blobs/") and name != f"blobs/{found[name]}":
            raise NotWhole(name)
    return found


def _open(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE
        copy.write_bytes(data)
        try:
            with closing(sqlite3.connect(copy)) as connection:
                said = connection.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            raise NotWhole(DATABASE) from error
    if said != ("ok",):
        raise NotWhole(DATABASE)


def _read(data: bytes) -> None:
    try:
        postgres.check(data)
    except postgres.NotDumped as error:
        raise NotWhole(DUMP) from error


def restore(path: Path, instance: Path, issues: Path, secret: bytes = b"", database: str = "") -> dict[str, str]:
    """Put a backup back into two folders in which nothing is yet; its manifest. FileExistsError when there is.

    `database`: the address of an empty PostgreSQL database, for a backup of one; it is filled last, all or nothing.
    """
    for folder in (instance, issues):
        if folder.exists() and any(folder.iterdir()):
            raise FileExistsError(folder)
    manifest = verify(path, secret)
    if DUMP in manifest and not database:
        raise NotWhole(f"{DUMP}: --database postgresql://...")
    if DUMP in manifest:
        postgres.must_be_empty(database)
    dumped = b""
    for name, data in parts(path, secret):
        if name == DUMP:
            dumped = data
            continue
        target = issues / name.removeprefix("issues/") if name.startswith("issues/") else instance / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    for folder in {instance, issues} - {folder for folder in (issues,) if not folder.exists()}:
        sync_folder(folder)
    if dumped:
        try:
            postgres.load(database, dumped)
        except postgres.NotDumped as error:
            raise NotWhole(str(error)) from error
    return manifest
