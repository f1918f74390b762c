"""Small black text that does not overprint."""

from pikepdf import Dictionary

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.resources.ExtGState.Plain = Dictionary(op=False, OP=False)
    draft.content["text"] = draft.text(20, 80, 10, state="Plain")
