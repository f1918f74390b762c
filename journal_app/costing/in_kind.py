"""Costing, what is given without money: volunteers' hours and things, valued apart and in no total. Pure nouns.

Accounts of the associations' plan (ANC 2018-06): what is used stands in 86, what was given in 87, and the two agree.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from journal_app.costing.quantities import Count, Euros, Label, Rate
from journal_app.prepress.model import Table

USED = Literal["860", "861", "862"]  # aid in kind, things lent free of charge, services
GIVEN = {"860": "870", "861": "871", "862": "871", "864": "875"}  # the account in 87 of each one in 86
VOLUNTEERS = "864"


class Hours(Table):
    """Volunteers' work. The rate is a convention of the association, dated: one and a half minimum wages, say."""

    label: Label
    hours: Count
    rate: Rate = Field(description="euros an hour")


class Gift(Table):
    """A thing or a service somebody gave: a room, a meal, a van for a day."""

    label: Label
    value: Euros = Field(description="euros, what it would have cost")
    account: USED = "861"


class InKind(Table):
    dated: date | None = Field(default=None, description="when the rates were chosen")
    hours: list[Hours] = Field(default_factory=list, max_length=200)
    gift: list[Gift] = Field(default_factory=list, max_length=200)
