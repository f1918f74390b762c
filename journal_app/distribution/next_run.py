"""Distribution, the next run: what became of past issues -> how many to print. Whole numbers; it decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

LOOKED_AT = 3  # issues: fewer say little, older ones were another paper
ROUND = 100  # copies: printers' prices go by hundreds


@dataclass(frozen=True, slots=True)
class Past:
    """What became of one issue: copies delivered, left in the end, asked for that could not be given, and those still
    out at places that have not said what became of them."""

    number: int
    delivered: int
    left: int
    unmet: int = 0
    out: int = 0

    @property
    def used(self) -> int:
        """What would have been right for it, if all that is still out is handed out."""
        return self.delivered - self.left + self.unmet


@dataclass(frozen=True, slots=True)
class NextRun:
    """How many to print, and what that rests on."""

    copies: int
    left: int  # on average
    unmet: int  # on average
    past: tuple[Past, ...]
    out: int = 0  # on average: nobody knows yet whether they are used
    least: int = 0  # copies, if all that is still out comes back

    @property
    def waits(self) -> bool:
        """Whether so much is still out that a number would be a guess."""
        return self.least * 2 < self.copies


def next_run(past: Sequence[Past]) -> NextRun | None:
    """The mean of what the last issues needed, up to the next hundred; None when none has come to its end. What is
    still out makes it a range."""
    some = tuple(sorted(past, key=lambda one: -one.number)[:LOOKED_AT])
    if not some:
        return None
    most, least = (_up(sum(told), len(some) * ROUND) * ROUND
                   for told in ([one.used for one in some], [one.used - one.out for one in some]))  # fmt: skip
    left, unmet, out = (round(sum(told) / len(some)) for told in (
        [one.left for one in some], [one.unmet for one in some], [one.out for one in some]))  # fmt: skip
    return NextRun(most, left, unmet, some, out, least)


def _up(copies: int, by: int) -> int:
    return -(-copies // by)
