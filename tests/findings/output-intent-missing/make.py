"""PDF/X is claimed without an output intent."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    del draft.pdf.Root.OutputIntents
