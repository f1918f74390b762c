"""Statements, the gift platform's table: rows with known columns -> one line a payment. Whoever gave is not in it.

An order has several rows (what was bought, payments in parts); the payment's own reference is the key. Only columns
that are known are kept; everything else may be about a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from journal_app.problems import Problem, note, warning
from journal_app.statements.model import Kind
from journal_app.statements.readers import cells, days
from journal_app.statements.readers.columns import folded
from journal_app.statements.readers.discreet import discreet
from journal_app.statements.readers.model import WHO, Line, Reading, Row, Table, Unsure, at, words
from journal_app.statements.states import COUNTED, PENDING, REFUNDED, WRITTEN

_YES = {"oui", "yes", "true", "vrai", "1", "x", "verse", "versee"}
_NO = {"", "non", "no", "false", "faux", "0", "en attente", "a verser", "non verse"}


def understand(table: Table, places: Mapping[str, int], options: Mapping[str, str], today: date) -> Reading:
    """The reading of the platform's table. Raises Stopped for a file that was cut."""
    cells.stop_months_first(table, places)
    sign = cells.sign_of(table, places, options.get("sign", ""))
    problems: list[Problem] = cells.ended(table, places)
    payments: dict[str, list[Line]] = {}
    spoiled: set[str] = set()  # payments of which a row was not understood: the others say half of it
    for row in table.rows:
        reference = words(row.cells[places["reference"]])
        try:
            line = _one(table, row, places, sign, today)
        except Unsure as unsure:
            problems.append(_left(row, unsure))
            spoiled.add(reference)
            continue
        if line is not None:
            payments.setdefault(line.reference, []).append(line)
            if line.paid_out_on is None and _said_paid_out(row, places):
                problems.append(warning("statement-paid-out-no-day", at(row.number), "", "", WHO))
        else:
            problems.append(note("statement-zero", at(row.number), "", "", WHO))
    lines = []
    for reference, rows in payments.items():
        if reference not in spoiled and (merged := _merged(rows, problems)) is not None:
            lines.append(merged)
    lines.sort(key=lambda line: line.number)
    dropped = tuple(name for place, name in enumerate(table.header) if name and place not in places.values())
    return Reading(Kind.HELLOASSO, table.dialect, tuple(lines), tuple(problems), dropped)


def _left(row: Row, unsure: Unsure) -> Problem:
    """A row of totals is left out; anything else that is not understood is asked."""
    if folded(next((words(cell) for cell in row.cells if cell), "")).startswith(("total", "totaux")):
        return note("statement-total-left", at(row.number), "", "", WHO)
    return unsure.problem(at(row.number))


def _one(table: Table, row: Row, places: Mapping[str, int], sign: str, today: date) -> Line | None:
    cells.check_currency(row, places)
    cents = cells.amount(row, places["amount"], sign)
    if cents is None:
        raise Unsure(lambda where: warning("statement-no-amount", where, "", "", WHO))
    reference = words(row.cells[places["reference"]])
    if cents == 0:
        return None
    scientific = "E" in reference.upper() and row.cells[places["reference"]] != reference
    if not reference or scientific or "@" in reference:  # a person's address is no key: it would be kept
        raise Unsure(lambda where: warning("statement-no-reference", where, reference[:20], "", WHO))
    written = words(row.cells[places["state"]])
    state = WRITTEN.get(folded(written))
    if state is None:
        raise Unsure(lambda where: warning("statement-state", where, written[:40], "", WHO))
    if cents < 0 and state in (PENDING, *COUNTED):
        raise Unsure(lambda where: warning("statement-negative", where, written[:40], "", WHO))
    dated = cells.day(row, places["dated"], today)
    paid_out_on = _paid_out_on(row, places, sign, today)
    sort = [words(row.cells[places[name]]) for name in ("label", "means") if name in places]
    purpose = words(row.cells[places["purpose"]]) if "purpose" in places else ""
    label = discreet(" · ".join(one for one in sort if one)) or "Paiement"
    return Line(row.number, dated, cents, label, None, reference[:100], state, paid_out_on, discreet(purpose)[:200],
                cells.raw(table, row, sorted(places.values())))  # fmt: skip


def _paid_out_on(row: Row, places: Mapping[str, int], sign: str, today: date) -> date | None:
    """When the platform sent it on, from `Versé` and `Date du versement`, which must not gainsay each other."""
    told = row.cells[places["paid_out"]] if "paid_out" in places else ""
    place = places.get("paid_out_on")
    when = cells.day(row, place, today) if place is not None and row.cells[place] else None
    plain = folded(words(told))
    if plain in _YES or ("paid_out" not in places and when):
        return when
    if days.looks(words(told)):
        found = cells.day(row, places["paid_out"], today)
        if when in (None, found):
            return found
    elif plain in _NO:
        if when is None:
            return None
    elif _is_amount(told, row, places, sign):
        return when
    raise Unsure(lambda where: warning("statement-paid-out", where, words(told)[:20], "", WHO))


def _said_paid_out(row: Row, places: Mapping[str, int]) -> bool:
    """Whether `Versé` says that the platform sent it on, whatever the day."""
    return "paid_out" in places and folded(words(row.cells[places["paid_out"]])) not in _NO


def _is_amount(told: str, row: Row, places: Mapping[str, int], sign: str) -> bool:
    try:
        return bool(cells.amount(row, places["paid_out"], sign))
    except Unsure:
        return False


def _merged(rows: Sequence[Line], problems: list[Problem]) -> Line | None:
    """The rows of one payment as one line: the same said again, or a payment and its refund; else it is asked."""
    first = rows[0]
    if len(rows) == 1:
        return first
    same = {(one.cents, one.dated, one.state, one.paid_out_on) for one in rows}
    if len(same) == 1:
        problems.append(note("statement-payment-rows", at(first.number), len(rows), "", WHO))
        return first
    back = next((one for one in rows if one.state == REFUNDED), None)
    paid = [one for one in rows if one.cents > 0 and one.state in COUNTED]
    if back is not None and len(rows) == 2 and paid and abs(back.cents) == paid[0].cents:
        problems.append(note("statement-payment-rows", at(first.number), len(rows), "", WHO))
        return replace(paid[0], state=REFUNDED, raw=back.raw)
    problems += [warning("statement-payment-twice", at(one.number), one.reference, "", WHO) for one in rows]
    return None
