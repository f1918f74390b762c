"""A photograph with 16 bits a channel."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.resources.XObject.Deep = draft.image(300, 150, bytes(8), BitsPerComponent=16)
    draft.content["deep"] = draft.place("Deep", 20, 110, 25, 12.5)
