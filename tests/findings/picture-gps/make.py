"""A photograph that says where it was taken."""

from tests.findings_builder import Draft, jpeg


def spoil(draft: Draft) -> None:
    draft.resources.XObject.Jpeg = jpeg(draft, gps={1: "N", 2: (51.0, 0.0, 0.0)})
    draft.content["jpeg"] = draft.place("Jpeg", 20, 110, 20, 10)
