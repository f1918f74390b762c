"""Kernel: how long a way in without an account lasts. Pure; rooms keep the rows, and write that one has run out.

A clock is set back sometimes, and must not bring back what had run out. Two things hold against it: a row opens nothing
before it was made, since a clock that says so is wrong; and a row whose time was seen to be over is ended in the
database (`run_out` of each room's store), at the first look at it and every few seconds by the worker (upkeep.lapsing).
A clock that jumped ahead by mistake ends links the same way: they are made anew, which is the safer of the two.
"""

from datetime import datetime
from typing import Protocol


class Lasting(Protocol):
    """A row that opens something for a while."""

    made_at: datetime
    expires_at: datetime


class Ending(Lasting, Protocol):
    """One that can be ended, by hand or by its time."""

    ended_at: datetime | None


def lasts(row: Lasting, now: datetime) -> bool:
    """Whether it may open something at this moment, as far as time goes."""
    return row.made_at <= now < row.expires_at


def over(row: Lasting, now: datetime) -> bool:
    """Whether its time has run out: from now on for good."""
    return now >= row.expires_at


def to_end(row: Ending | None, now: datetime) -> bool:
    """Whether its time has run out and its row does not say so yet (`run_out` of its room's store)."""
    return row is not None and row.ended_at is None and over(row, now)
