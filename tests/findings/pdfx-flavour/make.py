"""The sheet asks for PDF/X-1a; the file says PDF/X-4."""

from tests.findings_builder import Draft, sheet

SHEET = sheet(flavour="pdfx1a")


def spoil(draft: Draft) -> None:
    draft.version = "1.4"
