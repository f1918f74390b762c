"""No TrimBox: the finished size is anyone's guess."""

from tests.findings_builder import AROUND, HEIGHT, WIDTH, Draft, box


def spoil(draft: Draft) -> None:
    del draft.page.obj.TrimBox
    draft.page.obj.CropBox = box(AROUND, AROUND, AROUND + WIDTH, AROUND + HEIGHT)
