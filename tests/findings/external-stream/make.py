"""A picture whose data lies in another file."""

from pikepdf import String

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.resources.XObject.Photo.F = String("photo.raw")
    draft.content["photo"] = ""
