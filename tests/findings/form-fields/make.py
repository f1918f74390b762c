"""A form field, outside the bleed where an annotation would be allowed."""

from pikepdf import Array, Dictionary, Name, String

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    field = draft.pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("nom"), Rect=Array([1, 1, 5, 5]))
    )
    draft.page.obj.Annots = Array([field])
    draft.pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
