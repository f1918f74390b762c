"""White that overprints: it will not be seen."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["box"] = "q /Black gs " + draft.rectangle(20, 100, 20, 20, "0 0 0 0 k") + " Q"
