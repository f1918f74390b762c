"""One unit of the page is two points."""

from tests.findings_builder import AROUND, BLEED, HEIGHT, SLUG, WIDTH, Draft, box


def spoil(draft: Draft) -> None:
    draft.page.obj.UserUnit = 2
    half = [v / 2 for v in (AROUND, AROUND, AROUND + WIDTH, AROUND + HEIGHT)]
    bleed = [v / 2 for v in (SLUG, SLUG, AROUND + WIDTH + BLEED, AROUND + HEIGHT + BLEED)]
    draft.page.obj.MediaBox = box(0, 0, AROUND + WIDTH / 2, AROUND + HEIGHT / 2)
    draft.page.obj.TrimBox, draft.page.obj.BleedBox = box(*half), box(*bleed)
    draft.content["photo"] = draft.content["marks"] = draft.content["line"] = ""
    draft.content["text"] = draft.text(10, 100, 10)
