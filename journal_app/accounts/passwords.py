"""Accounts: passwords -> Argon2id hashes, and the same work for a name that exists and one that does not.

64 MiB each, at most two at a time, 15 characters or more. No rule of composition: length helps,
signs to be remembered do not (NIST SP 800-63B, 3.1.1.2).
"""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 15, 200
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
DOORS = threading.BoundedSemaphore(2)  # 128 MiB at most; who comes third waits
NOBODY = "$argon2id$v=19$m=65536,t=3,p=1$c29tZXRoaW5nLW5vYm9keQ$" + "A" * 43  # no password has this hash
# What people type when fifteen characters are asked for. Folded, without spaces.
_COMMON = ("motdepasse", "password", "azertyuiop", "qwertyuiop", "journaldesjungles", "0123456789", "1234567890",
           "abcdefghij")  # fmt: skip


def folded(password: str) -> str:
    """The same password from any keyboard: NFKC, as RFC 8265 does it."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, *names: str) -> str:
    """Why a password cannot be taken, as a message id; empty when it can."""
    plain = folded(password)
    if len(plain) < LEAST:
        return "Au moins 15 caractères : quatre ou cinq mots qui ne vont pas ensemble."
    if len(plain) > MOST:
        return "200 caractères au plus."
    bare = "".join(plain.casefold().split())
    if len(set(bare)) < 5:
        return "Trop peu de caractères différents."
    rest = bare
    for known in (*_COMMON, *("".join(name.casefold().split()) for name in names if len(name) > 3)):
        rest = rest.replace(known, "")
    if len(rest) < 8:
        return "Ce mot de passe se devine : il répète des suites connues ou votre nom."
    return ""


def hash_password(password: str) -> str:
    """The hash to keep. Takes about a tenth of a second: never inside a transaction."""
    with DOORS:
        return _HASHER.hash(folded(password))


def verify(kept: str | None, password: str) -> bool:
    """Whether the password is the one of that hash; None (no such account) costs the same and is never right."""
    with DOORS:
        try:
            return _HASHER.verify(kept or NOBODY, folded(password)[: MOST + 1])
        except (VerificationError, InvalidHashError):
            return False
