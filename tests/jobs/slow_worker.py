"""A worker with kinds of work of its own, for the tests that kill it. `python -m tests.jobs.slow_worker`."""

import sys
import time
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from journal_app import worker
from journal_app.jobs import runner
from journal_app.jobs.kinds import Made, Progress
from journal_app.jobs.model import Job
from journal_app.tasks.model import Notice
from journal_app.workshop import Workshop


def count(tools: Workshop, job: Job, progress: Progress) -> Made:
    """Takes `seconds`, keeps a blob, and shows it by a notice: the pointer of this kind."""
    steps = int(job.arguments["seconds"] * 20)
    for done in range(steps):
        progress("step", done, steps)
        time.sleep(0.05)
    blob = tools.blobs.put(job.key.encode() * 1000)

    def swap(db: Session, job: Job, now: datetime) -> None:
        db.add(Notice(account_id=job.arguments["account"], code=blob, detail={}, made_at=now))

    return Made({"blob": blob}, swap)


if __name__ == "__main__":
    runner.LEASE, runner.BEAT_S, worker.LOOK_S = timedelta(seconds=1.5), 0.2, 0.3
    worker.main({"count": count}, daily=(), with_parent="--with-parent" in sys.argv)
