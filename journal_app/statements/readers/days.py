"""Statements, days: "03/11/2026", "2026-11-03 14:05", "03.11.26", 46329 -> a date. Pure; an impossible day is asked.

The day comes first, as in France. Spreadsheets count days from 1900 (or 1904), with a 29 February 1900 that never was.
"""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from journal_app.problems import warning
from journal_app.statements.readers.model import WHO, Unsure

FIRST_YEAR, AHEAD = 2000, timedelta(days=400)  # a payment planned for next year is one; a year 2062 is a slip
_TIME = r"(?:[T ,à]+\s*\d{1,2}[:h]\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_FRENCH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})" + _TIME)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_TIGHT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_CUT = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}|\d{4}[-/.]\d{1,2}[-/.]\d")
_SLASHED = re.compile(r"(\d\d)/(\d\d)/(20\d\d)")
MOST_SERIAL = 2_958_465  # the last day of the year 9999


def day(written: str, today: date) -> date:
    """The day a cell names. Raises Unsure."""
    if found := _SLASHED.fullmatch(written):
        return _day(int(found[3]), int(found[2]), int(found[1]), written, today)
    bare = " ".join(written.split())
    if found := _FRENCH.fullmatch(bare):
        year = int(found[3])
        if len(found[3]) == 2 and _year_first(int(found[1]), int(found[2]), year, "-" in bare, today):
            raise Unsure(lambda where: warning("statement-day-two", where, written[:40], "", WHO))
        return _day(year + 2000 if year < 100 else year, int(found[2]), int(found[1]), written, today)
    if found := _ISO.fullmatch(bare) or _TIGHT.fullmatch(bare):
        return _day(int(found[1]), int(found[2]), int(found[3]), written, today)
    raise _unsure(written)


def short(written: str, today: date) -> date:
    """The day of six digits, DDMMYY, as banks' records hold it. Raises Unsure."""
    if not (written.isascii() and written.isdigit() and len(written) == 6):
        raise _unsure(written)
    return _day(2000 + int(written[4:]), int(written[2:4]), int(written[:2]), written, today)


def of_serial(written: str, from_1904: bool) -> str:
    """A spreadsheet's number of a day as an ISO date, without its hours; other numbers come back as they are."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written
    if not number.is_finite() or not 60 < number < MOST_SERIAL - 1462:  # 60: the 29 February 1900 that never was
        return written
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    return (first + timedelta(int(number))).isoformat()


def looks(written: str) -> bool:
    """Whether a cell has the shape of a day."""
    bare = " ".join(written.split())
    return bool(_FRENCH.fullmatch(bare) or _ISO.fullmatch(bare) or _TIGHT.fullmatch(bare))


def month_first(written: str) -> bool | None:
    """Whether a day stands after its month (11/13/2026) or surely before it (13/11/2026); None where both can be."""
    found = _FRENCH.fullmatch(" ".join(written.split()))
    if not found or int(found[1]) <= 12 >= int(found[2]) or min(int(found[1]), int(found[2])) > 12:
        return None
    return int(found[2]) > 12


def _year_first(first: int, month: int, last: int, dashed: bool, today: date) -> bool:
    """Whether the year may stand first in a day of six digits: between dashes when that is nearer to today, else only
    when the day first would be ten years ago."""
    try:
        plain, other = (abs(date(2000 + year, month, day) - today) for year, day in ((last, first), (first, last)))
    except ValueError:
        return False
    return other < plain and (dashed or plain > timedelta(days=3650))


def may_go_on(written: str) -> bool:
    """Whether a day may be the beginning of a longer one: `20/11/20` of 2026, `2026-11-1` of the 12th."""
    return bool(_CUT.fullmatch(" ".join(written.split())))


def is_whole(written: str) -> bool:
    """Whether a day has a year of four digits, and two of its own."""
    return looks(written) and not may_go_on(written)


def _day(year: int, month: int, number: int, written: str, today: date) -> date:
    try:
        found = date(year, month, number)
    except ValueError:
        raise _unsure(written) from None
    if found.year < FIRST_YEAR or found > today + AHEAD:
        raise Unsure(lambda where: warning("statement-day-far", where, written[:40], "", WHO))
    return found


def _unsure(written: str) -> Unsure:
    if re.fullmatch(r"[3-6]\d{4}(?:[.,]\d+)?", written.strip()):
        meant = of_serial(written.strip().replace(",", "."), False)
        return Unsure(lambda where: warning("statement-day-serial", where, written.strip()[:20], meant, WHO))
    return Unsure(lambda where: warning("statement-day", where, written.strip()[:40], "", WHO))
