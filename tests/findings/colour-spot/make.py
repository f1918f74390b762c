"""A spot ink."""

from pikepdf import Array, Dictionary, Name

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 0.4, 0, 0], N=1)
    draft.resources.ColorSpace.Spot = Array([Name.Separation, Name("/Bleu 300"), Name.DeviceCMYK, tint])
    draft.content["box"] = draft.rectangle(20, 100, 20, 20, "/Spot cs 1 sc")
