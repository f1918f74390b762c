"""Text 2 mm from the cut."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["text"] = draft.text(2, 80, 10)
