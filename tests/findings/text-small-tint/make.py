"""Grey text of 7 pt."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["text"] = draft.text(20, 80, 7, "0 0 0 0.5 k")
