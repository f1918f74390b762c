"""A comment inside the trim."""

from pikepdf import Array, Dictionary, Name

from tests.findings_builder import Draft, x, y


def spoil(draft: Draft) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([x(20), y(60), x(25), y(55)]))
    draft.page.obj.Annots = Array([note])
