"""A layer that can be hidden."""

from pikepdf import Array, Dictionary, Name, String

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    layer = draft.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Calque")))
    draft.pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer])))
    draft.resources.Properties = Dictionary(Layer=layer)
    draft.content["box"] = "/OC /Layer BDC " + draft.rectangle(20, 100, 20, 20, "0 0 0 0.3 k") + " EMC"
