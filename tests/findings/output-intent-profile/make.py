"""The output intent embeds an RGB profile."""

from tests.findings_builder import Draft, icc


def spoil(draft: Draft) -> None:
    draft.intent(icc(b"RGB "), 3)
