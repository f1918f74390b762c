"""Cards, the keyed hashes: what is kept of a code, and how a first form leads to its code without keeping it.

Looked up by Argon2id(code, salt from the pepper), the same work whether it exists or not; at most
two hashes at a time with the sign-ins' (64 MiB each), the rest stand in a line, and the line has an end.
"""

import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from argon2.low_level import Type, hash_secret_raw

from journal_app.accounts.passwords import DOORS
from journal_app.cards.code import BITS
from journal_app.keys import Keys

MEMORY_KIB, PASSES = 64 * 1024, 1  # RFC 9106, 4, asks for 3 passes of 64 MiB for guessable secrets; this one is 60 bits
LONGEST_LINE = 60  # who stands behind so many waits some three seconds already
_LINE = threading.BoundedSemaphore(LONGEST_LINE)
_AT_WORK: set[str] = set()  # crowded places where one code is being looked up
_ONE = threading.Lock()


class TooMany(Exception):
    """Too many codes are being looked up at this moment: come back in a few seconds."""


def digest_of(keys: Keys, secret: int) -> str:
    """What is kept of a code. A twentieth of a second and 64 MiB: never inside a transaction. Raises TooMany."""
    if not _LINE.acquire(blocking=False):
        raise TooMany
    try:
        with DOORS:
            salt = hmac.digest(keys.pepper, b"cards", sha256)[:16]
            return hash_secret_raw(secret.to_bytes(8, "big"), salt, PASSES, MEMORY_KIB, 1, 32, Type.ID).hex()
    finally:
        _LINE.release()


@contextmanager
def turn(crowded: str) -> Iterator[None]:
    """Take the turn of a place where many codes failed today: one lookup at a time there, so that who guesses fills no
    line but their own, and who shares the address still comes in. Elsewhere (`""`) it does nothing. Raises TooMany.
    """
    if not crowded:
        yield
        return
    with _ONE:
        if crowded in _AT_WORK:
            raise TooMany
        _AT_WORK.add(crowded)
    try:
        yield
    finally:
        with _ONE:
            _AT_WORK.discard(crowded)


def token_of(keys: Keys, form_key: str) -> str:
    """The visit that a first form begins: the same form sent again begins the same visit."""
    return hmac.new(keys.pepper, f"visit\n{form_key}".encode("utf-8", "replace"), sha256).hexdigest()


def secret_of(keys: Keys, token: str) -> int:
    """The code of the card that a visit made: told only to who has the visit's cookie, kept nowhere."""
    made = hmac.new(keys.pepper, f"card\n{token}".encode("utf-8", "replace"), sha256).digest()
    return int.from_bytes(made[:8], "big") >> (64 - BITS)


def csrf_of(keys: Keys, token: str) -> str:
    """What the forms of a visit carry: nothing a stranger's page could know."""
    return hmac.new(keys.pepper, f"form\n{token}".encode("utf-8", "replace"), sha256).hexdigest()[:32]


def way_in_of(keys: Keys, upload_id: str) -> str:
    """What the address of a file's bytes carries: told to who announced the file, and to nobody else."""
    return hmac.new(keys.pepper, f"send\n{upload_id}".encode("utf-8", "replace"), sha256).hexdigest()[:32]


def mark_of(token: str) -> str:
    """What is kept of a visit's cookie."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
