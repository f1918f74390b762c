"""Funding, cancelling out: two lines of the bank, one of which took the other back, settle each other. No commit.

Cent for cent and only on somebody's word. What an earlier match said of one of them is parted in the same decision,
once that person was told: its fund or expense waits again. Nothing of such a pair is raised or spent.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.budget import store as expenses
from journal_app.db import new_id
from journal_app.funding import store
from journal_app.funding.bouncing import Bounce, Parted, Standing, bounces, days_to_look, in_order, kind_of, says_so
from journal_app.funding.matching import Confirmed, hold_lines, open_line, parted
from journal_app.funding.model import Done, FundStep, Match
from journal_app.funding.proposing import Open
from journal_app.problems import Refused
from journal_app.statements import actions as statements
from journal_app.statements import store as lines_store
from journal_app.statements.model import StatementLine

BY_HAND = 12  # lines that are shown to somebody who looks for the other one


def proposed(db: Session, lines: Sequence[Open], pool: Sequence[Open]) -> dict[str, list[Bounce]]:
    """For each of these open lines those it may cancel out with. `pool`: all open lines."""
    amounts = {-one.cents for one in lines}
    others = [one for one in pool if one.cents in amounts]  # whose own candidates tell whether there are several
    return bounces(lines, pool, _standing(db, [*lines, *others]))


def by_hand(db: Session, line: Open, pool: Sequence[Open]) -> list[Bounce]:
    """The same for one line, with those that are far or of which no label speaks."""
    there = bounces([line], pool, _standing(db, [line], by_hand=True), by_hand=True, most=BY_HAND)
    return there.get(line.id, [])


def cancel_out(
    db: Session, actor: Actor, now: datetime, line_ids: Sequence[str], cents: int, parting: Collection[str] = ()
) -> Confirmed:
    """These two lines settle each other. `cents`, `parting`: what the person was shown, and the groups that are parted.

    Refused: `match-moved-on` when a line, its rest or what stands for it is not what it was; `match-uneven` unless the
    two are of opposite sign and have the same rest.
    """
    if len(line_ids) != 2 or line_ids[0] == line_ids[1]:
        raise Refused("match-uneven")
    held = store.groups_of(db, line_ids, hold=True) if parting else []
    with_them = [row.line_id for row in held]
    by_id = {line.id: line for line in hold_lines(db, sorted({*line_ids, *with_them}))}  # all at once, as in confirm
    first, back = in_order(*(open_line(by_id[one]) for one in line_ids))
    if parting:
        rows = store.groups_of(db, line_ids)
        if {row.group_id for row in rows} != set(parting):
            raise Refused("match-moved-on")
        parted(db, actor, now, rows, reason=kind_of(back.label))  # the words themselves stay with their line
    pair = [by_id[first.id], by_id[back.id]]
    rests = [line.cents - line.settled_cents for line in pair]
    if not all(rests) or abs(rests[0]) != cents:
        raise Refused("match-moved-on")
    if sum(rests):
        raise Refused("match-uneven")
    group = new_id()
    for line in pair:
        store.add(db, Match(group_id=group, line_id=line.id, cents=cents, line_dated=line.dated, made_at=now,
                            made_by=actor.account_id))  # fmt: skip
        statements.settle(db, line, line.cents)
    record(db, actor, now, "bank-cancelled", object_id=group, detail={"cents": cents})
    return Confirmed(group, cents)


def told_by(db: Session, fund_id: str, steps: Iterable[FundStep]) -> dict[int, str]:
    """Why matches of a fund were parted, by the number of the step: the bank's words while the line is there, the kind
    of word that it was once its import was undone."""
    steps = [step for step in steps if step.what == Done.UNMATCHED]
    pairs = store.pairs_instead_of(db, fund_id, [step.at for step in steps])
    lines = {one.id: one for one in lines_store.lines(db, [line for ids in pairs.values() for line in ids])}
    found = {}
    for step in steps:
        two = [whole(lines[one]) for one in pairs.get(step.at, ()) if one in lines]
        found[step.number] = in_order(*two)[1].label if len(two) == 2 else kind_of(step.reason)
    return found


# --- lines that stand for something ----------------------------------------------------------------------------------


def _standing(db: Session, lines: Iterable[Open], *, by_hand: bool = False) -> list[Standing]:
    """The settled lines that are as much as one of these, the other way round. One of which no label says that it came
    back is left out, unless somebody looks for it; and those that cancel out with another one already."""
    open_whole = [one for one in lines if not one.seen]
    rows = lines_store.settled_near(db, [(-one.cents, *days_to_look(one, by_hand)) for one in open_whole])
    if not by_hand:
        rows = [row for row in rows if any(_says(row, one) for one in open_whole)]
    groups: dict[str, dict[str, list[Match]]] = {}
    known = store.groups_of(db, [row.id for row in rows])
    names = names_of(db, known)
    for one in known:
        groups.setdefault(one.group_id, {}).setdefault(one.line_id, []).append(one)
    found = []
    for row in rows:
        mine = [(group, [one for some in of_lines.values() for one in some])
                for group, of_lines in groups.items() if row.id in of_lines]  # fmt: skip
        if mine and not any(one.cancels for _, some in mine for one in some):
            found.append(Standing(whole(row), tuple(_parting(group, some, names) for group, some in mine)))
    return found


def whole(row: StatementLine) -> Open:
    """A line as if nothing of it were settled; `seen` tells what is."""
    return Open(row.id, row.dated, row.cents, row.label, row.account, row.settled_cents)


def _says(row: StatementLine, line: Open) -> bool:
    return row.cents == -line.cents and bool(says_so(in_order(line, whole(row))[1].label))


def _parting(group: str, rows: Sequence[Match], names: dict[str, str]) -> Parted:
    told = dict.fromkeys(names.get(row.fund_id or row.expense_id or "", "") for row in rows)
    return Parted(group, sum(row.cents for row in rows), tuple(told))


def names_of(db: Session, rows: Iterable[Match]) -> dict[str, str]:
    """What the funds and expenses of these matches are called, by their id."""
    rows = list(rows)
    found = {one.id: one.label for one in store.funds(db, [row.fund_id for row in rows if row.fund_id]).values()}
    owed = [expenses.expense(db, one) for one in sorted({row.expense_id for row in rows if row.expense_id})]
    return found | {one.id: one.label for one in owed if one}


@dataclass(frozen=True, slots=True)
class StandsFor:
    """What was confirmed of a line: so many of its cents are these funds or expenses, or cancel out with `other`."""

    group_id: str
    cents: int
    names: tuple[str, ...] = ()
    other: StatementLine | None = None


def stands_for(db: Session, line_id: str) -> list[StandsFor]:
    """What a line of the bank stands for, one entry a decision, the latest first."""
    rows = store.groups_of(db, [line_id])
    names = names_of(db, rows)
    lines = {line.id: line for line in lines_store.lines(db, [row.line_id for row in rows if row.cancels])}
    found = []
    for group_id in dict.fromkeys(row.group_id for row in rows):
        here = [row for row in rows if row.group_id == group_id]
        other = next((lines.get(row.line_id) for row in here if row.cancels and row.line_id != line_id), None)
        mine = [row for row in here if row.line_id == line_id]
        told = dict.fromkeys(names.get(row.fund_id or row.expense_id or "", "") for row in mine if not row.cancels)
        found.append(StandsFor(group_id, sum(row.cents for row in mine), tuple(told), other))
    return found
