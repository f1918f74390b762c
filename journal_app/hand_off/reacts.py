"""Hand-off, the answer to a withdrawal: links to a file that holds what was taken back are dead from this moment.

It does not ask who is right: a link also dies when any press freeze of the issue held the piece. A new one is quickly
made; a page in the wrong hands is not called back. Proofs that printers sent of these pages are shown no more.

Where an author only said no to something that is printed, the links end whose file lost its BAT by it, and no others.
So do the links to a file that a coordinator refused after it was signed.
"""

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
        for row in [one for one in store.live_parcels(db, fact.issue_id) if one.bat_id == fact.bat_id]:
            store.end(db, row.id, Ended.REFUSED, now)
            door.tell(db, row, now, Told.REFUSED)
        return  # those who sign are told by the room of the BAT
    if isinstance(fact, AnswerTakenBack):
        for row in [one for one in store.live_parcels(db, fact.issue_id) if _answered_no(db, one)]:
            store.end(db, row.id, Ended.ANSWER, now)
            door.tell(db, row, now, Told.ANSWER)
            door.tell_desk(db, now, fact.issue_id, "printer-link-answer")
        return
    if not isinstance(fact, PieceWithdrawn | PictureWithdrawn):
        return
    begun = begins(db, fact)
    builds = freezes.builds_with_manifests(db, fact.issue_id)
    held = any(path.startswith(begun) for _, manifest, press in builds if press for path in manifest)
    ended = False
    for row in store.live_parcels(db, fact.issue_id):
        if held or not door.signed(db, row):
            store.end(db, row.id, Ended.WITHDRAWN, now)
            door.tell(db, row, now, Told.DEAD)
            ended = True
    if ended:
        door.tell_desk(db, now, fact.issue_id, "printer-link-dead")
    if held or ended:
        store.proofs_gone(db, fact.issue_id)


def _answered_no(db: Session, row: PrinterLink) -> bool:
    """Whether the file of a link lost its BAT by an author's answer: the room of the BAT has judged that before."""
    signed = bats.bat(db, row.bat_id or "")
    return signed is not None and signed.void_why in (Why.ANSWER, Why.ANSWER_LATE)
