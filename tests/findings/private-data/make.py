"""The drawing program's own data was left in the page."""

from pikepdf import Dictionary, String

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.page.obj.PieceInfo = Dictionary(Dessin=Dictionary(LastModified=String("D:20260501000000Z")))
