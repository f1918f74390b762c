"""Uploads, what is done: a file is announced, comes whole, and is opened or refused. They never commit.

The bytes are the shell's (files.py): durable before `arrived` says so in a row.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.problems import Refused
from journal_app.uploads import store
from journal_app.uploads.model import State, Upload, What

MOST_FILES = 20  # of one piece
# bytes by what it is; a recording's are some twenty minutes of speech
MOST_BYTES = {What.PHOTO: 25_000_000, What.PAGE: 25_000_000, What.DOCUMENT: 10_000_000, What.VOICE: 20_000_000}


def announce(
    db: Session, actor: Actor, now: datetime, piece_id: str, what: What, size: int, sha256: str, upload_id: str,
    state: State = State.ARRIVING,
) -> Upload:  # fmt: skip
    """A file of a piece. `size` bytes with this SHA-256 will come, or have come (`state` WHOLE).

    Refused: `upload-too-many`, `upload-too-large`, `upload-empty`.
    """
    number = store.count(db, piece_id) + 1
    if number > MOST_FILES:
        raise Refused("upload-too-many")
    if size > MOST_BYTES[what]:
        raise Refused("upload-too-large")
    if size < 1:
        raise Refused("upload-empty")
    row = Upload(id=upload_id, piece_id=piece_id, card_id=actor.card_id or None, what=what, number=number, size=size,
                 sha256=sha256, state=state, made_on=now.date())  # fmt: skip
    store.add(db, row)
    return row


def arrived(row: Upload) -> None:
    """All bytes are here, durably, and have the hash that was announced."""
    row.state = State.WHOLE


def opened(row: Upload, made: str) -> None:
    """It was read in the cage; `made` is the id of what came of it."""
    row.state, row.made = State.OPENED, made


def refused(row: Upload, problem: str) -> None:
    """It cannot be read; its person is told why."""
    row.state, row.problem = State.REFUSED, problem
