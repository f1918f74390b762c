"""The printer sheet: what one printer wants of a file, and the presets to start from. Reads only sheets/*.toml.

Filled once, it drives page size, bleed, colour, preflight, price and file names. Where a number is not the
printer's own it comes from GWG 2015 or the newspaper limits named beside it in the preset.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

PRESETS = Path(__file__).parent / "sheets"


class Resolution(BaseModel):
    """Effective ppi of pictures at their printed size (GWG 2015; newspaper limits are lower)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    error: int = 149
    warn: int = 224
    aim: int = 300
    line_error: int = 549  # 1-bit pictures
    line_warn: int = 799
    line_aim: int = 1000


class Minimums(BaseModel):
    """Smallest type (pt) and thinnest lines (pt) that print."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text_solid: float = 6.0  # one solid colour
    text_tint: float = 8.0
    text_process: float = 10.0  # four colours
    text_reversed: float = 10.0  # white out of colour
    line: float = 0.25
    line_multi: float = 0.5  # several colours, or white


class PrinterSheet(BaseModel):
    """One printer's wishes. Sizes in mm, width first; ink in % of total area coverage; weights in g/m2."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    label: dict[str, str] = Field(default_factory=dict)
    product: Literal["sections", "poster"] = Field("sections", description="paged sections, or one folded sheet")
    closed: tuple[float, float] = Field(description="closed size after folding")
    open: tuple[float, float] = Field(description="open size of a spread or sheet")
    page: tuple[float, float] = Field(description="size of one PDF page's trim")
    pages_multiple: int = 4
    paper: str = ""
    paper_kind: Literal["newsprint", "uncoated", "coated"] = "uncoated"
    gsm: float = 52
    colour_pages: Literal["all", "none"] | list[int] = Field("all", description="folios printed 4/4; the others 1/1")
    bleed: float = 3.0
    safe: float = 5.0
    margin_unprinted: float = Field(0.0, description="border the press cannot print (newsprint without bleed)")
    ink_limit: float = 300
    ink_warn: float = 280
    resolution: Resolution = Resolution()
    minimums: Minimums = Minimums()
    profile: str | None = Field(
        None,
        description="ICC file name: in the issue's printer/ folder or the installed free profile; none: no PDF/X claim",
    )
    condition: str = Field("", description="registered OutputConditionIdentifier, e.g. FOGRA39")
    condition_info: str = ""
    registry: str = ""
    flavour: Literal["pdfx4", "pdfx1a", "plain"] = "pdfx4"
    naming: str = Field(
        "JDJ_n{number:02d}_{date:%Y-%m}_p{first:02d}-{last:02d}_v{version:02d}_{state}",
        description="file name pattern without .pdf; ASCII, no spaces",
    )
    quantity: int = 4000
    overs: float = Field(5.0, description="overs clause, +- %")
    deadline: str = ""
    web_base: str = Field("", description="https address QR codes start with")

    @property
    def bleed_right(self) -> float:
        """Width of the page with its bleed on both sides, mm."""
        return self.page[0] + 2 * self.bleed

    def in_colour(self, folio: int) -> bool:
        """Whether the page with this number is printed in four colours."""
        if isinstance(self.colour_pages, list):
            return folio in self.colour_pages
        return self.colour_pages == "all"

    @property
    def k_only(self) -> bool:
        """Whether no page has colour."""
        return self.colour_pages == "none" or self.colour_pages == []


@cache
def preset(name: str) -> PrinterSheet:
    """The preset of that name; a name ending in `-k` is the K-only variant of the one before it.

    Raises KeyError when there is none: use `preset_names()` to say which exist.
    """
    base = name.removesuffix("-k")
    path = PRESETS / f"{base}.toml"
    if base not in {p.stem for p in PRESETS.glob("*.toml")}:
        raise KeyError(name)
    values = tomllib.loads(path.read_text("utf-8")) | {"name": name}
    if name != base:
        values |= {"colour_pages": "none", "ink_limit": 100, "ink_warn": 100}
    return PrinterSheet.model_validate(values)


def preset_names() -> list[str]:
    """Every preset, each followed by its K-only variant."""
    return [n for p in sorted(PRESETS.glob("*.toml")) for n in (p.stem, f"{p.stem}-k")]


def load(path: Path) -> PrinterSheet:
    """A sheet from a TOML file: either whole, or `preset = "name"` with the keys it overrides.

    Raises pydantic.ValidationError, tomllib.TOMLDecodeError, KeyError (unknown preset) or OSError: the caller at
    the edge turns them into Problems.
    """
    return from_table(tomllib.loads(path.read_text("utf-8")))


def _merged(base: dict[str, object], over: dict[str, object]) -> dict[str, object]:
    """The preset with what the table says; inner tables key by key."""
    found = dict(base)
    for key, value in over.items():
        inner = found.get(key)
        found[key] = inner | value if isinstance(inner, dict) and isinstance(value, dict) else value
    return found


def from_table(table: str | dict[str, object]) -> PrinterSheet:
    """A sheet from issue.toml's `printer`: a preset's name, or a table that may start from one."""
    if isinstance(table, str):
        return preset(table)
    values = dict(table)
    base = values.pop("preset", None)
    if base is not None:
        values = _merged(preset(str(base)).model_dump(), values)
    return PrinterSheet.model_validate(values)
