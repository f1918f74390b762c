"""A black of 380 %."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["box"] = draft.rectangle(20, 100, 20, 20, "1 0.9 0.9 1 k")
