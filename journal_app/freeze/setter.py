"""Freeze, the process that sets pages: one question after another is put to it, and nobody waits for ever.

It keeps its faces warm; it is begun with the first question and again when it breaks. It keeps nothing of an issue.
"""

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as Late
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from journal_app.prepress.live import Making
from journal_app.problems import Problem
from journal_app.processes import pool

PATIENCE_S = 6.0  # how long somebody waits for an answer; the process may be at another issue's step
START_S = 25.0  # more for the first question: the process has yet to read its faces
NOTHING = Making(0, 0)

Told = tuple[Any, list[Problem]]
Work = Callable[..., Told]


@dataclass(frozen=True, slots=True)
class Question:
    """One that was put to the process, and how long it is waited for."""

    future: Future[Told]
    patience_s: float


class Setter:
    """The process that sets pages. A desk has one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def ask(self, work: Work, *told: Any) -> Told:
        """An answer of the process; NOTHING when it does not come in time, or the process broke."""
        question = self.put(work, *told)
        return self.wait(question) if question else (NOTHING, [])

    def put(self, work: Work, *told: Any) -> Question | None:
        """Put a question, and do not wait for it. Nothing when the process has just broken."""
        with self._lock:
            patience = PATIENCE_S if self._pool else START_S
            self._pool = self._pool or pool()
            try:
                return Question(self._pool.submit(work, *told), patience)
            except BrokenProcessPool:
                self._pool = None
                return None

    def wait(self, question: Question) -> Told:
        """Its answer; NOTHING when it does not come in time, or the process broke. Who put it may wait again, unless it
        had not begun: then it is put again."""
        try:
            return question.future.result(question.patience_s)
        except Late:  # the process goes on, and what it makes is there for the next one who asks
            question.future.cancel()
            return NOTHING, []
        except CancelledError:  # somebody else had waited long enough
            return NOTHING, []
        except (BrokenProcessPool, OSError, MemoryError):
            self.close()
            return NOTHING, []

    def close(self) -> None:
        """End the process; the next question begins another."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            for process in list(getattr(pool, "_processes", {}).values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)


SETTER = Setter()
