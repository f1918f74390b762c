"""Gathering, what a contributor does: hand in words and files, and see which issue they are for. It never commits.

Times are days here (cards.actions.day_of): when exactly somebody was there is nobody's business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.accounts.store import with_roles
from journal_app.cards.model import Card
from journal_app.issues import store as issues
from journal_app.issues.actions import add_pen_name
from journal_app.issues.model import Issue
from journal_app.problems import Refused
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.content import Content
from journal_app.submissions.model import Origin, Piece
from journal_app.tasks.actions import notify
from journal_app.uploads import actions as uploads
from journal_app.uploads.model import State, Upload, What

TITLE = 80  # characters of what the team calls it
# What the team calls a piece without words, in French as all working titles.
CALLED: Mapping[What, str] = {What.PHOTO: "Photos", What.PAGE: "Page manuscrite", What.DOCUMENT: "Document",
                              What.VOICE: "Enregistrement"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A file that is durable (`here`), or will come in parts: its row's id, what it is, its bytes and its SHA-256."""

    id: str
    what: What
    size: int
    sha256: str
    here: bool = True


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody hands in at once. `body`: a cleaned fragment; `language`: the one it is written or spoken in."""

    body: str
    language: str
    author: str = ""  # a pen name
    files: Sequence[File] = ()


def hand_in(
    db: Session, actor: Actor, now: datetime, issue: Issue, given: Given
) -> tuple[Piece, list[Upload]]:
    """A new piece of this author, with the rows of its files. Refused: `given-nothing`, or what uploads refuses."""
    if not given.body and not given.files:
        raise Refused("given-nothing")
    content = Content(body=given.body) if given.body else None
    facts = Facts(_title(given), "testimony", author=given.author)
    residency = actor.home or issue.residency_id
    piece = create_piece(
        db, actor, now, issue, facts, original=given.language, content=content, languages=issue.house,
        residency_id=residency, origin=Origin.CONTRIBUTOR, slug=_slug(given),
    )  # fmt: skip
    rows = [
        uploads.announce(db, actor, now, piece.id, one.what, one.size, one.sha256, one.id,
                         State.WHOLE if one.here else State.ARRIVING)
        for one in given.files
    ]  # fmt: skip
    if given.author and residency:
        add_pen_name(db, residency, given.author, given.language)
    tell_team(db, actor, now, piece, "piece-received")
    return piece, rows


def tell_team(db: Session, actor: Actor, now: datetime, piece: Piece, code: str) -> None:
    """Let the residency's facilitators know, and who has the piece in hand."""
    around = {piece.holder_id}
    if piece.residency_id:
        around |= set(with_roles(db, [Role.FACILITATOR], piece.residency_id))
    notify(db, now, around - {actor.account_id}, code, issue_id=piece.issue_id, piece_id=piece.id)


def opening_of(db: Session, card: Card) -> Issue | None:
    """The issue that a card's holder can write for now."""
    return None if card.cut else issues.open_of(db, card.residency_id)


def _title(given: Given) -> str:
    """How it begins, or what it is."""
    blocks = blocks_of(given.body)
    short = " ".join(blocks[0].plain.split()) if blocks else ""
    if not short:
        return CALLED[given.files[0].what] if given.files else ""
    return short if len(short) <= TITLE else short[:TITLE].rsplit(" ", 1)[0] + "…"


def _slug(given: Given) -> str:
    """The folder's name: of what it is, never of its words, which may hold a name."""
    return "texte" if given.body else CALLED[given.files[0].what].split()[0].lower()
