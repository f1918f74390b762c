"""Statements, what is done: a file's lines are taken in, an import is taken out again, a line is settled. No commit."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.db import new_id
from journal_app.facts import Reaction, StatementsChanged, tell
from journal_app.problems import Refused, Severity
from journal_app.statements import store
from journal_app.statements.comparing import Fate, Judged, Plan, bases, chosen, fingerprints, judge
from journal_app.statements.model import Import, Kind, Mapping, StatementLine, Telling
from journal_app.statements.readers.model import Reading
from journal_app.statements.states import shown


def plan(db: Session, reading: Reading, account: str, read: date) -> Plan:
    """What would become of each line of a file now."""
    every = bases(reading, account)
    here = store.here(db, reading.kind, fingerprints(reading.kind, every))
    near = []
    if reading.kind == Kind.BANK and reading.lines:
        days = [line.dated for line in reading.lines]
        near = store.near(db, reading.kind, account, min(days), max(days))
    return judge(reading, account, here, near, read)


def take(
    db: Session, actor: Actor, now: datetime, name: str, sha256: str, account: str, reading: Reading, plan: Plan,
    taken: AbstractSet[int] | None, reactions: Sequence[Reaction] = (),
) -> Import:  # fmt: skip
    """Take a file in, whole. `taken`: the numbers of the asked lines that a person wants, None all of them.

    Refused (`statement-same-file`, `statement-stopped`, `statement-nothing-new`).
    """
    if store.living(db, sha256):
        raise Refused("statement-same-file")
    if any(problem.severity is Severity.BLOCKING for problem in reading.problems):
        raise Refused("statement-stopped")
    kept = chosen(plan, taken)
    if not any(one.fate is not Fate.KNOWN for one, _ in kept):
        raise Refused("statement-nothing-new")
    days = [one.line.dated for one, _ in kept]
    numbers = {one.line.number for one, _ in kept}
    left = [[problem.code, problem.where] for problem in reading.problems]
    left += [[f"line-fate:{one.fate}", f"line:{one.line.number}"] for one in plan.judged
             if one.line.number not in numbers]  # fmt: skip
    row = Import(
        kind=reading.kind, dialect=reading.dialect, account=account, name=name, sha256=sha256, lines=len(kept),
        known=sum(one.fate is Fate.KNOWN for one, _ in kept), first_day=min(days), last_day=max(days),
        made_by=actor.account_id, made_at=now, left_out=left[:2000], dropped=list(reading.dropped)[:100],
    )  # fmt: skip
    store.add(db, row)
    _note(db, row, kept)
    record(db, actor, now, "statement-imported", object_id=row.id, detail={"lines": len(kept)})
    db.flush()
    tell(db, StatementsChanged(row.kind), now, reactions)
    return row


def _note(db: Session, made: Import, kept: Sequence[tuple[Judged, str]]) -> None:
    """The new lines, what moved on, and what this import says of each."""
    rows: list[dict[str, Any]] = []
    tellings: list[dict[str, Any]] = []
    moved = {one.of.id: one for one, _ in kept if one.fate is Fate.MOVED and one.of}
    for one, print_ in kept:
        line = one.line
        there = one.of.id if one.of and one.fate in (Fate.KNOWN, Fate.MOVED) else ""
        line_id = there or new_id()
        if not there:
            rows.append({
                "id": line_id, "import_id": made.id, "kind": made.kind, "number": line.number, "dated": line.dated,
                "valued": line.valued, "cents": line.cents, "label": line.label, "reference": line.reference,
                "state": line.state, "paid_out_on": line.paid_out_on, "purpose": line.purpose, "raw": dict(line.raw),
                "fingerprint": print_, "settled_cents": 0, "account": made.account,
                "folded": store.search_words(line.label, line.reference, line.purpose),
            })  # fmt: skip
        told = dict(one.said or {})
        tellings.append({"import_id": made.id, "line_id": line_id, "number": line.number, "said": told})
    store.add_lines(db, rows, tellings)
    for row in store.lines(db, moved):
        _show(row, moved[row.id].shown or {})


def _show(row: StatementLine, told: Any) -> None:
    """Let a line show what was said of it."""
    row.dated, row.cents, row.label = date.fromisoformat(told["dated"]), told["cents"], told["label"]
    row.state, row.purpose, row.raw = told["state"], told["purpose"], dict(told.get("raw", row.raw))
    row.paid_out_on = date.fromisoformat(told["paid_out_on"]) if told["paid_out_on"] else None
    row.folded = store.search_words(row.label, row.reference, row.purpose)


def holding(db: Session, import_id: str) -> list[StatementLine]:
    """The reconciled lines that would go, or change their amount, if this import were taken out."""
    every = store.said_by(db, import_id)
    found = []
    for row in store.settled_of(db, import_id):
        others = [telling.said for telling, lives in every[row.id] if lives]
        if not others or (row.kind != Kind.BANK and shown(others)["cents"] != row.cents):
            found.append(row)
    return found


def undo(db: Session, actor: Actor, now: datetime, made: Import, reactions: Sequence[Reaction] = ()) -> int:
    """Take an import out again, whole; how many lines went. What other imports say as well stays, as they say it.

    Refused (`statement-settled`, `statement-undone`).
    """
    store.hold_import(db, made.id)  # who reconciles one of its lines at this moment comes first, or after
    db.refresh(made)
    if made.undone_at is not None:
        raise Refused("statement-undone")
    if holding(db, made.id):
        raise Refused("statement-settled")
    every = store.said_by(db, made.id)
    others = {line_id: [one for one, lives in told if lives] for line_id, told in every.items()}
    gone = [line_id for line_id, told in others.items() if not told]
    store.forget(db, made.id, gone)
    db.flush()
    _let_others_say(db, made, {line_id: told for line_id, told in others.items() if told})
    made.undone_at, made.undone_by = now, actor.account_id
    record(db, actor, now, "statement-undone", object_id=made.id, detail={"lines": len(gone)})
    db.flush()
    tell(db, StatementsChanged(made.kind), now, reactions)
    return len(gone)


def _let_others_say(db: Session, made: Import, others: dict[str, list[Telling]]) -> None:
    for row in store.lines(db, others):
        told = others[row.id]
        if row.import_id == made.id:
            row.import_id, row.number = told[0].import_id, told[0].number
        if row.kind != Kind.BANK:
            _show(row, shown((one.said for one in told), row.purpose if row.settled_cents else None))


def settle(db: Session, line: StatementLine, cents: int) -> None:
    """So much of a line is reconciled, in all: between nothing and its amount. Refused (`statement-over`)."""
    if not min(0, line.cents) <= cents <= max(0, line.cents):
        raise Refused("statement-over")
    line.settled_cents = cents


def remember(
    db: Session, now: datetime, header: str, kind: str, columns: dict[str, str], options: dict[str, str]
) -> None:  # fmt: skip
    """Remember which column means what under this header."""
    store.remember(db, Mapping(header=header, kind=kind, columns=columns, options=options, used_at=now))
