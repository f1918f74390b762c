"""Statements, the search engine's page: its visible text, pasted or saved as HTML -> what it estimates and owes. Pure.

Nobody knows its HTML, so only words are read: `Mois en cours 7.8659 $ (estimation)`, `Reste à payer 13.4844 $`, months
with an amount. Amounts have a point and four digits, and a `$` although the page's own rule is in euros: they are
counted as euros, and kept as they were written. What stands among them and is not understood is asked.
"""

import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

from journal_app.money import to_cents
from journal_app.problems import Problem, blocking, note, warning
from journal_app.search.folding import fold
from journal_app.statements.model import Kind
from journal_app.statements.readers.amounts import MOST_CENTS
from journal_app.statements.readers.model import WHO, Line, Reading, Stopped
from journal_app.statements.states import DUE, ESTIMATE, MONTH

_HIDDEN = {"script", "style", "head", "template", "noscript", "svg", "title"}
_INLINE = {"a", "b", "i", "em", "strong", "span", "small", "sup", "sub", "font", "u", "bdi", "abbr", "img"}
_CURRENT = re.compile(r"(?:mois en cours|(?:current|this) month)", re.I)
_LEFT = re.compile(
    r"(?:reste(?: a|nt)? (?:payer|verser|du)"
    r"|(?:left|remaining|still)(?: amount)?(?: to)?(?: be)? (?:pay|paid)(?: out)?"
    r"|(?:amount |balance )due)", re.I
)  # fmt: skip
_HEAD = re.compile(
    r"date\s+(?:montant|amount)(?:\s*\(?\s*(?:h\.?t\.?|excl\.?(?:uding)?(?: tax| vat)?|before tax)\s*\)?)?", re.I
)
_RULE = re.compile(r"lilo (?:reverse|verse|pays|transfers)\b.{0,120}?(\d[\d .,]*)\s*(€|eur\w*|\$)", re.I)
_MONEY = r"(-?(?:\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:[.,]\d+)*)\s*(\$|€|usd|eur(?:os?)?)?"
_ESTIMATE = re.compile(r"\(?\s*estimat(?:ion|ed|e)\s*\)?", re.I)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("janvier january janv jan", "fevrier february fev feb", "mars march mar", "avril april avr apr", "mai may",
         "juin june jun", "juillet july juil jul", "aout august aug", "septembre september sept sep",
         "octobre october oct", "novembre november nov", "decembre december dec"), 1
    )
    for name in names.split()
}  # fmt: skip
_MONTH = re.compile(
    rf"(?:\b({'|'.join(_MONTHS)})\.?\s+(20\d\d)|\b(0?[1-9]|1[0-2])[/-](20\d\d)|\b(20\d\d)[/-](0[1-9]|1[0-2]))"
    rf"(?![/\d-])\s*:?\s*{_MONEY}", re.I
)  # fmt: skip


def is_this(text: str) -> bool:
    """Whether a text has the two things that only this page says."""
    plain = _plain(text)
    return bool(_CURRENT.search(plain) or _LEFT.search(plain)) and (
        "lilo" in plain or bool(_HEAD.search(plain)) or bool(_ESTIMATE.search(plain))
    )


def visible(source: str) -> str:
    """What a person sees of an HTML page, blocks on lines of their own."""
    page = _Visible()
    page.feed(source)
    page.close()
    return "".join(page.parts)


class _Visible(HTMLParser):
    """Gathers the words that are shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = 0 if tag == "body" else self.hidden + (tag in _HIDDEN)  # the end of a head may go unsaid
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag in _HIDDEN))
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def read(text: str, dialect: str, today: date) -> Reading:
    """The reading of a page's text as it was on this day. Raises Stopped when it says neither of the two."""
    plain = _plain(text)
    rule = _RULE.search(plain)
    head = _HEAD.search(plain)
    marks = [found.start() for find in (_CURRENT, _LEFT) if (found := find.search(plain))]
    if not marks:
        raise Stopped(blocking("statement-lilo-none", "file", "", "", WHO))
    begin = head.end() if head and head.end() <= min(marks) else min(marks)
    ends = rule.start() if rule and rule.start() > begin else len(plain)
    region, again = plain[begin:ends], plain[ends:]
    lines: list[Line] = []
    problems: list[Problem] = []
    rest = region
    for find, state, label in ((_CURRENT, ESTIMATE, "Mois en cours"), (_LEFT, DUE, "Reste à payer")):
        pattern = re.compile(rf"(?:{find.pattern})\s*:?\s*{_MONEY}(?:\s*{_ESTIMATE.pattern})?", re.I)
        rest = _thing(pattern, rest, again, state, label, today, lines, problems)
    rest = _history(rest, lines, problems)
    if leftover := re.search(r"\S*\d\S*", _HEAD.sub(" ", rest)):
        problems.append(
            warning("statement-lilo-unknown", "file", rest[max(0, leftover.start() - 30) :][:60].strip(), "", WHO)
        )
    if "$" in region:
        problems.append(note("statement-lilo-dollar", "file", "", "", WHO))
    if rule and lines:
        told = {"Règle": " ".join(rule[0].split())}
        lines = [
            Line(one.number, one.dated, one.cents, one.label, state=one.state, raw={**one.raw, **told}) for one in lines
        ]
    return Reading(Kind.LILO, dialect, tuple(sorted(lines, key=lambda one: one.number)), tuple(problems))


def _plain(text: str) -> str:
    """One line of the words without accents; every blank is a space, so that line breaks do not matter."""
    return " ".join(fold(text).replace("\u00a0", " ").replace("\u202f", " ").split())


def _thing(
    pattern: re.Pattern[str], rest: str, again: str, state: str, label: str, today: date, lines: list[Line],
    problems: list[Problem],
) -> str:  # fmt: skip
    """Take one of the two amounts out of the words; said twice differently, or not at all, it is asked."""
    found = list(pattern.finditer(rest))
    amounts = {one[1].strip() for one in (*found, *pattern.finditer(again))}  # pasted twice, on two days
    if len(amounts) > 1:
        problems.append(warning("statement-lilo-twice", "file", label, "", WHO))
    elif found and (cents := _cents(found[0][1])) is not None:
        raw = {label: " ".join(part for part in (found[0][1].strip(), found[0][2]) if part)}
        if state == ESTIMATE:
            raw["Marque"] = "estimation" if _ESTIMATE.search(found[0][0]) else ""
        lines.append(Line(len(lines) + 1, today, cents, label, state=state, raw=raw))
    else:
        problems.append(warning("statement-lilo-missing", "file", label, "", WHO))
    return pattern.sub(" ", rest)


def _history(rest: str, lines: list[Line], problems: list[Problem]) -> str:
    seen: set[date] = set()
    for found in _MONTH.finditer(rest):
        if found[1]:
            month = date(int(found[2]), _MONTHS[found[1].lower()], 1)
        else:
            month = date(int(found[4] or found[5]), int(found[3] or found[6]), 1)
        cents = _cents(found[7])
        if cents is None or month in seen:
            problems.append(warning("statement-lilo-unknown", "file", found[0][:60], "", WHO))
            continue
        seen.add(month)
        raw = {f"{month:%Y-%m}": " ".join(part for part in (found[7].strip(), found[8]) if part)}
        lines.append(Line(len(lines) + 1, month, cents, f"{month:%m/%Y}", state=MONTH, raw=raw))
    return _MONTH.sub(" ", rest)


def _cents(written: str) -> int | None:
    """Cents of `7.8659`; of two kinds of signs the last is the decimal one. None where it cannot be known."""
    bare = written.replace(" ", "")
    signs = re.findall(r"[.,]", bare)
    if len(signs) > 1:
        whole, _, fraction = bare.rpartition(signs[-1])
        if len(set(signs)) == 1 or not re.fullmatch(r"-?\d{1,3}(?:[.,]\d{3})+", whole):
            return None
        bare = f"{re.sub('[.,]', '', whole)}.{fraction}"
    number = Decimal(bare.replace(",", "."))
    return None if number < 0 or number * 100 > MOST_CENTS else to_cents(number)
