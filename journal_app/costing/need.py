"""Costing, the need: what is to be printed, in the few numbers a price depends on. Pure values, exact decimals."""

from dataclasses import dataclass, replace
from decimal import Decimal

from journal_app.costing.model import Quote
from journal_app.prepress.sheet import PrinterSheet


@dataclass(frozen=True, slots=True)
class Need:
    """So many copies of so many pages. `width` and `height` are a page's, mm; `gsm` g/m2; the other pages are 1/1."""

    pages: int
    colour_pages: int
    copies: int
    gsm: Decimal
    width: Decimal
    height: Decimal

    @property
    def grams(self) -> Decimal:
        """One copy in g; two pages are one leaf."""
        return self.width * self.height * self.pages * self.gsm / 2_000_000


def need_of(sheet: PrinterSheet, pages: int) -> Need:
    """What the sheet and the number of pages ask for."""
    colour = sum(sheet.in_colour(folio) for folio in range(1, pages + 1))
    width, height = (exact(size) for size in sheet.page)
    return Need(pages, colour, sheet.quantity, exact(sheet.gsm), width, height)


def exact(size: float) -> Decimal:
    """A size or a weight as it was written: 80.0 is 80."""
    return Decimal(int(size)) if size == int(size) else Decimal(str(size))


def need_of_quote(quote: Quote, like: Need) -> Need:
    """What a quote was given for; what it does not say is as in `like` (colour in the same share of the pages)."""
    colour = quote.colour_pages
    if colour is None:
        colour = like.colour_pages if quote.pages == like.pages else _share(like, quote.pages)
    return replace(
        like, pages=quote.pages, colour_pages=min(colour, quote.pages), copies=quote.quantity, gsm=quote.gsm or like.gsm
    )


def _share(like: Need, pages: int) -> int:
    """All, none, or the few that are cheap to have in colour: as many as before, so far as there are pages."""
    return pages if like.colour_pages == like.pages else min(like.colour_pages, pages)
