"""Costing, the kinds of numbers and words of costing.toml, with their bounds and units. Pure; it knows no table."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

Euros = Annotated[Decimal, Field(ge=0, le=10_000_000, decimal_places=2)]
Rate = Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=4)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=4)]
Count = Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=2)]
Grams = Annotated[Decimal, Field(gt=0, le=100_000, decimal_places=3)]
Words = Annotated[str, Field(max_length=1000)]
Label = Annotated[dict[str, Words], Field(min_length=1, description="per language; fr is what others fall back to")]
Slug = Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9-]{0,59})?$")]
