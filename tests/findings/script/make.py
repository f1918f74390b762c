"""The file runs a script when it is opened."""

from pikepdf import Dictionary, Name, String

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
