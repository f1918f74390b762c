"""Distribution, the places: associations, events, stocks, noted once and kept over all issues. They never commit."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.distribution import store
from journal_app.distribution.model import MANY, Place, PlaceKind, Way
from journal_app.problems import Refused

CODE = re.compile(r"[A-Z]{1,3}-?\d{1,4}")
LETTER = {PlaceKind.ASSOCIATION: "A", PlaceKind.EVENT: "E", PlaceKind.STOCK: "S"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a form says of a place."""

    name: str
    code: str = ""
    sensitive: bool = False
    language: str = ""
    address: str = ""
    phone: str = ""
    way: Way = Way.DRIVER
    usual: int = 0
    stop: int = 0
    note: str = ""


def next_code(taken: set[str], kind: PlaceKind, sensitive: bool) -> str:
    """A code nobody has: its letter says at most that it is a place (`L`) that is not named."""
    letter = "L" if sensitive else LETTER[kind]
    number = next(n for n in range(1, len(taken) + 2) if f"{letter}-{n:02d}" not in taken)
    return f"{letter}-{number:02d}"


def make(db: Session, actor: Actor | None, now: datetime, kind: PlaceKind, facts: Facts) -> Place:
    """A new place. Refused: `copies-place-wrong` where there is one only, `copies-code-wrong`, `copies-code-taken`."""
    if kind not in MANY:
        raise Refused("copies-place-wrong")
    row = Place(kind=kind, made_at=now, version=1)
    _put(db, row, facts)
    store.add(db, row)
    record(db, actor, now, "copies-place-made", object_id=row.id, detail={"code": row.code})
    return row


def change(db: Session, actor: Actor, now: datetime, row: Place, version: int, facts: Facts) -> None:
    """Change what is known of a place. Refused: `copies-place-moved` when somebody else did meanwhile; as `make` is."""
    if not store.next_version(db, row.id, version):
        raise Refused("copies-place-moved")
    db.refresh(row)
    _put(db, row, facts)
    record(db, actor, now, "copies-place-changed", object_id=row.id, detail={"code": row.code})


def retire(db: Session, actor: Actor, now: datetime, row: Place, back: bool) -> None:
    """It is asked no more, or again. Refused (`copies-place-wrong`) for those that every issue has."""
    if row.kind not in MANY or row.id == row.kind:
        raise Refused("copies-place-wrong")
    row.retired_at = None if back else now
    record(db, actor, now, "copies-place-back" if back else "copies-place-retired", object_id=row.id)


def _put(db: Session, row: Place, facts: Facts) -> None:
    code = facts.code.strip().upper()
    taken = store.codes(db) - {row.code or ""}
    if row.kind in MANY and row.id != row.kind:
        code = code or next_code(taken, PlaceKind(row.kind), facts.sensitive)
    if code and not CODE.fullmatch(code):
        raise Refused("copies-code-wrong")
    if code in taken:
        raise Refused("copies-code-taken")
    row.code = code or None
    row.name, row.sensitive, row.language = facts.name, facts.sensitive, facts.language
    row.address, row.phone, row.way = facts.address, facts.phone, facts.way
    row.usual, row.stop, row.note = facts.usual, facts.stop, facts.note
