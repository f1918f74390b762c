"""Costing, the scales: what a copy and a run weigh, from the printer sheet. Pure numbers."""

from decimal import ROUND_HALF_UP, Decimal

from journal_app.costing.need import Need
from journal_app.prepress.sheet import PrinterSheet

GRAM_PARTS = Decimal("0.001")


def copy_grams(sheet: PrinterSheet, pages: int) -> float:
    """One copy in g: width x height (mm) x leaves x g/m2 / 1e6. A folded poster's two pages are one leaf."""
    width, height = sheet.page
    return width * height * (pages / 2) * sheet.gsm / 1e6


def run_kilograms(sheet: PrinterSheet, pages: int) -> float:
    """The whole run in kg, without overs."""
    return copy_grams(sheet, pages) * sheet.quantity / 1000


def milligrams(need: Need) -> int:
    """One copy in whole mg, half a milligram going up: what parcels are filled by."""
    return int((need.grams * 1000).quantize(Decimal(1), ROUND_HALF_UP))


def kilograms(need: Need) -> Decimal:
    """The whole run in kg, to a gram: what paper is paid by."""
    return (need.grams * need.copies / 1000).quantize(GRAM_PARTS, ROUND_HALF_UP)
