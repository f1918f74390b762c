"""A rectangle in Lab."""

from pikepdf import Array, Dictionary, Name

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.resources.ColorSpace.L = Array(
        [Name.Lab, Dictionary(WhitePoint=[0.96, 1, 0.82], Range=[-100, 100, -100, 100])]
    )
    draft.content["box"] = draft.rectangle(20, 100, 20, 20, "/L cs 60 20 20 sc")
