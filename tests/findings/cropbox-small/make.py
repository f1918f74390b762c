"""The CropBox cuts the bleed off."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.page.obj.CropBox = draft.page.obj.TrimBox
