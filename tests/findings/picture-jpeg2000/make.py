"""A photograph in JPEG 2000."""

from tests.findings_builder import Draft, jpeg2000


def spoil(draft: Draft) -> None:
    draft.resources.XObject.Jpx = jpeg2000(draft)
    draft.content["jpx"] = draft.place("Jpx", 20, 110, 20, 10)
