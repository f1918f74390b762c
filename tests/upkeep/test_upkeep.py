"""The desk as a machine: tidied without losing what anybody wants, examined, saved, and put back somewhere else."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from journal_app.accounts.model import Account, Invitation, SignIn
from journal_app.cli import main
from journal_app.config import Config
from journal_app.db import open_database
from journal_app.freeze import store as freeze
from journal_app.freeze.model import Build, Freeze, FreezeKind
from journal_app.issues.model import Issue
from journal_app.jobs import actions as jobs
from journal_app.jobs import runner
from journal_app.jobs.model import JobState
from journal_app.keys import open_keys
from journal_app.media.model import Blob
from journal_app.migrations import upgrade
from journal_app.submissions.model import Receipt
from journal_app.tables import tables
from journal_app.upkeep import backup, doctor, janitor
from journal_app.upkeep.sealing import PIECE, NotOpened
from journal_app.uploads.files import Incoming
from journal_app.worker import DAILY, KINDS, ask_daily
from journal_app.workshop import Workshop, open_workshop

NOW = datetime.now(UTC)
WORDS = b"What the sea kept" * 1000
SECRET = b"four words of a passphrase"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    """A desk with a person, a blob with its row, keys, and an issue folder with a build."""
    (tmp_path / "issues/00-essai/build").mkdir(parents=True)
    (tmp_path / "issues/00-essai/issue.toml").write_text("number = 0\n")
    (tmp_path / "issues/00-essai/build/press.pdf").write_bytes(b"%PDF")
    tables()
    config = Config(tmp_path / "issues", instance=tmp_path / "instance")
    open_keys(config.instance / "keys")
    made = open_workshop(config)
    upgrade(made.database)
    with made.database.write() as db:
        db.add(Account(login="m", name="Mina", password_hash="-", created_at=NOW))
        db.add(Blob(sha256=made.blobs.put(WORDS), size=len(WORDS), media_type="image/webp", made_at=NOW))
    yield made
    made.database.close()


def aged(shop: Workshop, name: str, days: float) -> str:
    at = (NOW - timedelta(days=days)).timestamp()
    os.utime(Path(shop.config.blobs_url) / name, (at, at))
    return name


def codes(shop: Workshop, deep: bool = False) -> list[str]:
    return [problem.code for problem in doctor.examine(shop, NOW, deep)[1] if problem.code != "room-short"]


def blob(shop: Workshop) -> str:
    with shop.database.read() as db:
        return db.scalars(select(Blob.sha256)).one()


# --- the janitor ----------------------------------------------------------------------------------------------------


def test_the_janitor_takes_old_orphans_and_nothing_else(shop: Workshop) -> None:
    old, fresh = aged(shop, shop.blobs.put(b"old orphan"), 2), shop.blobs.put(b"its row comes in a moment")
    kept = aged(shop, blob(shop), 400)
    result = aged(shop, shop.blobs.put(b"what a job made"), 2)
    with shop.database.write() as db:
        job = jobs.enqueue(db, None, NOW, "build", "k", {})
        job.result = {"pages": [{"picture": result}]}
    (Path(shop.config.blobs_url) / ".new-half").write_bytes(b"half")
    aged(shop, ".new-half", 2)
    assert janitor.tidy(shop, NOW) == {"files": 1, "blobs": 1, "jobs": 0, "drafts": 0, "builds": 0}
    assert {name for name, _ in shop.blobs.names()} == {fresh, kept, result}
    assert not shop.blobs.has(old)


def test_what_a_fit_left_when_it_was_killed_goes_a_day_later(shop: Workshop) -> None:
    left, fresh = (shop.config.instance / "columns" / name for name in ("left", "fresh"))
    for folder in (left, fresh):
        (folder / "issue").mkdir(parents=True)
        (folder / "issue" / "en.html").write_text("<p>Somebody's words.</p>")
    fresh_at, old = NOW.timestamp(), (NOW - timedelta(days=2)).timestamp()
    os.utime(left, (old, old))
    os.utime(fresh, (fresh_at, fresh_at))
    janitor.tidy(shop, NOW)
    assert not left.exists() and fresh.exists()


def test_pictures_of_proofs_that_nobody_asked_for_in_a_month_go(shop: Workshop) -> None:
    """By the rule of the compiler's cache: a picture that is looked at again becomes young again."""
    top = shop.config.instance / "cache" / "issue" / "proofs"
    top.mkdir(parents=True)
    for name, days in (("old.webp", 31), ("old-diff.png", 31), ("old-encrage.json", 31), ("young.webp", 29)):
        (top / name).write_bytes(b"a page")
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(top / name, (at, at))
    assert janitor.tidy(shop, NOW)["files"] == 3
    assert [path.name for path in top.iterdir()] == ["young.webp"]


def test_what_a_backup_or_a_signature_left_when_it_was_killed_goes_a_day_later(shop: Workshop) -> None:
    """The copy of the database has everybody's words in it, the copy of a parcel a whole paper."""
    saving, bat = shop.config.instance / "saving", shop.config.issues_folder / "00-essai" / "bat"
    signed = bat / "v01"
    for folder, days in ((saving / "old", 2), (saving / "now", 0), (bat / ".new-old", 2), (bat / ".new-now", 0),
                         (signed, 2)):  # fmt: skip
        folder.mkdir(parents=True)
        (folder / "file").write_bytes(b"words")
        (folder / "file").chmod(0o444)
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(folder, (at, at))
    janitor.tidy(shop, NOW)
    assert [path.name for path in saving.iterdir()] == ["now"]
    assert sorted(path.name for path in bat.iterdir()) == [".new-now", "v01"]


def test_a_backup_copies_the_database_where_a_killed_one_is_found_again(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the copy is left, and while it is made it stands in the folder that the janitor looks after."""
    made: list[str] = []
    real = backup.tempfile.TemporaryDirectory

    def noted(*told: object, **more: object) -> object:
        made.append(str(more.get("dir")))
        return real(*told, **more)

    monkeypatch.setattr(backup.tempfile, "TemporaryDirectory", noted)
    backup.back_up(shop, tmp_path / "out", NOW)
    assert made[0] == str(shop.config.instance / backup.SAVING)
    assert list((shop.config.instance / backup.SAVING).iterdir()) == []


def test_an_old_orphan_that_is_put_again_stays(shop: Workshop) -> None:
    aged(shop, shop.blobs.put(b"wanted again"), 2)
    again = shop.blobs.put(b"wanted again")
    janitor.tidy(shop, NOW)
    assert shop.blobs.has(again)


def test_files_nobody_has_opened_yet_are_saved_and_those_nobody_waits_for_go(shop: Workshop, tmp_path: Path) -> None:
    incoming = Incoming(shop.config.instance / "incoming")
    incoming.put("abcdefgh2345", BytesIO(b"a photo"), 100)
    path, _ = backup.back_up(shop, tmp_path / "kept", NOW)
    backup.restore(path, tmp_path / "there", tmp_path / "issues-there")
    assert (tmp_path / "there/incoming/abcdefgh2345").read_bytes() == b"a photo"
    janitor.tidy(shop, NOW)
    assert incoming.size("abcdefgh2345") == 7  # its row may be about to be written
    old = (NOW - timedelta(days=2)).timestamp()
    os.utime(incoming.folder / "abcdefgh2345", (old, old))
    assert janitor.tidy(shop, NOW)["files"] == 1
    assert list(incoming.folder.iterdir()) == []


def test_the_janitor_forgets_what_is_over(shop: Workshop) -> None:
    long_ago = NOW - timedelta(days=40)
    with shop.database.write() as db:
        account = db.scalars(select(Account)).one()
        for days in (-1, 1):
            db.add(SignIn(token_hash=f"t{days}", account_id=account.id, csrf="c", made_at=NOW, seen_at=NOW,
                          expires_at=NOW + timedelta(days=days)))  # fmt: skip
        db.add_all([Receipt(key="old", answer={}, made_at=long_ago), Receipt(key="new", answer={}, made_at=NOW)])
        over = jobs.enqueue(db, None, long_ago, "build", "k", {})
        over.finished_at = long_ago
    assert janitor.tidy(shop, NOW)["jobs"] == 1
    with shop.database.read() as db:
        assert db.scalars(select(SignIn.token_hash)).all() == ["t1"]
        assert db.scalars(select(Receipt.key)).all() == ["new"]


def test_builds_that_nobody_can_see_go_and_what_somebody_may_have_signed_stays(shop: Workshop) -> None:
    """Of drafts only the one that is shown stays; of the press every one; a killed worker's folder goes after a day."""
    long_ago, top = NOW - timedelta(days=40), shop.config.instance / "builds"

    def built(name: str, kind: FreezeKind, shown: bool) -> None:
        with shop.database.write() as db:
            job = jobs.enqueue(db, None, long_ago, "build", name, {}, issue_id="i")
            job.state, job.finished_at = JobState.DONE, long_ago
            frozen = Freeze(issue_id="i", kind=kind, manifest={}, made_at=long_ago)
            db.add(frozen)
            db.flush()
            row = Build(id=name, issue_id="i", freeze_id=frozen.id, job_id=job.id, folder=f"builds/{name}",
                        made_at=long_ago)  # fmt: skip
            if shown:
                freeze.swap(db, "i", kind, row)
            else:
                db.add(row)

    with shop.database.write() as db:
        db.add(Issue(id="i", slug="12-essai", title="Essai", number=12, date=NOW.date(), theme={}, languages=["fr"],
                     printer={}, masthead={}, created_at=long_ago))  # fmt: skip
    for name, kind, shown in (("old-draft", FreezeKind.DRAFT, False), ("draft", FreezeKind.DRAFT, True),
                              ("old-press", FreezeKind.PRESS, False), ("press", FreezeKind.PRESS, True)):  # fmt: skip
        built(name, kind, shown)
    for name in ("old-draft", "draft", "old-press", "press", "killed", "being-built"):
        (top / name / "build").mkdir(parents=True)
        if name != "being-built":
            os.utime(top / name, (long_ago.timestamp(),) * 2)
    told = janitor.tidy(shop, NOW)
    assert (told["drafts"], told["builds"], told["jobs"]) == (1, 2, 1)
    assert {path.name for path in top.iterdir()} == {"draft", "old-press", "press", "being-built"}
    with shop.database.read() as db:
        assert set(db.scalars(select(Build.id))) == {"draft", "old-press", "press"}


def test_what_an_imported_file_brought_is_told_as_long_as_its_piece_is_there(shop: Workshop) -> None:
    with shop.database.write() as db:
        db.add(Receipt(key="import:p", answer={"rows": "[]"}, made_at=NOW - timedelta(days=400)))
    janitor.tidy(shop, NOW)
    with shop.database.read() as db:
        assert db.scalars(select(Receipt.key)).all() == ["import:p"]


def test_invitations_go_a_month_after_they_were_over(shop: Workshop) -> None:
    with shop.database.write() as db:
        for days in (1, 40):
            db.add(Invitation(token_hash=f"t{days}", name="Une amie", roles=[], made_at=NOW - timedelta(days=days + 2),
                              expires_at=NOW - timedelta(days=days)))  # fmt: skip
    janitor.tidy(shop, NOW)
    with shop.database.read() as db:
        assert db.scalars(select(Invitation.token_hash)).all() == ["t1"]


def test_the_worker_asks_for_it_once_a_day(shop: Workshop) -> None:
    for _ in range(3):
        ask_daily(shop, NOW, DAILY)
    with shop.database.read() as db:
        from journal_app.jobs import store

        waiting = store.ready(db, NOW)
    assert len(waiting) == len(DAILY) == 4
    assert {runner.run(shop, KINDS, job_id) for job_id in waiting} == {"done"}


# --- the doctor -----------------------------------------------------------------------------------------------------


def test_a_desk_in_order_has_no_problem(shop: Workshop) -> None:
    assert codes(shop, deep=True) == []


def test_the_doctor_names_what_is_wrong(shop: Workshop) -> None:
    aged(shop, shop.blobs.put(b"orphan"), 2)
    (shop.config.instance / "keys" / "pepper").chmod(0o644)
    with shop.database.write() as db:
        jobs.enqueue(db, None, NOW - timedelta(hours=1), "build", "k", {})
        db.add(Blob(sha256="0" * 64, size=1, media_type="x", made_at=NOW))
        db.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    (Path(shop.config.blobs_url) / blob_with_bytes(shop)).write_bytes(b"changed")
    assert sorted(codes(shop, deep=True)) == [
        "blob-damaged", "blob-missing", "blob-orphans", "database-behind", "jobs-stale", "key-open",
    ]  # fmt: skip
    assert "blob-damaged" not in codes(shop), "only --deep reads them all"


def blob_with_bytes(shop: Workshop) -> str:
    with shop.database.read() as db:
        return db.scalars(select(Blob.sha256).where(Blob.size > 1)).one()


def test_a_damaged_database_is_told(shop: Workshop) -> None:
    """A page in the middle of the file is written over."""
    path = Path(shop.config.database_url.removeprefix("sqlite:///"))
    shop.database.close()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 8192 * 4096)
        file.write(os.urandom(4096))
    assert codes(shop) == ["database-damaged"]


# --- backup and restore ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", [b"", SECRET])
def test_a_backup_is_put_back_elsewhere_and_the_doctor_finds_nothing(
    shop: Workshop, tmp_path: Path, secret: bytes
) -> None:
    path, manifest = backup.back_up(shop, tmp_path / "out", NOW, secret)
    there, issues = tmp_path / "there", tmp_path / "there-issues"
    assert backup.restore(path, there, issues, secret) == manifest
    again = open_workshop(Config(issues, instance=there))
    assert codes(again, deep=True) == []
    with again.database.read() as db:
        assert db.scalars(select(Account.name)).all() == ["Mina"]
    assert again.blobs.get(blob(shop)) == WORDS
    assert (issues / "00-essai/issue.toml").read_text() == "number = 0\n"
    assert not (issues / "00-essai/build").exists()
    assert (there / "keys").exists() is bool(secret), "the keys only where they are sealed"
    again.database.close()


def test_a_backup_is_taken_while_people_write(shop: Workshop, tmp_path: Path) -> None:
    with shop.database.write() as db:
        db.add(Account(login="n", name="not yet", password_hash="-", created_at=NOW))
        db.flush()
        path, _ = backup.back_up(shop, tmp_path / "out", NOW)
    backup.restore(path, tmp_path / "a", tmp_path / "b")
    copy = open_database(f"sqlite:///{tmp_path / 'a' / 'journal.db'}")
    with copy.read() as db:
        assert db.scalars(select(Account.name)).all() == ["Mina"]


def test_what_is_sealed_shows_nothing_and_opens_with_its_passphrase_only(shop: Workshop, tmp_path: Path) -> None:
    path, _ = backup.back_up(shop, tmp_path / "out", NOW, SECRET)
    assert b"Mina" not in path.read_bytes() and path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(NotOpened):
        backup.verify(path, b"another one")


@pytest.mark.parametrize("secret", [b"", SECRET])
def test_a_damaged_backup_is_always_seen(shop: Workshop, tmp_path: Path, secret: bytes) -> None:
    """Cut off anywhere, or one byte changed anywhere that counts."""
    with shop.database.write() as db:  # more than one sealed piece
        data = os.urandom(2 * PIECE)
        db.add(Blob(sha256=shop.blobs.put(data), size=len(data), media_type="x", made_at=NOW))
    path, _ = backup.back_up(shop, tmp_path / "out", NOW, secret)
    whole, broken = path.read_bytes(), tmp_path / "broken"
    places = [len(whole) * part // 12 for part in range(1, 12)]
    damaged = [whole[:place] for place in places]
    if secret:
        damaged += [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in places]
    else:
        place = whole.index(data[:64]) + 100
        damaged.append(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    for number, bytes_left in enumerate(damaged):
        broken.write_bytes(bytes_left)
        with pytest.raises((backup.NotWhole, NotOpened)):
            backup.verify(broken, secret)
        with pytest.raises((backup.NotWhole, NotOpened)):
            backup.restore(broken, tmp_path / f"r{number}", tmp_path / f"i{number}", secret)
        assert not (tmp_path / f"r{number}").exists(), "nothing of a damaged backup is put anywhere"


def test_nothing_is_put_over_a_desk_that_is_there(shop: Workshop, tmp_path: Path) -> None:
    path, _ = backup.back_up(shop, tmp_path / "out", NOW)
    with pytest.raises(FileExistsError):
        backup.restore(path, shop.config.instance, tmp_path / "other")
    with pytest.raises(FileExistsError):
        backup.back_up(shop, tmp_path / "out", NOW)
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_the_commands_answer_people_and_machines(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNAL_INSTANCE", str(shop.config.instance))
    monkeypatch.setenv("JOURNAL_ISSUES", str(shop.config.issues_folder))
    key = tmp_path / "key"
    key.write_bytes(SECRET + b"\n")

    def told(*words: str) -> dict[str, object]:
        said = CliRunner().invoke(main, [*words, "--json"])
        assert said.exit_code in (0, 1), said.output
        found: dict[str, object] = json.loads(said.stdout)
        return found

    assert told("doctor", "--deep")["missing"] == 0
    assert told("janitor")["blobs"] == 0
    made = told("backup", "--out", str(tmp_path / "out"), "--key-file", str(key))
    assert made["sealed"] is True and made["problems"] == []
    where = ("--instance", str(tmp_path / "x"), "--issues", str(tmp_path / "y"))
    wrong = told("restore", str(made["file"]), *where)
    assert wrong["problems"][0]["code"] == "restore-failed"  # type: ignore[index]
    assert told("restore", str(made["file"]), *where, "--key-file", str(key))["parts"] == made["parts"]
