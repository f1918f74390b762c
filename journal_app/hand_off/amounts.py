"""Hand-off, figures as printers type them: "2 100,50 €", "2,100.50", "5,5 %" -> integers. Pure; no float is met.

What could be read in two ways is not guessed: `1,234` may be a thousand or a little more than one.
"""

import re
import unicodedata
from decimal import Decimal

from journal_app.money import to_cents

MOST_CENTS = 1_000_000_000  # ten million euros: a slip of the finger, not a print run
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


class Unclear(ValueError):
    """It is no amount, or could be two; `args[0]` is a message id for the person who typed it."""


NOT_A_NUMBER = "Ce n’est pas un montant. Écrire par exemple 2100,50."
TWO_READINGS = "Ce montant se lit de deux façons. L’écrire sans séparateur de milliers, par exemple 2100,50."
TOO_FINE = "Deux décimales au plus."
TOO_MUCH = "Ce montant est trop grand."


def cents(typed: str) -> int:
    """Cents of an amount in euros. Raises Unclear."""
    found = to_cents(_decimal(typed))
    if found > MOST_CENTS:
        raise Unclear(TOO_MUCH)
    return found


def hundredths(typed: str) -> int:
    """Hundredths of a percent of a rate: "5,5 %" is 550. Raises Unclear; a rate over 100 % is none."""
    found = to_cents(_decimal(typed.replace("%", "")))
    if found > 10_000:
        raise Unclear(TOO_MUCH)
    return found


def copies(typed: str) -> int:
    """A number of copies, with or without signs between the thousands. Raises Unclear."""
    bare = _bare(typed)
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", "")
    if not re.fullmatch(r"\d{1,9}", bare):
        raise Unclear("Un nombre entier est attendu.")
    return int(bare)


def _bare(typed: str) -> str:
    """Without spaces of any width, without the currency; digits of any script are those of ASCII."""
    plain = unicodedata.normalize("NFKC", typed)
    plain = re.sub(r"(?i)eur(?:os)?|€|\s|['’]", "", plain)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)


def _decimal(typed: str) -> Decimal:
    bare = _bare(typed)
    if not _NUMBER.fullmatch(bare):
        raise Unclear(NOT_A_NUMBER)
    signs = re.findall(r"[.,]", bare)
    if not signs:
        return _counted(bare, "")
    whole, _, fraction = bare.rpartition(signs[-1])
    if len(signs) == 1:
        if len(fraction) == 3 and whole != "0":
            raise Unclear(TWO_READINGS)
        return _counted(whole, fraction)
    if len(set(signs)) == 1:  # 1.234.567: only thousands are written so
        if not _GROUPED.fullmatch(bare):
            raise Unclear(NOT_A_NUMBER)
        return _counted(re.sub(r"[.,]", "", bare), "")
    if len(set(signs[:-1])) != 1 or not _GROUPED.fullmatch(whole):
        raise Unclear(NOT_A_NUMBER)
    return _counted(re.sub(r"[.,]", "", whole), fraction)


def _counted(whole: str, fraction: str) -> Decimal:
    if len(fraction) > 2:
        raise Unclear(TOO_FINE)
    if len(whole) > 12:
        raise Unclear(TOO_MUCH)
    return Decimal(f"{whole}.{fraction or '0'}")
