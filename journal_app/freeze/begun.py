"""Freeze, what was begun: notes what a freeze is about to write, so that one that was killed is not taken for a hand.

Between the files and the row that says what they are, the desk may die. The next freeze then finds files that no
manifest knows; without this note it would call them changed by hand and stop. It reads and writes no issue folder.
"""

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from journal_app.durable import make_folder, write_durably

Begun = dict[str, list[str]]  # path -> the hashes that freezes without a row may have left there; "" for no file


def note_path(drafts: Path, slug: str, kind: str) -> Path:
    """Where the note of this folder is: beside the drafts, in no folder that crosses to the press."""
    return drafts.parent / "freezing" / f"{slug}-{kind}.json"


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Freezes of one folder stand in line, in whatever process; who is killed leaves the line."""
    make_folder(place.parent)
    with place.with_suffix(".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def recall(place: Path) -> Begun:
    """What freezes that never ended may have left."""
    try:
        told: Begun = json.loads(place.read_bytes())
    except FileNotFoundError:
        return {}
    return told


def begin(place: Path, before: Begun, wanted: Mapping[str, str], deleted: tuple[str, ...]) -> None:
    """Say, durably, what will be written and deleted now, besides what was begun before. In the line alone."""
    told = {path: set(marks) for path, marks in before.items()}
    for path, mark in [*wanted.items(), *((path, "") for path in deleted)]:
        told.setdefault(path, set()).add(mark)
    write_durably(place, json.dumps({path: sorted(marks) for path, marks in told.items()}).encode())


def ended(place: Path) -> None:
    """The row stands: its manifest says it all. A note that comes back after a power cut names only the desk's own."""
    place.unlink(missing_ok=True)
