"""A letter that the face does not have."""

from tests.findings_builder import NOTDEF, Draft


def spoil(draft: Draft) -> None:
    draft.content["words"] = draft.text(20, 110, 10, shown=NOTDEF)
