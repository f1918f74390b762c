"""Reports, tables: columns that know what they hold, rows of plain values, a row of sums. What files are made of. Pure.

A cell of euros is integer cents; it leaves as a number with two decimals, by Decimal, never as a float.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Cell = str | int | Decimal | date | None
# What makes a cell a formula in a spreadsheet (OWASP, "CSV Injection"), the full-width forms of East Asia too.
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BLANK = ("\t", "\r", "\n")


class Holds(StrEnum):
    """What the cells of a column are."""

    WORDS = "words"
    CENTS = "cents"
    EUROS = "euros"  # whole ones
    RATE = "rate"  # Decimal euros for one of something, as precise as it is
    COUNT = "count"
    PERCENT = "percent"  # whole
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    holds: Holds = Holds.WORDS


@dataclass(frozen=True, slots=True)
class Table:
    """`sums` is a row like the others, or nothing: sums are values, so that they stay true when a row is taken out."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    sums: Sequence[Cell] | None = None

    @property
    def all_rows(self) -> list[Sequence[Cell]]:
        return [*self.rows, *([self.sums] if self.sums is not None else [])]


def inert(words: str) -> str:
    """Words that no spreadsheet takes for a formula: those that could be one begin with an apostrophe.

    What no file may hold (control characters but line ends) is left out; a tab or a line end that begins a cell, too,
    counts as dangerous, since some programs skip it and read on.
    """
    kept = "".join(sign for sign in words if sign in BLANK or _may_stand(sign))
    bare = kept.lstrip(" \u00a0\u202f\ufeff")
    return f"'{kept}" if bare.startswith((*FORMULA, *BLANK)) else kept


def _may_stand(sign: str) -> bool:
    """Whether XML 1.0, which a workbook is made of, has a place for it."""
    return unicodedata.category(sign) not in ("Cc", "Cs") and ord(sign) & 0xFFFE != 0xFFFE
