"""Accounts: failures to sign in, counted in memory under a daily random key. Nobody can lock another person out.

A key is the name with the place it comes from: the address, or a browser that was here before (known.py). So a
stranger's failures slow the stranger. A camp shares one address: successes are never counted, and who tries many names
from one place waits little. What is kept is a keyed hash, gone at midnight or with the process.
"""

import hashlib
import hmac
import secrets
import threading
from datetime import date, datetime

FREE = 5  # failures without a wait
LONGEST_S = 60
FREE_HERE = 60  # of all names together at one place: thirty people who mistype twice
LONGEST_HERE_S = 10  # then some hundred guesses a quarter of an hour are left, for all names together
MOST_KEYS = 100_000  # a flood of names forgets the oldest instead of filling the memory


class Attempts:
    """How many times a name failed from a place today."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day: date | None = None
        self._key = b""
        self._failed: dict[str, tuple[int, float]] = {}

    def _name(self, login: str, place: str, now: datetime) -> str:
        if self._day != now.date():
            self._day, self._key, self._failed = now.date(), secrets.token_bytes(32), {}
        return hmac.new(self._key, f"{login}\0{place}".encode(), hashlib.sha256).hexdigest()

    def wait(self, login: str, place: str, now: datetime) -> int:
        """How many seconds are left before this name may be tried from this place."""
        with self._lock:
            own = self._failed.get(self._name(login, place, now), (0, 0.0))
            here = self._failed.get(self._name("", place, now), (0, 0.0))
        return max(_left(own, FREE, LONGEST_S, now), _left(here, FREE_HERE, LONGEST_HERE_S, now))

    def crowded(self, place: str, now: datetime) -> str:
        """The place under today's key when more failed there than people mistype; empty else."""
        with self._lock:
            name = self._name("", place, now)
            return name if self._failed.get(name, (0, 0.0))[0] >= FREE_HERE else ""

    def failed(self, login: str, place: str, now: datetime) -> None:
        """One more."""
        with self._lock:
            for name in (self._name(login, place, now), self._name("", place, now)):
                count, _ = self._failed.pop(name, (0, 0.0))
                self._failed[name] = (count + 1, now.timestamp())
            while len(self._failed) > MOST_KEYS:
                self._failed.pop(next(iter(self._failed)))

    def succeeded(self, login: str, place: str, now: datetime) -> None:
        """The right person came: forget."""
        with self._lock:
            self._failed.pop(self._name(login, place, now), None)


def _left(failed: tuple[int, float], free: int, longest: int, now: datetime) -> int:
    """Seconds until the next try after so many failures, the last one then."""
    count, last = failed
    pause = min(longest, 2 ** min(count - free + 1, 10)) if count >= free else 0
    return max(0, round(last + pause - now.timestamp()))
