"""Helvetica, left to the press to find."""

from pikepdf import Dictionary, Name

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.resources.Font.H = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    draft.content["words"] = draft.text(20, 110, 10, shown="(Journal)", font="H")
