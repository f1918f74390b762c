"""An ArtBox beside the TrimBox."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.page.obj.ArtBox = draft.page.obj.TrimBox
