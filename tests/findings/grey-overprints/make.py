"""A grey that overprints."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["box"] = "q /Black gs " + draft.rectangle(20, 100, 20, 20, "0.5 g") + " Q"
