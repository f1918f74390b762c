"""Statements, OFX 1 (SGML, without closing tags) and 2 (XML) -> lines. A file that does not close its <OFX> was cut.

Both are read as the same run of tags and values. No document type, no entity but the five of XML.
"""

import hashlib
import html
import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from journal_app.documents.gate import Unreadable, parse
from journal_app.problems import Problem, blocking, note, warning
from journal_app.statements.model import Kind
from journal_app.statements.readers import amounts, days
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
    other_currency,
    too_many_lines,
)

_TAG = re.compile(r"<(/?)([A-Za-z0-9._]+)>([^<]*)")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-fA-F]{1,6});)[A-Za-z_][\w.-]*;")
_ACCOUNTS = ("BANKACCTFROM", "CCACCTFROM")
_PEOPLE = ("PAYEE", "BANKACCTTO", "CCACCTTO")  # who was paid, with an address and a telephone: passed over
_KEPT = ("TRNTYPE", "DTPOSTED", "DTUSER", "DTAVAIL", "TRNAMT", "FITID", "CHECKNUM", "REFNUM", "NAME", "MEMO")
Token = tuple[int, bool, str, str]  # line, closing, tag, value


def is_this(text: str) -> bool:
    """Whether a text is OFX of either age."""
    return "OFXHEADER" in text[:400].upper() or "<OFX>" in text[:2000].upper()


def read(text: str, data: bytes, today: date) -> Reading:
    """The reading. Raises Stopped."""
    if re.search(r"(?i)<!(?:DOCTYPE|ENTITY)", text) or _ENTITY.search(text):
        raise Stopped(blocking("statement-entities", "file", "OFX", "", WHO))
    tokens = list(_xml(data.lstrip()) if text.lstrip().startswith("<?xml") else _sgml(text))
    if not any(closing and tag == "OFX" for _, closing, tag, _ in tokens):
        raise Stopped(cut(text.count("\n") + 1))
    return _reading(tokens, today)


def _sgml(text: str) -> Iterator[Token]:
    begin = text.upper().find("<OFX>")
    line, place = text.count("\n", 0, max(begin, 0)) + 1, max(begin, 0)
    for count, found in enumerate(_TAG.finditer(text, place)):
        if count > MOST_LINES * 20:
            raise Stopped(too_many_lines())
        line += text.count("\n", place, found.start())
        place = found.start()
        yield line, bool(found[1]), found[2].upper(), html.unescape(found[3]).strip()


def _xml(data: bytes) -> Iterator[Token]:
    try:
        root = parse(data, "file", "OFX")
    except Unreadable as refusal:
        if refusal.problem.code == "document-xml-broken":
            raise Stopped(blocking("statement-xml", "file", refusal.problem.detail.found, "", WHO)) from None
        raise Stopped(refusal.problem) from None
    yield from _walked(root)


def _walked(root: etree._Element) -> Iterator[Token]:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if isinstance(element.tag, str):
            tag = etree.QName(element).localname.upper()
            yield element.sourceline or 0, event == "end", tag, (element.text or "").strip() if event == "start" else ""


def _reading(tokens: list[Token], today: date) -> Reading:
    lines: list[Line] = []
    problems: list[Problem] = []
    accounts: set[str] = set()
    inside, account, person, begun = "", "", "", 0
    dropped: dict[str, None] = {}
    fields: dict[str, str] = {}
    currency = "EUR"
    for number, closing, tag, value in tokens:
        if tag in _ACCOUNTS:
            if closing:
                accounts.add(account)
            inside, account = ("" if closing else tag), ""
        elif tag == "STMTTRN" and not closing:
            if inside == "STMTTRN":
                raise Stopped(cut(begun))
            inside, fields, begun, person = tag, {}, number, ""
        elif tag == "STMTTRN":
            inside = ""
            _movement(fields, begun, currency, today, lines, problems)
        elif tag in _PEOPLE and inside:
            person = "" if closing else tag
            dropped[tag] = None
        elif not closing and inside == "STMTTRN" and not person:
            fields.setdefault(tag, value)
        elif not closing and inside in _ACCOUNTS:
            account += f"{tag}={value};"
        elif tag == "CURDEF" and not closing:
            currency = value
            if value.upper() != "EUR":
                raise Stopped(blocking("statement-currency", at(number), value, "EUR", WHO))
        if len(lines) > MOST_LINES:
            raise Stopped(too_many_lines())
    if inside:
        raise Stopped(cut(begun))
    if len(accounts) > 1:
        raise Stopped(blocking("statement-several-accounts", "file", len(accounts), "", WHO))
    return Reading(Kind.BANK, "ofx", tuple(lines), tuple(problems), tuple(dropped))


def _movement(
    fields: dict[str, str], number: int, currency: str, today: date, lines: list[Line], problems: list[Problem]
) -> None:  # fmt: skip
    try:
        if (other := fields.get("CURSYM", currency)).upper() != "EUR" and "CURRENCY" in fields:
            raise Unsure(lambda where: other_currency(where, other))
        for needed in ("TRNAMT", "DTPOSTED"):
            if not fields.get(needed):
                raise Unsure(lambda where, needed=needed: warning("statement-field", where, needed, "", WHO))  # type: ignore[misc]
        dated = days.day(fields["DTPOSTED"][:8], today)
        told = fields.get("DTAVAIL", "")
        cents = amounts.cents(fields["TRNAMT"], "," if "," in fields["TRNAMT"] else ".")
        valued = days.day(told[:8], today) if told else None
    except Unsure as unsure:
        problems.append(unsure.problem(at(number)))
        return
    if cents == 0:
        problems.append(note("statement-zero", at(number), "", "", WHO))
        return
    label = discreet(" ".join(dict.fromkeys(one for one in (fields.get("NAME"), fields.get("MEMO")) if one)))
    raw = {name: discreet(fields[name]) for name in _KEPT if fields.get(name)}
    lines.append(Line(number, dated, cents, label, valued, _key(fields.get("FITID", "")), raw=raw))


def _key(told: str) -> str:
    """The bank's own key of a line; where a number in it is masked a digest tells it from the others."""
    kept = discreet(told)
    return kept if "…" not in kept else f"{kept} {hashlib.sha256(told.encode()).hexdigest()[:8]}"
