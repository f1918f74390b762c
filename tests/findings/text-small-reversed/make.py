"""White text of 8 pt out of a picture."""

from pikepdf import Dictionary

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.resources.ExtGState.Plain = Dictionary(op=False, OP=False)
    draft.content["text"] = draft.text(20, 40, 8, "0 0 0 0 k", state="Plain")
