"""Costing, the nouns: costing.toml key by key, as frozen values. Nothing here reads, writes or counts.

Amounts in the file are euros with at most two decimals; rates may have four. Every price and rate is dated reference
data that a person edits: none is a constant of the code. What is given in kind stands in in_kind.py.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from journal_app.costing.in_kind import InKind
from journal_app.costing.quantities import Count, Euros, Grams, Label, Percent, Rate, Slug, Words
from journal_app.costing.slugs import named
from journal_app.prepress.model import Table


class FundState(StrEnum):
    """How real a euro is, from hope to bank; five different things, and only `reconciled` counts as received."""

    ESTIMATED = "estimated"  # hoped for: nobody has said yes
    PLEDGED = "pledged"  # promised by name
    DUE = "due"  # collected by somebody else, or a signed grant: owed to us
    PAID_OUT = "paid_out"  # sent to our account, not yet seen on a statement
    RECONCILED = "reconciled"  # seen on the bank's statement


class Basis(StrEnum):
    """What an estimate's rate is multiplied by."""

    RUN = "run"  # once
    PAGE = "page"
    COLOUR_PAGE = "colour-page"  # pages printed 4/4
    GREY_PAGE = "grey-page"  # pages printed 1/1
    SECTION = "section"  # forms of `section_pages` pages; a form begun counts whole
    THOUSAND = "thousand"  # per 1,000 copies
    SECTION_THOUSAND = "section-thousand"  # per 1,000 copies of each form
    KG = "kg"  # of the run's paper
    PLACE = "place"  # delivery addresses


class EstimateLine(Table):
    label: Label
    per: Basis
    net: Rate = Field(description="euros HT for one of `per`")
    waste_percent: Percent = Field(default=Decimal(0), description="paper or copies spoilt on top")


class Estimate(Table):
    """A price worked out from dated rates: always shown as an estimate, with its range."""

    dated: date = Field(description="when the rates were gathered")
    source: Words = Field(description="where the rates come from")
    range_percent: Percent = Field(description="the price may be this much lower or higher")
    places: int = Field(default=1, ge=0, le=1000, description="delivery addresses")
    section_pages: int = Field(
        default=8, ge=1, le=128, description="pages the press prints at once; half a form costs a form"
    )
    line: list[EstimateLine]


class Tier(Table):
    """The price of one quantity of a quote."""

    quantity: int = Field(ge=1, le=10_000_000)
    net: Euros = Field(description="HT for that quantity")


class Quote(Table):
    """A printer's quote (devis). It replaces the estimate."""

    printer: Words
    reference: Words
    dated: date
    valid_until: date | None = None
    quantity: int = Field(ge=1, le=10_000_000)
    pages: int = Field(ge=1, le=10_000, description="cover included")
    net: Euros = Field(description="HT for the whole run")
    extra_thousand: Euros | None = Field(default=None, description="HT for each further 1,000 copies")
    tier: list[Tier] = Field(default_factory=list, max_length=50, description="other quantities and their prices")
    overs_percent: Percent | None = Field(
        default=None, description="+- % that may be delivered and billed; none: the sheet's"
    )
    gsm: Count | None = Field(default=None, description="paper it was given for, g/m2; none: not said")
    colour_pages: int | None = Field(default=None, ge=0, le=10_000, description="pages in four colours; none: not said")
    closed: tuple[Count, Count] | None = Field(default=None, description="closed size, mm, width first; none: not said")

    @model_validator(mode="after")
    def _one_price_a_quantity(self) -> "Quote":
        if len({self.quantity, *(tier.quantity for tier in self.tier)}) <= len(self.tier):
            raise ValueError("tier.quantity: 1 x")
        return self

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """Every quantity that has a price, the smallest first; the quote's own quantity is one of them."""
        own = Tier(quantity=self.quantity, net=self.net)
        return tuple(sorted((own, *self.tier), key=lambda tier: tier.quantity))


class Printing(Table):
    vat_percent: Percent = Field(description="10 for periodicals (CGI 298 octies), 20 for posters: the printer says")
    vat_confirmed: bool = Field(default=False, description="the printer has confirmed the rate")
    estimate: Estimate | None = None
    quote: Quote | None = None


class ResidencyLine(Table):
    """unit x quantity x days, TTC: the association recovers no VAT."""

    slug: Slug = Field(
        default="", description="by which expenses name the line; made from the label when it is left out"
    )
    label: Label
    price: Euros = Field(description="euros TTC for one unit a day")
    unit: Label = Field(description="what one is: a night, a meal, an hour")
    quantity: Count = Decimal(1)
    days: Count = Decimal(1)
    vat_percent: Percent = Field(default=Decimal(0), description="the VAT contained in the price, where it is known")
    committed: Euros = Field(default=Decimal(0), description="euros TTC ordered and not yet paid")
    spent: Euros = Field(default=Decimal(0), description="euros TTC paid")


class Residency(Table):
    dated: date
    line: Annotated[list[ResidencyLine], AfterValidator(named)]


class GridStep(Table):
    """A parcel of up to so many kilograms costs so much."""

    kg: Count = Field(gt=0)
    price: Euros = Field(description="euros TTC")


class Carrier(Table):
    """A dated weight grid, as the carrier publishes it."""

    slug: Slug = ""
    label: Label
    dated: date
    source: Words = ""
    vat_percent: Percent = Field(default=Decimal(0), description="the VAT contained in the prices")
    grid: list[GridStep] = Field(min_length=1, max_length=40)


class Batch(Table):
    """So many places that get so many copies each, by parcel. A place that fetches its copies stands in none."""

    label: Label | None = None
    copies: int = Field(ge=1, le=10_000, description="copies for one place")
    places: int = Field(default=1, ge=1, le=1000)


class DeliveryLine(Table):
    """What delivery costs beside the parcels: a van's fuel, a pallet."""

    label: Label
    price: Euros = Field(description="euros TTC for one")
    quantity: Count = Decimal(1)
    vat_percent: Percent = Field(default=Decimal(0), description="the VAT contained in the price")


class Delivery(Table):
    """From the printer to the places; outside both targets."""

    dated: date | None = None
    parcel_kg: Count = Field(
        default=Decimal(12), gt=0, description="no parcel is heavier, for the backs of those who carry"
    )
    copy_grams: Grams | None = Field(
        default=None, description="one copy as it was weighed; none: by the printer sheet's paper and the pages"
    )
    box_grams: Count = Field(default=Decimal(0), description="what an empty parcel weighs")
    carrier: Annotated[list[Carrier], AfterValidator(named)] = Field(default_factory=list, max_length=12)
    batch: list[Batch] = Field(default_factory=list, max_length=500)
    line: list[DeliveryLine] = Field(default_factory=list, max_length=100)


class Targets(Table):
    """Two targets, TTC, one inside the other: printing alone, and printing with the residency."""

    printing: Euros = Decimal(2100)
    all: Euros = Decimal(6700)

    @model_validator(mode="after")
    def _nested(self) -> "Targets":
        if self.all < self.printing:
            raise ValueError("all >= printing")
        return self


class Fund(Table):
    label: Label
    state: FundState
    amount: Euros
    dated: date
    source: Literal["gift", "grant", "association", "lilo", "helloasso", "other"] = "other"
    purpose: Literal["free", "printing", "residency"] = Field(
        default="free", description="what the giver wants paid with it"
    )


class Costing(Table):
    """costing.toml"""

    specimen: bool = Field(default=False, description="invented figures, marked as such wherever they are shown")
    targets: Targets = Targets()
    printing: Printing
    residency: Residency
    delivery: Delivery = Delivery()
    in_kind: InKind = InKind()
    fund: list[Fund] = Field(default_factory=list)
