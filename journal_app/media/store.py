"""Media, the rows: finds and adds pictures, their faces and blobs. It decides nothing and never commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.facts import erased_after
from journal_app.media.model import Blob, Face, Picture, Recording


def _shown(actor: Actor, kind: type[Picture] | type[Recording] = Picture) -> list[ColumnElement[bool]]:
    """What of all pictures or recordings an actor may see: none that was withdrawn, a facilitator the own residencies',
    an author those of the own card."""
    found: list[ColumnElement[bool]] = [kind.withdrawn_at.is_(None)]
    if actor.card_id:
        found.append(kind.card_id == actor.card_id)
    elif not actor.reads_all:
        found.append(kind.residency_id.in_(actor.residencies))
    return found


def picture(db: Session, actor: Actor, picture_id: str) -> Picture | None:
    """A picture that this actor may see; None for any other, whether it is there or not."""
    return db.scalar(select(Picture).where(Picture.id == picture_id, *_shown(actor)))


def pictures(db: Session, actor: Actor, issue_id: str) -> list[Picture]:
    """An issue's pictures within reach, oldest first."""
    wanted = select(Picture).where(Picture.issue_id == issue_id, *_shown(actor))
    return list(db.scalars(wanted.order_by(Picture.created_at, Picture.id)))


def to_print(rows: Iterable[Picture]) -> list[Picture]:
    """Those that may come onto a page: not the photos of pages written by hand, which are there to be typed in."""
    return [row for row in rows if not row.page]


def of_pieces(db: Session, actor: Actor, piece_ids: Iterable[str]) -> dict[str, list[Picture]]:
    """The pictures of each of these pieces, in one statement."""
    wanted = select(Picture).where(Picture.piece_id.in_(list(piece_ids)), *_shown(actor))
    found: dict[str, list[Picture]] = {}
    for row in db.scalars(wanted.order_by(Picture.created_at, Picture.id)):
        found.setdefault(row.piece_id or "", []).append(row)
    return found


def faces(db: Session, picture_ids: Iterable[str]) -> dict[str, list[Face]]:
    """The faces of each of these pictures, from left to right, in one statement."""
    wanted = select(Face).where(Face.picture_id.in_(list(picture_ids))).order_by(Face.x, Face.y, Face.id)
    found: dict[str, list[Face]] = {}
    for row in db.scalars(wanted):
        found.setdefault(row.picture_id, []).append(row)
    return found


def same(db: Session, issue_id: str, sha256: str) -> list[Picture]:
    """The issue's pictures with exactly this clean copy, withdrawn ones too."""
    return list(db.scalars(select(Picture).where(Picture.issue_id == issue_id, Picture.blob == sha256)))


def lock(db: Session, row: Picture) -> Picture:
    """The picture as it is now, kept from others until the transaction ends: two changes stand in line."""
    db.flush()
    db.refresh(row, with_for_update=True)
    return row


def add(db: Session, row: Picture | Recording) -> None:
    """Add a picture; it has its id from now on."""
    db.add(row)
    db.flush()


def add_blob(db: Session, sha256: str, size: int, media_type: str, now: datetime) -> None:
    """Note durable bytes, once, whoever else does so at the same moment."""
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"sha256": sha256, "size": size, "media_type": media_type, "made_at": now}
    db.execute(insert(Blob).values(values).on_conflict_do_nothing())


def replace_faces(db: Session, picture_id: str, rows: Sequence[Face]) -> None:
    """These faces instead of those there were."""
    db.execute(delete(Face).where(Face.picture_id == picture_id))
    db.add_all(rows)
    db.flush()


def forget_unused(db: Session, sha256s: Iterable[str]) -> list[str]:
    """Delete the rows of those blobs that no picture points to; their names, for the shell to delete the bytes."""
    asked = list(dict.fromkeys(sha256s))
    db.flush()
    used: set[str | None] = set()
    for column in (Picture.blob, Picture.press, Picture.view, Picture.thumb, Recording.blob):
        used |= set(db.scalars(select(column).where(column.in_(asked))))
    gone = [name for name in asked if name not in used]
    db.execute(delete(Blob).where(Blob.sha256.in_(gone)))
    return gone


def recordings(db: Session, actor: Actor, piece_id: str) -> Sequence[Recording]:
    """The voices of a piece, within the actor's reach. A withdrawn piece shows none: it is asked for first."""
    asked = select(Recording).where(Recording.piece_id == piece_id, *_shown(actor, Recording))
    return db.scalars(asked.order_by(Recording.created_at, Recording.id)).all()


def move(db: Session, piece_id: str, residency_id: str | None) -> None:
    """A piece came to another residency: so do its pictures and recordings."""
    db.execute(update(Picture).where(Picture.piece_id == piece_id).values(residency_id=residency_id))
    db.execute(update(Recording).where(Recording.piece_id == piece_id).values(residency_id=residency_id))


def pointed_to(db: Session) -> set[str]:
    """Every blob that a picture needs: what a janitor must leave."""
    found: set[str] = set()
    for row in db.execute(select(Picture.blob, Picture.press, Picture.view, Picture.thumb)):
        found |= {name for name in row if name}
    return found | set(db.scalars(select(Recording.blob)))


def media_types(db: Session, sha256s: Iterable[str]) -> dict[str, str]:
    """What kind of file each blob is."""
    rows = db.execute(select(Blob.sha256, Blob.media_type).where(Blob.sha256.in_(list(sha256s))))
    return {sha256: media_type for sha256, media_type in rows}


def withdraw(db: Session, now: datetime, *, piece_id: str | None = None, picture_id: str | None = None) -> None:
    """Mark one picture, or all of a piece, withdrawn: no loader gives it out any more."""
    which = Picture.piece_id == piece_id if piece_id else Picture.id == picture_id
    gone = {"withdrawn_at": now, "with_piece": piece_id is not None, "erase_after": erased_after(now)}
    db.execute(update(Picture).where(which, Picture.withdrawn_at.is_(None)).values(**gone))


def give_card(db: Session, piece_id: str, card_id: str) -> None:
    """The pictures and recordings of a piece are its author's, who comes with this card."""
    db.execute(update(Picture).where(Picture.piece_id == piece_id).values(card_id=card_id))
    db.execute(update(Recording).where(Recording.piece_id == piece_id).values(card_id=card_id))


def forget_card(db: Session, card_id: str) -> None:
    """The pictures and recordings of a card are nobody's any more."""
    db.execute(update(Picture).where(Picture.card_id == card_id).values(card_id=None))
    db.execute(update(Recording).where(Recording.card_id == card_id).values(card_id=None))


def due(db: Session, now: datetime) -> list[Picture]:
    """The pictures that were taken back by themselves and whose hours of grace are over; the others go with their
    piece."""
    gone = (Picture.erase_after.is_not(None), Picture.erase_after <= now, Picture.with_piece.is_(False))
    return list(db.scalars(select(Picture).where(*gone).order_by(Picture.id)))


def all_of_piece(db: Session, piece_id: str) -> list[Picture]:
    """Every picture of a piece, withdrawn ones too: for the eraser, who shows them to nobody."""
    return list(db.scalars(select(Picture).where(Picture.piece_id == piece_id)))


def one(db: Session, picture_id: str) -> list[Picture]:
    """A picture whoever may see it, for the eraser."""
    return list(db.scalars(select(Picture).where(Picture.id == picture_id)))


def known(db: Session, picture_id: str) -> bool:
    """Whether there is such a picture."""
    return bool(one(db, picture_id))


def blobs_of(db: Session, picture_ids: Sequence[str], piece_id: str = "") -> list[str]:
    """The blobs of these pictures, and of the recordings of a piece."""
    found: list[str] = []
    columns = (Picture.blob, Picture.press, Picture.view, Picture.thumb)
    for row in db.execute(select(*columns).where(Picture.id.in_(picture_ids))):
        found += [name for name in row if name]
    found += db.scalars(select(Recording.blob).where(Recording.piece_id == piece_id)) if piece_id else []
    return list(dict.fromkeys(found))


def erase(db: Session, rows: Iterable[Picture], piece_id: str = "") -> None:
    """Forget pictures with their faces, and the recordings of a piece; the blobs are the eraser's."""
    ids = [row.id for row in rows]
    db.execute(delete(Face).where(Face.picture_id.in_(ids)))
    db.execute(delete(Picture).where(Picture.id.in_(ids)))
    if piece_id:
        db.execute(delete(Recording).where(Recording.piece_id == piece_id))


def bring_back(db: Session, piece_id: str) -> None:
    """The pictures that were withdrawn with their piece are shown again; one taken back by itself is not."""
    back = {"withdrawn_at": None, "with_piece": False, "erase_after": None}
    db.execute(update(Picture).where(Picture.piece_id == piece_id, Picture.with_piece).values(**back))
