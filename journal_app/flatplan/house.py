"""Flatplan, the house: the folder of layouts -> each layout by its name, and the role of each of its slots. Read once.

It places nothing. Freeze and proofs ask it, too.
"""

from collections.abc import Mapping
from functools import lru_cache

from journal_app.prepress.build import LAYOUTS
from journal_app.prepress.layouts import Layout, read_layouts

WHOLE = ("aligned", "article")  # roles in which a whole text runs


@lru_cache(maxsize=1)
def layouts() -> dict[str, Layout]:
    """The house's layouts; read once, since they do not change while the desk runs."""
    return dict(read_layouts(LAYOUTS)[0])


def roles(layout: str) -> Mapping[str, str]:
    """The role of each slot of a layout; none for one that is not there."""
    found = layouts().get(layout)
    return {name: slot.role for name, slot in found.file.slots.items()} if found else {}
