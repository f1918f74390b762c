"""The third page is 5 mm narrower than the two others."""

from tests.findings_builder import AROUND, BLEED, HEIGHT, SLUG, WIDTH, Draft, box


def spoil(draft: Draft) -> None:
    draft.add_page()
    draft.add_page()
    draft.page.obj.TrimBox = box(AROUND, AROUND, AROUND + WIDTH - 5, AROUND + HEIGHT)
    draft.page.obj.BleedBox = box(SLUG, SLUG, AROUND + WIDTH - 5 + BLEED, AROUND + HEIGHT + BLEED)
