"""Courier, which often stands in for a face that was missing."""

from pikepdf import Name

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    face = draft.font(tag="ABCDEG")
    face.BaseFont = Name("/ABCDEG+Courier")
    draft.resources.Font.C = face
    draft.content["words"] = draft.text(20, 110, 10, font="C")
