"""Distribution, the next run: what became of past issues -> how many to print. Whole numbers; it decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

LOOKED_AT = 3  # issues: fewer say little, older ones were another paper
ROUND = 100  # copies: printers' prices go by hundreds


@dataclass(frozen=True, slots=True)
class Past:
    """What became of one issue: copies delivered, left in the end, and asked for that could not be given."""

    number: int
    delivered: int
    left: int
    unmet: int = 0

    @property
    def used(self) -> int:
        """What would have been right for it."""
        return self.delivered - self.left + self.unmet


@dataclass(frozen=True, slots=True)
class NextRun:
    """How many to print, and what that rests on."""

    copies: int
    left: int  # on average
    unmet: int  # on average
    past: tuple[Past, ...]


def next_run(past: Sequence[Past]) -> NextRun | None:
    """The mean of what the last issues needed, up to the next hundred; None when none has come to its end."""
    some = tuple(sorted(past, key=lambda one: -one.number)[:LOOKED_AT])
    if not some:
        return None
    need = -(-sum(one.used for one in some) // len(some))
    left, unmet = (round(sum(told) / len(some)) for told in ([one.left for one in some], [one.unmet for one in some]))
    return NextRun(-(-need // ROUND) * ROUND, left, unmet, some)
