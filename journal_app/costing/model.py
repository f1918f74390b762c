"""Costing, the nouns: costing.toml key by key, as frozen values. Nothing here reads, writes or counts.

Amounts in the file are euros with at most two decimals; rates may have four. Every price and rate is dated reference
data that a person edits: none is a constant of the code.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from journal_app.prepress.model import Table

Euros = Annotated[Decimal, Field(ge=0, le=10_000_000, decimal_places=2)]
Rate = Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=4)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]
Count = Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=2)]
Label = Annotated[dict[str, str], Field(min_length=1, description="per language; fr is what others fall back to")]


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
    THOUSAND = "thousand"  # per 1,000 copies
    KG = "kg"  # of the run's paper
    PLACE = "place"  # delivery addresses


class EstimateLine(Table):
    label: Label
    per: Basis
    net: Rate = Field(description="euros HT for one of `per`")
    waste_percent: Percent = Field(Decimal(0), description="paper or copies spoilt on top")


class Estimate(Table):
    """A price worked out from dated rates: always shown as an estimate, with its range."""

    dated: date = Field(description="when the rates were gathered")
    source: str = Field(description="where the rates come from")
    range_percent: Percent = Field(description="the price may be this much lower or higher")
    places: int = Field(1, ge=0, le=1000, description="delivery addresses")
    line: list[EstimateLine]


class Quote(Table):
    """A printer's quote (devis). It replaces the estimate."""

    printer: str
    reference: str
    dated: date
    valid_until: date | None = None
    quantity: int = Field(ge=1, le=10_000_000)
    pages: int = Field(ge=1, le=10_000, description="cover included")
    net: Euros = Field(description="HT for the whole run")
    extra_thousand: Euros | None = Field(None, description="HT for each further 1,000 copies")


class Printing(Table):
    vat_percent: Percent = Field(description="10 for periodicals (CGI 298 octies), 20 for posters: the printer says")
    vat_confirmed: bool = Field(False, description="the printer has confirmed the rate")
    estimate: Estimate | None = None
    quote: Quote | None = None


class ResidencyLine(Table):
    """unit x quantity x days, TTC: the association recovers no VAT."""

    label: Label
    price: Euros = Field(description="euros TTC for one unit a day")
    unit: Label = Field(description="what one is: a night, a meal, an hour")
    quantity: Count = Decimal(1)
    days: Count = Decimal(1)


class Residency(Table):
    dated: date
    line: list[ResidencyLine]


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


class Costing(Table):
    """costing.toml"""

    specimen: bool = Field(False, description="invented figures, marked as such wherever they are shown")
    targets: Targets = Targets()
    printing: Printing
    residency: Residency
    fund: list[Fund] = Field(default_factory=list)
