"""Text of 4 pt."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["text"] = draft.text(20, 80, 4)
