"""A rectangle in a CMYK of its own profile."""

from pikepdf import Array, Name

from tests.findings_builder import Draft, icc


def spoil(draft: Draft) -> None:
    profile = draft.pdf.make_stream(icc(), N=4, Alternate=Name.DeviceCMYK)
    draft.resources.ColorSpace.Own = Array([Name.ICCBased, profile])
    draft.content["box"] = draft.rectangle(20, 100, 20, 20, "/Own cs 0.2 0.6 0.1 0 sc")
