"""PDF/X-4 without a title."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    del draft.info["Title"], draft.xmp["dc:title"]
