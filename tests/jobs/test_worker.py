"""The worker as a process: killed at any moment, with its messages lost, or with the desk gone, and nothing is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from journal_app.accounts.model import Account
from journal_app.config import Config
from journal_app.db import Database
from journal_app.jobs import actions, queue
from journal_app.jobs.model import Job, JobState
from journal_app.tasks.model import Notice
from tests.desk import NOW

ROOT = Path(__file__).parents[2]
PATIENCE_S = 25


class Workplace:
    """A desk's database and queue, and worker processes over them."""

    def __init__(self, folder: Path, database: Database, url: str) -> None:
        (folder / "issues").mkdir()
        queued = "" if database.is_sqlite else url
        self.config = Config(folder / "issues", instance=folder / "instance", database=url, queue=queued)
        self.config.instance.mkdir()
        self.database = database
        self.workers: list[subprocess.Popen[bytes]] = []
        with database.write() as db:
            row = Account(login="m", name="Mina", password_hash="-", created_at=NOW)
            db.add(row)
        self.account = row.id

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        own = {
            "JOURNAL_ISSUES": str(self.config.issues_folder), "JOURNAL_INSTANCE": str(self.config.instance),
            "DATABASE_URL": self.config.database_url, "QUEUE_URL": self.config.queue_url,
        }  # fmt: skip
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.slow_worker", *options], env=os.environ | own, cwd=ROOT,
            stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.workers.append(worker)
        return worker

    def ask(self, key: str, seconds: float = 0.2, wake: bool = True) -> str:
        with self.database.write() as db:
            job = actions.enqueue(db, None, NOW, "count", key, {"seconds": seconds, "account": self.account})
        if wake:
            queue.wake(self.config, job.id)
        return job.id

    def states(self) -> dict[str, int]:
        with self.database.read() as db:
            return {state: count for state, count in db.execute(select(Job.state, func.count()).group_by(Job.state))}

    def wait(self, **wanted: int) -> None:
        end = time.monotonic() + PATIENCE_S
        while self.states() != wanted:
            assert time.monotonic() < end, self.states()
            time.sleep(0.05)

    def shown(self) -> int:
        with self.database.read() as db:
            return db.scalar(select(func.count()).select_from(Notice)) or 0


@pytest.fixture
def place(tmp_path: Path, database: Database, database_url: str) -> Iterator[Workplace]:
    queue._sender.cache_clear()  # the tables of an earlier test's queue are gone with its schema
    made = Workplace(tmp_path, database, database_url)
    yield made
    for worker in made.workers:
        worker.kill()
        worker.wait()


def test_killed_again_and_again_each_job_is_shown_exactly_once(place: Workplace) -> None:
    """The pointer and the job's end are one transaction; what the kill left is begun again."""
    chance = random.Random(3)
    for number in range(4):
        place.ask(f"job-{number}")
    for _ in range(5):
        worker = place.start()
        time.sleep(chance.uniform(0.5, 1.5))
        worker.kill()
        worker.wait()
        assert place.shown() == place.states().get(JobState.DONE, 0)
    place.start()
    place.wait(done=4)
    assert place.shown() == 4


def test_a_job_whose_message_was_lost_is_found_by_its_row(place: Workplace) -> None:
    place.ask("silent", wake=False)
    place.start()
    place.wait(done=1)


def test_told_to_stop_it_finishes_the_job_at_hand(place: Workplace) -> None:
    place.ask("long", seconds=1.5)
    worker = place.start()
    place.wait(running=1)
    worker.send_signal(signal.SIGINT)
    assert worker.wait(PATIENCE_S) == 0
    assert place.states() == {"done": 1}


def test_it_does_not_outlive_the_desk_that_started_it(place: Workplace) -> None:
    worker = place.start("--with-parent")
    place.ask("first")
    place.wait(done=1)
    assert worker.stdin is not None
    worker.stdin.close()  # what the kernel does when the desk is killed
    assert worker.wait(PATIENCE_S) == 0


def test_a_queue_that_is_away_only_makes_it_later(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    config = Config(instance=tmp_path, queue=f"sqlite:///{tmp_path}/no/such/folder/queue.db")
    queue.wake(config, "abc")
    assert "find the job by itself" in caplog.text
