"""Long work as rows: done once, begun again after a kill, shown whole or not at all, cancelled for good."""

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from journal_app.accounts.model import Account
from journal_app.db import Database
from journal_app.jobs import actions, runner, store
from journal_app.jobs.kinds import Made, Progress, Stopped
from journal_app.jobs.model import Job, JobState
from journal_app.problems import Refused

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@dataclass
class Tools:
    """What the kinds of these tests are given."""

    database: Database


@pytest.fixture
def tools(database: Database) -> Tools:
    return Tools(database)


def ask(tools: Tools, kind: str = "write", key: str = "k", **arguments: Any) -> str:
    with tools.database.write() as db:
        return actions.enqueue(db, None, NOW, kind, key, arguments).id


def state(tools: Tools, job_id: str) -> Job:
    with tools.database.read() as db:
        row = store.job(db, job_id)
        assert row is not None
        db.expunge(row)
        return row


def pointers(tools: Tools) -> list[str]:
    with tools.database.read() as db:
        return list(db.scalars(select(Account.login)).all())


def show(db: Session, job: Job, now: datetime) -> None:
    """The swap of these tests: a row that says it was done."""
    db.add(Account(login=job.key, name="shown", password_hash="-", created_at=now))


def write(tools: Tools, job: Job, progress: Progress) -> Made:
    progress("pages", 1, 2)
    return Made({"pages": 2}, show)


def refuse(tools: Tools, job: Job, progress: Progress) -> Made:
    raise Refused("consent-missing")


def break_down(tools: Tools, job: Job, progress: Progress) -> Made:
    raise ZeroDivisionError


KINDS = {"write": write, "refuse": refuse, "break": break_down}


def run(tools: Tools, job_id: str, at: datetime = NOW) -> JobState | None:
    return runner.run(tools, KINDS, job_id, lambda: at)


def test_a_job_is_done_once_and_its_result_shown(tools: Tools) -> None:
    job_id = ask(tools)
    assert run(tools, job_id) is JobState.DONE
    assert run(tools, job_id) is None, "the message came twice"
    done = state(tools, job_id)
    assert (done.state, done.result, done.done, done.total) == ("done", {"pages": 2}, 1, 2)
    assert pointers(tools) == ["k"]


def test_the_same_is_not_asked_for_twice_while_it_waits(tools: Tools) -> None:
    first = ask(tools, page=1)
    assert ask(tools, page=1) == first
    assert ask(tools, page=2) != first, "another thing to make"
    run(tools, first)
    assert ask(tools, page=1) != first, "it may have changed since"


def test_two_workers_cannot_both_take_a_job(tools: Tools) -> None:
    job_id, taken = ask(tools), []

    def take() -> None:
        with tools.database.write() as db:
            if store.take(db, job_id, threading.current_thread().name, NOW, NOW + runner.LEASE, 5):
                taken.append(1)

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1


def test_what_a_dead_worker_left_is_begun_again_when_its_lease_is_over(tools: Tools) -> None:
    job_id = ask(tools)
    with tools.database.write() as db:
        assert store.take(db, job_id, "dead", NOW, NOW + runner.LEASE, 5)
    assert run(tools, job_id, NOW + timedelta(seconds=10)) is None, "it may still be at work"
    with tools.database.read() as db:
        assert store.ready(db, NOW + timedelta(minutes=1)) == [job_id]
    assert run(tools, job_id, NOW + timedelta(minutes=1)) is JobState.DONE
    assert state(tools, job_id).attempts == 2


def test_a_worker_that_lost_its_lease_shows_nothing(tools: Tools) -> None:
    """It slept for an hour; another one did the work. Its own result must not be swapped in over it."""
    job_id = ask(tools)
    with tools.database.write() as db:
        late = store.take(db, job_id, "sleeper", NOW, NOW + runner.LEASE, 5)
    assert late is not None
    assert run(tools, job_id, NOW + timedelta(hours=1)) is JobState.DONE
    assert runner._shown(tools.database, late, Made({}, show), NOW + timedelta(hours=1)) is None
    assert pointers(tools) == ["k"]


def test_a_job_that_breaks_is_tried_five_times_and_then_given_up(tools: Tools) -> None:
    job_id, at, tried = ask(tools, "break"), NOW, 0
    while (now := run(tools, job_id, at)) is JobState.WAITING:
        tried += 1
        with tools.database.read() as db:
            assert store.ready(db, at) == [], "a pause first"
        at += timedelta(minutes=5)
    assert (now, tried) == (JobState.FAILED, runner.MOST_ATTEMPTS - 1)
    assert state(tools, job_id).error == "job-broke:ZeroDivisionError"


def test_a_job_that_kills_its_worker_each_time_is_given_up(tools: Tools) -> None:
    job_id, at = ask(tools), NOW
    for _ in range(runner.MOST_ATTEMPTS):
        with tools.database.write() as db:
            assert store.take(db, job_id, "x", at, at + runner.LEASE, runner.MOST_ATTEMPTS)
        at += timedelta(hours=1)
    assert run(tools, job_id, at) is None
    assert (state(tools, job_id).state, state(tools, job_id).error) == ("failed", "job-gave-up")
    with tools.database.read() as db:
        assert store.ready(db, at + timedelta(days=1)) == []


def test_what_is_refused_is_not_tried_again(tools: Tools) -> None:
    job_id = ask(tools, "refuse")
    assert run(tools, job_id) is JobState.FAILED
    assert state(tools, job_id).error == "consent-missing"


def test_a_kind_nobody_knows_fails_and_says_so(tools: Tools) -> None:
    job_id = ask(tools, "unheard-of")
    assert run(tools, job_id) is JobState.FAILED


def test_a_cancelled_job_stops_at_its_next_step_and_shows_nothing(tools: Tools) -> None:
    stopped = []

    def long(tools: Tools, job: Job, progress: Progress) -> Made:
        with tools.database.write() as db:
            actions.cancel(db, NOW, job)
        try:
            for done in range(1000):
                progress("pages", done, 1000)
                time.sleep(0.01)
        except Stopped:
            stopped.append(done)
            raise
        return Made({}, show)

    job_id = ask(tools, "long")
    assert runner.run(tools, {"long": long}, job_id) is None
    assert stopped and stopped[0] < 100
    assert state(tools, job_id).state == "cancelled" and pointers(tools) == []


def test_one_cancelled_after_its_work_shows_nothing_either(tools: Tools) -> None:
    def sure(tools: Tools, job: Job, progress: Progress) -> Made:
        with tools.database.write() as db:
            actions.cancel(db, NOW, job)
        return Made({}, show)

    job_id = ask(tools, "sure")
    assert runner.run(tools, {"sure": sure}, job_id) is None
    assert state(tools, job_id).state == "cancelled" and pointers(tools) == []


def test_what_is_over_cannot_be_cancelled(tools: Tools) -> None:
    job_id = ask(tools)
    run(tools, job_id)
    with pytest.raises(Refused, match="job-over"), tools.database.write() as db:
        actions.cancel(db, NOW, state(tools, job_id))


def test_a_swap_that_breaks_leaves_the_job_to_be_tried_again(tools: Tools) -> None:
    """Half of a result is never seen: the swap and the closing are one transaction."""

    def half(db: Session, job: Job, now: datetime) -> None:
        show(db, job, now)
        db.flush()
        raise OSError("the disk is full")

    job_id = ask(tools, "half")
    kinds = {"half": lambda tools, job, progress: Made({}, half)}
    assert runner.run(tools, kinds, job_id, lambda: NOW) is JobState.WAITING
    assert pointers(tools) == []


def test_progress_is_written_at_most_twice_a_second(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    renew = store.renew

    def counted(*arguments: Any, **told: Any) -> bool:
        written.append(told)
        return renew(*arguments, **told)

    def busy(tools: Tools, job: Job, progress: Progress) -> Made:
        end = time.monotonic() + 1.2
        while time.monotonic() < end:
            progress("pages", 1, 2)
        return Made()

    monkeypatch.setattr(store, "renew", counted)
    began = time.monotonic()
    assert runner.run(tools, {"busy": busy}, ask(tools, "busy")) is JobState.DONE
    assert 2 <= len(written) <= 2 + 2 * (time.monotonic() - began)


def test_a_long_silent_step_keeps_its_lease(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "LEASE", timedelta(seconds=1))
    monkeypatch.setattr(runner, "BEAT_S", 0.1)

    def silent(tools: Tools, job: Job, progress: Progress) -> Made:
        time.sleep(1.6)
        with tools.database.read() as db:
            assert store.ready(db, datetime.now(UTC)) == []
        return Made()

    assert runner.run(tools, {"silent": silent}, ask(tools, "silent")) is JobState.DONE
