"""Flatplan, the costs: an issue x its number of pages -> what a copy weighs and printing costs, by page, and what a
section would change.

Amounts are TTC cents. It prices nothing itself and has no clock.
"""

from dataclasses import dataclass, replace

from journal_app.costing.changing import Change, more_pages
from journal_app.costing.choices import Choice, Slider
from journal_app.costing.folder import FILE, WHO
from journal_app.costing.model import Costing, Delivery
from journal_app.costing.need import need_of
from journal_app.costing.targets import both_targets
from journal_app.costing.weight import kilograms, milligrams
from journal_app.issues.model import Issue
from journal_app.issues.sheets import sheet_of
from journal_app.prepress.sheet import PrinterSheet
from journal_app.prepress.tables import Source


@dataclass(frozen=True, slots=True)
class Weight:
    """What a copy weighs in g, and the run in kg; and how many g the pages of a section more, or less, change."""

    grams: float
    kilograms: float
    more: float
    less: float


@dataclass(frozen=True, slots=True)
class Money:
    """What the issue costs to print with so many pages, in TTC cents."""

    pages: int
    cents: int
    low: int
    high: int
    estimate: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What the pages of a section more, or less, change: TTC cents and g of a copy. `sure`: a quote says it."""

    cents: int
    grams: float
    sure: bool
    low: int  # between what an estimate may be; of a quote the cents themselves
    high: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What the plan says of money. `pages`: of each page its share of the printing, from page 1, which together are the
    whole to the cent; `sure`: a quote says them."""

    now: Money
    target: int
    more: Section
    less: Section | None
    pages: tuple[int, ...]
    sure: bool


def weight(issue: Issue, pages: int) -> Weight | None:
    """With or without a price: paper is known from the printer sheet. Nothing while there is none."""
    sheet = sheet_of(issue.printer)
    if sheet is None:
        return None
    now, step = need_of(sheet, pages), sheet.pages_multiple
    less, one, more = (milligrams(need_of(sheet, max(0, count))) for count in (pages - step, pages, pages + step))
    return Weight(one / 1000, float(kilograms(now)), (more - one) / 1000, (less - one) / 1000)


def costs(issue: Issue, pages: int) -> Costs | None:
    """Nothing while no price is known."""
    sheet = sheet_of(issue.printer)
    if sheet is None or not issue.costing.strip() or not pages:
        return None
    costing, _ = Source(issue.costing, FILE, WHO).model(Costing)
    return priced(costing, sheet, pages) if costing else None


def priced(costing: Costing, sheet: PrinterSheet, pages: int) -> Costs | None:
    """So many pages on that sheet. Parcels have no part in it, and would cost most of the time."""
    slider = Slider(costing.model_copy(update={"delivery": Delivery()}), sheet, pages)
    now, step = slider.now, sheet.pages_multiple
    if now.kind == "unknown":
        return None
    parts, sure = shares(slider)
    return Costs(
        _money(now), both_targets(costing.targets, costing.fund)[0].cents, _section(more_pages(slider)),
        _section(more_pages(slider, -step)) if pages > step else None, parts, sure,
    )  # fmt: skip


def shares(slider: Slider) -> tuple[tuple[int, ...], bool]:
    """The printing cut into pages, and whether a quote says so. Where some pages are in colour and others are not, a
    page in colour carries what the prices say that one costs more; all else is the same for each."""
    now, sheet = slider.now, slider.sheet
    whole, pages, colour = now.price.gross, now.need.pages, now.need.colour_pages
    more, sure = 0, now.kind == "quote" and now.low == now.high
    if 0 < colour < pages:
        change = Change(slider.choice(replace(now.need, colour_pages=colour - 1), slider.inks), now)
        more = max(0, min(change.cents, whole // colour))
        sure = sure and (change.sure or not more)
    each, rest = divmod(whole - more * colour, pages)
    coloured = [sheet.in_colour(folio) for folio in range(1, pages + 1)]
    return tuple(each + (at < rest) + more * of for at, of in enumerate(coloured)), sure


def _money(one: Choice) -> Money:
    return Money(one.need.pages, one.price.gross, one.low, one.high, one.kind == "estimate")


def _section(change: Change) -> Section:
    return Section(change.cents, (change.after.copy_mg - change.before.copy_mg) / 1000, change.sure, *change.spread)
