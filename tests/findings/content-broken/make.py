"""The page draws a form that is not there."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["form"] = "/Absent Do"
