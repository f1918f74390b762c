"""Upkeep, the ledger: what was erased, in a file beside the database, so that a backup put back is erased again.

It holds ids, days and hashes, never a word, a title or a name. It is only ever added to; a line is durable before the
rows of what it names are gone.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from journal_app.durable import sync_folder

NAME = "erased.jsonl"


@dataclass(frozen=True, slots=True)
class Erased:
    """One thing that was erased: `kind` is piece or picture; `files` the hashes of what went from disk."""

    kind: str
    id: str
    issue_id: str
    on: str  # the day, ISO 8601
    files: dict[str, str]


def note(instance: Path, line: Erased) -> None:
    """Add a line, durably."""
    path = instance / NAME
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, (json.dumps(asdict(line), sort_keys=True) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(instance)


def read(path: Path) -> Iterator[Erased]:
    """The lines; one that a power cut left half-written is passed over, since nothing of it had been erased."""
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            try:
                yield Erased(**json.loads(line))
            except (ValueError, TypeError):
                continue
