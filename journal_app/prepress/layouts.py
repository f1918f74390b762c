"""Step 2: read the layouts -> Layout values with their boxes in mm. It never draws anything.

A layout is a folder: layout.toml names its slots, each a box (or several) on the house grid; page.html and page.css
draw what surrounds them. Boxes are `[column, row, columns, rows]` on 12 columns and 24 rows, counted from 1; rows
are snapped to the baseline grid, so every line of text in a house leading falls on the same lines of the page.
"""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from journal_app.prepress.house_files import wrong_files
from journal_app.prepress.model import Table
from journal_app.prepress.sheet import PrinterSheet
from journal_app.problems import Problem, warning
from journal_app.units import PT_PER_MM, Rect

COLUMNS, ROWS = 12, 24
LEADING_PT = 13.0  # the house baseline: 9.4 pt text on 13 pt
LINE_MM = LEADING_PT / PT_PER_MM
GUTTER_MM = 5.0
# Margins as parts of the page, so that one layout serves a tabloid and an A4: 14, 23 and 17 mm of 289 x 410.
SIDE_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 14 / 289, 23 / 410, 17 / 410

# What WeasyPrint 70 cannot draw without breaking off: gradients in CMYK, floated first letters, blurred shadows.
FORBIDDEN_CSS = (
    "gradient(",
    "::first-letter",
    ":first-letter",
    "box-shadow",
    "text-shadow",
    "inset ",
    "ridge",
    "groove",
    "@import",
    "url(http",
    "url('http",
    'url("http',
    "rgb(",
    "rgba(",
    "hsl(",
    "opacity",
)

Box = tuple[float, float, float, float]
Role = Literal["article", "aligned", "picture", "contents", "masthead", "quote", "qr", "words", "teaser"]


class Slot(Table):
    """A named place on a page that the flatplan fills with one thing."""

    role: Role
    head: Box | None = Field(None, description="where kicker, headline, standfirst and byline stand, if apart")
    frames: list[Box] = Field(default_factory=list, description="the columns a text flows through, in reading order")
    frame: Box | None = Field(None, description="the one box of anything that does not flow")
    more: Box | None = Field(None, description="where the text has a column more once the picture there is made lower")
    caption: Box | None = Field(None, description="a picture's caption and credit")
    bleed: list[Literal["left", "right", "top", "bottom"]] = Field(default_factory=list)
    full: bool = Field(False, description="a picture over the whole page, bleed included")
    half: Literal["verso", "recto"] | None = Field(None, description="this half of a picture across the fold")
    size: tuple[float, float, float] = Field((8.8, 9.4, 9.8), description="text size in pt: least, wished, most")
    leading: tuple[float, float] = Field((13.0, 13.0), description="line to line in pt: least, wished")
    tracking: int = Field(0, le=0, ge=-15, description="tightest tracking in 1/1000 em")
    style: str = Field("", description="a class for the text: lead, poem, small...")
    optional: bool = False


class LayoutFile(Table):
    """layout.toml"""

    label: dict[str, str]
    side: Literal["any", "verso", "recto"] = "any"
    directions: list[Literal["ltr", "rtl"]] = Field(default=["ltr", "rtl"])
    bare: bool = Field(False, description="no running head and folio")
    over: bool = Field(False, description="the page's own drawing lies over its pictures (a nameplate on a photo)")
    slots: dict[str, Slot] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout folder, read: its slots and the two sources that draw around them."""

    name: str
    file: LayoutFile
    html: str
    css: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The house grid on one page size: turns a Box into millimetres."""

    width: float
    height: float

    @property
    def margin(self) -> float:
        return self.width * SIDE_MARGIN

    @property
    def top(self) -> float:
        return self.height * TOP_MARGIN

    @property
    def lines(self) -> int:
        """Baselines between the top and the bottom margin."""
        return int((self.height * (1 - TOP_MARGIN - BOTTOM_MARGIN)) / LINE_MM)

    def rect(self, box: Box, rtl: bool = False) -> Rect:
        """`[column, row, columns, rows]` in mm, snapped to whole lines with a blank line under it."""
        column, row, columns, rows = box
        step = (self.width - 2 * self.margin + GUTTER_MM) / COLUMNS
        first = round((row - 1) * self.lines / ROWS)
        last = round((row - 1 + rows) * self.lines / ROWS)
        last -= 0 if row - 1 + rows >= ROWS else 1
        found = Rect(
            self.margin + (column - 1) * step,
            self.top + first * LINE_MM,
            columns * step - GUTTER_MM,
            max(last - first, 1) * LINE_MM,
        )
        return found.mirrored(self.width) if rtl else found


def grid_of(sheet: PrinterSheet) -> Grid:
    """The house grid on the sheet's page."""
    return Grid(*sheet.page)


def picture_rect(slot: Slot, sheet: PrinterSheet, rtl: bool) -> Rect:
    """Where a picture stands, mm from the trim's top left: its box, drawn out to the bleed on the named sides.

    On a press that cannot print the edge of the sheet it is drawn out only as far as that prints.
    """
    (width, height), edge = sheet.page, sheet.margin_unprinted or -sheet.bleed
    if slot.full:
        return Rect(edge, edge, width - 2 * edge, height - 2 * edge)
    assert slot.frame is not None  # read_layout refuses a picture slot without a box
    x, y, w, h = grid_of(sheet).rect(slot.frame)
    left, top, right, bottom = x, y, x + w, y + h
    if "left" in slot.bleed:
        left = edge
    if "right" in slot.bleed:
        right = width - edge
    if "top" in slot.bleed:
        top = edge
    if "bottom" in slot.bleed:
        bottom = height - edge
    found = Rect(left, top, right - left, bottom - top)
    return found.mirrored(width) if rtl else found


def read_layouts(folder: Path) -> tuple[dict[str, Layout], list[Problem]]:
    """Every usable layout folder under `folder`, and what is wrong with the shared parts (`_house`) and the others.

    What is wrong with a layout warns, since one in the making must not stop an issue that does without it; a page
    that uses it is stopped by the flatplan (`layout-unknown`).
    """
    layouts: dict[str, Layout] = {}
    problems = wrong_files(folder, FORBIDDEN_CSS)
    for path in sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(("_", "."))):
        layout, found = read_layout(path)
        problems += found
        if layout:
            layouts[layout.name] = layout
    return layouts, problems


def read_layout(path: Path) -> tuple[Layout | None, list[Problem]]:
    """One layout folder, or the problems that keep it from being used."""
    where = f"layout:{path.name}"
    try:
        source, html, css = ((path / n).read_text("utf-8") for n in ("layout.toml", "page.html", "page.css"))
        file = LayoutFile.model_validate(tomllib.loads(source))
    except OSError as error:
        return None, [warning("layout-incomplete", where, Path(str(error.filename)).name, who="layout")]
    except UnicodeDecodeError:
        return None, [warning("layout-invalid", where, "UTF-8", who="layout")]
    except tomllib.TOMLDecodeError as error:
        return None, [warning("layout-invalid", where, str(error), who="layout")]
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        return None, [warning("layout-invalid", where, f"{key}: {first['msg']}", who="layout")]
    problems = _boxes(file, where) + [
        warning("layout-forbidden-css", where, word.strip("( "), who="layout") for word in FORBIDDEN_CSS if word in css
    ]
    if problems:
        return None, problems
    digest = hashlib.sha256("\0".join((source, html, css)).encode()).hexdigest()
    return Layout(path.name, file, html, css, digest), []


def _boxes(file: LayoutFile, where: str) -> list[Problem]:
    """Slots that lack the boxes their role needs, or boxes that leave the grid."""
    problems = []
    for name, slot in file.slots.items():
        flows = slot.role in ("article", "aligned")
        boxes: Sequence[Box] = slot.frames if flows else [slot.frame] if slot.frame else []
        if not boxes and not slot.full:
            problems.append(warning("layout-slot-without-box", f"{where}/{name}", slot.role, who="layout"))
        for column, row, columns, rows in [*boxes, *filter(None, (slot.head, slot.caption, slot.more))]:
            inside = column >= 1 and row >= 1 and column - 1 + columns <= COLUMNS and row - 1 + rows <= ROWS
            if not inside or columns <= 0 or rows <= 0:
                found = f"[{column:g}, {row:g}, {columns:g}, {rows:g}]"
                problems.append(
                    warning("layout-box-off-grid", f"{where}/{name}", found, f"{COLUMNS} x {ROWS}", "layout")
                )
    return problems
