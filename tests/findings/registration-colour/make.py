"""Text in the colour of the marks."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["box"] = draft.rectangle(20, 100, 2, 2, "/Registration cs 0.5 sc")
