"""A hairline of 0.1 pt."""

from tests.findings_builder import Draft, x, y


def spoil(draft: Draft) -> None:
    draft.content["line"] = f"0 0 0 1 K 0.1 w {x(20)} {y(90)} m {x(80)} {y(90)} l S"
