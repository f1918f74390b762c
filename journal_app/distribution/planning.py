"""Distribution, the plan: who asks for how many copies of an issue and who is to get them. They never commit.

Authors are counted, never named: the house knows how many have a piece in the issue, not who has which bundle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.distribution import counting, next_run, packing, store
from journal_app.distribution.model import HELD, SERVED, Handling, Place, PlaceKind, PlanLine, Source, Way
from journal_app.distribution.sharing import Ask, Shared, share
from journal_app.flatplan import store as flatplan
from journal_app.issues.model import Issue
from journal_app.problems import Refused
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece, Stage

MOST_COPIES = 1_000_000
FIRST = (PlaceKind.LEGAL, PlaceKind.ARCHIVE, PlaceKind.AUTHORS)  # in this order, before everybody else


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plan as it stands: `had` is what the place has got already."""

    place: Place
    asked: int
    given: int
    source: Source
    way: Way
    had: int = 0

    @property
    def mark(self) -> str:
        """What a form remembers, to know whether somebody else has changed the line meanwhile."""
        return f"{self.asked}/{self.given}/{self.way}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form says of one line, and the mark it began with."""

    asked: int
    given: int
    way: Way
    mark: str


def authors_of(db: Session, actor: Actor, issue_id: str) -> int:
    """How many authors have a piece in the issue: on its pages, or accepted as long as it has none."""
    placed = {row.piece_id for rows in flatplan.placements(db, issue_id).values() for row in rows if row.piece_id}
    theirs = [one for one in submissions.pieces(db, actor, issue_id) if one.by_contributor and one.status == "print"]
    printed = [one for one in theirs if one.stage != Stage.WITHDRAWN and one.id in placed]
    return count_authors(printed if placed else [one for one in theirs if one.stage == Stage.ACCEPTED])


def count_authors(pieces: Sequence[Piece]) -> int:
    """Pen names, each once; a piece without one is somebody's own."""
    return len({one.author.strip().casefold() or one.id for one in pieces})


def handling_of(db: Session, issue_id: str) -> Handling:
    """How an issue's copies are packed; the house's habits where nobody said so. Not added to the session."""
    return store.handling(db, issue_id) or Handling(
        issue_id=issue_id, copy_milligrams=None, back_grams=packing.BACK_GRAMS, wrap_grams=packing.WRAP_GRAMS,
        authors_each=packing.AUTHORS_EACH,
    )  # fmt: skip


def lines(places: Sequence[Place], plan: Mapping[str, PlanLine], flows: store.Flows, authors: int) -> list[Line]:
    """The whole plan: every place that is served, or stands in it; what nobody said is what it usually asks for.
    `authors`: copies for all of them."""
    had = counting.got(flows, [one.id for one in places if one.kind in HELD])
    found = []
    for place in places:
        row = plan.get(place.id)
        if place.kind not in SERVED or (place.retired_at and not row):
            continue
        counted = place.kind == PlaceKind.AUTHORS
        usual = authors if counted else place.usual
        source = Source(row.source) if row else Source.COUNT if counted else Source.USUAL
        found.append(
            Line(place, row.asked if row else usual, row.given if row else 0, source,
                 Way((row.way if row else "") or place.way), had.get(place.id, 0))
        )  # fmt: skip
    kinds = {kind: number for number, kind in enumerate(SERVED)}
    return sorted(found, key=lambda one: (kinds[PlaceKind(one.place.kind)], one.place.code or "~", one.place.name))


def fair(there: int, plan: Sequence[Line]) -> Shared:
    """A fair plan of so many copies. Nobody gets less than has left for them already: that is gone."""
    gone = sum(one.had for one in plan)
    asks = [Ask(one.place.id, max(0, one.asked - one.had), one.place.kind in FIRST) for one in plan]
    shared = share(there - gone, asks)
    had = {one.place.id: one.had for one in plan}
    return Shared({key: copies + had[key] for key, copies in shared.given.items()}, shared.kept, shared.percent)


def save(
    db: Session, actor: Actor, now: datetime, issue_id: str, present: Sequence[Line], wanted: Mapping[str, Wanted]
) -> int:
    """Write the lines that a form changed; how many. Refused (`copies-plan-moved`) when somebody else changed one of
    them since the form was opened, `copies-wrong`, `copies-gone` for fewer than have left already."""
    store.hold(db, issue_id)
    rows, changed = store.plan(db, issue_id), 0
    for line in present:
        told = wanted.get(line.place.id)
        if told is None or told.mark == f"{told.asked}/{told.given}/{told.way}":
            continue
        if not (0 <= told.asked <= MOST_COPIES and 0 <= told.given <= MOST_COPIES):
            raise Refused("copies-wrong")
        if line.mark != told.mark:
            raise Refused("copies-plan-moved")
        if below(line, told):
            raise Refused("copies-gone")
        _put(db, rows, issue_id, line, told.asked, told.given, told.way)
        changed += 1
    if changed:
        record(db, actor, now, "copies-planned", issue_id=issue_id, detail={"lines": changed})
    return changed


def below(line: Line, told: Wanted) -> bool:
    """Whether somebody would plan fewer copies than have left: those are gone, and come back by undoing alone."""
    return told.given != line.given and told.given < line.had


def take_proposal(
    db: Session, actor: Actor, now: datetime, issue_id: str, present: Sequence[Line], shared: Shared
) -> None:
    """Write what was proposed into every line."""
    store.hold(db, issue_id)
    rows = store.plan(db, issue_id)
    for line in present:
        _put(db, rows, issue_id, line, line.asked, shared.given.get(line.place.id, 0), line.way)
    record(db, actor, now, "copies-shared", issue_id=issue_id, detail={"percent": shared.percent})


def _put(
    db: Session, rows: Mapping[str, PlanLine], issue_id: str, line: Line, asked: int, given: int, way: Way
) -> None:
    row = rows.get(line.place.id) or PlanLine(issue_id=issue_id, place_id=line.place.id, source=line.source)
    row.source = line.source if asked == line.asked else Source.TYPED
    row.asked, row.given, row.way = asked, given, way if way != line.place.way else ""
    store.add(db, row)


def order(db: Session, issue_id: str, place: Place, copies: int, way: Way) -> None:
    """What a place ordered is what it asks for; what it is to get stays a coordinator's to say."""
    store.hold(db, issue_id)
    row = store.plan(db, issue_id).get(place.id) or PlanLine(issue_id=issue_id, place_id=place.id, given=0)
    row.asked, row.source, row.way = copies, Source.ORDER, way if way != place.way else ""
    store.add(db, row)


def order_back(
    db: Session, actor: Actor, issue_id: str, place: Place, way: Way, before: tuple[int, Way] | None
) -> None:
    """The last order is no more, which asked for this way: the one `before` it counts again, else the usual number.
    What a coordinator has typed over an order stays."""
    row = store.plan(db, issue_id).get(place.id)
    if row is None or row.source != Source.ORDER:
        return
    if before is not None:
        row.asked, then = before
    elif place.kind == PlaceKind.AUTHORS:
        each = handling_of(db, issue_id).authors_each
        row.asked, row.source, then = authors_of(db, actor, issue_id) * each, Source.COUNT, Way(place.way)
    else:
        row.asked, row.source, then = place.usual, Source.USUAL, Way(place.way)
    if (row.way or place.way) == way:  # else somebody chose another since
        row.way = then if then != place.way else ""
    store.add(db, row)


def set_handling(db: Session, actor: Actor, now: datetime, issue_id: str, told: Handling) -> None:
    """How this issue's copies are packed from now on; bundles that are made stay as they are."""
    row = store.handling(db, issue_id) or Handling(issue_id=issue_id)
    row.copy_milligrams, row.back_grams = told.copy_milligrams, told.back_grams
    row.wrap_grams, row.authors_each = told.wrap_grams, told.authors_each
    store.add(db, row)
    record(db, actor, now, "copies-handling", issue_id=issue_id)


def proposed_run(db: Session, issue: Issue) -> next_run.NextRun | None:
    """The next run from issues up to this one that came to their end: none of their copies is still to be given. What
    places have and said nothing of is no left-over and not used either."""
    some = [*store.before(db, issue.number + 1)]
    totals, unmet = store.all_totals(db, [one.id for one in some]), store.unmet(db, [one.id for one in some])
    past = []
    for one in some:
        told = totals.get(one.id)
        if told and not told.at(*HELD):
            left = told.at(PlaceKind.LEFT_OVER, PlaceKind.RECYCLED)
            out = told.at(PlaceKind.ASSOCIATION, PlaceKind.EVENT)
            past.append(next_run.Past(one.number, told.delivered, left, unmet.get(one.id, 0), out))
    return next_run.next_run(past)
