"""Accounts, the browser one came with before: it is counted by itself, so that others at its address slow it no more.

An association behind one router shares an address: without this, who mistypes (or tries) a colleague's name there makes
the colleague wait. The mark says nothing of anybody: random letters, and a keyed hash of them with the name.
"""

import hmac
import secrets

from journal_app.keys import Keys

COOKIE, DAYS = "known", 90


def mark(keys: Keys, login: str) -> str:
    """A new mark for a browser in which this name signed in."""
    letters = secrets.token_urlsafe(12)
    return f"{letters}.{_signed(keys, login, letters)}"


def place(keys: Keys, login: str, told: str, address: str) -> str:
    """Where a try for this name comes from: a browser that is known for it, else the network's address."""
    letters, _, signed = told.partition(".")
    known = hmac.compare_digest(signed.encode("utf-8", "replace"), _signed(keys, login, letters).encode())
    return f"browser {letters}" if known else address


def _signed(keys: Keys, login: str, letters: str) -> str:
    return keys.digest(f"known browser\n{letters}\n{login}".encode("utf-8", "replace").decode())
