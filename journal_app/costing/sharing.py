"""Costing, what each part of an issue costs: a price x the room each thing takes -> cents that add up to it. Pure.

It is a way to see, not a bill: the last article added is not what makes a section dear.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

from journal_app.money import shared

Key = TypeVar("Key")


def per_page(cents: int, pages: int) -> list[int]:
    """Cents of each page; they add up to the whole, and differ by a cent at most."""
    return shared(cents, [1] * pages)


def per_article(cents: int, room: Mapping[Key, int | Fraction]) -> dict[Key, int]:
    """Cents of each article by the room it takes (parts of pages, or mm2: one unit for all).

    What is no article's (the nameplate, the masthead, blank room) has a key of its own in `room`, or its cost is
    spread over the articles. No room at all: equal parts.
    """
    return dict(zip(room, shared(cents, list(room.values())), strict=True))
