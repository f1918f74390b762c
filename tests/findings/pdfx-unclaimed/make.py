"""The sheet asks for PDF/X-4; the file does not say it is."""

from tests.findings_builder import Draft, sheet

SHEET = sheet()


def spoil(draft: Draft) -> None:
    del draft.xmp["{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"]
