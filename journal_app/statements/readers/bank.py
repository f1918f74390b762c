"""Statements, the bank's table: rows with known columns -> signed lines. Totals and balances are checked, not taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from journal_app.problems import Problem, note, warning
from journal_app.statements.model import Kind
from journal_app.statements.readers import cells, days
from journal_app.statements.readers.columns import folded
from journal_app.statements.readers.discreet import discreet
from journal_app.statements.readers.model import WHO, Line, Reading, Row, Table, Unsure, at, words

_TOTAL = re.compile(r"(?:sous )?tota(?:l|ux)\b")
_BALANCE = re.compile(
    r"(?:ancien |nouveau |votre )?solde (?:au|du|a la|crediteur|debiteur|initial|final|precedent|anterieur|comptable|en"
    r"|reporte|de debut|de fin|d ouverture|de cloture)\b|(?:ancien|nouveau) solde|(?:opening|closing) balance"
    r"|solde$|report (?:a nouveau|du solde)"
)
_SURE = re.compile(  # nothing but the day and the amount comes after it
    r"(?:ancien |nouveau |votre )?solde (?:crediteur |debiteur )?(?:au |du |en date du |a la date du )?"
    r"\d{1,4} (?:\d{1,2}|[a-z]+) \d{1,4}(?: [\d ]+)?(?: eur)?"
)
_SIDES = {"d": -1, "debit": -1, "deb": -1, "c": 1, "credit": 1, "cred": 1, "dr": -1, "cr": 1}
_SIGNED = {"-": -1, "+": 1}


@dataclass
class _Sums:
    """What was read so far: to be compared with the totals and balances of the file."""

    lines: list[Line] = field(default_factory=list)
    balances: list[int | None] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    kept: bool = False  # whether the row before became a line: words without a day go on with its own, or nowhere
    doubtful: list[tuple[int, Line, int | None]] = field(default_factory=list)  # a balance or a movement, and where


def understand(table: Table, places: Mapping[str, int], options: Mapping[str, str], today: date) -> Reading:
    """The reading of a bank's table. Raises Stopped for a file that was cut, or writes its months first."""
    cells.stop_months_first(table, places)
    sign = cells.sign_of(table, places, options.get("sign", ""))
    kept = sorted(places.values())
    sums = _Sums(problems=cells.ended(table, places))
    for row in table.rows:
        try:
            _one(table, row, places, sign, kept, today, sums)
        except Unsure as unsure:
            sums.problems.append(unsure.problem(at(row.number)))
    _settle_doubtful(sums)
    _leave_odd_sides(table, places, sign, sums)
    sums.problems += _chain(sums)
    dropped = tuple(name for place, name in enumerate(table.header) if name and place not in places.values())
    return Reading(Kind.BANK, table.dialect, tuple(sums.lines), tuple(sums.problems), dropped)


def _one(
    table: Table, row: Row, places: Mapping[str, int], sign: str, kept: list[int], today: date, sums: _Sums
) -> None:  # fmt: skip
    kept_before, sums.kept = sums.kept, False
    label = words(row.cells[places["label"]])
    more = words(row.cells[places["more"]]) if "more" in places else ""
    dated = words(row.cells[places["dated"]])
    first = folded(next((words(cell) for cell in row.cells if cell), ""))
    told = bool(_BALANCE.match(folded(label)))
    doubtful = told and days.looks(dated) and any(_filled(row, places)) and not _SURE.fullmatch(folded(label))
    if (told and not doubtful) or (not days.looks(dated) and _BALANCE.match(first)):
        sums.problems.append(note("statement-balance-left", at(row.number), "", "", WHO))
        return
    if not days.looks(dated) and (_TOTAL.match(first) or _TOTAL.match(folded(label))):
        sums.problems.append(_total(row, places, sign, sums.lines))
        return
    if not dated and not any(_filled(row, places)):
        sums.kept = kept_before
        if kept_before and (label or more):
            last = sums.lines[-1]  # the bank broke its words over two lines
            sums.lines[-1] = replace(last, label=discreet(f"{last.label} {label} {more}"))
            return
        sums.problems.append(note("statement-words-left", at(row.number), "", "", WHO))
        return
    cells.check_currency(row, places)
    day = cells.day(row, places["dated"], today)
    valued = places.get("valued")
    value_day = cells.day(row, valued, today) if valued is not None and row.cells[valued] else None
    cents = _cents(row, places, sign)
    balance = _balance(row, places, sign)
    if cents == 0:
        sums.problems.append(note("statement-zero", at(row.number), "", "", WHO))
        return
    reference = discreet(words(row.cells[places["reference"]])) if "reference" in places else ""
    line = Line(row.number, day, cents, discreet(f"{label} {more}"), value_day, reference,
                raw=cells.raw(table, row, kept))  # fmt: skip
    if doubtful:
        sums.doubtful.append((len(sums.lines), line, balance))
        return
    sums.lines.append(line)
    sums.balances.append(balance)
    sums.kept = True


def _settle_doubtful(sums: _Sums) -> None:
    """`Solde du projet` is a payment and `Solde en euros` a balance: what the balances beside it do not tell is asked.

    A balance that goes on by its amount makes it a movement; two of them with what lies between are balances.
    """
    proven: set[int] = set()
    for (start, one, _), (end, other, _) in pairwise(sums.doubtful):
        between = sum(line.cents for line in sums.lines[start:end])
        if end > start and other.cents in (one.cents + between, one.cents - between):
            proven |= {one.number, other.number}
    added = 0
    for place, line, left in sums.doubtful:
        here = place + added
        before = sums.balances[here - 1] if here else None
        after = sums.balances[here] if here < len(sums.balances) else None
        downwards = left is not None and before is not None and before + line.cents == left
        upwards = left is not None and after is not None and after + line.cents == left
        if downwards or upwards:
            sums.lines.insert(here, line)
            sums.balances.insert(here, left)
            added += 1
        elif line.number in proven:
            sums.problems.append(note("statement-balance-left", at(line.number), "", "", WHO))
        else:
            sums.problems.append(warning("statement-balance-doubt", at(line.number), line.label[:40], "", WHO))


def _filled(row: Row, places: Mapping[str, int]) -> list[str]:
    return [row.cells[places[name]] for name in ("amount", "debit", "credit") if name in places]


def _cents(row: Row, places: Mapping[str, int], sign: str) -> int:
    """Signed cents of a row: from one column, one with its side, or two."""
    debit, credit = (cells.amount(row, places[one], sign) if one in places else None for one in ("debit", "credit"))
    if debit and credit:
        raise Unsure(lambda where: warning("statement-both-sides", where, "", "", WHO))
    if debit is not None or credit is not None:
        return -abs(debit) if debit else (credit or 0)
    found = cells.amount(row, places["amount"], sign) if "amount" in places else None
    if found is None:
        raise Unsure(lambda where: warning("statement-no-amount", where, "", "", WHO))
    if "side" not in places:
        return found
    told = row.cells[places["side"]].strip()
    side = _SIGNED.get(told) or _SIDES.get(folded(told))
    if side is None or (side > 0 > found):
        raise Unsure(lambda where: warning("statement-side", where, told[:20], "", WHO))
    return side * abs(found)


def _leave_odd_sides(table: Table, places: Mapping[str, int], sign: str, sums: _Sums) -> None:
    """Debits have a minus or not: in a column that does both the rarer are asked, and so is a credit below zero."""
    rows = {row.number: row for row in table.rows}
    odd: set[int] = set()
    for name in ("debit", "credit"):
        if name in places:
            told = {line.number: cells.amount(rows[line.number], places[name], sign) or 0 for line in sums.lines}
            less = [number for number, cents in told.items() if cents < 0]
            more = [number for number, cents in told.items() if cents > 0]
            odd |= set(min(less, more, key=len) if more and less else less if name == "credit" else ())
    if odd:
        sums.problems += [warning("statement-side", at(number), "", "", WHO) for number in sorted(odd)]
        kept = [(line, left) for line, left in zip(sums.lines, sums.balances, strict=True) if line.number not in odd]
        sums.lines, sums.balances = [line for line, _ in kept], [left for _, left in kept]


def _balance(row: Row, places: Mapping[str, int], sign: str) -> int | None:
    try:
        return cells.amount(row, places["balance"], sign) if "balance" in places else None
    except Unsure:
        return None


def _total(row: Row, places: Mapping[str, int], sign: str, lines: list[Line]) -> Problem:
    """A line of totals is left out, and compared where it can be."""
    sums = {
        "debit": sum(-line.cents for line in lines if line.cents < 0),
        "credit": sum(line.cents for line in lines if line.cents > 0),
        "amount": sum(line.cents for line in lines),
    }
    for name, found in sums.items():
        try:
            told = cells.amount(row, places[name], sign) if name in places else None
        except Unsure:
            told = None
        if told is not None and abs(told) != abs(found):
            return warning("statement-total-differs", at(row.number), _euros(found), _euros(told), WHO)
    return note("statement-total-left", at(row.number), "", "", WHO)


def _chain(sums: _Sums) -> list[Problem]:
    """Whether each balance is the one before it and the line, downwards or upwards; told at the first that is not."""
    balances = [one for one in sums.balances if one is not None]
    refused = any(problem.severity == "warning" for problem in sums.problems)
    if refused or len(balances) != len(sums.lines) or len(balances) < 2:
        return []
    lines = sums.lines
    down = [place for place in range(1, len(lines)) if balances[place - 1] + lines[place].cents != balances[place]]
    up = [place for place in range(1, len(lines)) if balances[place] + lines[place - 1].cents != balances[place - 1]]
    if not down or not up:
        return []
    first = min(down, up, key=len)[0]
    return [warning("statement-balance-differs", at(lines[first].number), "", "", WHO)]


def _euros(cents: int) -> str:
    return f"{abs(cents) // 100},{abs(cents) % 100:02d}"
