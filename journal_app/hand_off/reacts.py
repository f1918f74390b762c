"""Hand-off, the answer to a withdrawal: links to a file that holds what was taken back are dead from this moment.

It does not ask who is right: a link also dies when any press freeze of the issue held the piece. A new one is quickly
made; a page in the wrong hands is not called back. Proofs that printers sent of these pages are shown no more.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.facts import Fact, PictureWithdrawn, PieceWithdrawn
from journal_app.freeze import store as freezes
from journal_app.freeze.holding import begins
from journal_app.hand_off import door, store
from journal_app.hand_off.model import Ended, Told


def react(db: Session, fact: Fact, now: datetime) -> None:
    """End the links, let the proofs go."""
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
