"""PDF 1.7, where PDF/X-4 allows PDF 1.6."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.version = "1.7"
