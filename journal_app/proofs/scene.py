"""Proofs, the scene: which pages lie there and which part of them is looked at -> boxes in mm. Pure; it draws nothing.

At zoom 1 whole pages are shown, one or the two that lie open. Zoomed, a window of one page: at 200 % half its width and
height, and so on; a window begins at halves of itself, so that there are few of them to be drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from journal_app.prepress.sheet import PrinterSheet
from journal_app.proofs.drawn import INKS, ZOOMS
from journal_app.proofs.model import BuiltPage
from journal_app.proofs.spreads import spreads
from journal_app.units import Rect

TRIM, SAFE, BLOCKS = "coupe", "tranquille", "blocs"
LAYERS = (TRIM, SAFE, BLOCKS)
TOTAL = "total"
VEIL, VEILS = 80, (40, 80, 100)  # %: how much of the page the inks over it hide


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at, as its address says. `inks` lie over the page, so opaque (`veil`, %); `proof`: the proof
    is wanted also where the page is another one by now."""

    zoom: int = 1
    across: int = 0
    down: int = 0
    double: bool = False
    layers: frozenset[str] = frozenset()
    inks: frozenset[str] = frozenset()
    veil: int = VEIL
    round: int = 0
    proof: bool = False

    def at(self, zoom: int) -> "Look":
        """The same middle, closer or from further off."""
        middle = [(place / 2 + 0.5) / self.zoom for place in (self.across, self.down)]
        across, down = (_start(share, zoom) for share in middle)
        return replace(self, zoom=zoom, across=across, down=down, double=self.double and zoom == 1)

    def moved(self, right: int, below: int) -> "Look | None":
        """A half window further; None at the edge."""
        across, down, last = self.across + right, self.down + below, 2 * self.zoom - 2
        return replace(self, across=across, down=down) if 0 <= across <= last and 0 <= down <= last else None

    def toggled(self, layer: str) -> "Look":
        return replace(self, layers=self.layers ^ {layer})

    def inked(self, ink: str) -> "Look":
        """With that ink over the page, or without; total ink is looked at alone."""
        kept = self.inks & {TOTAL} if ink == TOTAL else self.inks - {TOTAL}
        return replace(self, inks=kept ^ {ink})

    def bare(self) -> "Look":
        """Without any ink over the page."""
        return replace(self, inks=frozenset())

    def on(self, box: Rect, sheet: PrinterSheet, zoom: int = 4) -> "Look":
        """Close to a box of the page, its top left in view."""
        width, height = (side + 2 * sheet.bleed for side in sheet.page)
        shares = (
            (box.x + min(box.w, 60) / 2 + sheet.bleed) / width,
            (box.y + min(box.h, 40) / 2 + sheet.bleed) / height,
        )
        across, down = (_start(share, zoom) for share in shares)
        return replace(self, zoom=zoom, across=across, down=down, double=False)

    def query(self) -> dict[str, object]:
        """What an address says of it; what is as usual is left out."""
        told: dict[str, object] = {}
        if self.zoom > 1:
            told |= {"zoom": self.zoom * 100, "x": self.across, "y": self.down}
        if self.double:
            told["vue"] = "double"
        if self.layers:
            told["calque"] = [layer for layer in LAYERS if layer in self.layers]
        if self.inks:
            told["encre"] = [ink for ink in INKS if ink in self.inks]
        if self.veil != VEIL:
            told["voile"] = self.veil
        if self.round:
            told["tour"] = self.round
        if self.proof:
            told["vue-de"] = "epreuve"
        return told


def _start(share: float, zoom: int) -> int:
    """Where a window begins whose middle is at this share of the page, in halves of a window."""
    return min(max(round((share * zoom - 0.5) * 2), 0), 2 * zoom - 2)


def look_of(values: dict[str, list[str]]) -> Look:
    """What an address asks for; what makes no sense is left aside."""

    def number(name: str) -> int:
        told = (values.get(name) or [""])[0]
        return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0

    zoom = number("zoom") // 100
    zoom = zoom if zoom in ZOOMS else 1
    inks = frozenset(values.get("encre", [])) & set(INKS)
    veil = number("voile") if "voile" in values else VEIL
    last = 2 * zoom - 2
    return Look(
        zoom, min(number("x"), last), min(number("y"), last), (values.get("vue") or [""])[0] == "double" and zoom == 1,
        frozenset(values.get("calque", [])) & set(LAYERS), inks & {TOTAL} or inks, veil if 0 < veil <= 100 else VEIL,
        number("tour"), (values.get("vue-de") or [""])[0] == "epreuve",
    )  # fmt: skip


def astray(values: dict[str, list[str]]) -> bool:
    """Whether an address asks for a place or a nearness that there is not: the page is shown otherwise, and says so."""
    asked = {name: (values.get(name) or [""])[0] for name in ("zoom", "x", "y")}
    look = look_of(values)
    have = {"zoom": str(look.zoom * 100), "x": str(look.across), "y": str(look.down)}
    return any(told and told != have[name] for name, told in asked.items())


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page in the scene: `x` where its trim begins, `view` the part that is shown, both in mm."""

    page: BuiltPage
    x: float
    view: Rect


@dataclass(frozen=True, slots=True)
class Scene:
    """The pages that lie there, from left to right, and the part of it all that is looked at."""

    leaves: tuple[Leaf, ...]
    view: Rect


def scene(pages: Sequence[BuiltPage], folio: int, look: Look, sheet: PrinterSheet, bound: str, window: Rect) -> Scene:
    """The scene of a page. `bound`: the issue's reading direction; `window`: what is looked at when zoomed."""
    page = next(one for one in pages if one.folio == folio)
    bleed = sheet.bleed if TRIM in look.layers else 0.0
    if look.zoom > 1:
        return Scene((Leaf(page, 0, window),), window)
    open_now = [page]
    if look.double:
        open_now = list(next(spread for spread in spreads(pages) if page in spread.pages).pages)
    if bound == "rtl":
        open_now.reverse()  # what is read first lies on the right
    leaves, x = [], 0.0
    for place, one in enumerate(open_now):
        before, after = bleed * (place == 0), bleed * (place == len(open_now) - 1)
        view = Rect(-before, -bleed, one.width + before + after, one.height + 2 * bleed)
        leaves.append(Leaf(one, x, view))
        x += one.width
    tallest = max(one.height for one in open_now)
    return Scene(tuple(leaves), Rect(-bleed, -bleed, x + 2 * bleed, tallest + 2 * bleed))
