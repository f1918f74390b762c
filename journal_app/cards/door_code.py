"""Cards, the join code: eight digits that stand on a residency's poster. Pure; it opens nothing.

Seven are random and the last is H. M. Damm's check digit ("Total anti-symmetrische Quasigruppen", Marburg 2004,
p. 111): a wrong digit and two neighbours swapped are a typing mistake, told at once. It is no secret: it hangs on a
wall.
"""

import secrets
import unicodedata

DIGITS, GROUP = 8, 4
_TABLE = ("0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
          "3674209581", "5869720134", "8945362017", "9438617205", "2581436790")  # fmt: skip


def new_code() -> str:
    """A new join code, as eight Western digits."""
    seven = f"{secrets.randbelow(10 ** (DIGITS - 1)):0{DIGITS - 1}}"
    return seven + _check(seven)


def shown(code: str) -> str:
    """In two groups of four, as it stands on the poster."""
    return f"{code[:GROUP]} {code[GROUP:]}"


def read(typed: str) -> str:
    """The code that was typed, in the digits of any script; empty when it is a typing mistake."""
    plain = unicodedata.normalize("NFKC", typed)
    found = "".join(str(unicodedata.digit(sign)) for sign in plain if unicodedata.category(sign) == "Nd")
    return found if len(found) == DIGITS and _check(found) == "0" else ""


def _check(digits: str) -> str:
    interim = "0"
    for digit in digits:
        interim = _TABLE[int(interim)][int(digit)]
    return interim
