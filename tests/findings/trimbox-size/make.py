"""The page is not the size the printer's sheet says."""

from tests.findings_builder import Draft, sheet

SHEET = sheet(page=[105, 140])


def spoil(draft: Draft) -> None:
    draft.content["line"] = ""
