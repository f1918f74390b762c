"""Step 7, the nouns: what the engine is asked to typeset, and what it gives back. Plain values."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from journal_app.units import Rect

Box = tuple[float, float]
BROKEN = "broken"  # the level of what stopped the engine, in a document's log


@dataclass(frozen=True, slots=True)
class Setting:
    """One rung of copyfit: text size and line to line in pt, tracking in 1/1000 em."""

    size: float
    leading: float
    tracking: float = 0

    def css(self, factors: tuple[tuple[str, float, float], ...]) -> str:
        """The rung as CSS; each language's column has its own size and line height."""
        spacing = f"letter-spacing:{self.tracking / 1000:.4f}em;" if self.tracking else ""
        rules = [f".body{{font-size:{self.size:.2f}pt;line-height:{self.leading:.3f}pt;{spacing}}}"]
        rules += [
            f'.body [data-column="{language}"]{{font-size:{self.size * size:.2f}pt;'
            f"line-height:{self.leading * leading:.3f}pt}}"
            for language, size, leading in factors
        ]
        return "".join(rules)


@dataclass(frozen=True, slots=True)
class Job:
    """One document to typeset. `frames` are widths and heights in mm; `head` the box of the text's own head.

    `ladder` runs from loose to tight and `wished` is the rung to start at; an empty ladder means no copyfit.
    `factors` are the languages with their size and line height relative to Latin. `rising` are the frames (from 0)
    right under the head: they take the lines the head leaves. `bands` numbers each frame's row of columns; columns
    of the band where the text ends are made equally long. `line` is the page's baseline step in mm.
    """

    html: str
    css: tuple[str, ...]
    frames: tuple[Box, ...]
    head: Box | None = None
    ladder: tuple[Setting, ...] = ()
    wished: int = 0
    grow: bool = False
    factors: tuple[tuple[str, float, float], ...] = ()
    head_html: str = ""
    rising: tuple[int, ...] = ()
    bands: tuple[int, ...] = ()
    line: float = 0


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a document from when it was last set: it saves renders, and changes nothing else.

    `rung` is where another version of the same text ended; `rise` that of the same head in the same box, in mm.
    """

    rung: int
    rise: float


@dataclass(frozen=True, slots=True)
class Typeset:
    """A typeset document: its PDF (head first, then the frames, without overset pages) and what was measured.

    `over` counts lines per language, `lines` those that stand in the frames; `under` are left, and `free` by each
    language of texts side by side. `blocks` says on which frame and where (mm in the frame, y down) each element with
    an id landed; `log` is what the engine complained about; `rise` is how far, in mm, the rising frames begin above
    their box; `rung` is the step of the ladder that `setting` is.
    """

    pdf: bytes
    frames: int
    has_head: bool
    setting: Setting | None
    over: dict[str, int]
    under: int
    head_over: bool
    blocks: tuple[tuple[str, int, Rect], ...] = ()
    log: tuple[tuple[str, str], ...] = field(default=())
    rise: float = 0
    rung: int | None = None
    lines: dict[str, int] = field(default_factory=dict)
    free: dict[str, int] = field(default_factory=dict)

    @property
    def broken(self) -> bool:
        """Whether the engine broke off: the PDF is then an empty page."""
        return any(level == BROKEN for level, _ in self.log)

    def dump(self) -> str:
        """Everything but the PDF, as JSON for the cache."""
        return json.dumps({k: v for k, v in asdict(self).items() if k != "pdf"}, sort_keys=True)

    @classmethod
    def load(cls, pdf: bytes, text: str) -> "Typeset":
        """The counterpart of dump."""
        values: dict[str, Any] = json.loads(text)
        values["setting"] = Setting(**values["setting"]) if values["setting"] else None
        values["blocks"] = tuple((name, frame, Rect(*rect)) for name, frame, rect in values["blocks"])
        values["log"] = tuple((level, message) for level, message in values["log"])
        return cls(pdf=pdf, **values)
