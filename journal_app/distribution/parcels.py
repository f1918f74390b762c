"""Distribution, the bundles: a plan -> labelled bundles that one person lifts, and that leave. They never commit.

What is posted is split as cheaply as the dated grids that hold allow (costing.parcels); what a driver takes, or
people fetch, is tied in round numbers.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.costing.model import Carrier
from journal_app.costing.parcels import Splitter
from journal_app.distribution import ledger, store
from journal_app.distribution.model import HELD, Parcel, PlaceKind, Way
from journal_app.distribution.packing import MOST_BUNDLES, Weights, bundle_size, bundles
from journal_app.distribution.planning import Line
from journal_app.problems import Refused


@dataclass(frozen=True, slots=True)
class Bundle:
    """One bundle to be made; `cents` TTC when it is posted and a grid takes it."""

    copies: int
    grams: int
    carrier: str = ""
    cents: int | None = None
    grid_name: str = ""  # of the grid that says so
    grid_dated: date | None = None


def name_of(carrier: Carrier) -> str:
    """What people call a carrier: its French label, else any."""
    return carrier.label.get("fr") or next(iter(carrier.label.values()))


class Packer:
    """How copies of one weight are packed; `carriers` are the dated grids that hold."""

    def __init__(self, weights: Weights, carriers: Sequence[Carrier] = (), authors_each: int = 0) -> None:
        self.weights, self.size, self.authors_each = weights, bundle_size(weights), authors_each
        wrap, back = weights.wrap_grams * 1000, weights.back_grams * 1000
        self._posted = Splitter(carriers, weights.copy_milligrams, back, wrap) if carriers else None

    def pack(self, copies: int, way: Way, kind: str = PlaceKind.ASSOCIATION) -> list[Bundle]:
        """The bundles of so many copies. What no carrier takes is tied as for a driver, without a price.

        Each author's copies are a bundle of their own, which bears no name: the facilitator knows whose it is.
        """
        if kind == PlaceKind.AUTHORS and self.authors_each:
            each = min(self.authors_each, self.size)
            return [Bundle(many, self.weights.of(many)) for many in bundles(copies, each)]
        found = self._posted.parcels(copies) if self._posted and way is Way.CARRIER else None
        if found is not None:
            return [
                Bundle(one.copies, -(-one.milligrams // 1000), one.carrier.slug, one.cents, name_of(one.carrier),
                       one.carrier.dated)
                for one in found
            ]  # fmt: skip
        return [Bundle(many, self.weights.of(many)) for many in bundles(copies, self.size)]


def prepare(db: Session, actor: Actor, now: datetime, issue_id: str, plan: Sequence[Line], packer: Packer) -> int:
    """Make the bundles of what is still to leave; how many. Those that have not left are made anew, with new numbers,
    so that no label of before is taken for one of now. Refused: `copies-too-many-bundles`."""
    store.hold(db, issue_id)
    number = store.last_parcel(db, issue_id)
    store.unpack(db, issue_id, now)
    made = 0
    for line in plan:
        left = line.given - line.had
        if left <= 0:
            continue
        if left > MOST_BUNDLES * packer.size:
            raise Refused("copies-too-many-bundles")
        for one in packer.pack(left, line.way, line.place.kind):
            made += 1
            db.add(
                Parcel(issue_id=issue_id, place_id=line.place.id, number=number + made, copies=one.copies,
                       grams=one.grams, way=line.way, carrier=one.carrier, cents=one.cents,
                       grid_name=one.grid_name, grid_dated=one.grid_dated, made_at=now)
            )  # fmt: skip
    db.flush()
    record(db, actor, now, "copies-packed", issue_id=issue_id, detail={"bundles": made})
    return made


def send(db: Session, actor: Actor, now: datetime, issue_id: str, from_id: str, parcel_ids: Collection[str]) -> int:
    """These bundles leave; how many did: those that had left are passed over. Refused: `copies-not-there` when the
    stock has fewer copies (then none leaves), `copies-place-wrong`."""
    store.hold(db, issue_id)
    here = store.place(db, from_id)
    if here is None or here.kind not in HELD:
        raise Refused("copies-place-wrong")
    gone = store.left(db, issue_id)
    leaving = [one for one in store.parcels(db, issue_id) if one.id in parcel_ids and one.id not in gone]
    for one in leaving:
        ledger.move(db, actor, now, issue_id, from_id, one.place_id, one.copies, parcel=one)
    if leaving:
        record(db, actor, now, "copies-left", issue_id=issue_id, detail={"bundles": len(leaving)})
    return len(leaving)
