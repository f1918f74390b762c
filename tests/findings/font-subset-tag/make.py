"""Two different subsets under one tag."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.resources.Font.G = draft.font(letters=5)
    draft.content["words"] = draft.text(20, 110, 10, font="G")
