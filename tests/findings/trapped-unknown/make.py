"""Trapped is Unknown."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.info["Trapped"] = "/Unknown"
    draft.xmp["pdf:Trapped"] = "Unknown"
