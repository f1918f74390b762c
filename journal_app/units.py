"""Kernel: lengths on paper. Millimetres are the house unit, points the engine's; nothing here reads or writes."""

from typing import NamedTuple

PT_PER_MM = 72 / 25.4  # 1 pt = 1/72 inch (PDF 32000-1, 8.3.2.3), 1 inch = 25.4 mm
PX_PER_MM = 96 / 25.4  # 1 CSS px = 1/96 inch (CSS Values 3, 6.2)


def mm_to_pt(mm: float) -> float:
    """Millimetres to PostScript points."""
    return mm * PT_PER_MM


def pt_to_mm(pt: float) -> float:
    """PostScript points to millimetres."""
    return pt / PT_PER_MM


def px_to_mm(px: float) -> float:
    """CSS pixels to millimetres."""
    return px / PX_PER_MM


class Rect(NamedTuple):
    """A box on a page in mm: x and y of its top left corner from the trim's top left corner, y downwards."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def mirrored(self, page_width: float) -> "Rect":
        """The same box on a page read from right to left."""
        return Rect(page_width - self.right, self.y, self.w, self.h)
