"""Media, the actions: pictures are added, described, their faces answered. They never commit, nor decode.

The shell makes the bytes first (intake.py, outside any transaction), keeps them (`keep`), then calls the action: a
picture never points to bytes that are not durable, and covers are swapped in by one transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypedDict

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.db import new_id
from journal_app.facts import AnswerTakenBack, Reaction, tell
from journal_app.media import store
from journal_app.media.blobs import Blobs
from journal_app.media.covers import Box
from journal_app.media.hearing import MEDIA_TYPE, CleanSound
from journal_app.media.intake import CleanPicture
from journal_app.media.model import Face, FaceAnswer, Picture, Recording
from journal_app.problems import Refused

Kind = Literal["drawing", "photo", "map", "chart", "line"]
KINDS: tuple[Kind, ...] = ("photo", "drawing", "line", "map", "chart")
MOST_FACES = 60
MOST_WORDS = 2000  # characters of a caption or an alternative text


@dataclass(frozen=True, slots=True)
class Kept:
    """A clean picture whose bytes are durable: the names of its three sizes."""

    copy: str
    view: str
    thumb: str
    picture: CleanPicture


@dataclass(frozen=True, slots=True)
class KeptSound:
    """A clean recording whose bytes are durable."""

    blob: str
    sound: CleanSound


@dataclass(frozen=True, slots=True)
class MarkedFace:
    """A face somebody marked, and what is to be done with it."""

    box: Box
    answer: FaceAnswer


@dataclass(frozen=True, slots=True)
class Covered:
    """What was made of a picture for these covers; without covers only its small sizes are used."""

    boxes: tuple[Box, ...]
    kept: Kept


class _About(TypedDict):
    issue_id: str
    piece_id: str | None
    object_id: str


def keep(blobs: Blobs, made: CleanPicture) -> Kept:
    """Put the bytes away durably. Not in a transaction: it waits for the disk."""
    return Kept(blobs.put(made.data), blobs.put(made.view), blobs.put(made.thumb), made)


def keep_sound(blobs: Blobs, made: CleanSound) -> KeptSound:
    """Put the bytes away durably. Not in a transaction."""
    return KeptSound(blobs.put(made.data), made)


def add_recording(
    db: Session, actor: Actor, now: datetime, piece_id: str, issue_id: str, residency_id: str | None, kept: KeptSound
) -> Recording:  # fmt: skip
    """A voice of this piece, to be written down. Refused: `residency-not-yours`."""
    if not actor.brings_to(residency_id):
        raise Refused("residency-not-yours")
    store.add_blob(db, kept.blob, len(kept.sound.data), MEDIA_TYPE, now)
    row = Recording(
        id=new_id(), piece_id=piece_id, residency_id=residency_id, card_id=actor.card_id or None, blob=kept.blob,
        seconds=kept.sound.seconds, peaks=kept.sound.peaks, created_at=now,
    )  # fmt: skip
    store.add(db, row)
    record(db, actor, now, "recording-added", issue_id=issue_id, piece_id=piece_id, object_id=row.id)
    return row


def add_picture(
    db: Session, actor: Actor, now: datetime, issue_id: str, residency_id: str | None, kept: Kept,
    piece_id: str | None = None, page: bool = False,
) -> tuple[Picture, bool]:  # fmt: skip
    """The issue's picture with these pixels, and whether it is new: sending the same twice adds nothing.

    `page`: a photo of a page written by hand, to be typed in and never printed.
    Refused: `residency-not-yours`; `picture-withdrawn` when its people took exactly this picture back.
    """
    if not actor.brings_to(residency_id):
        raise Refused("residency-not-yours")
    for before in store.same(db, issue_id, kept.copy):
        own = before.card_id == (actor.card_id or None)  # two people may each hand in the same picture
        if before.withdrawn_at is not None and own:
            raise Refused("picture-withdrawn")
        if before.withdrawn_at is None and (own if actor.card_id else actor.reaches(before.residency_id)):
            return before, False
    _note_blobs(db, now, kept)
    made, picture_id = kept.picture, new_id()
    row = Picture(
        id=picture_id, issue_id=issue_id, piece_id=piece_id, residency_id=residency_id, slug=f"image-{picture_id}",
        blob=kept.copy, view=kept.view, thumb=kept.thumb, width=made.width, height=made.height, kind=made.kind,
        caption={}, alt={}, created_at=now, created_by=actor.account_id, card_id=actor.card_id or None, page=page,
        cleaned=list(made.cleaned),
    )  # fmt: skip
    store.add(db, row)
    record(db, actor, now, "picture-added", issue_id=issue_id, piece_id=piece_id, object_id=row.id)
    return row, True


def describe(
    db: Session, actor: Actor, now: datetime, picture: Picture, version: int, credit: str, kind: Kind
) -> None:
    """Whose it is and what it is. `version` is the one the form was made from: a stale form is refused."""
    if len(credit) > MOST_WORDS:
        raise Refused("text-too-long")
    _next(db, picture, version)
    picture.credit, picture.kind = credit, kind
    record(db, actor, now, "picture-described", **_about(picture))


def say(
    db: Session, actor: Actor, now: datetime, picture: Picture, version: int, caption: Mapping[str, str],
    alt: Mapping[str, str], original: str = "",
) -> None:  # fmt: skip
    """Captions and alternative texts, by language; a language that is not named keeps its words.

    `original`: the language they were first written in, whose words a translator leaves as they are.
    """
    if any(len(words) > MOST_WORDS for words in (*caption.values(), *alt.values())):
        raise Refused("text-too-long")
    _next(db, picture, version)
    changed = any(
        original in new and new[original] != kept.get(original, "")
        for new, kept in ((caption, picture.caption), (alt, picture.alt))
    )
    if changed and not actor.writes(picture.residency_id):
        raise Refused("not-yours")
    picture.caption = {tag: words for tag, words in {**picture.caption, **caption}.items() if words}
    picture.alt = {tag: words for tag, words in {**picture.alt, **alt}.items() if words}
    record(db, actor, now, "picture-worded", **_about(picture))


def focus(db: Session, actor: Actor, now: datetime, picture: Picture, version: int, x: float, y: float) -> None:
    """The point to keep when a page crops the picture, 0..1 from left and top."""
    _next(db, picture, version)
    picture.focal_x, picture.focal_y = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
    record(db, actor, now, "picture-focused", **_about(picture))


def attach(
    db: Session, actor: Actor, now: datetime, picture: Picture, version: int, piece_id: str | None,
    residency_id: str | None,
) -> None:  # fmt: skip
    """Say which piece a picture belongs to; it is then seen by whom the piece is seen by."""
    if not actor.reaches(residency_id):
        raise Refused("residency-not-yours")
    if picture.piece_id == piece_id:
        return
    _next(db, picture, version)
    picture.piece_id, picture.residency_id = piece_id, residency_id
    record(db, actor, now, "picture-attached", **_about(picture))


def to_cover(faces: Sequence[MarkedFace]) -> tuple[Box, ...]:
    """The boxes that must be burnt in."""
    return tuple(face.box for face in faces if face.answer is FaceAnswer.COVER)


def note_faces(
    db: Session, actor: Actor, now: datetime, picture: Picture, version: int, faces: Sequence[MarkedFace],
    covered: Covered, *, none: bool = False, reactions: Iterable[Reaction] = (),
) -> list[str]:  # fmt: skip
    """Note the faces and their answers, and show the covers from this moment. Names of blobs no longer needed.

    `none`: somebody looked, and nobody can be recognised. `covered` must have been made for exactly these faces. A face
    that is covered from now on and was not before is told to `reactions`: a page that shows it is signed no more.
    """
    if len(faces) > MOST_FACES or (none and faces):
        raise Refused("faces-contradict")
    if covered.boxes != to_cover(faces):
        raise ValueError("covers made for other faces")
    _next(db, picture, version)
    shown = set(covered.boxes) - {_box(face) for face in _covered_before(db, picture)}
    _note_blobs(db, now, covered.kept)
    before = [picture.press, picture.view, picture.thumb]
    picture.press = covered.kept.copy if covered.boxes else None
    picture.view, picture.thumb = covered.kept.view, covered.kept.thumb
    picture.no_faces = none
    store.replace_faces(db, picture.id, [
        Face(picture_id=picture.id, x=face.box.x, y=face.box.y, width=face.box.width, height=face.box.height,
             answer=face.answer, answered_by=actor.account_id if face.answer else None,
             answered_at=now if face.answer else None)
        for face in faces
    ])  # fmt: skip
    told = {"faces": len(faces), "covered": len(covered.boxes), "none": none}
    record(db, actor, now, "faces-answered", detail=told, **_about(picture))
    if shown:
        tell(db, AnswerTakenBack("picture", picture.id, picture.issue_id, ("face",)), now, reactions)
    unused = [*before, covered.kept.copy]  # without covers the copy was only made on the way
    return store.forget_unused(db, [name for name in unused if name])


def _covered_before(db: Session, picture: Picture) -> list[Face]:
    faces = store.faces(db, [picture.id]).get(picture.id, [])
    return [face for face in faces if face.answer == FaceAnswer.COVER]


def _box(face: Face) -> Box:
    return Box(face.x, face.y, face.width, face.height)


def press_name(picture: Picture) -> str:
    """The blob that may leave the desk: with the covers, when there are any."""
    return picture.press or picture.blob


def press_bytes(blobs: Blobs, picture: Picture) -> bytes:
    """What may be printed of a picture. Raises FileNotFoundError when the bytes are lost."""
    return blobs.get(press_name(picture))


def _note_blobs(db: Session, now: datetime, kept: Kept) -> None:
    made = kept.picture
    small = ((kept.view, made.view, "image/jpeg"), (kept.thumb, made.thumb, "image/jpeg"))
    for name, data, media_type in ((kept.copy, made.data, made.media_type), *small):
        store.add_blob(db, name, len(data), media_type, now)


def _next(db: Session, picture: Picture, version: int) -> None:
    """The picture's next version, if the form was made from this one; nothing is lost, the form can be sent again."""
    if store.lock(db, picture).version != version:
        raise Refused("picture-moved-on")
    if picture.withdrawn_at is not None:
        raise Refused("picture-withdrawn")
    picture.version += 1


def _about(picture: Picture) -> _About:
    return {"issue_id": picture.issue_id, "piece_id": picture.piece_id, "object_id": picture.id}
