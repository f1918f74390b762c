"""Flatplan, the remedies: a text that is too long on its page -> what could be done about it, the gentlest first. Pure.

Nothing is done by itself: what an editor chooses is a step that can be undone, or a proposal that somebody answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from journal_app.prepress.layouts import Layout
from journal_app.prepress.trial import Paragraph, Trial

MOST_CUTS = 3
PICTURE_STEP = 0.05  # of a picture's place; less is the same size to the eye


@dataclass(frozen=True, slots=True)
class Fitting:
    """A layout as it would take what is on the page: lines over in all, and what finds no place."""

    layout: str
    over: int
    size_pt: float
    under: int
    left: tuple[str, ...] = ()  # pictures and quotes that find no place, by what people call them
    unsaid: tuple[str, ...] = ()  # texts that find none, and languages in which a text finds none
    pictures: float = 0.0  # how much larger (+) or smaller (-) the place of pictures is, as a share

    @property
    def fits(self) -> bool:
        """Whether every text fits, in each of its languages. A picture or a quote that finds no place may be missed, a
        text or a language may not."""
        return not self.over and not self.unsaid

    @property
    def missed(self) -> tuple[str, ...]:
        """All that finds no place, the texts first."""
        return (*self.unsaid, *self.left)


def fitting(
    layout: str, found: Sequence[Trial], left: Sequence[str], unsaid: Sequence[str], pictures: float
) -> Fitting:
    """How a layout took it: the least size of its texts, and all lines over."""
    over = sum(lines for one in found for lines in one.over.values())
    size = min((one.size_pt for one in found if one.size_pt), default=0.0)
    under = min((one.under for one in found), default=0)
    return Fitting(layout, over, size, under, tuple(left), tuple(unsaid), round(pictures, 2))


def in_order(found: Sequence[Fitting]) -> list[Fitting]:
    """Those that fit first, the most legible of them first; then those that leave no text out, with the fewest lines
    over."""
    return sorted(found, key=lambda one: (not one.fits, len(one.unsaid), len(one.left), one.over, -one.size_pt,
                                          one.layout))  # fmt: skip


def picture_area(layout: Layout) -> float:
    """The place that pictures have on a layout, in cells of the house grid (12 columns x 24 rows)."""
    boxes = [slot.frame for slot in layout.file.slots.values() if slot.role == "picture" and slot.frame]
    return sum(box[2] * box[3] for box in boxes)


def change_of_pictures(before: Layout, after: Layout) -> float:
    """The share by which the place of pictures grows or shrinks; 0 where the eye sees none."""
    had, has = picture_area(before), picture_area(after)
    share = (has - had) / had if had else 0.0
    return share if abs(share) >= PICTURE_STEP else 0.0


def cuts(over: int, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs that could go, the shortest that is enough first; never the first, which opens the text.

    When none is enough by itself, the longest.
    """
    middle = [one for one in paragraphs if one.place]
    enough = sorted((one for one in middle if one.lines >= over), key=lambda one: (one.lines, one.place))
    return enough[:MOST_CUTS] or sorted(middle, key=lambda one: -one.lines)[:1]
