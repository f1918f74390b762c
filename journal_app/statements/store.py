"""Statements, the rows: finds imports, lines, payouts and remembered columns; notes many lines at once. No decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select
from sqlalchemy.orm import Session, defer

from journal_app.statements.comparing import There, plain
from journal_app.statements.model import Import, Kind, StatementLine, Telling
from journal_app.statements.model import Mapping as Remembered
from journal_app.statements.states import COUNTED, DUE, ESTIMATE

AT_ONCE = 500  # values in one statement
AROUND = timedelta(days=10)  # how far from its days the lines of a file may be the same as others
_line = StatementLine
_OPEN = _line.settled_cents != _line.cents
_COUNTS = or_(
    _line.kind == Kind.BANK,
    and_(_line.kind == Kind.HELLOASSO, _line.state.in_(COUNTED)),
    and_(_line.kind == Kind.LILO, _line.state.in_((ESTIMATE, DUE))),
)


# --- what other rooms ask ---------------------------------------------------------------------------------------------


def open_lines(db: Session, kind: str) -> Sequence[StatementLine]:
    """The lines of a kind that are not wholly reconciled, the oldest first: of the platform what counts, of Lilo the
    last reading. What they were made of (`raw`) is read when it is asked for."""
    asked = select(_line).options(defer(_line.raw)).where(_line.kind == kind, _OPEN, _COUNTS)
    if kind == Kind.LILO:
        last = select(func.max(_line.dated)).where(_line.kind == kind, _COUNTS).scalar_subquery()
        asked = asked.where(_line.dated == last)
    return db.scalars(asked.order_by(_line.dated, _line.number, _line.id)).all()


def settled_near(db: Session, wanted: Iterable[tuple[int, date, date]]) -> list[StatementLine]:
    """The lines of the bank of which something is reconciled, by so many signed cents and days from and to."""
    found: dict[str, StatementLine] = {}
    for some in _portions(sorted(set(wanted), key=lambda one: (one[1], one[2], one[0]))):
        days: dict[int, list[tuple[date, date]]] = {}
        for cents, first, last in some:
            days.setdefault(cents, []).append((first, last))
        asked = select(_line).options(defer(_line.raw)).where(
            _line.kind == Kind.BANK, _line.settled_cents != 0, _line.cents.in_(days),
            _line.dated >= some[0][1], _line.dated <= max(one[2] for one in some),
        )  # fmt: skip
        for row in db.scalars(asked):
            if any(first <= row.dated <= last for first, last in days[row.cents]):
                found[row.id] = row
    return sorted(found.values(), key=lambda one: (one.dated, one.number, one.id))


def line(db: Session, line_id: str) -> StatementLine | None:
    """One line."""
    return db.get(StatementLine, line_id)


def hold(db: Session, ids: Iterable[str]) -> list[StatementLine]:
    """Those that are there, for this transaction alone and read again, the oldest first. They are taken by id, so that
    two never wait for each other."""
    db.flush()
    found: list[StatementLine] = []
    for some in _portions(sorted(set(ids))):
        asked = select(_line).where(_line.id.in_(some)).order_by(_line.id).with_for_update()
        found += db.scalars(asked.execution_options(populate_existing=True))
    return sorted(found, key=lambda one: (one.dated, one.number, one.id))


def hold_import(db: Session, import_id: str) -> None:
    """The lines that an import says, for this transaction alone: what is settled of them stays as it is until then."""
    db.flush()
    told = select(Telling.line_id).where(Telling.import_id == import_id)
    db.execute(select(_line.id).where(_line.id.in_(told)).order_by(_line.id).with_for_update()).all()


def lines(db: Session, ids: Iterable[str]) -> Sequence[StatementLine]:
    """Those that are there, the oldest first."""
    found: list[StatementLine] = []
    for some in _portions(sorted(set(ids))):
        found += db.scalars(select(_line).where(_line.id.in_(some)))
    return sorted(found, key=lambda one: (one.dated, one.number, one.id))


@dataclass(frozen=True, slots=True)
class Payout:
    """What the platform sent on in one day: so many payments, so many cents, and how much of them is reconciled."""

    day: date
    payments: int
    cents: int
    settled_cents: int
    line_ids: tuple[str, ...] = ()


def payouts(db: Session, *, only_open: bool = False) -> list[Payout]:
    """The payments of the platform by the day of their payout, the oldest first."""
    asked = select(_line.paid_out_on, _line.id, _line.cents, _line.settled_cents).where(
        _line.kind == Kind.HELLOASSO, _line.state.in_(COUNTED), _line.paid_out_on.is_not(None)
    )
    found: dict[date, list[tuple[str, int, int]]] = {}
    for day, id_, cents, settled in db.execute(asked.order_by(_line.paid_out_on, _line.id)):
        if day:
            found.setdefault(day, []).append((id_, cents, settled))
    made = [
        Payout(day, len(rows), sum(one[1] for one in rows), sum(one[2] for one in rows), tuple(one[0] for one in rows))
        for day, rows in found.items()
    ]
    return [one for one in made if not only_open or one.cents != one.settled_cents]


# --- lists on screen --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of lines is narrowed by; `month` is its first day, `words` are folded."""

    kind: str = ""
    month: date | None = None
    only_open: bool = False
    words: tuple[str, ...] = ()
    import_id: str = ""


def _narrowed(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.kind:
        found.append(_line.kind == asked.kind)
    if asked.month:
        after = (asked.month + timedelta(days=32)).replace(day=1)
        found += [_line.dated >= asked.month, _line.dated < after]
    if asked.only_open:
        found += [_OPEN, _COUNTS]
    if asked.import_id:
        told = select(Telling.line_id).where(Telling.import_id == asked.import_id)
        found.append(_line.id.in_(told))
    found += [_line.folded.contains(word, autoescape=True) for word in asked.words]
    return found


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of lines, how many there are in all, and what came in and went out of what counts, in cents."""

    rows: Sequence[StatementLine]
    total: int
    came_in: int
    went_out: int


def page(db: Session, asked: Asked, first: int, many: int) -> Listed:
    """A page of lines, the latest first."""
    where = _narrowed(asked)
    rows = db.scalars(
        select(_line).options(defer(_line.raw)).where(*where)
        .order_by(_line.dated.desc(), _line.id.desc()).offset(first).limit(many)
    ).all()  # fmt: skip
    positive = func.sum(_line.cents).filter(_line.cents > 0, _COUNTS)
    negative = func.sum(_line.cents).filter(_line.cents < 0, _COUNTS)
    total, plus, minus = db.execute(select(func.count(), positive, negative).select_from(_line).where(*where)).one()
    return Listed(rows, int(total), int(plus or 0), int(minus or 0))


def months(db: Session) -> tuple[date, date] | None:
    """The first and last day of all lines."""
    first, last = db.execute(select(func.min(_line.dated), func.max(_line.dated))).one()
    return (first, last) if first and last else None


def imports(db: Session, first: int, many: int) -> tuple[Sequence[Import], int]:
    """A page of imports, the latest first, and how many there are."""
    rows = db.scalars(select(Import).order_by(Import.made_at.desc(), Import.id.desc()).offset(first).limit(many)).all()
    return rows, int(db.scalar(select(func.count()).select_from(Import)) or 0)


def import_of(db: Session, import_id: str) -> Import | None:
    """One import, also one that was taken out again."""
    return db.get(Import, import_id)


def every_import(db: Session) -> Sequence[Import]:
    """All of them: some dozen a year."""
    return db.scalars(select(Import)).all()


def living(db: Session, sha256: str) -> Import | None:
    """The import that took this very file, unless it was taken out again."""
    return db.scalar(select(Import).where(Import.sha256 == sha256, Import.undone_at.is_(None)).limit(1))


def tellings_of(db: Session, line_id: str) -> list[tuple[Telling, Import]]:
    """Which imports say a line, the earliest first."""
    asked = select(Telling, Import).join(Import, Import.id == Telling.import_id).where(Telling.line_id == line_id)
    return [(telling, made) for telling, made in db.execute(asked.order_by(Import.made_at))]


def accounts(db: Session) -> list[str]:
    """What the team calls its accounts, the one used last first."""
    asked = select(Import.account).where(Import.account != "").group_by(Import.account)
    return list(db.scalars(asked.order_by(func.max(Import.made_at).desc())))


# --- comparing --------------------------------------------------------------------------------------------------------


def here(db: Session, kind: str, prints: Iterable[str]) -> dict[str, There]:
    """The lines that stand under these fingerprints."""
    found: dict[str, There] = {}
    moving = kind != Kind.BANK
    columns = (*_compared(), *((_line.state, _line.paid_out_on, _line.purpose) if moving else ()))
    for some in _portions(list(prints)):
        for row in db.execute(select(*columns).where(_line.kind == kind, _line.fingerprint.in_(some))):
            found[row.fingerprint] = _there(row, said=_shown(row) if moving else None)
    if moving and found:
        _read_on(db, found)
    return found


def _read_on(db: Session, found: dict[str, There]) -> None:
    """The day on which a page said a month: what is shown is the furthest telling."""
    by_id = {there.id: there for there in found.values()}
    for some in _portions(list(by_id)):
        for line_id, said in db.execute(select(Telling.line_id, Telling.said).where(Telling.line_id.in_(some))):
            there = by_id[line_id]
            if there.said is not None and str(said.get("read", "")) > str(there.said["read"]):
                there.said["read"] = said["read"]  # type: ignore[index]


def _there(row: Any, **more: Any) -> There:
    return There(row.id, row.fingerprint, row.dated, row.valued, row.cents, row.label,
                 settled_cents=row.settled_cents, **more)  # fmt: skip


def _shown(row: Any) -> dict[str, Any]:
    """What a line shows, in the shape of what is said of it."""
    return {
        "dated": row.dated.isoformat(), "cents": row.cents, "label": row.label, "state": row.state,
        "paid_out_on": row.paid_out_on.isoformat() if row.paid_out_on else None, "purpose": row.purpose, "read": "",
    }  # fmt: skip


def _compared() -> tuple[Any, ...]:
    return (_line.id, _line.fingerprint, _line.dated, _line.valued, _line.cents, _line.label, _line.settled_cents)


def near(db: Session, kind: str, account: str, first: date, last: date) -> list[There]:
    """The lines of an account around these days."""
    asked = select(*_compared(), _line.reference, Import.dialect).join(Import, Import.id == _line.import_id).where(
        _line.kind == kind, _line.account == account, _line.dated >= first - AROUND, _line.dated <= last + AROUND
    )  # fmt: skip
    return [_there(row, dialect=row.dialect, reference=row.reference) for row in db.execute(asked)]


def saying(db: Session, words: Sequence[str]) -> Sequence[StatementLine]:
    """The lines of the bank whose words, in the plain form, hold all of these."""
    said = [_line.folded.contains(word, autoescape=True) for word in words]
    return db.scalars(select(_line).where(_line.kind == Kind.BANK, *said).order_by(_line.id).with_for_update()).all()


def bank_words(db: Session) -> Iterable[tuple[str, str, str, Mapping[str, Any]]]:
    """Id, label, reference and columns of every line of the bank."""
    asked = select(_line.id, _line.label, _line.reference, _line.raw).where(_line.kind == Kind.BANK)
    return (tuple(row) for row in db.execute(asked.execution_options(yield_per=AT_ONCE)))


def many_under(db: Session, base: str) -> int:
    """How many lines of the bank are known by this."""
    asked = select(func.count()).where(_line.kind == Kind.BANK, _line.fingerprint.startswith(base, autoescape=True))
    return int(db.scalar(asked) or 0)


# --- writing ----------------------------------------------------------------------------------------------------------


def add(db: Session, row: Import) -> None:
    """Note an import."""
    db.add(row)
    db.flush()


def add_lines(db: Session, rows: Sequence[Mapping[str, Any]], tellings: Sequence[Mapping[str, Any]]) -> None:
    """Note many lines, and which import says them."""
    for some in _portions(rows):
        db.execute(insert(StatementLine), [dict(row) for row in some])
    for some in _portions(tellings):
        db.execute(insert(Telling), [dict(row) for row in some])


def search_words(*told: str) -> str:
    """Words in the plain form that is searched; bounded, since an index holds them."""
    return " ".join(plain(one) for one in told if one)[:500]


def said_by(db: Session, import_id: str) -> dict[str, list[tuple[Telling, bool]]]:
    """By line that an import says: every telling of it, and whether it is of a living import that is not this one."""
    asked = (
        select(Telling, and_(Import.undone_at.is_(None), Import.id != import_id))
        .join(Import, Import.id == Telling.import_id)
        .where(Telling.line_id.in_(select(Telling.line_id).where(Telling.import_id == import_id)))
        .order_by(Import.made_at)
    )
    found: dict[str, list[tuple[Telling, bool]]] = {}
    for telling, lives in db.execute(asked):
        found.setdefault(telling.line_id, []).append((telling, bool(lives)))
    return found


def forget(db: Session, import_id: str, line_ids: Sequence[str]) -> None:
    """Take away what an import said, and the lines that nobody says any more."""
    db.execute(delete(Telling).where(Telling.import_id == import_id))
    for some in _portions(line_ids):
        db.execute(delete(StatementLine).where(_line.id.in_(some)))


def settled_of(db: Session, import_id: str) -> Sequence[StatementLine]:
    """The lines of an import of which something is reconciled."""
    told = select(Telling.line_id).where(Telling.import_id == import_id)
    asked = select(_line).where(_line.id.in_(told), _line.settled_cents != 0).order_by(_line.dated, _line.number)
    return db.scalars(asked).all()


def mapping(db: Session, header: str) -> Remembered | None:
    """How the columns under this header were read last time."""
    return db.get(Remembered, header)


def remember(db: Session, row: Remembered) -> None:
    """Remember it, in place of what was."""
    db.merge(row)


def _portions(many: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (many[place : place + AT_ONCE] for place in range(0, len(many), AT_ONCE))
