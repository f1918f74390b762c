"""A transfer function changes the tones on the plate."""

from pikepdf import Dictionary

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    inverse = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[0], N=1)
    draft.resources.ExtGState.Tones = Dictionary(TR=inverse)
    draft.content["tones"] = "q /Tones gs Q"
