"""Small black text in four inks."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["text"] = draft.text(20, 80, 10, "0.7 0.6 0.6 0.9 k")
