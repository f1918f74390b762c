"""Distribution, the look: all that the pages of an issue's copies show, read once. It changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.costing.model import Carrier
from journal_app.costing.need import need_of
from journal_app.costing.weight import milligrams
from journal_app.distribution import counting, delivering, grids, planning, store
from journal_app.distribution.model import (
    HELD,
    CopyAnswer,
    Handling,
    Link,
    Parcel,
    Place,
    PlaceKind,
    Said,
    Way,
)
from journal_app.distribution.packing import Weights
from journal_app.distribution.parcels import Packer
from journal_app.distribution.sharing import Shared
from journal_app.flatplan import store as flatplan
from journal_app.hand_off import printing
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of

# the bar's stretches, from what can still be given to what is over; each has a name `stretch:<slug>`
STRETCHES: tuple[tuple[str, tuple[PlaceKind, ...]], ...] = (
    ("held", HELD),
    ("kept", (PlaceKind.LEGAL, PlaceKind.ARCHIVE)),
    ("authors", (PlaceKind.AUTHORS,)),
    ("given", (PlaceKind.ASSOCIATION, PlaceKind.EVENT)),
    ("handed-out", (PlaceKind.HANDED_OUT,)),
    ("over", (PlaceKind.LEFT_OVER, PlaceKind.RECYCLED, PlaceKind.LOST)),
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One part of the bar, in percent of its length."""

    slug: str
    copies: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """One place that is served: what it was to get, got, said it received, handed out, and has."""

    line: planning.Line
    there: int
    handed_out: int
    bundles: int
    left: int  # of the bundles
    received: int | None  # bundles, as it said; none: it said nothing
    damaged: int
    people: int

    @property
    def otherwise(self) -> bool:
        """Whether what came is not what left: somebody should call."""
        return self.received is not None and (self.damaged > 0 or self.received != self.left)


@dataclass(frozen=True, slots=True)
class Used:
    """A grid that bundles were priced by: how many of them, and their price in cents TTC."""

    name: str
    dated: date
    bundles: int
    cents: int


@dataclass
class Look:
    """An issue's copies. Everything that costs a question to the database is a field."""

    issue: Issue
    places: dict[str, Place]
    flows: store.Flows
    handling: Handling
    plan: list[planning.Line]
    authors: int
    weighed: int | None  # one copy in mg, by the sheet and its pages
    pages: int
    expected: int  # copies, before they are there
    parcels: Sequence[Parcel] = ()
    left: dict[str, datetime] = field(default_factory=dict)
    answers: Sequence[CopyAnswer] = ()
    links: Sequence[Link] = ()
    carriers: tuple[Carrier, ...] = ()  # whose grids hold on `day`
    day: date = date.min  # when the bundles are posted

    @cached_property
    def balances(self) -> dict[str, int]:
        return counting.balances(self.flows)

    @cached_property
    def delivered(self) -> int:
        return counting.delivered(self.flows)

    @property
    def there(self) -> int:
        """What can be shared out: what was delivered, or what is expected as long as nothing was."""
        return self.delivered or self.expected

    @property
    def planned(self) -> int:
        return sum(one.given for one in self.plan)

    @property
    def asked(self) -> int:
        return sum(one.asked for one in self.plan)

    @property
    def held(self) -> int:
        """Copies that can still be given."""
        return sum(self.balances.get(one.id, 0) for one in self.places.values() if one.kind in HELD)

    @property
    def to_pack(self) -> int:
        """Copies of the plan that have not left and stand in no bundle as they should."""
        waiting: dict[str, int] = {}
        for one in self.parcels:
            if one.id not in self.left:
                waiting[one.place_id] = waiting.get(one.place_id, 0) + one.copies
        return sum(abs(max(0, one.given - one.had) - waiting.get(one.place.id, 0)) for one in self.plan)

    @property
    def fair(self) -> Shared:
        """What a fair plan would be."""
        return planning.fair(self.there, self.plan)

    @property
    def milligrams(self) -> int | None:
        """One copy: as it was weighed, else as the printer sheet says."""
        return self.handling.copy_milligrams or self.weighed

    @property
    def weights(self) -> Weights | None:
        """None while nobody knows what a copy weighs."""
        one = self.milligrams
        told = self.handling
        return Weights(one, told.back_grams, told.wrap_grams, bool(told.copy_milligrams)) if one else None

    @cached_property
    def packer(self) -> Packer | None:
        each = self.handling.authors_each
        return Packer(self.weights, self.carriers, each) if self.weights else None

    @property
    def repriced(self) -> tuple[int, int] | None:
        """What the posted bundles that wait cost as they are made, and by the grids that hold now, in cents; none when
        that is the same, or when they do not follow the plan anyway."""
        if self.packer is None or self.to_pack:
            return None
        waiting = [one for one in self.parcels if one.id not in self.left and one.way == Way.CARRIER]
        copies: dict[str, int] = {}
        for one in waiting:
            copies[one.place_id] = copies.get(one.place_id, 0) + one.copies
        packed = [
            one for key, many in copies.items()
            for one in self.packer.pack(many, Way.CARRIER, self.places[key].kind)
        ]  # fmt: skip
        before, after = (sum(one.cents or 0 for one in some) for some in (waiting, packed))
        return (before, after) if before != after else None

    @property
    def used(self) -> list[Used]:
        """The grids that the bundles as they are made were priced by, the latest first."""
        found: dict[tuple[str, date], list[int]] = {}
        for one in self.parcels:
            if one.grid_dated and one.cents is not None:
                found.setdefault((one.grid_name, one.grid_dated), []).append(one.cents)
        some = [Used(name, dated, len(cents), sum(cents)) for (name, dated), cents in found.items()]
        return sorted(some, key=lambda one: (one.dated, one.name), reverse=True)

    @property
    def by_kind(self) -> dict[PlaceKind, int]:
        found: dict[PlaceKind, int] = {}
        for key, copies in self.balances.items():
            kind = PlaceKind(self.places[key].kind)
            found[kind] = found.get(kind, 0) + copies
        return found

    @property
    def bar(self) -> list[Stretch]:
        """The stretches end to end; the last ends where the bar does."""
        stretches, done, by_kind = [], 0, self.by_kind
        for slug, kinds in STRETCHES:
            copies = sum(by_kind.get(kind, 0) for kind in kinds)
            start, end = (round(100 * at / max(1, self.delivered), 3) for at in (done, done + copies))
            stretches.append(Stretch(slug, copies, start, round(end - start, 3)))
            done += copies
        return stretches

    @property
    def people(self) -> int:
        return sum(row.people for row in self.rows)

    @cached_property
    def rows(self) -> list[Row]:
        """The places that are served, in the plan's order."""
        parcels: dict[str, list[Parcel]] = {}
        for one in self.parcels:
            parcels.setdefault(one.place_id, []).append(one)
        said: dict[str, list[CopyAnswer]] = {}
        for answer in self.answers:
            if answer.taken_back_at is None:
                said.setdefault(answer.place_id, []).append(answer)
        return [self._row(line, parcels.get(line.place.id, []), said.get(line.place.id, [])) for line in self.plan]

    def _row(self, line: planning.Line, parcels: Sequence[Parcel], said: Sequence[CopyAnswer]) -> Row:
        key, out = line.place.id, PlaceKind.HANDED_OUT.value
        came = next((one for one in reversed(said) if one.kind == Said.RECEIVED), None)  # the last word counts
        return Row(
            line, self.balances.get(key, 0), self.flows.get((key, out), 0) - self.flows.get((out, key), 0),
            len(parcels), sum(one.id in self.left for one in parcels), came.bundles if came else None,
            (came.damaged or 0) if came else 0,
            sum(one.people or 0 for one in said if one.kind == Said.HANDED_OUT),
        )  # fmt: skip


def look(db: Session, actor: Actor, issue: Issue, today: date) -> Look:
    """Read it."""
    day = delivering.day_of(issue, today)
    places, flows, handling = store.places(db), store.flows(db, issue.id), planning.handling_of(db, issue.id)
    authors, pages = planning.authors_of(db, actor, issue.id), flatplan.last_number(db, issue.id)
    sheet = sheet_of(issue.printer)
    return Look(
        issue, {one.id: one for one in places}, flows, handling,
        planning.lines(places, store.plan(db, issue.id), flows, authors * handling.authors_each), authors,
        milligrams(need_of(sheet, pages)) if sheet and pages else None, pages, sheet.quantity if sheet else 0,
        store.parcels(db, issue.id), store.left(db, issue.id), store.answers(db, issue.id), store.links(db, issue.id),
        delivering.carriers(issue, grids.current(store.grids(db)), day), day,
    )  # fmt: skip


def said_delivered(db: Session, issue_id: str) -> printing.Delivery | None:
    """What the printer says to have delivered, the latest version of which a coordinator confirmed it first."""
    found = printing.deliveries(db, issue_id)
    return next((one for one in found if one.confirmed), found[0] if found else None)
