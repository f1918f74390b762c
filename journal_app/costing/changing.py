"""Costing, the changes: a slider x a ceiling -> the smallest changes that get under it, fewest first. Pure values.

It proposes and explains; nobody's pages are taken away by it. Words stand in saying.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, pairwise

from journal_app.costing.choices import Choice, Inks, Slider

ROUND = 50  # copies: what is affordable is said in round numbers
FEW = 5  # proposals: more are no help


class Axis(StrEnum):
    """What can be changed, the least regretted first: of equals that one is proposed first."""

    PAPER = "paper"
    COPIES = "copies"
    INKS = "inks"
    PAGES = "pages"


# How much a change costs the readers, for the same share of what there was: nobody misses 10 g of paper, a voice that
# is not printed is missed. A taste, and only an order of proposals.
WEIGHTS = {Axis.PAPER: Fraction(1, 2), Axis.COPIES: Fraction(1), Axis.INKS: Fraction(1), Axis.PAGES: Fraction(2)}
DRASTIC = Fraction(1, 2)
INK_SHARE = Fraction(1, 5)  # of what the eye has, from all pages in colour to some, and from some to none


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that changes; inks are their names."""

    axis: Axis
    before: int | Decimal | Inks
    after: int | Decimal | Inks


@dataclass(frozen=True, slots=True)
class Change:
    """From one choice to another. `cents` is the difference in TTC cents of printing: below nothing it is saved."""

    before: Choice
    after: Choice

    @property
    def cents(self) -> int:
        return self.after.price.gross - self.before.price.gross

    @property
    def spread(self) -> tuple[int, int]:
        """Between which cents the difference may be. Rates that are too low are so before and after; a quote and an
        estimate are wrong each by itself."""
        old, new = self.before, self.after
        if old.kind == new.kind == "estimate":
            ends = new.low - old.low, new.high - old.high
        else:
            ends = new.low - old.high, new.high - old.low
        return min(ends), max(ends)

    @property
    def delivery(self) -> int:
        """The difference in what delivery costs, which no target holds."""
        return self.after.delivery - self.before.delivery

    @property
    def parts(self) -> tuple[Part, ...]:
        old, new = self.before, self.after
        pairs: Iterable[tuple[Axis, int | Decimal | Inks, int | Decimal | Inks]] = (
            (Axis.PAPER, old.need.gsm, new.need.gsm),
            (Axis.COPIES, old.need.copies, new.need.copies),
            (Axis.INKS, old.inks, new.inks),
            (Axis.PAGES, old.need.pages, new.need.pages),
        )
        return tuple(Part(axis, before, after) for axis, before, after in pairs if before != after)

    @property
    def sure(self) -> bool:
        """Whether both prices are a quote's own: else the difference is an estimate."""
        return all(one.kind == "quote" and one.low == one.high for one in (self.before, self.after))

    @property
    def felt(self) -> Fraction:
        """How much of the paper readers miss: by this proposals are ordered."""
        return sum(map(_felt, self.parts), Fraction(0))


def _felt(part: Part) -> Fraction:
    before, after = part.before, part.after
    if isinstance(before, Inks) or isinstance(after, Inks):
        order = list(Inks)
        steps = abs(order.index(Inks(str(after))) - order.index(Inks(str(before))))
        return WEIGHTS[part.axis] * INK_SHARE * steps
    return WEIGHTS[part.axis] * abs(Fraction(after) - Fraction(before)) / Fraction(before or 1)


def changes_under(slider: Slider, ceiling: int, most: int = FEW) -> list[Change]:
    """The changes after which printing costs at most `ceiling` TTC cents: the smallest of each kind, fewest first.

    Nothing when it does already, or when nothing smaller costs so little. A kind is a set of things that change; more
    things are changed together only where that is felt less than the best change of fewer. What takes half of
    something away comes last.
    """
    now = slider.now
    if now.price.gross <= ceiling or now.kind == "unknown":
        return []
    every, found = _less(slider, now), list[Change]()
    for many in range(1, len(Axis) + 1):
        bar = min((change.felt for change in found), default=None)
        made = (_smallest(slider, now, every.only(axes), ceiling) for axes in combinations(Axis, many))
        found += [change for change in made if change and (bar is None or change.felt < bar)]
    return sorted(found, key=lambda change: (change.felt > DRASTIC, len(change.parts), change.felt, change.cents))[
        :most
    ]


@dataclass(frozen=True, slots=True)
class Steps:
    """The smaller steps of each thing that may change; None: it stays."""

    papers: list[Decimal] | None
    copies: list[int] | None
    inks: list[Inks] | None
    pages: list[int] | None

    def only(self, axes: Sequence[Axis]) -> "Steps":
        return Steps(
            self.papers if Axis.PAPER in axes else None,
            self.copies if Axis.COPIES in axes else None,
            self.inks if Axis.INKS in axes else None,
            self.pages if Axis.PAGES in axes else None,
        )


def _less(slider: Slider, now: Choice) -> Steps:
    order = list(Inks)
    return Steps(
        papers=[one for one in slider.paper_steps() if one < now.need.gsm],
        copies=[one for one in slider.copy_steps() if one < now.need.copies],
        inks=order[: order.index(now.inks)],
        pages=[one for one in slider.page_steps() if one < now.need.pages],
    )


def _smallest(slider: Slider, now: Choice, steps: Steps, ceiling: int) -> Change | None:
    """The least felt change of exactly these things that gets under."""
    grid = slider.grid(
        pages=steps.pages if steps.pages is not None else [now.need.pages],
        copies=steps.copies if steps.copies is not None else [now.need.copies],
        inks=steps.inks if steps.inks is not None else [now.inks],
        papers=steps.papers if steps.papers is not None else [now.need.gsm],
    )
    under = [Change(now, one) for one in grid if one.price.gross <= ceiling]
    return min(under, key=lambda change: (change.felt, change.after.price.gross), default=None)


@dataclass(frozen=True, slots=True)
class Affordable:
    """The most copies that so many pages leave for the money; `best` is that choice, None when not one copy does."""

    pages: int
    best: Choice | None


def affordable(slider: Slider, cents: int, inks: Inks | None = None, gsm: Decimal | None = None) -> list[Affordable]:
    """Euros to pages x copies: for each number of pages the most copies, in fifties, that printing may cost."""
    return [Affordable(pages, _most(slider, cents, pages, inks, gsm)) for pages in slider.page_steps()]


def _most(slider: Slider, cents: int, pages: int, inks: Inks | None, gsm: Decimal | None) -> Choice | None:
    """Found by halving: more copies never cost less."""
    low, high = 0, 400  # in fifties: 20,000 copies are more than anybody here ever hands out
    best = None
    while low < high:
        middle = (low + high + 1) // 2
        one = slider.at(pages=pages, copies=middle * ROUND, inks=inks, gsm=gsm)
        if one.kind != "unknown" and one.price.gross <= cents:
            best, low = one, middle
        else:
            high = middle - 1
    return best


def more_pages(slider: Slider, more: int | None = None) -> Change:
    """What a section more costs (or less, when it is below nothing): `these four pages cost 214 euros`."""
    step = slider.sheet.pages_multiple if more is None else more
    return Change(slider.now, slider.at(pages=max(0, slider.pages + step)))


@dataclass(frozen=True, slots=True)
class PageStep:
    """One mark of the pages' slider: its choice, and what it costs more than the mark before it."""

    choice: Choice
    more: int


def page_ladder(slider: Slider) -> list[PageStep]:
    """Every number of pages with its step: high where a form of the press begins, low where one is only filled."""
    choices = [slider.at(pages=pages) for pages in slider.page_steps()]
    before = [choices[0].price.gross, *(one.price.gross for one in choices)]
    return [PageStep(one, one.price.gross - last) for one, last in zip(choices, before, strict=False)]


def between_pages(slider: Slider, most: int) -> list[Change]:
    """From each number of pages to the next one, up to so many pages."""
    choices = [step.choice for step in page_ladder(slider) if step.choice.need.pages <= most]
    return [Change(before, after) for before, after in pairwise(choices)]
