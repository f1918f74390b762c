"""A picture that ends at the cut."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["photo"] = draft.place("Photo", 0, 10, 60, 40)
