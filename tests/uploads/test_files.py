"""The bytes of files on their way in: durable, whole, and gone when they were opened."""

import hashlib
import os
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from journal_app.uploads.files import Incoming, TooLarge

ONE = "abcdefgh2345"


@pytest.fixture
def incoming(tmp_path: Path) -> Incoming:
    return Incoming(tmp_path / "incoming")


def test_a_whole_file_has_its_size_and_its_hash(incoming: Incoming) -> None:
    data = os.urandom(700_000)
    assert incoming.put(ONE, BytesIO(data), 1_000_000) == (700_000, hashlib.sha256(data).hexdigest())
    assert incoming.sha256(ONE) == hashlib.sha256(data).hexdigest()
    assert (incoming.folder / ONE).stat().st_mode & 0o777 == 0o600


def test_what_is_too_large_leaves_nothing(incoming: Incoming) -> None:
    with pytest.raises(TooLarge):
        incoming.put(ONE, BytesIO(b"x" * 1001), 1000)
    assert list(incoming.folder.iterdir()) == []


class Broken(BytesIO):
    """A network that breaks after its first bytes."""

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if not data:
            raise ConnectionError
        return data


def test_a_part_that_broke_off_is_kept_as_far_as_it_came(incoming: Incoming) -> None:
    incoming.begin(ONE)
    with pytest.raises(ConnectionError):
        incoming.append(ONE, 0, Broken(b"a" * 300), 1000)
    assert incoming.size(ONE) == 300
    assert incoming.append(ONE, 300, BytesIO(b"b" * 700), 1000) == 1000
    assert incoming.sha256(ONE) == hashlib.sha256(b"a" * 300 + b"b" * 700).hexdigest()


def test_no_more_is_taken_than_was_announced(incoming: Incoming) -> None:
    incoming.begin(ONE)
    with pytest.raises(TooLarge):
        incoming.append(ONE, 0, BytesIO(b"a" * 1001), 1000)
    assert incoming.size(ONE) <= 1000


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "ABCDEFGH2345", ".new-abcdefgh"])
def test_a_name_leads_nowhere_else(incoming: Incoming, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        incoming.open(name)


def test_what_a_crash_left_is_found_later(incoming: Incoming) -> None:
    incoming.put(ONE, BytesIO(b"x"), 10)
    (incoming.folder / ".new-0123456789abcdef").write_bytes(b"half")
    old = time.time() - 100_000
    for path in incoming.folder.iterdir():
        os.utime(path, (old, old))
    assert list(incoming.left(datetime.now(UTC) - timedelta(days=1))) == [ONE]
    assert [path.name for path in incoming.folder.iterdir()] == [ONE]
