"""Hand-off, the answer to a withdrawal: links to a file that holds what was taken back are dead from this moment.

It does not ask who is right: a link also dies when any press freeze of the issue held the piece. A new one is quickly
made; a page in the wrong hands is not called back. Proofs that printers sent of these pages are shown no more.

Where an author only said no to something that is printed, the links end whose file lost its BAT by it, and no others.
So do the links to a file that a coordinator refused after it was signed. A printer who took the file through a link
that was over before is concerned as well: the desk is told to tell them (stopping.py).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.bat import store as bats
from journal_app.bat.model import Why
from journal_app.facts import AnswerTakenBack, BatRefused, Fact, PictureWithdrawn, PieceWithdrawn
from journal_app.freeze import store as freezes
from journal_app.freeze.holding import begins
from journal_app.hand_off import door, store
from journal_app.hand_off.model import Ended, PrinterLink, Told


def react(db: Session, fact: Fact, now: datetime) -> None:
    """End the links, let the proofs go."""
    if isinstance(fact, BatRefused):
        live = [one for one in store.live_parcels(db, fact.issue_id) if one.bat_id == fact.bat_id]
        _stop(db, now, fact.issue_id, live, (Ended.REFUSED, Told.REFUSED), {Why.REFUSED}, "printer-link-refused")
    elif isinstance(fact, AnswerTakenBack):
        answered = {Why.ANSWER, Why.ANSWER_LATE}  # the room of the BAT has judged that before
        live = [one for one in store.live_parcels(db, fact.issue_id) if _void(db, one, answered)]
        _stop(db, now, fact.issue_id, live, (Ended.ANSWER, Told.ANSWER), answered, "printer-link-answer")
    elif isinstance(fact, PieceWithdrawn | PictureWithdrawn):
        begun = begins(db, fact)
        builds = freezes.builds_with_manifests(db, fact.issue_id)
        held = any(path.startswith(begun) for _, manifest, press in builds if press for path in manifest)
        live = [one for one in store.live_parcels(db, fact.issue_id) if held or not door.signed(db, one)]
        taken = {Why.WITHDRAWN, Why.WITHHELD}
        _stop(db, now, fact.issue_id, live, (Ended.WITHDRAWN, Told.DEAD), taken, "printer-link-dead")
        if held or live:
            store.proofs_gone(db, fact.issue_id)


def _stop(
    db: Session, now: datetime, issue_id: str, live: Sequence[PrinterLink], how: tuple[Ended, Told], whys: set[Why],
    code: str,
) -> None:  # fmt: skip
    """End these links; note it of them, and of those that were over before whose file is void for one of `whys`; then
    put `code` before the desk."""
    ended, told = how
    late = [one for one in store.held_parcels(db, issue_id) if _void(db, one, whys)]
    for row in live:
        store.end(db, row.id, ended, now)
        door.tell(db, row, now, told)
    for row in late:
        door.tell(db, row, now, told)
    if live or late:
        door.tell_desk(db, now, issue_id, code)


def _void(db: Session, row: PrinterLink, whys: set[Why]) -> bool:
    """Whether the file of a link lost its BAT for one of these reasons."""
    signed = bats.bat(db, row.bat_id or "")
    return signed is not None and signed.void_why in whys
