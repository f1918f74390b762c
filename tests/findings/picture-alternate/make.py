"""A photograph with another one for the press."""

from pikepdf import Array, Dictionary

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    photo = draft.resources.XObject.Photo
    other = draft.pdf.make_indirect(draft.image(8, 8, b"\x20\x10\x30\x05"))
    photo.Alternates = Array([Dictionary(Image=other, DefaultForPrinting=True)])
