"""Budget, the data a desk starts with: a residency to copy, what an hour is worth, accounts. Reads reference.toml only.

Every price and rate is dated and shown with its date; a person adds another one beside it.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from journal_app.budget.model import DELIVERY, PRINTING, Gift
from journal_app.costing.model import Estimate, ResidencyLine
from journal_app.costing.rates import estimate as rates_of_printing

FILE = Path(__file__).parent / "reference.toml"
ACCOUNTS = ("60", "61", "62", "63", "64", "65", "66", "67", "68")  # charges; each has its words, `account:60`
OTHERWISE = "62"  # other services from outside: what most of a paper's invoices are
SHIPPED = "shipped"  # the id of the residency that comes with the desk


@dataclass(frozen=True, slots=True)
class Rate:
    """What one hour or one kilometre is worth from a day on, in euros."""

    kind: Gift
    rate: Decimal
    dated: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A residency to start from."""

    id: str
    name: str
    dated: date
    lines: tuple[ResidencyLine, ...]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


def rates() -> list[Rate]:
    """The rates that come with the desk."""
    return [Rate(Gift(one["kind"]), Decimal(one["rate"]), one["dated"], one["source"]) for one in _data()["rate"]]


def residency() -> Template:
    """The residency that comes with the desk."""
    told = _data()["residency"]
    lines = tuple(
        ResidencyLine.model_validate({key: value for key, value in line.items() if key != "account"})
        for line in told["line"]
    )
    return Template(SHIPPED, told["name"], told["dated"], lines)


def estimate() -> Estimate:
    """The rates of printing that come with the desk: of a likely size, and nobody's price."""
    return rates_of_printing()


def account_of(line: str) -> str:
    """The account that is proposed for an expense of a line."""
    known = {one["slug"]: str(one["account"]) for one in _data()["residency"]["line"]}
    return known.get(line, {PRINTING: "62", DELIVERY: "62"}.get(line, OTHERWISE))
