"""A page that is one picture."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.content["text"] = draft.content["line"] = ""
