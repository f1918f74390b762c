"""Blobs on a disk and in a bucket: kept once, checked when read, and there after any power cut once acknowledged."""

import errno
import hashlib
import os
import random
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest
from moto.server import ThreadedMotoServer

from journal_app import durable
from journal_app.media.blobs import BlobDamaged, Blobs, FolderBlobs, open_blobs
from tests.power import PowerCut

WORDS = "Ce que la mer a gardé".encode()
LATER, EARLIER = timedelta(minutes=1), timedelta(minutes=-1)


@pytest.fixture(scope="module")
def bucket() -> Iterator[Blobs]:
    """An S3 of its own on the loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    options = {"endpoint": f"http://{host}:{port}", "access_key_id": "specimen", "secret_access_key": "specimen",
               "region": "us-east-1", "virtual_hosted_style_request": "false"}  # fmt: skip
    import boto3

    boto3.client("s3", endpoint_url=options["endpoint"], aws_access_key_id="specimen",
                 aws_secret_access_key="specimen", region_name="us-east-1").create_bucket(Bucket="desk")  # fmt: skip
    yield open_blobs("s3://desk/blobs", config=options, client_options={"allow_http": True})
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    found: Blobs = open_blobs(str(tmp_path)) if request.param == "folder" else request.getfixturevalue("bucket")
    return found


def test_what_is_put_comes_back_by_its_hash_and_is_kept_once(blobs: Blobs) -> None:
    name = blobs.put(WORDS)
    assert name == hashlib.sha256(WORDS).hexdigest() == blobs.put(WORDS)
    assert blobs.get(name) == WORDS and blobs.has(name)
    assert [found for found, _ in blobs.names()] == [name]


def test_nothing_is_nothing_and_stays_bytes(blobs: Blobs) -> None:
    assert blobs.get(blobs.put(b"")) == b""


def test_what_is_deleted_is_gone_and_deleted_twice_is_gone(blobs: Blobs) -> None:
    name = blobs.put(b"to be forgotten")
    assert blobs.delete(name) and blobs.delete(name)
    assert not blobs.has(name)
    with pytest.raises(FileNotFoundError):
        blobs.get(name)


def test_a_name_leads_nowhere_else(blobs: Blobs) -> None:
    for name in ("../secret", "a" * 63, "A" * 64, "a" * 64 + "\n", "\0", ""):
        with pytest.raises(FileNotFoundError):
            blobs.get(name)
        with pytest.raises(FileNotFoundError):
            blobs.delete(name)


def test_what_is_put_again_is_not_taken_for_an_old_orphan(blobs: Blobs) -> None:
    """The janitor decides on a list; what somebody put since then stays."""
    name = blobs.put(b"wanted again")
    seen = dict(blobs.names())[name]
    assert not blobs.delete(name, unless_since=seen + EARLIER)
    assert blobs.get(name) == b"wanted again"
    assert blobs.delete(name, unless_since=seen + LATER)


def test_changed_bytes_are_told_and_not_served(tmp_path: Path) -> None:
    blobs = open_blobs(str(tmp_path))
    name = blobs.put(WORDS)
    (tmp_path / name).write_bytes(WORDS[:-1])
    with pytest.raises(BlobDamaged):
        blobs.get(name)


def test_changed_bytes_in_a_bucket_are_told_too(bucket: Blobs) -> None:
    name = bucket.put(WORDS)
    obstore.put(bucket.store, name, b"something else")  # type: ignore[attr-defined]
    with pytest.raises(BlobDamaged):
        bucket.get(name)


def test_many_who_put_the_same_at_once_keep_it_once(tmp_path: Path) -> None:
    blobs, data = open_blobs(str(tmp_path)), os.urandom(300_000)
    threads = [threading.Thread(target=blobs.put, args=(data,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.name for path in tmp_path.iterdir()] == [hashlib.sha256(data).hexdigest()]
    assert blobs.get(hashlib.sha256(data).hexdigest()) == data


def test_what_a_crash_left_half_written_is_no_blob_and_is_swept(tmp_path: Path) -> None:
    blobs = open_blobs(str(tmp_path))
    (tmp_path / f"{durable.ASIDE}0123").write_bytes(b"half of")
    assert list(blobs.names()) == []
    now = datetime.now(UTC)
    assert blobs.sweep(now + EARLIER) == 0, "somebody may still be writing it"
    assert blobs.sweep(now + LATER) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_keeps_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(PowerCut):
        def write(self, handle: int, data: bytes) -> int:
            if len(data) < 100_000:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(handle, data[:50_000])

    blobs = open_blobs(str(tmp_path))
    monkeypatch.setattr(durable, "os", Full())
    with pytest.raises(OSError, match="space"):
        blobs.put(os.urandom(200_000))
    assert list(tmp_path.iterdir()) == []


def cut_often(folder: Path, monkeypatch: pytest.MonkeyPatch, **mutant: bool) -> tuple[int, int]:
    """Put twenty blobs; cut the power ten times after each step: how many acknowledged were lost, how many broken."""
    chance, disk = random.Random(7), PowerCut(**mutant)
    monkeypatch.setattr(durable, "os", disk)
    blobs, told, lost, broken = FolderBlobs(folder), set[str](), 0, 0

    def cut() -> None:
        nonlocal lost, broken
        for _ in range(10):
            left = disk.left(chance)
            lost += sum(name not in left for name in told)
            whole = {name: hashlib.sha256(data).hexdigest() == name for name, data in left.items()}
            broken += sum(not right for name, right in whole.items() if not name.startswith(durable.ASIDE))

    disk.after = cut
    for number in range(20):
        told.add(blobs.put(chance.randbytes(1000 + number)))
        cut()
    return lost, broken


def test_a_power_cut_takes_nothing_that_was_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cut_often(tmp_path, monkeypatch) == (0, 0)


def test_without_the_fsync_of_the_folder_it_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost, _ = cut_often(tmp_path, monkeypatch, skip_folders=True)
    assert lost > 0


def test_without_the_fsync_of_the_file_broken_ones_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, broken = cut_often(tmp_path, monkeypatch, skip_files=True)
    assert broken > 0
