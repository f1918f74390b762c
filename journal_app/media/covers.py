"""Media, the covers: boxes in 0..1 of a picture -> the pixels that are made solid. It touches no picture."""

import math
from collections.abc import Sequence
from typing import NamedTuple

_MARGIN = 0.06  # of the box on each side: a box drawn by hand cuts an ear or a chin
_GRID = 8  # pixels: a JPEG's blocks; what is beside a cover has no ringing of what was below


class Box(NamedTuple):
    """A rectangle in 0..1 of the picture's width and height, from its left and top."""

    x: float
    y: float
    width: float
    height: float


def kept_inside(box: Box) -> Box | None:
    """The part of a box that is in the picture; None when that is nothing (or not a number)."""
    if not all(math.isfinite(value) for value in box):
        return None
    left, top = min(max(box.x, 0.0), 1.0), min(max(box.y, 0.0), 1.0)
    right, bottom = min(max(box.x + box.width, 0.0), 1.0), min(max(box.y + box.height, 0.0), 1.0)
    found = Box(left, top, right - left, bottom - top)
    return found if found.width > 0 and found.height > 0 else None


def boxes_in_pixels(boxes: Sequence[Box], size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Left, top, right, bottom of each cover, a little larger than its box and on the picture's blocks."""
    found = []
    for box in boxes:
        sides = ((box.x, box.width, size[0]), (box.y, box.height, size[1]))
        (left, right), (top, bottom) = (_span(start, length, most) for start, length, most in sides)
        found.append((left, top, right, bottom))
    return found


def _span(start: float, length: float, most: int) -> tuple[int, int]:
    low = (start - length * _MARGIN) * most
    high = (start + length * (1 + _MARGIN)) * most
    return max(0, math.floor(low / _GRID) * _GRID), min(most, math.ceil(high / _GRID) * _GRID)
