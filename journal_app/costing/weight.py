"""Costing, the scales: what a copy and a run weigh, from the printer sheet. Pure numbers."""

from journal_app.prepress.sheet import PrinterSheet


def copy_grams(sheet: PrinterSheet, pages: int) -> float:
    """One copy in g: width x height (mm) x leaves x g/m2 / 1e6 (DOMAIN). A folded poster's two pages are one leaf."""
    width, height = sheet.page
    return width * height * (pages / 2) * sheet.gsm / 1e6


def run_kilograms(sheet: PrinterSheet, pages: int) -> float:
    """The whole run in kg, without overs."""
    return copy_grams(sheet, pages) * sheet.quantity / 1000
