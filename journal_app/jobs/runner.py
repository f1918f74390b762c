"""Jobs, the runner: takes one job, keeps its lease while it works, closes it in the transaction that shows its result.

Killed at any moment it leaves a row whose lease runs out; another run begins it again, five times at most. It knows
no kind of work by name and trusts no message.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any, Protocol

from journal_app.db import Database
from journal_app.jobs import store
from journal_app.jobs.kinds import Kind, Made, Stopped
from journal_app.jobs.model import Job, JobState
from journal_app.problems import Refused
from journal_app.sober import sober

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
LEASE = timedelta(seconds=30)  # after a kill, how long until another run may begin
BEAT_S = 5.0  # a lease is renewed six times before it runs out
TELL_S = 0.5  # progress is written at most twice a second
PAUSE = timedelta(seconds=2)  # before it is tried again; doubles each time


class Tools(Protocol):
    """What the runner needs of what the kinds are given."""

    @property
    def database(self) -> Database: ...


Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The worker's clock."""
    return datetime.now(UTC)


class Told:
    """A job's progress, written at most twice a second, and its lease, renewed while the work says nothing."""

    def __init__(self, database: Database, job: Job, clock: Clock) -> None:
        self.database, self.job_id, self.lease, self.clock = database, job.id, job.lease, clock
        self.lost, self.ended = threading.Event(), threading.Event()
        self.written, self.label = 0.0, ""

    def __call__(self, label: str, done: int = 0, total: int = 0) -> None:
        if self.lost.is_set():
            raise Stopped
        if monotonic() - self.written >= TELL_S:
            self.written = monotonic()
            self._renew(label=label, done=done, total=total)
        if self.lost.is_set():
            raise Stopped

    def _renew(self, **told: Any) -> None:
        now = self.clock()
        with self.database.write() as db:
            if not store.renew(db, self.job_id, self.lease, now, now + LEASE, **told):
                self.lost.set()

    def _beat(self) -> None:
        while not self.ended.wait(BEAT_S):
            try:
                self._renew()
            except Exception as error:  # a database that is busy or away now may be back for the next beat
                log.warning("no heartbeat\n%s", sober(error))

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Renew the lease from a thread of its own until the block ends."""
        thread = threading.Thread(target=self._beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.ended.set()
            thread.join()


def run(tools: Tools, kinds: Mapping[str, Kind], job_id: str, clock: Clock = utc_now) -> JobState | None:
    """Do one job; the state it is in after, None when it was not ours to do."""
    job = _taken(tools.database, job_id, clock())
    if job is None:
        return None
    told = Told(tools.database, job, clock)
    try:
        with told.beating():
            made = kinds[job.kind](tools, job, told)
        return _shown(tools.database, job, made, clock())
    except Stopped:
        return None
    except Refused as refused:
        return _failed(tools.database, job, refused.code, clock())
    except Exception as error:
        log.error("job %s of kind %s, attempt %s\n%s", job.id, job.kind, job.attempts, sober(error))
        return _failed(tools.database, job, f"job-broke:{type(error).__name__}", clock(), again=job.kind in kinds)


def _taken(database: Database, job_id: str, now: datetime) -> Job | None:
    with database.write() as db:
        job = store.take(db, job_id, secrets.token_hex(8), now, now + LEASE, MOST_ATTEMPTS)
        if job is None:
            store.give_up(db, job_id, now, MOST_ATTEMPTS, "job-gave-up")
        return job


def _shown(database: Database, job: Job, made: Made, now: datetime) -> JobState | None:
    """Close the job and swap its result in; nothing of it is seen when the job is no longer ours."""
    with database.write() as db:
        told = {"result": made.result, "error": "", "label": ""}
        if not store.close(db, job.id, job.lease, now, JobState.DONE, **told):
            return None
        if made.swap is not None:
            made.swap(db, job, now)
    if made.after is not None:
        made.after()
    return JobState.DONE


def _failed(database: Database, job: Job, error: str, now: datetime, again: bool = False) -> JobState | None:
    """Let it be tried again after a pause, or close it as failed."""
    with database.write() as db:
        if again and job.attempts < MOST_ATTEMPTS:
            later = now + PAUSE * 2 ** (job.attempts - 1)
            return JobState.WAITING if store.put_back(db, job.id, job.lease, later, error) else None
        return JobState.FAILED if store.close(db, job.id, job.lease, now, JobState.FAILED, error=error) else None
