"""Two pages, where the printer's sheet folds four."""

from tests.findings_builder import Draft, sheet

SHEET = sheet(pages_multiple=4)


def spoil(draft: Draft) -> None:
    draft.add_page()
