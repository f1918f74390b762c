"""Costing, the document: costing.toml as text -> Costing, and Costing -> the same text back. It reads no file.

What is written is read back equal. Comments that somebody wrote into the file are not kept: a document that the desk
writes holds what the desk knows and no more, so that no name slips into a frozen folder by a comment.
"""

from functools import lru_cache

from journal_app.costing.model import Costing
from journal_app.costing.toml import lines
from journal_app.prepress.tables import Source
from journal_app.problems import Problem

FILE = "costing.toml"
WHO = "coordinator"
HEAD = """# What this issue costs and what has come in. Written by the desk: `journal costing` shows the result.
# Amounts are euros. Printing is written HT and shown TTC; the residency, delivery and the funds are TTC, because the
# association recovers no VAT. Every price is dated: when you change one, change its date.
"""
COMMENTS = {
    "targets": "Two targets, TTC, one inside the other: to print the issue, and to print it and hold the residency.",
    "printing": "VAT: 10 for periodicals (CGI 298 octies), 20 for posters and other print. Ask the printer.",
    "printing.estimate": "An ESTIMATE, until a printer's quote replaces it. `per`: run, page, colour-page, grey-page,\n"
    "section, section-thousand, thousand (copies), kg (of paper), place (of delivery).",
    "printing.quote": "The printer's quote; it replaces the estimate.",
    "residency": "price x quantity x days; `committed` is ordered and not yet paid, `spent` is paid.",
    "delivery": "From the printer to the places, outside both targets. Prices of parcels up to so many kilograms.",
    "in_kind": "Volunteers' hours and gifts in kind: valued apart (accounts 86 and 87), in no total.",
    "fund": "What came in, by source. A euro is in one state: estimated, pledged, due, paid_out or reconciled.",
}


def read(text: str) -> tuple[Costing | None, list[Problem]]:
    """The costing that a text holds, or the problems with their lines."""
    return Source(text, FILE, WHO).model(Costing)


@lru_cache(maxsize=64)
def anew(text: str) -> str:
    """The same values as the desk writes them, without anybody's comment: what may stand in a folder. A text that
    cannot be read is nothing, since nobody knows what it says."""
    costing, _ = read(text) if text.strip() else (None, [])
    return written(costing) if costing else ""


def written(costing: Costing) -> str:
    """The text of a costing. A value that the file may not hold raises pydantic.ValidationError: it is a bug."""
    checked = Costing.model_validate(costing.model_dump())
    values = checked.model_dump(exclude_defaults=True)
    first = {"specimen": values.pop("specimen")} if "specimen" in values else {}
    first["targets"] = checked.targets.model_dump()  # even the usual ones: they are what people look for
    return HEAD + "\n".join(lines({**first, **values} | first, COMMENTS)).strip("\n") + "\n"
