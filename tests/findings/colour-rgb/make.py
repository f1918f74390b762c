"""A rectangle in DeviceRGB."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["box"] = draft.rectangle(20, 100, 20, 20, "0.8 0.2 0.1 rg")
