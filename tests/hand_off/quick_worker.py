"""A worker that compares proofs and soon sees that another one died. `python -m tests.hand_off.quick_worker`."""

from datetime import timedelta

from journal_app import worker
from journal_app.hand_off import returning
from journal_app.jobs import runner

if __name__ == "__main__":
    runner.LEASE, runner.BEAT_S, runner.TELL_S, worker.LOOK_S = timedelta(seconds=1.5), 0.2, 0.0, 0.3
    worker.main(returning.KINDS, daily=())
