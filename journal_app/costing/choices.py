"""Costing, the slider: pages x copies x inks x paper -> what each choice costs and weighs, against targets and money.

Pure values, no clock. A choice is priced by the quote where it fits, else by the estimate, and says which. It decides
nothing: what gets under a target is found in changing.py.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from journal_app.costing.delivery import scaled, splitter, weighed
from journal_app.costing.model import Costing, FundState
from journal_app.costing.need import Need, need_of
from journal_app.costing.parcels import Splitter
from journal_app.costing.pricing import Prices
from journal_app.costing.residency import residency_cost
from journal_app.costing.targets import both_targets
from journal_app.costing.weight import milligrams
from journal_app.money import Price, to_cents
from journal_app.prepress.sheet import PrinterSheet

FEWEST, MOST = 4, 64  # pages
PAPERS = tuple(map(Decimal, (45, 52, 60, 70, 80, 90, 100)))  # g/m2, what printers of papers have
STEPS = (50, 100, 200, 250, 500, 1000)  # copies from one mark of the slider to the next
MARKS = 30  # at most so many, beside the quote's own quantities


class Inks(StrEnum):
    """How much of the paper is in four colours; each costs more than the one before."""

    GREY = "grey"  # black only
    SOME = "some"  # the pages that stand on one form
    ALL = "all"


def cheap_pages(pages: int) -> tuple[int, ...]:
    """The pages that are cheap in colour, on one side of the outer sheet of a web press: 16 pages: 1, 8, 9, 16."""
    return tuple(sorted({1, pages // 2, pages // 2 + 1, pages})) if pages > 1 else (1,)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to print the issue. Cents TTC; the three `left_` are what remains, below nothing when it is too dear."""

    need: Need
    inks: Inks
    kind: str  # quote, estimate or unknown
    price: Price
    low: int
    high: int
    copy_mg: int
    delivery: int
    left_printing: int  # of the printing target
    left_all: int  # of the larger target, the residency paid
    left_received: int  # of the money on the bank that may print
    section_pages: int  # of a form of the press

    @property
    def sections(self) -> int:
        """Forms begun."""
        return -(-self.need.pages // self.section_pages)

    @property
    def loose_pages(self) -> int:
        """Pages on a form that is not full: it is set up like a full one. 0: every form is full."""
        return self.need.pages % self.section_pages

    @property
    def run_kg(self) -> Decimal:
        return (Decimal(self.copy_mg) * self.need.copies).scaleb(-6)


class Slider:
    """All choices of one issue. `now` is what the plan and the sheet ask for at present."""

    def __init__(self, costing: Costing, sheet: PrinterSheet, pages: int) -> None:
        self.sheet, self.pages = sheet, pages
        self._prices = Prices(costing.printing, sheet)
        self._delivery = costing.delivery
        self._flat = sum(to_cents(line.price * line.quantity) for line in costing.delivery.line)
        self._residency = residency_cost(costing.residency).price.gross
        self._printing, self._all = both_targets(costing.targets, costing.fund)
        self._received = self._printing.raised[FundState.RECONCILED]
        self._need = need_of(sheet, pages)
        self._weights: dict[tuple[int, Decimal], int] = {}
        self._parcels: dict[tuple[int, int], int] = {}
        self._splitters: dict[int, Splitter] = {}
        self._scaled: dict[int, list[tuple[int, int]]] = {}
        self.inks = self._own_inks()
        self._some = self._need.colour_pages if self.inks is Inks.SOME else 0
        self.quantities = [tier.quantity for tier in costing.printing.quote.tiers] if costing.printing.quote else []

    @property
    def now(self) -> Choice:
        """What is planned."""
        return self.choice(self._need, self.inks)

    def at(
        self, pages: int | None = None, copies: int | None = None, inks: Inks | None = None, gsm: Decimal | None = None
    ) -> Choice:
        """What is planned, but for what is given."""
        pages, inks = self.pages if pages is None else pages, inks or self.inks
        need = replace(
            self._need,
            pages=pages,
            copies=self._need.copies if copies is None else copies,
            gsm=self._need.gsm if gsm is None else gsm,
            colour_pages=self.colour_pages(pages, inks),
        )
        return self.choice(need, inks)

    def grid(
        self,
        pages: Iterable[int] | None = None,
        copies: Iterable[int] | None = None,
        inks: Iterable[Inks] | None = None,
        papers: Iterable[Decimal] | None = None,
    ) -> list[Choice]:
        """Every combination; what is not given takes all its steps."""
        asked = list(self.page_steps() if pages is None else pages)
        runs, colours = list(self.copy_steps() if copies is None else copies), list(Inks if inks is None else inks)
        sheets = list(self.paper_steps() if papers is None else papers)
        size = (self._need.width, self._need.height)
        return [
            self.choice(Need(count, self.colour_pages(count, ink), run, gsm, *size), ink)
            for count in asked for ink in colours for gsm in sheets for run in runs
        ]  # fmt: skip

    def choice(self, need: Need, inks: Inks) -> Choice:
        """One need, priced, weighed and held against the targets."""
        kind, price, low, high = self._prices.of(need)
        weight = self._weight(need)
        gross = price.gross
        return Choice(
            need, inks, kind, price, low, high, weight, self._sent(weight, need.copies),
            self._printing.cents - gross, self._all.cents - gross - self._residency, self._received - gross,
            self._prices.section_pages,
        )  # fmt: skip

    def _weight(self, need: Need) -> int:
        key = (need.pages, need.gsm)
        if key not in self._weights:
            self._weights[key] = milligrams(need)
        return self._weights[key]

    def page_steps(self) -> tuple[int, ...]:
        """Whole sections; a poster has the pages it has."""
        if self.sheet.product == "poster":
            return (self.pages,)
        step = self.sheet.pages_multiple
        found = {*range(-(-FEWEST // step) * step, MOST + 1, step), self.pages}
        return tuple(sorted(found))

    def copy_steps(self) -> tuple[int, ...]:
        """Round numbers up to half as many again, the quote's own quantities, and what is planned."""
        most = max(self._need.copies * 3 // 2, 1000)
        step = next((one for one in STEPS if most // one <= MARKS), STEPS[-1])
        quoted = [one for one in self.quantities if one <= most * 2]
        return tuple(sorted({*range(-(-500 // step) * step, most + 1, step), *quoted, self._need.copies}))

    def paper_steps(self) -> tuple[Decimal, ...]:
        """Two papers lighter, two heavier, and the one that is planned."""
        own = self._need.gsm
        lighter, heavier = [gsm for gsm in PAPERS if gsm < own][-2:], [gsm for gsm in PAPERS if gsm > own][:2]
        return (*lighter, own, *heavier)

    def colour_pages(self, pages: int, inks: Inks) -> int:
        """How many pages are in colour; `SOME` is what the sheet says, or else the cheap ones."""
        if inks is Inks.SOME:
            return min(pages, self._some or len(cheap_pages(pages)))
        return pages if inks is Inks.ALL else 0

    def _own_inks(self) -> Inks:
        colour, pages = self._need.colour_pages, self._need.pages
        return Inks.ALL if colour == pages and pages else Inks.SOME if colour else Inks.GREY

    def _sent(self, weight: int, copies: int) -> int:
        """What delivery costs when a copy weighs so much and the batches shrink or grow with the run, cents TTC."""
        if not self._delivery.batch:
            return self._flat
        weight = weighed(self._delivery, weight, self._weight(self._need))
        key = (weight, copies)
        if key not in self._parcels:
            if weight not in self._splitters:
                self._splitters[weight] = splitter(self._delivery, weight)
            split = self._splitters[weight]
            sent = ((split.cents(each) or 0) * places for each, places in self._batches(copies))
            self._parcels[key] = self._flat + sum(sent)
        return self._parcels[key]

    def _batches(self, copies: int) -> list[tuple[int, int]]:
        """Copies a place and places, for a run of so many; places that get the same number stand together."""
        if copies not in self._scaled:
            found: Counter[int] = Counter()
            for batch in self._delivery.batch:
                found[scaled(batch.copies, copies, self._need.copies)] += batch.places
            self._scaled[copies] = sorted(found.items(), reverse=True)
        return self._scaled[copies]
