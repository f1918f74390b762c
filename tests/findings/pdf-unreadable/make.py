"""Not a PDF at all."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.raw = lambda data: b"Ceci n'est pas un PDF."
