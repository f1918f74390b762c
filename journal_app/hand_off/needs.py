"""Hand-off, the need: an issue's printer sheet -> what a printer is asked to quote for, in France. Pure.

Delivery places are codes and copies, never addresses: who quotes needs the number of stops and their distance alone.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from journal_app.prepress.sheet import PrinterSheet

MOST_TIERS = 6
MOST_COPIES = 1_000_000


@dataclass(frozen=True, slots=True)
class Need:
    """What is to be made, in words a printer prices by. Sizes in mm, width first."""

    closed: str = ""
    open: str = ""
    pages: str = ""
    paper: str = ""
    inks: str = ""
    overs: str = ""
    finishing: str = ""
    packing: str = ""
    delivery: str = ""
    proof: str = ""
    needed: str = ""  # the day on which the copies are needed, ISO
    notes: str = ""


KEYS = tuple(field.name for field in fields(Need))


def of_sheet(sheet: PrinterSheet, pages: int, needed: date | None = None) -> Need:
    """The need as the issue's own sheet says it; what it does not say is left to be typed."""
    return Need(
        closed=_size(sheet.closed), open=_size(sheet.open), pages=str(pages or ""), paper=_paper(sheet),
        inks=_inks(sheet), overs=f"± {sheet.overs:g} %", needed=needed.isoformat() if needed else "",
    )  # fmt: skip


def _size(size: tuple[float, float]) -> str:
    return f"{size[0]:g} × {size[1]:g} mm"


def _paper(sheet: PrinterSheet) -> str:
    weight = f"{sheet.gsm:g} g"
    return sheet.paper if weight in sheet.paper else f"{sheet.paper}, {weight}".strip(", ")


def _inks(sheet: PrinterSheet) -> str:
    if sheet.k_only:
        return "1/1"
    if isinstance(sheet.colour_pages, list):
        return f"4/4 : {', '.join(str(folio) for folio in sheet.colour_pages)} ; 1/1"
    return "4/4"


def as_values(need: Need) -> dict[str, str]:
    """Plain values for a row."""
    return asdict(need)


def day_needed(values: Mapping[str, Any]) -> date | None:
    """The day on which the copies are needed, where a request says it."""
    try:
        return date.fromisoformat(str(values.get("needed", "")))
    except ValueError:
        return None


def shown(values: Mapping[str, Any]) -> list[tuple[str, str | date]]:
    """Key and words (or the day) of what was said, in the order of a request; each key has a label `need:<key>`."""
    said = [(key, day_needed(values) if key == "needed" else str(values[key])) for key in KEYS if values.get(key)]
    return [(key, words) for key, words in said if words]


def quantities(sheet: PrinterSheet) -> list[int]:
    """Copies to be priced when nobody says otherwise: the print run, a thousand less and a thousand more."""
    return [many for many in (sheet.quantity - 1000, sheet.quantity, sheet.quantity + 1000) if many > 0]
