"""Statements, CAMT.053 (ISO 20022, every version) -> lines. Opening balance and entries make the closing one.

Names and accounts of those who paid or were paid (RltdPties, RltdAgts) are passed over.
"""

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from journal_app.documents.gate import Unreadable, parse
from journal_app.problems import Problem, blocking, note, warning
from journal_app.statements.model import Kind
from journal_app.statements.readers import amounts, days
from journal_app.statements.readers.columns import folded
from journal_app.statements.readers.discreet import discreet
from journal_app.statements.readers.model import (
    MOST_LINES,
    WHO,
    Line,
    Reading,
    Stopped,
    Unsure,
    at,
    other_currency,
    too_many_lines,
)

_NAMESPACE = re.compile(rb"urn:iso:std:iso:20022:tech:xsd:camt\.053\.\d{3}\.\d{2}")
_NO_KEY = ("notprovided", "not provided", "nonref")  # what the rules have a bank write where there is no reference
_OTHERS = re.compile(rb"tech:xsd:(camt\.05[24]|pain\.\d{3}|pacs\.\d{3})")


def is_this(data: bytes) -> bool:
    """Whether XML says that it is such a statement."""
    return bool(_NAMESPACE.search(data[:4000])) or b"<BkToCstmrStmt" in data[:4000]


def sibling(data: bytes) -> str:
    """Which other message of the same family this is: a report of the day, a notice, an order."""
    found = _OTHERS.search(data[:4000])
    return found[1].decode() if found else ""


def read(data: bytes, today: date) -> Reading:
    """The reading. Raises Stopped."""
    try:
        root = parse(data, "file", "CAMT.053")
    except Unreadable as refusal:
        if refusal.problem.code == "document-xml-broken":
            raise Stopped(blocking("statement-xml", "file", refusal.problem.detail.found, "", WHO)) from None
        raise Stopped(refusal.problem) from None
    lines: list[Line] = []
    problems: list[Problem] = []
    accounts: set[str] = set()
    closed: int | None = None
    for statement in _all(root, "BkToCstmrStmt", "Stmt"):
        accounts.add(_text(statement, "Acct", "Id", "IBAN") or _text(statement, "Acct", "Id", "Othr", "Id"))
        closed = _statement(statement, closed, lines, problems, today)
    if len(accounts) > 1:
        raise Stopped(blocking("statement-several-accounts", "file", len(accounts), "", WHO))
    dropped = ("RltdPties",) if next(_named(root, "RltdPties"), None) is not None else ()
    return Reading(Kind.BANK, "camt053", tuple(lines), tuple(problems), dropped)


def _statement(
    statement: etree._Element, closed: int | None, lines: list[Line], problems: list[Problem], today: date
) -> int | None:  # fmt: skip
    """One statement's lines are added; its closing balance, with which the next one opens."""
    balances = _balances(statement)
    opening = balances.get("OPBD", balances.get("PRCD"))
    total, many = 0, 0
    for entry in _all(statement, "Ntry"):
        many += 1
        if len(lines) > MOST_LINES:
            raise Stopped(too_many_lines())
        number = entry.sourceline or many
        if (_text(entry, "Sts", "Cd") or _text(entry, "Sts")) not in ("BOOK", ""):
            problems.append(note("statement-pending", at(number), "", "", WHO))
            continue
        cents = _entry_cents(entry, number)
        if cents is None:
            found = _currency(entry)
            problems.append(other_currency(at(number), found))
            continue
        total += cents
        try:
            _entry(entry, number, cents, today, lines, problems)
        except Unsure as unsure:
            problems.append(unsure.problem(at(number)))
    told = _text(statement, "TxsSummry", "TtlNtries", "NbOfNtries")
    if told and told.lstrip("0") != str(many):
        raise Stopped(blocking("statement-count", "file", many, told, WHO))
    closing = balances.get("CLBD")
    if opening is None or closing is None:
        problems.append(warning("statement-no-balance", "file", "", "", WHO))
        return closing
    if opening + total != closing or (closed is not None and closed != opening):
        raise Stopped(blocking("statement-sum", "file", _euros(opening + total), _euros(closing), WHO))
    return closing


def _balances(statement: etree._Element) -> dict[str, int]:
    found: dict[str, int] = {}
    for balance in _all(statement, "Bal"):
        kind = _text(balance, "Tp", "CdOrPrtry", "Cd")
        if (currency := _currency(balance)) != "EUR":
            raise Stopped(blocking("statement-currency", at(balance.sourceline or 0), currency, "EUR", WHO))
        cents = _cents(balance)
        if kind and cents is not None:
            found.setdefault(kind, cents) if kind in ("OPBD", "PRCD") else found.update({kind: cents})
    return found


def _entry_cents(entry: etree._Element, number: int) -> int | None:
    """Signed cents of an entry; None in another currency. One that cannot be read stops it all: no sum holds."""
    if _currency(entry) != "EUR":
        return None
    cents = _cents(entry)
    if cents is None:
        raise Stopped(blocking("statement-amount", at(number), _text(entry, "Amt")[:40], "", WHO))
    return cents


def _cents(of: etree._Element) -> int | None:
    side = {"CRDT": 1, "DBIT": -1}.get(_text(of, "CdtDbtInd"))
    try:
        found = amounts.of_number(_text(of, "Amt"))
    except Unsure:
        return None
    return side * found if side and found >= 0 else None


def _entry(
    entry: etree._Element, number: int, cents: int, today: date, lines: list[Line], problems: list[Problem]
) -> None:  # fmt: skip
    if cents == 0:
        problems.append(note("statement-zero", at(number), "", "", WHO))
        return
    booked, valued = _day(entry, "BookgDt"), _day(entry, "ValDt")
    dated = days.day(booked or valued, today)
    told = [_text(entry, "AddtlNtryInf")]
    details = [*_all(entry, "NtryDtls", "TxDtls"), *_all(entry, "TxDtls")]
    for detail in details[:20]:
        told += [(one.text or "").strip() for one in _all(detail, "RmtInf", "Ustrd")]
        told.append(_text(detail, "AddtlTxInf"))
    label = discreet(" ".join(dict.fromkeys(one for one in told if one)))
    reference = _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef")
    if not reference and len(details) == 1:
        reference = _text(details[0], "Refs", "EndToEndId")
    if folded(reference) in _NO_KEY:
        reference = ""
    raw = {"Amt": _text(entry, "Amt"), "CdtDbtInd": _text(entry, "CdtDbtInd"), "BookgDt": booked, "ValDt": valued,
           "AcctSvcrRef": discreet(reference), "BkTxCd": _text(entry, "BkTxCd", "Prtry", "Cd"),
           "Ustrd": label, "TxDtls": str(len(details)) if len(details) > 1 else ""}  # fmt: skip
    kept = {name: value for name, value in raw.items() if value}
    value_day = days.day(valued, today) if valued else None
    lines.append(Line(number, dated, cents, label, value_day, discreet(reference), raw=kept))


def _day(entry: etree._Element, name: str) -> str:
    return (_text(entry, name, "Dt") or _text(entry, name, "DtTm"))[:10]


def _currency(of: etree._Element) -> str:
    return next((one.get("Ccy", "") for one in _all(of, "Amt")), "EUR")


def _named(of: etree._Element, name: str) -> Iterator[etree._Element]:
    return (one for one in of.iter("{*}" + name))


def _all(of: etree._Element, *path: str) -> Iterator[etree._Element]:
    """The elements at a path of local names, whatever the version of the namespace."""
    if not path:
        yield of
        return
    for child in of.iterchildren("{*}" + path[0]):
        yield from _all(child, *path[1:])


def _text(of: etree._Element, *path: str) -> str:
    return next(((one.text or "").strip() for one in _all(of, *path)), "")


def _euros(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"
