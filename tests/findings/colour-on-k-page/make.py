"""A red rectangle on a page printed in black only."""

from tests.findings_builder import Draft, sheet

SHEET = sheet(colour_pages=[2])


def spoil(draft: Draft) -> None:
    draft.content["photo"] = ""
    draft.content["box"] = draft.rectangle(20, 100, 20, 20, "0 1 1 0 k")
