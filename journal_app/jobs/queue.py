"""Jobs, the queue: carries a job's id to the worker, on SQLite, Redis or PostgreSQL by one address. It holds no truth.

A message may be lost or come twice: the worker looks for rows that wait, and only one run can take a row.
"""

import logging
from collections.abc import Callable
from functools import lru_cache

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey

from journal_app.config import Config
from journal_app.sober import sober

log = logging.getLogger(__name__)
NAME = "journal"


def open_queue(url: str, work: Callable[[str], object] | None = None) -> Huey:
    """The queue at this address; `work` is what the worker does with an id (who only sends gives none)."""
    scheme = url.split("://", 1)[0]
    if scheme == "sqlite":
        # a write-ahead log could corrupt under the system's SQLite (db.py)
        queue = SqliteHuey(NAME, filename=url.removeprefix("sqlite:///"), journal_mode="delete", results=False)
    elif scheme in ("redis", "rediss"):
        queue = RedisHuey(NAME, url=url, results=False)
    else:
        queue = PostgresHuey(NAME, dsn=url, results=False)

    @queue.task(name="carry")  # type: ignore[untyped-decorator]  # the library has no types
    def carry(job_id: str) -> None:
        if work is not None:
            work(job_id)

    queue.carry = carry
    return queue


@lru_cache(maxsize=8)
def _sender(url: str) -> Huey:
    return open_queue(url)


def wake(config: Config, job_id: str) -> None:
    """Tell the worker of a job, after the commit. A queue that cannot be reached only makes it start later."""
    try:
        _sender(config.queue_url).carry(job_id)
    except Exception as error:
        log.warning("the queue took no message; the worker will find the job by itself\n%s", sober(error))


def carried(queue: Huey) -> set[str]:
    """The ids that are on their way."""
    return {task.args[0] for task in queue.pending() if task.args}
