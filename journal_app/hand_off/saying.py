"""Hand-off, what the printer says: received, a problem, plates made, delivered. They never commit.

What was said is never taken away. Going back behind it (received, after the plates) is refused unless the printer says
that this is meant; then both stand in the timeline. Delivered is the printer's word and no more: whoever holds the link
could say it. That it is on paper, and can be erased no more, a coordinator confirms (printing.py).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.bat import store as bats
from journal_app.hand_off import door, store
from journal_app.hand_off.model import PrinterEvent, PrinterLink, Told
from journal_app.problems import Refused

STEPS = (Told.RECEIVED, Told.PLATES, Told.DELIVERED)
MOST_COPIES, MOST_PAGE, MOST_WORDS = 10_000_000, 10_000, 4000
MOST_SAID = 200  # through one link: more drowns what matters


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a printer says of a signed file."""

    kind: Told
    page: int | None = None  # of a problem; none: of the whole
    words: str = ""
    quantity: int | None = None
    overs: int | None = None
    back: bool = False


def stands(events: list[PrinterEvent]) -> Told | None:
    """How far it is: the last step that was said."""
    said = [Told(one.kind) for one in events if one.kind in STEPS]
    return said[-1] if said else None


def goes_back(before: Told | None, kind: Told) -> bool:
    """Whether saying this now would go back behind what was said, or say it again."""
    return before is not None and kind in STEPS and STEPS.index(kind) <= STEPS.index(before)


def say(db: Session, now: datetime, row: PrinterLink, said: Said) -> None:
    """Note it, and tell the desk. How many copies are delivered may be any number: a run is often short or over.

    Refused: `printer-not-a-step`, `printer-goes-back`, `printer-problem-empty`, `printer-page-outside`,
    `printer-copies-missing`, `printer-copies-none`, `printer-overs-too-many`, `printer-too-many`.
    """
    if row.bat_id is None or said.kind not in (*STEPS, Told.PROBLEM):
        raise Refused("printer-not-a-step")
    if said.kind is Told.PROBLEM and not said.words:
        raise Refused("printer-problem-empty")
    if said.kind is Told.DELIVERED and said.quantity is None:
        raise Refused("printer-copies-missing")
    if said.kind is Told.DELIVERED and not said.quantity:
        raise Refused("printer-copies-none")
    if said.kind is Told.DELIVERED and (said.overs or 0) > (said.quantity or 0):
        raise Refused("printer-overs-too-many")
    signed = bats.bat(db, row.bat_id)
    if said.page is not None and signed is not None and not 1 <= said.page <= len(signed.digests):
        raise Refused("printer-page-outside")
    store.hold(db, row.id)  # two of the company's people say something at once: one after the other
    events = list(store.events_of(db, row))
    if sum(one.link_id == row.id and one.kind in (*STEPS, Told.PROBLEM) for one in events) >= MOST_SAID:
        raise Refused("printer-too-many")
    back = goes_back(stands(events), said.kind)
    if back and not said.back:
        raise Refused("printer-goes-back")
    door.tell(db, row, now, said.kind, page=said.page, words=said.words, quantity=said.quantity, overs=said.overs,
              back=back)  # fmt: skip
    door.tell_desk(db, now, row.issue_id, f"printer-{said.kind.value}")
