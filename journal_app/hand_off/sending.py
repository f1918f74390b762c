"""Hand-off, the sending: a place is kept for a download, the bytes leave, and only then it counts. It judges no bytes.

A line that breaks gives the place back; a server that is killed gives it back after an hour. While a large file is on
its way the link is looked at again and again: what is withdrawn meanwhile does not leave whole.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.bat import store as bats
from journal_app.db import Database
from journal_app.hand_off import door, saying, store
from journal_app.hand_off.model import PrinterDownload, PrinterLink, Told
from journal_app.hand_off.parcel import CHUNK, Ready
from journal_app.jobs.runner import Clock
from journal_app.problems import Refused


def keep_a_place(db: Session, now: datetime, row: PrinterLink, name: str) -> str | None:
    """A place for a download of this link, of those that are left; None when the link lives no more.

    Refused (`printer-archived`) once the printer says that the copies are delivered, or a coordinator that they are
    printed: what was printed is archived, and handed out no more.
    """
    held = store.hold(db, row.id)
    if not door.lives(db, held, now):
        return None
    signed = bats.bat(db, held.bat_id or "")
    if saying.stands(list(store.events_of(db, held))) is Told.DELIVERED or (signed and signed.printed_at):
        raise Refused("printer-archived")
    place = PrinterDownload(link_id=row.id, name=name, begun_at=now)
    store.add(db, place)
    return place.id


LOOK_AGAIN = 16  # chunks, 4 MB: some seconds of a slow line


class Leaving:
    """The bytes of a file on their way: iterated by the server, closed by it whether all of it left or not."""

    def __init__(self, ready: Ready, database: Database, link_id: str, place: str, clock: Clock) -> None:
        self.ready, self.database, self.link_id, self.place, self.clock = ready, database, link_id, place, clock
        self.left, self.over = ready.size, False

    def __iter__(self) -> Iterator[bytes]:
        chunks = 0
        while chunk := self.ready.file.read(CHUNK):
            self.left -= len(chunk)
            yield chunk
            chunks += 1
            if chunks % LOOK_AGAIN == 0 and self.left and not self._wanted():
                return  # too short for what was announced: the browser says that it failed
        if self.left == 0:
            self._end(True)

    def _wanted(self) -> bool:
        with self.database.read() as db:
            row = db.get(PrinterLink, self.link_id)
            return row is not None and row.ended_at is None and door.signed(db, row)

    def close(self) -> None:
        """The server is done with it: what was not wholly asked for was not sent."""
        self.ready.file.close()
        self._end(False)

    def _end(self, whole: bool) -> None:
        if self.over:
            return
        self.over = True
        with self.database.write() as db:
            if whole:
                store.sent(db, self.place, self.clock())
            else:
                store.broke(db, self.place)
