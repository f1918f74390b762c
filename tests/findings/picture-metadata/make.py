"""A photograph that carries its camera's notes."""

from tests.findings_builder import Draft, jpeg


def spoil(draft: Draft) -> None:
    draft.resources.XObject.Jpeg = jpeg(draft, exif={271: "Appareil"})
    draft.content["jpeg"] = draft.place("Jpeg", 20, 110, 20, 10)
