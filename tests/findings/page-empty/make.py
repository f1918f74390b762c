"""A page with nothing on it but its marks."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["photo"] = draft.content["text"] = draft.content["line"] = ""
