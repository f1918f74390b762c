"""Red text of 8 pt: two inks must register."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["text"] = draft.text(20, 80, 8, "0 1 1 0 k")
