"""Flatplan, the sheet for the wall: how many spreads -> which way up it is and how many stand side by side on it.

Pages are as large as the sheet allows. Pure; sizes in mm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

P = TypeVar("P")  # a page
SHEET = (400.0, 277.0)  # A3 in landscape, 10 mm of margin all around, which every printer leaves
HEAD, FOOT = 24.0, 16.0  # the title above, what waits for a place below
GAPS = (6.0, 4.0)  # between spreads side by side, and one above the other
CAPTION = 12.0  # under a page: its number and what stands on it
MOST_COLUMNS = 12  # as many as the style sheet knows
LARGE, SMALL = 45.0, 32.0  # width of a page: from here words are large, below they are small


@dataclass(frozen=True, slots=True)
class Hanging:
    """The sheet's way up, its spreads side by side, and how wide a page comes to stand."""

    portrait: bool
    columns: int
    page_mm: float

    @property
    def size(self) -> str:
        """How large its words are."""
        return "large" if self.page_mm >= LARGE else "small" if self.page_mm < SMALL else "middle"


def hanging(spreads: int, shape: float) -> Hanging:
    """The one with the largest pages; `shape` is a page's width over its height. Of equals the wider sheet."""
    tried = [_tried(max(1, spreads), columns, portrait, shape)
             for portrait in (False, True) for columns in range(1, MOST_COLUMNS + 1)]  # fmt: skip
    return max(tried, key=lambda one: (round(one.page_mm, 1), not one.portrait, -one.columns))


def _tried(spreads: int, columns: int, portrait: bool, shape: float) -> Hanging:
    wide, high = reversed(SHEET) if portrait else SHEET
    rows = -(-spreads // columns)
    across = (wide - GAPS[0] * (columns - 1)) / columns / 2
    down = (high - HEAD - FOOT - GAPS[1] * (rows - 1)) / rows - CAPTION
    return Hanging(portrait, columns, max(0.0, min(across, down * shape)))


def outside_first(spreads: Sequence[tuple[P | None, P | None]]) -> list[tuple[P | None, P | None]]:
    """The spreads with the last page beside the first, as the paper lies when its outside is up: no half is blank."""
    if len(spreads) > 1 and spreads[0][0] is None and spreads[-1][1] is None:
        return [(spreads[-1][0], spreads[0][1]), *spreads[1:-1]]
    return list(spreads)
