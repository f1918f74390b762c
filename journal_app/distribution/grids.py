"""Distribution, the grids: carriers' dated prices by weight are added, corrected, retired, and each brought back.

Nothing is overwritten: a change adds a version, an undo sets the last one aside. Which grids hold on a day is a pure
question: of one carrier's the latest that has begun. These actions never commit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from pydantic import ValidationError
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.costing.model import Carrier, GridStep
from journal_app.costing.slugs import named
from journal_app.db import new_id
from journal_app.distribution import store
from journal_app.distribution.grid_lines import Step
from journal_app.distribution.model import Grid, Told
from journal_app.money import from_net, to_decimal
from journal_app.problems import Refused

YEAR = timedelta(days=365)
MOST_CARRIERS = 12  # that hold on one day: as many as a plan of costs takes (costing.model.Delivery)


class State(StrEnum):
    """How a grid stands on a day; `grid-state:<state>`."""

    VALID = "valid"
    LATER = "later"
    ENDED = "ended"
    REPLACED = "replaced"  # another of the same name has begun since
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a form says of a grid. `vat` in hundredths of a percent; prices TTC unless `before_tax`."""

    name: str
    dated: date
    steps: tuple[Step, ...]
    source: str = ""
    until: date | None = None
    vat: int = 0
    before_tax: bool = False
    most_grams: int | None = None


# --- what holds on a day ---------------------------------------------------------------------------------------------


def current(versions: Iterable[Grid]) -> list[Grid]:
    """Of each carrier the version that counts, retired ones too: by name, the latest grid first."""
    last: dict[str, Grid] = {}
    for row in versions:
        if row.undone_at is None and (row.carrier_id not in last or row.number > last[row.carrier_id].number):
            last[row.carrier_id] = row
    return sorted(last.values(), key=lambda one: (one.name.casefold(), -one.dated.toordinal(), one.carrier_id))


def states(rows: Sequence[Grid], day: date) -> dict[str, State]:
    """How each of these grids stands on a day, by its carrier's id."""
    found: dict[str, State] = {}
    begun: set[str] = set()
    for row in rows:  # of one name the latest comes first
        if row.what == Told.RETIRED:
            found[row.carrier_id] = State.RETIRED
        elif row.dated > day:
            found[row.carrier_id] = State.LATER
        elif row.name.casefold() in begun:
            found[row.carrier_id] = State.REPLACED
        else:
            begun.add(row.name.casefold())
            found[row.carrier_id] = State.ENDED if row.until and row.until < day else State.VALID
    return found


def valid_on(rows: Sequence[Grid], day: date) -> tuple[Carrier, ...] | None:
    """The grids that hold on a day, as costs read them. None: no grid has begun, so that those that came with the desk
    still count; empty: some have, and all of them ended."""
    known = states(rows, day)
    begun = [row for row in rows if known[row.carrier_id] in (State.VALID, State.ENDED, State.REPLACED)]
    if not begun:
        return None
    valid = [readable(row) for row in begun if known[row.carrier_id] is State.VALID]
    return tuple(named([one for one in valid if one is not None]))


def carrier_of(row: Grid) -> Carrier:
    """A grid as a plan of costs holds it: kilograms, TTC. Raises pydantic's ValidationError for one that it cannot."""
    rate = to_decimal(row.vat)
    steps = []
    for grams, cents in row.steps:
        most = min(grams, row.most_grams or grams)
        gross = from_net(cents, rate).gross if row.before_tax else cents
        steps.append(GridStep(kg=Decimal(most // 10).scaleb(-2), price=to_decimal(gross)))
        if most < grams:
            break
    return Carrier(label={"fr": row.name}, dated=row.dated, source=row.source, vat_percent=rate, grid=steps)


def readable(row: Grid) -> Carrier | None:
    """The same; None for a grid no plan can hold, so that one row never closes the page on which it is put right."""
    try:
        return carrier_of(row)
    except ValidationError:
        return None


def is_old(dated: date, day: date) -> bool:
    """Whether prices of then are more than a year old: they are to be looked at again."""
    return day - dated > YEAR


# --- what people do --------------------------------------------------------------------------------------------------


def add(db: Session, actor: Actor, now: datetime, facts: Facts) -> Grid:
    """A new carrier's grid, or another one of the same name. Refused: `grid-wrong`, `grid-too-many`."""
    row = _whole(_version(actor, now, new_id(), 1, Told.ADDED, facts))
    store.add(db, row)
    _not_too_many(db)
    record(db, actor, now, "copies-grid-added", object_id=row.carrier_id)
    return row


def correct(db: Session, actor: Actor, now: datetime, carrier_id: str, seen: int, facts: Facts) -> Grid:
    """Other facts. `seen`: the version that the form was made from. Refused: `grid-moved-on`, `grid-wrong`."""
    _, number = _held(db, carrier_id, seen)
    row = _whole(_version(actor, now, carrier_id, number, Told.CORRECTED, facts))
    store.add(db, row)
    _not_too_many(db)
    record(db, actor, now, "copies-grid-corrected", object_id=carrier_id)
    return row


def retire(db: Session, actor: Actor, now: datetime, carrier_id: str, seen: int, back: bool = False) -> Grid:
    """It is used no more, or again. Refused: `grid-moved-on`, `grid-wrong` for one that cannot be used again."""
    before, number = _held(db, carrier_id, seen)
    if (before.what == Told.RETIRED) is not back:
        raise Refused("grid-moved-on")
    row = _version(actor, now, carrier_id, number, Told.BACK if back else Told.RETIRED, facts_of(before))
    if back:
        _whole(row)
    store.add(db, row)
    _not_too_many(db)
    record(db, actor, now, "copies-grid-back" if back else "copies-grid-retired", object_id=carrier_id)
    return row


def undo(db: Session, actor: Actor, now: datetime, carrier_id: str, seen: int) -> None:
    """Take the last change back: the version before counts again; without one the grid is no more. Refused:
    `grid-moved-on` when the last one is another."""
    row, _ = _held(db, carrier_id, seen)
    row.undone_at = now
    db.flush()
    _not_too_many(db)
    record(db, actor, now, "copies-grid-undone", object_id=carrier_id)


def facts_of(row: Grid) -> Facts:
    """What a version says."""
    steps = tuple((int(grams), int(cents)) for grams, cents in row.steps)
    return Facts(row.name, row.dated, steps, row.source, row.until, row.vat, row.before_tax, row.most_grams)


def _held(db: Session, carrier_id: str, seen: int) -> tuple[Grid, int]:
    """The version that counts, and the next one's number; the carrier is held."""
    rows = store.hold_grid(db, carrier_id)
    last = next(iter(current(rows)), None)
    if last is None or last.number != seen:
        raise Refused("grid-moved-on")
    return last, max(row.number for row in rows) + 1


def _version(actor: Actor, now: datetime, carrier_id: str, number: int, what: Told, facts: Facts) -> Grid:
    if not facts.steps or not facts.name or (facts.until and facts.until < facts.dated):
        raise Refused("grid-wrong")
    told = asdict(facts) | {"steps": [list(step) for step in facts.steps]}
    return Grid(carrier_id=carrier_id, number=number, what=what, made_at=now, made_by=actor.account_id, **told)


def _whole(row: Grid) -> Grid:
    """One that a plan of costs can hold: what is written is read by every page with a price."""
    if readable(row) is None:
        raise Refused("grid-wrong")
    return row


def _not_too_many(db: Session) -> None:
    """More grids at once than a plan of costs takes are a slip, not a choice."""
    live = [row for row in current(store.grids(db)) if row.what != Told.RETIRED]
    if len({row.name.casefold() for row in live}) > MOST_CARRIERS:
        raise Refused("grid-too-many")
