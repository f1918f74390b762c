"""Media, the blobs: bytes under their own SHA-256, in a folder or an S3 bucket. It knows no row and judges no content.

`put` returns when the bytes are durable and not before. What is put twice is kept once; nothing is ever overwritten by
something else, because a name is the hash of what it names. A blob without a row is an orphan: the janitor's.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import obstore
from obstore.store import ObjectStore, from_url

from journal_app.durable import ASIDE, make_folder, sync_folder, write_durably

NAME = re.compile(r"[0-9a-f]{64}")


class BlobDamaged(RuntimeError):
    """The bytes are no longer those that were put: the disk or somebody changed them."""


class Blobs(Protocol):
    """Where bytes are kept."""

    def put(self, data: bytes) -> str:
        """Keep these bytes; their SHA-256, once they are durable. OSError when the disk is full: nothing is kept."""

    def get(self, sha256: str) -> bytes:
        """The bytes. FileNotFoundError when there are none, BlobDamaged when they are not what was put."""

    def has(self, sha256: str) -> bool:
        """Whether there are such bytes."""

    def delete(self, sha256: str, unless_since: datetime | None = None) -> bool:
        """Take the bytes away, unless somebody put them (again) since; whether they are gone."""

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every blob, with the moment it was last put."""

    def sweep(self, before: datetime) -> int:
        """Take away what writes that never ended left before this moment; how many."""


def _checked(sha256: str, data: bytes) -> bytes:
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BlobDamaged(sha256)
    return data


def _name(sha256: str) -> str:
    """A name that cannot lead anywhere else."""
    if not NAME.fullmatch(sha256):
        raise FileNotFoundError(sha256[:80])
    return sha256


class FolderBlobs:
    """Blobs as files of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_folder(folder)

    @contextmanager
    def _held(self, how: int) -> Iterator[None]:
        """The folder, shared by those who put, alone for who deletes. A killed process gives it back."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.folder / sha256
        with self._held(fcntl.LOCK_SH):
            if path.exists():
                os.utime(path)  # an orphan of long ago is wanted again: the janitor lets it stay
                sync_folder(self.folder)  # who put it a moment ago may not have come to this yet
            else:
                write_durably(path, data)
        return sha256

    def get(self, sha256: str) -> bytes:
        return _checked(sha256, (self.folder / _name(sha256)).read_bytes())

    def has(self, sha256: str) -> bool:
        return (self.folder / _name(sha256)).is_file()

    def delete(self, sha256: str, unless_since: datetime | None = None) -> bool:
        path = self.folder / _name(sha256)
        with self._held(fcntl.LOCK_EX):
            if unless_since and path.exists() and _put_at(path) >= unless_since:
                return False
            path.unlink(missing_ok=True)
            sync_folder(self.folder)
        return True

    def names(self) -> Iterator[tuple[str, datetime]]:
        for path in sorted(self.folder.iterdir()):
            if NAME.fullmatch(path.name):
                yield path.name, _put_at(path)

    def sweep(self, before: datetime) -> int:
        left = [path for path in self.folder.glob(f"{ASIDE}*") if _put_at(path) < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


def _put_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


class BucketBlobs:
    """Blobs as objects of a bucket; its keys come from the environment as S3's own tools read them (AWS_...)."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        obstore.put(self.store, sha256, data)  # the same bytes again: only their date changes, which the janitor reads
        return sha256

    def get(self, sha256: str) -> bytes:
        return _checked(sha256, bytes(obstore.get(self.store, _name(sha256)).bytes()))

    def has(self, sha256: str) -> bool:
        return self._put_at(_name(sha256)) is not None

    def _put_at(self, sha256: str) -> datetime | None:
        try:
            return obstore.head(self.store, sha256)["last_modified"]
        except FileNotFoundError:
            return None

    def delete(self, sha256: str, unless_since: datetime | None = None) -> bool:
        at = self._put_at(_name(sha256))
        if at and unless_since and at >= unless_since:
            return False
        if at:
            obstore.delete(self.store, sha256)
        return True

    def names(self) -> Iterator[tuple[str, datetime]]:
        for page in obstore.list(self.store):
            for found in page:
                if NAME.fullmatch(found["path"]):
                    yield found["path"], found["last_modified"]

    def sweep(self, before: datetime) -> int:
        return 0  # a bucket shows no write that has not ended


def open_blobs(url: str, **options: Any) -> Blobs:
    """The blobs at this address: a folder's path, or `s3://bucket/prefix` (options: obstore's, for tests)."""
    if "://" not in url:
        return FolderBlobs(Path(url))
    return BucketBlobs(from_url(url, **options))
