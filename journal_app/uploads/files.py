"""Uploads, the bytes: files that came and were not opened yet, in a folder that is served to nobody. It reads none.

What `put` and `append` return for is durable: fsync the file, rename, fsync the folder.
"""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from journal_app.durable import ASIDE, make_folder, sync_folder

CHUNK = 256 * 1024
_NAME = re.compile(r"[0-9a-z]{12}")  # db.new_id


class TooLarge(Exception):
    """The file is larger than was announced or may be; nothing of what was over is kept."""


class Elsewhere(Exception):
    """The bytes that come do not go on where the file ends."""


class Busy(Exception):
    """Somebody else writes to this file at this moment."""


class Incoming:
    """The folder of files on their way in, by the id of their row."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_folder(folder)

    def _path(self, upload_id: str) -> Path:
        if not _NAME.fullmatch(upload_id):
            raise FileNotFoundError(upload_id[:80])
        return self.folder / upload_id

    def put(self, upload_id: str, source: IO[bytes], most: int) -> tuple[int, str]:
        """Keep a whole file; its size and SHA-256. Raises TooLarge over `most` bytes, OSError when the disk is full."""
        path, aside = self._path(upload_id), self.folder / f"{ASIDE}{secrets.token_hex(8)}"
        size, seen = 0, hashlib.sha256()
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                while chunk := source.read(CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise TooLarge
                    seen.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            os.replace(aside, path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        sync_folder(self.folder)
        return size, seen.hexdigest()

    def begin(self, upload_id: str) -> None:
        """An empty file, durably, for bytes that come in parts."""
        os.close(os.open(self._path(upload_id), os.O_WRONLY | os.O_CREAT, 0o600))
        sync_folder(self.folder)

    def append(self, upload_id: str, offset: int, source: IO[bytes], most: int) -> int:
        """Write on from `offset` up to `most` bytes in all; how many are durable then, also when the network broke.

        Raises Elsewhere when the file does not end at `offset`, Busy when it is being written to, TooLarge over `most`
        (nothing of these bytes is kept then), FileNotFoundError when there is no such file.
        """
        with self._held(upload_id) as file:
            begin = file.seek(0, os.SEEK_END)
            if begin != offset:
                raise Elsewhere
            try:
                while chunk := source.read(CHUNK):
                    if offset + len(chunk) > most:
                        file.truncate(begin)
                        raise TooLarge
                    file.write(chunk)
                    offset += len(chunk)
            finally:
                file.flush()
                os.fsync(file.fileno())
        return offset

    def empty(self, upload_id: str) -> None:
        """Begin this file again: what came is not what was announced."""
        with self._held(upload_id) as file:
            file.truncate(0)
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def _held(self, upload_id: str) -> Iterator[IO[bytes]]:
        """The file, for one writer of all processes."""
        with open(self._path(upload_id), "r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            yield file

    def size(self, upload_id: str) -> int:
        """How many bytes are here for good: fsynced before they are told. FileNotFoundError: there is no such file."""
        with open(self._path(upload_id), "rb") as file:
            found = os.fstat(file.fileno()).st_size
            os.fsync(file.fileno())
        return found

    def open(self, upload_id: str) -> IO[bytes]:
        """The file, to be handed to the cage unread. FileNotFoundError when it is gone."""
        return open(self._path(upload_id), "rb")

    def sha256(self, upload_id: str) -> str:
        """The hash of what is here."""
        with self.open(upload_id) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads into

    def remove(self, upload_id: str) -> None:
        """Take the bytes away; nothing is done where they are gone."""
        self._path(upload_id).unlink(missing_ok=True)
        sync_folder(self.folder)

    def left(self, before: datetime) -> Iterator[str]:
        """The ids of files nobody wrote to since; what a crash left half-written is removed on the way."""
        for path in sorted(self.folder.iterdir()):
            old = datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
            if old and path.name.startswith(ASIDE):
                path.unlink(missing_ok=True)
            elif old and _NAME.fullmatch(path.name):
                yield path.name
