"""Upkeep, retention: what is kept no longer although nobody took it back. Daily, with the erasure; it judges by days.

A file that never came whole goes 30 days after the residency. A contributor's piece that stands on
no page goes 90 days after printing. The link from a person to their pieces is cut 30 days after printing; while they
still let something be shared, their code goes on opening one thing: to take it back. An issue whose printing nobody
noted keeps everything, which `journal doctor` says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from journal_app.cards import store as cards
from journal_app.cards.model import Card
from journal_app.consent import store as consents
from journal_app.consent.model import Use
from journal_app.facts import Fact, PieceErased
from journal_app.flatplan import store as flatplan
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.media import store as media
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece, Stage
from journal_app.uploads import store as uploads

UNFINISHED = timedelta(days=30)  # after the residency
UNPLACED = timedelta(days=90)  # after printing
LINK = timedelta(days=30)  # after printing
SHARED = (Use.PDF, Use.WEB, Use.ARCHIVE)  # what goes on after the paper is out
COMPLEMENT = "web"  # a piece that is published there instead of on a page


@dataclass(frozen=True, slots=True)
class Ended:
    """What has come to its end today, by ids: files, cards forgotten, cards that only take back from now."""

    uploads: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.uploads) + len(self.forgotten) + len(self.handles)


def unplaced(db: Session, today: date) -> list[Fact]:
    """The contributors' pieces of issues printed long ago that no page and no complement has."""
    printed = [row.id for row in issues.printed(db, today - UNPLACED)]
    gathered = submissions.gathered(db, printed)
    return [PieceErased(row.id, row.issue_id) for row in gathered if not _selected(db, row)]


def _selected(db: Session, row: Piece) -> bool:
    return row.status == COMPLEMENT or bool(flatplan.of_piece(db, row.id))


def ended(db: Session, today: date) -> Ended:
    """What is at its end; nothing is changed."""
    files = [row.id for row in uploads.unfinished(db) if _residency_over(db, row.piece_id, today)]
    over = [card for card in cards.all_cards(db) if _link_over(db, card, today)]
    handles = {card.id for card in over if _shares(db, submissions.of_card(db, card.id))}
    return Ended(
        tuple(files), tuple(card.id for card in over if card.id not in handles),
        tuple(card.id for card in over if card.id in handles and not card.cut),
    )  # fmt: skip


def _residency_over(db: Session, piece_id: str, today: date) -> bool:
    piece = submissions.any_piece(db, piece_id)
    residency = issues.any_residency(db, piece.residency_id) if piece and piece.residency_id else None
    return residency is None or residency.ends <= today - UNFINISHED


def _link_over(db: Session, card: Card, today: date) -> bool:
    """Whether all that a card opens was printed long enough ago; one that opens nothing goes after the residency."""
    pieces = submissions.of_card(db, card.id)
    if not pieces:
        residency = issues.any_residency(db, card.residency_id)
        return residency is None or residency.ends <= today - UNFINISHED
    if any(row.stage == Stage.WITHDRAWN for row in pieces):  # in its hours of grace: its author may come back
        return False
    its: list[Issue | None] = [issues.any_issue(db, row.issue_id) for row in pieces]
    return all(row and row.printed_on and row.printed_on <= today - LINK for row in its)


def _shares(db: Session, pieces: Sequence[Piece]) -> bool:
    works = [("piece", row.id) for row in pieces]
    works += [("picture", one.id) for row in pieces for one in media.all_of_piece(db, row.id)]
    given = consents.answers(db, works)
    return any(yes and use in SHARED for work in works for (use, _), yes in given[work].items())


def end(db: Session, found: Ended) -> None:
    """Forget these files and links, in the caller's transaction; the bytes of the files are the shell's."""
    for upload_id in found.uploads:
        if row := uploads.upload(db, upload_id):
            uploads.remove(db, row)
    for card_id in found.handles:
        if card := cards.card(db, card_id):
            card.cut = True
    for card_id in found.forgotten:
        submissions.forget_card(db, card_id)
        media.forget_card(db, card_id)
        uploads.forget_card(db, card_id)
        cards.forget_card(db, card_id)
