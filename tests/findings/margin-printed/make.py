"""A line in the border that a newspaper press cannot print."""

from tests.findings_builder import Draft, sheet, x, y

SHEET = sheet(margin_unprinted=10, bleed=0)


def spoil(draft: Draft) -> None:
    draft.content["photo"] = ""
    draft.content["line"] = f"0 0 0 1 K 2 w {x(5)} {y(90)} m {x(80)} {y(90)} l S"
