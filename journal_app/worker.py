"""Composition root of the worker: which kinds of work there are, and the process that does them one after the other.

`python -m journal_app.worker`; SIGINT lets it finish its job, SIGTERM ends it now (the job is begun again later).
Started by `journal serve` it also ends when that one is gone, however it went.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Mapping
from datetime import datetime

from huey import Huey
from huey.consumer import Consumer

from journal_app.bat import opening
from journal_app.complement import making
from journal_app.config import from_environment
from journal_app.freeze import building, taking_in, watching
from journal_app.gathering import receiving
from journal_app.hand_off import returning
from journal_app.jobs import actions, runner, store
from journal_app.jobs.kinds import Kind
from journal_app.jobs.queue import carried, open_queue
from journal_app.migrations import upgrade
from journal_app.reactions import REACTIONS
from journal_app.sober import sober
from journal_app.tables import tables
from journal_app.tasks import mailing
from journal_app.translation import learning
from journal_app.upkeep import erasing, janitor, lapsing
from journal_app.workshop import Workshop, open_workshop

log = logging.getLogger(__name__)
LOOK_S = 3.0  # how often rows are looked at whose message was lost

KINDS: Mapping[str, Kind] = {
    "janitor": janitor.work, "letters": mailing.work, learning.KIND: learning.work,
    **opening.kinds(building.KINDS), **taking_in.KINDS, **receiving.KINDS, **making.KINDS, **returning.KINDS,
    **watching.KINDS, **erasing.kinds(REACTIONS),
}  # fmt: skip
BESIDE = 5  # how much a worker beside the server gives way: people who wait for a page come first
# kinds the worker asks for by itself once a day
DAILY: tuple[str, ...] = ("erase", "janitor", learning.KIND, returning.TIDY)


def look(workshop: Workshop, queue: Huey, now: datetime) -> int:
    """Send again what waits, or was begun by a worker that is gone, and is not on its way; how many."""
    with workshop.database.read() as db:
        ready = store.ready(db, now)
    if not ready:
        return 0
    lost = [job_id for job_id in ready if job_id not in carried(queue)]
    for job_id in lost:
        queue.carry(job_id)
    return len(lost)


def ask_daily(workshop: Workshop, now: datetime, daily: tuple[str, ...]) -> None:
    """Ask for the work of the day, once: its key is the date, and a row says that it was asked."""
    for kind in daily:
        key = f"{kind}:{now.date().isoformat()}"
        with workshop.database.read() as db:
            asked = store.latest(db, kind, key)
        if asked is None:
            with workshop.database.write() as db:
                actions.enqueue(db, None, now, kind, key, {})


def ask_letters(workshop: Workshop, now: datetime) -> None:
    """Ask for letters to people whom notices wait for, once an hour, if e-mail is set up."""
    if key := mailing.wanted(workshop, now):
        with workshop.database.write() as db:
            if store.latest(db, "letters", key) is None:
                actions.enqueue(db, None, now, "letters", key, {})


def _keep_looking(workshop: Workshop, queue: Huey, daily: tuple[str, ...], ended: threading.Event) -> None:
    while not ended.wait(LOOK_S):
        try:
            now = runner.utc_now()
            ask_daily(workshop, now, daily)
            if daily:
                ask_letters(workshop, now)
                watching.ask(workshop, now)
                lapsing.lapse(workshop, now)
            look(workshop, queue, now)
        except Exception as error:  # a database that is away now may be back at the next look
            log.warning("no look at the jobs\n%s", sober(error))


def _end_with_parent() -> None:
    """Whoever started us holds the other end of standard input: when it closes, we stop after the job at hand."""
    while os.read(sys.stdin.fileno(), 64):
        pass
    os.kill(os.getpid(), signal.SIGINT)


def main(kinds: Mapping[str, Kind] = KINDS, daily: tuple[str, ...] = DAILY, with_parent: bool = False) -> None:
    """Work until told to stop; `daily` are those of `kinds` it asks for by itself."""
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    tables()  # a row of one room may point at another's: all are known before the first is written
    workshop = open_workshop(from_environment(os.environ))
    upgrade(workshop.database)
    queue = open_queue(workshop.config.queue_url, lambda job_id: runner.run(workshop, kinds, job_id))
    ended = threading.Event()
    threading.Thread(target=_keep_looking, args=(workshop, queue, daily, ended), daemon=True).start()
    if with_parent:
        os.nice(BESIDE)
        threading.Thread(target=_end_with_parent, daemon=True).start()
    Consumer(queue, workers=1, periodic=False, max_delay=0.5).run()
    ended.set()


if __name__ == "__main__":
    main(with_parent="--with-parent" in sys.argv)
