"""The bleed reaches beyond the media."""

from tests.findings_builder import AROUND, HEIGHT, WIDTH, Draft, box


def spoil(draft: Draft) -> None:
    draft.page.obj.MediaBox = box(AROUND - 1, AROUND - 1, AROUND + WIDTH + 1, AROUND + HEIGHT + 1)
    draft.content["photo"] = ""
