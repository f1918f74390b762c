"""Costing, the rates that come with the desk: of a likely size, and nobody's price. Reads rates.toml only."""

import tomllib
from functools import cache
from pathlib import Path

from journal_app.costing.model import Estimate

FILE = Path(__file__).parent / "rates.toml"


@cache
def estimate() -> Estimate:
    """The rates of printing, dated and with their range. A plan starts from them, and what a quote was not given for is
    told by them, brought to that quote, where a plan has no rates of its own."""
    return Estimate.model_validate(tomllib.loads(FILE.read_text("utf-8")))
