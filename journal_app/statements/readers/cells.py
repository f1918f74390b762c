"""Statements, cells: what the readers of tables share: an amount, a day, what may be kept of a row. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from journal_app.problems import Problem, blocking, warning
from journal_app.statements.readers import amounts, days
from journal_app.statements.readers.columns import MEANINGS, about_people, counts_other_money, folded
from journal_app.statements.readers.discreet import discreet
from journal_app.statements.readers.model import (
    NUMBER,
    WHO,
    Row,
    Stopped,
    Table,
    Unsure,
    at,
    cut,
    other_currency,
    words,
)

DAYS = ("dated", "valued", "paid_out_on")
AMOUNTS = ("amount", "debit", "credit", "balance")
_EUROS = {"", "eur", "euro", "euros", "€"}
_DEVISE = re.compile(r"\b(?:devise|currency|monnaie)\b")
_CODES = re.compile(r"\b(?:usd|gbp|chf|cad|mad|tnd|dzd|xof|xaf|jpy|sek|nok|dkk|pln|try|aud|cny)\b")
_ACCOUNT = re.compile(r"(?i)[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,4})?")
_FINE = re.compile(r"[.,]\d\d\D*$")


def without_people(table: Table) -> tuple[Table, tuple[str, ...]]:
    """The table without the columns that are about people by their names, or by an address in them; their names."""
    known = {name for some in MEANINGS.values() for names in some.values() for name in names}
    told = [
        place for place, name in enumerate(table.header)
        if folded(name) not in known and any(tells_people(words(row.cells[place])) for row in table.rows)
    ]  # fmt: skip
    kept = [place for place, name in enumerate(table.header) if not about_people(name) and place not in told]
    gone = tuple(name for place, name in enumerate(table.header) if place not in kept and name)
    return only(table, kept), gone


def tells_people(cell: str) -> bool:
    """Whether a cell holds an address or an account's number, whatever its column is called."""
    return ("@" in cell and not cell.startswith("@")) or bool(_ACCOUNT.fullmatch(cell))


def only(table: Table, kept: list[int]) -> Table:
    """The table with these columns alone."""
    if len(kept) == len(table.header):
        return table
    new = {old: place for place, old in enumerate(kept)}
    rows = tuple(
        Row(row.number, tuple(row.cells[place] for place in kept),
            frozenset(new[place] for place in row.formulas if place in new))
        for row in table.rows
    )  # fmt: skip
    return Table(table.dialect, tuple(table.header[place] for place in kept), rows, (), table.problems)


def stop_other_money(table: Table) -> None:
    """Stop where the lines above the table, or a column's name, say another currency. After this they are forgotten."""
    for row in table.above:
        told = folded(" ".join(row.cells))
        if _DEVISE.search(told) and (found := _CODES.search(told)):
            raise Stopped(blocking("statement-currency", f"line:{row.number}", found[0].upper(), "EUR", WHO))
    if name := counts_other_money(table.header):
        raise Stopped(blocking("statement-currency", "file", name, "EUR", WHO))


def sign_of(table: Table, places: Mapping[str, int], told: str = "") -> str:
    """The decimal sign of the columns of amounts, unless a person said it."""
    if told in (",", "."):
        return told
    return amounts.sign_of(
        row.cells[places[meaning]]
        for row in table.rows
        for meaning in AMOUNTS
        if meaning in places and not row.cells[places[meaning]].startswith(NUMBER)
    )


def stop_months_first(table: Table, places: Mapping[str, int]) -> None:
    """Stop where a column's days stand after their months: 11/13 is told by itself, 11/03 would be another day."""
    for place in (places[one] for one in DAYS if one in places):
        told = {row.number: row.cells[place] for row in table.rows if days.month_first(row.cells[place]) is not None}
        if told and all(map(days.month_first, told.values())):
            number = min(told)
            raise Stopped(blocking("statement-month-first", at(number), told[number][:20], "", WHO))


def ended(table: Table, places: Mapping[str, int]) -> list[Problem]:
    """The table's problems. Stops where the file ends without an end of line and its last cell is half of one: an
    amount without the decimals, or a day without the year, that all others have. Without others it is to be looked at.
    """
    told = list(table.problems)
    if not table.rows or ("statement-no-end", at(table.rows[-1].number)) not in [(one.code, one.where) for one in told]:
        return told
    last = table.rows[-1]
    final = max((place for place, cell in enumerate(last.cells) if cell), default=-1)
    for meanings, half, whole in ((AMOUNTS, _no_cents, _FINE.search), (DAYS, days.may_go_on, days.is_whole)):
        of = [places[meaning] for meaning in meanings if meaning in places]
        if final not in of or not half(last.cells[final]):
            continue
        others = [row.cells[place] for row in table.rows for place in of if row.cells[place]]
        others.remove(last.cells[final])
        if others and all(map(whole, others)):
            raise Stopped(cut(last.number))
        if not others:
            told = [one for one in told if one.code != "statement-no-end"]
            told.append(warning("statement-no-end", at(last.number), "", "", WHO))
    return told


def _no_cents(cell: str) -> bool:
    return not _FINE.search(cell)


def amount(row: Row, place: int, sign: str) -> int | None:
    """Cents of a cell; None where it is empty. Raises Unsure, also for a computed one."""
    cell = row.cells[place]
    if place in row.formulas or cell.startswith("="):
        raise formula()
    if not cell:
        return None
    return amounts.of_number(words(cell)) if cell.startswith(NUMBER) else amounts.cents(cell, sign)


def day(row: Row, place: int, today: date) -> date:
    """The day of a cell. Raises Unsure."""
    if place in row.formulas or row.cells[place].startswith("="):
        raise formula()
    return days.day(words(row.cells[place]), today)


def formula() -> Unsure:
    """A cell that is computed: what it shows is what some program computed last."""
    return Unsure(lambda where: warning("statement-formula", where, "", "", WHO))


def check_currency(row: Row, places: Mapping[str, int]) -> None:
    """Raise Unsure where the row's own currency is not the euro."""
    if "currency" in places and folded(row.cells[places["currency"]]) not in _EUROS:
        found = row.cells[places["currency"]]
        raise Unsure(lambda where: other_currency(where, found))


def raw(table: Table, row: Row, kept: Iterable[int]) -> dict[str, str]:
    """The row as it was written, by the names of its columns; a bank's words are masked."""
    return {table.header[place]: discreet(words(row.cells[place])) for place in kept if row.cells[place]}
