"""Uploads, the nouns: one row for each file on its way in. It decides nothing.

What a phone calls its file, when it was made and on what is kept nowhere. The bytes lie in the instance's `incoming`
folder under the row's id until they were opened in the cage; then they are gone.
"""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class What(StrEnum):
    """What somebody said a file is."""

    PHOTO = "photo"
    PAGE = "page"  # a photo of a page written by hand: read and typed in by the team, never printed
    DOCUMENT = "document"
    VOICE = "voice"


class State(StrEnum):
    """How far a file has come."""

    ARRIVING = "arriving"  # announced; some of its bytes are here
    WHOLE = "whole"  # all of it is here, durably, and matches its hash
    OPENED = "opened"  # read in the cage; what came of it stands in the piece
    REFUSED = "refused"  # it could not be read; `problem` says why


class Upload(Base):
    """A file of a piece. `sha256` is that of the whole file, as the phone counted it or the desk did."""

    __tablename__ = "upload"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    piece_id: Mapped[str] = mapped_column(ForeignKey("piece.id"), index=True)
    card_id: Mapped[str | None] = mapped_column(ForeignKey("card.id"), index=True)  # none: staff brought it
    what: Mapped[str]
    number: Mapped[int]  # from 1, within the piece: the order they were chosen in
    size: Mapped[int]  # bytes
    sha256: Mapped[str]
    state: Mapped[str]
    problem: Mapped[str] = mapped_column(default="")  # a problem's code
    made: Mapped[str] = mapped_column(default="")  # the id of the picture, revision or recording that came of it
    made_on: Mapped[date]
