"""A bleed of 8 mm."""

from tests.findings_builder import AROUND, HEIGHT, WIDTH, Draft, box


def spoil(draft: Draft) -> None:
    draft.page.obj.BleedBox = box(AROUND - 8, AROUND - 8, AROUND + WIDTH + 8, AROUND + HEIGHT + 8)
    draft.content["photo"] = draft.content["marks"] = ""
