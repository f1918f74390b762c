"""The file shifts the screen, which is the press's affair."""

from pikepdf import Array, Dictionary

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.resources.ExtGState.Screen = Dictionary(HTP=Array([1, 1]))
    draft.content["screen"] = "q /Screen gs Q"
