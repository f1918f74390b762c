"""Translation, the nouns: how a translation stands to its source, and who has it in hand. It decides nothing."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base


class Rendering(Base):
    """One translation of a piece. `beads` are translation.beads.Bead as JSON, the body's in its order.

    Nothing else is read to know what of its source moved on: a revision may be forgotten, a bead holds its words.
    """

    __tablename__ = "rendering"
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), primary_key=True)
    source: Mapped[str]  # the language it is made from: the original's, or a pivot's
    beads: Mapped[list[Any]] = mapped_column(default=list)
    counted: Mapped[dict[str, Any]] = mapped_column(default=dict)  # how many rows stand where (rows.count)
    counted_for: Mapped[str] = mapped_column(default="")  # and of which versions that is true: counting.key
    in_line: Mapped[str | None]  # the text's source_id when the beads were written
    holder_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    held_since: Mapped[datetime | None]
    due: Mapped[date | None]
    changed_at: Mapped[datetime]
