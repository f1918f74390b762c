"""Info and XMP give two titles."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.info["Title"] = "Autre titre"
