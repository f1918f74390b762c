"""Funding, reconciliation: bank lines are confirmed to be funds or expenses, refused to be, or parted again. No commit.

Nothing is applied but what somebody confirmed. A confirmed line is settled cent by cent: no line, no fund and no
expense is settled beyond its amount, whoever confirms at the same time.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.budget import actions as budget
from journal_app.budget import store as expenses
from journal_app.budget.model import Expense
from journal_app.db import new_id
from journal_app.funding import store
from journal_app.funding.model import Done, Fund, Match, Refusal, Source
from journal_app.funding.noting import noted
from journal_app.funding.proposing import Open, Target, spread
from journal_app.funding.taking_up import take_up
from journal_app.funding.words import words_of
from journal_app.problems import Refused
from journal_app.statements import actions as statements
from journal_app.statements import store as lines_store
from journal_app.statements.model import Kind, StatementLine
from journal_app.statements.states import COUNTED

FUND, EXPENSE = "fund:", "expense:"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that waits: open lines of the bank, and what they may be."""

    lines: list[Open]
    targets: list[Target]
    refused: frozenset[str] = field(default_factory=frozenset)


def digest(key: str) -> str:
    """What is kept of a refused proposal, and what a form tells it by."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def open_line(line: StatementLine) -> Open:
    """What of a line is not settled."""
    return Open(line.id, line.dated, line.cents - line.settled_cents, line.label, line.account, line.settled_cents)


def waiting(db: Session) -> Waiting:
    """The open lines, the funds the bank has not wholly seen, the expenses that it has not: also those that somebody
    called spent."""
    lines = [one for one in map(open_line, lines_store.open_lines(db, Kind.BANK)) if one.cents]
    funds = store.waiting_for_the_bank(db)
    names = {row.id: row.name for row in store.funders(db)}
    targets = [target_of(row, names.get(row.funder_id or "", "")) for row in funds]
    targets += [target_of_expense(row) for row in expenses.expenses(db, None) if row.cents > row.settled_cents]
    return Waiting(lines, targets)


def target_of(fund: Fund, funder: str = "") -> Target:
    """A fund as a target: a credit of what the bank has not seen."""
    platform = fund.reference is not None
    words = words_of(f"{fund.label.split(' · ')[0] if platform else fund.label} {funder}")
    group = f"{fund.source}|{fund.dated}" if fund.source == Source.HELLOASSO and fund.state == "paid_out" else ""
    payments = fund.payments if group and not fund.settled_cents else 0
    rest, day = fund.cents - fund.settled_cents, fund.expected or fund.dated
    return Target(FUND + fund.id, rest, day, fund.label, words, group, payments)


def target_of_expense(expense: Expense) -> Target:
    """An expense as a target: a debit of what the bank has not seen."""
    words = words_of(f"{expense.supplier} {expense.label}")
    name = f"{expense.supplier} · {expense.label}" if expense.supplier else expense.label
    return Target(EXPENSE + expense.id, expense.settled_cents - expense.cents, expense.dated, name, words)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was settled: the group's id, and how many cents."""

    group_id: str
    cents: int


def confirm(
    db: Session, actor: Actor, now: datetime, line_ids: Sequence[str], targets: Sequence[str], cents: int | None = None
) -> Confirmed:
    """These lines are these targets, as far as both have something open. `cents`: what the person was shown.

    Refused: `match-moved-on` when a line or a target is not what it was, `match-unlike` for a credit that would be an
    expense, `match-nothing` when nothing is left to settle.
    """
    found = hold_lines(db, line_ids)
    credit = found[0].cents > 0
    if any((one.cents > 0) != credit for one in found):
        raise Refused("match-unlike")
    prefix = FUND if credit else EXPENSE
    if not targets or any(not one.startswith(prefix) for one in targets):
        raise Refused("match-unlike")
    _hold_payments(db, [one.removeprefix(FUND) for one in targets])
    funds, owed = _targets(db, targets)
    pairs = spread({one.id: abs(one.cents - one.settled_cents) for one in found}, _rests(targets, funds, owed))
    whole = sum(pair[2] for pair in pairs)
    if not whole:
        raise Refused("match-nothing")
    if cents is not None and cents != whole:
        raise Refused("match-moved-on")
    group = new_id()
    _take_up(db, actor, now, funds)
    by_line = {one.id: one for one in found}
    with noted(db, actor, now, funds, Done.MATCHED):
        for line_id, target, part in pairs:
            line = by_line[line_id]
            fund_id = target.removeprefix(FUND) if credit else None
            store.add(db, Match(
                group_id=group, line_id=line_id, fund_id=fund_id, cents=part, line_dated=line.dated, made_at=now,
                expense_id=None if credit else target.removeprefix(EXPENSE), made_by=actor.account_id,
            ))  # fmt: skip
            statements.settle(db, line, line.settled_cents + (part if credit else -part))
            if fund_id:
                funds[fund_id].settled_cents += part
            else:
                paid = owed[target.removeprefix(EXPENSE)]
                budget.settle(db, paid, paid.settled_cents + part)
    _payments_settled(db, funds.values())
    days = {target: max(by_line[line].dated for line, one, _ in pairs if one == target) for _, target, _ in pairs}
    _spend(db, actor, now, owed, days)
    record(db, actor, now, "bank-matched", object_id=group, detail={"cents": whole})
    return Confirmed(group, whole)


def part(db: Session, actor: Actor, now: datetime, group_id: str) -> int:
    """Take a match back: lines, funds and expenses are as open as before. Refused (`match-over`) when it was."""
    rows = store.group(db, group_id)
    if not rows:
        raise Refused("match-over")
    return parted(db, actor, now, rows)


def parted(db: Session, actor: Actor, now: datetime, rows: Sequence[Match], reason: str = "") -> int:
    """Take whole groups of rows back, how many cents that was. `reason`: stays with what happened to their funds."""
    by_line = {line.id: line for line in hold_lines(db, sorted({row.line_id for row in rows}))}  # first, as in confirm
    _hold_payments(db, [row.fund_id for row in rows if row.fund_id])
    funds = store.hold(db, [row.fund_id for row in rows if row.fund_id])
    # one that was removed all the same, before that was refused, is parted as well
    owed = {one: _expense(db, one, gone=True) for one in sorted({row.expense_id for row in rows if row.expense_id})}
    with noted(db, actor, now, funds, Done.UNMATCHED, reason):
        for row in rows:
            row.undone_at, row.undone_by = now, actor.account_id
            line = by_line[row.line_id]
            statements.settle(db, line, line.settled_cents - (row.cents if line.cents > 0 else -row.cents))
            if row.fund_id:
                funds[row.fund_id].settled_cents -= row.cents
            elif row.expense_id:
                budget.settle(db, owed[row.expense_id], owed[row.expense_id].settled_cents - row.cents)
    _payments_settled(db, funds.values())
    _spend(db, actor, now, owed, {})
    for group_id in dict.fromkeys(row.group_id for row in rows):
        of_group = [row for row in rows if row.group_id == group_id]
        record(db, actor, now, "bank-parted", object_id=group_id, detail={"cents": cents_of(of_group)})
    return cents_of(rows)


def cents_of(rows: Iterable[Match]) -> int:
    """How many cents were settled together. Of a pair of lines that cancel each other out each half says all."""
    rows = list(rows)
    return sum(row.cents for row in rows if not row.cancels) or max((row.cents for row in rows), default=0)


def refuse(db: Session, actor: Actor, now: datetime, line_ids: Iterable[str], targets: Iterable[str]) -> str:
    """Do not propose this again."""
    ids = sorted(set(line_ids))
    key = digest("|".join(sorted([*ids, *set(targets)])))
    if store.refusal(db, key) is None:
        store.add(db, Refusal(key=key, line_ids=ids, at=now, by=actor.account_id))
        record(db, actor, now, "bank-refused", object_id=key)
    return key


def propose_again(db: Session, actor: Actor, now: datetime, key: str) -> None:
    """Take a refusal back."""
    if (row := store.refusal(db, key)) is not None:
        store.forget_refusal(db, row)
        record(db, actor, now, "bank-refusal-back", object_id=key)


# --- what is behind --------------------------------------------------------------------------------------------------


def hold_lines(db: Session, line_ids: Sequence[str]) -> list[StatementLine]:
    """The lines of the bank, held for this transaction, by day. Refused (`match-moved-on`) when one is not there."""
    rows = lines_store.hold(db, line_ids)
    if not rows or len(rows) != len(set(line_ids)) or any(row.kind != Kind.BANK for row in rows):
        raise Refused("match-moved-on")
    return sorted(rows, key=lambda one: (one.dated, one.id))


def _targets(db: Session, targets: Sequence[str]) -> tuple[dict[str, Fund], dict[str, Expense]]:
    funds = store.hold(db, [one.removeprefix(FUND) for one in targets if one.startswith(FUND)])
    names = sorted({one.removeprefix(EXPENSE) for one in targets if one.startswith(EXPENSE)})
    owed = {name: _expense(db, name) for name in names}
    if len(funds) + len(owed) != len(set(targets)) or any(fund.gone_at for fund in funds.values()):
        raise Refused("match-moved-on")
    return funds, owed


def _expense(db: Session, expense_id: str, *, gone: bool = False) -> Expense:
    row = expenses.hold_expense(db, expense_id)
    if row is None or (row.gone_at is not None and not gone):
        raise Refused("match-moved-on")
    return row


def _rests(targets: Sequence[str], funds: Mapping[str, Fund], owed: Mapping[str, Expense]) -> dict[str, int]:
    """What of each target is still open, in cents without sign."""
    rests = {FUND + one: fund.cents - fund.settled_cents for one, fund in funds.items()}
    rests |= {EXPENSE + one: row.cents - row.settled_cents for one, row in owed.items()}
    return {one: max(0, rests[one]) for one in targets}


def _spend(db: Session, actor: Actor, now: datetime, owed: Mapping[str, Expense], days: Mapping[str, date]) -> None:
    """An expense whose every cent was seen at the bank is spent; one that was parted is committed again."""
    for one, row in owed.items():
        if row.seen_whole and EXPENSE + one in days:
            budget.spend(db, actor, now, row, days[EXPENSE + one])
        elif not row.seen_whole:
            budget.unspend(db, actor, now, row)


def _take_up(db: Session, actor: Actor, now: datetime, funds: Mapping[str, Fund]) -> None:
    holders = {holder for some in store.held_of(db, funds).values() for holder in some}
    take_up(db, actor, now, holders)


def _hold_payments(db: Session, fund_ids: Iterable[str]) -> None:
    """The payments behind these funds, before the funds themselves: so goes an import that is undone, too."""
    lines_store.hold(db, [line.id for fund in store.funds(db, fund_ids).values() for line in _payments(db, fund)])


def _payments(db: Session, fund: Fund) -> Sequence[StatementLine]:
    """The payments that a payout gathers."""
    if fund.source != Source.HELLOASSO or not fund.reference:
        return []
    words, day = fund.reference.split("|", 1)[1].rsplit("|", 1)
    return store.lines_of_payout(db, words, date.fromisoformat(day) if day[:1].isdigit() else None)


def _payments_settled(db: Session, funds: Iterable[Fund]) -> None:
    """The payments of a payout that the bank has seen hold their import in place, too."""
    for fund in funds:
        for line in _payments(db, fund):
            statements.settle(db, line, line.cents if fund.settled_cents and line.state in COUNTED else 0)
