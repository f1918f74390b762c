"""Step 8, what a page paints, as values: one mark for each text, fill, stroke, image and shading. Judges nothing."""

from dataclasses import dataclass, field
from typing import Any

from journal_app.prepress.preflight.geometry import IDENTITY, Box, Matrix
from journal_app.prepress.preflight.glyphs import Font
from journal_app.prepress.preflight.spaces import GRAY, Colour, Space, initial


@dataclass(slots=True)
class State:
    """The graphics state (PDF 32000-1, 8.4), as far as a rule asks for it."""

    ctm: Matrix = IDENTITY
    fill: Colour = field(default_factory=lambda: initial(GRAY))
    stroke: Colour = field(default_factory=lambda: initial(GRAY))
    width: float = 1.0
    clip: Box | None = None
    overprint_fill: bool = False
    overprint_stroke: bool = False
    overprint_mode: int = 0
    alpha_fill: float = 1.0
    alpha_stroke: float = 1.0
    blend: str = "Normal"
    masked: bool = False
    font: Font | None = None
    size: float = 1.0
    char_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(slots=True)
class Image:
    """An image's own facts, from its dictionary (or an inline image's)."""

    width: int
    height: int
    space: Space | None
    bits: int
    mask: bool  # a stencil painted in the current colour
    stream: Any = None  # the XObject; None for an inline image
    soft: Space | None = None  # the colour space of its soft mask
    has_soft: bool = False


@dataclass(slots=True)
class Mark:
    """Something painted. `box` in points of the page's user space, cut by the clip; `size` is the type size or line
    width in points as printed; `within` is "", "pattern", "type3" or "softmask"."""

    kind: str  # text, fill, stroke, image, shading
    box: Box
    colour: Colour
    within: str = ""
    size: float = 0.0
    overprint: bool = False
    overprint_mode: int = 0
    transparent: str = ""  # "alpha 50 %", "Multiply", "SMask"
    font: Font | None = None
    codes: frozenset[int] = frozenset()
    mode: int = 0
    rectangle: bool = False
    image: Image | None = None
    matrix: Matrix = IDENTITY
    spaces: tuple[Space, ...] = ()  # of a shading


@dataclass(slots=True)
class PageMarks:
    """All a page paints, and what was met on the way."""

    marks: list[Mark] = field(default_factory=list)
    groups: list[tuple[str, Space | None]] = field(default_factory=list)  # transparency groups and their spaces
    broken: list[str] = field(default_factory=list)  # what could not be read
    oddities: list[tuple[str, Box | None]] = field(default_factory=list)  # `postscript`, `transfer`, `halftone`, `opi`
    layers: bool = False


def transparent(state: State, stroke: bool) -> str:
    """What makes an object drawn now transparent, or nothing (PDF 32000-1, 11.6)."""
    alpha = state.alpha_stroke if stroke else state.alpha_fill
    if state.masked:
        return "SMask"
    if alpha < 0.999:
        return f"alpha {alpha * 100:.0f} %"
    return "" if state.blend in ("Normal", "Compatible") else state.blend
