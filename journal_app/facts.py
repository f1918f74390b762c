"""Kernel: what happened upstream that other rooms must answer in the same transaction. Plain values."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

GRACE = timedelta(hours=24)  # so long an author may change their mind, then it is erased


@dataclass(frozen=True, slots=True)
class PieceWithdrawn:
    """Its author took a piece back: from this moment nobody reads, places or prints it."""

    piece_id: str
    issue_id: str


@dataclass(frozen=True, slots=True)
class PictureWithdrawn:
    """Whoever made a picture, or is in it, took it back."""

    picture_id: str
    issue_id: str


@dataclass(frozen=True, slots=True)
class PieceBroughtBack:
    """Its author changed their mind within the hours of grace: it is read again. What it was taken out of stays so."""

    piece_id: str
    issue_id: str


@dataclass(frozen=True, slots=True)
class PieceErased:
    """The hours of grace are over: nothing of the piece is kept but that there was one."""

    piece_id: str
    issue_id: str


@dataclass(frozen=True, slots=True)
class PictureErased:
    """The same for one picture."""

    picture_id: str
    issue_id: str


@dataclass(frozen=True, slots=True)
class OriginalSaid:
    """A piece is written in another language than was noted: its original is called `after` from now on."""

    piece_id: str
    issue_id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AnswerTakenBack:
    """An answer that what is printed rests on is no from now on. Nothing is erased: the author can be asked again."""

    kind: Literal["piece", "picture"]
    work_id: str
    issue_id: str
    uses: tuple[str, ...]  # consent.model.Use
    language: str = "*"  # that the answer is about; "*": all of them


@dataclass(frozen=True, slots=True)
class BatRefused:
    """A coordinator refused a version after it was signed and before it was printed: nobody prints it."""

    bat_id: str
    issue_id: str


@dataclass(frozen=True, slots=True)
class StatementsChanged:
    """Lines of a bank or platform were taken in, or taken out again: what follows from them is worked out anew."""

    kind: str  # statements.model.Kind


Withdrawn = PieceWithdrawn | PictureWithdrawn
Fact = (
    Withdrawn | AnswerTakenBack | PieceBroughtBack | PieceErased | PictureErased | OriginalSaid | BatRefused
    | StatementsChanged
)  # fmt: skip
Reaction = Callable[[Session, Fact, datetime], None]


def erased_after(now: datetime) -> datetime:
    """When what is withdrawn now is erased: told to the hour, like the withdrawal."""
    return now.replace(minute=0, second=0, microsecond=0) + GRACE + timedelta(hours=1)


def tell(db: Session, fact: Fact, now: datetime, reactions: Iterable[Reaction]) -> None:
    """Let each room answer, in order, in this transaction."""
    for react in reactions:
        react(db, fact, now)
