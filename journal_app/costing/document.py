"""Costing, the document: costing.toml as text -> Costing, and Costing -> the same text back. It reads no file.

What is written is read back equal. Comments that somebody wrote into the file are not kept: a document that the desk
writes holds what the desk knows and no more, so that no name slips into a frozen folder by a comment.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from journal_app.costing.model import Costing
from journal_app.costing.slugs import as_labelled
from journal_app.costing.toml import lines
from journal_app.prepress.model import Table
from journal_app.prepress.tables import Source
from journal_app.problems import Problem
from journal_app.search.folding import words as folded

FILE = "costing.toml"
WHO = "coordinator"
SOMEBODY = "imprimeur"  # whom a frozen quote is from, where the paper itself names no such printer
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


@lru_cache(maxsize=64)
def crossing(text: str, masthead: str) -> str:
    """As `anew`, for a folder that leaves the desk: a quote says its printer only as far as the masthead prints that
    name, and a line of the residency that was named otherwise is known by its new name alone. `masthead` is its words
    on the printer, which the law asks for; a sole trader's firm is a person's name."""
    costing, _ = read(text) if text.strip() else (None, [])
    if costing is None:
        return ""
    printing, quote = costing.printing, costing.printing.quote
    if quote is not None and f" {_plain(quote.printer)} " not in f" {_plain(masthead)} ":
        printing = printing.model_copy(update={"quote": quote.model_copy(update={"printer": SOMEBODY})})
    residency = costing.residency.model_copy(update={"line": as_labelled(costing.residency.line)})
    return written(costing.model_copy(update={"printing": printing, "residency": residency}))


def _plain(name: str) -> str:
    return " ".join(folded(name))


def typed_words(costing: Costing) -> dict[str, str]:
    """What people may have typed into a costing, by the part in which it is corrected; a line for each."""
    parts: dict[str, Any] = {
        "estimate": costing.printing.estimate, "quote": costing.printing.quote, "residency": costing.residency,
        "delivery": costing.delivery, "funds": [*(one.label for one in costing.fund), costing.in_kind],
    }  # fmt: skip
    return {part: "\n".join(_strings(value)) for part, value in parts.items()}


def _strings(value: Any) -> Iterator[str]:
    """Every text of a table, however deep. A name of ours (a basis, a state) is an enum's, and no text."""
    if type(value) is str:
        yield value
    elif isinstance(value, Table):
        yield from _strings(value.model_dump())
    elif isinstance(value, Mapping):
        yield from (word for one in value.values() for word in _strings(one))
    elif isinstance(value, (list, tuple)):
        yield from (word for one in value for word in _strings(one))


def written(costing: Costing) -> str:
    """The text of a costing. A value that the file may not hold raises pydantic.ValidationError: it is a bug."""
    checked = Costing.model_validate(costing.model_dump())
    values = checked.model_dump(exclude_defaults=True)
    first = {"specimen": values.pop("specimen")} if "specimen" in values else {}
    first["targets"] = checked.targets.model_dump()  # even the usual ones: they are what people look for
    return HEAD + "\n".join(lines({**first, **values} | first, COMMENTS)).strip("\n") + "\n"
