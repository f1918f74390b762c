"""Media, the nouns: blobs by their hash, pictures and the faces in them. It decides nothing.

A picture's blob is the re-encoded one: nothing of the original's metadata is left. Where faces are covered, `press`
is another blob with the covers burnt in, and the uncovered one leaves the desk no more.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id

COPY, VIEW, THUMB = "copy", "view", "thumb"  # a picture's sizes: whole, for a screen, for a list


class FaceAnswer(StrEnum):
    """What is to be done with one marked face."""

    UNANSWERED = ""
    AGREED = "agreed"
    COVER = "cover"


class Blob(Base):
    """Bytes in the blob store, by their SHA-256. The row is written after the bytes are durable."""

    __tablename__ = "blob"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str]
    made_at: Mapped[datetime]


class Picture(Base):
    """A picture of an issue, with or without a piece it belongs to."""

    __tablename__ = "picture"
    __table_args__ = (UniqueConstraint("issue_id", "slug"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    piece_id: Mapped[str | None] = mapped_column(ForeignKey("piece.id"), index=True)
    residency_id: Mapped[str | None] = mapped_column(ForeignKey("residency.id"), index=True)  # who sees it
    slug: Mapped[str]
    blob: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    press: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))  # with the covers burnt in
    view: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))  # 1600 px, always with the covers
    thumb: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))  # 480 px, always with the covers
    width: Mapped[int]  # pixels
    height: Mapped[int]
    kind: Mapped[str] = mapped_column(default="photo")  # prepress.model.PictureFile.kind
    credit: Mapped[str] = mapped_column(default="")
    focal_x: Mapped[float] = mapped_column(default=0.5)
    focal_y: Mapped[float] = mapped_column(default=0.5)
    no_faces: Mapped[bool] = mapped_column(default=False)  # somebody looked and there is none
    caption: Mapped[dict[str, Any]]
    alt: Mapped[dict[str, Any]]
    withdrawn_at: Mapped[datetime | None]
    with_piece: Mapped[bool] = mapped_column(default=False)  # withdrawn with its piece: comes back with it
    erase_after: Mapped[datetime | None]  # a withdrawn one's
    card_id: Mapped[str | None] = mapped_column(ForeignKey("card.id"), index=True)  # whose code opens it
    page: Mapped[bool] = mapped_column(default=False)  # a photo of a written page: to be typed in, never printed
    cleaned: Mapped[list[Any]] = mapped_column(default=list)  # what the file told beside its pixels: kinds, no values
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


class Recording(Base):
    """A voice recording of a piece, encoded anew: to be listened to and written down by the team, never published."""

    __tablename__ = "recording"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    piece_id: Mapped[str] = mapped_column(ForeignKey("piece.id"), index=True)
    residency_id: Mapped[str | None] = mapped_column(ForeignKey("residency.id"), index=True)  # who hears it
    card_id: Mapped[str | None] = mapped_column(ForeignKey("card.id"), index=True)
    blob: Mapped[str] = mapped_column(ForeignKey("blob.sha256"))
    seconds: Mapped[float]
    peaks: Mapped[list[Any]]  # the loudness along the time, 0 to 255, at most 600 of them: drawn as a wave
    language: Mapped[str] = mapped_column(default="")  # that is spoken in it, as somebody noted
    withdrawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Face(Base):
    """A face somebody marked: a box in 0..1 of the picture, and its answer."""

    __tablename__ = "face"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    picture_id: Mapped[str] = mapped_column(ForeignKey("picture.id"), index=True)
    x: Mapped[float]
    y: Mapped[float]
    width: Mapped[float]
    height: Mapped[float]
    answer: Mapped[str] = mapped_column(default=FaceAnswer.UNANSWERED)
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
