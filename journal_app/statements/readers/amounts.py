"""Statements, amounts: "1 234,56", "-12.5", "(3,00)", "1.234,50-" -> signed integer cents. Pure; no float is met.

The decimal sign is that of the whole column (`sign_of`): `1,234` alone may be a thousand or a little more than one,
and what could be read in two ways is asked, never guessed.
"""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from unicodedata import decimal as digit
from unicodedata import normalize

from journal_app.problems import warning
from journal_app.statements.readers.model import WHO, Unsure, other_currency

MOST_CENTS = 2_000_000_000  # twenty million euros: a column of the database holds 2,147,483,647
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009\u2007'’]")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+ ?(?:[.,] ?\d*)?|\d+ ?[.,] ?\d*")
_EURO = re.compile(r"(?i)€|eur(?:os?)?\b")
_OTHER = re.compile(r"(?i)[$£¥₣₤₹₽฿]|\b(?:usd|gbp|chf|cad|mad|tnd|dzd|xof|xaf|jpy|sek|nok|dkk|pln|try|aud|cny)\b")
_SHAPE = re.compile(r"\d+(?:[.,]\d+)*|[.,]\d+")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d{2})?")  # what nearly every amount looks like
_MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-", "－": "-"})


def sign_of(cells: Iterable[str]) -> str:
    """The decimal sign of a column: that of most cells that can be read in one way only, "" where none tells."""
    found: Counter[str] = Counter()
    for cell in cells:
        bare = _SPACES.sub("", cell)
        signs = re.findall(r"[.,]", bare)
        if not signs:
            continue
        after = re.split(r"[.,]", bare)[-1]
        if len(set(signs)) == 2 or (len(signs) == 1 and len(re.sub(r"\D", "", after)) != 3):
            found[signs[-1]] += 1
        elif len(signs) > 1:  # 1.234.567: these are thousands
            found["," if signs[0] == "." else "."] += 1
    return max(found, key=lambda sign: (found[sign], sign == ",")) if found else ""


def cents(written: str, sign: str = "") -> int:
    """Signed cents of an amount. Raises Unsure: no amount, two readings, too fine, too much, another currency."""
    if _PLAIN.fullmatch(written) and (not sign or len(written) < 3 or written[-3] not in ".," or written[-3] == sign):
        plain = written.replace(",", ".")
        found = int(plain[:-3] + plain[-2:]) if "." in plain else int(plain) * 100
        return _bounded(found, written)
    return _careful(written, sign)


def other_money(written: str) -> str:
    """The sign of another country's money in some words; "" where there is none."""
    found = _OTHER.search(written)
    return found[0] if found else ""


def _careful(written: str, sign: str) -> int:
    plain = normalize("NFKC", written).translate(_MINUS)
    if other := other_money(plain):
        raise Unsure(lambda where: other_currency(where, other))
    bare = _ungrouped(_EURO.sub("", plain).strip(), written)
    bare = "".join(str(digit(c)) if c.isdecimal() and not c.isascii() else c for c in bare)
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        negative, bare = True, bare[1:-1]
    elif bare[:1] in ("-", "+"):
        negative, bare = bare[0] == "-", bare[1:]
    elif bare[-1:] in ("-", "+"):
        negative, bare = bare[-1] == "-", bare[:-1]
    if not _SHAPE.fullmatch(bare) or len(bare) > 40:
        raise _unsure("statement-amount", written)
    number = _number(bare, sign, written)
    found = int((number * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if number * 100 != found:
        raise _unsure("statement-amount-fine", written)
    return _bounded(-found if negative else found, written)


def _ungrouped(plain: str, written: str) -> str:
    """Without the blanks that part thousands and signs; `12 50` is no 1250. Raises Unsure."""
    inside = _SPACES.sub(" ", plain.strip("()+- "))
    if " " in inside and not _GROUPED.fullmatch(inside):
        raise _unsure("statement-amount-mixed", written)
    return _SPACES.sub("", plain)


def _number(bare: str, sign: str, written: str) -> Decimal:
    signs = re.findall(r"[.,]", bare)
    if not signs:
        return Decimal(bare)
    if not sign:
        told = sign_of([bare])
        if not told:
            raise _unsure("statement-amount-two", written)
        sign = told
    whole, _, fraction = bare.rpartition(sign) if sign in bare else (bare, "", "")
    thousands = "." if sign == "," else ","
    if sign in whole or thousands in fraction:
        raise _unsure("statement-amount-mixed", written)
    if thousands in whole and not re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+", whole):
        raise _unsure("statement-amount-mixed", written)
    return Decimal(f"{whole.replace(thousands, '') or '0'}.{fraction or '0'}")


def of_number(written: str) -> int:
    """Cents of a number as a spreadsheet writes it: a point, sometimes an exponent, a tail of binary dust.

    `412.00000000000006` is what a spreadsheet keeps of 412; a tenth of a cent is no dust. Raises Unsure.
    """
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise _unsure("statement-amount", written) from None
    if not number.is_finite() or abs(number) > MOST_CENTS:
        raise _unsure("statement-amount", written)
    found = (number * 100).quantize(Decimal(1), ROUND_HALF_UP)
    if abs(number * 100 - found) > Decimal("0.0001"):
        raise _unsure("statement-amount-fine", written)
    return _bounded(int(found), written)


def _bounded(found: int, written: str) -> int:
    if abs(found) > MOST_CENTS:
        raise _unsure("statement-amount-much", written)
    return found


def _unsure(code: str, written: str) -> Unsure:
    found = written.strip()[:40]
    if code == "statement-amount-two":
        return Unsure(lambda where: warning("statement-amount-two", where, found, "", WHO))
    if code == "statement-amount-fine":
        return Unsure(lambda where: warning("statement-amount-fine", where, found, "", WHO))
    if code == "statement-amount-much":
        return Unsure(lambda where: warning("statement-amount-much", where, found, "", WHO))
    if code == "statement-amount-mixed":
        return Unsure(lambda where: warning("statement-amount-mixed", where, found, "", WHO))
    return Unsure(lambda where: warning("statement-amount", where, found, "", WHO))
