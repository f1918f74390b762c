"""Upkeep, the rows: which blobs anybody wants, whether the database is whole. It changes nothing."""

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from journal_app.accounts.actions import IDLE
from journal_app.accounts.model import Invitation, SignIn
from journal_app.accounts.store import left
from journal_app.cards.model import Visit
from journal_app.db import Database
from journal_app.distribution.model import Link
from journal_app.hand_off.model import PrinterLink
from journal_app.jobs.model import Job
from journal_app.media.model import Blob
from journal_app.proofs.model import ProofLink

LINKS = (PrinterLink, ProofLink, Link)
_NAME = re.compile(r"[0-9a-f]{64}")


def kept_blobs(db: Session) -> set[str]:
    """The blobs that have a row: each of them must be there."""
    return set(db.scalars(select(Blob.sha256)))


def with_a_row(db: Session, names: Collection[str]) -> set[str]:
    """Those of these blobs that something still points to."""
    return set(db.scalars(select(Blob.sha256).where(Blob.sha256.in_(list(names)))))


def wanted_blobs(db: Session) -> set[str]:
    """The blobs that somebody may still ask for: those with a row, and those a job's result names."""
    made = db.scalars(select(Job.result))
    return kept_blobs(db) | {name for result in made for name in _names(result)}


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str) and _NAME.fullmatch(value):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _names(part)


def ran_out(db: Session, now: datetime) -> bool:
    """Whether a way in is past its time and not ended yet."""
    over = [
        *(select(row.id).where(row.ended_at.is_(None), row.expires_at <= now) for row in LINKS),
        select(Invitation.id).where(
            Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at <= now
        ),
        select(Visit.mark).where(Visit.ends <= now),
        select(SignIn.token_hash).where(or_(*left(now, IDLE))),
    ]
    return any(db.scalar(asked.limit(1)) is not None for asked in over)


def integrity(database: Database) -> str:
    """What SQLite says of its own file: `ok`, or what is wrong; PostgreSQL looks after its own."""
    if not database.is_sqlite:
        return "ok"
    try:
        with database.read() as db:
            said = list(db.scalars(text("PRAGMA integrity_check(5)")))
            broken = list(db.execute(text("PRAGMA foreign_key_check")))
    except DatabaseError as error:  # too damaged to be asked
        return str(error.orig)
    return "; ".join(str(line) for line in said) if said != ["ok"] else "foreign keys" if broken else "ok"


def journal_mode(database: Database) -> str:
    """How SQLite makes a commit durable: `delete` or `wal`; empty for PostgreSQL."""
    if not database.is_sqlite:
        return ""
    with database.read() as db:
        return str(db.execute(text("PRAGMA journal_mode")).scalar())
