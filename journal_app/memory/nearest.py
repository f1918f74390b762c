"""Memory, the index of a process: the signatures of each pair of languages, brought up to date whenever it is asked.

It holds numbers and bits, never a word, and decides nothing: what it proposes is read again from the database, by who
may read it now. So a withdrawal needs no message to any process. Each process has its own, each database its own.
"""

import threading
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from journal_app.memory import store
from journal_app.memory.signatures import Run, joined, most_alike, run_of

PART = 20_000  # rows read at a time: four megabytes as Python keeps them
TIMES = 4  # a run takes in the next one that is not so many times smaller: a million rows stay in some ten runs

_known: WeakKeyDictionary[Engine | Connection, dict[tuple[str, str], "Nearest"]] = WeakKeyDictionary()
_lock = threading.Lock()


class Nearest:
    """The signatures of one pair of languages. Runs are never changed but to forget: who looks needs no lock."""

    def __init__(self, source: str, target: str) -> None:
        self.source, self.target = source, target
        self._known: tuple[tuple[Run, ...], int] = (), 0  # and the last number in them: both change at once
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(run.size for run in self._known[0])

    def __len__(self) -> int:
        return sum(len(run) for run in self._known[0])

    def propose(
        self, db: Session, plain: str, shortest: int, longest: int, most: int
    ) -> list[tuple[int, float]]:
        """The numbers most alike to a text in its plain form: (number, 0 to 1), the best first."""
        runs = self._own(db) if store.changed(db) else self._up_to_date(db)
        return most_alike(runs, plain, shortest, longest, most)

    def _up_to_date(self, db: Session) -> tuple[Run, ...]:
        """With what came since. No lock is held while the database is asked; threads that start at once share."""
        while rows := store.signs(db, self.source, self.target, self._known[1], PART):
            self._take(rows)
            if len(rows) < PART:
                break
        return self._known[0]

    def _own(self, db: Session) -> tuple[Run, ...]:
        """For a transaction that changed something: with all that it sees, and nothing of it is kept. What it learnt
        may be rolled back, and what it forgot too: who takes in the rest would never see that again."""
        runs, last = self._known
        while rows := store.signs(db, self.source, self.target, last, PART):
            runs, last = (*runs, run_of(rows)), rows[-1][0]
        return runs

    def _take(self, rows: list[tuple[int, bytes]]) -> None:
        with self._lock:
            before, last = self._known
            new = [row for row in rows if row[0] > last]
            if not new:
                return
            runs = [*before, run_of(new)]
            while len(runs) > 1 and len(runs[-2]) < TIMES * len(runs[-1]):
                runs[-2:] = [joined(runs[-2], runs[-1])]
            self._known = tuple(runs), new[-1][0]

    def gone(self, db: Session, numbers: Iterable[int]) -> None:
        """Forget those of these that are no more. One that this transaction cannot see yet is kept, and one that it
        deleted itself: that may be rolled back."""
        asked = list(numbers)
        if not asked or store.changed(db):
            return
        if dead := set(asked) - store.still(db, asked):
            newest = store.last(db)
            for run in self._known[0]:
                run.forget(number for number in dead if number <= newest)


def nearest(db: Session, source: str, target: str) -> Nearest:
    """The index of a pair of languages (families) in this database. It is read when it is first asked."""
    with _lock:
        pairs = _known.setdefault(db.get_bind(), {})
        return pairs.setdefault((source, target), Nearest(source, target))
