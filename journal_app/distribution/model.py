"""Distribution, the nouns: places, movements of copies, the plan, parcels, grids, links, answers. It decides nothing.

Movements are added and never changed: the copies of an issue are where they lead, and nowhere else is that written. No
person is in these rows but the staff account that acted: authors are a number, people met are a number, and a place
that must not be known has a code that is all anybody else ever reads.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class PlaceKind(StrEnum):
    """What a place is to a copy; each has a name `place:<kind>`. Those without an own row are made by the migration."""

    PRINTER = "printer"
    STOCK = "stock"
    LEGAL = "legal"  # dépôt légal: two copies, by law
    ARCHIVE = "archive"
    AUTHORS = "authors"  # all of them as one number: who has how many is nobody's to know
    ASSOCIATION = "association"
    EVENT = "event"
    HANDED_OUT = "handed-out"  # in somebody's hands
    LEFT_OVER = "left-over"
    RECYCLED = "recycled"
    LOST = "lost"  # sent and never seen: said, so that the sum stays true


SERVED = (PlaceKind.LEGAL, PlaceKind.ARCHIVE, PlaceKind.AUTHORS, PlaceKind.ASSOCIATION, PlaceKind.EVENT)
ASKED = (PlaceKind.AUTHORS, PlaceKind.ASSOCIATION, PlaceKind.EVENT)  # who can say what became of theirs
HELD = (PlaceKind.PRINTER, PlaceKind.STOCK)  # what can still be given
ENDS = (PlaceKind.HANDED_OUT, PlaceKind.LEFT_OVER, PlaceKind.RECYCLED, PlaceKind.LOST)  # what the run came to
MANY = (PlaceKind.ASSOCIATION, PlaceKind.EVENT, PlaceKind.STOCK)  # of these a person adds rows


class Way(StrEnum):
    """How copies come to a place; `way:<way>`."""

    CARRIER = "carrier"  # posted, by weight
    DRIVER = "driver"
    PICKUP = "pickup"  # they come and take them


class Kind(StrEnum):
    """What a movement was; `move:<kind>`."""

    DELIVERED = "delivered"  # they exist from here on
    CORRECTED = "corrected"  # there are more or fewer than was said
    TAKEN_IN = "taken-in"  # from the printer into a stock
    SENT = "sent"
    RETURNED = "returned"
    HANDED_OUT = "handed-out"
    LEFT_OVER = "left-over"
    RECYCLED = "recycled"
    LOST = "lost"
    UNDONE = "undone"  # the opposite of another one


class Said(StrEnum):
    """What came back from a place; `back:<kind>`."""

    ORDERED = "ordered"
    RECEIVED = "received"
    HANDED_OUT = "handed-out"


class Rights(StrEnum):
    """What a link may. Whoever carries a parcel can read its label: that link orders nothing."""

    ORDER = "order"
    CONFIRM = "confirm"


class Source(StrEnum):
    """Where the number that a place asks for comes from; `asked:<source>`."""

    USUAL = "usual"
    COUNT = "count"  # of authors
    ORDER = "order"
    TYPED = "typed"


class Place(Base):
    """Where copies can be, over all issues. `code` is what stands on paper when the place is `sensitive`."""

    __tablename__ = "copy_place"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(default="")  # empty: the kind's own name
    code: Mapped[str | None] = mapped_column(unique=True)  # "L-07"
    sensitive: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(default="")  # BCP 47: of its labels, beside French
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")  # of the office, when it gave it for deliveries
    way: Mapped[str] = mapped_column(default=Way.DRIVER)
    usual: Mapped[int] = mapped_column(default=0)  # copies it asks for when nobody says otherwise
    stop: Mapped[int] = mapped_column(default=0)  # its turn on the driver's round
    note: Mapped[str] = mapped_column(default="")  # for coordinators
    specimen: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]  # asked no more; where it was in the past it stays


class Movement(Base):
    """Copies that went from place to place. Without `from_id` they came to be; without `to_id` they never were."""

    __tablename__ = "copy_movement"
    __table_args__ = (
        Index("ix_copy_movement_issue", "issue_id", "number"),
        CheckConstraint("copies > 0", name="copies"),
        CheckConstraint("from_id IS NOT NULL OR to_id IS NOT NULL", name="somewhere"),
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # the order: a clock may jump
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    from_id: Mapped[str | None] = mapped_column(ForeignKey("copy_place.id"))
    to_id: Mapped[str | None] = mapped_column(ForeignKey("copy_place.id"))
    copies: Mapped[int]
    kind: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))  # none: through a link
    note: Mapped[str] = mapped_column(default="")
    undo_of: Mapped[int | None] = mapped_column(ForeignKey("copy_movement.number"), unique=True)
    parcel_id: Mapped[str | None] = mapped_column(ForeignKey("copy_parcel.id"), index=True)
    answer_id: Mapped[str | None] = mapped_column(ForeignKey("copy_answer.id"))  # what was said that moved them


class PlanLine(Base):
    """What a place asks for of an issue, and what it is to get."""

    __tablename__ = "copy_plan"
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("copy_place.id"), primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
    given: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(default=Source.USUAL)
    way: Mapped[str] = mapped_column(default="")  # for this issue; empty: the place's


class Handling(Base):
    """How an issue’s copies are packed. Weights in grams but for a copy’s; without a row packing.py's defaults hold."""

    __tablename__ = "copy_handling"
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    copy_milligrams: Mapped[int | None]  # as weighed; none: from the printer sheet
    back_grams: Mapped[int]  # what one person lifts
    wrap_grams: Mapped[int]  # paper and string of one parcel
    authors_each: Mapped[int]  # copies for each author with a piece in the issue


class Parcel(Base):
    """A bundle with a label. It has left when a movement that is not undone says so."""

    __tablename__ = "copy_parcel"
    __table_args__ = (UniqueConstraint("issue_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    place_id: Mapped[str] = mapped_column(ForeignKey("copy_place.id"))
    number: Mapped[int]  # of the issue, from 1: on the label
    copies: Mapped[int]
    grams: Mapped[int]
    way: Mapped[str]
    carrier: Mapped[str] = mapped_column(default="")
    cents: Mapped[int | None]  # TTC of the carrier's grid; none: nobody asks for money, or no step takes it
    grid_name: Mapped[str] = mapped_column(default="", server_default="")  # of the grid that says so, as it was then
    grid_dated: Mapped[date | None]
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]  # packed otherwise since; kept where it had left once and come back


class Told(StrEnum):
    """What a version of a carrier's grid came from; `grid:<told>`."""

    ADDED = "added"
    CORRECTED = "corrected"
    RETIRED = "retired"
    BACK = "back"


class Grid(Base):
    """One version of a carrier's dated weight grid. Versions are added; the highest that is not undone counts."""

    __tablename__ = "copy_grid"
    carrier_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # from 1
    what: Mapped[str]
    name: Mapped[str]  # of the carrier, and of what it sells
    source: Mapped[str] = mapped_column(default="")  # where the prices were read
    dated: Mapped[date]  # the first day it holds
    until: Mapped[date | None]  # the last one; none: until another of the same name begins
    vat: Mapped[int] = mapped_column(default=0)  # hundredths of a percent
    before_tax: Mapped[bool] = mapped_column(default=False)  # the prices of `steps` are HT
    most_grams: Mapped[int | None]  # it takes no heavier parcel; none: than the last step
    steps: Mapped[list[Any]]  # [grams, cents] by weight: a parcel of up to so many grams costs so much
    made_at: Mapped[datetime]
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]


class Link(Base):
    """A way in for one place, to one issue. Of its token only a hash is kept."""

    __tablename__ = "copy_link"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"), index=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("copy_place.id"))
    rights: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CopyAnswer(Base):
    """What a place said: how many it wants, what it received, what it handed out. Added, and never rewritten."""

    __tablename__ = "copy_answer"
    __table_args__ = (Index("ix_copy_answer_issue", "issue_id", "at"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    issue_id: Mapped[str] = mapped_column(ForeignKey("issue.id"))
    place_id: Mapped[str] = mapped_column(ForeignKey("copy_place.id"))
    link_id: Mapped[str | None] = mapped_column(ForeignKey("copy_link.id"))  # none: from paper, typed by `by_id`
    by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    kind: Mapped[str]
    copies: Mapped[int | None]  # wanted, or handed out
    bundles: Mapped[int | None]  # received, the damaged ones among them
    damaged: Mapped[int | None]  # bundles
    people: Mapped[int | None]  # met while handing out: counted apart from copies
    way: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]
    words: Mapped[str] = mapped_column(default="")
    taken_back_at: Mapped[datetime | None]  # its movement was undone, or a coordinator said that it was a slip
