"""Statements, what waits: a file between its preview and the button that takes it, sealed, for an hour. It reads none.

It lies in the instance folder under a random name, and only the page that shows it holds the key. Columns about people
were dropped before. Who comes too late, or from another page, brings the file again.
"""

import json
import os
import re
import secrets
import zlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from journal_app.durable import make_folder, write_durably

FOLDER = "statements"
LASTS = timedelta(hours=1)
MOST = 200_000_000  # bytes of what was sealed, inflated
_TICKET = re.compile(r"([0-9a-f]{32})([0-9a-f]{64})")
_ONCE = bytes(12)  # each key seals one file


def put(instance: Path, values: dict[str, Any]) -> str:
    """Seal these values away; the ticket that brings them back."""
    folder = instance / FOLDER
    make_folder(folder)
    name, key = secrets.token_hex(16), secrets.token_bytes(32)
    packed = zlib.compress(json.dumps(values, ensure_ascii=False).encode(), 1)
    write_durably(folder / name, AESGCM(key).encrypt(_ONCE, packed, name.encode()))
    return name + key.hex()


def get(instance: Path, ticket: str, now: datetime) -> dict[str, Any] | None:
    """What a ticket stands for; None when it is over, or none of ours."""
    if not (found := _TICKET.fullmatch(ticket)):
        return None
    path = instance / FOLDER / found[1]
    try:
        if now.timestamp() - path.stat().st_mtime > LASTS.total_seconds():
            return None
        packed = AESGCM(bytes.fromhex(found[2])).decrypt(_ONCE, path.read_bytes(), found[1].encode())
    except (FileNotFoundError, InvalidTag):
        return None
    inflater = zlib.decompressobj()
    values: dict[str, Any] = json.loads(inflater.decompress(packed, MOST))
    return values


def remove(instance: Path, ticket: str) -> None:
    """Take it away: it was taken, or is not wanted."""
    if found := _TICKET.fullmatch(ticket):
        (instance / FOLDER / found[1]).unlink(missing_ok=True)


def sweep(instance: Path, now: datetime) -> int:
    """Take away what waited its hour; how many."""
    gone = 0
    for path in (instance / FOLDER).glob("*"):
        try:
            if now.timestamp() - path.stat().st_mtime > LASTS.total_seconds():
                os.unlink(path)
                gone += 1
        except FileNotFoundError:  # taken in this very moment
            continue
    return gone
