"""Cards, the nouns: a residency's door, a contributor's card, and a visit with it. It decides nothing.

No column holds a name, a phone, an address, a device or the exact time of anybody: days, and hours where a visit ends.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id

BORROWED, OWN = timedelta(hours=1), timedelta(days=30)  # how long a visit lasts, to the next full hour
ROUNDED = timedelta(hours=2)  # that hour, and one more for a clock that goes back a little


class Door(Base):
    """Where a residency's contributors come in: the code of its poster. It gives out cards and does nothing else."""

    __tablename__ = "door"
    residency_id: Mapped[str] = mapped_column(ForeignKey("residency.id"), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # eight digits; on a wall, so no secret
    paused: Mapped[bool] = mapped_column(default=False)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_on: Mapped[date]


class Card(Base):
    """What brings a contributor back. Only a keyed hash of its code is kept; a renewed card has another one."""

    __tablename__ = "card"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    digest: Mapped[str] = mapped_column(unique=True)
    residency_id: Mapped[str] = mapped_column(ForeignKey("residency.id"), index=True)
    language: Mapped[str]  # of the screens its holder reads
    read_back: Mapped[bool] = mapped_column(default=False)  # its holder typed or heard the code once: it was kept
    cut: Mapped[bool] = mapped_column(default=False)  # long after printing: it opens withdrawal alone
    made_on: Mapped[date]


class Visit(Base):
    """A browser that showed a code. Only the hash of its cookie is kept. Without a card it opens nothing."""

    __tablename__ = "visit"
    mark: Mapped[str] = mapped_column(primary_key=True)
    card_id: Mapped[str | None] = mapped_column(ForeignKey("card.id"), index=True)
    own_phone: Mapped[bool] = mapped_column(default=False)  # else the visit is short: "this is not my phone"
    ends: Mapped[datetime]  # on the hour
