"""Statements, CFONB120: records of 120 characters (01 old balance, 04 movement, 05 its words, 07 new balance) -> lines.

The last character of an amount carries its last digit and its sign (overpunched). Old balance and movements make the
new one, or nothing is taken. Of the account's number only whether it stays the same is looked at.
Source: CFONB, "Relevé de compte sur support informatique (120 caractères)".
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from journal_app.problems import Problem, blocking, note, warning
from journal_app.statements.model import Kind
from journal_app.statements.readers import days
from journal_app.statements.readers.amounts import MOST_CENTS
from journal_app.statements.readers.discreet import discreet
from journal_app.statements.readers.model import (
    MOST_LINES,
    WHO,
    Line,
    Reading,
    Stopped,
    Unsure,
    at,
    cut,
    too_many_lines,
)

LENGTH = 120
_POSITIVE, _NEGATIVE = "{ABCDEFGHI", "}JKLMNOPQR"
_FRENCH = {"é": "{", "è": "}"}  # what the French EBCDIC tables make of the two braces
_RECORD = re.compile(r"0[1457][0-9 ]{5}")
_KEPT = {"LIB", "LCC", "LC2", "LCS", "RCN", "REF", "MMO"}  # of the words of 05; the others name a person or an account


@dataclass(slots=True)
class _Account:
    """Where the reading is: between an 01 and its 07."""

    identity: str = ""
    open: bool = False
    balance: int = 0
    closed: int | None = None


def is_this(text: str) -> bool:
    """Whether a text begins as a file of these records does."""
    first = text.lstrip("\r\n")[:LENGTH].splitlines()[:1]
    return bool(first) and bool(_RECORD.match(first[0])) and len(first[0]) >= 104


def read(text: str, today: date) -> Reading:
    """The reading. Raises Stopped for a file that was cut, does not add up or holds several accounts."""
    account = _Account()
    lines: list[Line] = []
    problems: list[Problem] = []
    number, spoiled = 0, False
    for number, record in _records(text):
        code = record[:2]
        if code == "01":
            _opens(account, record, number)
            spoiled = True  # words before a movement are of none
        elif code == "07":
            _closes(account, record, number, spoiled)
        elif code in ("04", "05") and not account.open:
            raise Stopped(blocking("statement-no-opening", at(number), "", "", WHO))
        elif code == "04":
            _same(account, record, number)
            cents = _amount(record, number)
            account.balance += cents
            many = len(lines)
            try:
                _movement(record, number, cents, today, lines, problems)
            except Unsure as unsure:
                problems.append(unsure.problem(at(number)))
            spoiled = len(lines) == many  # left out: its words go to no other line
        elif code == "05" and not spoiled:
            _words(record, lines)
        elif code not in ("04", "05"):
            problems.append(warning("statement-record", at(number), record[:2], "01 04 05 07", WHO))
    if account.open or account.closed is None:
        raise Stopped(cut(number))
    dropped = ("05 NPY/NBE (noms)",) if re.search(r"(?m)^05.{43}(?:NPY|NBE|IPY|IBE)", text) else ()
    return Reading(Kind.BANK, "cfonb120", tuple(lines), tuple(problems), dropped)


def _records(text: str) -> list[tuple[int, str]]:
    rows = text.splitlines() if "\n" in text or "\r" in text else re.findall(rf".{{1,{LENGTH}}}", text)
    if len(rows) > MOST_LINES:
        raise Stopped(too_many_lines())
    found = []
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        if len(row.rstrip()) > LENGTH:
            raise Stopped(blocking("statement-record-length", at(number), len(row), LENGTH, WHO))
        if row[:2] in ("01", "04", "07") and len(row) < 104:
            raise Stopped(cut(number))
        found.append((number, row.ljust(LENGTH)))
    return found


def _identity(record: str) -> str:
    return record[2:7] + record[11:16] + record[21:32]


def _opens(account: _Account, record: str, number: int) -> None:
    if account.open:
        raise Stopped(cut(number - 1))
    _same(account, record, number)
    balance = _amount(record, number)
    if account.closed is not None and balance != account.closed:
        raise Stopped(blocking("statement-sum", at(number), _euros(balance), _euros(account.closed), WHO))
    account.open, account.balance = True, balance


def _closes(account: _Account, record: str, number: int, spoiled: bool) -> None:
    _same(account, record, number)
    told = _amount(record, number)
    if not account.open or told != account.balance:
        raise Stopped(blocking("statement-sum", at(number), _euros(account.balance), _euros(told), WHO))
    account.open, account.closed = False, told


def _same(account: _Account, record: str, number: int) -> None:
    """One account, in euros."""
    if record[16:19].strip() not in ("EUR", ""):
        raise Stopped(blocking("statement-currency", at(number), record[16:19], "EUR", WHO))
    if account.identity and _identity(record) != account.identity:
        raise Stopped(blocking("statement-several-accounts", at(number), "", "", WHO))
    account.identity = _identity(record)


def _amount(record: str, number: int) -> int:
    """Signed cents of characters 91 to 104. A movement that cannot be read makes the whole unbelievable."""
    written = record[90:104]
    last = _FRENCH.get(written[-1], written[-1])
    sign, digit = (1, _POSITIVE.find(last)) if last in _POSITIVE else (-1, _NEGATIVE.find(last))
    digits = written[:-1].strip() + str(digit)
    decimals = record[19] if record[19] in "0123" else "2"
    if digit < 0 or not (digits.isascii() and digits.isdigit()):
        raise Stopped(blocking("statement-overpunch", at(number), written, "", WHO))
    found = int(digits) * 100
    whole: int = 10 ** int(decimals)
    if found % whole or found // whole > MOST_CENTS:
        raise Stopped(blocking("statement-overpunch", at(number), written, "", WHO))
    return sign * found // whole if sign > 0 else -(found // whole)


def _movement(
    record: str, number: int, cents: int, today: date, lines: list[Line], problems: list[Problem]
) -> None:  # fmt: skip
    dated = days.short(record[34:40], today)
    valued = days.short(record[42:48], today) if record[42:48].strip() else None
    if cents == 0:
        problems.append(note("statement-zero", at(number), "", "", WHO))
        return
    label, reference = discreet(record[48:79]), discreet(f"{record[81:88].strip()} {record[104:120].strip()}")
    raw = {"Code opération": record[32:34].strip(), "Date": record[34:40], "Valeur": record[42:48].strip(),
           "Libellé": label, "Référence": reference, "Montant": record[90:104]}  # fmt: skip
    kept = {name: value for name, value in raw.items() if value}
    lines.append(Line(number, dated, cents, label, valued, reference, raw=kept))


def _words(record: str, lines: list[Line]) -> None:
    qualifier, told = record[45:48], discreet(record[48:118])
    if qualifier.strip() not in _KEPT or not lines or not told:
        return
    last = lines[-1]
    kept = {**last.raw, qualifier: discreet(f"{last.raw.get(qualifier, '')} {told}")}
    label = discreet(f"{last.label} {told}") if qualifier in ("LIB", "LCC", "LC2", "LCS") else last.label
    lines[-1] = replace(last, label=label, raw=kept)


def _euros(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"
