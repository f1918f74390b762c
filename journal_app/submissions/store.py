"""Submissions, the rows: finds and adds texts and their revisions. It decides nothing and never commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Update, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.submissions.content import Content, from_json
from journal_app.submissions.model import Moment, Origin, Piece, Receipt, Revision, Stage, Text


def lock(db: Session, text: Text) -> Text:
    """The text as it is now, kept from others until the transaction ends: two saves stand in line."""
    db.flush()
    db.refresh(text, with_for_update=True)
    return text


def revision(db: Session, text: Text, revision_id: str | None) -> Revision | None:
    """A revision of this text, folded ones too; None for another text's or one that is gone."""
    found = db.get(Revision, revision_id) if revision_id else None
    return found if found is not None and found.text_id == text.id else None


def revisions(db: Session, ids: Iterable[str]) -> dict[str, Revision]:
    """Revisions by their ids, in one statement; those that are forgotten are left out."""
    wanted = list(ids)
    return {row.id: row for row in db.scalars(select(Revision).where(Revision.id.in_(wanted)))} if wanted else {}


def heads(db: Session, text_ids: Iterable[str]) -> dict[str, tuple[Revision, Content]]:
    """What each text says now, in one statement; a text without a revision is left out."""
    rows = db.scalars(select(Revision).join(Text, Text.head_id == Revision.id).where(Text.id.in_(list(text_ids)))).all()
    return {row.text_id: (row, from_json(row.content)) for row in rows}


def history(db: Session, text_id: str, limit: int = 200) -> list[Revision]:
    """The revisions of a text, newest first, without folded ones and without what is set aside."""
    return list(
        db.scalars(
            select(Revision)
            .where(Revision.text_id == text_id, Revision.folded_into.is_(None), Revision.moment != Moment.ASIDE)
            .order_by(Revision.number.desc())
            .limit(limit)
        )
    )


def asides(db: Session, text_id: str) -> list[Revision]:
    """The versions set aside that nobody has settled, oldest first."""
    return list(
        db.scalars(
            select(Revision)
            .where(Revision.text_id == text_id, Revision.folded_into.is_(None), Revision.moment == Moment.ASIDE)
            .order_by(Revision.number)
        )
    )


def add_revision(db: Session, row: Revision) -> Revision:
    """Add a revision with the text's next number."""
    last = db.scalar(select(func.max(Revision.number)).where(Revision.text_id == row.text_id))
    row.number = (last or 0) + 1
    db.add(row)
    db.flush()
    return row


def touch(db: Session, piece_id: str, now: datetime) -> Piece:
    """The piece, whose last change is now."""
    piece = db.get_one(Piece, piece_id)
    piece.changed_at = now
    return piece


def lock_piece(db: Session, piece: Piece) -> Piece:
    """The piece as it is now, kept from others until the transaction ends: two decisions stand in line."""
    db.flush()
    db.refresh(piece, with_for_update=True)
    return piece


def prune(db: Session, text_id: str, before: datetime) -> None:
    """Delete autosaves that others took the place of before that moment."""
    gone = delete(Revision).where(
        Revision.text_id == text_id,
        Revision.folded_into.is_not(None),
        Revision.moment == Moment.NONE,
        Revision.made_at < before,
    )
    db.execute(gone)


def receipt(db: Session, key: str) -> Receipt | None:
    """What a request with this key was answered."""
    return db.get(Receipt, key)


def claim_receipt(db: Session, key: str, now: datetime) -> Receipt:
    """The receipt of this key, made if there is none. Who comes second waits until the first one has committed."""
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    db.execute(insert(Receipt).values(key=key, answer={}, made_at=now).on_conflict_do_nothing())
    return db.get_one(Receipt, key, populate_existing=True)


def keep_receipt(db: Session, key: str, answer: dict[str, str], now: datetime) -> None:
    """Remember an answer for a repeated request."""
    db.add(Receipt(key=key, answer=answer, made_at=now))


# --- pieces ----------------------------------------------------------------------------------------------------------


def add(db: Session, row: Piece | Text) -> None:
    """Add a piece or a text; it has its id from now on."""
    db.add(row)
    db.flush()


def remove(db: Session, row: Text) -> None:
    """Take away a text that nobody wrote."""
    db.delete(row)
    db.flush()


def _readable(actor: Actor) -> list[ColumnElement[bool]]:
    """What of all pieces an actor may read: none that was withdrawn, a facilitator the own residencies', an author
    those of the own card."""
    found = [Piece.stage != Stage.WITHDRAWN]
    if actor.card_id:
        found.append(Piece.card_id == actor.card_id)
    elif not actor.reads_all:
        found.append(Piece.residency_id.in_(actor.residencies))
    return found


def piece(db: Session, actor: Actor, piece_id: str) -> Piece | None:
    """A piece that this actor may read; None for any other, whether it is there or not."""
    return db.scalar(select(Piece).where(Piece.id == piece_id, *_readable(actor)))


def pieces(db: Session, actor: Actor, issue_id: str) -> list[Piece]:
    """The pieces of an issue that this actor may read, the latest change first."""
    asked = select(Piece).where(Piece.issue_id == issue_id, *_readable(actor))
    return list(db.scalars(asked.order_by(Piece.changed_at.desc(), Piece.id)))


def of_card(db: Session, card_id: str) -> list[Piece]:
    """The pieces that a card opens, those in their hours of grace too, the latest first."""
    asked = select(Piece).where(Piece.card_id == card_id)
    return list(db.scalars(asked.order_by(Piece.created_at.desc(), Piece.id)))


def withdrawn_of_card(db: Session, card_id: str, piece_id: str) -> Piece | None:
    """A piece of this card that was taken back and is not erased yet."""
    mine = (Piece.id == piece_id, Piece.card_id == card_id, Piece.stage == Stage.WITHDRAWN)
    return db.scalar(select(Piece).where(*mine, Piece.erase_after.is_not(None)))


def gathered(db: Session, issue_ids: Iterable[str]) -> Sequence[Piece]:
    """What contributors handed in themselves for these issues and did not take back."""
    own = or_(Piece.card_id.is_not(None), Piece.origin == Origin.CONTRIBUTOR)
    asked = select(Piece).where(Piece.issue_id.in_(list(issue_ids)), Piece.stage != Stage.WITHDRAWN, own)
    return db.scalars(asked.order_by(Piece.id)).all()


def forget_card(db: Session, card_id: str) -> None:
    """The pieces of a card are nobody's any more."""
    db.execute(update(Piece).where(Piece.card_id == card_id).values(card_id=None))


def any_piece(db: Session, piece_id: str) -> Piece | None:
    """A piece whoever may read it, withdrawn ones too: for the worker, who shows it to nobody."""
    return db.get(Piece, piece_id, populate_existing=True)


def some(db: Session, actor: Actor, piece_ids: Iterable[str]) -> list[Piece]:
    """Those of these pieces that this actor may read."""
    return list(db.scalars(select(Piece).where(Piece.id.in_(list(piece_ids)), *_readable(actor))))


def at_stage(stage: str) -> Select[str]:
    """The ids of all pieces at a stage, for another room's question: it is not asked here."""
    return select(Piece.id).where(Piece.stage == stage)


def held(db: Session, actor: Actor) -> list[Piece]:
    """What the actor has in hand, in every issue."""
    asked = select(Piece).where(Piece.holder_id == actor.account_id, *_readable(actor))
    return list(db.scalars(asked.order_by(Piece.held_since)))


def withdrawn_count(db: Session, issue_id: str) -> int:
    """How many pieces of an issue were taken back: holes have a number, no title."""
    asked = select(func.count()).select_from(Piece)
    return db.scalar(asked.where(Piece.issue_id == issue_id, Piece.stage == Stage.WITHDRAWN)) or 0


def slugs(db: Session, issue_id: str) -> set[str]:
    return set(db.scalars(select(Piece.slug).where(Piece.issue_id == issue_id)))


def text(db: Session, piece_id: str, language: str) -> Text | None:
    return db.scalar(select(Text).where(Text.piece_id == piece_id, Text.language == language))


def texts(db: Session, piece_ids: Iterable[str]) -> dict[str, list[Text]]:
    """The texts of some pieces, in one statement, by piece."""
    found: dict[str, list[Text]] = {}
    for row in db.scalars(select(Text).where(Text.piece_id.in_(list(piece_ids))).order_by(Text.language)):
        found.setdefault(row.piece_id, []).append(row)
    return found


def hold(db: Session, piece_id: str, account_id: str, now: datetime) -> bool:
    """Put a piece in somebody's hands if it is in nobody's: one statement, so that two cannot both win."""
    free = (Piece.id == piece_id, Piece.holder_id.is_(None), Piece.stage != Stage.WITHDRAWN)
    return _one(db, update(Piece).where(*free).values(holder_id=account_id, held_since=now))


def holder(db: Session, piece_id: str) -> str | None:
    """In whose hands a piece is now, whatever this transaction has read before."""
    return db.scalar(select(Piece.holder_id).where(Piece.id == piece_id))


def let_go(db: Session, piece_id: str) -> None:
    db.execute(update(Piece).where(Piece.id == piece_id).values(holder_id=None, held_since=None))


def next_version(db: Session, piece_id: str, version: int) -> bool:
    """Raise a piece's version; False when somebody else did meanwhile."""
    same = (Piece.id == piece_id, Piece.version == version)
    return _one(db, update(Piece).where(*same).values(version=version + 1))


def _one(db: Session, change: Update) -> bool:
    return bool(db.execute(change).rowcount == 1)  # type: ignore[attr-defined]


def withdraw(db: Session, piece_id: str, now: datetime, erase_after: datetime) -> None:
    """Mark a piece withdrawn and take it out of hands; where it stood is kept for a change of mind."""
    alive = (Piece.id == piece_id, Piece.stage != Stage.WITHDRAWN)
    taken = {"stage": Stage.WITHDRAWN, "holder_id": None, "held_since": None, "changed_at": now}
    told = {"version": Piece.version + 1, "before": Piece.stage, "erase_after": erase_after}
    db.execute(update(Piece).where(*alive).values(**told, **taken))


def bring_back(db: Session, piece_id: str, now: datetime) -> None:
    """A piece in its hours of grace stands again where it stood."""
    gone = (Piece.id == piece_id, Piece.stage == Stage.WITHDRAWN)
    back = {"stage": Piece.before, "before": "", "erase_after": None, "changed_at": now}
    db.execute(update(Piece).where(*gone).values(version=Piece.version + 1, **back))


def due(db: Session, now: datetime) -> list[Piece]:
    """The pieces whose hours of grace are over."""
    gone = (Piece.stage == Stage.WITHDRAWN, Piece.erase_after.is_not(None), Piece.erase_after <= now)
    return list(db.scalars(select(Piece).where(*gone).order_by(Piece.id)))


def has_words(db: Session, piece_id: str) -> bool:
    """Whether there is anything of a piece: what was erased has no text."""
    return db.scalar(select(Text.id).where(Text.piece_id == piece_id).limit(1)) is not None


def erase(db: Session, piece_id: str, now: datetime) -> None:
    """Forget a piece's words and whose it was. A tombstone stays, so that the holes of an issue keep their number."""
    texts = select(Text.id).where(Text.piece_id == piece_id)
    db.execute(delete(Revision).where(Revision.text_id.in_(texts)))
    db.execute(delete(Text).where(Text.piece_id == piece_id))
    db.execute(delete(Receipt).where(Receipt.key == f"import:{piece_id}"))
    blank = {"title": "", "author": "", "place": "", "web": "", "original": "und", "slug": f"erased-{piece_id}"}
    nobody = {"card_id": None, "created_by": None, "holder_id": None, "held_since": None, "residency_id": None}
    told = {"stage": Stage.WITHDRAWN, "before": "", "erase_after": None, "created_at": now, "changed_at": now}
    db.execute(update(Piece).where(Piece.id == piece_id).values(**blank, **nobody, **told))


def forget_receipts(db: Session, before: datetime) -> None:
    """Forget what repeated requests of long ago would be answered with; what a file brought stays with its piece."""
    db.execute(delete(Receipt).where(Receipt.made_at < before, Receipt.key.not_like("import:%")))
